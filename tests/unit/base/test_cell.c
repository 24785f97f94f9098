// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/cell.h"

static void writes_the_id_of_a_figure(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, NULL);
    cell_write(&out, STR("part_femmes_cumul"), ENTITY_REGION, STR("76"), STR("2017-T4"), STR(""));
    assert_true(str_equal(buf_str(&out), STR("part_femmes_cumul/region:76/2017-T4/")));
    buf_reset(&out);
    cell_write(&out, STR("apprenants"), ENTITY_TRAINING, STR("a b/é%"), STR("2017-T4"), STR("neet:oui+sexe:F"));
    assert_true(str_equal(buf_str(&out), STR("apprenants/training:a%20b%2F%C3%A9%25/2017-T4/neet:oui+sexe:F")));
    buf_clear(&out);
}

static void plain_ids_stay_as_they_are(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, NULL);
    struct str plain = STR("AZaz09._-");
    cell_write_id(&out, plain);
    assert_true(str_equal(buf_str(&out), plain));
    buf_clear(&out);
}

static void kinds_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < ENTITY_KINDS; i++) {
        enum entity_kind kind = ENTITY_KINDS;
        assert_true(entity_kind_parse(str_from(entity_kind_name((enum entity_kind)i)), &kind));
        assert_int_equal(kind, i);
    }
    enum entity_kind kind = ENTITY_REGION;
    assert_false(entity_kind_parse(STR("Region"), &kind));
    assert_false(entity_kind_parse(STR(""), &kind));
    assert_int_equal(kind, ENTITY_REGION);
}

static void flags_are_those_of_sdmx(void **state)
{
    (void)state;
    assert_string_equal(status_flag(STATUS_NORMAL), "");
    assert_string_equal(status_flag(STATUS_PROVISIONAL), "p");
    assert_string_equal(status_flag(STATUS_REVISED), "r");
    assert_string_equal(status_flag(STATUS_CONFIDENTIAL), "c");
    assert_string_equal(status_flag(STATUS_NOT_APPLICABLE), "z");
    assert_string_equal(status_flag(STATUS_UNKNOWN), "u");
}

static void the_id_of_a_figure_reads_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct cell_id cell;
    assert_true(cell_parse(&arena, STR("apprenants/training:a%20b%2F%C3%A9%25/2017-T4/neet:oui+sexe:F"), &cell));
    assert_true(str_equal(cell.indicator, STR("apprenants")));
    assert_int_equal(cell.kind, ENTITY_TRAINING);
    assert_true(str_equal(cell.code, STR("a b/é%")));
    assert_true(str_equal(cell.period, STR("2017-T4")));
    assert_true(str_equal(cell.breakdown, STR("neet:oui+sexe:F")));
    assert_true(cell_parse(&arena, STR("part_femmes_cumul/region:76/2017-T4"), &cell));
    assert_int_equal(cell.breakdown.len, 0);
    arena_clear(&arena);
}

static void an_entity_reads_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf text;
    buf_init(&text, &arena);
    enum entity_kind kind;
    struct str code;
    cell_write_entity(&text, ENTITY_STRUCTURE, STR("S 4"));
    assert_true(str_equal(buf_str(&text), STR("structure:S%204")));
    assert_true(cell_parse_entity(&arena, buf_str(&text), &kind, &code));
    assert_int_equal(kind, ENTITY_STRUCTURE);
    assert_true(str_equal(code, STR("S 4")));
    assert_false(cell_parse_entity(&arena, STR("structure:"), &kind, &code));
    assert_false(cell_parse_entity(&arena, STR("structure"), &kind, &code));
    arena_clear(&arena);
}

static void other_texts_are_no_id(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "apprenants",
                                        "a/region/2017-T4/",
                                        "a/region:/2017-T4/",
                                        "a/land:76/2017-T4/",
                                        "a/region:7%4/2017-T4/",
                                        "a/region:76//",
                                        "/region:76/2017-T4/",
                                        "a/region:76/2017-T4//"};
    struct arena arena;
    arena_init(&arena);
    struct cell_id cell;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(cell_parse(&arena, str_from(texts[i]), &cell));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_id_of_a_figure),     cmocka_unit_test(plain_ids_stay_as_they_are),
        cmocka_unit_test(the_id_of_a_figure_reads_back), cmocka_unit_test(an_entity_reads_back),
        cmocka_unit_test(other_texts_are_no_id),         cmocka_unit_test(kinds_read_back),
        cmocka_unit_test(flags_are_those_of_sdmx),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
