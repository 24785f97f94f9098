/* What the protection promises, on random programmes: checked here by other means than protect_verify. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/protect.h"
#include "protection.h"

static const struct programme_size sizes[] = {
    {1, 1, 1, 1, 7}, {2, 2, 3, 4, 40}, {3, 4, 6, 8, 300}, {6, 5, 4, 8, 1000}, {19, 8, 5, 8, 12000}, {4, 3, 2, 3, 0},
};
static const int bases[] = {3, 5, 10, 11};

#define SIZES (sizeof sizes / sizeof *sizes)
#define SEEDS 12

struct fixture {
    struct arena arena;
    struct random_programme programme;
    struct published_tables exact, published;
    int base;
};

static void fixture_open(struct fixture *f, size_t size, uint64_t seed, int base)
{
    struct error err = {0};
    arena_init(&f->arena);
    f->base = base;
    random_programme(&f->arena, seed, sizes[size], &f->programme);
    tables_init(&f->exact, &f->arena, &f->programme.geography, f->programme.quarters, published_list,
                published_list_count);
    tables_count(&f->exact, &f->programme.cube);
    struct protection_rule rule = {.base = base};
    assert_true(protect(&f->arena, &f->exact, &rule, NULL, &f->published, &err));
    assert_true(protect_verify(&f->published, &rule, 0, &err));
}

static struct fixture fixtures[SIZES][SEEDS];

static int open_fixtures(void **state)
{
    (void)state;
    for (size_t size = 0; size < SIZES; size++) {
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            fixture_open(&fixtures[size][seed], size, seed + 1, bases[(seed + 1) % 4]);
        }
    }
    return 0;
}

static int close_fixtures(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        arena_clear(&fixtures[i / SEEDS][i % SEEDS].arena);
    }
    return 0;
}

static void for_all(void (*check)(struct fixture *f))
{
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        check(&fixtures[i / SEEDS][i % SEEDS]);
    }
}

static bool has(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0;
}

static int64_t flow(const struct published_table *table, unsigned level, uint32_t unit, int quarter, int category)
{
    return tables_flow(table, (enum entity_kind)level, unit, quarter)[category];
}

#define EACH_CELL(f, tables, t, level, unit, quarter, category)                                                        \
    for (size_t t = 0; t < (tables)->count; t++)                                                                       \
        for (unsigned level = 0; level < ENTITY_KINDS; level++)                                                        \
            for (uint32_t unit = 0; has(&(tables)->items[t], level) && unit < (f)->programme.geography.count[level];   \
                 unit++)                                                                                               \
                for (int quarter = 0; quarter < (tables)->quarters; quarter++)                                         \
                    for (int category = 0; category < (tables)->items[t].categories; category++)

static void check_multiples(struct fixture *f)
{
    EACH_CELL(f, &f->published, t, level, unit, quarter, c)
    {
        int64_t count = flow(&f->published.items[t], level, unit, quarter, c);
        assert_true(count >= 0);
        assert_int_equal(count % f->base, 0);
    }
}

static void counts_are_multiples_of_the_base_and_never_negative(void **state)
{
    (void)state;
    for_all(check_multiples);
}

/* Takes every part's count off its whole: nothing may be left. */
static void check_territories(struct fixture *f)
{
    const struct geography *g = &f->programme.geography;
    EACH_CELL(f, &f->published, t, level, unit, quarter, c)
    {
        const struct published_table *table = &f->published.items[t];
        int64_t sum = 0;
        unsigned part = level == ENTITY_COUNTRY    ? ENTITY_REGION
                        : level == ENTITY_REGION   ? ENTITY_DEPARTMENT
                        : level == ENTITY_TRAINING ? ENTITY_KINDS
                                                   : ENTITY_TRAINING;
        if (part == ENTITY_KINDS || !has(table, part)) {
            continue;
        }
        for (uint32_t i = 0; i < g->count[part]; i++) {
            uint32_t whole = level == ENTITY_STRUCTURE ? g->structure_of_training[i] : g->parent[part][i];
            sum += whole == unit ? flow(table, part, i, quarter, c) : 0;
        }
        assert_int_equal(sum, flow(table, level, unit, quarter, c));
    }
}

