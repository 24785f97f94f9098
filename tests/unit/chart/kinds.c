#include "kinds.h"

#include <math.h>
#include <stddef.h>

#include "gencarto/render/chart/dumbbell.h"
#include "gencarto/render/chart/grouped.h"
#include "gencarto/render/chart/heat.h"
#include "gencarto/render/chart/multiples.h"
#include "gencarto/render/chart/pyramid.h"
#include "gencarto/render/chart/slope.h"
#include "gencarto/render/chart/waterfall.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { REGION_COUNT = 19, QUARTERS = 8 };

static const char *const NAMES[REGION_COUNT] = {"Auvergne-Rhône-Alpes",
                                                "Bourgogne-Franche-Comté",
                                                "Bretagne",
                                                "Centre-Val de Loire",
                                                "Corse",
                                                "Grand Est",
                                                "Guadeloupe",
                                                "Guyane",
                                                "Hauts-de-France",
                                                "Île-de-France",
                                                "La Réunion",
                                                "Martinique",
                                                "Mayotte",
                                                "Normandie",
                                                "Nouvelle-Aquitaine",
                                                "Occitanie",
                                                "Pays de la Loire",
                                                "Provence-Alpes-Côte d’Azur",
                                                "À distance ou non localisé"};
static const double BEFORE[REGION_COUNT] = {25.1, 22.0, 25.9, 24.9, 9.9,  20.2, 24.0, 0,    20.1, 26.3,
                                            27.1, 18.2, 0,    21.0, 24.2, 26.0, 31.8, 22.4, 19.9};
static const double AFTER[REGION_COUNT] = {27.4, 24.1, 26.4, 25.6, 8.1,  19.8, 26.2, 0,    21.2, 28.0,
                                           27.3, 19.0, 0,    21.0, 24.4, 28.9, 34.6, 28.2, 21.2};

static const struct chart_unit PERSONS = {QUANTITY_NUMBER, 0}, PERCENT = {QUANTITY_PERCENT, 1};
static const struct chart_words WORDS = {STR_INIT("secret statistique"), STR_INIT("sans objet"), STR_INIT("n.d.")};
static const struct chart_words SIGNS = {STR_INIT("c"), STR_INIT("///"), STR_INIT("n.d.")};

static struct chart_value given(double value)
{
    return (struct chart_value){.present = true, .value = value};
}

static struct chart_value absent(enum status status)
{
    return (struct chart_value){.status = status};
}

/* The simulated share of a region: two are not shown, each for its reason. */
static struct chart_value share(const double *shares, size_t region)
{
    if (region == 12)
        return absent(STATUS_CONFIDENTIAL);
    if (region == 7)
        return absent(STATUS_UNKNOWN);
    return given(shares[region]);
}

/* ---- grouped bars ---- */

static const struct str SERIES[] = {STR_INIT("2015"), STR_INIT("2016"), STR_INIT("2017"), STR_INIT("2018 (prévu)")};

static void draw_grouped(struct drawing *out, const struct chart_setting *s, size_t count, size_t series)
{
    struct grouped_row *rows = arena_array(s->arena, struct grouped_row, count);
    for (size_t i = 0; i < count; i++) {
        struct chart_value *values = arena_array(s->arena, struct chart_value, series);
        for (size_t v = 0; v < series; v++)
            values[v] = share(v % 2 ? AFTER : BEFORE, (i + 5) % REGION_COUNT);
        rows[i] = (struct grouped_row){
            .name = str_from(NAMES[(i + 5) % REGION_COUNT]), .values = values, .is_emphasised = i == 1};
    }
    struct grouped_data data = {PERCENT, SERIES, series, rows, count, WORDS, STR("aucune région")};
    grouped_draw(out, &data, s);
}

static void grouped_two(struct drawing *out, const struct chart_setting *s)
{
    draw_grouped(out, s, 9, 2);
}

static void grouped_four(struct drawing *out, const struct chart_setting *s)
{
    draw_grouped(out, s, 4, 4);
}

static void grouped_none(struct drawing *out, const struct chart_setting *s)
{
    draw_grouped(out, s, 0, 2);
}

static void grouped_secret(struct drawing *out, const struct chart_setting *s)
{
    const struct chart_value values[] = {absent(STATUS_CONFIDENTIAL), absent(STATUS_CONFIDENTIAL)};
    const struct grouped_row rows[] = {{.name = STR("Corse"), .values = values},
                                       {.name = STR("Mayotte"), .values = values}};
    struct grouped_data data = {PERSONS, SERIES, 2, rows, 2, WORDS, STR("")};
    grouped_draw(out, &data, s);
}

