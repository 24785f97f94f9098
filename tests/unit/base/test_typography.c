// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "gencarto/base/number.h"
#include "gencarto/base/random.h"
#include "gencarto/base/typography.h"
#include "table.h"

#define TABLE "typography.txt"

enum argument { ARGUMENT_NUMBER, ARGUMENT_DATE, ARGUMENT_PERIOD, ARGUMENT_TEXT };

struct arguments {
    double number;
    int64_t integer; /* the same, exactly, when it is whole */
    int decimals;
    int32_t day;
    struct period period;
    struct str text;
};

static void write_int(struct buf *out, const struct arguments *a, enum language language)
{
    typography_int(out, a->integer, language);
}

static void write_number(struct buf *out, const struct arguments *a, enum language language)
{
    typography_number(out, a->number, a->decimals, language);
}

static void write_signed(struct buf *out, const struct arguments *a, enum language language)
{
    typography_signed(out, a->number, a->decimals, language);
}

static void write_percent(struct buf *out, const struct arguments *a, enum language language)
{
    typography_percent(out, a->number, a->decimals, language);
}

static void write_points(struct buf *out, const struct arguments *a, enum language language)
{
    typography_points(out, a->number, a->decimals, language);
}

static void write_euros(struct buf *out, const struct arguments *a, enum language language)
{
    typography_euros(out, a->number, language);
}

static void write_date(struct buf *out, const struct arguments *a, enum language language)
{
    typography_date(out, a->day, language);
}

static void write_period(struct buf *out, const struct arguments *a, enum language language)
{
    typography_period(out, a->period, language);
}

static void write_period_end(struct buf *out, const struct arguments *a, enum language language)
{
    typography_period_end(out, a->period, language);
}

static void write_plural(struct buf *out, const struct arguments *a, enum language language)
{
    buf_text(out, typography_plural(a->number, language) ? "plural" : "singular");
}

static void write_text(struct buf *out, const struct arguments *a, enum language language)
{
    typography_text(out, a->text, language);
}

static const struct function {
    const char *name;
    enum argument argument;
    void (*write)(struct buf *out, const struct arguments *a, enum language language);
} functions[] = {
    {"int", ARGUMENT_NUMBER, write_int},       {"number", ARGUMENT_NUMBER, write_number},
    {"signed", ARGUMENT_NUMBER, write_signed}, {"percent", ARGUMENT_NUMBER, write_percent},
    {"points", ARGUMENT_NUMBER, write_points}, {"euros", ARGUMENT_NUMBER, write_euros},
    {"plural", ARGUMENT_NUMBER, write_plural}, {"date", ARGUMENT_DATE, write_date},
    {"period", ARGUMENT_PERIOD, write_period}, {"end", ARGUMENT_PERIOD, write_period_end},
    {"text", ARGUMENT_TEXT, write_text},
};

static const struct function *function_named(struct str name)
{
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (str_equal(name, str_from(functions[i].name)))
            return &functions[i];
    return NULL;
}

static bool parse_numbers(struct str cell, struct arguments *out)
{
    struct str number, decimals;
    str_split(&cell, ';', &number);
    number_parse_int(str_trim(number), &out->integer);
    if (!number_parse_decimal(str_trim(number), &out->number))
        return false;
    if (!str_split(&cell, ';', &decimals))
        return true;
    int64_t count = 0;
    bool read = number_parse_int(str_trim(decimals), &count);
    out->decimals = (int)count;
    return read;
}

static bool parse_arguments(enum argument argument, struct str cell, struct arguments *out)
{
    switch (argument) {
    case ARGUMENT_NUMBER:
        return parse_numbers(cell, out);
    case ARGUMENT_DATE:
        return date_parse(cell, &out->day);
    case ARGUMENT_PERIOD:
        return period_parse(cell, &out->period);
    case ARGUMENT_TEXT:
        out->text = cell;
        return true;
    }
    return false;
}

