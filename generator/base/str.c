#include "gencarto/base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct str str_from(const char *text)
{
    return (struct str){text, text ? strlen(text) : 0};
}

/* Of 4 to 16 bytes: the first and the last half, which may overlap. Most cells of an export are so short that the call
 * of memcmp would cost more than its work. */
static bool short_equal(const char *a, const char *b, size_t len)
{
    if (len >= 8) {
        uint64_t a_first, a_last, b_first, b_last;
        memcpy(&a_first, a, 8);
        memcpy(&b_first, b, 8);
        memcpy(&a_last, a + len - 8, 8);
        memcpy(&b_last, b + len - 8, 8);
        return ((a_first ^ b_first) | (a_last ^ b_last)) == 0;
    }
    uint32_t a_first, a_last, b_first, b_last;
    memcpy(&a_first, a, 4);
    memcpy(&b_first, b, 4);
    memcpy(&a_last, a + len - 4, 4);
    memcpy(&b_last, b + len - 4, 4);
    return ((a_first ^ b_first) | (a_last ^ b_last)) == 0;
}

bool str_equal(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    if (a.len >= 4 && a.len <= 16)
        return short_equal(a.ptr, b.ptr, a.len);
    if (a.len > 16)
        return memcmp(a.ptr, b.ptr, a.len) == 0;
    for (size_t i = 0; i < a.len; i++)
        if (a.ptr[i] != b.ptr[i])
            return false;
    return true;
}

static unsigned char ascii_lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_equal_ascii_case(struct str a, struct str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b.ptr[i]))
            return false;
    return true;
}

int str_compare(struct str a, struct str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

struct str str_slice(struct str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (struct str){s.ptr ? s.ptr + from : NULL, to - from};
}

static bool ascii_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
    size_t from = 0, to = s.len;
    while (from < to && ascii_blank(s.ptr[from]))
        from++;
    while (to > from && ascii_blank(s.ptr[to - 1]))
        to--;
    return str_slice(s, from, to);
}

size_t str_index(struct str s, char c, size_t from)
{
    if (from >= s.len)
        return s.len;
    const char *found = memchr(s.ptr + from, c, s.len - from);
    return found ? (size_t)(found - s.ptr) : s.len;
}

size_t str_find(struct str s, struct str needle, size_t from)
{
    if (from >= s.len)
        return s.len;
    if (needle.len == 0)
        return from;
    const char *found = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return found ? (size_t)(found - s.ptr) : s.len;
}

/* Where `rest` points once its last part is given: NULL would be taken for an empty text. */
static const char used_up[1];

bool str_split(struct str *rest, char c, struct str *out_part)
{
    if (rest->ptr == used_up)
        return false;
    size_t end = str_index(*rest, c, 0);
    *out_part = str_slice(*rest, 0, end);
    *rest = end < rest->len ? str_slice(*rest, end + 1, rest->len) : (struct str){used_up, 0};
    return true;
}

struct str str_copy(struct arena *arena, struct str s)
{
    return (struct str){str_text(arena, s), s.len};
}

char *str_text(struct arena *arena, struct str s)
{
    char *copy = arena_alloc(arena, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    int len = vsnprintf(NULL, 0, format, values);
    va_end(values);
    assert(len >= 0);
    char *text = arena_alloc(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (struct str){text, (size_t)len};
}

unsigned long long str_hash(struct str s)
{
    unsigned long long hash = 0xcbf29ce484222325ULL;
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 0x100000001b3ULL;
    return hash;
}

#define LOW(bytes) ((UINT64_C(1) << (bytes)*8) - 1)
#define UP_TO_8(len)                                                                                                   \
    {                                                                                                                  \
        LOW(len), 0, UINT64_C(len) << 56                                                                               \
    }
#define FROM_8(len)                                                                                                    \
    {                                                                                                                  \
        UINT64_MAX, LOW((len)-8), UINT64_C(len) << 56                                                                  \
    }
const struct str_word_mask str_word_masks[STR_WORD_MOST + 1] = {
    UP_TO_8(0), UP_TO_8(1), UP_TO_8(2), UP_TO_8(3), UP_TO_8(4), UP_TO_8(5), UP_TO_8(6), UP_TO_8(7),
    FROM_8(8),  FROM_8(9),  FROM_8(10), FROM_8(11), FROM_8(12), FROM_8(13), FROM_8(14), FROM_8(15)};
