/* tests/tables/exports.txt: files as office software writes them, and how they must be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../base/table.h"
#include "told.h"

#define TABLE "exports.txt"

static char path[] = "/tmp/gencarto-exports-XXXXXX";

static int hexadecimal(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

/* \n \r \t \s (a space) \p (|) \xe9 and \\ as what they stand for. */
static struct str unescaped(struct arena *arena, struct str text)
{
    static const char letters[] = "nrtsp\\", meant[] = "\n\r\t |\\";
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        const char *letter = i + 1 < text.len ? strchr(letters, text.ptr[i + 1]) : NULL;
        if (text.ptr[i] == '\\' && i + 3 < text.len && text.ptr[i + 1] == 'x') {
            buf_byte(&out, (char)(hexadecimal(text.ptr[i + 2]) * 16 + hexadecimal(text.ptr[i + 3])));
            i += 3;
        } else if (text.ptr[i] == '\\' && letter) {
            buf_byte(&out, meant[letter - letters]);
            i++;
        } else {
            buf_byte(&out, text.ptr[i]);
        }
    }
    return buf_str(&out);
}

static void check_export(const struct table_case *row, struct arena *arena)
{
    for (int explains = 0; explains < 2; explains++) {
        struct error err = {0};
        struct reader_summary found;
        const struct reader_options options = {.header_rows = -1, .explains = explains != 0};
        const char *records = told(arena, path, unescaped(arena, row->columns[0]), &options, &found, &err);
        table_expect(TABLE, row, str_from(records), unescaped(arena, row->columns[1]));
    }
}

static void exports_are_read_as_they_were_meant(void **state)
{
    (void)state;
    int file = mkstemp(path);
    assert_true(file >= 0 && close(file) == 0);
    int cases = table_each(TABLE, check_export);
    unlink(path);
    assert_true(cases > 30);
}

/* ---- cells of many lines -------------------------------------------------------------------------------------- */

/* Three columns, rows of one long text each: of `lines` lines, with delimiters and quotes in them. */
static struct str write_long(struct arena *arena, char delimiter, int rows, int lines)
{
    struct buf out;
    buf_init(&out, arena);
    buf_format(&out, "id%ctexte%cdate\n", delimiter, delimiter);
    for (int row = 1; row <= rows; row++) {
        buf_format(&out, "%d%c\"", row, delimiter);
        for (int line = 0; line < lines; line++) {
            buf_format(&out, "point %d, dit \"\"oui\"\" ; puis 3,5 ou rien\n", line);
        }
        buf_format(&out, "\"%c2018-01-%02d\n", delimiter, row);
    }
    return buf_str(&out);
}

static void cells_longer_than_what_is_looked_at_are_read(void **state)
{
    (void)state;
    static const char delimiters[] = {',', ';', '\t'};
    static const struct reader_options options = {.header_rows = -1};
    strcpy(path + sizeof path - 7, "XXXXXX");
    int file = mkstemp(path);
    assert_true(file >= 0 && close(file) == 0);
    for (size_t i = 0; i < sizeof delimiters; i++) {
        for (int rows = 1; rows < 8; rows += 3) {
            struct arena arena;
            struct error err = {0};
            struct reader_summary found;
            arena_init(&arena);
            const char *records =
                told(&arena, path, write_long(&arena, delimiters[i], rows, 2500), &options, &found, &err);
            struct str last = str_format(&arena, "/2018-01-%02d]", rows);
            assert_int_equal(found.dialect.delimiter, delimiters[i]);
            assert_int_equal(found.layout.columns, 3);
            assert_int_equal(found.layout.header_rows, 1);
            assert_true(str_ends(str_from(records), last));
            assert_null(strchr(records, '!'));
            arena_clear(&arena);
        }
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exports_are_read_as_they_were_meant),
        cmocka_unit_test(cells_longer_than_what_is_looked_at_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
