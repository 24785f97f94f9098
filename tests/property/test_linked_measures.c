/* What a suppression promises of measures that count the same persons, on random programmes of persons who enrol,
 * enter, leave and arrive elsewhere. The reader of these tests knows every equation and every definition, all of them
 * written here once more: of tiny programmes all counts are enumerated that could be behind what is shown, of small
 * ones linear programs bound each hidden figure. With each measure suppressed alone, the same reader succeeds. */
#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/suppress.h"
#include "protection.h"

#define FREE       (-1000000)
#define NODES_MAX  100000
#define COLUMN_MAX 60000

/* ---- Persons ---- */

enum { NEET_YES, NEET_NO, NEET_UNKNOWN };
enum { UNDER_26, UP_TO_30, UP_TO_49, OVER_49, AGE_UNKNOWN };

struct person {
    uint8_t values[DIMENSIONS];
    uint8_t nothing[DIMENSIONS]; /* all absent */
};

static int below(struct random_state *state, int bound)
{
    return (int)random_below(state, (uint64_t)bound);
}

static struct person make_person(struct random_state *state)
{
    struct person person;
    memset(person.values, DIMENSION_ABSENT, sizeof person.values);
    memset(person.nothing, DIMENSION_ABSENT, sizeof person.nothing);
    int age = below(state, 2) == 0 ? UNDER_26 : below(state, 5);
    bool is_older = age != UNDER_26 && age != AGE_UNKNOWN;
    person.values[DIMENSION_SEX] = (uint8_t)(below(state, 12) == 0 ? 2 : below(state, 3) == 0);
    person.values[DIMENSION_AGE] = (uint8_t)age;
    person.values[DIMENSION_NEET] = (uint8_t)(is_older || below(state, 3) == 0 ? NEET_NO : below(state, 3) / 2 * 2);
    return person;
}

static int later(struct random_state *state, int quarter)
{
    return quarter + (below(state, 3) == 0) + (below(state, 6) == 0);
}

/* One enrolment and what comes of it; the quarter of a redirection, or -1. */
static int enrol(struct random_programme *programme, struct random_state *state, const struct person *person,
                 uint32_t training, int quarter, bool is_new, bool arrives)
{
    struct cube *cube = &programme->cube;
    int entry = later(state, quarter), exit = later(state, entry);
    cube_add(cube, EVENT_ENROLMENT, training, (uint16_t)quarter, person->values);
    if (entry >= programme->quarters || (below(state, 8) == 0 && !arrives)) {
        return -1;
    }
    cube_add(cube, EVENT_ENTRY, training, (uint16_t)entry, person->values);
    if (is_new) {
        cube_add(cube, EVENT_LEARNER, training, (uint16_t)entry, person->values);
    }
    if (arrives) {
        cube_add(cube, EVENT_ARRIVAL, training, (uint16_t)entry, person->nothing);
    }
    if (exit >= programme->quarters || below(state, 4) == 0) {
        return -1;
    }
    static const enum event ends[] = {EVENT_COMPLETION, EVENT_COMPLETION, EVENT_DROPOUT, EVENT_REDIRECTION};
    enum event end = ends[below(state, 4)];
    cube_add(cube, end, training, (uint16_t)exit, person->values);
    if (end == EVENT_COMPLETION) {
        cube_add(cube, EVENT_OUTCOME, training, (uint16_t)exit, person->nothing);
    }
    return end == EVENT_REDIRECTION ? exit : -1;
}

static void add_persons(struct random_programme *programme, struct random_state *state, int persons)
{
    int trainings = (int)programme->geography.count[ENTITY_TRAINING];
    for (int i = 0; i < persons; i++) {
        struct person person = make_person(state);
        uint32_t training = (uint32_t)below(state, 1 + below(state, trainings)); /* the first ones are larger */
        int left = enrol(programme, state, &person, training, below(state, programme->quarters), true, false);
        if (left >= 0 && below(state, 2) == 0) {
            enrol(programme, state, &person, (uint32_t)below(state, trainings), left, false, true);
        }
    }
}

