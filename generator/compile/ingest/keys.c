#include "gencarto/compile/ingest/keys.h"

#include <string.h>
#include <sys/random.h>

#include "gencarto/base/processor.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

struct state {
    uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotated(uint64_t x, int bits)
{
    return x << bits | x >> (64 - bits);
}

static inline void round_once(struct state *s)
{
    s->v0 += s->v1;
    s->v1 = rotated(s->v1, 13) ^ s->v0;
    s->v0 = rotated(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotated(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotated(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotated(s->v1, 17) ^ s->v2;
    s->v2 = rotated(s->v2, 32);
}

static inline void compress(struct state *s, uint64_t word)
{
    s->v3 ^= word;
    round_once(s);
    round_once(s);
    s->v0 ^= word;
}

static inline uint64_t finish(struct state *s)
{
    round_once(s);
    round_once(s);
    round_once(s);
    round_once(s);
    return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* What follows the last whole word, and the length. */
static inline uint64_t last_word(struct str text)
{
    size_t rest = text.len % 8;
    uint64_t word =
        text.len >= 8 ? bytes_eight(text.ptr + text.len - 8) >> (56 - 8 * rest) >> 8 : str_word_of(text).low;
    return word | (uint64_t)text.len << 56;
}

void keys_draw(struct key_secret *out_secret)
{
    if (getrandom(out_secret, sizeof *out_secret, 0) != (ssize_t)sizeof *out_secret) {
        *out_secret = (struct key_secret){0, 0};
    }
}

static inline struct state begin(const struct key_secret *secret)
{
    return (struct state){
        .v0 = secret->low ^ UINT64_C(0x736f6d6570736575),
        .v1 = secret->high ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
        .v2 = secret->low ^ UINT64_C(0x6c7967656e657261),
        .v3 = secret->high ^ UINT64_C(0x7465646279746573),
    };
}

/* All but the last word. */
static inline struct state absorb_whole(const struct key_secret *secret, struct str text)
{
    struct state s = begin(secret);
    for (size_t at = 0; at + 8 <= text.len; at += 8) {
        compress(&s, bytes_eight(text.ptr + at));
    }
    return s;
}

static inline struct state absorb(const struct key_secret *secret, struct str text)
{
    struct state s = absorb_whole(secret, text);
    compress(&s, last_word(text));
    s.v2 ^= 0xee;
    return s;
}

uint64_t keys_low_of(const struct key_secret *secret, struct str text)
{
    struct state s = absorb(secret, text);
    return finish(&s);
}

/* Step by step of each in turn: no step of one waits for one of the other, so that the processor takes both at once. */
static inline void round_both(struct state *a, struct state *b)
{
    a->v0 += a->v1, b->v0 += b->v1;
    a->v2 += a->v3, b->v2 += b->v3;
    a->v1 = rotated(a->v1, 13) ^ a->v0, b->v1 = rotated(b->v1, 13) ^ b->v0;
    a->v3 = rotated(a->v3, 16) ^ a->v2, b->v3 = rotated(b->v3, 16) ^ b->v2;
    a->v0 = rotated(a->v0, 32), b->v0 = rotated(b->v0, 32);
    a->v2 += a->v1, b->v2 += b->v1;
    a->v0 += a->v3, b->v0 += b->v3;
    a->v1 = rotated(a->v1, 17) ^ a->v2, b->v1 = rotated(b->v1, 17) ^ b->v2;
    a->v3 = rotated(a->v3, 21) ^ a->v0, b->v3 = rotated(b->v3, 21) ^ b->v0;
    a->v2 = rotated(a->v2, 32), b->v2 = rotated(b->v2, 32);
}

static inline void compress_both(struct state *a, struct state *b, uint64_t word_a, uint64_t word_b)
{
    a->v3 ^= word_a, b->v3 ^= word_b;
    round_both(a, b);
    round_both(a, b);
    a->v0 ^= word_a, b->v0 ^= word_b;
}

void keys_low_of_both(const struct key_secret *secret, struct str one, struct str other, uint64_t out_keys[2])
{
    uint64_t last_of_one = last_word(one), last_of_other = last_word(other);
    struct state a = absorb_whole(secret, one), b = absorb_whole(secret, other);
    compress_both(&a, &b, last_of_one, last_of_other);
    a.v2 ^= 0xee, b.v2 ^= 0xee;
    for (int i = 0; i < 4; i++) {
        round_both(&a, &b);
    }
    out_keys[0] = a.v0 ^ a.v1 ^ a.v2 ^ a.v3;
    out_keys[1] = b.v0 ^ b.v1 ^ b.v2 ^ b.v3;
}

/* ---- four at once --------------------------------------------------------------------------------------------- */

#ifdef __x86_64__

_Static_assert(KEYS_TOGETHER == 4, "as many words stand in a vector");

#define AVX2 __attribute__((target("avx2")))

/* A state of each of the texts. */
struct states {
    __m256i v0, v1, v2, v3;
};

AVX2 static inline __m256i all_rotated(__m256i x, int bits)
{
    return _mm256_or_si256(_mm256_slli_epi64(x, bits), _mm256_srli_epi64(x, 64 - bits));
}

/* By whole bytes: one step. */
AVX2 static inline __m256i all_rotated_16(__m256i x)
{
    return _mm256_shuffle_epi8(
        x, _mm256_set_epi64x(0x0d0c0b0a09080f0e, 0x0504030201000706, 0x0d0c0b0a09080f0e, 0x0504030201000706));
}

AVX2 static inline __m256i all_rotated_32(__m256i x)
{
    return _mm256_shuffle_epi32(x, 0xb1);
}

AVX2 static inline void all_round_once(struct states *s)
{
    s->v0 = _mm256_add_epi64(s->v0, s->v1);
    s->v1 = _mm256_xor_si256(all_rotated(s->v1, 13), s->v0);
    s->v0 = all_rotated_32(s->v0);
    s->v2 = _mm256_add_epi64(s->v2, s->v3);
    s->v3 = _mm256_xor_si256(all_rotated_16(s->v3), s->v2);
    s->v0 = _mm256_add_epi64(s->v0, s->v3);
    s->v3 = _mm256_xor_si256(all_rotated(s->v3, 21), s->v0);
    s->v2 = _mm256_add_epi64(s->v2, s->v1);
    s->v1 = _mm256_xor_si256(all_rotated(s->v1, 17), s->v2);
    s->v2 = all_rotated_32(s->v2);
}

AVX2 static inline void all_compress(struct states *s, __m256i words)
{
    s->v3 = _mm256_xor_si256(s->v3, words);
    all_round_once(s);
    all_round_once(s);
    s->v0 = _mm256_xor_si256(s->v0, words);
}

AVX2 static inline __m256i all_words(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    return _mm256_set_epi64x((long long)d, (long long)c, (long long)b, (long long)a);
}

AVX2 static inline __m256i same_word(uint64_t word)
{
    return _mm256_set1_epi64x((long long)word);
}

/* Of texts with as many whole words as each other. */
AVX2 static void find_low_of_each(const struct key_secret *secret, const struct str *t, uint64_t *out_keys)
{
    struct state first = begin(secret);
    struct states s = {same_word(first.v0), same_word(first.v1), same_word(first.v2), same_word(first.v3)};
    for (size_t at = 0; at + 8 <= t[0].len; at += 8) {
        all_compress(&s, all_words(bytes_eight(t[0].ptr + at), bytes_eight(t[1].ptr + at), bytes_eight(t[2].ptr + at),
                                   bytes_eight(t[3].ptr + at)));
    }
    all_compress(&s, all_words(last_word(t[0]), last_word(t[1]), last_word(t[2]), last_word(t[3])));
    s.v2 = _mm256_xor_si256(s.v2, same_word(0xee));
    for (int i = 0; i < 4; i++) {
        all_round_once(&s);
    }
    __m256i keys = _mm256_xor_si256(_mm256_xor_si256(s.v0, s.v1), _mm256_xor_si256(s.v2, s.v3));
    _mm256_storeu_si256((__m256i *)(void *)out_keys, keys);
}

static bool can_go_together(const struct str *t)
{
    size_t words = t[0].len / 8;
    return processor_has_avx2() && t[1].len / 8 == words && t[2].len / 8 == words && t[3].len / 8 == words;
}

#else

static bool can_go_together(const struct str *t)
{
    (void)t;
    return false;
}

static void find_low_of_each(const struct key_secret *secret, const struct str *t, uint64_t *out_keys)
{
    (void)secret, (void)t, (void)out_keys;
}

#endif

void keys_low_of_each(const struct key_secret *secret, const struct str texts[KEYS_TOGETHER],
                      uint64_t out_keys[KEYS_TOGETHER])
{
    if (can_go_together(texts)) {
        find_low_of_each(secret, texts, out_keys);
    } else {
        keys_low_of_both(secret, texts[0], texts[1], out_keys);
        keys_low_of_both(secret, texts[2], texts[3], out_keys + 2);
    }
}

/* ---- whole keys ----------------------------------------------------------------------------------------------- */

struct key keys_of(const struct key_secret *secret, struct str text)
{
    struct state s = absorb(secret, text);
    struct key key = {.low = finish(&s)};
    s.v1 ^= 0xdd;
    key.high = finish(&s);
    return key;
}
