// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "expected.h"

#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"

static struct str one_element_a_line(struct arena *arena, struct str svg)
{
    struct buf lines;
    buf_init(&lines, arena);
    for (size_t i = 0; i < svg.len; i++) {
        buf_byte(&lines, svg.ptr[i]);
        if (svg.ptr[i] == '>' && (i + 1 == svg.len || svg.ptr[i + 1] == '<')) {
            buf_byte(&lines, '\n');
        }
    }
    return buf_str(&lines);
}

static void show_difference(const char *path, struct str found, struct str wanted)
{
    struct str found_line, wanted_line;
    for (int line = 1; found.len > 0 || wanted.len > 0; line++) {
        found_line = wanted_line = STR("");
        str_split(&found, '\n', &found_line);
        str_split(&wanted, '\n', &wanted_line);
        if (!str_equal(found_line, wanted_line)) {
            fail_msg("%s:%d:\n  found    %.*s\n  expected %.*s", path, line, STR_ARGS(found_line),
                     STR_ARGS(wanted_line));
        }
    }
}

void expect_drawing(const char *path, const struct drawing *drawing, const struct theme *theme)
{
    struct arena arena;
    struct error err = {0};
    struct buf svg;
    struct str wanted = {0};
    arena_init(&arena);
    buf_init(&svg, &arena);
    svg_paint(&svg, drawing, theme, SVG_INLINE, STR("carte/index.html"));
    struct str found = one_element_a_line(&arena, buf_str(&svg));
    const char *mode = getenv("GENCARTO_EXPECTED");
    if (mode != NULL && strcmp(mode, "write") == 0) {
        assert_true(file_write(path, found, &err));
    }
    assert_true(file_read(&arena, path, &wanted, &err));
    show_difference(path, found, wanted);
    assert_true(str_equal(found, wanted));
    arena_clear(&arena);
}
