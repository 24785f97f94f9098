/* The quick ways of what most cells are, against the slow ones that they stand for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "gencarto/base/random.h"
#include "gencarto/compile/ingest/date_form.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/keys.h"
#include "gencarto/compile/ingest/known_months.h"
#include "gencarto/compile/ingest/number_form.h"
#include "gencarto/compile/ingest/plain_date.h"
#include "gencarto/compile/ingest/reference.h"
#include "gencarto/compile/ingest/row.h"
#include "gencarto/compile/ingest/training_ids.h"

#define FIRST_DAY 7305  /* 1990-01-01 */
#define LAST_DAY  47846 /* 2100-12-31 */
#define MUTANTS   200000

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* Another character in one place. */
static void mutate(struct random_state *state, char *text, size_t len, const char *alphabet)
{
    text[random_below(state, len)] = alphabet[random_below(state, strlen(alphabet))];
}

/* ---- dates ---------------------------------------------------------------------------------------------------- */

static void assert_same_date(struct str cell)
{
    int32_t quick = DATE_NONE, slow = DATE_NONE;
    bool is_plain = plain_date(cell, &quick);
    bool is_date = date_parse(cell, &slow) && slow >= FIRST_DAY && slow <= LAST_DAY && cell.len == 10;
    assert_int_equal(is_plain, is_date);
    if (is_plain) {
        assert_int_equal(quick, slow);
    }
}

static void plain_dates_are_those_of_date_parse(void **state)
{
    (void)state;
    for (int32_t day = FIRST_DAY - 800; day <= LAST_DAY + 800; day++) {
        char text[32];
        struct date_parts parts = date_parts(day);
        snprintf(text, sizeof(text), "%04d-%02d-%02d", parts.year, parts.month, parts.day);
        assert_same_date(str_from(text));
        snprintf(text, sizeof(text), "%02d/%02d/%04d", parts.day, parts.month, parts.year);
        assert_same_date(str_from(text));
    }
}

static void what_is_nearly_a_date_is_one_for_both(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 1);
    for (int i = 0; i < MUTANTS; i++) {
        char text[16];
        strcpy(text, i % 2 == 0 ? "2016-02-29" : "29/02/2016");
        for (int changes = 0; changes <= i % 3; changes++) {
            mutate(&random, text, 10, "0123456789-/ :T.x");
        }
        assert_same_date(str_from(text));
    }
}

/* A time after the date takes the slow way. */
static void iso_dates_say_nothing_of_a_column(void **state)
{
    (void)state;
    static const struct date_counts none;
    struct date_counts quick = {0}, slow = {0};
    date_form_count(&quick, STR("2016-03-04"));
    date_form_count(&slow, STR("2016-03-04 00:00"));
    assert_memory_equal(&quick, &none, sizeof(none));
    assert_memory_equal(&slow, &none, sizeof(none));
    date_form_count(&quick, STR("14/03/2016"));
    assert_int_equal(quick.day_first, 1);
}

/* Of months that came before and of others: the same as plain_date_iso, whatever stands in the slots. */
static void days_of_known_months_are_those_of_the_date(void **state)
{
    (void)state;
    static struct known_months months;
    struct random_state random;
    int32_t known, plain;
    random_seed(&random, 3);
    known_months_init(&months);
    for (int32_t day = 7000; day < 48200; day++) { /* 1989 to 2101 */
        struct date_parts parts = date_parts(day);
        for (int turn = 0; turn < 2; turn++) {
            char text[16];
            snprintf(text, sizeof(text), "%04d-%02d-%02d", parts.year, parts.month, turn ? 32 - parts.day : parts.day);
            if (day % 5 == 0) {
                mutate(&random, text, PLAIN_DATE_BYTES, "0123456789-/ :");
            }
            bool is_plain = plain_date_iso(text, &plain);
            assert_int_equal(known_months_day(&months, text, &known), is_plain);
            assert_true(!is_plain || known == plain);
        }
    }
    assert_false(known_months_day(&months, "\0\0\0\0\0\0\0\00001", &known));
}

