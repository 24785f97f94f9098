/* Every chart on ordinary and degenerate data: no text outside the drawing, none over another, no number that is not
 * finite, well-formed SVG. With GENCARTO_GALLERY=FOLDER each case is also written there as SVG and PNG, to be looked
 * at. The data are simulated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "../draw/expected.h"
#include "gencarto/base/file.h"
#include "gencarto/base/random.h"
#include "gencarto/render/chart/bars.h"
#include "gencarto/render/chart/bullet.h"
#include "gencarto/render/chart/icon.h"
#include "gencarto/render/chart/line.h"
#include "gencarto/render/chart/sparkline.h"
#include "gencarto/render/chart/stack.h"
#include "gencarto/render/chart/strip.h"
#include "gencarto/render/draw/canvas.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/xml/document.h"
#include "kinds.h"

struct fixture {
    struct arena arena;
    const struct theme *theme;
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct chart_value given(double value)
{
    return (struct chart_value){.present = true, .value = value};
}

static struct chart_value provisional(double value)
{
    return (struct chart_value){.present = true, .value = value, .status = STATUS_PROVISIONAL};
}

static struct chart_value secret(void)
{
    return (struct chart_value){.status = STATUS_CONFIDENTIAL};
}

static struct period quarter(int year, int number)
{
    return (struct period){4 * year + number - 1};
}

/* ---- bullets ---- */

static const struct chart_unit PERSONS = {QUANTITY_NUMBER, 0}, PERCENT = {QUANTITY_PERCENT, 1};

static void draw_bullet(struct drawing *out, const struct chart_setting *setting, struct bullet_data data)
{
    bullet_draw(out, &data, setting);
    out->title = STR("Apprenants : 11 410 pour une cible de 10 000");
}

static void bullet_reached(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(
        out, s,
        (struct bullet_data){PERSONS, given(11410), given(4587), given(10000), STR("cible 10\u202f000"), STR("")});
}

static void bullet_doubled(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERSONS, given(314), given(172), given(200), STR("cible 200"), STR("")});
}

static void bullet_missed(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s,
                (struct bullet_data){PERCENT, given(24), given(22.8), given(30), STR("cible 30\u00a0%"), STR("")});
}

static void bullet_receding(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERCENT, given(24), given(28.8), given(90), STR("cible 90 %"), STR("")});
}

static void bullet_far_above(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERSONS, given(98765), given(4), given(10), STR("cible 10"), STR("")});
}

static void bullet_zero(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERSONS, given(0), given(0), given(0), STR("cible 0"), STR("")});
}

static void bullet_secret(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(
        out, s,
        (struct bullet_data){PERCENT, secret(), {0}, given(30), STR("cible 30\u00a0%"), STR("secret statistique")});
}

static void bullet_alone(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERCENT, given(7.5), {0}, {0}, STR(""), STR("")});
}

static void bullet_negative(struct drawing *out, const struct chart_setting *s)
{
    draw_bullet(out, s, (struct bullet_data){PERCENT, given(-3.2), given(1), given(2), STR("cible 2 %"), STR("")});
}

/* ---- lines ---- */

static const double LEARNERS[] = {610, 1300, 2315, 4585, 6190, 7480, 8595, 11410};

static struct line_data line_sample(const struct chart_setting *s, const double *values, size_t count)
{
    struct line_point *points = arena_array(s->arena, struct line_point, count);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct line_point){.period = quarter(2016, 1 + (int)i), .value = given(values[i])};
    if (count > 0)
        points[count - 1].value.status = STATUS_PROVISIONAL;
    struct line_point *pace = arena_array(s->arena, struct line_point, 2);
    pace[0] = (struct line_point){.period = quarter(2016, 4), .value = given(4585)};
    pace[1] = (struct line_point){.period = quarter(2017, 4), .value = given(10000)};
    static const struct line_annotation ANNOTATIONS[] = {
        {{4 * 2016}, {STR_INIT("1er appel à projets"), STR_INIT("171 formations labellisées")}, STR_INIT("1er appel")},
        {{4 * 2017}, {STR_INIT("2e appel à projets"), STR_INIT("242 formations labellisées")}, STR_INIT("2e appel")},
    };
    static const struct line_milestone MILESTONES[] = {{{4 * 2016 + 3},
                                                        2500,
                                                        STR_INIT("cible de la vague 1\u00a0: 2\u202f500 fin 2016"),
                                                        STR_INIT("vague 1\u00a0: 2\u202f500")}};
    return (struct line_data){
        .unit = PERSONS,
        .unit_label = s->size == CHART_NARROW ? STR("apprenants") : STR("apprenants (cumul)"),
        .quarter_prefix = STR("T"),
        .first = quarter(2016, 1),
        .last = quarter(2017, 4),
        .starts_at_zero = true,
        .points = points,
        .point_count = count,
        .end_note = STR("+1 410 sur la cible"),
        .target = given(10000),
        .target_label = STR("cible fin 2017\u00a0: 10\u202f000"),
        .target_short_label = STR("cible 10\u202f000"),
        .pace = {pace,
                 2,
                 {STR("rythme requis après 2016 :"), STR("1 353 apprenants par trimestre")},
                 {STR("rythme"), STR("requis")}},
        .annotations = ANNOTATIONS,
        .annotation_count = 2,
        .milestones = MILESTONES,
        .milestone_count = 1,
        .empty_label = STR("aucune valeur publiée"),
    };
}

