/* The exact tables against a second way to count: plain SQL on the raw rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "events.h"
#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/sql/sql.h"
#include "register.h"
#include "sample.h"

static const char *const statuses[] = {"inscrit", "en_formation", "termine", "abandon", "reoriente"};
static const char *const sexes[] = {"F", "M", "X", "inconnu"};
static const char *const neets[] = {"oui", "non", "inconnu"};
static const char *const zones[] = {"oui", "non", "indetermine"};
static const char *const situations[] = {"emploi", "formation", "creation", "recherche", "autre", "inconnu"};

struct fixture {
    struct arena arena;
    struct error err;
    struct input input;
    struct calendar calendar;
    struct public_register reg;
    struct db *db;
    struct published_tables exact;
};

#define CHECK(f, call)                                                                                                 \
    do {                                                                                                               \
        if (!(call)) {                                                                                                 \
            fail_msg("%s", (f)->err.message);                                                                          \
        }                                                                                                              \
    } while (0)

static struct value day(struct arena *arena, int32_t value)
{
    struct buf out;
    buf_init(&out, arena);
    if (value == DATE_NONE) {
        return VALUE_OF_NULL;
    }
    date_write(&out, value);
    return VALUE_OF_TEXT(buf_str(&out));
}

static struct value word(const char *text)
{
    return VALUE_OF_TEXT(str_from(text));
}

static void insert(struct fixture *f, struct query *query, const struct value *values, int count)
{
    for (int i = 0; i < count; i++) {
        query_bind(query, i + 1, values[i]);
    }
    CHECK(f, query_execute(query, &f->err));
}

static void load_trainings(struct fixture *f)
{
    struct query *query = NULL;
    CHECK(f, query_prepare(f->db, "training", STR("INSERT INTO training VALUES (?, ?, ?, ?)"), &query, &f->err));
    for (size_t i = 0; i < f->input.training_count; i++) {
        const struct training_row *row = &f->input.trainings[i];
        /* Without an id of its own a structure is known by its folded name. */
        struct value structure = row->structure_id.len > 0 ? VALUE_OF_TEXT(row->structure_id)
                                 : row->structure_name.len > 0
                                     ? VALUE_OF_TEXT(str_format(&f->arena, "structure-d-essai-%.*s",
                                                                STR_ARGS(str_slice(row->structure_name, 20, 99))))
                                     : VALUE_OF_NULL;
        insert(f, query,
               (struct value[]){VALUE_OF_TEXT(row->id), VALUE_OF_TEXT(row->region_code),
                                VALUE_OF_TEXT(row->department_code), structure},
               4);
    }
    query_free(query);
}