/* A sign before the number takes the slow way. */
static void whole_numbers_say_nothing_of_a_column(void **state)
{
    (void)state;
    static const struct number_counts none;
    struct number_counts quick = {0}, slow = {0};
    number_form_count(&quick, STR("1234567"));
    number_form_count(&slow, STR("-1234567"));
    assert_memory_equal(&quick, &none, sizeof(none));
    assert_memory_equal(&slow, &none, sizeof(none));
    number_form_count(&quick, STR("1.234.567"));
    assert_int_equal(quick.point_groups, 1);
}

/* ---- short texts ---------------------------------------------------------------------------------------------- */

static void words_are_equal_when_their_texts_are(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 2);
    for (int i = 0; i < MUTANTS; i++) {
        char a[STR_WORD_MOST], b[STR_WORD_MOST];
        size_t a_len = 1 + random_below(&random, STR_WORD_MOST), b_len = 1 + random_below(&random, STR_WORD_MOST);
        memset(a, 'x', sizeof(a));
        memset(b, 'x', sizeof(b));
        mutate(&random, a, a_len, "xy\x80");
        mutate(&random, b, b_len, "xy\x80");
        struct str first = {a, a_len}, second = {b, b_len};
        struct str_word first_word = str_word_of(first), second_word = str_word_of(second);
        assert_int_equal(str_word_equal(first_word, second_word), str_equal(first, second));
        if (str_equal(first, second)) {
            assert_true(str_word_hash(first_word) == str_word_hash(second_word));
        }
    }
}

/* Whatever stands behind the text. */
static void a_word_with_room_behind_it_is_that_of_the_text(void **state)
{
    (void)state;
    for (size_t len = 0; len <= STR_WORD_MOST; len++) {
        char text[STR_WORD_MOST + STR_WORD_ROOM];
        for (size_t i = 0; i < sizeof(text); i++) {
            text[i] = (char)('a' + i);
        }
        struct str s = {text, len};
        assert_true(str_word_equal(str_word_in_room(s), str_word_of(s)));
        text[len] = '\0';
        assert_false(len < STR_WORD_MOST && str_word_equal(str_word_of((struct str){text, len + 1}), str_word_of(s)));
    }
}

static void a_spelling_is_found_again_as_it_was_found(void **state)
{
    (void)state;
    static const char *const cells[] = {"F", "f", "Femme", "FÉMININ", "H", "homme", "X", "x", "Mme", "madame", "M"};
    enum { CELLS = sizeof(cells) / sizeof(cells[0]) };
    const struct vocabulary_form *forms[CELLS];
    struct programme programme = {0};
    struct vocabulary *vocabulary = arena_one(&arena, struct vocabulary);
    vocabulary_init(vocabulary, &arena, "sexe", &programme);
    for (int turn = 0; turn < 3; turn++) {
        for (size_t i = 0; i < CELLS; i++) {
            const struct vocabulary_form *found = vocabulary_find(vocabulary, &arena, str_from(cells[i]));
            assert_non_null(found);
            assert_true(turn == 0 || found == forms[i]);
            forms[i] = found;
        }
    }
    assert_null(vocabulary_find(vocabulary, &arena, STR("peut-être")));
}

static void plain_cells_need_no_trim(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 3);
    for (int i = 0; i < MUTANTS; i++) {
        char text[] = "ab cd";
        mutate(&random, text, 5, " \t\r\n\xc2\xa0\xe2zé");
        struct str field = {text, 5};
        if (!field_needs_trim(field)) {
            assert_int_equal(field_trim(field).len, 5);
        }
    }
    assert_false(field_needs_trim(STR("")));
}

/* ---- codes ---------------------------------------------------------------------------------------------------- */

