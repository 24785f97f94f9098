#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/base/random.h"
#include "gencarto/compile/ingest/identifier_index.h"

#define MANY    60000
#define AT_ONCE 500

/* Any keys: those of identifiers are as random. */
static void draw_keys(uint64_t *keys, size_t count)
{
    struct random_state random;
    random_seed(&random, 20170401);
    for (size_t i = 0; i < count; i++) {
        keys[i] = random_next(&random);
    }
}

static void make_room(struct identifier_index *index, const uint64_t *keys, size_t count, int workers)
{
    uint32_t more[IDENTIFIER_PARTITIONS] = {0};
    for (size_t i = 0; i < count; i++) {
        more[identifier_partition(index, keys[i])]++;
    }
    identifier_index_make_room(index, more, MANY, workers);
}

/* Asks for the keys in file `file`: each has the fate, and its place is its number. */
static void ask_all(struct identifier_index *index, const uint64_t *keys, size_t count, uint32_t file,
                    enum entry_fate fate, int workers)
{
    uint32_t slots[AT_ONCE];
    for (size_t from = 0; from < count; from += AT_ONCE) {
        make_room(index, keys + from, AT_ONCE, workers);
        for (size_t i = 0; i < AT_ONCE; i++) {
            uint64_t key = keys[from + i];
            assert_int_equal(identifier_index_ask(index, identifier_partition(index, key), key, file, &slots[i]), fate);
            if (fate == ENTRY_REPLACES) {
                assert_int_equal(slots[i], from + i);
            }
        }
        for (size_t i = 0; i < AT_ONCE && fate == ENTRY_NEW; i++) {
            identifier_index_set_place(index, slots[i], (uint32_t)(from + i));
        }
    }
}

static void read_two_files(size_t most, int workers)
{
    static uint64_t keys[MANY];
    struct identifier_index index;
    draw_keys(keys, MANY);
    identifier_index_init(&index, &(struct identifier_index_size){.most = most, .first = most / 50});
    ask_all(&index, keys, MANY / 2, 0, ENTRY_NEW, workers);
    ask_all(&index, keys, MANY / 2, 1, ENTRY_REPLACES, workers);
    ask_all(&index, keys + MANY / 2, MANY / 2, 1, ENTRY_NEW, workers); /* what file 1 named is known while it grows */
    ask_all(&index, keys, MANY / 2, 1, ENTRY_TWICE, workers);
    identifier_index_clear(&index);
}

static void a_key_is_found_after_the_index_grew_in_its_place(void **state)
{
    (void)state;
    read_two_files(MANY, 1);
    read_two_files(MANY, 3);
    read_two_files(1000000, 2); /* of more partitions */
}

static void an_index_grows_beyond_what_it_was_told(void **state)
{
    (void)state;
    read_two_files(100, 2);
}

static void keys_that_differ_in_a_kept_bit_are_two(void **state)
{
    (void)state;
    struct identifier_index index;
    uint32_t place;
    identifier_index_init(&index, &(struct identifier_index_size){.most = 10000, .first = 10000});
    assert_int_equal(identifier_index_ask(&index, 0, 0, 0, &place), ENTRY_NEW);
    for (int bit = 0; bit < 50; bit++) {
        assert_int_equal(identifier_index_ask(&index, 0, UINT64_C(1) << bit, 0, &place), ENTRY_NEW);
    }
    assert_int_equal(identifier_index_ask(&index, 0, 0, 0, &place), ENTRY_TWICE);
    identifier_index_clear(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_found_after_the_index_grew_in_its_place),
        cmocka_unit_test(an_index_grows_beyond_what_it_was_told),
        cmocka_unit_test(keys_that_differ_in_a_kept_bit_are_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
