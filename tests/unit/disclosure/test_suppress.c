/* Each rule of a suppression on a table that can be read: regions A, B, C of one country. `h` is a hidden count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/suppress.h"

#define REGIONS      3
#define QUARTERS_MAX 4
#define BASE         5

static struct arena arena;
static struct geography geography;
static struct published_tables shown;
static struct suppression_report report;

static int set_up(void **state)
{
    (void)state;
    static const struct str codes[] = {STR_INIT("A"), STR_INIT("B"), STR_INIT("C")};
    static const uint32_t zeros[REGIONS];
    arena_init(&arena);
    geography =
        (struct geography){.count = {[ENTITY_COUNTRY] = 1, [ENTITY_REGION] = REGIONS}, .structure_of_training = zeros};
    for (unsigned kind = 0; kind < ENTITY_KINDS; kind++) {
        geography.codes[kind] = codes;
        geography.parent[kind] = zeros;
    }
    geography_link(&geography, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static void count(struct published_tables *tables, uint16_t quarter, uint32_t region, uint8_t sex, int persons)
{
    for (size_t t = 0; t < tables->count; t++) {
        struct published_table *table = &tables->items[t];
        int category = table->dimension_count == 0 ? 0 : sex;
        tables_flow(table, ENTITY_COUNTRY, 0, quarter)[category] += persons;
        tables_flow(table, ENTITY_REGION, region, quarter)[category] += persons;
    }
}

static void protect_tables(const struct published_tables *exact)
{
    struct error err = {0};
    assert_true(suppress(&arena, exact, BASE, &shown, &report, &err));
}

/* Totals alone: [quarter][region]. */
static void suppress_totals(int quarters, const int counts[][REGIONS])
{
    static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_LEARNER, 0},
                                                   {ENTITY_REGION, EVENT_LEARNER, 0}};
    struct published_tables exact;
    tables_init(&exact, &arena, &geography, quarters, cells, 2);
    for (int q = 0; q < quarters; q++) {
        for (uint32_t r = 0; r < REGIONS; r++) {
            count(&exact, (uint16_t)q, r, 0, counts[q][r]);
        }
    }
    protect_tables(&exact);
}

/* One quarter by sex: [region][F, M]. */
static void suppress_by_sex(const int counts[REGIONS][2])
{
    static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_LEARNER, 0},
                                                   {ENTITY_REGION, EVENT_LEARNER, 0},
                                                   {ENTITY_COUNTRY, EVENT_LEARNER, 1u << DIMENSION_SEX},
                                                   {ENTITY_REGION, EVENT_LEARNER, 1u << DIMENSION_SEX}};
    struct published_tables exact;
    tables_init(&exact, &arena, &geography, 1, cells, 4);
    for (uint32_t r = 0; r < REGIONS; r++) {
        count(&exact, 0, r, 0, counts[r][0]);
        count(&exact, 0, r, 1, counts[r][1]);
    }
    protect_tables(&exact);
}

/* Totals of two measures in one quarter: [region][first, second]. */
static void suppress_pair(enum event first, enum event second, const int counts[REGIONS][2])
{
    const struct published_cells cells[] = {
        {ENTITY_COUNTRY, first, 0}, {ENTITY_REGION, first, 0}, {ENTITY_COUNTRY, second, 0}, {ENTITY_REGION, second, 0}};
    struct published_tables exact;
    tables_init(&exact, &arena, &geography, 1, cells, 4);
    for (size_t t = 0; t < exact.count; t++) {
        for (uint32_t r = 0; r < REGIONS; r++) {
            tables_flow(&exact.items[t], ENTITY_COUNTRY, 0, 0)[0] += counts[r][t];
            tables_flow(&exact.items[t], ENTITY_REGION, r, 0)[0] += counts[r][t];
        }
    }
    protect_tables(&exact);
}

