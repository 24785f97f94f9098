/* The simulated programme against the figures it is calibrated on, read again from its CSV files by means of their own:
 * counts within 1 %, shares within 1 point. Holds for the committed input/gen and for another seed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/simulation/simulation.h"

/* --- CSV of ours: semicolons, no quoted cell in these tables --- */

#define CELLS 40

struct row {
    struct str cells[CELLS];
    int file;
};

struct table {
    struct str headers[CELLS];
    size_t columns, count, capacity;
    struct row *rows;
};

static struct str cell(const struct table *table, const struct row *row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++)
        if (str_equal(table->headers[i], str_from(column)))
            return row->cells[i];
    fail_msg("no column %s", column);
    return STR("");
}

static bool is(const struct table *table, const struct row *row, const char *column, const char *value)
{
    return str_equal(cell(table, row, column), str_from(value));
}

static double number(struct str text)
{
    char buffer[64];
    snprintf(buffer, sizeof buffer, "%.*s", STR_ARGS(text));
    return strtod(buffer, NULL);
}

static size_t split(struct str line, struct str *out_cells)
{
    size_t count = 0;
    while (str_split(&line, ';', &out_cells[count]))
        count++;
    return count;
}

static void add_file(struct arena *arena, struct table *table, const char *folder, const char *name, int file)
{
    struct str content, line;
    struct error err = {0};
    if (!file_read(arena, file_join(arena, folder, name), &content, &err))
        fail_msg("%s", err.message);
    str_split(&content, '\n', &line);
    table->columns = split(line, table->headers);
    while (content.len && str_split(&content, '\n', &line)) {
        if (!line.len)
            continue;
        if (table->count == table->capacity) {
            size_t capacity = table->capacity ? table->capacity * 2 : 1024;
            table->rows =
                arena_grow(arena, table->rows, table->capacity * sizeof *table->rows, capacity * sizeof *table->rows);
            table->capacity = capacity;
        }
        struct row *row = &table->rows[table->count++];
        row->file = file;
        assert_int_equal(split(line, row->cells), table->columns);
    }
}

/* --- the programme, with the last state of each enrolment and the first entry of each person --- */

struct programme {
    struct arena arena;
    struct table trainings, labels, applications, received, enrolments, learners;
};

static int compare_by_id(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = str_compare(left->cells[0], right->cells[0]);
    return order ? order : left->file - right->file;
}

/* inscription_id, apprenant and date_entree are the columns 0, 1 and 4. */
static int compare_by_person(const void *a, const void *b)
{
    const struct row *left = a, *right = b;
    int order = str_compare(left->cells[1], right->cells[1]);
    order = order ? order : str_compare(left->cells[4], right->cells[4]);
    return order ? order : str_compare(left->cells[0], right->cells[0]);
}

static struct table like(struct arena *arena, const struct table *table)
{
    struct table copy = *table;
    copy.rows = arena_array(arena, struct row, table->count + 1);
    memcpy(copy.rows, table->rows, table->count * sizeof *table->rows);
    copy.count = 0;
    return copy;
}

static void keep_last_states(struct programme *programme)
{
    struct table sorted = like(&programme->arena, &programme->received);
    size_t count = programme->received.count;
    qsort(sorted.rows, count, sizeof *sorted.rows, compare_by_id);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || !str_equal(sorted.rows[i].cells[0], sorted.rows[i + 1].cells[0]))
            sorted.rows[sorted.count++] = sorted.rows[i];
    programme->enrolments = sorted;
}

static void keep_first_entries(struct programme *programme)
{
    struct table entered = like(&programme->arena, &programme->enrolments);
    for (size_t i = 0; i < programme->enrolments.count; i++)
        if (cell(&programme->enrolments, &programme->enrolments.rows[i], "date_entree").len)
            entered.rows[entered.count++] = programme->enrolments.rows[i];
    qsort(entered.rows, entered.count, sizeof *entered.rows, compare_by_person);
    size_t kept = 0;
    for (size_t i = 0; i < entered.count; i++)
        if (!kept || !str_equal(entered.rows[i].cells[1], entered.rows[kept - 1].cells[1]))
            entered.rows[kept++] = entered.rows[i];
    entered.count = kept;
    programme->learners = entered;
}