static void line_reached(struct drawing *out, const struct chart_setting *s)
{
    struct line_data data = line_sample(s, LEARNERS, COUNT(LEARNERS));
    line_draw(out, &data, s);
}

static void line_behind(struct drawing *out, const struct chart_setting *s)
{
    static const double VALUES[] = {200, 500, 1100, 4585, 4900, 5400, 5600, 6100};
    struct line_data data = line_sample(s, VALUES, COUNT(VALUES));
    data.end_note = STR("−3 900 sous la cible");
    line_draw(out, &data, s);
}

static void line_half_way(struct drawing *out, const struct chart_setting *s)
{
    struct line_data data = line_sample(s, LEARNERS, 5);
    struct line_point *trajectory = arena_array(s->arena, struct line_point, 9);
    for (int i = 0; i < 9; i++)
        trajectory[i] = (struct line_point){.period = {quarter(2016, 1).index - 1 + i}, .value = given(1250 * i)};
    static const struct line_interval FORECAST[] = {
        {{4 * 2017 + 1}, 7000, 7600, 8200}, {{4 * 2017 + 2}, 7900, 9000, 10100}, {{4 * 2017 + 3}, 8700, 10400, 12100}};
    data.trajectory =
        (struct line_guide){trajectory, 9, {STR("trajectoire de la cible"), STR("")}, {STR("trajectoire"), STR("")}};
    data.pace.count = 0;
    data.forecast = FORECAST;
    data.forecast_count = 3;
    data.forecast_label = STR("prévision\u00a0: 8\u202f700 à 12\u202f100");
    data.end_note = STR("60 au-dessus de la trajectoire");
    line_draw(out, &data, s);
}

static void line_revised(struct drawing *out, const struct chart_setting *s)
{
    struct line_data data = line_sample(s, LEARNERS, 7);
    struct line_point *points = arena_array(s->arena, struct line_point, 7);
    for (size_t i = 0; i < 7; i++)
        points[i] = data.points[i];
    points[3].value.status = points[5].value.status = STATUS_REVISED;
    points[3].published = given(5600);
    points[5].published = given(7475);
    points[6].is_partial = true;
    data.points = points;
    data.partial_label = STR("trimestre incomplet");
    data.end_note = STR("");
    line_draw(out, &data, s);
}

static void line_one_point(struct drawing *out, const struct chart_setting *s)
{
    struct line_data data = line_sample(s, LEARNERS, 1);
    line_draw(out, &data, s);
}

static void line_empty(struct drawing *out, const struct chart_setting *s)
{
    struct line_data data = line_sample(s, LEARNERS, 0);
    data.pace.count = 0;
    line_draw(out, &data, s);
}

static void line_zero(struct drawing *out, const struct chart_setting *s)
{
    static const double VALUES[8] = {0};
    struct line_data data = line_sample(s, VALUES, COUNT(VALUES));
    data.target = (struct chart_value){0};
    data.pace.count = 0;
    data.milestone_count = 0;
    data.end_note = STR("");
    line_draw(out, &data, s);
}

static void line_with_gaps(struct drawing *out, const struct chart_setting *s)
{
    static const double VALUES[] = {22.1, 21.4, 23.6, 22.8, 23.4, 25.1, 24.9, 24.0};
    struct line_data data = line_sample(s, VALUES, COUNT(VALUES));
    struct line_point *points = arena_array(s->arena, struct line_point, 8);
    for (size_t i = 0; i < 8; i++)
        points[i] = data.points[i];
    points[2].value = secret();
    points[5].value = secret();
    data.points = points;
    data.unit = PERCENT;
    data.unit_label = STR("femmes, % des apprenants");
    data.starts_at_zero = false;
    data.target = given(30);
    data.target_label = data.target_short_label = STR("cible 30\u00a0%");
    data.end_note = STR("6,0 points sous la cible");
    data.pace.count = 0;
    data.milestone_count = 0;
    line_draw(out, &data, s);
}

