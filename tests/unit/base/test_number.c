// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/number.h"
#include "gencarto/base/random.h"
#include "table.h"

#define TABLE "number.txt"

static void write_parsed(struct buf *out, bool read, double value)
{
    if (read)
        number_write(out, value);
    else
        buf_text(out, "no");
}

static void check_case(const struct table_case *row, struct arena *arena)
{
    struct str function = row->columns[0], text = row->columns[1];
    struct buf found;
    buf_init(&found, arena);
    int64_t decimals = 0, integer = 0;
    double value = 0;
    if (row->columns[2].len && !number_parse_int(row->columns[2], &decimals))
        fail_msg("%s:%d: decimals are no number", TABLE, row->line);
    bool decimal = number_parse_decimal(text, &value);
    if (str_equal(function, STR("int"))) {
        if (number_parse_int(text, &integer))
            buf_int(&found, integer);
        else
            buf_text(&found, "no");
    } else if (str_equal(function, STR("decimal"))) {
        write_parsed(&found, decimal, value);
    } else if (str_equal(function, STR("french"))) {
        bool read = number_parse_french(text, &value);
        write_parsed(&found, read, value);
    } else if (!decimal) {
        fail_msg("%s:%d: not a number", TABLE, row->line);
    } else if (str_equal(function, STR("round"))) {
        number_write(&found, number_round(value, (int)decimals));
    } else if (str_equal(function, STR("fixed"))) {
        number_write_fixed(&found, value, (int)decimals);
    } else if (str_equal(function, STR("short"))) {
        buf_decimal(&found, value, (int)decimals);
    } else if (str_equal(function, STR("write"))) {
        number_write(&found, value);
    } else {
        fail_msg("%s:%d: unknown function", TABLE, row->line);
    }
    table_expect(TABLE, row, buf_str(&found), row->columns[3]);
}

static void every_case_of_the_table(void **state)
{
    (void)state;
    assert_true(table_each(TABLE, check_case) > 100);
}

struct french_locale {
    char folder[40];
    bool set;
};

/* The French locale has a decimal comma. It is made here, for machines rarely have it. */
static int set_french_locale(void **state)
{
    static struct french_locale french;
    french = (struct french_locale){.folder = "/tmp/gencarto-locale-XXXXXX"};
    *state = &french;
    if (!mkdtemp(french.folder))
        return -1;
    char command[200];
    snprintf(command, sizeof command, "localedef -i fr_FR -f UTF-8 --no-archive %s/fr_FR.UTF-8 2>/dev/null",
             french.folder);
    bool made = system(command) == 0;
    setenv("LOCPATH", french.folder, 1);
    french.set = made && setlocale(LC_ALL, "fr_FR.UTF-8");
    return 0;
}

static int set_c_locale(void **state)
{
    const struct french_locale *french = *state;
    setlocale(LC_ALL, "C");
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", french->folder);
    return system(command);
}

static void no_locale_changes_a_number(void **state)
{
    const struct french_locale *french = *state;
    if (!french->set) {
        print_message("no definition of the French locale on this machine\n");
        skip();
    }
    char comma[8];
    snprintf(comma, sizeof comma, "%.1f", 0.5);
    assert_string_equal(comma, "0,5");
    assert_true(table_each(TABLE, check_case) > 100);
}

