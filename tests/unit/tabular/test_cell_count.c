/* Cells counted by vectors against the same counted byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "gencarto/tabular/cell_count.h"

#define LONGEST 200 /* several blocks */

static void count_by_bytes(struct str line, char delimiter, size_t *width, struct cell_count *count)
{
    for (size_t i = 0; i < line.len; i++) {
        bool begins = line.ptr[i] == delimiter && i + 1 < line.len && line.ptr[i + 1] != delimiter;
        *width += line.ptr[i] == delimiter;
        count->later += begins;
        count->padded += begins && (line.ptr[i + 1] == ' ' || line.ptr[i + 1] == '\t');
    }
}

static void assert_counted(struct str text, const struct str *lines, size_t count, char delimiter)
{
    struct cell_count found = {0}, expected = {0};
    size_t widths[4] = {1, 1, 1, 1};
    cell_count_lines(text, lines, count, delimiter, widths, &found);
    for (size_t i = 0; i < count; i++) {
        size_t width = 1;
        count_by_bytes(lines[i], delimiter, &width, &expected);
        assert_int_equal(widths[i], width);
    }
    assert_int_equal(found.later, expected.later);
    assert_int_equal(found.padded, expected.padded);
}

/* The text is a block of its own, so that a sanitizer sees what is read beyond it. */
static void lines_of_any_length_are_counted_and_nothing_beyond_them(void **state)
{
    (void)state;
    static const char bytes[] = "; ;a;\tb;;c ,;;; d\t;e";
    for (size_t first = 0; first < LONGEST; first++) {
        size_t len = first + 1 + LONGEST / 3;
        char *bytes_of_text = malloc(len);
        assert_non_null(bytes_of_text);
        for (size_t i = 0; i < len; i++) {
            bytes_of_text[i] = bytes[(i * i + first) % (sizeof bytes - 1)];
        }
        bytes_of_text[first] = '\n';
        struct str text = {bytes_of_text, len};
        struct str lines[] = {str_slice(text, 0, first), str_slice(text, first + 1, len)};
        static const char delimiters[] = "; \t,";
        for (size_t d = 0; d < sizeof delimiters - 1; d++) {
            assert_counted(text, lines, 2, delimiters[d]);
        }
        free(bytes_of_text);
    }
}

static void a_delimiter_at_the_end_of_a_block_begins_a_cell_in_the_next(void **state)
{
    (void)state;
    char bytes[128];
    memset(bytes, 'a', sizeof bytes);
    bytes[63] = ';';
    bytes[64] = ' ';
    struct str text = {bytes, sizeof bytes};
    struct cell_count count = {0};
    size_t width = 1;
    cell_count_lines(text, &text, 1, ';', &width, &count);
    assert_int_equal(width, 2);
    assert_int_equal(count.later, 1);
    assert_int_equal(count.padded, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_any_length_are_counted_and_nothing_beyond_them),
        cmocka_unit_test(a_delimiter_at_the_end_of_a_block_begins_a_cell_in_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
