#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "register.h"

static struct arena arena;
static struct error err;
static struct territory region = {.code = STR_INIT("76"), .slug = STR_INIT("occitanie")};
static struct territory department = {
    .code = STR_INIT("31"), .slug = STR_INIT("haute-garonne"), .region_code = STR_INIT("76")};

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    err = (struct error){0};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct training_row training(const char *id, const char *title, const char *structure_id, const char *address)
{
    return (struct training_row){
        .id = str_from(id),
        .title = str_from(title),
        .structure_id = str_from(structure_id),
        .address = str_from(address),
        .commune_code = STR("31555"),
        .department_code = STR("31"),
        .region_code = STR("76"),
        .lon_deg = NAN,
        .lat_deg = NAN,
        .file = STR("formations.csv"),
        .line = 2,
    };
}

static bool make(struct training_row *rows, size_t count, struct public_register *out)
{
    static struct input input;
    input = (struct input){
        .reference = {.regions = &region, .departments = &department, .region_count = 1, .department_count = 1},
        .trainings = rows,
        .training_count = count,
    };
    return register_make(&arena, &input, out, &err);
}

static void a_slug_is_the_folded_title_and_id(void **state)
{
    (void)state;
    struct training_row rows[] = {training("A 1", "Développeur·se web", "S1", ""), training("B", "", "", "")};
    struct public_register reg;
    assert_true(make(rows, 2, &reg));
    assert_string_equal(str_text(&arena, reg.training_slugs[0]), "developpeur-se-web-a-1");
    assert_string_equal(str_text(&arena, reg.training_slugs[1]), "formation-b");
}

static void a_collision_names_both_rows(void **state)
{
    (void)state;
    struct training_row rows[] = {training("A-1", "Web", "", ""), training("A_1", "Web", "", "")};
    struct public_register reg;
    rows[1].line = 9;
    assert_false(make(rows, 2, &reg));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "formations.csv:2 and formations.csv:9"));
}

static void a_structure_without_id_is_known_by_its_folded_name(void **state)
{
    (void)state;
    struct training_row rows[] = {training("A", "", "", ""), training("B", "", "", ""), training("C", "", "", "")};
    rows[0].structure_name = STR("École de l’Essai");
    rows[1].structure_name = STR("ecole de l'essai");
    struct public_register reg;
    assert_true(make(rows, 3, &reg));
    assert_int_equal(reg.geography.count[ENTITY_STRUCTURE], 1);
    assert_string_equal(str_text(&arena, reg.structures[0].id), "ecole-de-l-essai");
    assert_string_equal(str_text(&arena, reg.structures[0].slug), "ecole-de-l-essai");
    assert_int_equal(reg.geography.structure_of_training[2], GEOGRAPHY_NONE);
}

static void a_site_is_a_structure_at_an_address(void **state)
{
    (void)state;
    struct training_row rows[] = {
        training("A", "", "S1", "1 rue de l’Essai"),
        training("B", "", "S1", "1, rue de l'essai"),
        training("C", "", "S1", "2 rue de l’Essai"),
        training("D", "", "S2", "1 rue de l’Essai"),
        training("E", "", "", ""),
        training("F", "", "", ""),
    };
    struct public_register reg;
    assert_true(make(rows, 6, &reg));
    assert_int_equal(reg.site_count, 4);
    assert_int_equal(reg.site_of_training[0], reg.site_of_training[1]);
    assert_int_not_equal(reg.site_of_training[0], reg.site_of_training[2]);
    assert_int_not_equal(reg.site_of_training[0], reg.site_of_training[3]);
    assert_int_equal(reg.site_of_training[4], reg.site_of_training[5]);
}

static void a_site_id_depends_on_no_other_row(void **state)
{
    (void)state;
    struct training_row alone[] = {training("C", "", "S1", "2 rue de l’Essai")};
    struct training_row many[] = {training("A", "", "S1", "1 rue de l’Essai"),
                                  training("C", "", "S1", "2 rue de l’Essai")};
    struct public_register first, second;
    assert_true(make(alone, 1, &first));
    struct str id = first.sites[first.site_of_training[0]].id;
    assert_true(make(many, 2, &second));
    assert_true(str_equal(id, second.sites[second.site_of_training[1]].id));
}

static void a_training_without_place_has_no_site_and_counts_in_nd(void **state)
{
    (void)state;
    struct training_row rows[] = {training("A", "", "S1", "1 rue de l’Essai")};
    rows[0].department_code = STR(TERRITORY_NOT_LOCATED);
    rows[0].region_code = STR(TERRITORY_NOT_LOCATED);
    struct public_register reg;
    assert_true(make(rows, 1, &reg));
    assert_int_equal(reg.site_of_training[0], GEOGRAPHY_NONE);
    uint32_t place = reg.geography.parent[ENTITY_TRAINING][0];
    assert_string_equal(str_text(&arena, reg.geography.codes[ENTITY_DEPARTMENT][place]), "ND");
    uint32_t whole = reg.geography.parent[ENTITY_DEPARTMENT][place];
    assert_string_equal(str_text(&arena, reg.geography.codes[ENTITY_REGION][whole]), "ND");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_slug_is_the_folded_title_and_id, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_collision_names_both_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_structure_without_id_is_known_by_its_folded_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_site_is_a_structure_at_an_address, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_site_id_depends_on_no_other_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_training_without_place_has_no_site_and_counts_in_nd, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
