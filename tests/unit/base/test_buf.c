// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <string.h>

#include "gencarto/base/buf.h"

static void fill_and_check(struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena);
    for (int i = 0; i < 10000; i++) {
        buf_byte(&buf, 'a');
        buf_text(&buf, "bc");
        buf_add(&buf, STR("d"));
    }
    assert_int_equal(buf.len, 40000);
    for (size_t i = 0; i < buf.len; i += 4)
        assert_memory_equal(buf.ptr + i, "abcd", 4);
    size_t capacity = buf.capacity;
    buf_reset(&buf);
    assert_int_equal(buf_str(&buf).len, 0);
    assert_int_equal(buf.capacity, capacity);
    buf_clear(&buf);
    assert_int_equal(buf.capacity, 0);
}

static void grows_in_an_arena_and_on_its_own(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    fill_and_check(&arena);
    fill_and_check(NULL);
    arena_clear(&arena);
}

static void two_buffers_grow_side_by_side(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf left, right;
    buf_init(&left, &arena);
    buf_init(&right, &arena);
    for (int i = 0; i < 5000; i++) {
        buf_byte(&left, 'l');
        buf_byte(&right, 'r');
    }
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(left.ptr[i], 'l');
        assert_int_equal(right.ptr[i], 'r');
    }
    arena_clear(&arena);
}

static void an_empty_buffer_is_an_empty_text(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, NULL);
    buf_add(&buf, (struct str){NULL, 0});
    assert_true(str_equal(buf_str(&buf), STR("")));
    buf_clear(&buf);
}

static void formats_texts_longer_than_its_room(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, NULL);
    buf_text(&buf, "<");
    buf_format(&buf, "%0500d", 7);
    buf_format(&buf, "%s", ">");
    assert_int_equal(buf.len, 502);
    assert_memory_equal(buf.ptr + 498, "007>", 4);
    buf_clear(&buf);
}

static void writes_whole_numbers_of_every_length(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf buf;
    buf_init(&buf, &arena);
    int64_t power = 1;
    for (int digits = 1; digits <= 18; digits++, power *= 10)
        for (int64_t value = power - 1; value <= power + 1; value++) {
            buf_reset(&buf);
            buf_int(&buf, value);
            buf_int(&buf, -value);
            struct str expected = str_format(&arena, "%lld%lld", (long long)value, (long long)-value);
            assert_true(str_equal(buf_str(&buf), expected));
        }
    buf_reset(&buf);
    buf_int(&buf, INT64_MIN);
    buf_int(&buf, INT64_MAX);
    assert_true(str_equal(buf_str(&buf), STR("-92233720368547758089223372036854775807")));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_in_an_arena_and_on_its_own),     cmocka_unit_test(two_buffers_grow_side_by_side),
        cmocka_unit_test(an_empty_buffer_is_an_empty_text),     cmocka_unit_test(formats_texts_longer_than_its_room),
        cmocka_unit_test(writes_whole_numbers_of_every_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
