/* Differential: the quick ways of what most cells are say what the slow ones say. The input is two cells, set apart by
 * its first byte. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/keys.h"
#include "gencarto/compile/ingest/known_months.h"
#include "gencarto/compile/ingest/number_form.h"
#include "gencarto/compile/ingest/plain_date.h"
#include "gencarto/compile/ingest/row.h"
#include "gencarto/compile/ingest/training_ids.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_date(struct str cell)
{
    int32_t quick, slow;
    if (plain_date(cell, &quick))
        require(date_parse(cell, &slow) && quick == slow);
    else
        require(cell.len != 10 || !date_parse(cell, &slow) || slow < 7305 || slow > 47846); /* 1990 to 2100 */
}

/* The month of the other date may have the same slot. */
static void check_months(struct str a, struct str b)
{
    static struct known_months months;
    struct str cells[] = {a, b, a};
    known_months_init(&months);
    for (int i = 0; i < 3; i++) {
        int32_t known, plain;
        if (cells[i].len != PLAIN_DATE_BYTES)
            continue;
        bool is_plain = plain_date_iso(cells[i].ptr, &plain);
        require(known_months_day(&months, cells[i].ptr, &known) == is_plain && (!is_plain || known == plain));
    }
}

static void check_commune(struct str cell)
{
    char room[8] = {0};
    if (cell.len != INSEE_COMMUNE_LENGTH)
        return;
    memcpy(room, cell.ptr, cell.len);
    size_t slot = insee_slot_of_digits(room);
    require(slot == INSEE_SLOT_NONE || slot == insee_commune_slot(cell));
}

static void check_keys(struct str a, struct str b)
{
    static const struct key_secret secret = {1, 2};
    struct str texts[KEYS_TOGETHER] = {a, b, a, a};
    for (int turn = 0; turn < 2; turn++) {
        uint64_t keys[KEYS_TOGETHER];
        keys_low_of_each(&secret, texts, keys);
        for (int i = 0; i < KEYS_TOGETHER; i++)
            require(keys[i] == keys_of(&secret, texts[i]).low);
        texts[1] = str_slice(b, 0, a.len); /* maybe as long as the others */
    }
}

static void check_count(struct str cell)
{
    int quick;
    double slow;
    bool has_unit;
    if (row_plain_count(cell, &quick))
        require(number_form_read(cell, (struct number_form){0}, &slow, &has_unit) && slow == quick && !has_unit);
}

/* The letters that tell at a look that a cell is no number of a person. */
static void check_contents(struct str cell)
{
    bool is_number = cell.len > 0 && (contents_is_phone(cell) || contents_is_social_security(cell));
    require(!is_number || contents_may_be_number(cell));
}

static void check_words(struct str a, struct str b)
{
    char room[STR_WORD_MOST + STR_WORD_ROOM];
    if (a.len > STR_WORD_MOST || b.len > STR_WORD_MOST)
        return;
    require(str_word_equal(str_word_of(a), str_word_of(b)) == str_equal(a, b));
    memset(room, 0x5a, sizeof room);
    if (a.len > 0)
        memcpy(room, a.ptr, a.len);
    require(str_word_equal(str_word_of(a), str_word_in_room((struct str){room, a.len})));
}

/* Asked again, and after another: what it remembers. */
static void check_vocabulary(struct arena *arena, struct str a, struct str b)
{
    struct programme programme = {0};
    struct vocabulary *vocabulary = arena_one(arena, struct vocabulary);
    vocabulary_init(vocabulary, arena, "statut", &programme);
    const struct vocabulary_form *form_of_a = vocabulary_find(vocabulary, arena, a);
    const struct vocabulary_form *form_of_b = vocabulary_find(vocabulary, arena, b);
    require(vocabulary_find(vocabulary, arena, a) == form_of_a);
    require(vocabulary_find(vocabulary, arena, b) == form_of_b);
}

static void check_ids(struct arena *arena, struct str a, struct str b)
{
    struct training_ids sealed, plain;
    bool sealed_repaired, plain_repaired;
    training_ids_init(&sealed);
    training_ids_init(&plain);
    training_ids_add(&sealed, arena, a);
    training_ids_add(&plain, arena, a);
    training_ids_seal(&sealed);
    require(training_ids_find(&sealed, arena, b, &sealed_repaired) ==
            training_ids_find(&plain, arena, b, &plain_repaired));
    require(sealed_repaired == plain_repaired);
    training_ids_clear(&sealed);
    training_ids_clear(&plain);
}

/* Cells are UTF-8: the decoder has seen to it. */
static bool is_text(struct str cell)
{
    struct encoding_scan scan;
    encoding_scan_text(&scan, cell);
    return scan.invalid == 0 && scan.zeros[0] + scan.zeros[1] == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    struct arena arena;
    struct str text = {(const char *)data + 1, size - 1};
    size_t cut = data[0] < text.len ? data[0] : text.len;
    struct str a = field_trim(str_slice(text, 0, cut)), b = field_trim(str_slice(text, cut, text.len));
    if (!is_text(a) || !is_text(b))
        return 0;
    arena_init(&arena);
    require(field_needs_trim(text) || field_trim(text).len == text.len);
    check_date(a);
    check_date(b);
    check_months(a, b);
    check_commune(a);
    check_keys(a, b);
    check_count(a);
    check_count(b);
    check_contents(a);
    check_contents(b);
    check_words(a, b);
    check_vocabulary(&arena, a, b);
    check_ids(&arena, a, b);
    arena_clear(&arena);
    return 0;
}
