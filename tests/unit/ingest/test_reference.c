/* The shipped reference data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
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
    assert_true(reference.communes.count > 34000);
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
    size_t count = 0;
    for (const struct commune *commune = NULL; (commune = communes_next(&reference.communes, commune)) != NULL;
         count++) {
        assert_ptr_equal(reference_commune(&reference, commune_code(commune)), commune);
    }
    assert_int_equal(count, reference.communes.count);
    assert_null(reference_commune(&reference, STR("00000")));
    assert_null(reference_commune(&reference, STR("28214x")));
    assert_null(reference_commune(&reference, STR("")));
}

static void a_merged_commune_leads_to_the_new_one(void **state)
{
    (void)state;
    assert_true(reference.aliases.count > 1000);
    const struct commune *commune = reference_commune(&reference, STR("01003"));
    assert_non_null(commune);
    assert_string_equal(str_text(&arena, commune_code(commune)), "01165");
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

/* ---- the same data in another form ---------------------------------------------------------------------------- */

static char folder[64];

static void copy_shipped(void)
{
    static const char *const names[] = {"regions.csv", "departements.csv", "communes.csv", "communes_anciennes.csv",
                                        "codes_postaux.csv"};
    struct error err = {0};
    struct str text;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_true(file_read(&arena, file_join(&arena, SOURCE_DIR "/input/reference", names[i]), &text, &err));
        assert_true(file_write(file_join(&arena, folder, names[i]), text, &err));
    }
}

static int setup_folder(void **state)
{
    strcpy(folder, "/tmp/test_reference_XXXXXX");
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    copy_shipped();
    return 0;
}

static int teardown_folder(void **state)
{
    struct str *names;
    size_t count;
    struct error err = {0};
    assert_true(file_names(&arena, folder, &names, &count, &err));
    for (size_t i = 0; i < count; i++)
        unlink(file_join(&arena, folder, str_text(&arena, names[i])));
    (void)state;
    return rmdir(folder);
}

static void write_file(const char *name, const struct buf *text)
{
    struct error err = {0};
    assert_true(file_write(file_join(&arena, folder, name), (struct str){text->ptr, text->len}, &err));
}

static struct reference read_folder(void)
{
    struct reference read;
    struct error err = {0};
    if (!reference_read(&arena, folder, &read, &err))
        fail_msg("%s", err.message);
    return read;
}

static const char *refusal(void)
{
    struct reference read;
    static struct error err;
    err = (struct error){0};
    assert_false(reference_read(&arena, folder, &read, &err));
    assert_int_equal(err.kind, ERROR_INPUT);
    return err.message;
}

static void assert_same_commune(const struct commune *a, const struct commune *b)
{
    double a_lon, a_lat, b_lon, b_lat;
    assert_true(str_equal(commune_code(a), commune_code(b)));
    assert_true(str_equal(commune_name(a), commune_name(b)));
    assert_true(str_equal(commune_department_code(a), commune_department_code(b)));
    assert_int_equal(commune_point(a, &a_lon, &a_lat), commune_point(b, &b_lon, &b_lat));
    assert_memory_equal(&a_lon, &b_lon, sizeof(a_lon));
    assert_memory_equal(&a_lat, &b_lat, sizeof(a_lat));
}

static void communes_are_the_same_in_another_form(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "lat_deg,lon_deg,note,name,department_code,code\r\n");
    for (const struct commune *commune = NULL; (commune = communes_next(&reference.communes, commune)) != NULL;) {
        double lon, lat;
        if (commune_point(commune, &lon, &lat))
            buf_format(&text, "%.5f, %.5f ", lat, lon);
        else
            buf_byte(&text, ',');
        buf_format(&text, ",,\"%.*s\", %.*s,%.*s\r\n", STR_ARGS(commune_name(commune)),
                   STR_ARGS(commune_department_code(commune)), STR_ARGS(commune_code(commune)));
    }
    write_file("communes.csv", &text);
    struct reference read = read_folder();
    assert_int_equal(read.communes.count, reference.communes.count);
    for (const struct commune *commune = NULL; (commune = communes_next(&reference.communes, commune)) != NULL;) {
        assert_same_commune(reference_commune(&read, commune_code(commune)), commune);
    }
}

static void a_name_may_hold_what_parts_and_ends_lines(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text,
             "code,name,department_code,lon_deg,lat_deg\n01001,\"A, \"\"b\"\"\nand c\",01,,46.5\n01002, D ,01,5,46\n");
    write_file("communes.csv", &text);
    struct reference read = read_folder();
    double lon, lat;
    assert_int_equal(read.communes.count, 2);
    const struct commune *first = communes_next(&read.communes, NULL), *second = communes_next(&read.communes, first);
    assert_string_equal(str_text(&arena, commune_name(first)), "A, \"b\"\nand c");
    assert_false(commune_point(first, &lon, &lat));
    assert_string_equal(str_text(&arena, commune_name(second)), "D");
    assert_true(commune_point(second, &lon, &lat) && lon == 5 && lat == 46);
    assert_null(communes_next(&read.communes, second));
}

