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

static void count_by_bytes(struct str line, struct str delimiter, size_t *width, struct cell_count *count)
{
    for (size_t i = 0; i < line.len; i++) {
        if (!str_starts(str_slice(line, i, line.len), delimiter)) {
            continue;
        }
        struct str after = str_slice(line, i + delimiter.len, line.len);
        bool is_filled = after.len > 0 && !str_starts(after, delimiter);
        *width += 1;
        count->later += is_filled;
        count->padded += is_filled && (after.ptr[0] == ' ' || after.ptr[0] == '\t');
        i += delimiter.len - 1;
    }
}

static void assert_counted(struct str text, const struct str *lines, size_t count, struct str delimiter)
{
    struct cell_count found = {0}, expected = {0};
    size_t widths[2] = {1, 1};
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
    static const char bytes[] = "; ;a;\tb;;c ,;;; d\t;e~|~|~ ~|~~|~\xc2\xa7 \xc2\xa7";
    static const struct str delimiters[] = {STR_INIT(";"),  STR_INIT(" "),   STR_INIT("\t"),  STR_INIT(","),
                                            STR_INIT(";;"), STR_INIT(";;;"), STR_INIT("~|~"), STR_INIT("\xc2\xa7")};
    for (size_t first = 0; first < LONGEST; first++) {
        size_t len = first + 1 + LONGEST / 3;
        char *bytes_of_text = malloc(len);
        assert_non_null(bytes_of_text);
        for (size_t i = 0; i < len; i++) {
            bytes_of_text[i] = bytes[(i + i / 37 + first) % (sizeof bytes - 1)];
        }
        bytes_of_text[first] = '\n';
        struct str text = {bytes_of_text, len};
        struct str lines[] = {str_slice(text, 0, first), str_slice(text, first + 1, len)};
        for (size_t d = 0; d < sizeof delimiters / sizeof *delimiters; d++) {
            assert_counted(text, lines, 2, delimiters[d]);
        }
        free(bytes_of_text);
    }
}

static void assert_cut_at(size_t place, const char *delimiter, const char *after)
{
    char bytes[128];
    memset(bytes, 'a', sizeof bytes);
    memcpy(bytes + place, delimiter, strlen(delimiter));
    memcpy(bytes + place + strlen(delimiter), after, strlen(after));
    struct str text = {bytes, sizeof bytes};
    struct cell_count count = {0};
    size_t width = 1;
    cell_count_lines(text, &text, 1, str_from(delimiter), &width, &count);
    assert_int_equal(width, 2);
    assert_int_equal(count.later, 1);
    assert_int_equal(count.padded, after[0] == ' ');
}

static void a_delimiter_at_the_end_of_a_block_begins_a_cell_in_the_next(void **state)
{
    (void)state;
    assert_cut_at(63, ";", " ");
    for (size_t place = 55; place < 64; place++) {
        assert_cut_at(place, "~|~~|", "x");
        assert_cut_at(place, "||", " ");
        assert_cut_at(place, "||", "| "); /* the third is of the cell */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_of_any_length_are_counted_and_nothing_beyond_them),
        cmocka_unit_test(a_delimiter_at_the_end_of_a_block_begins_a_cell_in_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
