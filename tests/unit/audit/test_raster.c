/* A picture against the figure that it is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../generator/audit/raster.h"

#define SIDE 40

struct fixture {
    struct arena arena;
    struct outline outline;
    unsigned char pixels[3 * SIDE * SIDE];
    struct raster_difference difference;
};

static const char figure[] =
    "<svg viewBox=\"0 0 40 40\" width=\"40\" height=\"40\"><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>"
    "<g transform=\"translate(4 0)\"><rect fill=\"#1f5286\" x=\"6\" y=\"10\" width=\"20\" height=\"8\"/></g></svg>";

static void paint(struct fixture *f, size_t left, size_t top, size_t right, size_t bottom, uint32_t colour)
{
    for (size_t y = top; y < bottom; y++) {
        for (size_t x = left; x < right; x++) {
            unsigned char *pixel = f->pixels + 3 * (y * SIDE + x);
            pixel[0] = (unsigned char)(colour >> 16);
            pixel[1] = (unsigned char)(colour >> 8);
            pixel[2] = (unsigned char)colour;
        }
    }
}

static void start(struct fixture *f)
{
    arena_init(&f->arena);
    outline_read(&f->arena, str_from(figure), &f->outline);
    assert_true(f->outline.is_known);
    paint(f, 0, 0, SIDE, SIDE, 0xffffff);
    paint(f, 10, 10, 30, 18, 0x1f5286);
}

static size_t differences(struct fixture *f)
{
    struct raster raster = {SIDE, SIDE, f->pixels};
    raster_compare(&raster, &f->outline, &f->difference);
    return f->difference.pixels;
}

static void the_raster_of_a_figure_is_its_own(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    assert_int_equal(differences(&f), 0);
    assert_true(f.difference.certain > SIDE * SIDE / 2);
    arena_clear(&f.arena);
}

static void a_longer_bar_is_another(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    paint(&f, 30, 10, 33, 18, 0x1f5286);
    assert_true(differences(&f) >= 16);
    assert_int_equal(f.difference.y, 10);
    arena_clear(&f.arena);
}

static void one_bit_of_one_pixel_is_another(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    paint(&f, 20, 14, 21, 15, 0x1f5287);
    assert_int_equal(differences(&f), 1);
    assert_int_equal(f.difference.x, 20);
    arena_clear(&f.arena);
}

static void a_label_without_ink_is_told(void **state)
{
    static const char labelled[] = "<svg width=\"40\" height=\"40\"><text fill=\"#000000\" x=\"4\" y=\"30\" "
                                   "font-size=\"12\">25</text></svg>";
    struct fixture f;
    (void)state;
    start(&f);
    outline_read(&f.arena, str_from(labelled), &f.outline);
    paint(&f, 0, 0, SIDE, SIDE, 0xffffff);
    assert_int_equal(differences(&f), 0);
    assert_true(str_equal(f.difference.missing_label, STR("25")));
    paint(&f, 6, 22, 12, 30, 0);
    assert_int_equal(differences(&f), 0);
    assert_int_equal(f.difference.missing_label.len, 0);
    arena_clear(&f.arena);
}

static void what_is_not_understood_is_said(void **state)
{
    struct fixture f;
    (void)state;
    start(&f);
    outline_read(&f.arena, STR("<svg width=\"4\" height=\"4\"><image href=\"x\"/></svg>"), &f.outline);
    assert_false(f.outline.is_known);
    outline_read(&f.arena, STR("<svg width=\"4\" height=\"4\"><g transform=\"skewX(3)\"></g></svg>"), &f.outline);
    assert_false(f.outline.is_known);
    arena_clear(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_raster_of_a_figure_is_its_own), cmocka_unit_test(a_longer_bar_is_another),
        cmocka_unit_test(one_bit_of_one_pixel_is_another),   cmocka_unit_test(a_label_without_ink_is_told),
        cmocka_unit_test(what_is_not_understood_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