static size_t place_of(const struct published_table *table, uint32_t unit, int quarter, int category)
{
    return ((size_t)unit * (size_t)table->quarters + (size_t)quarter) * (size_t)table->categories + (size_t)category;
}

static bool hides(size_t table, enum entity_kind level, uint32_t unit, int quarter, int category, unsigned figure)
{
    const struct published_table *t = &shown.items[table];
    return (t->hidden[level][place_of(t, unit, quarter, category)] & figure) != 0;
}

static int hidden_regions(int quarter, unsigned figure)
{
    int hidden = 0;
    for (uint32_t r = 0; r < REGIONS; r++) {
        hidden += hides(0, ENTITY_REGION, r, quarter, 0, figure);
    }
    return hidden;
}

/*          A   B   C   country
 *          0  12   7        19 */
static void without_small_counts_all_is_shown_zeros_too(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{0, 12, 7}};
    suppress_totals(1, counts);
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_FLOW | TABLE_HIDDEN_SUM), 0);
    assert_int_equal(shown.items[0].flows[ENTITY_COUNTRY][0], 19);
    assert_int_equal(shown.items[0].sums[ENTITY_REGION][1], 12);
}

/*          A   B   C   country
 *          3  20  30        53      A alone could be had from the country: a second one is hidden. 20 is nearer to
 *          h   h  30        53      the least loss than 30. */
static void a_small_count_takes_another_one_along(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 20, 30}};
    suppress_totals(1, counts);
    assert_true(hides(0, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_FLOW), 2);
    assert_false(hides(0, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_int_equal(report.flows[ENTITY_REGION][SUPPRESSION_THRESHOLD], 1);
    assert_int_equal(report.flows[ENTITY_REGION][SUPPRESSION_SECONDARY], 1);
    assert_int_equal(shown.items[0].flows[ENTITY_REGION][0], 0); /* no exact count stays in what is hidden */
}

/*          A   B   C   country
 *          1   2  30        33      Two hidden ones that come to 3 say that neither is 5: the third, which can spare
 *          h   h   h        33      some, is hidden too. The error of complements found by algebra alone. */
static void hidden_counts_that_come_to_little_need_a_large_one(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{1, 2, 30}};
    suppress_totals(1, counts);
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_FLOW), 3);
    assert_false(hides(0, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_FLOW));
}

/*          A   B   C   country
 *          3   0   0         3      All that there is, is small. */
static void a_small_total_is_hidden_at_all_levels(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 0, 0}};
    suppress_totals(1, counts);
    assert_true(hides(0, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(0, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_SUM));
    assert_false(hides(0, ENTITY_REGION, 1, 0, 0, TABLE_HIDDEN_FLOW));
}

/* Quarter    1   2   cumulative 1, 2
 * A          3   0              h  h      4 - 1 would give the flow: the cumulative figure stays hidden while
 * B         20   9              h  h      nobody comes. */
static void the_cumulative_figure_of_a_hidden_count_is_hidden_too(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 20, 0}, {0, 9, 0}};
    suppress_totals(2, counts);
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_SUM), 2);
    assert_int_equal(hidden_regions(1, TABLE_HIDDEN_SUM), 2);
    assert_int_equal(hidden_regions(1, TABLE_HIDDEN_FLOW), 0);
}

/* Quarter    1   2   cumulative 1, 2
 * A          3  20              h 23      The flows of the second quarter are hidden as well, and what they come to
 * B         20  20              h 40      together is shown again. */
static void a_cumulative_figure_is_shown_again_once_enough_came(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 20, 0}, {20, 20, 0}};
    suppress_totals(2, counts);
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_SUM), 2);
    assert_int_equal(hidden_regions(1, TABLE_HIDDEN_SUM), 0);
    assert_int_equal(hidden_regions(1, TABLE_HIDDEN_FLOW), 2);
    assert_int_equal(shown.items[0].sums[ENTITY_REGION][1], 23);
    assert_int_equal(report.flows[ENTITY_REGION][SUPPRESSION_LATER], 2);
}

