/* Lines without quotes, cut by vectors, against the same cut byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "gencarto/tabular/bare_line.h"

#define LONGEST 400 /* several blocks of the reader */

static void assert_cells(struct str text, size_t line_len, size_t cells_len)
{
    struct bare_line line;
    struct str rest = str_slice(text, 0, cells_len), cell;
    size_t count = 0;
    bare_line_read(text, ';', &line);
    while (str_split(&rest, ';', &cell)) {
        assert_true(count < line.count);
        assert_ptr_equal(line.cells[count].ptr, cell.len > 0 ? cell.ptr : line.cells[count].ptr);
        assert_int_equal(line.cells[count].len, cell.len);
        count++;
    }
    assert_int_equal(line.count, count);
    assert_int_equal(line.len, line_len);
    assert_int_equal(line.has_end, line_len > cells_len);
    assert_false(line.is_too_wide);
}

/* Cells of 0 to 6 bytes. */
static void write_cells(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        text[i] = i % 7 == 3 || i % 11 == 4 || i % 11 == 5 ? ';' : (char)('a' + i % 26);
    }
}

static void a_line_of_any_length_is_cut_at_its_delimiters(void **state)
{
    (void)state;
    static const char *const ends[] = {"", "\n", "\r\n", "\r", "\nx;y", "\r\nx;y", "\rx;y"};
    static const size_t end_lens[] = {0, 1, 2, 1, 1, 2, 1};
    for (size_t len = 0; len < LONGEST; len++) {
        for (size_t e = 0; e < sizeof ends / sizeof *ends; e++) {
            char text[LONGEST + 8];
            write_cells(text, len);
            memcpy(text + len, ends[e], strlen(ends[e]));
            assert_cells((struct str){text, len + strlen(ends[e])}, len + end_lens[e], len);
        }
    }
}

static void a_line_of_more_cells_than_a_record_may_have_is_too_wide(void **state)
{
    (void)state;
    char text[RECORD_FIELDS];
    struct bare_line line;
    memset(text, ';', sizeof text);
    bare_line_read((struct str){text, RECORD_FIELDS - 1}, ';', &line);
    assert_false(line.is_too_wide);
    assert_int_equal(line.count, RECORD_FIELDS);
    bare_line_read((struct str){text, RECORD_FIELDS}, ';', &line);
    assert_true(line.is_too_wide);
    assert_int_equal(line.count, RECORD_FIELDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_any_length_is_cut_at_its_delimiters),
        cmocka_unit_test(a_line_of_more_cells_than_a_record_may_have_is_too_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
