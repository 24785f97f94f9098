/* Text that somebody else owns: a pointer and a length, passed by value. UTF-8 unless said otherwise; may hold NUL.
 *
 *     struct str name = STR("Occitanie");
 *     if (str_equal(name, STR("Corse"))) ...
 *     printf("%.*s\n", STR_ARGS(name));
 */
#ifndef GENCARTO_BASE_STR_H
#define GENCARTO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "gencarto/base/arena.h"
#include "gencarto/base/bytes.h"

struct str {
    const char *ptr; /* may be NULL when len is 0 */
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_INIT(literal)                                                                                              \
    {                                                                                                                  \
        "" literal, sizeof(literal) - 1                                                                                \
    }                                     /* for static tables */
#define STR_ARGS(s) (int)(s).len, (s).ptr /* for "%.*s" */

/* The str of a NUL-terminated text; of NULL, the empty one. */
struct str str_from(const char *text);

bool str_equal(struct str a, struct str b);

/* Equal but for the case of ASCII letters. */
bool str_equal_ascii_case(struct str a, struct str b);

/* Byte order: negative, 0, positive. */
int str_compare(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* The part [from, to); both are clamped to the length. */
struct str str_slice(struct str s, size_t from, size_t to);

/* Without the ASCII blanks (space, tab, CR, LF) at both ends. */
struct str str_trim(struct str s);

/* Index of the first `c` at or after `from`, or s.len. */
size_t str_index(struct str s, char c, size_t from);

/* Index of the first `needle` at or after `from`, or s.len. */
size_t str_find(struct str s, struct str needle, size_t from);

/* Cuts `*rest` at the first `c`: gives what stands before, leaves what stands after. False when `*rest` is used up:
 * "a,,b" gives "a", "", "b". Start with *rest = the text; an empty text gives one empty part. */
bool str_split(struct str *rest, char c, struct str *out_part);

/* A copy in the arena, followed by a NUL that is not counted. */
struct str str_copy(struct arena *arena, struct str s);

/* A NUL-terminated copy in the arena, for foreign libraries. */
char *str_text(struct arena *arena, struct str s);

/* printf into the arena. Formats of numbers are the C locale's: the program never sets another. */
struct str str_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* 64-bit FNV-1a of the bytes: stable between machines and runs. */
unsigned long long str_hash(struct str s);

/* A text of at most STR_WORD_MOST bytes as two numbers, which are equal when the texts are: for tables of short texts
 * that are asked very often. The empty text is two zeros. */
#define STR_WORD_MOST 15
#define STR_WORD_ROOM 16 /* bytes that str_word_in_room reads */
struct str_word {
    uint64_t low, high; /* its bytes, the first the lowest, then zeros; the length in the highest byte */
};

static inline struct str_word str_word_of(struct str s)
{
    struct str_word word = {0, (uint64_t)s.len << 56};
    if (s.len > 8) {
        word.low = bytes_eight(s.ptr);
        word.high |= bytes_eight(s.ptr + s.len - 8) >> (16 - s.len) * 8;
    } else if (s.len >= 4) {
        word.low = bytes_four(s.ptr) | bytes_four(s.ptr + s.len - 4) << (s.len - 4) * 8;
    } else if (s.len > 0) {
        word.low = (unsigned char)s.ptr[0] | (uint64_t)(unsigned char)s.ptr[s.len / 2] << s.len / 2 * 8 |
                   (uint64_t)(unsigned char)s.ptr[s.len - 1] << (s.len - 1) * 8;
    }
    return word;
}

extern const struct str_word_mask {
    uint64_t low, high;              /* the bytes that are the text's */
    uint64_t len;                    /* as it stands in the highest byte */
} str_word_masks[STR_WORD_MOST + 1]; /* by length */

/* The same of a text from whose beginning on STR_WORD_ROOM bytes may be read, whatever they are: without a branch. */
static inline __attribute__((always_inline)) struct str_word str_word_in_room(struct str s)
{
    const struct str_word_mask *mask = &str_word_masks[s.len];
    return (struct str_word){bytes_eight(s.ptr) & mask->low, (bytes_eight(s.ptr + 8) & mask->high) | mask->len};
}

static inline bool str_word_equal(struct str_word a, struct str_word b)
{
    return ((a.low ^ b.low) | (a.high ^ b.high)) == 0;
}

/* The same on one machine only: for tables in memory. */
static inline uint64_t str_word_hash(struct str_word word)
{
    uint64_t hash = (word.low * UINT64_C(0x9e3779b97f4a7c15)) ^ (word.high * UINT64_C(0xc2b2ae3d27d4eb4f));
    return (hash ^ hash >> 29) * UINT64_C(0xbf58476d1ce4e5b9) >> 16;
}

#endif