static void territories_and_structures_add_up_in_every_quarter(void **state)
{
    (void)state;
    for_all(check_territories);
}

static void check_categories(struct fixture *f)
{
    for (size_t t = 0; t < f->published.count; t++) {
        const struct published_table *table = &f->published.items[t];
        const struct published_table *total = tables_find(&f->published, table->measure, 0);
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            for (uint32_t unit = 0; has(table, level) && unit < f->programme.geography.count[level]; unit++) {
                for (int quarter = 0; quarter < f->published.quarters; quarter++) {
                    int64_t sum = 0;
                    for (int c = 0; c < table->categories; c++) {
                        sum += flow(table, level, unit, quarter, c);
                    }
                    assert_int_equal(sum, flow(total, level, unit, quarter, 0));
                }
            }
        }
    }
}

static void categories_add_up_to_the_total(void **state)
{
    (void)state;
    for_all(check_categories);
}

/* neet x sexe: "neet" is the first dimension, three values, "sexe" the second, four. */
static void check_crosses(struct fixture *f)
{
    unsigned sex = 1u << DIMENSION_SEX;
    unsigned neet = 1u << DIMENSION_NEET;
    const struct published_table *cross = tables_find(&f->published, EVENT_LEARNER, sex | neet);
    const struct published_table *by_sex = tables_find(&f->published, EVENT_LEARNER, sex);
    const struct published_table *by_neet = tables_find(&f->published, EVENT_LEARNER, neet);
    for (uint32_t unit = 0; unit < f->programme.geography.count[ENTITY_REGION]; unit++) {
        for (int quarter = 0; quarter < f->published.quarters; quarter++) {
            const int32_t *counts = tables_flow(cross, ENTITY_REGION, unit, quarter);
            for (int n = 0; n < 3; n++) {
                int64_t row = counts[4 * n] + counts[4 * n + 1] + counts[4 * n + 2] + counts[4 * n + 3];
                assert_int_equal(row, flow(by_neet, ENTITY_REGION, unit, quarter, n));
            }
            for (int s = 0; s < 4; s++) {
                int64_t column = counts[s] + counts[4 + s] + counts[8 + s];
                assert_int_equal(column, flow(by_sex, ENTITY_REGION, unit, quarter, s));
            }
        }
    }
}

static void crosses_add_up_to_both_margins(void **state)
{
    (void)state;
    for_all(check_crosses);
}

/* The greatest distance of a cumulative count, in bases. */
static double greatest_error(struct fixture *f, unsigned only_level, int only_dimensions, double *mean)
{
    int64_t greatest = 0, sum = 0, cells = 0;
    for (size_t t = 0; t < f->exact.count; t++) {
        const struct published_table *exact = &f->exact.items[t];
        const struct published_table *published = &f->published.items[t];
        for (uint32_t unit = 0; has(exact, only_level) && exact->dimension_count == only_dimensions &&
                                unit < f->programme.geography.count[only_level];
             unit++) {
            for (int c = 0; c < exact->categories; c++) {
                int64_t error = 0;
                for (int quarter = 0; quarter < f->exact.quarters; quarter++) {
                    error += flow(published, only_level, unit, quarter, c) - flow(exact, only_level, unit, quarter, c);
                    greatest = llabs(error) > greatest ? llabs(error) : greatest;
                    sum += llabs(error);
                    cells++;
                }
            }
        }
    }
    *mean = cells == 0 ? 0 : (double)sum / (double)cells / f->base;
    return (double)greatest / f->base;
}

static void check_country_error(struct fixture *f)
{
    double mean;
    assert_true(greatest_error(f, ENTITY_COUNTRY, 0, &mean) < 1);
}

static void totals_of_the_country_are_never_off_by_a_base(void **state)
{
    (void)state;
    for_all(check_country_error);
}