/* ---- What a reader knows ---- */

struct term {
    int column, coefficient;
};

struct row { /* the terms come to 0; of a limit to 0 or less */
    int first, count;
    bool is_limit;
    bool is_stock; /* what it leaves are those who are present */
};

struct knowledge {
    const struct published_tables *tables;
    int (*first)[ENTITY_KINDS]; /* [table][level]: of the cumulative figures; the flows follow */
    int *known;                 /* [column]: what is shown, FREE where it is hidden */
    int *least;                 /* [column]: of what is hidden */
    int columns;
    struct row *rows;
    int row_count, row_capacity;
    struct term *terms;
    int term_count, term_capacity;
};

static bool has(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0 && (table->hidden[level][0] & TABLE_HIDDEN_LEVEL) == 0;
}

static int cells_of(const struct knowledge *k, size_t t, unsigned level)
{
    const struct published_table *table = &k->tables->items[t];
    return (int)k->tables->geography->count[level] * table->quarters * table->categories;
}

static int column_of(const struct knowledge *k, size_t t, unsigned level, uint32_t unit, int quarter, int category,
                     bool is_flow)
{
    const struct published_table *table = &k->tables->items[t];
    return k->first[t][level] + ((int)unit * table->quarters + quarter) * table->categories + category +
           (is_flow ? cells_of(k, t, level) : 0);
}

static void add_columns(struct knowledge *k, size_t t, unsigned level)
{
    const struct published_table *table = &k->tables->items[t];
    int count = cells_of(k, t, level);
    k->first[t][level] = k->columns;
    for (int i = 0; i < count; i++) {
        uint8_t hidden = table->hidden[level][i];
        k->least[k->columns + i] = k->least[k->columns + count + i] = table->measure == EVENT_LEARNER ? 1 : 0;
        k->known[k->columns + i] = (hidden & TABLE_HIDDEN_SUM) != 0 ? FREE : table->sums[level][i];
        k->known[k->columns + count + i] = (hidden & TABLE_HIDDEN_FLOW) != 0 ? FREE : table->flows[level][i];
    }
    k->columns += 2 * count;
    assert_true(k->columns <= COLUMN_MAX);
}

static void begin_row(struct knowledge *k, bool is_limit)
{
    if (k->row_count == k->row_capacity) {
        k->row_capacity = 2 * k->row_capacity + 64;
        k->rows = realloc(k->rows, (size_t)k->row_capacity * sizeof *k->rows);
    }
    k->rows[k->row_count++] = (struct row){k->term_count, 0, is_limit, false};
}

static void add_term(struct knowledge *k, int column, int coefficient)
{
    if (k->term_count == k->term_capacity) {
        k->term_capacity = 2 * k->term_capacity + 256;
        k->terms = realloc(k->terms, (size_t)k->term_capacity * sizeof *k->terms);
    }
    k->terms[k->term_count++] = (struct term){column, coefficient};
    k->rows[k->row_count - 1].count++;
}

/* cumulative = the one before + flow */
static void add_time(struct knowledge *k, size_t t, unsigned level)
{
    const struct published_table *table = &k->tables->items[t];
    int count = cells_of(k, t, level);
    for (int i = 0; i < count; i++) {
        begin_row(k, false);
        add_term(k, k->first[t][level] + i, -1);
        add_term(k, k->first[t][level] + i + count, 1);
        if (i / table->categories % table->quarters > 0) {
            add_term(k, k->first[t][level] + i - table->categories, 1);
        }
    }
}

