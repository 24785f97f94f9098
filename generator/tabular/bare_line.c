#include "gencarto/tabular/bare_line.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK 64

/* A bit for each of the 64 bytes that is the delimiter, the first in the lowest. */
#ifdef __SSE2__

static uint64_t marks_of(const char *block, char delimiter)
{
    const __m128i wanted = _mm_set1_epi8(delimiter);
    uint64_t marks = 0;
    for (int i = 0; i < BLOCK; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i));
        marks |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted)) << i;
    }
    return marks;
}

#else

static uint64_t marks_of(const char *block, char delimiter)
{
    uint64_t marks = 0;
    for (int i = 0; i < BLOCK; i++) {
        marks |= (uint64_t)(block[i] == delimiter) << i;
    }
    return marks;
}

#endif

/* The last bytes stand in a block of their own: nothing beyond the text is read. */
static uint64_t marks_of_last(const char *block, size_t len, char delimiter)
{
    char bytes[BLOCK] = {0};
    memcpy(bytes, block, len);
    return marks_of(bytes, delimiter);
}

/* Of the block at `at`, as much of it as stands before `end`. */
static uint64_t marks_at(struct str text, size_t at, size_t end, char delimiter)
{
    size_t len = end - at;
    uint64_t within = len < BLOCK ? (UINT64_C(1) << len) - 1 : UINT64_MAX;
    return within & (text.len - at >= BLOCK ? marks_of(text.ptr + at, delimiter)
                                            : marks_of_last(text.ptr + at, text.len - at, delimiter));
}

/* False when it has too many cells. */
static bool cut(struct bare_line *line, struct str text, size_t end, char delimiter)
{
    size_t count = 0;
    const char *from = text.ptr;
    for (size_t at = 0; at < end; at += BLOCK) {
        for (uint64_t marks = marks_at(text, at, end, delimiter); marks != 0; marks &= marks - 1) {
            const char *mark = text.ptr + at + __builtin_ctzll(marks);
            line->cells[count++] = (struct str){from, (size_t)(mark - from)};
            from = mark + 1;
            if (count == RECORD_FIELDS) {
                line->count = count;
                return false;
            }
        }
    }
    line->cells[count++] = (struct str){from, (size_t)(text.ptr + end - from)};
    line->count = count;
    return true;
}

void bare_line_read(struct str text, char delimiter, struct bare_line *out_line)
{
    size_t end = str_index(text, '\n', 0);
    end = str_index(str_slice(text, 0, end), '\r', 0);
    bool is_pair = end + 1 < text.len && text.ptr[end] == '\r' && text.ptr[end + 1] == '\n';
    out_line->has_end = end < text.len;
    out_line->len = end + (is_pair ? 2 : end < text.len);
    out_line->is_too_wide = !cut(out_line, text, end, delimiter);
}
