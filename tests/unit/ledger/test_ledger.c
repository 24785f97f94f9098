#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/ledger/ledger.h"

#define QUARTERS 3
#define FIRST    (2017 * 4)

/* One region, two departments, three trainings: B/1 has an id that must be encoded, C has no structure. */
struct fixture {
    struct arena arena;
    struct geography geography;
    struct published_tables shown;
    struct revisions revisions;
    char folder[64];
};

static const struct published_cells cells[] = {
    {ENTITY_COUNTRY, EVENT_ENTRY, 0},
    {ENTITY_REGION, EVENT_ENTRY, 0},
    {ENTITY_DEPARTMENT, EVENT_ENTRY, 0},
    {ENTITY_STRUCTURE, EVENT_ENTRY, 0},
    {ENTITY_TRAINING, EVENT_ENTRY, 0},
    {ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_NEET},
    {ENTITY_REGION, EVENT_ENTRY, 1u << DIMENSION_NEET},
    {ENTITY_DEPARTMENT, EVENT_ENTRY, 1u << DIMENSION_NEET},
    {ENTITY_COUNTRY, EVENT_OUTCOME, 0},
    {ENTITY_COUNTRY, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME},
    {ENTITY_REGION, EVENT_OUTCOME, 0},
    {ENTITY_REGION, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME},
};
#define CELLS (sizeof cells / sizeof *cells)

static void make_geography(struct fixture *f)
{
    static const struct str country[] = {STR_INIT("FR")}, region[] = {STR_INIT("76")};
    static const struct str departments[] = {STR_INIT("31"), STR_INIT("82")}, structures[] = {STR_INIT("S,1")};
    static const struct str trainings[] = {STR_INIT("A"), STR_INIT("B/1"), STR_INIT("C")};
    static const uint32_t zeros[2], of_training[] = {0, 0, 1}, structure_of[] = {0, 0, GEOGRAPHY_NONE};
    f->geography = (struct geography){
        .count = {[ENTITY_COUNTRY] = 1,
                  [ENTITY_REGION] = 1,
                  [ENTITY_DEPARTMENT] = 2,
                  [ENTITY_STRUCTURE] = 1,
                  [ENTITY_TRAINING] = 3},
        .codes = {[ENTITY_COUNTRY] = country,
                  [ENTITY_REGION] = region,
                  [ENTITY_DEPARTMENT] = departments,
                  [ENTITY_STRUCTURE] = structures,
                  [ENTITY_TRAINING] = trainings},
        .parent = {[ENTITY_REGION] = zeros, [ENTITY_DEPARTMENT] = zeros, [ENTITY_TRAINING] = of_training},
        .structure_of_training = structure_of,
    };
    geography_link(&f->geography, &f->arena);
}

static struct published_table *table_of(struct published_tables *tables, enum event measure, unsigned dimensions)
{
    const struct published_table *table = tables_find(tables, measure, dimensions);
    return &tables->items[table - tables->items];
}

static void sum_up(struct fixture *f)
{
    struct published_table *entries = table_of(&f->shown, EVENT_ENTRY, 0);
    struct published_table *neet = table_of(&f->shown, EVENT_ENTRY, 1u << DIMENSION_NEET);
    tables_sum_up(entries, &f->geography, ENTITY_TRAINING);
    tables_sum_up(entries, &f->geography, ENTITY_DEPARTMENT);
    tables_sum_up(entries, &f->geography, ENTITY_REGION);
    tables_sum_structures(entries, &f->geography);
    tables_sum_up(neet, &f->geography, ENTITY_DEPARTMENT);
    tables_sum_up(neet, &f->geography, ENTITY_REGION);
    tables_sum_up(table_of(&f->shown, EVENT_OUTCOME, 0), &f->geography, ENTITY_REGION);
    tables_sum_up(table_of(&f->shown, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME), &f->geography, ENTITY_REGION);
}

