/* The shipped palettes, computed: neighbouring classes must differ by at least 10 in CIEDE2000 for everybody, texts
 * reach 4.5:1 and graphics 3:1.
 *
 * Colour vision is simulated after Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of
 * color vision deficiency" (2009), severity 1, in linear RGB. Differences are CIEDE2000 (Sharma, Wu and Dalal 2005). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "gencarto/render/draw/theme.h"

static const double PI = 3.14159265358979323846;

struct rgb {
    double channel[3]; /* linear, 0..1 */
};

struct lab {
    double l, a, b;
};

enum vision { VISION_NORMAL, VISION_PROTANOPE, VISION_DEUTERANOPE, VISION_COUNT };

static const double VISIONS[VISION_COUNT][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
};

static struct rgb parse(struct str hex)
{
    struct rgb colour;
    for (size_t i = 0; i < 3; i++) {
        char digits[3] = {hex.ptr[1 + 2 * i], hex.ptr[2 + 2 * i], 0};
        double value = (double)strtol(digits, NULL, 16) / 255;
        colour.channel[i] = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
    }
    return colour;
}

static struct rgb see(struct rgb colour, enum vision vision)
{
    struct rgb seen;
    for (size_t i = 0; i < 3; i++) {
        double sum = 0;
        for (size_t j = 0; j < 3; j++)
            sum += VISIONS[vision][i][j] * colour.channel[j];
        seen.channel[i] = fmin(fmax(sum, 0), 1);
    }
    return seen;
}