/*          F   M   all
 * A       30   2    32      F is hidden: "all but two" tells of the two.
 * B       20  20    40
 * C       25  15    40 */
static void a_category_that_leaves_few_is_hidden(void **state)
{
    (void)state;
    static const int counts[REGIONS][2] = {{30, 2}, {20, 20}, {25, 15}};
    suppress_by_sex(counts);
    assert_true(hides(1, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(1, ENTITY_REGION, 0, 0, 1, TABLE_HIDDEN_FLOW));
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_FLOW), 0);
    assert_int_equal(report.flows[ENTITY_REGION][SUPPRESSION_COMPLEMENT], 1);
}

/* What was decided of two quarters is not decided again when a third comes. */
static void a_new_quarter_changes_nothing_of_those_before(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 20, 30}, {9, 2, 14}, {4, 4, 11}};
    suppress_totals(2, counts);
    struct published_tables before = shown;
    suppress_totals(3, counts);
    for (uint32_t r = 0; r < REGIONS; r++) {
        for (int q = 0; q < 2; q++) {
            size_t then = place_of(&before.items[0], r, q, 0);
            size_t now = place_of(&shown.items[0], r, q, 0);
            assert_int_equal(before.items[0].hidden[ENTITY_REGION][then], shown.items[0].hidden[ENTITY_REGION][now]);
            assert_int_equal(before.items[0].flows[ENTITY_REGION][then], shown.items[0].flows[ENTITY_REGION][now]);
            assert_int_equal(before.items[0].sums[ENTITY_REGION][then], shown.items[0].sums[ENTITY_REGION][now]);
        }
    }
}

/*          A    B    C
 *          3  400  500      Nothing but a large one is left to hide. */
static void a_large_count_that_is_hidden_is_reported(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{3, 400, 500}};
    suppress_totals(1, counts);
    assert_int_equal(report.large[ENTITY_REGION], 1);
}

/* Entries count learners once more: below the regions, and by sex, nothing of them is shown, not even zeros. */
static void measures_of_the_same_persons_are_shown_in_total_alone(void **state)
{
    (void)state;
    static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_ENTRY, 0},
                                                   {ENTITY_REGION, EVENT_ENTRY, 0},
                                                   {ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_SEX}};
    struct published_tables exact;
    tables_init(&exact, &arena, &geography, 1, cells, 3);
    tables_flow(&exact.items[0], ENTITY_COUNTRY, 0, 0)[0] = 40;
    tables_flow(&exact.items[0], ENTITY_REGION, 0, 0)[0] = 40;
    tables_flow(&exact.items[1], ENTITY_COUNTRY, 0, 0)[0] = 40;
    protect_tables(&exact);
    assert_int_equal(shown.items[0].flows[ENTITY_REGION][0], 40);
    assert_false(hides(0, ENTITY_REGION, 1, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(1, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_FLOW) &&
                hides(1, ENTITY_COUNTRY, 0, 0, 1, TABLE_HIDDEN_SUM));
    assert_int_equal(shown.items[1].flows[ENTITY_COUNTRY][0], 0);
}

/* Quarter    1   2 (a correction)   A  30  -2: the difference of two releases is a count like others.
 *                                   B  30  20 */