/* Flows of three quarters; the last takes five back in A. */
static void make_counts(struct fixture *f)
{
    static const int32_t flows[3][QUARTERS] = {{10, 5, -5}, {0, 10, 0}, {5, 0, 20}};
    tables_init(&f->shown, &f->arena, &f->geography, QUARTERS, cells, CELLS);
    for (uint32_t unit = 0; unit < 3; unit++) {
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            uint32_t department = f->geography.parent[ENTITY_TRAINING][unit];
            tables_flow(table_of(&f->shown, EVENT_ENTRY, 0), ENTITY_TRAINING, unit, quarter)[0] = flows[unit][quarter];
            tables_flow(table_of(&f->shown, EVENT_ENTRY, 1u << DIMENSION_NEET), ENTITY_DEPARTMENT, department,
                        quarter)[unit % 2] += flows[unit][quarter];
        }
    }
    tables_flow(table_of(&f->shown, EVENT_OUTCOME, 0), ENTITY_REGION, 0, 1)[0] = 15;
    tables_flow(table_of(&f->shown, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME), ENTITY_REGION, 0, 1)[6] = 15;
    sum_up(f);
}

static const char *path_of(struct fixture *f, int quarter)
{
    struct str name = str_format(&f->arena, "2017-T%d.csv", quarter + 1);
    return file_join(&f->arena, f->folder, str_text(&f->arena, name));
}

/* In release 2 outcomes of quarter 1 became known: it says so in `past`. */
static struct str text_of(struct fixture *f, int quarter, const struct published_tables *past)
{
    struct ledger_file file = {.release = {FIRST + quarter},
                               .published_by = {FIRST + quarter},
                               .base = 5,
                               .method = 1,
                               .received_day = 17000 + quarter,
                               .trainings_moved = quarter};
    ledger_list(&f->arena, &f->shown, past, quarter, &f->revisions, &file);
    struct buf text;
    buf_init(&text, &f->arena);
    ledger_file_write(&text, &file);
    return buf_str(&text);
}

static void write_file(const char *path, struct str text)
{
    struct error err = {0};
    assert_true(file_write(path, text, &err));
}

static void write_all(struct fixture *f)
{
    write_file(path_of(f, 0), text_of(f, 0, NULL));
    write_file(path_of(f, 1), text_of(f, 1, NULL));
    struct published_tables before = f->shown;
    tables_init(&f->shown, &f->arena, &f->geography, QUARTERS, cells, CELLS);
    make_counts(f);
    struct published_table *outcomes = table_of(&f->shown, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME);
    tables_flow(outcomes, ENTITY_REGION, 0, 1)[6] = 5;
    tables_flow(outcomes, ENTITY_REGION, 0, 1)[0] = 10;
    sum_up(f);
    struct revision late = {.release = 2,
                            .quarter = 0,
                            .level = ENTITY_REGION,
                            .measure = EVENT_ENTRY,
                            .cause = CAUSE_LATE,
                            .is_main = true,
                            .change = 5};
    struct revision named = {.release = 2,
                             .quarter = 2,
                             .level = ENTITY_DEPARTMENT,
                             .unit = 1,
                             .measure = EVENT_ENTRY,
                             .cause = CAUSE_WITHDRAWAL,
                             .names_only = true,
                             .is_main = true};
    revisions_add(&f->revisions, &f->arena, late);
    revisions_add(&f->revisions, &f->arena, named);
    write_file(path_of(f, 2), text_of(f, 2, &before));
}