/* A whole = its parts: cumulative figures; their flows follow. */
static void add_parts(struct knowledge *k, size_t t, unsigned level, unsigned parts)
{
    const struct geography *geography = k->tables->geography;
    const struct published_table *table = &k->tables->items[t];
    const uint32_t *parent = level == ENTITY_STRUCTURE ? geography->structure_of_training : geography->parent[parts];
    for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
        bool is_whole = false;
        for (uint32_t part = 0; part < geography->count[parts]; part++) {
            is_whole = is_whole || parent[part] == unit;
        }
        for (int i = 0; is_whole && i < table->quarters * table->categories; i++) {
            int quarter = i / table->categories, category = i % table->categories;
            begin_row(k, false);
            add_term(k, column_of(k, t, level, unit, quarter, category, false), -1);
            for (uint32_t part = 0; part < geography->count[parts]; part++) {
                if (parent[part] == unit) {
                    add_term(k, column_of(k, t, parts, part, quarter, category, false), 1);
                }
            }
        }
    }
}

/* Category `into` of a margin = the categories of the table that are part of it. */
static void add_categories(struct knowledge *k, size_t t, size_t m, unsigned level)
{
    const struct published_table *table = &k->tables->items[t], *margin = &k->tables->items[m];
    int second = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    bool by_second = table->dimension_count == 2 && margin->dimension_count == 1 && margin->first == table->second;
    for (uint32_t unit = 0; unit < k->tables->geography->count[level]; unit++) {
        for (int i = 0; i < table->quarters * margin->categories; i++) {
            int quarter = i / margin->categories, into = i % margin->categories;
            begin_row(k, false);
            add_term(k, column_of(k, m, level, unit, quarter, into, false), -1);
            for (int c = 0; c < table->categories; c++) {
                if ((margin->dimension_count == 0 ? 0 : by_second ? c % second : c / second) == into) {
                    add_term(k, column_of(k, t, level, unit, quarter, c, false), 1);
                }
            }
        }
    }
}

static void add_equations(struct knowledge *k, size_t t)
{
    static const unsigned families[][2] = {{ENTITY_COUNTRY, ENTITY_REGION},
                                           {ENTITY_REGION, ENTITY_DEPARTMENT},
                                           {ENTITY_DEPARTMENT, ENTITY_TRAINING},
                                           {ENTITY_STRUCTURE, ENTITY_TRAINING}};
    const struct published_table *table = &k->tables->items[t];
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (has(table, families[i][0]) && has(table, families[i][1])) {
            add_parts(k, t, families[i][0], families[i][1]);
        }
    }
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if (has(table, level)) {
            add_time(k, t, level);
        }
        for (size_t m = 0; m < k->tables->count; m++) {
            const struct published_table *margin = &k->tables->items[m];
            if (has(table, level) && has(margin, level) && margin->measure == table->measure &&
                margin->dimension_count + 1 == table->dimension_count &&
                (margin->dimensions & ~table->dimensions) == 0) {
                add_categories(k, t, m, level);
            }
        }
    }
}

static const struct {
    enum event smaller[3];
    int count;
    enum event larger;
    bool in_quarter, in_country, is_equal, is_stock;
} definitions[] = {
    {{EVENT_ENTRY}, 1, EVENT_ENROLMENT, .in_quarter = false},
    {{EVENT_LEARNER, EVENT_ARRIVAL}, 2, EVENT_ENTRY, .in_quarter = true},
    {{EVENT_COMPLETION, EVENT_DROPOUT, EVENT_REDIRECTION}, 3, EVENT_ENTRY, .is_stock = true},
    {{EVENT_ARRIVAL}, 1, EVENT_REDIRECTION, .in_country = true},
    {{EVENT_OUTCOME}, 1, EVENT_COMPLETION, .in_quarter = true, .is_equal = true},
};

static size_t table_of(const struct knowledge *k, enum event measure, unsigned dimensions)
{
    size_t t = 0;
    while (t < k->tables->count &&
           (k->tables->items[t].measure != measure || k->tables->items[t].dimensions != dimensions)) {
        t++;
    }
    return t;
}

static bool is_shown(const struct knowledge *k, enum event measure, unsigned level)
{
    size_t t = table_of(k, measure, 0);
    return t < k->tables->count && has(&k->tables->items[t], level);
}