static void check_case(const struct table_case *row, struct arena *arena)
{
    const struct function *function = function_named(row->columns[0]);
    if (!function)
        fail_msg("%s:%d: unknown function", TABLE, row->line);
    struct arguments arguments = {0};
    if (!parse_arguments(function->argument, row->columns[1], &arguments))
        fail_msg("%s:%d: unreadable arguments", TABLE, row->line);
    enum language language;
    if (!language_parse(row->columns[2], &language))
        fail_msg("%s:%d: unknown language", TABLE, row->line);
    struct buf found;
    buf_init(&found, arena);
    buf_text(&found, "["); /* what stands before stays */
    function->write(&found, &arguments, language);
    table_expect(TABLE, row, str_slice(buf_str(&found), 1, found.len), row->columns[3]);
    assert_int_equal(found.ptr[0], '[');
}

static void every_case_of_the_table(void **state)
{
    (void)state;
    assert_true(table_each(TABLE, check_case) > 80);
}

static struct str corrected(struct arena *arena, struct str text, enum language language)
{
    struct buf out;
    buf_init(&out, arena);
    typography_text(&out, text, language);
    return buf_str(&out);
}

/* Texts made of the pieces that the rules are about, in any order. */
static void correcting_text_twice_changes_nothing_more(void **state)
{
    (void)state;
    static const char *const pieces[] = {" ",  " ",      "'",      "’",       "a",     "É",      "1", ";",
                                         "!",  "?",      ":",      "%",       "€",     "«",      "»", "\n",
                                         "\t", "\u00A0", "\u202F", "http://", "12:30", "e\u0301"};
    struct random_state random;
    random_seed(&random, 4);
    struct arena arena;
    arena_init(&arena);
    struct arena_mark mark = arena_save(&arena);
    int changed = 0;
    for (int i = 0; i < 20000; i++) {
        struct buf text;
        buf_init(&text, &arena);
        for (uint64_t left = random_below(&random, 24); left > 0; left--)
            buf_text(&text, pieces[random_below(&random, sizeof pieces / sizeof *pieces)]);
        enum language language = i % 4 ? LANGUAGE_FR : LANGUAGE_EN;
        struct str once = corrected(&arena, buf_str(&text), language);
        struct str twice = corrected(&arena, once, language);
        if (!str_equal(once, twice))
            fail_msg("\"%.*s\" gives \"%.*s\", then \"%.*s\"", STR_ARGS(buf_str(&text)), STR_ARGS(once),
                     STR_ARGS(twice));
        changed += !str_equal(buf_str(&text), once);
        arena_restore(&arena, mark);
    }
    if (changed < 2000)
        fail_msg("only %d texts tried the rules", changed);
    arena_clear(&arena);
}

static void a_fragment_that_follows_a_figure_keeps_with_it(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_true(str_equal(corrected(&arena, STR(" % des places"), LANGUAGE_FR), STR("\u00A0% des places")));
    assert_true(str_equal(corrected(&arena, STR("« "), LANGUAGE_FR), STR("«\u00A0")));
    arena_clear(&arena);
}

static void indentation_is_left_alone(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct str text = STR("a\n    : b\n\t  ! c");
    assert_true(str_equal(corrected(&arena, text, LANGUAGE_FR), text));
    arena_clear(&arena);
}

static void knows_its_languages(void **state)
{
    (void)state;
    enum language language;
    assert_true(language_parse(STR("en"), &language));
    assert_int_equal(language, LANGUAGE_EN);
    assert_string_equal(language_code(LANGUAGE_FR), "fr");
    assert_false(language_parse(STR("de"), &language));
    assert_false(language_parse(STR("FR"), &language));
}

static void the_largest_numbers_are_written_in_full(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, NULL);
    typography_number(&out, -1.7976931348623157e308, 9, LANGUAGE_EN);
    assert_int_equal(out.len, 3 + 309 + 102 + 1 + 9); /* minus, digits, commas, point, decimals */
    buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table),
        cmocka_unit_test(correcting_text_twice_changes_nothing_more),
        cmocka_unit_test(a_fragment_that_follows_a_figure_keeps_with_it),
        cmocka_unit_test(indentation_is_left_alone),
        cmocka_unit_test(knows_its_languages),
        cmocka_unit_test(the_largest_numbers_are_written_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