static int open_fixture(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    arena_init(&f->arena);
    make_geography(f);
    make_counts(f);
    strcpy(f->folder, "/tmp/gencarto-ledger-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    write_all(f);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    struct error err = {0};
    struct str *names;
    size_t count;
    assert_true(file_names(&f->arena, f->folder, &names, &count, &err));
    for (size_t i = 0; i < count; i++) {
        unlink(file_join(&f->arena, f->folder, str_text(&f->arena, names[i])));
    }
    rmdir(f->folder);
    arena_clear(&f->arena);
    free(f);
    return 0;
}

static bool read_ledger(struct fixture *f, struct ledger *ledger, struct published_tables *shown,
                        struct revisions *revisions, struct error *err)
{
    bool *is_new;
    tables_init(shown, &f->arena, &f->geography, QUARTERS, cells, CELLS);
    return ledger_open(&f->arena, f->folder, (struct period){0}, ledger, err) &&
           ledger_tables(&f->arena, ledger, shown, &is_new, revisions, err);
}

static void what_was_written_reads_back(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct published_tables shown;
    struct revisions revisions;
    struct error err = {0};
    assert_true(read_ledger(f, &ledger, &shown, &revisions, &err));
    assert_int_equal(ledger.quarters, QUARTERS);
    assert_int_equal(ledger.releases[2].file.received_day, 17002);
    assert_int_equal(ledger.releases[2].file.trainings_moved, 2);
    for (size_t t = 0; t < shown.count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            size_t count = (size_t)f->geography.count[level] * QUARTERS * (size_t)shown.items[t].categories;
            if (shown.items[t].flows[level] != NULL) {
                assert_memory_equal(shown.items[t].flows[level], f->shown.items[t].flows[level],
                                    count * sizeof(int32_t));
            }
        }
    }
    assert_int_equal(revisions.count, 2);
    assert_memory_equal(&revisions.items[0], &f->revisions.items[0], sizeof(struct revision));
    assert_memory_equal(&revisions.items[1], &f->revisions.items[1], sizeof(struct revision));
    assert_int_equal(ledger_moved_since(&ledger, &f->geography), 0);
}

/* What has only zeros is published too, and is not taken for what is opened later. */
static void a_ledger_tells_what_it_publishes(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct error err = {0};
    for (size_t t = 0; t < f->shown.count; t++) {
        const struct published_table *table = &f->shown.items[t];
        bool is_zero = table->measure == EVENT_ENTRY && table->dimension_count == 1;
        for (unsigned level = 0; is_zero && level < ENTITY_KINDS; level++) {
            size_t count = (size_t)f->geography.count[level] * QUARTERS * (size_t)table->categories;
            if (table->flows[level] != NULL) {
                memset(table->flows[level], 0, count * sizeof(int32_t));
            }
        }
    }
    struct str text = text_of(f, 1, NULL);
    assert_true(str_find(text, STR("\nentrees,neet,,,0\n"), 0) < text.len);
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        write_file(path_of(f, quarter), text_of(f, quarter, NULL));
    }
    assert_true(ledger_open(&f->arena, f->folder, (struct period){0}, &ledger, &err));
    assert_true(ledger_publishes(&ledger, EVENT_ENTRY, 0));
    assert_true(ledger_publishes(&ledger, EVENT_ENTRY, 1u << DIMENSION_NEET));
    assert_true(ledger_publishes(&ledger, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME));
    assert_false(ledger_publishes(&ledger, EVENT_ENTRY, 1u << DIMENSION_SEX));
    assert_false(ledger_publishes(&ledger, EVENT_ENTRY, 1u << DIMENSION_NEET | 1u << DIMENSION_SEX));
    assert_false(ledger_publishes(&ledger, EVENT_LEARNER, 0));
}

static void the_text_is_sorted_and_ids_are_encoded(void **state)
{
    struct fixture *f = *state;
    struct str text;
    struct error err = {0};
    assert_true(file_read(&f->arena, path_of(f, 1), &text, &err));
    struct str expected = STR("measure,breakdown,entity,within,count\n"
                              "entrees,,training:A,department:31+structure:S%2C1,15\n"
                              "entrees,,training:B%2F1,department:31+structure:S%2C1,10\n"
                              "entrees,,training:C,department:82,5\n"
                              "entrees,neet:non,department:31,,10\n"
                              "entrees,neet:oui,department:31,,15\n"
                              "entrees,neet:oui,department:82,,5\n"
                              "situations_3mois,,region:76,,15\n"
                              "situations_3mois,situation:non_echue,region:76,,15\n");
    size_t body = str_index(text, '\n', 0) + 1;
    assert_string_equal(str_text(&f->arena, str_slice(text, body, text.len)), str_text(&f->arena, expected));
    assert_true(str_starts(text, STR("# gencarto ledger 1; release 2017-T2; by 2017-T2; base 5; method 1; "
                                     "received 2016-07-19; moved 1; lines 8; digest ")));
}

