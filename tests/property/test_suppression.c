/* What a suppression promises, on random programmes, by an attacker who sees the protected tables alone: a linear
 * program over cumulative counts (the program thinks in flows of one quarter), with every equation between published
 * tables, hidden flows of learners of 1 or more, solved to both ends for hidden figures. */
#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/suppress.h"
#include "protection.h"

#define FIGURES_ASKED 60 /* of a programme */

static const struct {
    struct programme_size size;
    int base, seeds;
} cases[] = {{{1, 1, 1, 2, 20}, 5, 20},
             {{2, 2, 3, 4, 60}, 3, 12},
             {{2, 3, 3, 4, 200}, 5, 12},
             {{3, 3, 3, 3, 400}, 10, 4},
             {{3, 4, 4, 4, 900}, 5, 4}};

struct attack {
    const struct published_tables *tables;
    glp_prob *problem;
    int (*first)[ENTITY_KINDS]; /* [table][level]: column of the first cumulative figure; the flows follow */
};

static size_t cells_of(const struct published_tables *tables, size_t t, unsigned level)
{
    return (size_t)tables->geography->count[level] * (size_t)tables->quarters * (size_t)tables->items[t].categories;
}

static int column(const struct attack *a, size_t t, unsigned level, uint32_t unit, int quarter, int category)
{
    const struct published_table *table = &a->tables->items[t];
    return a->first[t][level] + ((int)unit * table->quarters + quarter) * table->categories + category;
}

static void add_row(struct attack *a, int count, const int *columns, const double *coefficients)
{
    int row = glp_add_rows(a->problem, 1);
    glp_set_row_bnds(a->problem, row, GLP_FX, 0, 0);
    glp_set_mat_row(a->problem, row, count, columns, coefficients);
}

/* What is printed is known; what is hidden of learners is at least 1. */
static void add_columns(struct attack *a, size_t t, unsigned level)
{
    const struct published_table *table = &a->tables->items[t];
    int count = (int)cells_of(a->tables, t, level);
    double least = table->measure == EVENT_LEARNER ? 1 : 0;
    a->first[t][level] = count == 0 ? 0 : glp_add_cols(a->problem, 2 * count);
    for (int i = 0; i < count; i++) {
        int sum = a->first[t][level] + i;
        if ((table->hidden[level][i] & TABLE_HIDDEN_SUM) != 0) {
            glp_set_col_bnds(a->problem, sum, GLP_LO, least, 0);
        } else {
            glp_set_col_bnds(a->problem, sum, GLP_FX, table->sums[level][i], 0);
        }
        if ((table->hidden[level][i] & TABLE_HIDDEN_FLOW) != 0) {
            glp_set_col_bnds(a->problem, sum + count, GLP_LO, least, 0);
        } else {
            glp_set_col_bnds(a->problem, sum + count, GLP_FX, table->flows[level][i], 0);
        }
    }
}

/* sum(q) - sum(q - 1) - flow(q) = 0 */
static void add_time(struct attack *a, size_t t, unsigned level)
{
    const struct published_table *table = &a->tables->items[t];
    int count = (int)cells_of(a->tables, t, level);
    for (int i = 0; i < count; i++) {
        int quarter = i / table->categories % table->quarters;
        int columns[] = {0, a->first[t][level] + i, a->first[t][level] + i + count,
                         a->first[t][level] + i - table->categories};
        double coefficients[] = {0, 1, -1, -1};
        add_row(a, quarter == 0 ? 2 : 3, columns, coefficients);
    }
}

/* The cumulative figures of a whole over those of its parts; is_part tells which units of `parts` they are. */
static void add_parts(struct attack *a, size_t t, unsigned level, unsigned parts)
{
    const struct geography *geography = a->tables->geography;
    const struct published_table *table = &a->tables->items[t];
    const uint32_t *parent = level == ENTITY_STRUCTURE ? geography->structure_of_training : geography->parent[parts];
    int *columns = calloc(geography->count[parts] + 2, sizeof *columns);
    double *coefficients = calloc(geography->count[parts] + 2, sizeof *coefficients);
    for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
        for (int i = 0; i < table->quarters * table->categories; i++) {
            int count = 1;
            columns[1] = column(a, t, level, unit, i / table->categories, i % table->categories);
            coefficients[1] = -1;
            for (uint32_t part = 0; part < geography->count[parts]; part++) {
                if (parent[part] == unit) {
                    columns[++count] = column(a, t, parts, part, i / table->categories, i % table->categories);
                    coefficients[count] = 1;
                }
            }
            if (count > 1) {
                add_row(a, count, columns, coefficients);
            }
        }
    }
    free(columns);
    free(coefficients);
}

/* The categories of table t that are part of category `into` of table m, of each unit and quarter. */
static void add_categories(struct attack *a, size_t t, size_t m, unsigned level)
{
    const struct published_table *table = &a->tables->items[t], *margin = &a->tables->items[m];
    int second = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    bool by_second = table->dimension_count == 2 && margin->dimension_count == 1 && margin->first == table->second;
    for (uint32_t unit = 0; unit < a->tables->geography->count[level]; unit++) {
        for (int i = 0; i < table->quarters * margin->categories; i++) {
            int quarter = i / margin->categories, into = i % margin->categories, count = 1;
            int columns[64] = {0, column(a, m, level, unit, quarter, into)};
            double coefficients[64] = {0, -1};
            for (int c = 0; c < table->categories; c++) {
                int of = margin->dimension_count == 0 ? 0 : by_second ? c % second : c / second;
                if (of == into) {
                    columns[++count] = column(a, t, level, unit, quarter, c);
                    coefficients[count] = 1;
                }
            }
            add_row(a, count, columns, coefficients);
        }
    }
}

