#include "gencarto/compile/ingest/keys.h"

#include <string.h>
#include <sys/random.h>

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

/* Little-endian, whatever the machine. */
static inline uint64_t word_at(const char *bytes, size_t len)
{
    uint64_t word = 0;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (len == 8) {
        memcpy(&word, bytes, 8);
        return word;
    }
#endif
    for (size_t i = 0; i < len; i++) {
        word |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    }
    return word;
}

void keys_draw(struct key_secret *out_secret)
{
    if (getrandom(out_secret, sizeof *out_secret, 0) != (ssize_t)sizeof *out_secret) {
        *out_secret = (struct key_secret){0, 0};
    }
}

static inline struct state absorb(const struct key_secret *secret, struct str text)
{
    struct state s = {
        .v0 = secret->low ^ UINT64_C(0x736f6d6570736575),
        .v1 = secret->high ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
        .v2 = secret->low ^ UINT64_C(0x6c7967656e657261),
        .v3 = secret->high ^ UINT64_C(0x7465646279746573),
    };
    size_t at = 0;
    for (; at + 8 <= text.len; at += 8) {
        compress(&s, word_at(text.ptr + at, 8));
    }
    compress(&s, word_at(text.ptr + at, text.len - at) | (uint64_t)text.len << 56);
    s.v2 ^= 0xee;
    return s;
}

uint64_t keys_low_of(const struct key_secret *secret, struct str text)
{
    struct state s = absorb(secret, text);
    return finish(&s);
}

struct key keys_of(const struct key_secret *secret, struct str text)
{
    struct state s = absorb(secret, text);
    struct key key = {.low = finish(&s)};
    s.v1 ^= 0xdd;
    key.high = finish(&s);
    return key;
}