/* Bounds in bases, with room above what a hundred seeds of each size give: parts of small units cannot all be near. */
static const struct {
    unsigned level;
    int dimensions;
    double most;
} bounds[] = {
    {ENTITY_REGION, 0, 1.5}, {ENTITY_DEPARTMENT, 0, 1.7}, {ENTITY_TRAINING, 0, 1.7}, {ENTITY_COUNTRY, 1, 1.2},
    {ENTITY_REGION, 1, 2.2}, {ENTITY_DEPARTMENT, 1, 2.6}, {ENTITY_COUNTRY, 2, 2.1},  {ENTITY_REGION, 2, 2.8},
};
#define BOUNDS (sizeof bounds / sizeof *bounds)
static double seen[BOUNDS], seen_mean[BOUNDS];

static void check_errors(struct fixture *f)
{
    for (size_t i = 0; i < BOUNDS; i++) {
        double mean;
        double error = greatest_error(f, bounds[i].level, bounds[i].dimensions, &mean);
        seen[i] = error > seen[i] ? error : seen[i];
        seen_mean[i] = mean > seen_mean[i] ? mean : seen_mean[i];
    }
}

static void no_cumulative_count_is_far_off(void **state)
{
    (void)state;
    for_all(check_errors);
    for (size_t i = 0; i < BOUNDS; i++) {
        print_message("%-10s %d dimensions: at most %.2f bases off, mean at most %.2f\n",
                      entity_kind_name((enum entity_kind)bounds[i].level), bounds[i].dimensions, seen[i], seen_mean[i]);
        assert_true(seen[i] <= bounds[i].most);
    }
}

/* A cumulative count of 0 stays 0 for totals; of a breakdown it may have to take what nothing else can. */
static void check_zeros(struct fixture *f)
{
    for (size_t t = 0; t < f->exact.count; t++) {
        const struct published_table *exact = &f->exact.items[t];
        for (unsigned level = 0; exact->dimension_count == 0 && level < ENTITY_KINDS; level++) {
            for (uint32_t unit = 0; has(exact, level) && unit < f->programme.geography.count[level]; unit++) {
                int64_t sum = 0;
                for (int quarter = 0; quarter < f->exact.quarters; quarter++) {
                    sum += flow(exact, level, unit, quarter, 0);
                    assert_true(sum > 0 || flow(&f->published.items[t], level, unit, quarter, 0) == 0);
                }
            }
        }
    }
}

static void nobody_is_published_where_nobody_was(void **state)
{
    (void)state;
    for_all(check_zeros);
}

/* Order of the rows: the cube of the same events added backwards protects to the same tables. */
static void same_events_in_another_order_give_the_same_tables(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, 3, 5, 5);
    struct cube backwards;
    cube_init(&backwards, &f.arena);
    for (size_t i = f.programme.cube.count; i-- > 0;) {
        const struct cube_cell *cell = &f.programme.cube.cells[i];
        for (uint32_t n = 0; n < cell->count; n++) {
            cube_add(&backwards, (enum event)cell->event, cell->training, cell->quarter, cell->values);
        }
    }
    struct published_tables exact, published;
    struct error err = {0};
    tables_init(&exact, &f.arena, &f.programme.geography, f.programme.quarters, published_list, published_list_count);
    tables_count(&exact, &backwards);
    assert_true(protect(&f.arena, &exact, &(struct protection_rule){.base = 5}, NULL, &published, &err));
    EACH_CELL(&f, &published, t, level, unit, quarter, c)
    {
        assert_int_equal(flow(&published.items[t], level, unit, quarter, c),
                         flow(&f.published.items[t], level, unit, quarter, c));
    }
    arena_clear(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_multiples_of_the_base_and_never_negative),
        cmocka_unit_test(territories_and_structures_add_up_in_every_quarter),
        cmocka_unit_test(categories_add_up_to_the_total),
        cmocka_unit_test(crosses_add_up_to_both_margins),
        cmocka_unit_test(totals_of_the_country_are_never_off_by_a_base),
        cmocka_unit_test(no_cumulative_count_is_far_off),
        cmocka_unit_test(nobody_is_published_where_nobody_was),
        cmocka_unit_test(same_events_in_another_order_give_the_same_tables),
    };
    return cmocka_run_group_tests(tests, open_fixtures, close_fixtures);
}