static bool both_sides(const struct knowledge *k, size_t d, unsigned level)
{
    bool any = false;
    for (int i = 0; i < definitions[d].count; i++) {
        any = any || is_shown(k, definitions[d].smaller[i], level);
    }
    return any && is_shown(k, definitions[d].larger, level) && (!definitions[d].in_country || level == ENTITY_COUNTRY);
}

static void define(struct knowledge *k, size_t d, unsigned level, bool is_flow)
{
    size_t larger = table_of(k, definitions[d].larger, 0);
    for (uint32_t unit = 0; unit < k->tables->geography->count[level]; unit++) {
        for (int quarter = 0; quarter < k->tables->quarters; quarter++) {
            begin_row(k, !definitions[d].is_equal);
            k->rows[k->row_count - 1].is_stock = definitions[d].is_stock;
            add_term(k, column_of(k, larger, level, unit, quarter, 0, is_flow), -1);
            for (int i = 0; i < definitions[d].count; i++) {
                if (is_shown(k, definitions[d].smaller[i], level)) {
                    size_t t = table_of(k, definitions[d].smaller[i], 0);
                    add_term(k, column_of(k, t, level, unit, quarter, 0, is_flow), 1);
                }
            }
        }
    }
}

/* Who is 26 or older is no NEET. */
static void define_ages(struct knowledge *k, unsigned level, bool is_flow)
{
    size_t neet = table_of(k, EVENT_LEARNER, 1u << DIMENSION_NEET);
    size_t age = table_of(k, EVENT_LEARNER, 1u << DIMENSION_AGE);
    bool both = neet < k->tables->count && age < k->tables->count && has(&k->tables->items[neet], level) &&
                has(&k->tables->items[age], level);
    for (uint32_t unit = 0; both && unit < k->tables->geography->count[level]; unit++) {
        for (int quarter = 0; quarter < k->tables->quarters; quarter++) {
            begin_row(k, true);
            add_term(k, column_of(k, neet, level, unit, quarter, NEET_NO, is_flow), -1);
            for (int value = UP_TO_30; value <= OVER_49; value++) {
                add_term(k, column_of(k, age, level, unit, quarter, value, is_flow), 1);
            }
        }
    }
}

static void add_definitions(struct knowledge *k)
{
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        define_ages(k, level, false);
        define_ages(k, level, true);
        for (size_t d = 0; d < sizeof definitions / sizeof *definitions; d++) {
            bool both = both_sides(k, d, level);
            if (both) {
                define(k, d, level, false);
            }
            if (both && definitions[d].in_quarter) {
                define(k, d, level, true);
            }
        }
    }
}

static void know(struct knowledge *k, const struct published_tables *tables)
{
    *k = (struct knowledge){.tables = tables, .first = calloc(tables->count, sizeof *k->first)};
    k->known = calloc(COLUMN_MAX, sizeof *k->known);
    k->least = calloc(COLUMN_MAX, sizeof *k->least);
    for (size_t t = 0; t < tables->count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (has(&tables->items[t], level)) {
                add_columns(k, t, level);
            }
        }
    }
    for (size_t t = 0; t < tables->count; t++) {
        add_equations(k, t);
    }
    add_definitions(k);
}

static void forget(struct knowledge *k)
{
    free(k->first);
    free(k->known);
    free(k->least);
    free(k->rows);
    free(k->terms);
}

static bool is_wide(double low, double high, int base)
{
    return high - low >= base - 1 && high >= base;
}

/* ---- All worlds ---- */

struct worlds {
    const struct knowledge *k;
    int *values, *low, *high;    /* [column] */
    int *stock_low, *stock_high; /* [row] */
    int most;                    /* of a hidden count */
    int nodes, found;
};

