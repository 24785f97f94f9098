#include "known.h"

#include <math.h>
#include <string.h>

#include "gencarto/base/number.h"
#include "pages.h"
#include "plain.h"

#define MILLIONTHS    1e6
#define GREATEST      9e12 /* whose millionths have room */
#define DECIMALS_MOST 6
#define TEXT_LEAST    8 /* bytes of a text of several words */

static size_t slot_of(const struct known *known, int64_t key)
{
    size_t mask = known->slots - 1;
    uint64_t hash = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15);
    size_t slot = (size_t)(hash >> 20) & mask;
    while (known->numbers[slot] != 0 && known->numbers[slot] != key) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(struct known *known)
{
    struct known larger = *known;
    larger.slots = known->slots == 0 ? 4096 : 2 * known->slots;
    larger.numbers = arena_array(known->arena, int64_t, larger.slots);
    for (size_t i = 0; i < known->slots; i++) {
        if (known->numbers[i] != 0) {
            larger.numbers[slot_of(&larger, known->numbers[i])] = known->numbers[i];
        }
    }
    *known = larger;
}

static int64_t key_of(double value)
{
    return (int64_t)llround(fabs(value) * MILLIONTHS) + 1;
}

static void add_number(struct known *known, double value)
{
    if (2 * (known->count + 1) > known->slots) {
        grow(known);
    }
    size_t slot = slot_of(known, key_of(value));
    known->count += known->numbers[slot] == 0;
    known->numbers[slot] = key_of(value);
}

/* As it is, and as it is shown with fewer decimals; a share of 0..1 as percents too. */
static void add_real(struct known *known, double value)
{
    double unit = 1;
    if (!(fabs(value) < GREATEST)) {
        return;
    }
    for (int decimals = 0; decimals <= DECIMALS_MOST; decimals++) {
        add_number(known, round(value * unit) / unit);
        unit *= 10;
    }
}

static void add_text(struct known *known, struct str text)
{
    if (text.len < TEXT_LEAST || memchr(text.ptr, ' ', text.len) == NULL) {
        return;
    }
    plain_write(&known->texts, text);
    buf_byte(&known->texts, '\n');
}

/* "974", and the year of "2017-T4". */
static void add_code(struct known *known, struct str text)
{
    double number;
    bool is_dated = text.len > 4 && text.ptr[4] == '-';
    struct str code = is_dated ? str_slice(text, 0, 4) : text;
    if (text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9' && number_parse_decimal(code, &number)) {
        add_real(known, number);
    }
}

static void on_value(void *context, const struct pages_value *value)
{
    struct known *known = context;
    if (value->is_text) {
        add_code(known, value->text);
        add_text(known, value->text);
    } else if (value->is_real) {
        add_real(known, value->number);
    } else if (fabs(value->number) < GREATEST) {
        add_number(known, value->number);
    }
}

void known_init(struct known *known, struct arena *arena, struct str database)
{
    *known = (struct known){.arena = arena};
    buf_init(&known->texts, arena);
    grow(known);
    pages_read_values(database, on_value, known);
}

bool known_has_number(const struct known *known, double value)
{
    return fabs(value) < GREATEST && known->numbers[slot_of(known, key_of(value))] != 0;
}

bool known_has_text(const struct known *known, struct str phrase)
{
    return str_find(buf_str(&known->texts), phrase, 0) < known->texts.len;
}
