#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/file.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/sql/sql.h"

static struct arena arena;
static struct error err;
static struct db *db;

static void run(const char *name, struct str sql)
{
    if (!db_run(db, name, sql, &err)) {
        fail_msg("%s", err.message);
    }
}

static int open_schema(void **state)
{
    (void)state;
    arena_init(&arena);
    err = (struct error){0};
    assert_true(db_open(NULL, DB_MEMORY, &db, &err));
    run("schema/observation", sql_text("schema/observation"));
    run("schema/register", sql_text("schema/register"));
    run("schema/forecast", sql_text("schema/forecast"));
    run("schema/release", sql_text("schema/release"));
    assert_true(indicator_catalogue(db, &err));
    return 0;
}

static int open_fixture(void **state)
{
    struct str sql;
    open_schema(state);
    assert_true(file_read(&arena, "tests/unit/indicator/fixture.sql", &sql, &err));
    run("fixture", sql);
    run("prepare/target_point", sql_text("prepare/target_point"));
    bool ok = indicator_prepare(db, &err) && indicator_derive(db, &err) && indicator_targets(db, &err);
    if (!ok) {
        fail_msg("%s", err.message);
    }
    return 0;
}

static int close_db(void **state)
{
    (void)state;
    db_close(db);
    arena_clear(&arena);
    return 0;
}

/* "value status numerator/denominator" of a cell, "none" without a row. */
static const char *observation(const char *kind, const char *code, const char *indicator, const char *period,
                               const char *breakdown)
{
    struct query *query = NULL;
    const char *parts[] = {kind, code, indicator, period, breakdown};
    const char *result = "none";
    bool row = false;
    assert_true(
        query_prepare(db, "observation",
                      STR("SELECT value, status, numerator, denominator FROM observation WHERE entity_kind = ? AND "
                          "entity_code = ? AND indicator_code = ? AND period_code = ? AND breakdown = ?"),
                      &query, &err));
    for (int i = 0; i < 5; i++) {
        query_bind(query, i + 1, VALUE_OF_TEXT(str_from(parts[i])));
    }
    assert_true(query_step(query, &row, &err));
    if (row) {
        result = str_text(&arena, str_format(&arena, "%.*s %.*s %.*s/%.*s",
                                             STR_ARGS(value_text(&arena, query_column(query, 0))),
                                             STR_ARGS(value_text(&arena, query_column(query, 1))),
                                             STR_ARGS(value_text(&arena, query_column(query, 2))),
                                             STR_ARGS(value_text(&arena, query_column(query, 3)))));
    }
    query_free(query);
    return result;
}

static void a_share_is_of_the_known_and_rounded_half_up(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "part_femmes", "2017-T3", ""), "18.8  15/80"); /* 18.75 */
    assert_string_equal(observation("country", "FR", "part_neet", "2017-T3", ""),
                        "43.8  35/80"); /* the cross is not counted */
    assert_string_equal(observation("country", "FR", "part_femmes_cumul", "2017-T4", ""), "50 p 10/20");
}

static void a_share_under_the_minimum_is_confidential(void **state)
{
    (void)state;
    assert_string_equal(observation("region", "53", "part_femmes", "2017-T3", ""), " c /");
}

/* Its zeros are no rows. */
static void a_department_without_a_row_of_women_has_none(void **state)
{
    (void)state;
    assert_string_equal(observation("department", "31", "part_femmes", "2017-T4", ""), "0 p 0/40");
}

static void a_share_of_nobody_is_not_applicable(void **state)
{
    (void)state;
    assert_string_equal(observation("region", "76", "part_femmes", "2017-T4", ""), " z /");
    assert_string_equal(observation("region", "76", "part_femmes", "2017-T3", ""), "none");
}

static void unknown_outcomes_stay_in_the_denominator(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "sorties_positives", "2017-T4", ""), "57.1 p 40/70");
}

static void enrolments_in_progress_are_never_negative_and_add_up(void **state)
{
    (void)state;
    assert_string_equal(observation("region", "53", "presents", "2017-T4", ""), "0 p /");
    assert_string_equal(observation("region", "76", "presents", "2017-T4", ""), "35 p /");
    assert_string_equal(observation("country", "FR", "presents", "2017-T4", ""), "35 p /");
}

