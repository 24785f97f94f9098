/* What the reader of the input finds in a simulated folder: nothing in a clean one, and in a dirty one each fault as
 * often as it was put there, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/input.h"
#include "gencarto/simulation/simulation.h"

#define REFERENCE SOURCE_DIR "/input/reference"

/* The rule that each kind of dirt breaks. */
static const struct {
    const char *rule;
    enum simulation_dirt kinds[2]; /* twice the same when there is one */
} expected[] = {
    {"age", {DIRT_BAD_AGE, DIRT_BAD_AGE}},
    {"commune-unknown", {DIRT_UNKNOWN_DEPARTMENT, DIRT_UNKNOWN_DEPARTMENT}},
    {"date", {DIRT_BAD_DATE, DIRT_BAD_DATE}},
    {"dates-reversed", {DIRT_EXIT_BEFORE_ENTRY, DIRT_EXIT_BEFORE_ENTRY}},
    {"field-count", {DIRT_SHORT_ROW, DIRT_LONG_ROW}},
    {"id-duplicate", {DIRT_DUPLICATE_ID, DIRT_DUPLICATE_ID}},
    {"id-missing", {DIRT_EMPTY_ID, DIRT_EMPTY_ID}},
    {"neet-differs", {DIRT_NEET_CONTRADICTED, DIRT_NEET_CONTRADICTED}},
    {"status-value", {DIRT_UNKNOWN_TERM, DIRT_UNKNOWN_TERM}},
    {"total-row", {DIRT_TOTAL_ROW, DIRT_TOTAL_ROW}},
    {"unknown-training", {DIRT_UNKNOWN_TRAINING, DIRT_UNKNOWN_TRAINING}},
};
#define EXPECTED (sizeof expected / sizeof *expected)

static int64_t count_of_rule(const struct input *input, const char *rule)
{
    int64_t count = 0;
    for (size_t i = 0; i < input->findings.count; i++)
        count += strcmp(input->findings.items[i].rule->id, rule) == 0;
    return count;
}

/* Texts that look like markup or formulas are shown harmless, and told of in public tables. */
static bool is_notice(const struct finding *finding)
{
    return strcmp(finding->rule->id, "markup-like") == 0 || strcmp(finding->rule->id, "formula-like") == 0;
}

/* A person's other row, where the one that it continues was set aside. */
static bool is_consequence(const struct finding *finding)
{
    return strcmp(finding->rule->id, "origin-without-redirection") == 0 ||
           strcmp(finding->rule->id, "redirected-nowhere") == 0;
}

static bool is_expected(const struct finding *finding)
{
    for (size_t i = 0; i < EXPECTED; i++)
        if (strcmp(finding->rule->id, expected[i].rule) == 0)
            return true;
    return is_notice(finding) || is_consequence(finding);
}

static void read_or_fail(struct arena *arena, const char *folder, struct input *out_input)
{
    struct error err = {0};
    if (!input_read(arena, folder, NULL, REFERENCE, out_input, &err))
        fail_msg("%s", err.message);
}

static void nothing_is_found_in_the_committed_folder(void **state)
{
    (void)state;
    struct arena arena;
    struct input input = {0};
    arena_init(&arena);
    read_or_fail(&arena, SOURCE_DIR "/input/gen", &input);
    for (size_t i = 0; i < input.findings.count; i++)
        fail_msg("%.*s:%d: %s", STR_ARGS(input.findings.items[i].file), (int)input.findings.items[i].line,
                 input.findings.items[i].rule->id);
    assert_int_equal(input.training_count, 419);
    assert_int_equal(input.enrolments.count, 12000);
    assert_int_equal(input.application_count, 841);
    assert_true(input.programme.simulated && input.programme.notice.len > 0);
    arena_clear(&arena);
}

static void each_fault_is_found_as_often_as_it_was_put_there(void **state)
{
    (void)state;
    struct arena arena;
    struct input input = {0};
    struct simulation_summary summary;
    struct simulation_options options = SIMULATION_DEFAULTS;
    struct error err = {0};
    char folder[] = "/tmp/gencarto-dirt-XXXXXX", command[64];
    assert_non_null(mkdtemp(folder));
    options.folder = folder;
    options.reference_folder = REFERENCE;
    options.dirty = true;
    assert_true(simulation_write(&options, &summary, &err));
    arena_init(&arena);
    read_or_fail(&arena, folder, &input);
    for (size_t i = 0; i < EXPECTED; i++) {
        enum simulation_dirt first = expected[i].kinds[0], second = expected[i].kinds[1];
        int64_t put = summary.dirt[first] + (second != first ? summary.dirt[second] : 0);
        if (count_of_rule(&input, expected[i].rule) != put)
            fail_msg("%s: %d found, %d put", expected[i].rule, (int)count_of_rule(&input, expected[i].rule), (int)put);
    }
    for (size_t i = 0; i < input.findings.count; i++)
        if (!is_expected(&input.findings.items[i]))
            fail_msg("%s was not put there", input.findings.items[i].rule->id);
    assert_true(input_accept(&input, false, &err));
    assert_false(input_accept(&input, true, &err));
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_in_the_committed_folder),
        cmocka_unit_test(each_fault_is_found_as_often_as_it_was_put_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