/* ---- dumbbell and slope ---- */

static void draw_dumbbell(struct drawing *out, const struct chart_setting *s, size_t count, double target)
{
    struct pair_row *rows = arena_array(s->arena, struct pair_row, count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct pair_row){
            .name = str_from(NAMES[i]), .before = share(BEFORE, i), .after = share(AFTER, i), .is_emphasised = i == 15};
        if (i == 9)
            rows[i].after.status = STATUS_PROVISIONAL;
        if (i == 4)
            rows[i].before = absent(STATUS_CONFIDENTIAL);
    }
    struct dumbbell_data data = {.unit = PERCENT,
                                 .rows = rows,
                                 .count = count,
                                 .before_label = STR("fin 2016"),
                                 .after_label = STR("fin 2017"),
                                 .words = WORDS,
                                 .empty_label = STR("aucune région")};
    if (target > 0) {
        data.target = given(target);
        data.target_label = STR("cible 30\u00a0%");
    }
    dumbbell_draw(out, &data, s);
}

static void dumbbell_regions(struct drawing *out, const struct chart_setting *s)
{
    draw_dumbbell(out, s, REGION_COUNT, 30);
}

static void dumbbell_none(struct drawing *out, const struct chart_setting *s)
{
    draw_dumbbell(out, s, 0, 0);
}

static void dumbbell_zero(struct drawing *out, const struct chart_setting *s)
{
    const struct pair_row row = {.name = STR("Corse"), .before = given(0), .after = given(0)};
    struct dumbbell_data data = {
        .unit = PERSONS, .rows = &row, .count = 1, .before_label = STR("2016"), .after_label = STR("2017")};
    dumbbell_draw(out, &data, s);
}

static void draw_slope(struct drawing *out, const struct chart_setting *s, size_t count, bool equal)
{
    struct pair_row *rows = arena_array(s->arena, struct pair_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct pair_row){.name = str_from(NAMES[i]),
                                    .before = equal ? given(20) : share(BEFORE, i),
                                    .after = equal ? given(20) : share(AFTER, i),
                                    .is_emphasised = i == 15};
    struct slope_data data = {.unit = PERCENT,
                              .rows = rows,
                              .count = count,
                              .before_label = STR("fin 2016"),
                              .after_label = STR("fin 2017"),
                              .missing_label = STR("Non montrés\u00a0:"),
                              .words = WORDS,
                              .empty_label = STR("aucune région n’a ses deux valeurs")};
    slope_draw(out, &data, s);
}

static void slope_regions(struct drawing *out, const struct chart_setting *s)
{
    draw_slope(out, s, REGION_COUNT, false);
}

static void slope_equal(struct drawing *out, const struct chart_setting *s)
{
    draw_slope(out, s, 6, true);
}

static void slope_none(struct drawing *out, const struct chart_setting *s)
{
    draw_slope(out, s, 0, false);
}

/* ---- pyramid ---- */

static void draw_pyramid(struct drawing *out, const struct chart_setting *s, size_t count, bool secret)
{
    static const char *const AGES[] = {"51 ans et plus", "41 à 50 ans", "31 à 40 ans",
                                       "26 à 30 ans",    "18 à 25 ans", "moins de 18 ans"};
    static const double WOMEN[] = {85, 210, 455, 690, 1240, 60}, MEN[] = {260, 695, 1480, 2230, 3820, 185};
    struct pyramid_row *rows = arena_array(s->arena, struct pyramid_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] =
            (struct pyramid_row){str_from(AGES[i]), secret || i == 5 ? absent(STATUS_CONFIDENTIAL) : given(WOMEN[i]),
                                 secret ? absent(STATUS_CONFIDENTIAL) : given(MEN[i])};
    struct pyramid_data data = {PERSONS, rows, count, STR("Femmes"), STR("Hommes"), WORDS, STR("aucun apprenant")};
    pyramid_draw(out, &data, s);
}

static void pyramid_ages(struct drawing *out, const struct chart_setting *s)
{
    draw_pyramid(out, s, 6, false);
}

static void pyramid_secret(struct drawing *out, const struct chart_setting *s)
{
    draw_pyramid(out, s, 6, true);
}

static void pyramid_none(struct drawing *out, const struct chart_setting *s)
{
    draw_pyramid(out, s, 0, false);
}

/* ---- waterfall ---- */