static void labels_expire_are_withdrawn_and_start_with_their_wave(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "formations", "2017-T3", ""), "3  /"); /* A B C */
    assert_string_equal(observation("country", "FR", "formations", "2017-T4", ""), "2  /"); /* A D */
    assert_string_equal(observation("country", "FR", "formations", "2017-T4", "vague:2"), "1  /");
    assert_string_equal(observation("region", "53", "formations", "2017-T4", "vague:1"), "0  /");
    assert_string_equal(observation("department", "31", "formations", "2017-T4", ""), "1  /");
}

static void a_site_counts_once_and_a_training_without_site_not_at_all(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "fabriques", "2017-T3", ""), "2  /");
    assert_string_equal(observation("country", "FR", "fabriques", "2017-T4", ""), "1  /");
    assert_string_equal(observation("country", "FR", "structures", "2017-T4", ""), "2  /");
}

static void unknown_places_are_told_from_none(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "places", "2017-T3", ""), "20  2/3");
    assert_string_equal(observation("region", "53", "places", "2017-T4", ""), " u /");
    assert_string_equal(observation("training", "A", "places", "2017-T3", ""), "12  /");
    assert_string_equal(observation("training", "A", "places", "2017-T4", ""), "none"); /* as before */
    assert_string_equal(observation("training", "B", "places", "2017-T3", ""), " u /");
    assert_string_equal(observation("training", "C", "places", "2017-T4", ""), "0  /"); /* no longer in force */
}

static void response_counts_trainings_with_published_enrolments(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "taux_reponse", "2017-T3", ""), "0  0/3");
    assert_string_equal(observation("country", "FR", "taux_reponse", "2017-T4", ""), "50 p 1/2");
}

static void funding_is_cumulative_by_label_with_the_known_counted(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "dotation_accordee", "2017-T4", ""), "3000.5  2/4");
    assert_string_equal(observation("region", "53", "dotation_versee", "2017-T4", ""), "0  1/2");
    assert_string_equal(observation("country", "FR", "taux_retenue", "2017-T4", ""), "47.5  171/360");
}

/* In force at the end of T3: A B C; of T4: A D. */
static void labels_in_force_are_those_before_and_granted_less_withdrawn_and_expired(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "labels_attribues", "2017-T3", ""), "3  /");
    assert_string_equal(observation("country", "FR", "labels_attribues", "2017-T4", ""), "1  /"); /* D */
    assert_string_equal(observation("country", "FR", "labels_retires", "2017-T4", ""), "1  /");   /* C */
    assert_string_equal(observation("region", "76", "labels_echus", "2017-T4", ""), "1  /");      /* B */
    assert_string_equal(observation("region", "53", "labels_echus_cumul", "2017-T4", ""), "0  /");
    assert_string_equal(observation("country", "FR", "labels_attribues_cumul", "2017-T4", ""), "4  /");
    assert_string_equal(observation("country", "FR", "labels_renouveles", "2017-T4", ""), "0  /");
}

/* A is of wave 1 and may have 70 000 euros; nothing bounds C. */
static void funding_is_checked_where_a_cap_is_known(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "dotations_hors_plafond", "2017-T4", ""), "0  1/4");
    assert_string_equal(observation("department", "35", "dotations_hors_plafond", "2017-T4", ""), " u /");
    assert_string_equal(observation("country", "FR", "taux_versement", "2017-T4", ""),
                        "16.7  500/3001"); /* 500 / 3000.50 */
}

static void places_are_told_by_trait(void **state)
{
    (void)state;
    assert_string_equal(observation("country", "FR", "places", "2017-T3", "vague:1"), "12  /");
    assert_string_equal(observation("country", "FR", "places", "2017-T4", "vague:2"), " u /");
}

