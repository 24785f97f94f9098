#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/keys.h"

/* Of the authors' vectors (vectors.h of the reference code): the key is 00 01 .. 0f, the text 00 01 .. of that length;
 * read as two little-endian words. */
static const struct {
    size_t len;
    uint64_t low, high;
} vectors[] = {
    {0, 0xe6a825ba047f81a3, 0x930255c71472f66d},  {1, 0x44af996bd8c187da, 0x45fc229b11597634},
    {7, 0x53c1dbd8beebf1a1, 0x3982f01fa64ab8c0},  {8, 0x61f55862baa9623b, 0xb49714f364e2830f},
    {15, 0x11a8b03399e99354, 0xd9c3cf970fec087e}, {63, 0x4a83502f77d15051, 0x7cbd3f979a063e50},
};

static void keys_are_those_of_the_published_vectors(void **state)
{
    (void)state;
    const struct key_secret secret = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    char text[64];
    for (size_t i = 0; i < sizeof(text); i++) {
        text[i] = (char)i;
    }
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        struct key key = keys_of(&secret, (struct str){text, vectors[i].len});
        assert_true(key.low == vectors[i].low);
        assert_true(key.high == vectors[i].high);
    }
}

static void keys_of_two_texts_are_those_of_each(void **state)
{
    (void)state;
    const struct key_secret secret = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    char text[64];
    for (size_t i = 0; i < sizeof(text); i++) {
        text[i] = (char)(i * 37);
    }
    for (size_t one = 0; one < 32; one++) {
        for (size_t other = 0; other < 32; other++) {
            struct str a = {text, one}, b = {text + 32, other};
            uint64_t keys[2];
            keys_low_of_both(&secret, a, b, keys);
            assert_true(keys[0] == keys_of(&secret, a).low);
            assert_true(keys[1] == keys_of(&secret, b).low);
        }
    }
}

/* As long as each other, and not: each way to find them. */
static void keys_of_several_texts_are_those_of_each(void **state)
{
    (void)state;
    const struct key_secret secret = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
    char text[64];
    for (size_t i = 0; i < sizeof(text); i++) {
        text[i] = (char)(i * 37);
    }
    for (size_t len = 0; len < 32; len++) {
        for (size_t other = 0; other < 32; other++) {
            struct str texts[KEYS_TOGETHER];
            uint64_t keys[KEYS_TOGETHER];
            for (size_t i = 0; i < KEYS_TOGETHER; i++) {
                texts[i] = (struct str){text + i * 9, i == other % KEYS_TOGETHER ? other : len};
            }
            keys_low_of_each(&secret, texts, keys);
            for (size_t i = 0; i < KEYS_TOGETHER; i++) {
                assert_true(keys[i] == keys_of(&secret, texts[i]).low);
            }
        }
    }
}

static void another_secret_gives_another_key(void **state)
{
    (void)state;
    struct key_secret first, second;
    keys_draw(&first);
    keys_draw(&second);
    assert_true(first.low != second.low || first.high != second.high);
    assert_true(keys_of(&first, STR("a32b94ad7b44")).low != keys_of(&second, STR("a32b94ad7b44")).low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_those_of_the_published_vectors),
        cmocka_unit_test(keys_of_two_texts_are_those_of_each),
        cmocka_unit_test(keys_of_several_texts_are_those_of_each),
        cmocka_unit_test(another_secret_gives_another_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