/* Numbers whose decimal text is known, k x 10^-places, against rounding in integers. */
static void rounds_as_integers_do(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf found, expected;
    buf_init(&found, &arena);
    buf_init(&expected, &arena);
    struct random_state random;
    random_seed(&random, 1);
    for (int i = 0; i < 100000; i++) {
        int places = 1 + (int)random_below(&random, 8);
        int decimals = (int)random_below(&random, (uint64_t)places);
        int64_t k = (int64_t)random_below(&random, i % 2 ? 1000 : 1000000000000);
        int64_t cut = 1;
        for (int j = decimals; j < places; j++)
            cut *= 10;
        if (i % 3 == 0)
            k = k / cut * cut + cut / 2; /* a tie */
        struct arena_mark mark = arena_save(&arena);
        double value;
        assert_true(number_parse_decimal(str_format(&arena, "%llde-%d", (long long)k, places), &value));
        struct str rounded = str_format(&arena, "%llde-%d", (long long)((k + cut / 2) / cut), decimals);
        double expected_value;
        assert_true(number_parse_decimal(rounded, &expected_value));
        assert_true(number_round(value, decimals) == expected_value);
        assert_true(number_round(-value, decimals) == -expected_value);
        char text[64];
        buf_reset(&found);
        number_write_fixed(&found, value, decimals);
        snprintf(text, sizeof text, "%.*f", decimals, expected_value); /* few enough digits to be exact */
        if (!str_equal(buf_str(&found), str_from(text)))
            fail_msg("%.17g to %d: found %.*s, expected %s", value, decimals, STR_ARGS(buf_str(&found)), text);
        arena_restore(&arena, mark);
        buf_init(&found, &arena);
    }
    arena_clear(&arena);
}

static double any_double(struct random_state *random)
{
    for (;;) {
        uint64_t bits = random_next(random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            return value;
    }
}

static void written_numbers_read_back_the_same(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, NULL);
    struct random_state random;
    random_seed(&random, 2);
    for (int i = 0; i < 50000; i++) {
        double value = i % 2 ? any_double(&random) : random_unit(&random) * 1000;
        double again = 0;
        buf_reset(&text);
        number_write(&text, value);
        assert_true(number_parse_decimal(buf_str(&text), &again));
        assert_true(again == value);
        assert_true(text.len <= 25);
    }
    buf_clear(&text);
}

static void reads_what_strtod_reads(void **state)
{
    (void)state;
    struct random_state random;
    random_seed(&random, 3);
    for (int i = 0; i < 50000; i++) {
        char text[1000];
        int len = 0;
        int digits = 1 + (int)random_below(&random, i % 100 == 0 ? 900 : 25);
        int point = (int)random_below(&random, (uint64_t)digits);
        for (int digit = 0; digit < digits; digit++) {
            if (digit == point && digit > 0)
                text[len++] = '.';
            text[len++] = (char)('0' + random_below(&random, 10));
        }
        snprintf(text + len, sizeof text - (size_t)len, "e%d", (int)random_below(&random, 600) - 300);
        double expected = strtod(text, NULL), found = 0;
        assert_int_equal(number_parse_decimal(str_from(text), &found), isfinite(expected));
        if (isfinite(expected) && found != expected)
            fail_msg("%s read as %.17g", text, found);
    }
}

/* 1 + 2^-53 lies halfway between two doubles and is cut to the even one; any digit more lifts it. */
static void a_digit_far_behind_the_midpoint_counts(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct buf text;
    buf_init(&text, &arena);
    buf_text(&text, "1.00000000000000011102230246251565404236316680908203125");
    for (int i = 0; i < 2000; i++)
        buf_byte(&text, '0');
    double value;
    assert_true(number_parse_decimal(buf_str(&text), &value));
    assert_true(value == 1);
    buf_byte(&text, '1');
    assert_true(number_parse_decimal(buf_str(&text), &value));
    assert_true(value == 1 + 0x1p-52);
    arena_clear(&arena);
}

static void refused_texts_leave_the_output_alone(void **state)
{
    (void)state;
    double value = 7;
    int64_t integer = 7;
    assert_false(number_parse_decimal(STR("1e999"), &value));
    assert_false(number_parse_french(STR("1 23"), &value));
    assert_false(number_parse_int(STR("12x"), &integer));
    assert_true(value == 7 && integer == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_table),
        cmocka_unit_test_setup_teardown(no_locale_changes_a_number, set_french_locale, set_c_locale),
        cmocka_unit_test(rounds_as_integers_do),
        cmocka_unit_test(written_numbers_read_back_the_same),
        cmocka_unit_test(reads_what_strtod_reads),
        cmocka_unit_test(a_digit_far_behind_the_midpoint_counts),
        cmocka_unit_test(refused_texts_leave_the_output_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