static struct programme *programme_open(const char *folder)
{
    struct programme *programme = test_calloc(1, sizeof *programme);
    arena_init(&programme->arena);
    add_file(&programme->arena, &programme->trainings, folder, "formations.csv", 0);
    add_file(&programme->arena, &programme->labels, folder, "labels.csv", 0);
    add_file(&programme->arena, &programme->applications, folder, "candidatures.csv", 0);
    for (int period = 0; period < 8; period++) {
        char name[64];
        snprintf(name, sizeof name, "inscriptions-%d-T%d.csv", 2016 + period / 4, period % 4 + 1);
        add_file(&programme->arena, &programme->received, folder, name, period);
    }
    keep_last_states(programme);
    keep_first_entries(programme);
    return programme;
}

/* --- counting --- */

struct condition { /* all must hold; the list ends with column NULL */
    const char *column;
    enum { IS, IS_NOT, BELOW, FROM, NUMBER_BELOW } how; /* BELOW and FROM compare texts, as dates are */
    const char *value;
};

static bool holds(const struct table *table, const struct row *row, const struct condition *condition)
{
    struct str text = cell(table, row, condition->column), value = str_from(condition->value);
    switch (condition->how) {
    case IS:
        return str_equal(text, value);
    case IS_NOT:
        return !str_equal(text, value);
    case BELOW:
        return str_compare(text, value) < 0;
    case FROM:
        return str_compare(text, value) >= 0;
    case NUMBER_BELOW:
        return number(text) < number(value);
    }
    return false;
}

static size_t count_rows(const struct table *table, const struct condition *conditions)
{
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        bool all = true;
        for (const struct condition *one = conditions; one->column && all; one++)
            all = holds(table, &table->rows[i], one);
        count += all;
    }
    return count;
}

#define CONDITIONS(...) ((const struct condition[]){__VA_ARGS__, {NULL, IS, NULL}})