/* "status expected pace_observed pace_required" of a target. */
static const char *progress(const char *indicator, const char *deadline, const char *period)
{
    struct query *query = NULL;
    const char *parts[] = {indicator, deadline, period};
    const char *result = "none";
    bool row = false;
    assert_true(query_prepare(db, "progress",
                              STR("SELECT status, expected, pace_observed, pace_required FROM target_progress WHERE "
                                  "indicator_code = ? AND deadline_period = ? AND period_code = ?"),
                              &query, &err));
    for (int i = 0; i < 3; i++) {
        query_bind(query, i + 1, VALUE_OF_TEXT(str_from(parts[i])));
    }
    assert_true(query_step(query, &row, &err));
    if (row) {
        result = str_text(&arena, str_format(&arena, "%.*s %.*s %.*s %.*s",
                                             STR_ARGS(value_text(&arena, query_column(query, 0))),
                                             STR_ARGS(value_text(&arena, query_column(query, 1))),
                                             STR_ARGS(value_text(&arena, query_column(query, 2))),
                                             STR_ARGS(value_text(&arena, query_column(query, 3)))));
    }
    query_free(query);
    return result;
}

static void targets_are_judged_by_their_pace_and_at_their_deadline(void **state)
{
    (void)state;
    /* 10 at the start, 35 at the end of 2017-T4: 12.5 a quarter, 65 to go in four. */
    assert_string_equal(progress("presents", "2018-T4", "2017-T4"), "a-accelerer 40 12.5 16.25");
    assert_string_equal(progress("presents", "2017-T4", "2017-T4"), "manque 40 12.5 ");
    assert_string_equal(progress("fabriques", "2017-T4", "2017-T3"), "insuffisant 25 2 48");
    /* 18.8 against 30 at the start. */
    assert_string_equal(progress("part_femmes", "2018-T2", "2017-T3"), "en-recul 30 -11.2 3.733333");
    assert_string_equal(progress("part_femmes", "2018-T2", "2017-T4"), "inconnu 30  ");
}

/* One region with two departments, one of them without training; one training that enters in the second quarter. */
static void write_counts(void)
{
    static const struct str codes[] = {STR_INIT("01"), STR_INIT("02")};
    static const uint32_t zeros[2];
    static const struct published_cells cells[] = {
        {ENTITY_COUNTRY, EVENT_ENTRY, 0},
        {ENTITY_REGION, EVENT_ENTRY, 0},
        {ENTITY_DEPARTMENT, EVENT_ENTRY, 0},
        {ENTITY_TRAINING, EVENT_ENTRY, 0},
        {ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_SEX},
        {ENTITY_DEPARTMENT, EVENT_ENTRY, 1u << DIMENSION_SEX},
    };
    struct geography geography = {
        .count = {[ENTITY_COUNTRY] = 1, [ENTITY_REGION] = 1, [ENTITY_DEPARTMENT] = 2, [ENTITY_TRAINING] = 1},
        .structure_of_training = zeros,
    };
    for (unsigned kind = 0; kind < ENTITY_KINDS; kind++) {
        geography.codes[kind] = codes;
        geography.parent[kind] = zeros;
    }
    geography_link(&geography, &arena);
    struct published_tables tables;
    tables_init(&tables, &arena, &geography, 3, cells, 6);
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if ((tables.items[0].levels & 1u << level) != 0) {
            tables_flow(&tables.items[0], (enum entity_kind)level, 0, 1)[0] = 10;
        }
    }
    tables_flow(&tables.items[1], ENTITY_COUNTRY, 0, 1)[1] = 10;
    tables_flow(&tables.items[1], ENTITY_DEPARTMENT, 0, 1)[1] = 10;
    struct str periods[] = {STR("2017-T2"), STR("2017-T3"), STR("2017-T4")};
    if (!indicator_counts(db, &tables, periods, &err)) {
        fail_msg("%s", err.message);
    }
}

static void counts_are_dense_above_and_sparse_below_the_department(void **state)
{
    (void)state;
    assert_true(indicator_prepare(db, &err));
    write_counts();
    assert_string_equal(observation("country", "01", "entrees", "2017-T2", ""), "0  /");
    assert_string_equal(observation("country", "01", "entrees", "2017-T3", "sexe:M"), "10  /");
    assert_string_equal(observation("country", "01", "entrees_cumul", "2017-T4", "sexe:M"), "10 p /");
    assert_string_equal(observation("department", "01", "entrees", "2017-T4", ""), "0 p /");
    assert_string_equal(observation("department", "01", "entrees", "2017-T4", "sexe:M"), "0 p /");
    assert_string_equal(observation("department", "01", "entrees_cumul", "2017-T2", "sexe:M"), "0  /");
    assert_string_equal(observation("department", "01", "entrees_cumul", "2017-T4", "sexe:M"), "10 p /");
    assert_string_equal(observation("department", "02", "entrees", "2017-T4", ""), "0 p /");
    assert_string_equal(observation("training", "01", "entrees", "2017-T2", ""), "none");
    assert_string_equal(observation("training", "01", "entrees", "2017-T3", ""), "10  /");
    assert_string_equal(observation("training", "01", "entrees_cumul", "2017-T3", ""), "10  /");
    assert_string_equal(observation("training", "01", "entrees_cumul", "2017-T4", ""), "none");
}

