#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/compile/cube/tables.h"

/* Two regions; region 0 has departments 0 and 2, region 1 department 1; trainings 0, 1 in department 2, 2 in 1. */
static struct arena arena;
static struct geography geography;

static int set_up(void **state)
{
    (void)state;
    static const struct str codes[] = {STR_INIT("A"), STR_INIT("B"), STR_INIT("C")};
    static const uint32_t region[] = {0, 0};
    static const uint32_t department[] = {0, 1, 0};
    static const uint32_t training[] = {2, 2, 1};
    static const uint32_t structure[] = {0, GEOGRAPHY_NONE, 0};
    arena_init(&arena);
    geography = (struct geography){
        .count = {[ENTITY_COUNTRY] = 1,
                  [ENTITY_REGION] = 2,
                  [ENTITY_DEPARTMENT] = 3,
                  [ENTITY_STRUCTURE] = 1,
                  [ENTITY_TRAINING] = 3},
        .parent = {[ENTITY_REGION] = region, [ENTITY_DEPARTMENT] = department, [ENTITY_TRAINING] = training},
        .structure_of_training = structure,
    };
    for (unsigned kind = 0; kind < ENTITY_KINDS; kind++) {
        geography.codes[kind] = codes;
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

static void children_are_listed_by_parent(void **state)
{
    (void)state;
    const uint32_t *first = geography.first_child[ENTITY_DEPARTMENT];
    const uint32_t *children = geography.children[ENTITY_DEPARTMENT];
    assert_int_equal(first[0], 0);
    assert_int_equal(first[1], 2);
    assert_int_equal(first[2], 3);
    assert_int_equal(children[0], 0);
    assert_int_equal(children[1], 2);
    assert_int_equal(children[2], 1);
    assert_int_equal(geography.first_child[ENTITY_TRAINING][1], geography.first_child[ENTITY_TRAINING][0]);
}

static void a_place_is_a_department_and_perhaps_a_structure(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    geography_write_place(&text, &geography, 2, 0);
    buf_byte(&text, ' ');
    geography_write_place(&text, &geography, 1, GEOGRAPHY_NONE);
    assert_true(str_equal(buf_str(&text), STR("department:C+structure:A department:B")));
}

static void breakdowns_are_named_in_alphabetical_order(void **state)
{
    (void)state;
    unsigned set;
    assert_true(tables_parse_dimensions(STR("sexe+neet"), &set));
    const struct published_cells cells[] = {{ENTITY_COUNTRY, EVENT_ENTRY, set}};
    struct published_tables tables;
    tables_init(&tables, &arena, &geography, 1, cells, 1);
    assert_int_equal(tables.items[0].categories, 12);
    assert_string_equal(str_text(&arena, tables_breakdown(&arena, &tables.items[0], 0)), "neet:oui+sexe:F");
    assert_string_equal(str_text(&arena, tables_breakdown(&arena, &tables.items[0], 5)), "neet:non+sexe:M");
}

static void unknown_dimensions_are_refused(void **state)
{
    (void)state;
    unsigned set;
    assert_true(tables_parse_dimensions(STR(""), &set));
    assert_int_equal(set, 0);
    assert_false(tables_parse_dimensions(STR("taille"), &set));
    assert_false(tables_parse_dimensions(STR("sexe+sexe"), &set));
    assert_false(tables_parse_dimensions(STR("sexe+neet+qpv"), &set));
}

static void cells_are_added_at_every_published_level(void **state)
{
    (void)state;
    const struct published_cells cells[] = {
        {ENTITY_COUNTRY, EVENT_ENTRY, 0},
        {ENTITY_REGION, EVENT_ENTRY, 1u << DIMENSION_SEX},
        {ENTITY_STRUCTURE, EVENT_ENTRY, 0},
        {ENTITY_COUNTRY, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME},
    };
    struct cube cube;
    cube_init(&cube, &arena);
    uint8_t man[DIMENSIONS] = {1, 0, 0, 0, 0, DIMENSION_ABSENT};
    uint8_t job[DIMENSIONS] = {DIMENSION_ABSENT, DIMENSION_ABSENT, DIMENSION_ABSENT,
                               DIMENSION_ABSENT, DIMENSION_ABSENT, 0};
    cube_add(&cube, EVENT_ENTRY, 0, 1, man);
    cube_add(&cube, EVENT_ENTRY, 1, 1, man);
    cube_add(&cube, EVENT_ENTRY, 2, 1, man);
    cube_add(&cube, EVENT_OUTCOME, 2, 0, job);
    struct published_tables tables;
    tables_init(&tables, &arena, &geography, 2, cells, 4);
    tables_count(&tables, &cube);
    const struct published_table *totals = tables_find(&tables, EVENT_ENTRY, 0);
    const struct published_table *by_sex = tables_find(&tables, EVENT_ENTRY, 1u << DIMENSION_SEX);
    const struct published_table *outcomes = tables_find(&tables, EVENT_OUTCOME, 1u << DIMENSION_OUTCOME);
    assert_int_equal(tables_flow(totals, ENTITY_COUNTRY, 0, 1)[0], 3);
    assert_int_equal(tables_flow(totals, ENTITY_COUNTRY, 0, 0)[0], 0);
    assert_int_equal(tables_flow(totals, ENTITY_STRUCTURE, 0, 1)[0], 2);
    assert_int_equal(tables_flow(by_sex, ENTITY_REGION, 0, 1)[1], 2);
    assert_int_equal(tables_flow(by_sex, ENTITY_REGION, 1, 1)[1], 1);
    assert_int_equal(tables_flow(by_sex, ENTITY_REGION, 1, 1)[0], 0);
    assert_int_equal(tables_flow(outcomes, ENTITY_COUNTRY, 0, 0)[0], 1);
    assert_null(tables_find(&tables, EVENT_DROPOUT, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(children_are_listed_by_parent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_place_is_a_department_and_perhaps_a_structure, set_up, tear_down),
        cmocka_unit_test_setup_teardown(breakdowns_are_named_in_alphabetical_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unknown_dimensions_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(cells_are_added_at_every_published_level, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