/* Is anything of it shown there? */
static bool has(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0 &&
           (table->hidden[level] == NULL || (table->hidden[level][0] & TABLE_HIDDEN_LEVEL) == 0);
}

static void add_equations(struct attack *a, size_t t)
{
    static const unsigned families[][2] = {{ENTITY_COUNTRY, ENTITY_REGION},
                                           {ENTITY_REGION, ENTITY_DEPARTMENT},
                                           {ENTITY_DEPARTMENT, ENTITY_TRAINING},
                                           {ENTITY_STRUCTURE, ENTITY_TRAINING}};
    const struct published_table *table = &a->tables->items[t];
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (has(table, families[i][0]) && has(table, families[i][1])) {
            add_parts(a, t, families[i][0], families[i][1]);
        }
    }
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if (has(table, level)) {
            add_time(a, t, level);
        }
        for (size_t m = 0; m < a->tables->count; m++) {
            const struct published_table *margin = &a->tables->items[m];
            if (has(table, level) && has(margin, level) && margin->measure == table->measure &&
                margin->dimension_count + 1 == table->dimension_count &&
                (margin->dimensions & ~table->dimensions) == 0) {
                add_categories(a, t, m, level);
            }
        }
    }
}

static double bound(struct attack *a, int figure, int direction)
{
    glp_smcp options;
    glp_init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    glp_set_obj_coef(a->problem, figure, 1);
    glp_set_obj_dir(a->problem, direction);
    assert_int_equal(glp_simplex(a->problem, &options), 0);
    int status = glp_get_status(a->problem);
    double value = glp_get_col_prim(a->problem, figure);
    glp_set_obj_coef(a->problem, figure, 0);
    if (status == GLP_UNBND) {
        return HUGE_VAL;
    }
    assert_int_equal(status, GLP_OPT);
    return direction == GLP_MIN ? ceil(value - 1e-6) : floor(value + 1e-6);
}

static void ask(struct attack *a, int figure, int base)
{
    double low = bound(a, figure, GLP_MIN);
    double high = bound(a, figure, GLP_MAX);
    assert_true(high - low >= base - 1);
    assert_true(high >= base);
}

/* Every n-th hidden figure, so many as are asked. */
static int ask_hidden(struct attack *a, int base)
{
    int *hidden = calloc((size_t)glp_get_num_cols(a->problem) + 1, sizeof *hidden);
    int count = 0;
    for (int c = 1; c <= glp_get_num_cols(a->problem); c++) {
        if (glp_get_col_type(a->problem, c) == GLP_LO) {
            hidden[count++] = c;
        }
    }
    int step = count / FIGURES_ASKED + 1;
    for (int i = 0; i < count; i += step) {
        ask(a, hidden[i], base);
    }
    free(hidden);
    return count;
}

static int attack_tables(const struct published_tables *tables, int base)
{
    struct attack a = {.tables = tables, .first = calloc(tables->count, sizeof *a.first)};
    glp_term_out(GLP_OFF);
    a.problem = glp_create_prob();
    for (size_t t = 0; t < tables->count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (has(&tables->items[t], level)) {
                add_columns(&a, t, level);
            }
        }
    }
    for (size_t t = 0; t < tables->count; t++) {
        add_equations(&a, t);
    }
    int hidden = ask_hidden(&a, base);
    glp_delete_prob(a.problem);
    free(a.first);
    return hidden;
}

/* What is shown is the truth. */
static void check_shown(const struct published_tables *exact, const struct published_tables *shown)
{
    for (size_t t = 0; t < exact->count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            for (size_t i = 0; has(&exact->items[t], level) && i < cells_of(exact, t, level); i++) {
                bool hidden = (shown->items[t].hidden[level][i] & TABLE_HIDDEN_FLOW) != 0;
                assert_int_equal(shown->items[t].flows[level][i], hidden ? 0 : exact->items[t].flows[level][i]);
            }
        }
    }
}

static void no_hidden_figure_can_be_bounded_more_closely_than_the_rule(void **state)
{
    (void)state;
    int hidden = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int seed = 1; seed <= cases[i].seeds; seed++) {
            struct arena arena;
            struct error err = {0};
            struct random_programme programme;
            struct published_tables exact, shown;
            struct suppression_report report;
            arena_init(&arena);
            random_programme(&arena, (uint64_t)seed, cases[i].size, &programme);
            tables_init(&exact, &arena, &programme.geography, programme.quarters, published_list, published_list_count);
            tables_count(&exact, &programme.cube);
            assert_true(suppress(&arena, &exact, cases[i].base, &shown, &report, &err));
            check_shown(&exact, &shown);
            hidden += attack_tables(&shown, cases[i].base);
            arena_clear(&arena);
        }
    }
    assert_true(hidden > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_hidden_figure_can_be_bounded_more_closely_than_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
