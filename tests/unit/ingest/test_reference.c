/* The shipped reference data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/reference.h"

static struct arena arena;
static struct reference reference;

static int setup(void **state)
{
    struct error err = {0};
    (void)state;
    arena_init(&arena);
    if (!reference_read(&arena, SOURCE_DIR "/input/reference", &reference, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static const char *department_of(const char *postal_code)
{
    const struct territory *department = reference_department_of_postal_code(&reference, str_from(postal_code));
    return department ? str_text(&arena, department->code) : "none";
}

static void the_country_is_whole(void **state)
{
    (void)state;
    assert_int_equal(reference.region_count, 18);
    assert_int_equal(reference.department_count, 101);
    assert_true(reference.commune_count > 34000);
}

static void regions_and_departments_share_codes_but_not_tables(void **state)
{
    (void)state;
    assert_string_equal(str_text(&arena, reference_region(&reference, STR("76"))->name), "Occitanie");
    assert_string_equal(str_text(&arena, reference_department(&reference, STR("76"))->name), "Seine-Maritime");
    assert_null(reference_department(&reference, STR("20")));
    assert_string_equal(str_text(&arena, reference_department(&reference, STR("2A"))->region_code), "94");
}

static void every_commune_is_found_by_its_code(void **state)
{
    (void)state;
    for (size_t i = 0; i < reference.commune_count; i++) {
        assert_ptr_equal(reference_commune(&reference, reference.communes[i].code), &reference.communes[i]);
    }
    assert_null(reference_commune(&reference, STR("00000")));
    assert_null(reference_commune(&reference, STR("28214x")));
    assert_null(reference_commune(&reference, STR("")));
}

static void a_merged_commune_leads_to_the_new_one(void **state)
{
    (void)state;
    assert_true(reference.alias_count > 1000);
    const struct commune *commune = reference_commune(&reference, STR("01003"));
    assert_non_null(commune);
    assert_string_equal(str_text(&arena, commune->code), "01165");
}

static void a_postal_code_tells_the_department(void **state)
{
    (void)state;
    assert_string_equal(department_of("28240"), "28");
    assert_string_equal(department_of("75020"), "75");
    assert_string_equal(department_of("97400"), "974");
    assert_string_equal(department_of("20000"), "2A");
    assert_string_equal(department_of("20200"), "2B");
    assert_string_equal(department_of("69999"), "69");
    assert_string_equal(department_of("99123"), "none");
    assert_string_equal(department_of("123"), "none");
}

static void an_absent_folder_is_told_by_name(void **state)
{
    (void)state;
    struct reference other;
    struct error err = {0};
    assert_false(reference_read(&arena, "/tmp/no-such-gencarto-folder", &other, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    assert_non_null(strstr(err.message, "regions.csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_country_is_whole),
        cmocka_unit_test(regions_and_departments_share_codes_but_not_tables),
        cmocka_unit_test(every_commune_is_found_by_its_code),
        cmocka_unit_test(a_merged_commune_leads_to_the_new_one),
        cmocka_unit_test(a_postal_code_tells_the_department),
        cmocka_unit_test(an_absent_folder_is_told_by_name),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