static void line_long(struct drawing *out, const struct chart_setting *s)
{
    double values[28];
    for (int i = 0; i < 28; i++)
        values[i] = 400 * i + 90 * (i % 4);
    struct line_data data = line_sample(s, values, COUNT(values));
    data.last = quarter(2022, 4);
    data.end_note = STR("");
    line_draw(out, &data, s);
}

/* ---- bars ---- */

static void line_far_above(struct drawing *out, const struct chart_setting *s)
{
    static const double VALUES[] = {120, 1500, 22150, 45850, 81900, 174800, 385950, 1114100};
    struct line_data data = line_sample(s, VALUES, COUNT(VALUES));
    data.end_note = STR("111 fois la cible");
    line_draw(out, &data, s);
}

struct region {
    const char *name;
    double share, count;
};

static const struct region REGIONS[] = {
    {"Pays de la Loire", 34.6, 355},
    {"Occitanie", 28.9, 705},
    {"Provence-Alpes-Côte d’Azur", 28.2, 440},
    {"Auvergne-Rhône-Alpes", 27.4, 655},
    {"La Réunion", 27.3, 140},
    {"Bretagne", 26.4, 360},
    {"Grand Est", 19.8, 465},
    {"Île-de-France", 28.0, 1940},
    {"Corse", 8.1, 45},
    {"À distance ou non localisé", 21.2, 4110},
};

static void draw_regions(struct drawing *out, const struct chart_setting *s, bool counts, double target,
                         double reference)
{
    struct bars_row *rows = arena_array(s->arena, struct bars_row, COUNT(REGIONS) + 2);
    for (size_t i = 0; i < COUNT(REGIONS); i++) {
        rows[i].name = str_from(REGIONS[i].name);
        rows[i].value = given(counts ? REGIONS[i].count : REGIONS[i].share);
        rows[i].href = STR("territoires/region/index.html");
        rows[i].link_title = rows[i].name;
        rows[i].is_emphasised = i == 1;
    }
    rows[COUNT(REGIONS)] =
        (struct bars_row){.name = STR("Mayotte"), .value = secret(), .absent_label = STR("secret statistique")};
    rows[COUNT(REGIONS) + 1] =
        (struct bars_row){.name = STR("Guyane"), .absent_label = STR("pas de formation sur place")};
    struct bars_data data = {.unit = counts ? PERSONS : PERCENT, .rows = rows, .count = COUNT(REGIONS) + 2};
    if (target > 0) {
        data.target = given(target);
        data.target_label = STR("cible 30\u00a0%");
    }
    if (reference > 0) {
        data.reference = given(reference);
        data.reference_label = STR("France 25,5 %");
    }
    bars_draw(out, &data, s);
}

static void bars_shares(struct drawing *out, const struct chart_setting *s)
{
    draw_regions(out, s, false, 30, 25.5);
}

static void bars_counts(struct drawing *out, const struct chart_setting *s)
{
    draw_regions(out, s, true, 0, 0);
}

static void bars_rules_together(struct drawing *out, const struct chart_setting *s)
{
    draw_regions(out, s, false, 30, 29.9);
}

static void bars_target_far(struct drawing *out, const struct chart_setting *s)
{
    draw_regions(out, s, false, 99, 2);
}

static void bars_empty(struct drawing *out, const struct chart_setting *s)
{
    struct bars_data data = {.unit = PERSONS, .empty_label = STR("aucune région")};
    bars_draw(out, &data, s);
}

static void bars_mixed(struct drawing *out, const struct chart_setting *s)
{
    const struct bars_row rows[] = {
        {.name = STR("Bretagne"), .value = given(0)},
        {.name = STR("Corse"), .value = given(-4.5)},
        {.name = STR("Un territoire au nom vraiment très long, sur deux lignes au moins"), .value = given(3)}};
    struct bars_data data = {.unit = PERCENT, .rows = rows, .count = 3};
    bars_draw(out, &data, s);
}

/* ---- strip, sparkline, stack ---- */

static void draw_strip(struct drawing *out, const struct chart_setting *s, struct strip_data data)
{
    struct chart_value *values = arena_array(s->arena, struct chart_value, COUNT(REGIONS));
    for (size_t i = 0; i < COUNT(REGIONS); i++)
        values[i] = i == 3 ? secret() : given(REGIONS[i].share);
    data.values = values;
    data.count = COUNT(REGIONS);
    data.unit = PERCENT;
    strip_draw(out, &data, s);
}