/* What a row asks of its only free column; FREE: nothing. *out_fits: false when the row cannot hold any more. */
static int forced_column(const struct worlds *w, const struct row *row, bool *out_fits, int *out_value)
{
    int free = 0, column = FREE, coefficient = 0, sum = 0;
    for (int i = row->first; i < row->first + row->count; i++) {
        const struct term *term = &w->k->terms[i];
        bool is_free = w->values[term->column] == FREE;
        free += is_free;
        column = is_free ? term->column : column;
        coefficient = is_free ? term->coefficient : coefficient;
        sum += is_free ? 0 : term->coefficient * w->values[term->column];
    }
    *out_fits = free > 0 || (row->is_limit ? sum <= 0 : sum == 0);
    *out_value = -sum * coefficient; /* coefficients are 1 and -1 */
    return free == 1 && !row->is_limit ? column : FREE;
}

/* Fills in what follows, noting which columns; false when nothing fits. */
static bool follow(struct worlds *w, int *trail, int *trail_count)
{
    for (bool again = true; again;) {
        again = false;
        for (int r = 0; r < w->k->row_count; r++) {
            bool fits;
            int value, column = forced_column(w, &w->k->rows[r], &fits, &value);
            if (!fits || (column != FREE && (value < w->k->least[column] || value > w->most))) {
                return false;
            }
            if (column != FREE) {
                w->values[column] = value;
                trail[(*trail_count)++] = column;
                again = true;
            }
        }
    }
    return true;
}

static int rest_of(const struct worlds *w, const struct row *row)
{
    int rest = 0;
    for (int i = row->first; i < row->first + row->count; i++) {
        rest -= w->k->terms[i].coefficient * w->values[w->k->terms[i].column];
    }
    return rest;
}

static void note_world(struct worlds *w)
{
    for (int r = 0; r < w->k->row_count; r++) {
        int rest = rest_of(w, &w->k->rows[r]);
        w->stock_low[r] = rest < w->stock_low[r] ? rest : w->stock_low[r];
        w->stock_high[r] = rest > w->stock_high[r] ? rest : w->stock_high[r];
    }
    w->found++;
    for (int c = 0; c < w->k->columns; c++) {
        w->low[c] = w->values[c] < w->low[c] ? w->values[c] : w->low[c];
        w->high[c] = w->values[c] > w->high[c] ? w->values[c] : w->high[c];
    }
}

static void enumerate(struct worlds *w);

static void try_values(struct worlds *w, int column)
{
    for (int value = w->k->least[column]; value <= w->most; value++) {
        w->values[column] = value;
        enumerate(w);
    }
    w->values[column] = FREE;
}

static void enumerate(struct worlds *w)
{
    int *trail = calloc((size_t)w->k->columns + 1, sizeof *trail);
    int trail_count = 0, column = 0;
    w->nodes++;
    if (w->nodes < NODES_MAX && follow(w, trail, &trail_count)) {
        while (column < w->k->columns && w->values[column] != FREE) {
            column++;
        }
        if (column == w->k->columns) {
            note_world(w);
        } else {
            try_values(w, column);
        }
    }
    for (int i = 0; i < trail_count; i++) {
        w->values[trail[i]] = FREE;
    }
    free(trail);
}

/* The hidden figures that all worlds leave too narrow; -1 when there are too many worlds to look at. */
static int narrow_in_worlds(const struct knowledge *k, int base, int most, int *hidden)
{
    size_t size = (size_t)k->columns;
    struct worlds w = {.k = k,
                       .values = calloc(size, sizeof(int)),
                       .low = calloc(size, sizeof(int)),
                       .high = calloc(size, sizeof(int)),
                       .stock_low = calloc((size_t)k->row_count, sizeof(int)),
                       .stock_high = calloc((size_t)k->row_count, sizeof(int)),
                       .most = most};
    int narrow = 0;
    for (int c = 0; c < k->columns; c++) {
        w.values[c] = k->known[c];
        w.low[c] = INT32_MAX;
        w.high[c] = INT32_MIN;
    }
    for (int r = 0; r < k->row_count; r++) {
        w.stock_low[r] = INT32_MAX;
        w.stock_high[r] = INT32_MIN;
    }
    enumerate(&w);
    for (int r = 0; r < k->row_count && w.nodes < NODES_MAX; r++) { /* somebody is present, and few are */
        narrow += k->rows[r].is_stock && w.stock_low[r] >= 1 && w.stock_high[r] < base;
    }
    for (int c = 0; c < k->columns && w.nodes < NODES_MAX; c++) {
        *hidden += k->known[c] == FREE;
        narrow += k->known[c] == FREE && !is_wide(w.low[c], w.high[c], base);
    }
    narrow = w.nodes < NODES_MAX ? narrow : -1;
    assert_true(w.nodes >= NODES_MAX || w.found > 0); /* the truth is one */
    free(w.values);
    free(w.low);
    free(w.high);
    free(w.stock_low);
    free(w.stock_high);
    return narrow;
}

