// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include <math.h>
#include <string.h>

#include "../base/table.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/number.h"
#include "gencarto/base/random.h"
#include "gencarto/render/map/classes.h"

#define TABLE "classes.txt"

static size_t read_numbers(struct str text, double *out_numbers)
{
    size_t count = 0;
    struct str part;
    for (text = str_trim(text); text.len > 0 && str_split(&text, ' ', &part);) {
        assert_true(number_parse_decimal(part, &out_numbers[count++]));
    }
    return count;
}

static enum classes_method method_of(struct str name)
{
    enum classes_method method = CLASSES_FIXED;
    assert_true(classes_method_parse(name, &method));
    return method;
}

static struct str describe(struct arena *arena, const struct classes *classes)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i + 1 < classes->count; i++) {
        number_write(&out, classes->bounds[i]);
        buf_text(&out, i + 2 < classes->count ? " " : "");
    }
    buf_text(&out, ";");
    for (size_t i = 0; i < classes->count; i++) {
        buf_format(&out, " %zu", classes->members[i]);
    }
    return buf_str(&out);
}

static void check_case(const struct table_case *row, struct arena *arena)
{
    double values[160], fixed[8], count = 0, target = NAN;
    struct str rest = row->columns[0], method, options = row->columns[2], classes_text;
    str_split(&rest, ' ', &method);
    size_t fixed_count = read_numbers(rest, fixed), n = read_numbers(row->columns[1], values);
    str_split(&options, ';', &classes_text);
    assert_true(number_parse_decimal(str_trim(classes_text), &count));
    number_parse_decimal(str_trim(options), &target);
    struct classes classes =
        classes_make(arena, values, n, method_of(method), (size_t)count, target, fixed, fixed_count);
    table_expect(TABLE, row, describe(arena, &classes), row->columns[3]);
}

static void classes_of_the_table(void **state)
{
    (void)state;
    assert_true(table_each(TABLE, check_case) >= 14);
}

static double deviation_of(const double *values, size_t n)
{
    double mean = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        mean += values[i] / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        sum += (values[i] - mean) * (values[i] - mean);
    }
    return sum;
}

/* Every way to cut ten sorted values in three, tried one by one. */
static void jenks_is_the_best_of_all_partitions(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct random_state random;
    random_seed(&random, 11);
    for (int round = 0; round < 50; round++) {
        double v[10], best = HUGE_VAL, found = 0;
        for (size_t i = 0; i < 10; i++) {
            v[i] = (i == 0 ? 0 : v[i - 1]) + 0.01 + random_unit(&random);
        }
        for (size_t i = 1; i < 9; i++) {
            for (size_t j = i + 1; j < 10; j++) {
                best = fmin(best, deviation_of(v, i) + deviation_of(v + i, j - i) + deviation_of(v + j, 10 - j));
            }
        }
        struct classes classes = classes_make(&arena, v, 10, CLASSES_JENKS, 3, NAN, NULL, 0);
        assert_int_equal(classes.count, 3);
        for (size_t i = 0, from = 0; i < 3; from += classes.members[i++]) {
            found += deviation_of(v + from, classes.members[i]);
        }
        assert_true(fabs(found - best) < 1e-9);
    }
    arena_clear(&arena);
}

static void every_value_has_a_class(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct random_state random;
    random_seed(&random, 5);
    for (size_t n = 1; n < 60; n++) {
        double values[60];
        for (size_t i = 0; i < n; i++) {
            values[i] = floor(400 * random_unit(&random)) / 10;
        }
        for (enum classes_method method = CLASSES_JENKS; method < CLASSES_METHODS; method++) {
            struct classes classes = classes_make(&arena, values, n, method, 5, 20, NULL, 0);
            size_t total = 0;
            for (size_t i = 0; i < classes.count; i++) {
                assert_true(classes.members[i] > 0);
                assert_true(i + 2 > classes.count || i == 0 || classes.bounds[i - 1] < classes.bounds[i]);
                total += classes.members[i];
            }
            assert_int_equal(total, n);
            assert_true(!classes.has_target || fabs(classes.bounds[classes.target] - 20) <= 0);
        }
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_of_the_table),
        cmocka_unit_test(jenks_is_the_best_of_all_partitions),
        cmocka_unit_test(every_value_has_a_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
