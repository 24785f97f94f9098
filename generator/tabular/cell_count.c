#include "gencarto/tabular/cell_count.h"

#include <stdint.h>
#include <string.h>

#include "gencarto/base/processor.h"
#include "gencarto/tabular/delimiter.h"

/* 2: AVX2 where the processor has it, else SSE2, which belongs to x86-64; 1: SSE2; 0: neither. The tests try each. */
#ifndef CELL_COUNT_VECTORS
#ifdef __SSE2__
#define CELL_COUNT_VECTORS 2
#else
#define CELL_COUNT_VECTORS 0
#endif
#endif

#if CELL_COUNT_VECTORS > 0
#include <immintrin.h>
#endif

#define BLOCK 64

/* The loop over the lines is compiled for each way to find a byte in a block, which stands inside it. */
#define INLINED inline __attribute__((always_inline))

/* A bit for each of the 64 bytes that is `wanted`, the first in the lowest. */
typedef uint64_t places_of(const char *block, char wanted);

#if CELL_COUNT_VECTORS > 0

static INLINED uint64_t places_in_block(const char *block, char wanted)
{
    uint64_t places = 0;
    for (int i = 0; i < BLOCK; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(block + i));
        places |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(wanted))) << i;
    }
    return places;
}

#else

static INLINED uint64_t places_in_block(const char *block, char wanted)
{
    uint64_t places = 0;
    for (int i = 0; i < BLOCK; i++) {
        places |= (uint64_t)(block[i] == wanted) << i;
    }
    return places;
}

#endif

struct counting {
    const char *text_end;
    struct str delimiter;
    struct cell_count count;
};

/* The last bytes of the text stand in a block of their own, with room behind for a delimiter that begins in it: nothing
 * beyond the text is read. */
static const char *block_at(const struct counting *counting, const char *at, char *own)
{
    size_t left = (size_t)(counting->text_end - at), needed = BLOCK + DELIMITER_MOST;
    if (left >= needed) {
        return at;
    }
    memset(own, 0, needed);
    memcpy(own, at, left);
    return own;
}

/* Of places where a long delimiter may begin, those from the one with the number `*next` on that no other covers. Sets
 * what follows the last one, counted from the next block's beginning. */
static uint64_t apart(uint64_t places, size_t len, size_t *next)
{
    uint64_t chosen = 0;
    for (; places != 0; places &= places - 1) {
        size_t place = (size_t)__builtin_ctzll(places);
        if (place >= *next) {
            chosen |= UINT64_C(1) << place;
            *next = place + len;
        }
    }
    *next = *next > BLOCK ? *next - BLOCK : 0;
    return chosen;
}

static INLINED size_t count_line(struct counting *counting, struct str line, places_of *places)
{
    char own[BLOCK + DELIMITER_MOST];
    const struct str delimiter = counting->delimiter;
    size_t delimiters = 0, next = 0;
    uint64_t begins = 0; /* later cells begin with the first bytes of the block */
    for (size_t at = 0; at < line.len; at += BLOCK) {
        const char *block = block_at(counting, line.ptr + at, own);
        uint64_t within = line.len - at < BLOCK ? (UINT64_C(1) << (line.len - at)) - 1 : UINT64_MAX;
        uint64_t cuts = places(block, delimiter.ptr[0]) & within;
        for (size_t i = 1; i < delimiter.len && cuts != 0; i++) {
            cuts &= places(block + i, delimiter.ptr[i]);
        }
        cuts = delimiter.len > 1 ? apart(cuts, delimiter.len, &next) : cuts;
        uint64_t filled = (cuts << delimiter.len | begins) & ~cuts & within; /* first bytes of later cells */
        uint64_t blanks = places(block, ' ') | places(block, '\t');
        delimiters += (size_t)__builtin_popcountll(cuts);
        counting->count.later += (size_t)__builtin_popcountll(filled);
        counting->count.padded += (size_t)__builtin_popcountll(filled & blanks);
        begins = cuts >> (BLOCK - delimiter.len);
    }
    return delimiters;
}

static INLINED void count_lines(struct counting *counting, const struct str *lines, size_t count, size_t *widths,
                                places_of *places)
{
    for (size_t i = 0; i < count; i++) {
        widths[i] += count_line(counting, lines[i], places);
    }
}

static void count_by_blocks(struct counting *counting, const struct str *lines, size_t count, size_t *widths)
{
    count_lines(counting, lines, count, widths, places_in_block);
}

#if CELL_COUNT_VECTORS > 1

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint64_t places_avx2(const char *block, char wanted)
{
    const __m256i all = _mm256_set1_epi8(wanted);
    __m256i low = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)block), all);
    __m256i high = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)(block + 32)), all);
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

AVX2 static void count_by_wide_blocks(struct counting *counting, const struct str *lines, size_t count, size_t *widths)
{
    count_lines(counting, lines, count, widths, places_avx2);
}

#endif

void cell_count_lines(struct str text, const struct str *lines, size_t count, struct str delimiter, size_t *widths,
                      struct cell_count *counts)
{
    struct counting counting = {text.ptr + text.len, delimiter, *counts};
#if CELL_COUNT_VECTORS > 1
    if (processor_has_avx2()) {
        count_by_wide_blocks(&counting, lines, count, widths);
        *counts = counting.count;
        return;
    }
#endif
    count_by_blocks(&counting, lines, count, widths);
    *counts = counting.count;
}