static void a_training_that_left_still_counts_above(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct published_tables shown, gone;
    struct revisions revisions;
    struct error err = {0};
    f->geography.count[ENTITY_TRAINING] = 2; /* C left */
    assert_true(read_ledger(f, &ledger, &shown, &revisions, &err));
    assert_int_equal(tables_flow(&shown.items[0], ENTITY_DEPARTMENT, 1, 2)[0], 20);
    assert_int_equal(ledger_moved_since(&ledger, &f->geography), 1);
    tables_init(&gone, &f->arena, &f->geography, QUARTERS, cells, CELLS);
    assert_true(ledger_gone(&f->arena, &ledger, &f->geography, &gone));
    assert_int_equal(tables_flow(&gone.items[0], ENTITY_DEPARTMENT, 1, 2)[0], 20);
    assert_int_equal(tables_flow(&gone.items[0], ENTITY_DEPARTMENT, 0, 2)[0], 0);
    f->geography.count[ENTITY_TRAINING] = 3;
}

static void a_missing_folder_is_an_empty_ledger(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct error err = {0};
    assert_true(ledger_open(&f->arena, file_join(&f->arena, f->folder, "none"), (struct period){0}, &ledger, &err));
    assert_int_equal(ledger.quarters, 0);
}

static void later_releases_can_be_left_out(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct error err = {0};
    assert_true(ledger_open(&f->arena, f->folder, (struct period){FIRST + 1}, &ledger, &err));
    assert_int_equal(ledger.quarters, 2);
}

/* --- refusals --- */

static struct str replaced(struct fixture *f, struct str text, const char *what, const char *by)
{
    size_t at = str_find(text, str_from(what), 0);
    assert_true(at < text.len);
    struct str before = str_slice(text, 0, at), after = str_slice(text, at + strlen(what), text.len);
    return str_format(&f->arena, "%.*s%s%.*s", STR_ARGS(before), by, STR_ARGS(after));
}

static const struct {
    const char *what, *by;
    const char *says[2];
} tampered[] = {
    {"department:82,5\n", "department:82,7\n", {"2017-T2.csv:5", "multiple of the base"}},
    {"department:82,5\n", "department:82,10\n", {"2017-T2.csv:1", "digest"}},
    {"department:82,5\n", "department:82,0\n", {"2017-T2.csv:5", "above 0"}},
    {"department:82,5\n", "department:82,-5\n", {"2017-T2.csv:5", "above 0"}},
    {"department:82,5\n", "department:82,x\n", {"2017-T2.csv:5", "whole number"}},
    {"department:82,5\n", "department:82,5,\n", {"2017-T2.csv:5", "five cells"}},
    {"entrees,,training:C,department:82,5\n", "", {"2017-T2.csv:1", "number of lines"}},
    {"entrees,,training:C", "entrees,,training:AA", {"2017-T2.csv:5", "out of order"}},
    {"measure,", "mesure,", {"2017-T2.csv:2", "columns"}},
    {"ledger 1;", "ledger 9;", {"2017-T2.csv:1", "version 9"}},
    {"base 5;", "base five;", {"2017-T2.csv:1", "first line"}},
    {"by 2017-T2", "by 2017-T1", {"2017-T2.csv:1", "first line"}},
    {"release 2017-T2", "release 2017-T1", {"2017-T2.csv:1", "file's name"}},
};

static void a_file_that_was_changed_is_refused_with_its_line(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof tampered / sizeof *tampered; i++) {
        struct ledger ledger;
        struct error err = {0};
        struct str text = replaced(f, text_of(f, 1, NULL), tampered[i].what, tampered[i].by);
        write_file(path_of(f, 1), text);
        assert_false(ledger_open(&f->arena, f->folder, (struct period){0}, &ledger, &err));
        assert_int_equal(err.kind, ERROR_INPUT);
        assert_non_null(strstr(err.message, tampered[i].says[0]));
        assert_non_null(strstr(err.message, tampered[i].says[1]));
    }
}

