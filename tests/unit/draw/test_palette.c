/* The shipped palette breaks no rule of palette.h, and a theme that breaks one is told which pair does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/render/draw/palette.h"

static struct arena arena;

static void the_difference_is_that_of_the_published_test_data(void **state)
{
    (void)state; /* Sharma, Wu and Dalal, table 1: pairs 1, 7, 17 and 25 */
    assert_true(fabs(palette_difference((struct lab){50, 2.6772, -79.7751}, (struct lab){50, 0, -82.7485}) - 2.0425) <
                5e-5);
    assert_true(fabs(palette_difference((struct lab){50, 0, 0}, (struct lab){50, -1, 2}) - 2.3669) < 5e-5);
    assert_true(fabs(palette_difference((struct lab){50, 2.5, 0}, (struct lab){73, 25, -18}) - 27.1492) < 5e-5);
    assert_true(
        fabs(palette_difference((struct lab){60.2574, -34.0099, 36.2677}, (struct lab){60.4626, -34.1751, 39.4387}) -
             1.2644) < 5e-5);
}

/* Machado, Oliveira and Fernandes, supplementary tables: a deuteranope sees pure red and a dark green alike. */
static void a_deuteranope_confuses_red_and_green(void **state)
{
    (void)state;
    struct str red = STR("#b00000"), green = STR("#4c5a00");
    double normal = palette_difference(palette_lab(red, VISION_NORMAL), palette_lab(green, VISION_NORMAL));
    double seen = palette_difference(palette_lab(red, VISION_DEUTERANOPE), palette_lab(green, VISION_DEUTERANOPE));
    assert_true(normal > 40 && seen < normal / 3);
}

static void contrast_is_that_of_wcag(void **state)
{
    (void)state;
    assert_true(fabs(palette_contrast(STR("#ffffff"), STR("#000000")) - 21) < 1e-9);
    assert_true(fabs(palette_contrast(STR("#767676"), STR("#ffffff")) - 4.54) < 0.005);
}

static void the_shipped_theme_breaks_no_rule(void **state)
{
    struct palette_fault *faults = NULL;
    size_t count = palette_check(*state, &arena, &faults);
    for (size_t i = 0; i < count; i++)
        print_error("%.*s\n", STR_ARGS(palette_describe(*state, &arena, &faults[i])));
    assert_int_equal(count, 0);
}

/* The shipped theme with one colour changed. */
static const struct theme *theme_with(const char *from, const char *to)
{
    static char folder[] = "/tmp/gencarto-palette-XXXXXX";
    struct error err = {0};
    struct str xml, font = {0};
    const struct theme *theme = NULL;
    struct buf changed;
    buf_init(&changed, &arena);
    assert_true(file_read(&arena, "templates/theme.xml", &xml, &err));
    size_t at = str_find(xml, str_from(from), 0);
    assert_true(at < xml.len);
    buf_add(&changed, str_slice(xml, 0, at));
    buf_text(&changed, to);
    buf_add(&changed, str_slice(xml, at + str_from(from).len, xml.len));
    memcpy(folder + strlen(folder) - 6, "XXXXXX", 6);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(file_join(&arena, folder, "fonts"), 0700), 0);
    static const char *const FONTS[] = {"Inter-Regular.otf", "Inter-SemiBold.otf", "DejaVuSans.ttf"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(file_read(&arena, file_join(&arena, "templates/fonts", FONTS[i]), &font, &err));
        assert_true(file_write(file_join(&arena, file_join(&arena, folder, "fonts"), FONTS[i]), font, &err));
    }
    assert_true(file_write(file_join(&arena, folder, "theme.xml"), buf_str(&changed), &err));
    if (!theme_read(&arena, folder, &theme, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < 3; i++)
        unlink(file_join(&arena, file_join(&arena, folder, "fonts"), FONTS[i]));
    unlink(file_join(&arena, folder, "theme.xml"));
    rmdir(file_join(&arena, folder, "fonts"));
    rmdir(folder);
    return theme;
}

static void expect_fault(const char *from, const char *to, const char *part)
{
    struct palette_fault *faults = NULL;
    const struct theme *theme = theme_with(from, to);
    size_t count = palette_check(theme, &arena, &faults);
    for (size_t i = 0; i < count; i++) {
        struct str text = palette_describe(theme, &arena, &faults[i]);
        if (str_find(text, str_from(part), 0) < text.len)
            return;
    }
    fail_msg("no fault says \"%s\"", part);
}

static void a_fault_of_another_theme_names_its_pair(void **state)
{
    (void)state;
    expect_fault("name=\"q2\" light=\"#abc9e0\"", "name=\"q2\" light=\"#dde9f3\"",
                 "the neighbours q1 and q2 differ by");
    expect_fault("name=\"ink-2\" light=\"#46535f\"", "name=\"ink-2\" light=\"#9aa5ae\"",
                 "the text ink-2 on paper reaches");
    expect_fault("name=\"edge\" light=\"#6b7885\"", "name=\"edge\" light=\"#c9d2d9\"", "the area q1 on paper reaches");
}

static int open_theme(void **state)
{
    struct error err = {0};
    const struct theme *theme;
    arena_init(&arena);
    if (!theme_read(&arena, "templates", &theme, &err)) {
        print_error("%s\n", err.message);
        return -1;
    }
    *state = (void *)(uintptr_t)theme;
    return 0;
}

static int close_theme(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_difference_is_that_of_the_published_test_data),
        cmocka_unit_test(a_deuteranope_confuses_red_and_green),
        cmocka_unit_test(contrast_is_that_of_wcag),
        cmocka_unit_test(the_shipped_theme_breaks_no_rule),
        cmocka_unit_test(a_fault_of_another_theme_names_its_pair),
    };
    return cmocka_run_group_tests(tests, open_theme, close_theme);
}
