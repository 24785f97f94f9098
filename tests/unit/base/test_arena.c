// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <malloc.h>
#include <stdalign.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/arena.h"

static void gives_zeroed_aligned_blocks_of_any_size(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (size_t size = 0; size < 300000; size = size * 3 / 2 + 1) {
        unsigned char *block = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(block[i], 0);
        memset(block, 0xFF, size);
    }
    arena_clear(&arena);
}

static void zeroes_again_what_was_given_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_alloc(&arena, 8);
    struct arena_mark mark = arena_save(&arena);
    memset(arena_alloc(&arena, 100), 0xFF, 100);
    arena_restore(&arena, mark);
    const unsigned char *again = arena_alloc(&arena, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(again[i], 0);
    arena_clear(&arena);
}

static void keeps_what_stands_before_the_mark(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *kept = arena_alloc(&arena, 6);
    memcpy(kept, "before", 6);
    struct arena_mark mark = arena_save(&arena);
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 50; i++)
            memset(arena_alloc(&arena, 5000), round, 5000);
        arena_restore(&arena, mark);
    }
    assert_memory_equal(kept, "before", 6);
    arena_clear(&arena);
}

static void can_be_used_again_once_cleared(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 3; i++) {
        int *numbers = arena_array(&arena, int, 1000);
        assert_int_equal(numbers[999], 0);
        numbers[999] = 1;
        arena_clear(&arena);
        assert_int_equal(arena.total, 0);
    }
}

static void grown_block_keeps_its_bytes_and_zeroes_the_rest(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    unsigned char *block = NULL;
    size_t size = 0;
    for (size_t wanted = 1; wanted < 400000; wanted = wanted * 2 + 1) {
        block = arena_grow(&arena, block, size, wanted);
        for (size_t i = 0; i < wanted; i++)
            assert_int_equal(block[i], i < size ? 7 : 0);
        memset(block, 7, wanted);
        size = wanted;
    }
    arena_clear(&arena);
}

static void growing_never_touches_a_later_block(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *first = arena_alloc(&arena, 16);
    char *second = arena_alloc(&arena, 16);
    memset(second, 'x', 16);
    first = arena_grow(&arena, first, 16, 64);
    memset(first, 'y', 64);
    for (int i = 0; i < 16; i++)
        assert_int_equal(second[i], 'x');
    arena_clear(&arena);
}

static void a_list_keeps_what_is_pushed_on_it(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    size_t *numbers = NULL, count = 0, capacity = 0;
    for (size_t i = 0; i < 1000; i++) {
        *arena_push(&arena, numbers, count, capacity) = i;
        arena_alloc(&arena, 1); /* so that it must move */
    }
    assert_int_equal(count, 1000);
    assert_in_range(capacity, 1000, 1999);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(numbers[i], i);
    arena_clear(&arena);
}

#ifndef GENCARTO_ARENA_DEBUG
static void last_block_grows_where_it_is(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    char *block = arena_alloc(&arena, 10);
    assert_ptr_equal(arena_grow(&arena, block, 10, 5000), block);
    arena_clear(&arena);
}
#endif

/* Every free of the program goes through here: what a block still held is looked through first. */
static const char secret[] = "17b78669f179-pseudonym";
static bool watches;
static int holding; /* blocks freed with the secret in them */

void __real_free(void *block);
void __wrap_free(void *block);

void __wrap_free(void *block)
{
    if (watches && block != NULL && memmem(block, malloc_usable_size(block), secret, sizeof secret) != NULL)
        holding++;
    __real_free(block);
}

/* Blocks of several sizes, the secret in each, given back by a restore and by the end. */
static int count_held(struct arena *arena)
{
    struct arena_mark mark = {0};
    for (size_t size = sizeof secret; size < 3000000; size *= 7) {
        mark = size < 100000 ? arena_save(arena) : mark;
        char *block = arena_alloc(arena, size);
        memcpy(block + size - sizeof secret, secret, sizeof secret);
    }
    watches = true;
    holding = 0;
    arena_restore(arena, mark);
    arena_clear(arena);
    watches = false;
    return holding;
}

static void private_arenas_forget_what_they_held(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_true(count_held(&arena) > 0);
    arena_init_private(&arena);
    assert_int_equal(count_held(&arena), 0);
}