/* The fixture's entities have other codes than those of write_counts: only its programme and its waves serve. */
static void run_traits(void)
{
    run("traits", STR("DELETE FROM trait; INSERT INTO trait VALUES ('01', 'vague', 'vague:1');"
                      "DELETE FROM published WHERE measure <> 'entrees'"));
}

static void counts_by_trait_are_sums_of_trainings(void **state)
{
    (void)state;
    run_traits();
    write_counts();
    assert_string_equal(observation("country", "01", "entrees", "2017-T3", "vague:1"), "10  /");
    assert_string_equal(observation("region", "01", "entrees_cumul", "2017-T4", "vague:1"), "10 p /");
    assert_string_equal(observation("region", "01", "entrees", "2017-T4", "vague:2"), "0 p /");
    assert_string_equal(observation("department", "01", "entrees", "2017-T3", "vague:1"), "none");
}

static void a_suppression_tells_no_sums_by_trait(void **state)
{
    (void)state;
    run("mode", STR("UPDATE programme SET protection_mode = 'suppression'"));
    run_traits();
    write_counts();
    assert_string_equal(observation("country", "01", "entrees", "2017-T3", ""), "10  /");
    assert_string_equal(observation("country", "01", "entrees", "2017-T3", "vague:1"), "none");
}

#define ON_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_db)

static void the_codes_known_without_a_database_are_the_catalogue(void **state)
{
    (void)state;
    struct query *query = NULL;
    bool row = false;
    size_t count, at = 0;
    const struct str *codes = indicator_codes(&count);
    assert_true(query_prepare(db, "indicator_codes", sql_text("indicator_codes"), &query, &err));
    while (query_step(query, &row, &err) && row) {
        assert_true(at < count && str_equal(query_column(query, 0).text, codes[at]));
        at++;
    }
    query_free(query);
    assert_int_equal(at, count);
    assert_true(count > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_FIXTURE(a_share_is_of_the_known_and_rounded_half_up),
        ON_FIXTURE(a_share_under_the_minimum_is_confidential),
        ON_FIXTURE(a_department_without_a_row_of_women_has_none),
        ON_FIXTURE(a_share_of_nobody_is_not_applicable),
        ON_FIXTURE(unknown_outcomes_stay_in_the_denominator),
        ON_FIXTURE(enrolments_in_progress_are_never_negative_and_add_up),
        ON_FIXTURE(labels_expire_are_withdrawn_and_start_with_their_wave),
        ON_FIXTURE(a_site_counts_once_and_a_training_without_site_not_at_all),
        ON_FIXTURE(unknown_places_are_told_from_none),
        ON_FIXTURE(response_counts_trainings_with_published_enrolments),
        ON_FIXTURE(funding_is_cumulative_by_label_with_the_known_counted),
        ON_FIXTURE(labels_in_force_are_those_before_and_granted_less_withdrawn_and_expired),
        ON_FIXTURE(funding_is_checked_where_a_cap_is_known),
        ON_FIXTURE(places_are_told_by_trait),
        ON_FIXTURE(counts_by_trait_are_sums_of_trainings),
        ON_FIXTURE(a_suppression_tells_no_sums_by_trait),
        ON_FIXTURE(targets_are_judged_by_their_pace_and_at_their_deadline),
        cmocka_unit_test_setup_teardown(counts_are_dense_above_and_sparse_below_the_department, open_schema, close_db),
        cmocka_unit_test_setup_teardown(the_codes_known_without_a_database_are_the_catalogue, open_schema, close_db),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
