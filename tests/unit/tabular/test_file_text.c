/* A large text of which only a part is there: wherever it is asked for, it is what the whole decoded text has there. */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/random.h"
#include "gencarto/tabular/file_text.h"

static struct arena arena;
static struct error err;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena);
    memset(&err, 0, sizeof err);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* Some MiB of rows, with characters beyond ASCII and a line end inside quotes now and then. */
static struct str rows(const char *line_end, const char *delimiter)
{
    struct buf text;
    buf_init(&text, &arena);
    for (int i = 0; i < 120000; i++) {
        buf_format(&text, "I%06d%s%s%s%s%s", i, delimiter, i % 7 ? "Évry" : "\"été\nchaud\"", delimiter,
                   i % 5 ? "œuvre" : "", line_end);
    }
    return buf_str(&text);
}

static struct str encoded(struct str text, const char *encoding)
{
    size_t room = text.len * 2 + 4, left = room, in_left = text.len;
    char *out = arena_alloc(&arena, room), *to = out, *in = (char *)(uintptr_t)text.ptr;
    iconv_t conversion = iconv_open(encoding, "UTF-8");
    assert_int_equal(iconv(conversion, &in, &in_left, &to, &left), 0);
    iconv_close(conversion);
    return (struct str){out, room - left};
}

static void compare_parts(struct file_text *text, struct str whole)
{
    struct random_state random;
    struct str all = file_text_all(text);
    random_seed(&random, 7);
    assert_int_equal(all.len, whole.len);
    for (int i = 0; i < 40; i++) {
        size_t from = (size_t)random_below(&random, whole.len), to = from + (size_t)random_below(&random, 300000);
        size_t end = file_text_need(text, from, to);
        to = to < whole.len ? to : whole.len;
        assert_true(end >= to);
        assert_true(end == whole.len || whole.ptr[end - 1] == '\n' || whole.ptr[end - 1] == '\r');
        assert_memory_equal(all.ptr + from, whole.ptr + from, to - from);
    }
    for (size_t at = 0; at < whole.len; at = file_text_cut(text, at)) { /* from the beginning to the end */
        file_text_need(text, at, at + 1000);
        size_t len = whole.len - at < 1000 ? whole.len - at : 1000;
        assert_memory_equal(all.ptr + at, whole.ptr + at, len);
    }
}

static void check_encoding(enum encoding encoding, const char *line_end)
{
    struct dialect dialect = {.encoding = encoding, .written = {";"}, .delimiter = ';'};
    struct str whole = rows(line_end, ";");
    struct file_text *text;
    assert_true(file_text_open(&arena, "a.csv", encoded(whole, encoding_name(encoding)), &dialect, &text, &err));
    assert_int_equal(file_text_undecodable(text), 0);
    compare_parts(text, whole);
    file_text_close(text);
}

static void every_encoding_and_line_end_gives_the_whole_text_in_parts(void **state)
{
    (void)state;
    check_encoding(ENCODING_UTF_16LE, "\n");
    check_encoding(ENCODING_UTF_16BE, "\r\n");
    check_encoding(ENCODING_UTF_16LE, "\r");
    check_encoding(ENCODING_WINDOWS_1252, "\r\n");
    check_encoding(ENCODING_WINDOWS_1252, "\r");
}

static void a_long_delimiter_has_its_stand_in(void **state)
{
    (void)state;
    struct dialect dialect = {.written = {"~|~"}, .delimiter = DELIMITER_STAND_IN};
    struct file_text *text;
    assert_true(file_text_open(&arena, "a.csv", rows("\n", "~|~"), &dialect, &text, &err));
    compare_parts(text, rows("\n", "\xfe"));
    file_text_close(text);
}

static void an_endless_line_is_refused(void **state)
{
    (void)state;
    struct dialect dialect = {.encoding = ENCODING_WINDOWS_1252, .written = {";"}, .delimiter = ';'};
    struct file_text *text;
    size_t len = 20 * 1024 * 1024;
    char *line = arena_alloc(&arena, len);
    memset(line, 'a', len);
    assert_false(file_text_open(&arena, "a.csv", (struct str){line, len}, &dialect, &text, &err));
    assert_non_null(strstr(err.message, "a line above 16 MiB"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_encoding_and_line_end_gives_the_whole_text_in_parts),
        TEST(a_long_delimiter_has_its_stand_in),
        TEST(an_endless_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