static double lab_function(double t)
{
    return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

static struct lab convert(struct rgb colour)
{
    double r = colour.channel[0], g = colour.channel[1], b = colour.channel[2];
    double x = lab_function((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    double y = lab_function(0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
    double z = lab_function((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
    return (struct lab){116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

static double hue(double a, double b)
{
    if (a == 0 && b == 0)
        return 0;
    double degrees = atan2(b, a) * 180 / PI;
    return degrees < 0 ? degrees + 360 : degrees;
}

static double cos_deg(double degrees)
{
    return cos(degrees * PI / 180);
}

static double difference(struct lab p, struct lab q)
{
    double c_mean = (hypot(p.a, p.b) + hypot(q.a, q.b)) / 2;
    double g = 0.5 * (1 - sqrt(pow(c_mean, 7) / (pow(c_mean, 7) + pow(25, 7))));
    double a1 = (1 + g) * p.a, a2 = (1 + g) * q.a, c1 = hypot(a1, p.b), c2 = hypot(a2, q.b);
    double h1 = hue(a1, p.b), h2 = hue(a2, q.b), turn = h2 - h1;
    if (c1 * c2 == 0)
        turn = 0;
    else if (turn > 180)
        turn -= 360;
    else if (turn < -180)
        turn += 360;
    double dl = q.l - p.l, dc = c2 - c1, dh = 2 * sqrt(c1 * c2) * sin(turn / 2 * PI / 180);
    double l = (p.l + q.l) / 2, c = (c1 + c2) / 2, h = h1 + h2;
    if (c1 * c2 != 0)
        h = fabs(h1 - h2) <= 180 ? h / 2 : h < 360 ? (h + 360) / 2 : (h - 360) / 2;
    double t =
        1 - 0.17 * cos_deg(h - 30) + 0.24 * cos_deg(2 * h) + 0.32 * cos_deg(3 * h + 6) - 0.20 * cos_deg(4 * h - 63);
    double sl = 1 + 0.015 * pow(l - 50, 2) / sqrt(20 + pow(l - 50, 2)), sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
    double rt = -2 * sqrt(pow(c, 7) / (pow(c, 7) + pow(25, 7))) * sin(PI / 3 * exp(-pow((h - 275) / 25, 2)));
    double u = dl / sl, v = dc / sc, w = dh / sh;
    return sqrt(u * u + v * v + w * w + rt * v * w);
}

static double luminance(struct rgb colour)
{
    return 0.2126 * colour.channel[0] + 0.7152 * colour.channel[1] + 0.0722 * colour.channel[2];
}

static double contrast(struct str a, struct str b)
{
    double x = luminance(parse(a)), y = luminance(parse(b));
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

typedef struct str mode_colour(const struct theme *theme, const char *name);

static mode_colour *const MODES[] = {theme_light, theme_dark};

static void expect_differences(const struct theme *theme, const char *const *names, double least)
{
    for (size_t mode = 0; mode < 2; mode++)
        for (size_t i = 0; names[i + 1]; i++)
            for (enum vision vision = VISION_NORMAL; vision < VISION_COUNT; vision++) {
                struct lab a = convert(see(parse(MODES[mode](theme, names[i])), vision));
                struct lab b = convert(see(parse(MODES[mode](theme, names[i + 1])), vision));
                if (difference(a, b) < least)
                    fail_msg("%s and %s differ by %.1f only (%s, vision %d)", names[i], names[i + 1], difference(a, b),
                             mode ? "dark" : "light", (int)vision);
            }
}

static void expect_contrast(const struct theme *theme, const char *colour, const char *ground, double least)
{
    for (size_t mode = 0; mode < 2; mode++) {
        double ratio = contrast(MODES[mode](theme, colour), MODES[mode](theme, ground));
        if (ratio < least)
            fail_msg("%s on %s is %.2f:1 in %s, not %.1f:1", colour, ground, ratio, mode ? "dark" : "light", least);
    }
}

static void the_difference_is_that_of_the_published_test_data(void **state)
{
    (void)state; /* Sharma, Wu and Dalal, table 1: pairs 1, 7, 17 and 25 */
    assert_true(fabs(difference((struct lab){50, 2.6772, -79.7751}, (struct lab){50, 0, -82.7485}) - 2.0425) < 5e-5);
    assert_true(fabs(difference((struct lab){50, 0, 0}, (struct lab){50, -1, 2}) - 2.3669) < 5e-5);
    assert_true(fabs(difference((struct lab){50, 2.5, 0}, (struct lab){73, 25, -18}) - 27.1492) < 5e-5);
    assert_true(fabs(difference((struct lab){60.2574, -34.0099, 36.2677}, (struct lab){60.4626, -34.1751, 39.4387}) -
                     1.2644) < 5e-5);
}

static void neighbouring_classes_differ_for_everybody(void **state)
{
    expect_differences(*state, (const char *const[]){"q1", "q2", "q3", "q4", "q5", NULL}, 10);
    expect_differences(*state, (const char *const[]){"d1", "d2", "d3", "d4", "d5", NULL}, 10);
}

static void neighbouring_parts_of_a_stack_differ_for_everybody(void **state)
{
    expect_differences(*state, (const char *const[]){"q5", "q3", "q4", "q2", "data", "q1", "edge", NULL}, 10);
}

static void the_target_differs_from_the_data_for_everybody(void **state)
{
    expect_differences(*state, (const char *const[]){"target", "data", NULL}, 10);
    expect_differences(*state, (const char *const[]){"target", "ink-2", NULL}, 10);
}

static void texts_reach_4_5(void **state)
{
    static const char *const TEXTS[] = {"ink", "ink-2", "link", "target"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        expect_contrast(*state, TEXTS[i], "paper", 4.5);
        expect_contrast(*state, TEXTS[i], "tint", 4.5);
    }
    expect_contrast(*state, "paper", "data", 4.5);
    expect_contrast(*state, "ink-2", "land", 4.5);
}

static void texts_inside_parts_of_a_stack_reach_4_5(void **state)
{
    static const struct {
        const char *text, *part;
    } PAIRS[] = {{"on-q5", "q5"}, {"on-q4", "q4"},   {"on-q3", "q3"},    {"on-q2", "q2"},
                 {"on-q1", "q1"}, {"paper", "data"}, {"on-edge", "edge"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++)
        expect_contrast(*state, PAIRS[i].text, PAIRS[i].part, 4.5);
}

static void graphics_reach_3(void **state)
{
    static const char *const COLOURS[] = {"data", "data-2", "target", "edge", "hatch-line", "ink"};
    for (size_t i = 0; i < sizeof COLOURS / sizeof *COLOURS; i++)
        expect_contrast(*state, COLOURS[i], "paper", 3);
}

static struct arena arena;

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
        cmocka_unit_test(neighbouring_classes_differ_for_everybody),
        cmocka_unit_test(neighbouring_parts_of_a_stack_differ_for_everybody),
        cmocka_unit_test(the_target_differs_from_the_data_for_everybody),
        cmocka_unit_test(texts_reach_4_5),
        cmocka_unit_test(texts_inside_parts_of_a_stack_reach_4_5),
        cmocka_unit_test(graphics_reach_3),
    };
    return cmocka_run_group_tests(tests, open_theme, close_theme);
}