static void communes_in_any_order_are_found_and_the_last_of_a_code_counts(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "code,name,department_code,lon_deg,lat_deg\n2B001,E,2B,,\n01015,C,01,,\n01001,A,01,,\n"
                    "01015,D,01,1.5,2.5\n01002,\"B\nb\",01,,\n97401,F,974,,\n01015,d,01,3.5,4.5\n");
    write_file("communes.csv", &text);
    struct reference read = read_folder();
    static const char *const names[] = {"A", "B\nb", "d", "E", "F"}, *const codes[] = {"01001", "01002", "01015",
                                                                                       "2B001", "97401"};
    const struct commune *commune = NULL;
    for (size_t i = 0; i < 5; i++) {
        commune = communes_next(&read.communes, commune);
        assert_string_equal(str_text(&arena, commune_name(commune)), names[i]);
        assert_ptr_equal(reference_commune(&read, str_from(codes[i])), commune);
        assert_true(reference_is_commune(&read, str_from(codes[i])));
    }
    assert_null(communes_next(&read.communes, commune));
    assert_false(reference_is_commune(&read, STR("01003")));
    assert_int_equal(read.communes.count, 5);
}

/* Of lines that are nearly of the shipped form, at every distance from the end of the file. */
static void nearly_shipped_lines_are_read_as_any_csv(void **state)
{
    (void)state;
    static const struct {
        const char *line, *name;
        double lon_deg;
    } lines[] = {
        {"01001,L'Hay les Roses-sur-Seine et d'Oise,01,,\n", "L'Hay les Roses-sur-Seine et d'Oise", 0},
        {"01001,Yz,01,2.1234567890,46.5\n", "Yz", 2.1234567890},
        {"01001,Yz,01,2.12345678,46.12345678\n", "Yz", 2.12345678},
        {"01001,Yz,01,-2.12345678901234567,46.5\n", "Yz", -2.12345678901234567},
        {"01001,Y \n", NULL, 0},
        {"01001,\"Y, z\",01,2.5,46.5\n", "Y, z", 2.5},
        {"01001,Yz ,01,2.5,46.5\r\n", "Yz", 2.5},
        {"01001, Yz,01,2.5,46.5", "Yz", 2.5},
        {"01001,Yz,2A,2.5,46.5\n", "Yz", 2.5},
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct buf text;
        buf_init(&text, &arena);
        buf_format(&text, "code,name,department_code,lon_deg,lat_deg\n01002,A,01,,\n%s", lines[i].line);
        write_file("communes.csv", &text);
        struct reference read = read_folder();
        const struct commune *commune = reference_commune(&read, STR("01001"));
        double lon_deg, lat_deg;
        assert_non_null(commune);
        assert_string_equal(str_text(&arena, commune_name(commune)), lines[i].name ? lines[i].name : "Y");
        assert_true(commune_point(commune, &lon_deg, &lat_deg) ? lon_deg == lines[i].lon_deg : lines[i].lon_deg == 0);
    }
}

static void lines_that_say_more_give_the_same_pairs(void **state)
{
    (void)state;
    static const char *const texts[] = {"old_code,code,kind\n01003,01165,x\n2A001,2B002,\n",
                                        "old_code,code,kind,more\n01003,01165,x,\n2A001,2B002,y,z\n",
                                        "old_code,code,kind\n01003,01165,\"x\ny\"\n2A001,2B002,z\n",
                                        "old_code,code,kind\n2A001,2B002,z\n01003,01165,x",
                                        "old_code,code,kind\r\n01003,01165,x\r\n2A001,2B002,z\r\n",
                                        "old_code,code,kind\n01003,01165,x\n123,5,x\n2A001,2B002,z\n",
                                        "code,old_code\n01165,01003\n2B002,2A001\n",
                                        "old_code,code,code\nx,y,z\n01003,00000,01165\n2A001,00000,2B002\n"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct buf text;
        buf_init(&text, &arena);
        buf_text(&text, texts[i]);
        write_file("communes_anciennes.csv", &text);
        struct reference read = read_folder();
        assert_int_equal(read.aliases.count, 2);
        struct code_pairs first = code_pairs_of(&read.aliases, STR("01003"));
        struct code_pairs second = code_pairs_of(&read.aliases, STR("2A001"));
        assert_int_equal(first.count, 1);
        assert_int_equal(second.count, 1);
        assert_string_equal(str_text(&arena, code_pair_commune(&first.items[0])), "01165");
        assert_string_equal(str_text(&arena, code_pair_commune(&second.items[0])), "2B002");
        assert_int_equal(code_pairs_of(&read.aliases, STR("01165")).count, 0);
    }
}