static void strip_ordinary(struct drawing *out, const struct chart_setting *s)
{
    draw_strip(out, s, (struct strip_data){.here = given(28.9), .reference = given(25.5), .target = given(30)});
}

static void strip_squeezed(struct drawing *out, const struct chart_setting *s)
{
    draw_strip(out, s, (struct strip_data){.here = given(28.9), .reference = given(25.5), .target = given(500)});
}

static void strip_one(struct drawing *out, const struct chart_setting *s)
{
    struct chart_value value = given(12);
    struct strip_data data = {.unit = PERCENT, .values = &value, .count = 1, .here = value};
    strip_draw(out, &data, s);
}

static void strip_none(struct drawing *out, const struct chart_setting *s)
{
    struct strip_data data = {.unit = PERCENT, .absent_label = STR("secret pour toutes les régions")};
    strip_draw(out, &data, s);
}

static void sparkline_ordinary(struct drawing *out, const struct chart_setting *s)
{
    struct chart_value values[] = {given(610),  given(690),  given(1015), secret(),
                                   given(1605), given(1290), given(1115), provisional(2815)};
    struct sparkline_data data = {values, COUNT(values)};
    sparkline_draw(out, &data, s);
}

static void sparkline_negative(struct drawing *out, const struct chart_setting *s)
{
    struct chart_value values[] = {given(-3), given(2), given(0), given(1)};
    struct sparkline_data data = {values, COUNT(values)};
    sparkline_draw(out, &data, s);
}

static void sparkline_nothing(struct drawing *out, const struct chart_setting *s)
{
    struct chart_value values[] = {given(0), secret(), given(0)};
    struct sparkline_data data = {values, COUNT(values)};
    sparkline_draw(out, &data, s);
}

static void stack_outcomes(struct drawing *out, const struct chart_setting *s)
{
    const struct str names[] = {STR("En emploi"), STR("En formation"), STR("Création d’entreprise"),
                                STR("Sans emploi ni formation"), STR("Situation inconnue")};
    const struct chart_value values[] = {given(1520), given(610), given(95), given(780), given(1110)};
    const struct stack_row row = {.values = values};
    struct stack_data data = {names, 5, 4, &row, 1, 0};
    stack_draw(out, &data, s);
}

static void stack_direct(struct drawing *out, const struct chart_setting *s)
{
    const struct str names[] = {STR("Oui"), STR("Non"), STR("Inconnu")};
    const struct chart_value values[] = {given(310), given(550), given(140)};
    const struct stack_row row = {.values = values};
    struct stack_data data = {names, 3, 2, &row, 1, 1};
    stack_draw(out, &data, s);
}

static void stack_rows(struct drawing *out, const struct chart_setting *s)
{
    const struct str names[] = {STR("En cours"), STR("Terminé"), STR("Abandonné"), STR("Réorienté"), STR("Inconnu")};
    const struct chart_value a[] = {given(30), given(45), given(10), given(5), given(10)};
    const struct chart_value b[] = {given(0), given(100), given(0), given(0), given(0)};
    const struct chart_value c[] = {secret(), given(100), given(0), given(0), given(0)};
    const struct chart_value d[] = {given(0), given(0), given(0), given(0), given(0)};
    const struct stack_row rows[] = {{STR("Occitanie"), a, STR("")},
                                     {STR("Corse"), b, STR("")},
                                     {STR("Mayotte"), c, STR("secret statistique")},
                                     {STR("Guyane"), d, STR("aucun apprenant")}};
    struct stack_data data = {names, 5, 4, rows, 4, 0};
    stack_draw(out, &data, s);
}

static void stack_seven(struct drawing *out, const struct chart_setting *s)
{
    const struct str names[] = {STR("Un"),   STR("Deux"), STR("Trois"), STR("Quatre"),
                                STR("Cinq"), STR("Six"),  STR("Sept")};
    const struct chart_value values[] = {given(1), given(1), given(1), given(1), given(1), given(1), given(1)};
    const struct stack_row row = {.values = values};
    struct stack_data data = {names, 7, 7, &row, 1, 1};
    stack_draw(out, &data, s);
}

/* ---- icons ---- */

