/* Where the marks of a CSV text stand in a block of 64 bytes: compared all at once, one bit for each byte, the first in
 * the lowest. After Langdale and Lemire, Parsing Gigabytes of JSON per Second (2019), 3.1.
 *
 * One finder for each kind of processor, and for AVX2 one more for the delimiters that most files have. Each stands
 * inside the loop of its caller (splitter.c).
 */
#ifndef GENCARTO_TABULAR_BLOCK_MARKS_H
#define GENCARTO_TABULAR_BLOCK_MARKS_H

#include <stdint.h>
#include <string.h>

#include "gencarto/base/processor.h"

/* 3: AVX-512 where the processor has it, else as 2: AVX2 where it has that, else as 1: SSE2, which belongs to x86-64;
 * 0: no vectors. The tests try each. */
#ifndef SPLITTER_VECTORS
#ifdef __SSE2__
#define SPLITTER_VECTORS 3
#else
#define SPLITTER_VECTORS 0
#endif
#endif

#if SPLITTER_VECTORS > 0
#include <immintrin.h>
#endif

#define BLOCK 64

/* What is compiled once for each finder stands in its caller. */
#define INLINED inline __attribute__((always_inline))

struct marks {
    uint64_t cuts;      /* the delimiter, LF or CR */
    uint64_t line_ends; /* LF or CR */
    uint64_t blanks;    /* up to the space, or beyond ASCII: maybe a blank, maybe a cut */
};

typedef struct marks marks_finder(const char *block, char delimiter);

#if SPLITTER_VECTORS > 1

#define AVX2 __attribute__((target("avx2,bmi")))

AVX2 static inline uint64_t bits_of_pair(__m256i first, __m256i second)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

/* The bytes that are LF, CR or the delimiter, whose lower four bits differ: each is looked up by these. A byte beyond
 * ASCII finds 0. */
AVX2 static inline __m256i equals_own_entry(__m256i bytes, __m256i entries)
{
    return _mm256_cmpeq_epi8(bytes, _mm256_shuffle_epi8(entries, bytes));
}

AVX2 static inline __m256i line_end_entries(void)
{
    return _mm256_broadcastsi128_si256(
        _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, '\n', -1, -1, '\r', -1, -1));
}

AVX2 static inline struct marks marks_of_avx2(const char *block, char delimiter)
{
    const __m256i space = _mm256_set1_epi8(' '), cut = _mm256_set1_epi8(delimiter);
    const __m256i entries = line_end_entries();
    __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
    uint64_t line_ends = bits_of_pair(equals_own_entry(first, entries), equals_own_entry(second, entries));
    uint64_t cuts = bits_of_pair(_mm256_cmpeq_epi8(first, cut), _mm256_cmpeq_epi8(second, cut));
    uint64_t printed = bits_of_pair(_mm256_cmpgt_epi8(first, space), /* bytes beyond ASCII are negative */
                                    _mm256_cmpgt_epi8(second, space));
    return (struct marks){cuts | line_ends, line_ends, ~printed};
}

/* Can marks_of_usual_avx2 find it? A printed character, and no other mark has its lower four bits. */
static inline bool is_usual_delimiter(char delimiter)
{
    int low = delimiter & 15;
    return delimiter > ' ' && low != ('\n' & 15) && low != ('\r' & 15);
}

/* A cut that is a blank then ends a line. */
AVX2 static inline struct marks marks_of_usual_avx2(const char *block, char delimiter)
{
    const __m256i space = _mm256_set1_epi8(' ');
    const __m256i places =
        _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const __m256i own_place = _mm256_cmpeq_epi8(places, _mm256_set1_epi8(delimiter & 15));
    const __m256i entries = _mm256_blendv_epi8(line_end_entries(), _mm256_set1_epi8(delimiter), own_place);
    __m256i first = _mm256_loadu_si256((const __m256i *)(const void *)block);
    __m256i second = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));
    uint64_t cuts = bits_of_pair(equals_own_entry(first, entries), equals_own_entry(second, entries));
    uint64_t printed = bits_of_pair(_mm256_cmpgt_epi8(first, space), _mm256_cmpgt_epi8(second, space));
    return (struct marks){cuts, cuts & ~printed, ~printed};
}

#endif

#if SPLITTER_VECTORS > 2

#define AVX512 __attribute__((target("avx512bw,avx512vbmi2,avx2,bmi")))

/* The numbers of the bytes that have a bit, one after the other. */
AVX512 static inline __m512i places_of(uint64_t bits)
{
    static const uint8_t numbers[BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                           16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                           32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                           48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    return _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers));
}

AVX512 static inline struct marks marks_of_avx512(const char *block, char delimiter)
{
    const __m512i cut = _mm512_set1_epi8(delimiter), lf = _mm512_set1_epi8('\n'), cr = _mm512_set1_epi8('\r');
    __m512i bytes = _mm512_loadu_si512(block);
    uint64_t line_ends = _mm512_cmpeq_epi8_mask(bytes, lf) | _mm512_cmpeq_epi8_mask(bytes, cr);
    uint64_t cuts = _mm512_cmpeq_epi8_mask(bytes, cut) | line_ends;
    /* bytes beyond ASCII are negative */
    return (struct marks){cuts, line_ends, _mm512_cmple_epi8_mask(bytes, _mm512_set1_epi8(' '))};
}

#endif

#if SPLITTER_VECTORS > 0

static inline struct marks marks_of_any(const char *block, char delimiter)
{
    const __m128i cut = _mm_set1_epi8(delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    const __m128i after_space = _mm_set1_epi8(' ' + 1);
    struct marks marks = {0};
    for (int i = 0; i < BLOCK / 16; i++) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i * 16));
        __m128i line_ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr));
        __m128i cuts = _mm_or_si128(line_ends, _mm_cmpeq_epi8(bytes, cut));
        __m128i blanks = _mm_cmplt_epi8(bytes, after_space); /* bytes beyond ASCII are negative */
        marks.cuts |= (uint64_t)(uint32_t)_mm_movemask_epi8(cuts) << (i * 16);
        marks.line_ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(line_ends) << (i * 16);
        marks.blanks |= (uint64_t)(uint32_t)_mm_movemask_epi8(blanks) << (i * 16);
    }
    return marks;
}

#else

static inline struct marks marks_of_any(const char *block, char delimiter)
{
    struct marks marks = {0};
    for (int i = 0; i < BLOCK; i++) {
        char c = block[i];
        marks.cuts |= (uint64_t)(c == delimiter || c == '\n' || c == '\r') << i;
        marks.line_ends |= (uint64_t)(c == '\n' || c == '\r') << i;
        marks.blanks |= (uint64_t)((unsigned char)c <= ' ' || (unsigned char)c >= 0x80) << i;
    }
    return marks;
}

#endif

/* The last bytes stand in a block of their own: nothing beyond the text is read. */
static INLINED struct marks marks_at_end(const char *block, size_t len, char delimiter, marks_finder *find)
{
    char bytes[BLOCK] = {0};
    if (len > 0) {
        memcpy(bytes, block, len);
    }
    struct marks marks = find(bytes, delimiter);
    uint64_t within = len < BLOCK ? (UINT64_C(1) << len) - 1 : UINT64_MAX;
    return (struct marks){marks.cuts & within, marks.line_ends & within, marks.blanks & within};
}

#endif