static int compare_texts(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Different values, not empty, of a column among the rows that meet the conditions. */
static size_t count_distinct(const struct table *table, const char *column, const struct condition *conditions)
{
    struct arena arena;
    arena_init(&arena);
    struct str *values = arena_array(&arena, struct str, table->count + 1);
    size_t count = 0, distinct = 0;
    for (size_t i = 0; i < table->count; i++) {
        bool all = cell(table, &table->rows[i], column).len > 0;
        for (const struct condition *one = conditions; one->column && all; one++)
            all = holds(table, &table->rows[i], one);
        if (all)
            values[count++] = cell(table, &table->rows[i], column);
    }
    qsort(values, count, sizeof *values, compare_texts);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || !str_equal(values[i - 1], values[i]);
    arena_clear(&arena);
    return distinct;
}

static void expect_count(size_t obtained, double target)
{
    if (fabs((double)obtained - target) > target / 100)
        fail_msg("%zu for %g", obtained, target);
}

static void expect_share(size_t part, size_t whole, double target_percent)
{
    assert_true(whole > 0);
    double percent = 100.0 * (double)part / (double)whole;
    if (fabs(percent - target_percent) > 1)
        fail_msg("%zu / %zu = %.2f %% for %g %%", part, whole, percent, target_percent);
}

static bool in_ile_de_france(struct str commune_code)
{
    static const char *const departments[] = {"75", "77", "78", "91", "92", "93", "94", "95"};
    for (size_t i = 0; i < sizeof departments / sizeof *departments; i++)
        if (str_starts(commune_code, str_from(departments[i])))
            return true;
    return false;
}

#define IN_FORCE                                                                                                       \
    {                                                                                                                  \
        "date_fin_label", FROM, "2017-12-31"                                                                           \
    }

static const struct row *training_of(const struct programme *programme, const struct row *enrolment)
{
    struct str id = cell(&programme->enrolments, enrolment, "formation_id");
    for (size_t i = 0; i < programme->trainings.count; i++)
        if (str_equal(programme->trainings.rows[i].cells[0], id))
            return &programme->trainings.rows[i];
    fail_msg("training %.*s is not in the register", STR_ARGS(id));
    return NULL;
}

/* --- the register --- */

static void first_wave_has_171_trainings_84_structures_130_sites(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    const struct condition *first = CONDITIONS({"vague", IS, "1"});
    expect_count(count_rows(trainings, first), 171);
    expect_count(count_distinct(trainings, "structure_id", first), 84);
    expect_count(count_distinct(trainings, "structure_nom", first), 84);
    expect_count(count_distinct(trainings, "site_nom", first), 130);
}

static void by_november_2016_there_are_225_trainings(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    expect_count(
        count_rows(trainings, CONDITIONS({"date_label", BELOW, "2016-12"}, {"date_fin_label", FROM, "2016-12"})), 225);
}

static void at_the_end_410_trainings_are_in_force(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    expect_count(count_rows(trainings, CONDITIONS(IN_FORCE)), 410);
    expect_count(count_rows(trainings, CONDITIONS({"statut_label", IS, "labellisee"})) +
                     count_rows(trainings, CONDITIONS({"statut_label", IS, "renouvelee"})),
                 410);
}

static void the_label_events_tell_the_same_end(void **state)
{
    const struct programme *programme = *state;
    size_t ended = 0;
    for (size_t i = 0; i < programme->trainings.count; i++) {
        const struct row *training = &programme->trainings.rows[i];
        char id[32];
        snprintf(id, sizeof id, "%.*s", STR_ARGS(training->cells[0]));
        size_t withdrawn =
            count_rows(&programme->labels, CONDITIONS({"formation_id", IS, id}, {"evenement", IS, "retrait"}));
        size_t renewed =
            count_rows(&programme->labels, CONDITIONS({"formation_id", IS, id}, {"evenement", IS, "renouvellement"}));
        assert_int_equal(withdrawn, is(&programme->trainings, training, "statut_label", "retiree"));
        bool first_wave = is(&programme->trainings, training, "vague", "1");
        ended += withdrawn || (first_wave && !renewed);
    }
    expect_count(programme->trainings.count - ended, 410);
}

static void a_few_labels_are_withdrawn_and_most_of_the_first_wave_renewed(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    size_t withdrawn = count_rows(trainings, CONDITIONS({"statut_label", IS, "retiree"}));
    size_t left = withdrawn + count_rows(trainings, CONDITIONS({"statut_label", IS, "expiree"}));
    assert_in_range(withdrawn, 2, 6);
    assert_in_range(left, 4, 12);
    expect_count(count_rows(trainings, CONDITIONS({"vague", IS, "1"}, IN_FORCE)), 171 - (double)left);
}

static void structures_are_44_34_13_percent(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    size_t all = count_distinct(trainings, "structure_id", CONDITIONS(IN_FORCE));
    expect_share(
        count_distinct(trainings, "structure_id", CONDITIONS(IN_FORCE, {"structure_statut", IS, "association"})), all,
        44);
    expect_share(
        count_distinct(trainings, "structure_id", CONDITIONS(IN_FORCE, {"structure_statut", IS, "entreprise"})), all,
        34);
    expect_share(count_distinct(trainings, "structure_id", CONDITIONS(IN_FORCE, {"structure_statut", IS, "public"})),
                 all, 13);
}

static void trainings_last_7_months_from_1_to_42(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    double sum = 0, least = 100, most = 0;
    for (size_t i = 0; i < trainings->count; i++) {
        double months = number(cell(trainings, &trainings->rows[i], "duree_mois"));
        sum += months;
        least = months < least ? months : least;
        most = months > most ? months : most;
    }
    assert_true(fabs(sum / (double)trainings->count - 7) < 0.07);
    assert_true(least == 1 && most == 42);
}

static void three_percent_of_trainings_are_online_only(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    expect_share(count_rows(trainings, CONDITIONS(IN_FORCE, {"modalite", IS, "distance"})),
                 count_rows(trainings, CONDITIONS(IN_FORCE)), 3);
}

static void trainings_of_ile_de_france_are_27_percent(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    size_t inside = 0;
    for (size_t i = 0; i < trainings->count; i++) {
        const struct row *row = &trainings->rows[i];
        inside += holds(trainings, row, &(struct condition)IN_FORCE) && !is(trainings, row, "modalite", "distance") &&
                  in_ile_de_france(cell(trainings, row, "code_commune"));
    }
    expect_share(inside, count_rows(trainings, CONDITIONS(IN_FORCE)), 27);
}

static void some_departments_have_no_training_and_each_region_has(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    struct arena arena;
    struct str content, line;
    struct error err = {0};
    size_t without = 0, departments = 0;
    arena_init(&arena);
    char *reached = arena_array(&arena, char, 100);
    assert_true(file_read(&arena, SOURCE_DIR "/input/reference/departements.csv", &content, &err));
    str_split(&content, '\n', &line);
    while (content.len && str_split(&content, '\n', &line)) {
        size_t found = 0;
        struct str code = str_slice(line, 0, str_index(line, ',', 0)), region = str_slice(line, line.len - 2, line.len);
        for (size_t i = 0; i < trainings->count; i++)
            found += str_starts(cell(trainings, &trainings->rows[i], "code_commune"), code);
        departments++;
        without += !found;
        reached[(int)number(region)] |= found > 0;
    }
    size_t regions = 0;
    for (int i = 0; i < 100; i++)
        regions += (size_t)reached[i];
    arena_clear(&arena);
    assert_int_equal(departments, 101);
    assert_in_range(without, 5, 10);
    assert_int_equal(regions, 18);
}

static void reporting_trainings_are_73_percent(void **state)
{
    const struct programme *programme = *state;
    size_t reporting = 0, in_force = 0;
    for (size_t i = 0; i < programme->trainings.count; i++) {
        const struct row *training = &programme->trainings.rows[i];
        char id[32];
        snprintf(id, sizeof id, "%.*s", STR_ARGS(training->cells[0]));
        if (!holds(&programme->trainings, training, &(struct condition)IN_FORCE))
            continue;
        in_force++;
        reporting += count_rows(&programme->enrolments, CONDITIONS({"formation_id", IS, id})) > 0;
    }
    expect_share(reporting, in_force, 73);
}

static void the_first_wave_had_360_applications_and_both_841(void **state)
{
    const struct table *applications = &((struct programme *)*state)->applications;
    expect_count(applications->count, 841);
    expect_count(count_rows(applications, CONDITIONS({"vague", IS, "1"})), 360);
    expect_count(count_rows(applications, CONDITIONS({"vague", IS, "1"}, {"decision", IS, "retenue"})), 171);
}

static void funded_trainings_of_the_first_wave_share_5_million_at_most_70000_each(void **state)
{
    const struct table *trainings = &((struct programme *)*state)->trainings;
    double granted = 0;
    size_t funded = 0;
    for (size_t i = 0; i < trainings->count; i++) {
        double one = number(cell(trainings, &trainings->rows[i], "dotation_accordee_eur"));
        assert_true(one <= 70000 && one * 2 <= number(cell(trainings, &trainings->rows[i], "budget_session_eur")));
        assert_true(number(cell(trainings, &trainings->rows[i], "dotation_versee_eur")) <= one);
        if (is(trainings, &trainings->rows[i], "vague", "1")) {
            granted += one;
            funded += one > 0;
        }
    }
    assert_in_range(funded, 72, 73);
    assert_true(fabs(granted - 5e6) < 5e4);
}

/* --- learners --- */

static void there_are_12000_enrolments_of_11409_learners(void **state)
{
    const struct programme *programme = *state;
    assert_int_equal(programme->enrolments.count, 12000);
    expect_count(programme->learners.count, 11409);
    expect_count(count_rows(&programme->learners, CONDITIONS({"date_entree", BELOW, "2017"})), 4587);
    expect_count(count_rows(&programme->learners, CONDITIONS({"date_entree", FROM, "2017"})), 6822);
}

static void entries_of_each_quarter_follow_the_seasons(void **state)
{
    static const struct {
        const char *first, *after;
        double persons;
    } quarters[] = {{"2016-01", "2016-04", 612},  {"2016-04", "2016-07", 689}, {"2016-07", "2016-10", 1012},
                    {"2016-10", "2017", 2274},    {"2017", "2017-04", 1604},   {"2017-04", "2017-07", 1287},
                    {"2017-07", "2017-10", 1118}, {"2017-10", "2018-01", 2813}};
    const struct programme *programme = *state;
    for (size_t i = 0; i < 8; i++)
        expect_count(count_rows(&programme->learners, CONDITIONS({"date_entree", FROM, quarters[i].first},
                                                                 {"date_entree", BELOW, quarters[i].after})),
                     quarters[i].persons);
}

static size_t left_in(const struct table *table, const char *first, const char *after)
{
    return count_rows(table, CONDITIONS({"date_sortie", FROM, first}, {"date_sortie", BELOW, after},
                                        {"statut", IS, "termine"})) +
           count_rows(table, CONDITIONS({"date_sortie", FROM, first}, {"date_sortie", BELOW, after},
                                        {"statut", IS, "abandon"}));
}

static void learners_left_1827_in_2016_and_5072_in_2017(void **state)
{
    const struct programme *programme = *state;
    size_t in_2016 = left_in(&programme->enrolments, "2016", "2017");
    expect_count(in_2016, 1827);
    expect_count(left_in(&programme->enrolments, "2017", "2018"), 5072);
    expect_count(count_rows(&programme->learners, CONDITIONS({"date_entree", BELOW, "2017"})) - in_2016, 2760);
}

/* 2,760 who went on and 6,822 who entered. */
static void learners_in_training_in_2017_are_9582(void **state)
{
    const struct programme *programme = *state;
    const struct condition *entered_before = CONDITIONS({"date_entree", BELOW, "2017"}, {"date_sortie", FROM, "2017"});
    const struct condition *still_there = CONDITIONS({"date_entree", BELOW, "2017"}, {"date_sortie", IS, ""});
    expect_count(count_rows(&programme->learners, entered_before) + count_rows(&programme->learners, still_there) +
                     count_rows(&programme->learners, CONDITIONS({"date_entree", FROM, "2017"})),
                 9582);
}

static void drop_outs_are_20_percent_of_those_who_left(void **state)
{
    const struct table *enrolments = &((struct programme *)*state)->enrolments;
    expect_share(count_rows(enrolments, CONDITIONS({"statut", IS, "abandon"})), left_in(enrolments, "2016", "2018"),
                 20);
}

static void at_three_months_27_percent_are_unknown(void **state)
{
    const struct table *enrolments = &((struct programme *)*state)->enrolments;
    size_t finished = count_rows(enrolments, CONDITIONS({"statut", IS, "termine"}));
    size_t unknown = count_rows(enrolments, CONDITIONS({"statut", IS, "termine"}, {"situation_3mois", IS, ""}));
    expect_share(unknown, finished, 27);
    expect_share(count_rows(enrolments, CONDITIONS({"situation_3mois", IS, "emploi"})), finished - unknown, 45);
    expect_share(count_rows(enrolments, CONDITIONS({"situation_3mois", IS, "formation"})), finished - unknown, 19);
    expect_share(count_rows(enrolments, CONDITIONS({"situation_3mois", IS, "creation"})), finished - unknown, 10);
}

static void nobody_is_known_at_three_months_before(void **state)
{
    const struct table *received = &((struct programme *)*state)->received;
    static const char *const ends[] = {"2016-04", "2016-07", "2016-10", "2017",
                                       "2017-04", "2017-07", "2017-10", "2018"};
    for (size_t i = 0; i < received->count; i++) {
        const struct row *row = &received->rows[i];
        struct str exit_day = cell(received, row, "date_sortie");
        assert_true(str_compare(exit_day, str_from(ends[row->file])) < 0);
        assert_true(str_compare(cell(received, row, "date_entree"), str_from(ends[row->file])) < 0);
        if (cell(received, row, "situation_3mois").len)
            assert_true(row->file > 0 && str_compare(exit_day, str_from(ends[row->file - 1])) < 0);
    }
}

static void women_are_24_percent_of_known_and_more_each_year(void **state)
{
    const struct table *learners = &((struct programme *)*state)->learners;
    size_t women[2], known[2];
    for (int year = 0; year < 2; year++) {
        struct condition of_year = {"date_entree", year ? FROM : BELOW, "2017"};
        women[year] = count_rows(learners, CONDITIONS(of_year, {"sexe", IS, "F"}));
        known[year] = count_rows(learners, CONDITIONS(of_year, {"sexe", IS_NOT, ""}));
    }
    expect_share(women[0] + women[1], known[0] + known[1], 24);
    assert_true(women[1] * known[0] > women[0] * known[1]);
}

static void learners_under_26_are_46_percent(void **state)
{
    const struct table *learners = &((struct programme *)*state)->learners;
    const struct condition *known = CONDITIONS({"age_entree", IS_NOT, ""});
    expect_share(count_rows(learners, CONDITIONS({"age_entree", IS_NOT, ""}, {"age_entree", NUMBER_BELOW, "26"})),
                 count_rows(learners, known), 46);
}

enum answer { YES, NO, UNKNOWN };

/* The definition: under 26, level 4 at most, neither in employment nor in studies; one fact excludes. */
static enum answer neet_of(const struct table *table, const struct row *row)
{
    struct str age = cell(table, row, "age_entree"), level = cell(table, row, "niveau_entree");
    struct str situation = cell(table, row, "situation_entree");
    bool idle = str_equal(situation, STR("sans_emploi")) || str_equal(situation, STR("inactif"));
    if ((age.len && number(age) >= 26) || (level.len && number(level) > 4) || (situation.len && !idle))
        return NO;
    return age.len && level.len && situation.len ? YES : UNKNOWN;
}

static void neet_as_derived_are_31_percent_of_known_and_as_declared(void **state)
{
    const struct table *learners = &((struct programme *)*state)->learners;
    static const char *const declared[] = {[YES] = "oui", [NO] = "non", [UNKNOWN] = ""};
    size_t counts[3] = {0};
    for (size_t i = 0; i < learners->count; i++) {
        enum answer answer = neet_of(learners, &learners->rows[i]);
        counts[answer]++;
        assert_true(is(learners, &learners->rows[i], "neet", declared[answer]));
    }
    expect_share(counts[YES], counts[YES] + counts[NO], 31);
    assert_true(counts[UNKNOWN] > 0);
}

static void residents_of_priority_neighbourhoods_are_17_percent(void **state)
{
    const struct table *learners = &((struct programme *)*state)->learners;
    size_t yes = count_rows(learners, CONDITIONS({"qpv", IS, "oui"}));
    size_t unknown = count_rows(learners, CONDITIONS({"qpv", IS, ""}));
    expect_share(yes, learners->count, 17);
    expect_share(yes, learners->count - unknown, 17);
    expect_share(unknown, learners->count, 8);
}

static void learners_of_online_only_trainings_are_36_percent(void **state)
{
    const struct programme *programme = *state;
    size_t online = 0;
    for (size_t i = 0; i < programme->learners.count; i++)
        online +=
            is(&programme->trainings, training_of(programme, &programme->learners.rows[i]), "modalite", "distance");
    expect_share(online, programme->learners.count, 36);
}

static void residents_of_ile_de_france_are_40_percent(void **state)
{
    const struct table *learners = &((struct programme *)*state)->learners;
    size_t inside = 0, known = 0;
    for (size_t i = 0; i < learners->count; i++) {
        struct str commune = cell(learners, &learners->rows[i], "code_commune_residence");
        known += commune.len > 0;
        inside += in_ile_de_france(commune);
    }
    expect_share(inside, known, 40);
}

/* Each redirected learner left a withdrawn training, and entered another with the first as origin. */
static void learners_of_withdrawn_trainings_are_redirected(void **state)
{
    const struct programme *programme = *state;
    size_t left = 0, arrived = 0;
    for (size_t i = 0; i < programme->enrolments.count; i++) {
        const struct row *row = &programme->enrolments.rows[i];
        const struct row *training = training_of(programme, row);
        if (is(&programme->enrolments, row, "statut", "reoriente")) {
            left++;
            assert_true(is(&programme->trainings, training, "statut_label", "retiree"));
        }
        struct str origin = cell(&programme->enrolments, row, "formation_origine_id");
        arrived += origin.len > 0;
        assert_false(str_equal(origin, training->cells[0]));
    }
    assert_in_range(left, 20, 120);
    assert_int_equal(left, arrived);
}

static void entries_follow_the_label(void **state)
{
    const struct programme *programme = *state;
    for (size_t i = 0; i < programme->enrolments.count; i++) {
        const struct row *row = &programme->enrolments.rows[i], *training = training_of(programme, row);
        struct str entry = cell(&programme->enrolments, row, "date_entree");
        struct str exit_day = cell(&programme->enrolments, row, "date_sortie");
        if (entry.len) {
            assert_true(str_compare(entry, cell(&programme->trainings, training, "date_label")) >= 0);
            assert_true(str_compare(entry, cell(&programme->trainings, training, "date_fin_label")) <= 0);
        }
        if (exit_day.len)
            assert_true(str_compare(entry, exit_day) < 0);
    }
}

/* --- running --- */

static int open_committed(void **state)
{
    *state = programme_open(SOURCE_DIR "/input/gen");
    return 0;
}

static int open_other_seed(void **state)
{
    char folder[] = "/tmp/gencarto-calibration-XXXXXX";
    char path[64], command[128];
    struct simulation_options options = SIMULATION_DEFAULTS;
    struct simulation_summary summary;
    struct error err = {0};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/programme", folder);
    options.seed = 7;
    options.folder = path;
    options.reference_folder = SOURCE_DIR "/input/reference";
    if (!simulation_write(&options, &summary, &err))
        fail_msg("%s", err.message);
    *state = programme_open(path);
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static int close_programme(void **state)
{
    struct programme *programme = *state;
    arena_clear(&programme->arena);
    test_free(programme);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_wave_has_171_trainings_84_structures_130_sites),
        cmocka_unit_test(by_november_2016_there_are_225_trainings),
        cmocka_unit_test(at_the_end_410_trainings_are_in_force),
        cmocka_unit_test(the_label_events_tell_the_same_end),
        cmocka_unit_test(a_few_labels_are_withdrawn_and_most_of_the_first_wave_renewed),
        cmocka_unit_test(structures_are_44_34_13_percent),
        cmocka_unit_test(trainings_last_7_months_from_1_to_42),
        cmocka_unit_test(three_percent_of_trainings_are_online_only),
        cmocka_unit_test(trainings_of_ile_de_france_are_27_percent),
        cmocka_unit_test(some_departments_have_no_training_and_each_region_has),
        cmocka_unit_test(reporting_trainings_are_73_percent),
        cmocka_unit_test(the_first_wave_had_360_applications_and_both_841),
        cmocka_unit_test(funded_trainings_of_the_first_wave_share_5_million_at_most_70000_each),
        cmocka_unit_test(there_are_12000_enrolments_of_11409_learners),
        cmocka_unit_test(entries_of_each_quarter_follow_the_seasons),
        cmocka_unit_test(learners_left_1827_in_2016_and_5072_in_2017),
        cmocka_unit_test(learners_in_training_in_2017_are_9582),
        cmocka_unit_test(drop_outs_are_20_percent_of_those_who_left),
        cmocka_unit_test(at_three_months_27_percent_are_unknown),
        cmocka_unit_test(nobody_is_known_at_three_months_before),
        cmocka_unit_test(women_are_24_percent_of_known_and_more_each_year),
        cmocka_unit_test(learners_under_26_are_46_percent),
        cmocka_unit_test(neet_as_derived_are_31_percent_of_known_and_as_declared),
        cmocka_unit_test(residents_of_priority_neighbourhoods_are_17_percent),
        cmocka_unit_test(learners_of_online_only_trainings_are_36_percent),
        cmocka_unit_test(residents_of_ile_de_france_are_40_percent),
        cmocka_unit_test(learners_of_withdrawn_trainings_are_redirected),
        cmocka_unit_test(entries_follow_the_label),
    };
    int failed = cmocka_run_group_tests_name("calibration of input/gen", tests, open_committed, close_programme);
    return failed + cmocka_run_group_tests_name("calibration of another seed", tests, open_other_seed, close_programme);
}