static void icon_all(struct drawing *out, const struct chart_setting *s)
{
    static const char *const STATUSES[] = {"atteint",  "en-bonne-voie", "a-accelerer", "insuffisant",
                                           "en-recul", "manque",        "inconnu"};
    drawing_init(out, s->arena, 7 * 28, 48);
    for (size_t i = 0; i < COUNT(STATUSES); i++) {
        struct drawing icon;
        assert_true(icon_draw(&icon, str_from(STATUSES[i]), s));
        struct mark *group = drawing_group_begin(out, "");
        group->x = 4 + 28 * (double)i;
        group->y = 2;
        for (size_t m = 0; m < icon.count; m++)
            *drawing_add(out, icon.marks[m].kind, "") = icon.marks[m];
        drawing_group_end(out);
        icon_symbol(&icon, (int)i, s);
        group = drawing_group_begin(out, "");
        group->x = 6 + 28 * (double)i;
        group->y = 28;
        for (size_t m = 0; m < icon.count; m++)
            *drawing_add(out, icon.marks[m].kind, "") = icon.marks[m];
        drawing_group_end(out);
    }
}

#define CASE(function)                                                                                                 \
    {                                                                                                                  \
#function, function                                                                                            \
    }
static const struct chart_case CASES[] = {
    CASE(bullet_reached),     CASE(bullet_doubled),
    CASE(bullet_missed),      CASE(bullet_receding),
    CASE(bullet_far_above),   CASE(bullet_zero),
    CASE(bullet_secret),      CASE(bullet_alone),
    CASE(bullet_negative),    CASE(line_reached),
    CASE(line_behind),        CASE(line_half_way),
    CASE(line_revised),       CASE(line_one_point),
    CASE(line_empty),         CASE(line_zero),
    CASE(line_with_gaps),     CASE(line_long),
    CASE(line_far_above),     CASE(bars_shares),
    CASE(bars_counts),        CASE(bars_rules_together),
    CASE(bars_target_far),    CASE(bars_empty),
    CASE(bars_mixed),         CASE(strip_ordinary),
    CASE(strip_squeezed),     CASE(strip_one),
    CASE(strip_none),         CASE(sparkline_ordinary),
    CASE(sparkline_negative), CASE(sparkline_nothing),
    CASE(stack_outcomes),     CASE(stack_direct),
    CASE(stack_rows),         CASE(stack_seven),
    CASE(icon_all),           {NULL, NULL},
};

static const char *const SIZES[] = {"wide", "slim", "narrow"};

/* ---- what must hold of every one ---- */

static void check_numbers(const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->count; i++) {
        const struct mark *mark = &drawing->marks[i];
        assert_true(isfinite(mark->x) && isfinite(mark->y) && isfinite(mark->width) && isfinite(mark->height));
        assert_true(mark->kind != MARK_RECT || (mark->width >= 0 && mark->height >= 0));
        for (size_t s = 0; s < mark->subpath_count; s++)
            for (size_t p = 0; p < mark->subpaths[s].count; p++)
                assert_true(isfinite(mark->subpaths[s].points[p].x) && isfinite(mark->subpaths[s].points[p].y));
    }
}

static void check_texts(const struct fixture *fixture, const struct drawing *drawing, const char *name)
{
    for (size_t i = 0; i < drawing->count; i++) {
        if (drawing->marks[i].kind != MARK_TEXT)
            continue;
        struct box box = theme_text_box(fixture->theme, &drawing->marks[i]);
        if (box.x0 < -0.5 || box.y0 < -0.5 || box.x1 > drawing->width + 0.5 || box.y1 > drawing->height + 0.5)
            fail_msg("%s: \"%.*s\" is cut by the edge", name, STR_ARGS(drawing->marks[i].text));
        for (size_t j = i + 1; j < drawing->count; j++) {
            if (drawing->marks[j].kind != MARK_TEXT)
                continue;
            struct box other = theme_text_box(fixture->theme, &drawing->marks[j]);
            double overlap_x = fmin(box.x1, other.x1) - fmax(box.x0, other.x0);
            double overlap_y = fmin(box.y1, other.y1) - fmax(box.y0, other.y0);
            if (overlap_x > 1 && overlap_y > 1)
                fail_msg("%s: \"%.*s\" and \"%.*s\" overlap", name, STR_ARGS(drawing->marks[i].text),
                         STR_ARGS(drawing->marks[j].text));
        }
    }
}

static void check_svg(struct fixture *fixture, const struct drawing *drawing, const char *name)
{
    struct buf svg;
    struct node *root;
    struct error err = {0};
    buf_init(&svg, &fixture->arena);
    svg_paint(&svg, drawing, fixture->theme, SVG_STANDALONE, STR(""));
    if (!document_parse(&fixture->arena, name, buf_str(&svg), DOCUMENT_XML, &root, &err))
        fail_msg("%s", err.message);
}