/* With a digest of its own, so that only its sense is wrong. */
static void refuse_lines(struct fixture *f, struct ledger_line *lines, size_t count, const char *says)
{
    struct ledger ledger;
    struct published_tables shown;
    struct revisions revisions;
    struct error err = {0};
    struct ledger_file file = {.release = {FIRST},
                               .published_by = {FIRST + 1},
                               .base = 5,
                               .method = 1,
                               .received_day = DATE_NONE,
                               .lines = lines,
                               .count = count};
    struct buf text;
    buf_init(&text, &f->arena);
    ledger_file_write(&text, &file);
    write_file(path_of(f, 0), buf_str(&text));
    unlink(path_of(f, 1));
    unlink(path_of(f, 2));
    assert_false(read_ledger(f, &ledger, &shown, &revisions, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "2017-T1.csv"));
    assert_non_null(strstr(err.message, says));
}

#define LINE(measure, breakdown, entity, within, count)                                                                \
    {                                                                                                                  \
        STR_INIT(measure), STR_INIT(breakdown), STR_INIT(entity), STR_INIT(within), count                              \
    }

static void lines_that_no_release_writes_are_refused(void **state)
{
    struct fixture *f = *state;
    static struct ledger_line lines[][2] = {
        {LINE("abandons", "", "region:76", "", 5)},
        {LINE("entrees", "sexe:F", "region:76", "", 5)},
        {LINE("entrees", "neet:oui", "region:76", "", 5)},
        {LINE("entrees", "", "department:99", "", 5)},
        {LINE("entrees", "", "training:A", "", 5)},
        {LINE("entrees", "", "training:A", "department:31+structure:S%2C1+x", 5)},
        {LINE("entrees", "", "region:76", "2016-T4+late", 5)},
        {LINE("entrees", "", "region:76", "late", 0)},
        {LINE("entrees", "sexe", "", "", 0)},
        {LINE("entrees", "neet", "", "late", 0)},
        {LINE("entrees", "neet", "", "", 5)},
    };
    static const char *const says[] = {"not published", "not published",   "no finer place", "not known",
                                       "no line",       "no line",         "no line",        "no line",
                                       "not published", "without a place", "without a place"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        refuse_lines(f, lines[i], 1, says[i]);
    }
}

static void categories_that_do_not_come_to_their_total_are_refused(void **state)
{
    struct fixture *f = *state;
    struct ledger_line lines[] = {LINE("entrees", "", "training:A", "department:31", 10),
                                  LINE("entrees", "neet:oui", "department:31", "", 5)};
    refuse_lines(f, lines, 2, "do not come to its totals");
}

static void a_gap_and_a_foreign_file_are_refused(void **state)
{
    struct fixture *f = *state;
    struct ledger ledger;
    struct error err = {0}, other = {0};
    unlink(path_of(f, 1));
    assert_false(ledger_open(&f->arena, f->folder, (struct period){0}, &ledger, &err));
    assert_non_null(strstr(err.message, "2017-T2.csv is missing"));
    write_file(path_of(f, 1), text_of(f, 1, NULL));
    write_file(file_join(&f->arena, f->folder, "copy of 2017-T1.csv"), STR(""));
    assert_false(ledger_open(&f->arena, f->folder, (struct period){0}, &ledger, &other));
    assert_non_null(strstr(other.message, "no release"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_written_reads_back),
        TEST(a_ledger_tells_what_it_publishes),
        TEST(the_text_is_sorted_and_ids_are_encoded),
        TEST(a_training_that_left_still_counts_above),
        TEST(a_missing_folder_is_an_empty_ledger),
        TEST(later_releases_can_be_left_out),
        TEST(a_file_that_was_changed_is_refused_with_its_line),
        TEST(lines_that_no_release_writes_are_refused),
        TEST(categories_that_do_not_come_to_their_total_are_refused),
        TEST(a_gap_and_a_foreign_file_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
