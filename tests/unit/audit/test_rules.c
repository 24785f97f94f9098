/* The table of what the audit finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gencarto/audit/audit.h"

static void rules_stand_in_the_order_of_their_names(void **state)
{
    (void)state;
    for (size_t i = 1; i < audit_rule_count; i++)
        assert_true(str_compare(str_from(audit_rules[i - 1].name), str_from(audit_rules[i].name)) < 0);
}

static void each_rule_is_found_by_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < audit_rule_count; i++)
        assert_ptr_equal(audit_rule_of(str_from(audit_rules[i].name)), &audit_rules[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_stand_in_the_order_of_their_names),
        cmocka_unit_test(each_rule_is_found_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
