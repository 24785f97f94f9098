/* Foreign libraries opened at their first use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "gencarto/base/library.h"
#include "gencarto/base/parallel.h"

#define MATHS "libm.so.6" /* glibc's */
#define MATHS_FUNCTIONS(F)                                                                                             \
    F(, hypot)                                                                                                         \
    F(c, eil)

struct maths {
    MATHS_FUNCTIONS(LIBRARY_MEMBER)
};

static void a_function_is_called_through_the_table(void **state)
{
    (void)state;
    struct maths maths;
    struct error err = {0};
    assert_true(LIBRARY_OPEN(MATHS, MATHS_FUNCTIONS, &maths, &err));
    assert_true(maths.hypot(3, 4) == 5 && maths.eil(2.5) == 3);
    assert_int_equal(err.kind, ERROR_NONE);
}

static void open_and_call(void *context, size_t item, int worker)
{
    double *results = context;
    struct maths maths;
    struct error err = {0};
    (void)worker;
    results[item] = LIBRARY_OPEN(MATHS, MATHS_FUNCTIONS, &maths, &err) ? maths.hypot(3, (double)item) : -1;
}

static void threads_open_it_at_the_same_time(void **state)
{
    (void)state;
    double results[64];
    parallel_for(64, 4, open_and_call, results);
    for (size_t i = 0; i < 64; i++) {
        assert_true(results[i] == hypot(3, (double)i));
    }
}

static void a_missing_library_is_an_error_with_its_name_and_the_remedy(void **state)
{
    (void)state;
    struct maths maths;
    struct error err = {0};
    assert_false(LIBRARY_OPEN("libnowhere.so.7", MATHS_FUNCTIONS, &maths, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, "libnowhere.so.7: "));
    assert_non_null(strstr(err.message, "install the package"));
}

static void a_library_without_a_function_is_an_error_with_both_names(void **state)
{
    (void)state;
    static const char *const names[] = {"hypot", "gencarto_nowhere"};
    void *table[2];
    struct error err = {0};
    assert_false(library_open(MATHS, names, 2, table, &err));
    assert_int_equal(err.kind, ERROR_SYSTEM);
    assert_non_null(strstr(err.message, MATHS " has no gencarto_nowhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_is_called_through_the_table),
        cmocka_unit_test(threads_open_it_at_the_same_time),
        cmocka_unit_test(a_missing_library_is_an_error_with_its_name_and_the_remedy),
        cmocka_unit_test(a_library_without_a_function_is_an_error_with_both_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
