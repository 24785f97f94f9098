#include "gencarto/render/draw/palette.h"

#include <math.h>

#include "gencarto/base/number.h"
#include "style.h"

/* ---- colours ---- */

static const double PI = 3.14159265358979323846;

struct rgb {
    double channel[3]; /* linear, 0..1 */
};

static const double VISIONS[VISION_COUNT][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
};

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c - 'a' + 10;
}

static struct rgb parse(struct str hex)
{
    struct rgb colour;
    for (size_t i = 0; i < 3; i++) {
        double value = (16 * hex_value(hex.ptr[1 + 2 * i]) + hex_value(hex.ptr[2 + 2 * i])) / 255.0;
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

struct lab palette_lab(struct str hex, enum vision vision)
{
    return convert(see(parse(hex), vision));
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

double palette_difference(struct lab p, struct lab q)
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

double palette_contrast(struct str a, struct str b)
{
    double x = luminance(parse(a)), y = luminance(parse(b));
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

/* ---- what must hold ---- */

static const double DIFFERENCE_LEAST = 10, AREA_LEAST = 3, TEXT_LEAST = 4.5;

/* Colours that stand side by side, each list in its order. */
static const char *const NEIGHBOURS[][8] = {
    {"q1", "q2", "q3", "q4", "q5"},
    {"d1", "d2", "d3", "d4", "d5"},
    {"q5", "q3", "q4", "q2", "data", "q1", "edge"}, /* parts of a stack */
    {"v11", "v12", "v13"},                          /* two shares: rows, columns */
    {"v21", "v22", "v23"},
    {"v31", "v32", "v33"},
    {"v11", "v21", "v31"},
    {"v12", "v22", "v32"},
    {"v13", "v23", "v33"},
    {"target", "data"},
    {"target", "ink-2"},
};

/* Styles that fill an area, with the style of the line around it where that is another. */
static const struct {
    const char *area, *outline;
} AREAS[] = {
    {"bar", NULL},      {"bar-light", NULL}, {"bar-strong", NULL}, {"target-mark", NULL}, {"peer", NULL},
    {"series-1", NULL}, {"series-2", NULL},  {"series-3", NULL},   {"series-4", NULL},    {"rise", NULL},
    {"fall", NULL},     {"stack-1", NULL},   {"stack-2", NULL},    {"stack-3", NULL},     {"stack-4", NULL},
    {"stack-5", NULL},  {"stack-6", NULL},   {"stack-7", NULL},    {"hatched", NULL},     {"forecast-band", NULL},
    {"q1", "b-dep"},    {"q2", "b-dep"},     {"q3", "b-dep"},      {"q4", "b-dep"},       {"q5", "b-dep"},
    {"d1", "b-dep"},    {"d2", "b-dep"},     {"d3", "b-dep"},      {"d4", "b-dep"},       {"d5", "b-dep"},
    {"v11", "b-dep"},   {"v12", "b-dep"},    {"v13", "b-dep"},     {"v21", "b-dep"},      {"v22", "b-dep"},
    {"v23", "b-dep"},   {"v31", "b-dep"},    {"v32", "b-dep"},     {"v33", "b-dep"},      {"q1", "cell"},
    {"circle", NULL},   {"f1", "symbol"},    {"f2", "symbol"},     {"f3", "symbol"},      {"f4", "symbol"},
    {"f5", "symbol"},   {"f6", "symbol"},    {"f7", "symbol"},
};

/* Texts on their grounds. */
static const char *const TEXTS[][2] = {
    {"ink", "paper"}, {"ink-2", "paper"}, {"link", "paper"}, {"target", "paper"}, {"ink", "tint"}, {"ink-2", "tint"},
    {"link", "tint"}, {"target", "tint"}, {"paper", "data"}, {"ink-2", "land"},   {"on-q1", "q1"}, {"on-q2", "q2"},
    {"on-q3", "q3"},  {"on-q4", "q4"},    {"on-q5", "q5"},   {"on-edge", "edge"},
};

/* The colour as it is shown in a mode; empty when the theme has none of that name. */
static struct str shown(const struct theme *theme, struct str name, enum palette_mode mode)
{
    const struct colour *colour = theme_colour(theme, name);
    bool more = mode == PALETTE_LIGHT_CONTRAST || mode == PALETTE_DARK_CONTRAST;
    if (colour && more && colour->contrast.len > 0)
        colour = theme_colour(theme, colour->contrast);
    if (!colour)
        return STR("");
    return mode == PALETTE_DARK || mode == PALETTE_DARK_CONTRAST ? colour->dark : colour->light;
}

struct checking {
    const struct theme *theme;
    struct arena *arena;
    struct palette_fault *faults;
    size_t count, capacity;
};

static void add_fault(struct checking *checking, struct palette_fault fault)
{
    *arena_push(checking->arena, checking->faults, checking->count, checking->capacity) = fault;
}

static void check_neighbours(struct checking *checking, const char *first, const char *second, enum palette_mode mode)
{
    struct str a = shown(checking->theme, str_from(first), mode), b = shown(checking->theme, str_from(second), mode);
    if (a.len == 0 || b.len == 0)
        return;
    struct palette_fault worst = {PALETTE_NEIGHBOURS, str_from(first),  str_from(second), mode,
                                  VISION_NORMAL,      DIFFERENCE_LEAST, DIFFERENCE_LEAST};
    for (enum vision vision = VISION_NORMAL; vision < VISION_COUNT; vision++) {
        double found = palette_difference(palette_lab(a, vision), palette_lab(b, vision));
        if (found < worst.found) {
            worst.found = found;
            worst.vision = vision;
        }
    }
    if (worst.found < DIFFERENCE_LEAST)
        add_fault(checking, worst);
}

/* The contrast of a paint with the paper; of a pattern, that of its lines. */
static double paint_contrast(const struct checking *checking, const struct paint *paint, enum palette_mode mode)
{
    const struct colour *colour = paint->colour;
    if (paint->kind == PAINT_PATTERN)
        colour = paint->pattern->lines->stroke.colour;
    if (!colour)
        return 0;
    return palette_contrast(shown(checking->theme, colour->name, mode), shown(checking->theme, STR("paper"), mode));
}

static void check_area(struct checking *checking, const char *area, const char *outline, enum palette_mode mode)
{
    struct style fill = style_resolve(checking->theme, str_from(area));
    struct style line = style_resolve(checking->theme, str_from(outline ? outline : area));
    if (fill.fill.kind == PAINT_UNSET)
        return;
    double found = fmax(paint_contrast(checking, &fill.fill, mode), paint_contrast(checking, &line.stroke, mode));
    if (found < AREA_LEAST)
        add_fault(checking, (struct palette_fault){PALETTE_AREA, str_from(area), STR("paper"), mode, VISION_NORMAL,
                                                   found, AREA_LEAST});
}

static void check_text(struct checking *checking, const char *text, const char *ground, enum palette_mode mode)
{
    struct str a = shown(checking->theme, str_from(text), mode), b = shown(checking->theme, str_from(ground), mode);
    double found = a.len > 0 && b.len > 0 ? palette_contrast(a, b) : TEXT_LEAST;
    if (found < TEXT_LEAST)
        add_fault(checking, (struct palette_fault){PALETTE_TEXT, str_from(text), str_from(ground), mode, VISION_NORMAL,
                                                   found, TEXT_LEAST});
}

size_t palette_check(const struct theme *theme, struct arena *arena, struct palette_fault **out_faults)
{
    struct checking checking = {.theme = theme, .arena = arena};
    for (enum palette_mode mode = PALETTE_LIGHT; mode < PALETTE_MODES; mode++) {
        for (size_t i = 0; i < sizeof NEIGHBOURS / sizeof *NEIGHBOURS; i++)
            for (size_t j = 0; NEIGHBOURS[i][j + 1]; j++)
                check_neighbours(&checking, NEIGHBOURS[i][j], NEIGHBOURS[i][j + 1], mode);
        for (size_t i = 0; i < sizeof AREAS / sizeof *AREAS; i++)
            check_area(&checking, AREAS[i].area, AREAS[i].outline, mode);
        for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
            check_text(&checking, TEXTS[i][0], TEXTS[i][1], mode);
    }
    *out_faults = checking.faults;
    return checking.count;
}

struct str palette_describe(const struct theme *theme, struct arena *arena, const struct palette_fault *fault)
{
    static const char *const MODES[] = {"light", "dark", "light, more contrast", "dark, more contrast"};
    static const char *const EYES[] = {"", ", protanope", ", deuteranope"};
    struct buf text;
    buf_init(&text, arena);
    bool is_pair = fault->rule == PALETTE_NEIGHBOURS;
    buf_format(&text, "%s: %s%.*s %s %.*s %s ", theme->path,
               is_pair                       ? "the neighbours "
               : fault->rule == PALETTE_AREA ? "the area "
                                             : "the text ",
               STR_ARGS(fault->first), is_pair ? "and" : "on", STR_ARGS(fault->second),
               is_pair                       ? "differ by"
               : fault->rule == PALETTE_AREA ? "reaches, with its outline,"
                                             : "reaches");
    number_write_fixed(&text, floor(fault->found * 10) / 10, 1);
    buf_text(&text, is_pair ? ", not " : ":1, not ");
    number_write(&text, fault->wanted);
    buf_format(&text, "%s (%s%s)", is_pair ? "" : ":1", MODES[fault->mode], EYES[fault->vision]);
    return buf_str(&text);
}
