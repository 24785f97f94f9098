/* Eight bytes of a text looked at together, as a number whose lowest byte is the first one.
 *
 *     uint64_t below = bytes_below(bytes_eight(text), '-');
 *     size_t first = bytes_first(below);                      // of those below '-', 8 when there is none
 */
#ifndef GENCARTO_BASE_BYTES_H
#define GENCARTO_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BYTES_ALL(byte) (UINT64_C(0x0101010101010101) * (byte)) /* eight times that byte */
#define BYTES_TOPS      BYTES_ALL(0x80)

/* So many bytes, at most eight: one load, where the machine has it so. */
static inline uint64_t bytes_load(const char *text, size_t count)
{
    uint64_t bytes = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&bytes, text, count);
#else
    for (size_t i = 0; i < count; i++) {
        bytes |= (uint64_t)(unsigned char)text[i] << i * 8;
    }
#endif
    return bytes;
}

static inline uint64_t bytes_eight(const char *text)
{
    return bytes_load(text, 8);
}

static inline uint64_t bytes_four(const char *text)
{
    return bytes_load(text, 4);
}

/* The top bit of the first byte that is below `limit`, at most 0x80; nothing is said of those after it but that some
 * bit is set for each one. 0 when there is none. */
static inline uint64_t bytes_below(uint64_t bytes, unsigned char limit)
{
    return (bytes - BYTES_ALL(limit)) & ~bytes & BYTES_TOPS;
}

/* The top bit of each byte that is no digit. */
static inline uint64_t bytes_no_digits(uint64_t bytes)
{
    uint64_t values = bytes ^ BYTES_ALL('0'); /* of digits 0 to 9 */
    return (values | ((values & ~BYTES_TOPS) + BYTES_ALL(0x80 - 10))) & BYTES_TOPS;
}

/* Which byte the first of the bits stands in: 0 to 7, 8 when there is none. */
static inline size_t bytes_first(uint64_t bits)
{
    return bits != 0 ? (size_t)__builtin_ctzll(bits) / 8 : 8;
}

#endif