typedef void visit_case(struct fixture *fixture, const struct drawing *drawing, const char *name);

static void visit_cases(struct fixture *fixture, const struct chart_case *cases, visit_case *visit)
{
    for (; cases->name; cases++)
        for (size_t size = 0; size < COUNT(SIZES); size++) {
            struct arena_mark mark = arena_save(&fixture->arena);
            struct chart_setting setting = {&fixture->arena, fixture->theme, (enum chart_size)size, LANGUAGE_FR};
            struct drawing drawing;
            cases->draw(&drawing, &setting);
            drawing.id = STR("f1");
            char *name = str_text(&fixture->arena, str_format(&fixture->arena, "%s-%s", cases->name, SIZES[size]));
            visit(fixture, &drawing, name);
            arena_restore(&fixture->arena, mark);
        }
}

static void visit_all(struct fixture *fixture, visit_case *visit)
{
    visit_cases(fixture, CASES, visit);
    visit_cases(fixture, KIND_CASES, visit);
}

static void visit_checks(struct fixture *fixture, const struct drawing *drawing, const char *name)
{
    check_numbers(drawing);
    check_texts(fixture, drawing, name);
    check_svg(fixture, drawing, name);
}

static void every_chart_is_whole_and_legible(void **state)
{
    visit_all(*state, visit_checks);
}

/* ---- any data ---- */

static struct chart_value any_value(struct random_state *random, double scale)
{
    static const enum status ABSENT[] = {STATUS_CONFIDENTIAL, STATUS_NOT_APPLICABLE, STATUS_UNKNOWN};
    if (random_below(random, 8) == 0)
        return (struct chart_value){.status = ABSENT[random_below(random, 3)]};
    double value = floor((random_unit(random) - 0.1) * scale * 10) / 10;
    return random_below(random, 5) == 0 ? provisional(value) : given(value);
}

static double any_scale(struct random_state *random)
{
    return pow(10, 7 * random_unit(random));
}

static void any_line(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    static const double NONE[1] = {0};
    double scale = any_scale(random);
    size_t quarters = 1 + (size_t)random_below(random, 24), count = (size_t)random_below(random, quarters + 1);
    struct line_data data = line_sample(s, NONE, 0);
    struct line_point *points = arena_array(s->arena, struct line_point, count);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct line_point){.period = quarter(2016, 1 + (int)i), .value = any_value(random, scale)};
    data.points = points;
    data.point_count = count;
    data.last = quarter(2016, (int)quarters);
    data.unit = random_below(random, 2) ? PERSONS : PERCENT;
    data.starts_at_zero = random_below(random, 2) == 0;
    data.target = any_value(random, scale);
    data.pace.points = points;
    data.pace.count = count;
    data.milestone_count = scale < 30000 && scale > 2000;
    line_draw(out, &data, s);
}

static void any_bars(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    double scale = any_scale(random);
    size_t count = 1 + (size_t)random_below(random, 20);
    struct bars_row *rows = arena_array(s->arena, struct bars_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct bars_row){.name = str_from(REGIONS[random_below(random, COUNT(REGIONS))].name),
                                    .value = any_value(random, scale),
                                    .absent_label = STR("secret statistique")};
    struct bars_data data = {.unit = random_below(random, 2) ? PERSONS : PERCENT, .rows = rows, .count = count};
    data.target = any_value(random, scale);
    data.reference = any_value(random, scale);
    data.target_label = STR("cible 30\u00a0%");
    data.reference_label = STR("France 25,5\u00a0%");
    bars_draw(out, &data, s);
}

static void any_bullet(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    double scale = any_scale(random);
    struct bullet_data data = {.unit = random_below(random, 2) ? PERSONS : PERCENT,
                               .value = any_value(random, scale),
                               .previous = any_value(random, scale),
                               .target = any_value(random, scale),
                               .target_label = STR("cible"),
                               .absent_label = STR("secret statistique")};
    bullet_draw(out, &data, s);
}

static void any_strip(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    double scale = any_scale(random);
    struct chart_value *values = arena_array(s->arena, struct chart_value, 18);
    for (size_t i = 0; i < 18; i++)
        values[i] = any_value(random, scale);
    struct strip_data data = {PERSONS,      values, 18, values[0], any_value(random, scale), any_value(random, scale),
                              STR("secret")};
    strip_draw(out, &data, s);
}

