#include "table.h"

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"

static struct str with_spaces(struct arena *arena, struct str cell)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.ptr[i] == '~')
            buf_text(&out, "\u00A0");
        else if (cell.ptr[i] == '^')
            buf_text(&out, "\u202F");
        else
            buf_byte(&out, cell.ptr[i]);
    }
    return buf_str(&out);
}

int table_each(const char *name, table_check *check)
{
    struct arena arena;
    arena_init(&arena);
    struct error err = {0};
    struct str rest;
    if (!file_read(&arena, file_join(&arena, SOURCE_DIR "/tests/tables", name), &rest, &err))
        fail_msg("%s", err.message);
    int count = 0, number = 0;
    for (struct str line; str_split(&rest, '\n', &line);) {
        number++;
        if (str_trim(line).len == 0 || line.ptr[0] == '#')
            continue;
        struct table_case row = {.line = number};
        struct str cell;
        for (int column = 0; str_split(&line, '|', &cell); column++) {
            if (column == TABLE_COLUMNS)
                fail_msg("%s:%d: more than %d columns", name, number, TABLE_COLUMNS);
            row.columns[column] = with_spaces(&arena, str_trim(cell));
        }
        check(&row, &arena);
        count++;
    }
    arena_clear(&arena);
    return count;
}

void table_expect(const char *name, const struct table_case *row, struct str found, struct str expected)
{
    if (!str_equal(found, expected))
        fail_msg("%s:%d: found \"%.*s\", expected \"%.*s\"", name, row->line, STR_ARGS(found), STR_ARGS(expected));
}