static void pairs_of_codes_are_the_same_in_another_form_and_order(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "commune_code,postal_code\n1,2\n");
    for (size_t i = reference.postal_codes.count; i > 0; i--) {
        const struct code_pair *pair = &reference.postal_codes.items[i - 1];
        buf_format(&text, "\"%.5s\",%.5s\n", pair->commune, pair->code);
    }
    write_file("codes_postaux.csv", &text);
    struct reference read = read_folder();
    assert_int_equal(read.postal_codes.count, reference.postal_codes.count);
    for (size_t i = 0; i < reference.postal_codes.count; i++) {
        struct str code = {reference.postal_codes.items[i].code, 5};
        struct code_pairs shipped = code_pairs_of(&reference.postal_codes, code);
        assert_int_equal(code_pairs_of(&read.postal_codes, code).count, shipped.count);
        const struct territory *department = reference_department_of_postal_code(&read, code);
        assert_ptr_equal(department ? reference_department(&reference, department->code) : NULL,
                         reference_department_of_postal_code(&reference, code));
    }
}

static void another_sign_between_codes_makes_no_pair(void **state)
{
    (void)state;
    static const char signs[] = "-./()*+$%;\v\f\b\x02\x0e";
    static const size_t places[] = {5, 11, 17, 23};
    for (size_t p = 0; p < sizeof(places) / sizeof(places[0]); p++) {
        for (const char *sign = signs; *sign; sign++) {
            struct buf text;
            buf_init(&text, &arena);
            buf_text(&text, "postal_code,commune_code\n01000,01053\n01090,01165\n01100,01283\n");
            text.ptr[sizeof("postal_code,commune_code\n") - 1 + places[p]] = *sign;
            write_file("codes_postaux.csv", &text);
            assert_true(read_folder().postal_codes.count < 3);
        }
    }
}

static void postal_codes_are_optional(void **state)
{
    (void)state;
    unlink(file_join(&arena, folder, "codes_postaux.csv"));
    struct reference read = read_folder();
    assert_int_equal(code_pairs_of(&read.postal_codes, STR("28240")).count, 0);
    assert_string_equal(str_text(&arena, reference_department_of_postal_code(&read, STR("28240"))->code), "28");
}

static void what_is_wrong_in_a_file_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } wrong[] = {
        {"", "communes.csv: the file is empty"},
        {"code,name,department_code,lon_deg\n", "communes.csv:1: no column lat_deg"},
        {"code,name,department_code,lon_deg,lat_deg\n01001,A,01,,\n01002,B,01,5.1,x\n",
         "communes.csv:3: 01002: an unknown territory, or a number that is none"},
        {"code,name,department_code,lon_deg,lat_deg\n01001,A,01,,\n01002,\"B\"x,01,5.1,\n",
         "communes.csv:3: no CSV record"},
        {"code,name,department_code,lon_deg,lat_deg\n01001,A,01,,\n01002,B \"x\",01,,\n",
         "communes.csv:3: no CSV record"},
        {"code,name,department_code,lon_deg,lat_deg\n1001,A,01,,\n", "none of France's"},
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct buf text;
        buf_init(&text, &arena);
        buf_text(&text, wrong[i].text);
        write_file("communes.csv", &text);
        const char *message = refusal();
        if (!strstr(message, wrong[i].says))
            fail_msg("%s: %s", wrong[i].says, message);
    }
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup_folder, teardown_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_country_is_whole),
        cmocka_unit_test(regions_and_departments_share_codes_but_not_tables),
        cmocka_unit_test(every_commune_is_found_by_its_code),
        cmocka_unit_test(a_merged_commune_leads_to_the_new_one),
        cmocka_unit_test(a_postal_code_tells_the_department),
        cmocka_unit_test(an_absent_folder_is_told_by_name),
        IN_A_FOLDER(communes_are_the_same_in_another_form),
        IN_A_FOLDER(a_name_may_hold_what_parts_and_ends_lines),
        IN_A_FOLDER(communes_in_any_order_are_found_and_the_last_of_a_code_counts),
        IN_A_FOLDER(nearly_shipped_lines_are_read_as_any_csv),
        IN_A_FOLDER(lines_that_say_more_give_the_same_pairs),
        IN_A_FOLDER(pairs_of_codes_are_the_same_in_another_form_and_order),
        IN_A_FOLDER(another_sign_between_codes_makes_no_pair),
        IN_A_FOLDER(postal_codes_are_optional),
        IN_A_FOLDER(what_is_wrong_in_a_file_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