static void any_stack(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    static const struct str NAMES[] = {STR_INIT("En emploi"), STR_INIT("En formation"), STR_INIT("Sans emploi"),
                                       STR_INIT("Inconnu")};
    struct chart_value *values = arena_array(s->arena, struct chart_value, 4);
    for (size_t i = 0; i < 4; i++)
        values[i] = random_below(random, 30) ? given(floor(fabs(random_unit(random) * any_scale(random)))) : secret();
    const struct stack_row row = {.values = values, .absent_label = STR("secret")};
    struct stack_data data = {NAMES, 4, 3, &row, 1, (int)random_below(random, 2)};
    stack_draw(out, &data, s);
}

typedef void draw_any(struct drawing *out, const struct chart_setting *setting, struct random_state *random);

static void check_any(struct fixture *fixture, draw_any *draw, size_t kind, struct random_state *random)
{
    for (size_t i = 0; i < 300; i++) {
        struct arena_mark mark = arena_save(&fixture->arena);
        struct chart_setting setting = {&fixture->arena, fixture->theme, (enum chart_size)(i % 3), LANGUAGE_FR};
        struct drawing drawing;
        draw(&drawing, &setting, random);
        char *name =
            str_text(&fixture->arena, str_format(&fixture->arena, "kind %zu, draw %zu, %s", kind, i, SIZES[i % 3]));
        check_numbers(&drawing);
        check_texts(fixture, &drawing, name);
        arena_restore(&fixture->arena, mark);
    }
}

static void any_data_gives_a_whole_and_legible_chart(void **state)
{
    static draw_any *const KINDS[] = {any_line, any_bars, any_bullet, any_strip, any_stack};
    struct random_state random;
    random_seed(&random, 2017);
    for (size_t kind = 0; kind < COUNT(KINDS); kind++)
        check_any(*state, KINDS[kind], kind, &random);
}

static void any_comparison_gives_a_whole_and_legible_chart(void **state)
{
    struct random_state random;
    random_seed(&random, 2018);
    for (size_t kind = 0; ANY_KINDS[kind]; kind++)
        check_any(*state, ANY_KINDS[kind], kind, &random);
}

static void the_theme_has_what_charts_ask(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    if (!theme_has(fixture->theme, &CHART_NEEDS, &err))
        fail_msg("%s", err.message);
}

static size_t count_marks(const struct drawing *drawing, enum mark_kind kind, const char *style)
{
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++)
        count += drawing->marks[i].kind == kind && str_equal(drawing->marks[i].style, str_from(style));
    return count;
}

static bool has_text(const struct drawing *drawing, const char *text)
{
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->marks[i].kind == MARK_TEXT && str_equal(drawing->marks[i].text, str_from(text)))
            return true;
    return false;
}

static struct drawing draw_case(struct fixture *fixture, void (*draw)(struct drawing *, const struct chart_setting *),
                                enum chart_size size)
{
    struct drawing drawing;
    struct chart_setting setting = {&fixture->arena, fixture->theme, size, LANGUAGE_FR};
    draw(&drawing, &setting);
    return drawing;
}

static void a_provisional_value_is_hollow_and_flagged(void **state)
{
    struct drawing drawing = draw_case(*state, line_reached, CHART_WIDE);
    assert_int_equal(count_marks(&drawing, MARK_CIRCLE, "dot-hollow"), 1);
    assert_int_equal(count_marks(&drawing, MARK_CIRCLE, "dot"), 7);
    assert_true(has_text(&drawing, "11\u202f410\u00a0(p)"));
}

static void every_label_of_the_ordinary_line_finds_a_place(void **state)
{
    struct drawing drawing = draw_case(*state, line_reached, CHART_WIDE);
    static const char *const TEXTS[] = {"610",
                                        "1\u202f300",
                                        "2\u202f315",
                                        "4\u202f585",
                                        "6\u202f190",
                                        "7\u202f480",
                                        "8\u202f595",
                                        "1er appel à projets",
                                        "2e appel à projets",
                                        "rythme requis après 2016 :",
                                        "cible de la vague 1\u00a0: 2\u202f500 fin 2016"};
    for (size_t i = 0; i < COUNT(TEXTS); i++)
        if (!has_text(&drawing, TEXTS[i]))
            fail_msg("\"%s\" is missing", TEXTS[i]);
}

static void a_missing_quarter_breaks_the_line(void **state)
{
    struct drawing drawing = draw_case(*state, line_with_gaps, CHART_WIDE);
    assert_int_equal(count_marks(&drawing, MARK_PATH, "line"), 3);
    assert_true(has_text(&drawing, "(c)"));
}