static void draw_waterfall(struct drawing *out, const struct chart_setting *s, const struct waterfall_row *rows,
                           size_t count)
{
    struct waterfall_data data = {.unit = PERCENT,
                                  .decimals = 1,
                                  .in_points = true,
                                  .rows = rows,
                                  .count = count,
                                  .rest_label = STR("non expliqué"),
                                  .words = WORDS,
                                  .empty_label = STR("aucune contribution")};
    waterfall_draw(out, &data, s);
}

static void waterfall_gap(struct drawing *out, const struct chart_setting *s)
{
    const struct waterfall_row rows[] = {{STR("Développement web"), given(-1.8), false},
                                         {STR("Données et intelligence artificielle"), given(-0.9), false},
                                         {STR("Infrastructures, réseaux et sécurité"), given(-2.6), false},
                                         {STR("Communication numérique"), given(0.7), false},
                                         {STR("Médiation"), absent(STATUS_CONFIDENTIAL), false},
                                         {STR("Écart à la cible"), given(-6), true}};
    draw_waterfall(out, s, rows, COUNT(rows));
}

static void waterfall_change(struct drawing *out, const struct chart_setting *s)
{
    const struct waterfall_row rows[] = {{STR("fin 2016"), given(22.8), true},
                                         {STR("plus de femmes dans chaque famille"), given(1.9), false},
                                         {STR("familles plus masculines"), given(-0.7), false},
                                         {STR("fin 2017"), given(24), true}};
    draw_waterfall(out, s, rows, COUNT(rows));
}

static void waterfall_zero(struct drawing *out, const struct chart_setting *s)
{
    const struct waterfall_row rows[] = {{STR("Web"), given(0), false}, {STR("Écart"), given(0), true}};
    draw_waterfall(out, s, rows, COUNT(rows));
}

static void waterfall_none(struct drawing *out, const struct chart_setting *s)
{
    draw_waterfall(out, s, NULL, 0);
}

/* ---- heat table ---- */

static const struct str HEADS[QUARTERS] = {STR_INIT("2016 T1"), STR_INIT("2016 T2"), STR_INIT("2016 T3"),
                                           STR_INIT("2016 T4"), STR_INIT("2017 T1"), STR_INIT("2017 T2"),
                                           STR_INIT("2017 T3"), STR_INIT("2017 T4")};

static void draw_heat(struct drawing *out, const struct chart_setting *s, size_t count, double flat)
{
    struct heat_row *rows = arena_array(s->arena, struct heat_row, count);
    for (size_t i = 0; i < count; i++) {
        struct chart_value *values = arena_array(s->arena, struct chart_value, QUARTERS);
        for (size_t q = 0; q < QUARTERS; q++) {
            values[q] = share(AFTER, i);
            values[q].value += flat < 0 ? (double)(q * (i % 3)) / 2 : flat - values[q].value;
        }
        if (i == 4)
            values[0] = values[1] = absent(STATUS_NOT_APPLICABLE);
        rows[i] = (struct heat_row){.name = str_from(NAMES[i]), .values = values};
    }
    struct heat_data data = {.unit = PERCENT,
                             .columns = HEADS,
                             .column_count = QUARTERS,
                             .rows = rows,
                             .count = count,
                             .key_label = STR("Part de femmes"),
                             .signs = SIGNS,
                             .words = WORDS,
                             .cut_label = STR("Premiers trimestres\u00a0: dans le tableau."),
                             .empty_label = STR("aucune région")};
    heat_draw(out, &data, s);
}

static void heat_regions(struct drawing *out, const struct chart_setting *s)
{
    draw_heat(out, s, REGION_COUNT, -1);
}

static void heat_zero(struct drawing *out, const struct chart_setting *s)
{
    draw_heat(out, s, 4, 0);
}

static void heat_none(struct drawing *out, const struct chart_setting *s)
{
    draw_heat(out, s, 0, 0);
}

static void heat_secret(struct drawing *out, const struct chart_setting *s)
{
    struct chart_value values[QUARTERS];
    for (size_t q = 0; q < QUARTERS; q++)
        values[q] = absent(STATUS_CONFIDENTIAL);
    const struct heat_row row = {.name = STR("Mayotte"), .values = values};
    struct heat_data data = {.unit = PERCENT,
                             .columns = HEADS,
                             .column_count = QUARTERS,
                             .rows = &row,
                             .count = 1,
                             .key_label = STR("Part de femmes"),
                             .signs = SIGNS,
                             .words = WORDS};
    heat_draw(out, &data, s);
}

