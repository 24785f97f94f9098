/* Reading themes, and what they answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/render/draw/theme.h"

static struct arena arena;
static char folder[] = "/tmp/gencarto-theme-XXXXXX";

/* Reads a theme of these elements; gives the message, or NULL when it is valid. */
static const char *read_elements(const char *elements, const struct theme **out_theme)
{
    static struct error err;
    err = (struct error){0};
    struct buf xml;
    buf_init(&xml, &arena);
    buf_format(&xml, "<theme>\n%s<font family=\"Inter\" file=\"Inter-Regular.otf\" weight=\"400\"/></theme>\n",
               elements);
    assert_true(file_write(file_join(&arena, folder, "theme.xml"), buf_str(&xml), &err));
    return theme_read(&arena, folder, out_theme, &err) ? NULL : err.message;
}

static void expect_message(const char *elements, const char *part)
{
    const struct theme *theme;
    const char *message = read_elements(elements, &theme);
    assert_non_null(message);
    if (!strstr(message, part))
        fail_msg("expected \"%s\" in \"%s\"", part, message);
}

#define PAPER "<colour name=\"paper\" light=\"#ffffff\" dark=\"#000000\"/>\n"

static void a_wrong_theme_is_refused_with_its_line(void **state)
{
    (void)state;
    expect_message(PAPER "<colour name=\"a\" light=\"blue\" dark=\"#000000\"/>\n", "theme.xml:3: expected a colour");
    expect_message(PAPER "<style name=\"bar\" fill=\"blu\"/>\n",
                   "theme.xml:3: no colour and no pattern is named \"blu\"");
    expect_message(PAPER "<styl name=\"bar\"/>\n", "theme.xml:3: unknown element \"styl\"");
    expect_message(PAPER "<number name=\"n\" value=\"4px\"/>\n", "theme.xml:3: expected a number, found \"4px\"");
    expect_message(PAPER "<style fill=\"paper\"/>\n", "needs the attribute \"name\"");
    expect_message(PAPER PAPER, "two elements <colour> are named \"paper\"");
    expect_message(PAPER "<font family=\"X\" file=\"absent.otf\" weight=\"400\"/>", "cannot be read as a font");
    expect_message(PAPER "<pattern name=\"h\" size=\"6\" angle=\"45\" background=\"no\" lines=\"no\"/>\n",
                   "must be a style filled");
    expect_message("", "<colour name=\"paper\">");
}

static void what_figures_need_is_checked_by_name(void **state)
{
    (void)state;
    struct error err = {0};
    const struct theme *theme;
    assert_null(
        read_elements(PAPER "<number name=\"n\" value=\"4\"/>\n<style name=\"bar\" fill=\"paper\"/>\n", &theme));
    const char *const styles[] = {"bar", NULL}, *const numbers[] = {"n", "margin", NULL};
    assert_true(theme_has(theme, &(struct theme_needs){.styles = styles}, &err));
    assert_false(theme_has(theme, &(struct theme_needs){.numbers = numbers}, &err));
    assert_non_null(strstr(err.message, "<number name=\"margin\">"));
    assert_true(theme_number(theme, "n") == 4);
}

static void widths_are_those_of_the_font(void **state)
{
    (void)state;
    struct error err = {0};
    const struct theme *theme;
    assert_true(theme_read(&arena, "templates", &theme, &err));
    double digit = theme_text_width(theme, STR("0"), 100, 400);
    assert_true(digit > 55 && digit < 70);
    assert_true(fabs(theme_text_width(theme, STR("00"), 50, 400) - digit) < 1e-4);
    assert_true(theme_text_width(theme, STR("Occitanie"), 12, 600) >
                theme_text_width(theme, STR("Occitanie"), 12, 400));
    assert_true(theme_text_width(theme, STR("é"), 12, 400) == theme_text_width(theme, STR("e"), 12, 400));
    assert_true(theme_text_width(theme, STR("e\u0301"), 12, 400) == theme_text_width(theme, STR("e"), 12, 400));
    assert_true(theme_text_width(theme, STR(""), 12, 400) == 0);
    double thin = theme_text_width(theme, STR("\u202f"), 100, 400);
    assert_true(thin > 0 && thin < 40);
}

static void a_text_box_follows_the_anchor(void **state)
{
    (void)state;
    struct error err = {0};
    const struct theme *theme;
    assert_true(theme_read(&arena, "templates", &theme, &err));
    struct mark mark = {.kind = MARK_TEXT, .x = 100, .y = 50, .size_px = 12, .anchor = ANCHOR_END, .text = STR("2017")};
    struct box end = theme_text_box(theme, &mark);
    mark.anchor = ANCHOR_MIDDLE;
    struct box middle = theme_text_box(theme, &mark);
    assert_true(end.x1 == 100 && end.x0 < 80 && end.y0 < 42 && end.y1 > 50);
    assert_true(fabs(middle.x0 + middle.x1 - 200) < 1e-9);
}

static void the_style_sheet_overrides_colours_by_class(void **state)
{
    (void)state;
    const struct theme *theme;
    assert_null(read_elements(PAPER "<colour name=\"ink\" light=\"#111111\" dark=\"#eeeeee\" contrast=\"paper\"/>\n"
                                    "<style name=\"bar\" fill=\"ink\" stroke=\"none\"/>\n",
                              &theme));
    struct buf css;
    buf_init(&css, &arena);
    theme_write_css(&css, theme);
    const char *expected = ":root{--ink:#111111;--paper:#ffffff;}\n"
                           "@media (prefers-color-scheme:dark){:root{--ink:#eeeeee;--paper:#000000;}\n}\n"
                           "@media (prefers-contrast:more){:root{--ink:var(--paper);}}\n"
                           "@media print{:root{--ink:#111111;--paper:#ffffff;}\n}\n"
                           "svg .bar{fill:var(--ink);stroke:none;}\n";
    struct str written = buf_str(&css);
    if (!str_equal(written, str_from(expected)))
        fail_msg("%.*s", STR_ARGS(written));
}

static int open_folder(void **state)
{
    (void)state;
    struct str font;
    struct error err = {0};
    arena_init(&arena);
    return mkdtemp(folder) && file_read(&arena, "templates/fonts/Inter-Regular.otf", &font, &err) &&
                   file_write(file_join(&arena, folder, "Inter-Regular.otf"), font, &err)
               ? 0
               : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(file_join(&arena, folder, "theme.xml"));
    unlink(file_join(&arena, folder, "Inter-Regular.otf"));
    rmdir(folder);
    arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_theme_is_refused_with_its_line),
        cmocka_unit_test(what_figures_need_is_checked_by_name),
        cmocka_unit_test(widths_are_those_of_the_font),
        cmocka_unit_test(a_text_box_follows_the_anchor),
        cmocka_unit_test(the_style_sheet_overrides_colours_by_class),
    };
    return cmocka_run_group_tests(tests, open_folder, remove_folder);
}