static void ids_of_trainings_are_found_with_and_without_the_quick_way(void **state)
{
    (void)state;
    struct training_ids sealed, plain;
    struct random_state random;
    char text[32];
    training_ids_init(&sealed);
    training_ids_init(&plain);
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof(text), i % 3 == 0 ? "F%05d" : i % 3 == 1 ? "%d" : "formation-%d", i);
        training_ids_add(&sealed, &arena, str_from(text));
        training_ids_add(&plain, &arena, str_from(text));
    }
    training_ids_seal(&sealed);
    random_seed(&random, 4);
    for (int i = 0; i < MUTANTS / 4; i++) {
        bool sealed_repaired, plain_repaired;
        int len = snprintf(text, sizeof(text), i % 2 == 0 ? "F%05d" : "%d", (int)random_below(&random, 6000));
        if (i % 5 == 0) {
            mutate(&random, text, (size_t)len, "0123456789Ff -");
        }
        assert_int_equal(training_ids_find(&sealed, &arena, str_from(text), &sealed_repaired),
                         training_ids_find(&plain, &arena, str_from(text), &plain_repaired));
        assert_int_equal(sealed_repaired, plain_repaired);
    }
    training_ids_clear(&sealed);
    training_ids_clear(&plain);
}

static struct str random_code(struct random_state *random, const struct communes *communes)
{
    const char *line = communes->lines.ptr + random_below(random, communes->lines.len);
    while (line > communes->lines.ptr && line[-1] != '\n') {
        line--;
    }
    return (struct str){line, INSEE_COMMUNE_LENGTH};
}

static void a_commune_of_today_is_known_by_its_place(void **state)
{
    (void)state;
    struct reference reference;
    struct error err = {0};
    struct random_state random;
    assert_true(reference_read(&arena, SOURCE_DIR "/input/reference", &reference, &err));
    random_seed(&random, 5);
    for (int i = 0; i < MUTANTS; i++) {
        char text[8] = {0};
        struct str code = random_code(&random, &reference.communes);
        memcpy(text, code.ptr, code.len);
        mutate(&random, text, code.len, "0123456789ABa ");
        size_t slot = insee_slot_of_digits(text);
        assert_true(slot == INSEE_SLOT_NONE || slot == insee_commune_slot((struct str){text, INSEE_COMMUNE_LENGTH}));
        assert_true(slot != INSEE_SLOT_NONE || strspn(text, "0123456789") < INSEE_COMMUNE_LENGTH);
        const struct commune *commune = reference_commune(&reference, str_from(text));
        bool is_today = commune != NULL && str_equal(commune_code(commune), str_from(text));
        assert_int_equal(reference_is_commune(&reference, str_from(text)), is_today);
    }
    assert_false(reference_is_commune(&reference, STR("")));
}

static void half_a_key_is_half_of_the_key(void **state)
{
    (void)state;
    struct key_secret secret;
    char text[40];
    keys_draw(&secret);
    for (size_t len = 0; len < sizeof(text); len++) {
        memset(text, (int)len, sizeof(text));
        struct str s = {text, len};
        assert_true(keys_low_of(&secret, s) == keys_of(&secret, s).low);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_dates_are_those_of_date_parse),
        cmocka_unit_test(what_is_nearly_a_date_is_one_for_both),
        cmocka_unit_test(iso_dates_say_nothing_of_a_column),
        cmocka_unit_test(days_of_known_months_are_those_of_the_date),
        cmocka_unit_test(whole_numbers_say_nothing_of_a_column),
        cmocka_unit_test(words_are_equal_when_their_texts_are),
        cmocka_unit_test(a_word_with_room_behind_it_is_that_of_the_text),
        cmocka_unit_test_setup_teardown(a_spelling_is_found_again_as_it_was_found, set_up, tear_down),
        cmocka_unit_test(plain_cells_need_no_trim),
        cmocka_unit_test_setup_teardown(ids_of_trainings_are_found_with_and_without_the_quick_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commune_of_today_is_known_by_its_place, set_up, tear_down),
        cmocka_unit_test(half_a_key_is_half_of_the_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