static void load_enrolments(struct fixture *f)
{
    struct query *query = NULL;
    CHECK(f, query_prepare(f->db, "enrolment",
                           STR("INSERT INTO enrolment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                           &query, &f->err));
    for (size_t i = 0; i < f->input.enrolments.count; i++) {
        struct enrolment_row open = enrolment_at(&f->input.enrolments, i);
        const struct enrolment_row *row = &open;
        struct arena_mark mark = arena_save(&f->arena);
        const struct territory *home =
            row->residence == RESIDENCE_UNKNOWN ? NULL : &f->input.reference.departments[row->residence];
        insert(f, query,
               (struct value[]){
                   VALUE_OF_INT((int64_t)i), VALUE_OF_INT(row->learner),
                   VALUE_OF_TEXT(f->input.trainings[row->training].id), day(&f->arena, row->registered_day),
                   day(&f->arena, row->entry_day), day(&f->arena, row->exit_day), word(statuses[row->status]),
                   word(sexes[row->sex]), word(neets[row->neet]), word(zones[row->qpv]), word(zones[row->zrr]),
                   row->age == UINT8_MAX ? VALUE_OF_NULL : VALUE_OF_INT(row->age), word(situations[row->outcome]),
                   row->origin == INDEX_NONE ? VALUE_OF_NULL : VALUE_OF_TEXT(f->input.trainings[row->origin].id),
                   home == NULL ? VALUE_OF_NULL : VALUE_OF_TEXT(home->code),
                   home == NULL ? VALUE_OF_NULL : VALUE_OF_TEXT(home->region_code),
                   row->aid_eur == AID_UNKNOWN ? VALUE_OF_NULL : VALUE_OF_INT(row->aid_eur)},
               17);
        arena_restore(&f->arena, mark);
    }
    query_free(query);
}

static void count_exactly(struct fixture *f)
{
    struct published_cells *cells;
    size_t cell_count;
    CHECK(f, indicator_published(f->db, &f->arena, &cells, &cell_count, &f->err));
    tables_init(&f->exact, &f->arena, &f->reg.geography, f->calendar.quarters, cells, cell_count);
    events_count(&f->input, &f->calendar, NULL, &f->exact);
}

static void fixture_open(struct fixture *f, uint64_t seed, struct sample_size size)
{
    struct reference reference;
    struct str schema;
    *f = (struct fixture){0};
    arena_init(&f->arena);
    CHECK(f, reference_read(&f->arena, "input/reference", &reference, &f->err));
    sample_input(&f->arena, &reference, seed, size, &f->input);
    CHECK(f, calendar_make(&f->arena, &f->input, (struct period){0}, &f->calendar, &f->err));
    CHECK(f, register_make(&f->arena, &f->input, &f->reg, &f->err));
    CHECK(f, db_open(NULL, DB_MEMORY, &f->db, &f->err));
    CHECK(f, file_read(&f->arena, "tests/property/measures_schema.sql", &schema, &f->err));
    CHECK(f, db_run(f->db, "measures_schema", schema, &f->err));
    CHECK(f, db_run(f->db, "published table", STR("CREATE TABLE published (level TEXT, measure TEXT, dimensions TEXT)"),
                    &f->err));
    CHECK(f, db_run(f->db, "published", sql_text("published"), &f->err));
    CHECK(f, db_run(f->db, "begin", sql_text("begin"), &f->err));
    load_trainings(f);
    load_enrolments(f);
    count_exactly(f);
}

static void fixture_close(struct fixture *f)
{
    db_close(f->db);
    arena_clear(&f->arena);
}

static uint32_t unit_of(const struct fixture *f, enum entity_kind level, struct str code)
{
    for (uint32_t i = 0; i < f->reg.geography.count[level]; i++) {
        if (str_equal(f->reg.geography.codes[level][i], code)) {
            return i;
        }
    }
    fail_msg("no entity %.*s", STR_ARGS(code));
    return 0;
}

/* The exact count of a row of measures.sql. */
static int64_t exact_count(struct fixture *f, struct query *query)
{
    enum entity_kind level;
    assert_true(entity_kind_parse(query_column(query, 0).text, &level));
    uint32_t unit = unit_of(f, level, query_column(query, 1).text);
    struct str measure = query_column(query, 2).text;
    struct str quarter = query_column(query, 3).text; /* "2016-1" */
    struct str breakdown = query_column(query, 4).text;
    int index = (quarter.ptr[3] - '6') * 4 + quarter.ptr[5] - '1';
    for (size_t t = 0; t < f->exact.count; t++) {
        const struct published_table *table = &f->exact.items[t];
        bool is_it =
            str_equal(str_from(cube_event_codes[table->measure]), measure) && (table->levels & 1u << level) != 0;
        for (int c = 0; is_it && c < table->categories; c++) {
            if (str_equal(tables_breakdown(&f->arena, table, c), breakdown)) {
                return tables_flow(table, level, unit, index)[c];
            }
        }
    }
    return -1;
}

static int64_t sum_of_tables(const struct fixture *f)
{
    int64_t sum = 0;
    for (size_t t = 0; t < f->exact.count; t++) {
        const struct published_table *table = &f->exact.items[t];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            size_t cells =
                (size_t)f->reg.geography.count[level] * (size_t)f->exact.quarters * (size_t)table->categories;
            for (size_t i = 0; table->flows[level] != NULL && i < cells; i++) {
                sum += table->flows[level][i];
            }
        }
    }
    return sum;
}

static void compare(struct fixture *f)
{
    struct str sql;
    struct query *query = NULL;
    bool row = false;
    int64_t rows = 0, sum = 0;
    CHECK(f, file_read(&f->arena, "tests/property/measures.sql", &sql, &f->err));
    CHECK(f, query_prepare(f->db, "measures", sql, &query, &f->err));
    query_bind(query, 1, day(&f->arena, f->calendar.last_day));
    while (query_step(query, &row, &f->err) && row) {
        struct arena_mark mark = arena_save(&f->arena);
        int64_t expected = query_column(query, 5).integer;
        assert_int_equal(exact_count(f, query), expected);
        arena_restore(&f->arena, mark);
        sum += expected;
        rows++;
    }
    query_free(query);
    assert_true(rows > 0);
    assert_int_equal(sum_of_tables(f), sum); /* and everything else is 0 */
}

static void exact_tables_are_what_plain_sql_counts(void **state)
{
    (void)state;
    /* Fifty programmes, from three trainings to sixty, with every kind of gap that the sample has. */
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct sample_size size = {(uint32_t)(3 + seed * 57 / 50), (uint32_t)(20 + seed * seed / 2), 0};
        size.learners = (uint32_t)(size.enrolments * (60 + seed % 40) / 100);
        struct fixture f;
        fixture_open(&f, seed, size);
        compare(&f);
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_tables_are_what_plain_sql_counts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