/* ---- small multiples ---- */

static void draw_multiples(struct drawing *out, const struct chart_setting *s, size_t count, size_t quarters,
                           double target)
{
    struct multiples_panel *panels = arena_array(s->arena, struct multiples_panel, count);
    struct chart_value *reference = arena_array(s->arena, struct chart_value, quarters);
    for (size_t q = 0; q < quarters; q++)
        reference[q] = given(22 + 0.4 * (double)q);
    for (size_t p = 0; p < count; p++) {
        struct chart_value *values = arena_array(s->arena, struct chart_value, quarters);
        for (size_t q = 0; q < quarters; q++) {
            values[q] = share(AFTER, p);
            values[q].value += values[q].present ? 0.9 * (double)((q * (p + 3)) % 5) - 0.4 * (double)q : 0;
        }
        if (p == 4 && quarters > 4)
            values[3] = absent(STATUS_CONFIDENTIAL);
        panels[p] = (struct multiples_panel){.name = str_from(NAMES[p]), .values = values};
        if (quarters > 0 && values[quarters - 1].present)
            values[quarters - 1].status = STATUS_PROVISIONAL;
    }
    struct multiples_data data = {.unit = PERCENT,
                                  .first = {4 * 2016},
                                  .quarter_count = quarters,
                                  .panels = panels,
                                  .count = count,
                                  .reference = reference,
                                  .own_label = STR("la région"),
                                  .reference_label = STR("France entière"),
                                  .words = WORDS,
                                  .empty_label = STR("aucune région")};
    if (target > 0) {
        data.target = given(target);
        data.target_label = STR("cible 30\u00a0%");
    }
    multiples_draw(out, &data, s);
}

static void multiples_regions(struct drawing *out, const struct chart_setting *s)
{
    draw_multiples(out, s, REGION_COUNT, QUARTERS, 30);
}

static void multiples_one(struct drawing *out, const struct chart_setting *s)
{
    draw_multiples(out, s, 3, 1, 0);
}

static void multiples_none(struct drawing *out, const struct chart_setting *s)
{
    draw_multiples(out, s, 0, QUARTERS, 0);
}

#define CASE(function)                                                                                                 \
    {                                                                                                                  \
#function, function                                                                                            \
    }
const struct chart_case KIND_CASES[] = {
    CASE(grouped_two),    CASE(grouped_four),      CASE(grouped_none),  CASE(grouped_secret), CASE(dumbbell_regions),
    CASE(dumbbell_none),  CASE(dumbbell_zero),     CASE(slope_regions), CASE(slope_equal),    CASE(slope_none),
    CASE(pyramid_ages),   CASE(pyramid_secret),    CASE(pyramid_none),  CASE(waterfall_gap),  CASE(waterfall_change),
    CASE(waterfall_zero), CASE(waterfall_none),    CASE(heat_regions),  CASE(heat_zero),      CASE(heat_none),
    CASE(heat_secret),    CASE(multiples_regions), CASE(multiples_one), CASE(multiples_none), {NULL, NULL},
};

/* ---- any data ---- */

static double any_scale(struct random_state *random)
{
    return pow(10, 7 * random_unit(random));
}

static struct chart_value any_value(struct random_state *random, double scale, double least)
{
    static const enum status ABSENT[] = {STATUS_CONFIDENTIAL, STATUS_NOT_APPLICABLE, STATUS_UNKNOWN};
    if (random_below(random, 6) == 0)
        return absent(ABSENT[random_below(random, 3)]);
    struct chart_value value = given(floor(fmax(least, random_unit(random) - 0.2) * scale * 10) / 10);
    if (random_below(random, 5) == 0)
        value.status = random_below(random, 2) ? STATUS_PROVISIONAL : STATUS_REVISED;
    return value;
}

static struct chart_value *any_values(const struct chart_setting *s, struct random_state *random, size_t count,
                                      double scale, double least)
{
    struct chart_value *values = arena_array(s->arena, struct chart_value, count);
    for (size_t i = 0; i < count; i++)
        values[i] = any_value(random, scale, least);
    return values;
}

static struct chart_unit any_unit(struct random_state *random)
{
    return random_below(random, 2) ? PERSONS : PERCENT;
}

static struct str any_name(struct random_state *random)
{
    return str_from(NAMES[random_below(random, REGION_COUNT)]);
}

