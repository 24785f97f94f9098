#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/protect.h"

/* One region, one department, two trainings without structure. */
static struct arena arena;
static struct geography geography;

static int set_up(void **state)
{
    (void)state;
    static const struct str codes[] = {STR_INIT("A"), STR_INIT("B")};
    static const uint32_t zeros[2];
    static const uint32_t no_structure[2] = {GEOGRAPHY_NONE, GEOGRAPHY_NONE};
    arena_init(&arena);
    geography = (struct geography){
        .count = {[ENTITY_COUNTRY] = 1, [ENTITY_REGION] = 1, [ENTITY_DEPARTMENT] = 1, [ENTITY_TRAINING] = 2},
        .structure_of_training = no_structure,
    };
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

static void count(struct published_tables *tables, uint32_t training, uint16_t quarter, int persons)
{
    struct cube cube;
    uint8_t values[DIMENSIONS] = {0};
    cube_init(&cube, &arena);
    for (int i = 0; i < persons; i++) {
        cube_add(&cube, EVENT_ENTRY, training, quarter, values);
    }
    tables_count(tables, &cube);
}

static const struct published_cells down_to_training[] = {
    {ENTITY_COUNTRY, EVENT_ENTRY, 0},
    {ENTITY_REGION, EVENT_ENTRY, 0},
    {ENTITY_DEPARTMENT, EVENT_ENTRY, 0},
    {ENTITY_TRAINING, EVENT_ENTRY, 0},
};

/* 2, 4, 6 ... 24 persons: the published cumulative stays near, and ends near. */
static void what_is_rounded_away_comes_back_in_a_later_quarter(void **state)
{
    (void)state;
    enum { QUARTERS = 12 };
    struct published_tables exact, published;
    struct error err = {0};
    tables_init(&exact, &arena, &geography, QUARTERS, down_to_training, 4);
    for (uint16_t quarter = 0; quarter < QUARTERS; quarter++) {
        count(&exact, 0, quarter, 2);
    }
    assert_true(protect(&arena, &exact, &(struct protection_rule){.base = 5}, NULL, &published, &err));
    int shown = 0;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        int flow = tables_flow(&published.items[0], ENTITY_COUNTRY, 0, quarter)[0];
        shown += flow;
        assert_in_range(shown + 4 - 2 * (quarter + 1), 0, 8);
        assert_int_equal(tables_flow(&published.items[0], ENTITY_TRAINING, 0, quarter)[0], flow);
        assert_int_equal(tables_flow(&published.items[0], ENTITY_TRAINING, 1, quarter)[0], 0);
    }
}

static void a_list_that_skips_a_level_is_refused(void **state)
{
    (void)state;
    static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_ENTRY, 0},
                                                   {ENTITY_DEPARTMENT, EVENT_ENTRY, 0}};
    struct published_tables exact, published;
    struct error err = {0};
    tables_init(&exact, &arena, &geography, 1, cells, 2);
    assert_false(protect(&arena, &exact, &(struct protection_rule){.base = 5}, NULL, &published, &err));
    assert_int_equal(err.kind, ERROR_DISCLOSURE);
    assert_non_null(strstr(err.message, "entrees"));
}

static void a_breakdown_without_its_total_is_refused(void **state)
{
    (void)state;
    static const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_SEX}};
    struct published_tables exact, published;
    struct error err = {0};
    tables_init(&exact, &arena, &geography, 1, cells, 1);
    assert_false(protect(&arena, &exact, &(struct protection_rule){.base = 5}, NULL, &published, &err));
    assert_int_equal(err.kind, ERROR_DISCLOSURE);
}

static void a_cross_without_its_margins_is_refused(void **state)
{
    (void)state;
    static const struct published_cells cells[] = {
        {ENTITY_COUNTRY, EVENT_ENTRY, 0},
        {ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_SEX},
        {ENTITY_COUNTRY, EVENT_ENTRY, 1u << DIMENSION_SEX | 1u << DIMENSION_NEET},
    };
    struct published_tables exact, published;
    struct error err = {0};
    tables_init(&exact, &arena, &geography, 1, cells, 3);
    assert_false(protect(&arena, &exact, &(struct protection_rule){.base = 5}, NULL, &published, &err));
    assert_int_equal(err.kind, ERROR_DISCLOSURE);
}

static void verification_finds_a_count_that_is_no_multiple(void **state)
{
    (void)state;
    struct published_tables exact;
    struct error err = {0};
    tables_init(&exact, &arena, &geography, 1, down_to_training, 4);
    count(&exact, 1, 0, 7);
    assert_false(protect_verify(&exact, &(struct protection_rule){.base = 5}, 0, &err));
    assert_int_equal(err.kind, ERROR_DISCLOSURE);
}

static void verification_finds_parts_that_do_not_add_up(void **state)
{
    (void)state;
    struct published_tables tables;
    struct error err = {0};
    tables_init(&tables, &arena, &geography, 1, down_to_training, 4);
    count(&tables, 1, 0, 10);
    tables_flow(&tables.items[0], ENTITY_REGION, 0, 0)[0] = 15;
    assert_false(protect_verify(&tables, &(struct protection_rule){.base = 5}, 0, &err));
    assert_non_null(strstr(err.message, "add up"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_rounded_away_comes_back_in_a_later_quarter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_list_that_skips_a_level_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_breakdown_without_its_total_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cross_without_its_margins_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verification_finds_a_count_that_is_no_multiple, set_up, tear_down),
        cmocka_unit_test_setup_teardown(verification_finds_parts_that_do_not_add_up, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