static int count_held_of_heap(struct arena *arena)
{
    for (int i = 0; i < 2; i++) { /* into an empty arena, and into one that has given something */
        char *bytes = malloc(1000);
        memcpy(bytes + 1000 - sizeof secret, secret, sizeof secret);
        arena_hold_heap(arena, bytes, 1000);
        memset(arena_alloc(arena, 100), 1, 100);
        assert_memory_equal(bytes + 1000 - sizeof secret, secret, sizeof secret);
    }
    watches = true;
    holding = 0;
    arena_clear(arena);
    watches = false;
    return holding;
}

static void what_an_arena_holds_of_the_heap_goes_with_it(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_int_equal(count_held_of_heap(&arena), 2);
    arena_init_private(&arena);
    assert_int_equal(count_held_of_heap(&arena), 0);
}

static void an_adopted_arena_lives_on_and_goes_with_the_mark(void **state)
{
    (void)state;
    struct arena arena, other;
    arena_init(&arena);
    arena_init(&other);
    char *kept = memcpy(arena_alloc(&arena, 4), "own", 4);
    struct arena_mark mark = arena_save(&arena);
    char *small = memcpy(arena_alloc(&other, 6), "other", 6);
    char *large = memset(arena_alloc(&other, 300000), 'x', 300000);
    size_t total = arena.total + other.total;
    arena_adopt(&arena, &other);
    memset(arena_alloc(&other, 100), 'y', 100); /* of its own: it can be used again */
    arena_clear(&other);
    memset(arena_alloc(&arena, 100), 'z', 100);
    assert_string_equal(small, "other");
    assert_true(large[0] == 'x' && large[299999] == 'x');
    assert_true(arena.total >= total + 100);
    arena_restore(&arena, mark);
    assert_string_equal(kept, "own");
    arena_adopt(&arena, &other); /* of nothing */
    assert_string_equal(kept, "own");
    arena_clear(&arena);
}

static void adopted_by_a_private_arena_nothing_private_is_left_in_it(void **state)
{
    (void)state;
    struct arena arena, open;
    arena_init_private(&arena);
    arena_init(&open);
    struct arena_mark mark = arena_save(&arena);
    char *public_text = memcpy(arena_alloc(&open, 7), "public", 7);
    arena_adopt(&arena, &open);
    char *hidden = memcpy(arena_alloc(&arena, 64), "hidden", 7);
    struct arena_mark inner = arena_save(&arena);
    arena_restore(&arena, inner);
    assert_string_equal(hidden, "hidden");
    assert_string_equal(public_text, "public");
    /* Within one block, so that what was forgotten can still be looked at. */
    struct arena_mark start = {arena.last, 0};
    arena_restore(&arena, start);
#ifndef GENCARTO_ARENA_DEBUG
    assert_true(hidden[0] == '\0' && hidden[5] == '\0');
#endif
    arena_restore(&arena, mark);
    arena_clear(&arena);
}

#ifndef GENCARTO_ARENA_DEBUG
static void a_process_has_the_memory_of_a_small_run_from_the_beginning(void **state)
{
    (void)state;
    const char *before = sbrk(0);
    arena_prepare_process();
    const char *after = sbrk(0);
    assert_true(after - before >= 4 * 1024 * 1024);
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 40; i++)
        memset(arena_alloc(&arena, 50000), i, 50000);
    assert_ptr_equal(sbrk(0), after);
    arena_clear(&arena);
    assert_ptr_equal(sbrk(0), after); /* not given back, to be asked for again */
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifndef GENCARTO_ARENA_DEBUG
        cmocka_unit_test(a_process_has_the_memory_of_a_small_run_from_the_beginning), /* before any other */
#endif
        cmocka_unit_test(gives_zeroed_aligned_blocks_of_any_size),
        cmocka_unit_test(zeroes_again_what_was_given_back),
        cmocka_unit_test(private_arenas_forget_what_they_held),
        cmocka_unit_test(keeps_what_stands_before_the_mark),
        cmocka_unit_test(what_an_arena_holds_of_the_heap_goes_with_it),
        cmocka_unit_test(an_adopted_arena_lives_on_and_goes_with_the_mark),
        cmocka_unit_test(adopted_by_a_private_arena_nothing_private_is_left_in_it),
        cmocka_unit_test(can_be_used_again_once_cleared),
        cmocka_unit_test(grown_block_keeps_its_bytes_and_zeroes_the_rest),
        cmocka_unit_test(growing_never_touches_a_later_block),
        cmocka_unit_test(a_list_keeps_what_is_pushed_on_it),
#ifndef GENCARTO_ARENA_DEBUG
        cmocka_unit_test(last_block_grows_where_it_is),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