static void a_bar_is_as_long_as_its_value(void **state)
{
    struct drawing drawing = draw_case(*state, bars_counts, CHART_WIDE);
    double ratio = 0;
    for (size_t i = 0, bar = 0; i < drawing.count; i++) {
        const struct mark *mark = &drawing.marks[i];
        if (mark->kind != MARK_RECT)
            continue;
        double own = mark->width / REGIONS[bar++].count;
        assert_true(ratio == 0 || fabs(own - ratio) < 1e-9);
        ratio = own;
    }
    assert_true(ratio > 0);
}

static void absent_rows_say_why(void **state)
{
    struct drawing drawing = draw_case(*state, bars_shares, CHART_NARROW);
    assert_true(has_text(&drawing, "secret statistique"));
    assert_true(has_text(&drawing, "pas de formation sur place"));
}

static void percentages_of_a_stack_add_up_to_a_hundred(void **state)
{
    struct drawing drawing = draw_case(*state, stack_seven, CHART_WIDE);
    size_t low = 0, high = 0;
    for (size_t i = 0; i < drawing.count; i++) {
        low += str_equal(drawing.marks[i].text, STR("14,2\u00a0%"));
        high += str_equal(drawing.marks[i].text, STR("14,3\u00a0%"));
    }
    assert_int_equal(low, 1); /* 6 x 14.3 + 14.2 = 100 */
    assert_int_equal(high, 6);
}

static void a_status_without_icon_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct drawing drawing;
    struct chart_setting setting = {&fixture->arena, fixture->theme, CHART_WIDE, LANGUAGE_FR};
    assert_false(icon_draw(&drawing, STR("atteinte"), &setting));
}

/* ---- files ---- */

/* The canvas of the test that runs. */
static struct canvas *canvas;

/* The expected files that were compared. */
static size_t kept_count;

static void visit_files(struct fixture *fixture, const struct drawing *drawing, const char *name)
{
    const char *folder = getenv("GENCARTO_GALLERY");
    struct arena *arena = &fixture->arena;
    struct error err = {0};
    struct buf svg, png;
    buf_init(&svg, arena);
    buf_init(&png, arena);
    svg_paint(&svg, drawing, fixture->theme, SVG_STANDALONE, STR(""));
    assert_true(png_paint(&png, canvas, drawing, 1, &err));
    assert_true(str_starts(buf_str(&png), STR("\x89PNG")));
    if (folder != NULL) {
        char *svg_name = str_text(arena, str_format(arena, "%s.svg", name));
        char *png_name = str_text(arena, str_format(arena, "%s.png", name));
        assert_true(file_write(file_join(arena, folder, svg_name), buf_str(&svg), &err));
        assert_true(file_write(file_join(arena, folder, png_name), buf_str(&png), &err));
    }
}

static void every_chart_is_painted_as_a_picture(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    assert_true(canvas_open(fixture->theme, &canvas, &err));
    visit_all(fixture, visit_files);
    canvas_close(canvas);
}

static void visit_expected(struct fixture *fixture, const struct drawing *drawing, const char *name)
{
    static const char *const KEPT[] = {"line_behind-narrow", "stack_outcomes-narrow"};
    for (size_t i = 0; i < COUNT(KEPT); i++)
        if (str_equal(str_from(name), str_from(KEPT[i]))) {
            char *path =
                str_text(&fixture->arena, str_format(&fixture->arena, "tests/unit/chart/expected/%s.svg", name));
            expect_drawing(path, drawing, fixture->theme);
            kept_count++;
        }
}

static void charts_look_as_they_did(void **state)
{
    kept_count = 0;
    visit_all(*state, visit_expected);
    assert_int_equal(kept_count, 2);
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    struct error err = {0};
    arena_init(&fixture.arena);
    *state = &fixture;
    if (theme_read(&fixture.arena, "templates", &fixture.theme, &err))
        return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    arena_clear(&fixture->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_theme_has_what_charts_ask),
        cmocka_unit_test(every_chart_is_whole_and_legible),
        cmocka_unit_test(any_data_gives_a_whole_and_legible_chart),
        cmocka_unit_test(any_comparison_gives_a_whole_and_legible_chart),
        cmocka_unit_test(every_label_of_the_ordinary_line_finds_a_place),
        cmocka_unit_test(a_provisional_value_is_hollow_and_flagged),
        cmocka_unit_test(a_missing_quarter_breaks_the_line),
        cmocka_unit_test(a_bar_is_as_long_as_its_value),
        cmocka_unit_test(absent_rows_say_why),
        cmocka_unit_test(percentages_of_a_stack_add_up_to_a_hundred),
        cmocka_unit_test(a_status_without_icon_is_refused),
        cmocka_unit_test(every_chart_is_painted_as_a_picture),
        cmocka_unit_test(charts_look_as_they_did),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