/* ---- Linear programs ---- */

static glp_prob *program_of(const struct knowledge *k)
{
    glp_prob *problem = glp_create_prob();
    int *columns = calloc((size_t)k->columns + 1, sizeof *columns);
    double *coefficients = calloc((size_t)k->columns + 1, sizeof *coefficients);
    glp_term_out(GLP_OFF);
    glp_add_cols(problem, k->columns);
    glp_add_rows(problem, k->row_count);
    for (int c = 0; c < k->columns; c++) {
        bool is_hidden = k->known[c] == FREE;
        glp_set_col_bnds(problem, c + 1, is_hidden ? GLP_LO : GLP_FX, is_hidden ? k->least[c] : k->known[c],
                         k->known[c]);
    }
    for (int r = 0; r < k->row_count; r++) {
        for (int i = 0; i < k->rows[r].count; i++) {
            columns[i + 1] = k->terms[k->rows[r].first + i].column + 1;
            coefficients[i + 1] = k->terms[k->rows[r].first + i].coefficient;
        }
        glp_set_row_bnds(problem, r + 1, k->rows[r].is_limit ? GLP_UP : GLP_FX, 0, 0);
        glp_set_mat_row(problem, r + 1, k->rows[r].count, columns, coefficients);
    }
    free(columns);
    free(coefficients);
    return problem;
}

static double bound(glp_prob *problem, int column, int direction)
{
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    glp_set_obj_coef(problem, column, 1);
    glp_set_obj_dir(problem, direction);
    assert_int_equal(glp_simplex(problem, &options), 0);
    int status = glp_get_status(problem);
    double value = glp_get_col_prim(problem, column);
    glp_set_obj_coef(problem, column, 0);
    if (status == GLP_UNBND) {
        return HUGE_VAL;
    }
    assert_int_equal(status, GLP_OPT);
    return direction == GLP_MIN ? ceil(value - 1e-6) : floor(value + 1e-6);
}

/* Of every n-th hidden figure, so many as are asked. */
static int narrow_in_programs(const struct knowledge *k, int base, int asked, int *hidden)
{
    glp_prob *problem = program_of(k);
    int count = 0, narrow = 0;
    for (int c = 0; c < k->columns; c++) {
        count += k->known[c] == FREE;
    }
    int step = count / asked + 1;
    for (int c = 0, i = 0; c < k->columns; c++) {
        if (k->known[c] == FREE && i++ % step == 0) {
            narrow += !is_wide(bound(problem, c + 1, GLP_MIN), bound(problem, c + 1, GLP_MAX), base);
        }
    }
    *hidden += count;
    glp_delete_prob(problem);
    return narrow;
}

/* ---- Programmes ---- */

#define SEX  (1u << DIMENSION_SEX)
#define NEET (1u << DIMENSION_NEET)
#define AGE  (1u << DIMENSION_AGE)

#define TOTALS(measure)                                                                                                \
    {ENTITY_COUNTRY, measure, 0},                                                                                      \
    {                                                                                                                  \
        ENTITY_REGION, measure, 0                                                                                      \
    }

static const struct published_cells few[] = {TOTALS(EVENT_ENROLMENT), TOTALS(EVENT_ENTRY), TOTALS(EVENT_LEARNER),
                                             TOTALS(EVENT_COMPLETION), TOTALS(EVENT_DROPOUT)};