static void any_grouped(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 12), series = 1 + (size_t)random_below(random, GROUPED_SERIES_MAX);
    double scale = any_scale(random);
    struct grouped_row *rows = arena_array(s->arena, struct grouped_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct grouped_row){.name = any_name(random), .values = any_values(s, random, series, scale, -1)};
    struct grouped_data data = {any_unit(random), SERIES, series, rows, count, WORDS, STR("rien")};
    grouped_draw(out, &data, s);
}

static void any_dumbbell(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 20);
    double scale = any_scale(random);
    struct pair_row *rows = arena_array(s->arena, struct pair_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct pair_row){
            .name = any_name(random), .before = any_value(random, scale, -1), .after = any_value(random, scale, -1)};
    struct dumbbell_data data = {.unit = any_unit(random),
                                 .rows = rows,
                                 .count = count,
                                 .before_label = STR("fin 2016"),
                                 .after_label = STR("fin 2017"),
                                 .target = any_value(random, scale, -1),
                                 .target_label = STR("cible"),
                                 .words = WORDS,
                                 .empty_label = STR("rien")};
    dumbbell_draw(out, &data, s);
}

static void any_slope(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 20);
    double scale = any_scale(random);
    struct pair_row *rows = arena_array(s->arena, struct pair_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct pair_row){.name = any_name(random),
                                    .before = any_value(random, scale, -1),
                                    .after = any_value(random, scale, -1),
                                    .is_emphasised = random_below(random, 4) == 0};
    struct slope_data data = {.unit = any_unit(random),
                              .rows = rows,
                              .count = count,
                              .before_label = STR("fin 2016"),
                              .after_label = STR("fin 2017"),
                              .missing_label = STR("Non montrés :"),
                              .words = WORDS,
                              .empty_label = STR("rien")};
    slope_draw(out, &data, s);
}

static void any_pyramid(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 9);
    double scale = any_scale(random);
    struct pyramid_row *rows = arena_array(s->arena, struct pyramid_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct pyramid_row){STR("26 à 30 ans"), any_value(random, scale, 0), any_value(random, scale, 0)};
    struct pyramid_data data = {any_unit(random), rows, count, STR("Femmes"), STR("Hommes"), WORDS, STR("rien")};
    pyramid_draw(out, &data, s);
}

static void any_waterfall(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 9);
    double scale = any_scale(random);
    struct waterfall_row *rows = arena_array(s->arena, struct waterfall_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct waterfall_row){any_name(random), any_value(random, scale, -1), random_below(random, 4) == 0};
    draw_waterfall(out, s, rows, count);
}

static void any_heat(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 12), columns = (size_t)random_below(random, QUARTERS + 1);
    double scale = any_scale(random);
    struct heat_row *rows = arena_array(s->arena, struct heat_row, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct heat_row){.name = any_name(random), .values = any_values(s, random, columns, scale, -1)};
    struct heat_data data = {.unit = any_unit(random),
                             .columns = HEADS,
                             .column_count = columns,
                             .rows = rows,
                             .count = count,
                             .key_label = STR("Valeur"),
                             .signs = SIGNS,
                             .words = WORDS,
                             .cut_label = STR("Premiers trimestres : dans le tableau."),
                             .empty_label = STR("rien")};
    heat_draw(out, &data, s);
}

static void any_multiples(struct drawing *out, const struct chart_setting *s, struct random_state *random)
{
    size_t count = (size_t)random_below(random, 20), quarters = 1 + (size_t)random_below(random, 12);
    double scale = any_scale(random);
    struct multiples_panel *panels = arena_array(s->arena, struct multiples_panel, count);
    for (size_t p = 0; p < count; p++)
        panels[p] =
            (struct multiples_panel){.name = any_name(random), .values = any_values(s, random, quarters, scale, -1)};
    struct multiples_data data = {.unit = any_unit(random),
                                  .first = {4 * 2016 + (int)random_below(random, 4)},
                                  .quarter_count = quarters,
                                  .panels = panels,
                                  .count = count,
                                  .reference = any_values(s, random, quarters, scale, -1),
                                  .own_label = STR("la région"),
                                  .reference_label = STR("France entière"),
                                  .target = any_value(random, scale, -1),
                                  .target_label = STR("cible"),
                                  .words = WORDS,
                                  .empty_label = STR("rien")};
    multiples_draw(out, &data, s);
}

void (*const ANY_KINDS[])(struct drawing *out, const struct chart_setting *setting, struct random_state *random) = {
    any_grouped, any_dumbbell, any_slope, any_pyramid, any_waterfall, any_heat, any_multiples, NULL,
};