static void a_small_correction_is_hidden_with_its_cumulative_figure(void **state)
{
    (void)state;
    static const int counts[][REGIONS] = {{30, 30, 30}, {-2, 20, 20}};
    suppress_totals(2, counts);
    assert_true(hides(0, ENTITY_REGION, 0, 1, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(0, ENTITY_REGION, 0, 1, 0, TABLE_HIDDEN_SUM));
    assert_int_equal(hidden_regions(0, TABLE_HIDDEN_FLOW | TABLE_HIDDEN_SUM), 0);
    assert_int_equal(hidden_regions(1, TABLE_HIDDEN_FLOW), 2);
}

/*                   A   B   C
 * learners          3  30  40      A could be 1 to 5, the one or two learners more or less being those of B: but in B
 * as entries           5  30  40      many entered. Some of the entries are hidden with them. */
static void counts_that_bound_hidden_ones_by_definition_are_hidden_too(void **state)
{
    (void)state;
    suppress_pair(EVENT_ENTRY, EVENT_LEARNER, (const int[REGIONS][2]){{5, 3}, {30, 30}, {40, 40}});
    bool any = false;
    for (uint32_t region = 0; region < REGIONS; region++) {
        any = any || hides(0, ENTITY_REGION, region, 0, 0, TABLE_HIDDEN_FLOW);
    }
    assert_true(hides(1, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(any);
}

/* Two are present: neither are all entries and exits of region A shown. Ten are in B and C. */
static void few_who_are_present_are_not_told_by_entries_and_exits(void **state)
{
    (void)state;
    suppress_pair(EVENT_ENTRY, EVENT_COMPLETION, (const int[REGIONS][2]){{20, 18}, {40, 30}, {40, 30}});
    assert_true(hides(0, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_SUM) ||
                hides(1, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_SUM));
}

static void nothing_is_hidden_where_no_count_nor_stock_is_small(void **state)
{
    (void)state;
    suppress_pair(EVENT_ENTRY, EVENT_COMPLETION, (const int[REGIONS][2]){{20, 10}, {40, 30}, {40, 30}});
    for (size_t table = 0; table < 2; table++) {
        for (uint32_t region = 0; region < REGIONS; region++) {
            assert_false(hides(table, ENTITY_REGION, region, 0, 0, TABLE_HIDDEN_FLOW | TABLE_HIDDEN_SUM));
        }
    }
}

/* Two left region A, where nobody else did and one entered: the exit without its entry does not stop the programme. */
static void counts_that_break_a_definition_are_protected_by_their_sums(void **state)
{
    (void)state;
    suppress_pair(EVENT_ENTRY, EVENT_COMPLETION, (const int[REGIONS][2]){{1, 2}, {40, 20}, {40, 20}});
    assert_true(hides(0, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(1, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
}

/* One and four, or nobody and five: of those who left, unlike learners, a hidden count may be nobody's. */
static void what_is_hidden_of_exits_may_be_nobody(void **state)
{
    (void)state;
    suppress_pair(EVENT_ENTRY, EVENT_COMPLETION, (const int[REGIONS][2]){{30, 1}, {40, 0}, {40, 4}});
    assert_true(hides(1, ENTITY_REGION, 0, 0, 0, TABLE_HIDDEN_FLOW));
    assert_true(hides(1, ENTITY_REGION, 2, 0, 0, TABLE_HIDDEN_FLOW));
    assert_false(hides(1, ENTITY_REGION, 1, 0, 0, TABLE_HIDDEN_FLOW));
    assert_false(hides(1, ENTITY_COUNTRY, 0, 0, 0, TABLE_HIDDEN_FLOW));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(without_small_counts_all_is_shown_zeros_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_small_count_takes_another_one_along, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hidden_counts_that_come_to_little_need_a_large_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_small_total_is_hidden_at_all_levels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_cumulative_figure_of_a_hidden_count_is_hidden_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cumulative_figure_is_shown_again_once_enough_came, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_category_that_leaves_few_is_hidden, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_new_quarter_changes_nothing_of_those_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_large_count_that_is_hidden_is_reported, set_up, tear_down),
        cmocka_unit_test_setup_teardown(measures_of_the_same_persons_are_shown_in_total_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_small_correction_is_hidden_with_its_cumulative_figure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_that_bound_hidden_ones_by_definition_are_hidden_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(few_who_are_present_are_not_told_by_entries_and_exits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_hidden_where_no_count_nor_stock_is_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_that_break_a_definition_are_protected_by_their_sums, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_hidden_of_exits_may_be_nobody, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