static const struct published_cells pair[] = {TOTALS(EVENT_ENTRY), TOTALS(EVENT_LEARNER)};

static const struct published_cells by_age[] = {
    TOTALS(EVENT_LEARNER), {ENTITY_COUNTRY, EVENT_LEARNER, NEET}, {ENTITY_COUNTRY, EVENT_LEARNER, AGE}};

static const struct published_cells all[] = {TOTALS(EVENT_ENROLMENT),
                                             TOTALS(EVENT_ENTRY),
                                             TOTALS(EVENT_LEARNER),
                                             TOTALS(EVENT_COMPLETION),
                                             TOTALS(EVENT_DROPOUT),
                                             TOTALS(EVENT_REDIRECTION),
                                             TOTALS(EVENT_OUTCOME),
                                             TOTALS(EVENT_ARRIVAL),
                                             {ENTITY_DEPARTMENT, EVENT_LEARNER, 0},
                                             {ENTITY_STRUCTURE, EVENT_LEARNER, 0},
                                             {ENTITY_TRAINING, EVENT_LEARNER, 0},
                                             {ENTITY_COUNTRY, EVENT_LEARNER, SEX},
                                             {ENTITY_REGION, EVENT_LEARNER, SEX},
                                             {ENTITY_COUNTRY, EVENT_LEARNER, NEET},
                                             {ENTITY_REGION, EVENT_LEARNER, NEET},
                                             {ENTITY_COUNTRY, EVENT_LEARNER, AGE},
                                             {ENTITY_REGION, EVENT_LEARNER, AGE},
                                             {ENTITY_COUNTRY, EVENT_LEARNER, SEX | NEET},
                                             {ENTITY_COUNTRY, EVENT_LEARNER, SEX | AGE}};

struct programme_case {
    struct programme_size size; /* no events: persons instead */
    const struct published_cells *published;
    size_t published_count;
    int persons, base, seeds, asked;
};

#define PUBLISHED(list) list, sizeof(list) / sizeof *(list)

static const struct programme_case tiny_cases[] = {
    {{2, 1, 1, 1, 0}, PUBLISHED(few), 9, 3, 60, 0},     {{3, 1, 1, 1, 0}, PUBLISHED(few), 14, 3, 40, 0},
    {{2, 1, 1, 2, 0}, PUBLISHED(few), 12, 2, 40, 0},    {{2, 1, 1, 1, 0}, PUBLISHED(by_age), 14, 3, 60, 0},
    {{2, 1, 1, 2, 0}, PUBLISHED(by_age), 20, 2, 20, 0}, {{4, 1, 1, 1, 0}, PUBLISHED(pair), 30, 3, 60, 0},
    {{3, 1, 1, 2, 0}, PUBLISHED(pair), 30, 3, 60, 0},
};

static const struct programme_case small_cases[] = {
    {{2, 2, 2, 3, 0}, PUBLISHED(all), 60, 3, 10, 40},
    {{3, 2, 3, 3, 0}, PUBLISHED(all), 200, 5, 8, 40},
    {{4, 2, 3, 4, 0}, PUBLISHED(all), 600, 5, 4, 40},
};

static void count_programme(struct arena *arena, const struct programme_case *from, int seed,
                            struct published_tables *out)
{
    struct random_programme *programme = arena_one(arena, struct random_programme);
    struct random_state state;
    random_seed(&state, (uint64_t)seed + 1000);
    random_programme(arena, (uint64_t)seed, from->size, programme);
    if (programme->geography.count[ENTITY_TRAINING] > 0) {
        add_persons(programme, &state, from->persons);
    }
    tables_init(out, arena, &programme->geography, programme->quarters, from->published, from->published_count);
    tables_count(out, &programme->cube);
}

static bool suppress_all(struct arena *arena, const struct published_tables *exact, int base,
                         struct published_tables *out)
{
    struct suppression_report report;
    struct error err = {0};
    return suppress(arena, exact, base, out, &report, &err);
}

