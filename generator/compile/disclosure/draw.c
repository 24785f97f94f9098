#include "draw.h"

#include <string.h>

#include "gencarto/base/buf.h"

/* How often a small cell is shifted, by up to half a base either way. */
#define SHIFT_PERCENT 70

/* A hash of the names under the secret, which may be of any length: it is itself hashed into a key of 128 bits. */
static struct siphash_key key_of(struct siphash_key under, struct str text)
{
    struct buf bytes;
    buf_init(&bytes, NULL);
    struct siphash_key key;
    uint64_t *halves[] = {&key.low, &key.high};
    for (size_t i = 0; i < 2; i++) {
        buf_reset(&bytes);
        buf_byte(&bytes, (char)('1' + i));
        buf_add(&bytes, text);
        *halves[i] = siphash(under, buf_str(&bytes));
    }
    buf_clear(&bytes);
    return key;
}

void draws_begin(struct draws *draws, struct str secret, struct str release, struct str table)
{
    static const struct siphash_key none;
    struct buf names;
    buf_init(&names, NULL);
    buf_add(&names, release);
    buf_byte(&names, '/');
    buf_add(&names, table);
    struct siphash_key under = key_of(none, secret);
    *draws = (struct draws){.key = key_of(under, buf_str(&names))};
    buf_text(&names, "/cells");
    draws->cell_key = key_of(under, buf_str(&names));
    buf_clear(&names);
}

static uint64_t hash_number(struct siphash_key key, uint64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(number >> 8 * i);
    }
    return siphash(key, (struct str){(const char *)bytes, sizeof bytes});
}

/* A number that belongs to one cell: whatever else the table holds, the same code and category give the same. */
static uint64_t draw_of_cell(const struct draws *draws, struct str code, int category)
{
    return hash_number(draws->cell_key, siphash(draws->cell_key, code) + (uint64_t)category);
}

void draws_renew(struct draws *draws)
{
    draws->word = hash_number(draws->key, draws->counter++);
    draws->spent = 1;
}

int draws_shift(const struct draws *draws, struct str code, int category, int base)
{
    uint64_t draw = draw_of_cell(draws, code, category);
    uint64_t width = 2 * ((uint64_t)base / 2) + 1;
    bool is_shifted = (draw & UINT32_MAX) * 100 >> 32 < SHIFT_PERCENT;
    int shift = (int)((draw >> 32) * width >> 32) - base / 2;
    return is_shifted ? shift : 0;
}