/* The step that these tests are about, switched off: no measure knows of another. */
static bool suppress_each(struct arena *arena, const struct published_tables *exact, int base,
                          struct published_tables *out)
{
    *out = *exact;
    out->items = arena_array(arena, struct published_table, exact->count);
    for (size_t first = 0, end; first < exact->count; first = end) {
        struct published_tables alone = *exact, shown;
        for (end = first + 1; end < exact->count && exact->items[end].measure == exact->items[first].measure; end++) {
        }
        alone.items = exact->items + first;
        alone.count = end - first;
        if (!suppress_all(arena, &alone, base, &shown)) {
            return false;
        }
        memcpy(out->items + first, shown.items, alone.count * sizeof *out->items);
    }
    return true;
}

typedef bool suppressor(struct arena *arena, const struct published_tables *exact, int base,
                        struct published_tables *out);

struct outcome {
    int programmes, refused, skipped, hidden, narrow;
};

static void attack_case(const struct programme_case *from, suppressor *protect, struct outcome *out)
{
    for (int seed = 1; seed <= from->seeds; seed++) {
        struct arena arena;
        struct published_tables exact, shown;
        struct knowledge k;
        arena_init(&arena);
        count_programme(&arena, from, seed, &exact);
        out->programmes++;
        if (!protect(&arena, &exact, from->base, &shown)) {
            out->refused++;
            arena_clear(&arena);
            continue;
        }
        know(&k, &shown);
        int narrow = from->asked == 0 ? narrow_in_worlds(&k, from->base, 2 * from->persons + from->base, &out->hidden)
                                      : narrow_in_programs(&k, from->base, from->asked, &out->hidden);
        out->skipped += narrow < 0;
        out->narrow += narrow < 0 ? 0 : narrow;
        forget(&k);
        arena_clear(&arena);
    }
}

static void of_all_counts_possible_each_hidden_one_takes_enough_values(void **state)
{
    struct outcome outcome = {0};
    (void)state;
    for (size_t i = 0; i < sizeof tiny_cases / sizeof *tiny_cases; i++) {
        attack_case(&tiny_cases[i], suppress_all, &outcome);
    }
    print_message("%d programmes, %d refused, %d with too many worlds, %d hidden figures\n", outcome.programmes,
                  outcome.refused, outcome.skipped, outcome.hidden);
    assert_int_equal(outcome.narrow, 0);
    assert_true(outcome.hidden > 400);
    assert_true(outcome.skipped * 4 < outcome.programmes * 3);
}

static void no_hidden_figure_of_linked_measures_is_bounded_too_closely(void **state)
{
    struct outcome outcome = {0};
    (void)state;
    for (size_t i = 0; i < sizeof small_cases / sizeof *small_cases; i++) {
        attack_case(&small_cases[i], suppress_all, &outcome);
    }
    print_message("%d programmes, %d refused, %d hidden figures\n", outcome.programmes, outcome.refused,
                  outcome.hidden);
    assert_int_equal(outcome.narrow, 0);
    assert_true(outcome.hidden > 2000);
    assert_int_equal(outcome.refused, 0);
}

static void measures_suppressed_one_by_one_give_each_other_away(void **state)
{
    struct outcome in_worlds = {0}, in_programs = {0};
    (void)state;
    for (size_t i = 0; i < sizeof tiny_cases / sizeof *tiny_cases; i++) {
        attack_case(&tiny_cases[i], suppress_each, &in_worlds);
    }
    attack_case(&small_cases[1], suppress_each, &in_programs);
    print_message("%d of %d hidden figures by enumeration, %d by programs\n", in_worlds.narrow, in_worlds.hidden,
                  in_programs.narrow);
    assert_true(in_worlds.narrow > 0);
    assert_true(in_programs.narrow > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_all_counts_possible_each_hidden_one_takes_enough_values),
        cmocka_unit_test(no_hidden_figure_of_linked_measures_is_bounded_too_closely),
        cmocka_unit_test(measures_suppressed_one_by_one_give_each_other_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
