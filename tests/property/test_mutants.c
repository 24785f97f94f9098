/* One fault at a time in a clean simulated folder: the rule that it breaks is reported at its row, and no other rule
 * there; what else is found is only what follows from it elsewhere. Each mutant is seeded several times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/compile/ingest/input.h"
#include "mutants.h"

#define REFERENCE SOURCE_DIR "/input/reference"
#define SEEDS     3

struct score {
    int runs, found, others, unfit;
};

/* A finding about a file as a whole is at line 0, about its header at line 1. */
static void judge(const struct mutant *mutant, const struct fault *fault, const struct input *input,
                  struct score *score)
{
    int64_t line = mutant_line(mutant, fault);
    bool is_found = false;
    for (size_t i = 0; i < input->findings.count; i++) {
        const struct finding *finding = &input->findings.items[i];
        bool is_rule = strcmp(finding->rule->id, mutant->rule) == 0;
        bool is_place = finding->line == line && str_equal(finding->file, str_from(fault->sheet->name));
        is_found = is_found || (is_rule && is_place);
        bool is_counted = finding->rule->severity != SEVERITY_INFO && !(is_rule && is_place);
        bool follows = !is_place && mutant_lists(mutant->also, finding->rule->id);
        if (is_counted && !follows) {
            score->others++;
            print_message("%s: also %s at %.*s:%d (fault at %s:%d)\n", mutant->rule, finding->rule->id,
                          STR_ARGS(finding->file), (int)finding->line, fault->sheet->name, (int)line);
        }
    }
    score->runs++;
    score->found += is_found;
    if (!is_found) {
        print_message("%s: not found at %s:%d\n", mutant->rule, fault->sheet->name, (int)line);
    }
}

static void assert_conserved(const struct input *input)
{
    for (size_t i = 0; i < input->file_count; i++) {
        assert_int_equal(input->files[i].rows_read, input->files[i].rows_loaded + input->files[i].rows_set_aside);
    }
}

static void run_mutant(const struct mutant *mutant, const struct world *original, uint64_t seed, struct score *score)
{
    struct arena arena;
    struct error err = {0};
    struct input input = {0};
    struct fault fault = {0};
    arena_init(&arena);
    struct world world = world_copy(original, &arena, seed);
    if (!mutant_plant(mutant, &world, &fault)) {
        score->unfit++;
    } else {
        world_write(&world);
        if (!input_read(&arena, world.folder, NULL, REFERENCE, &input, &err)) {
            fail_msg("%s: %s", mutant->rule, err.message);
        }
        assert_conserved(&input);
        judge(mutant, &fault, &input, score);
        world_restore(original, &world);
    }
    arena_clear(&arena);
}

/* Recall and precision of 99 % over all mutants; and every rule is found at least once. */
static void each_mutant_breaks_its_rule_and_no_other(void **state)
{
    (void)state;
    char folder[] = "/tmp/gencarto-mutants-XXXXXX", command[64];
    struct arena arena;
    struct world world;
    struct score total = {0};
    assert_non_null(mkdtemp(folder));
    mutants_simulate(folder, 150);
    arena_init(&arena);
    world_read(&world, &arena, folder);
    for (size_t i = 0; i < mutant_count; i++) {
        struct score score = {0};
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            run_mutant(&mutants[i], &world, seed * 1000 + i, &score);
        }
        if (score.found == 0) {
            print_message("%s: found in none of %d runs, %d without a row that fits\n", mutants[i].rule, score.runs,
                          score.unfit);
        }
        total.runs += score.runs;
        total.found += score.found;
        total.others += score.others;
        total.unfit += score.found == 0; /* a rule that nothing showed */
    }
    print_message("%d mutants of %zu rules: %d found, %d other findings\n", total.runs, mutant_count, total.found,
                  total.others);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    arena_clear(&arena);
    assert_int_equal(total.unfit, 0);
    assert_true(total.found * 100 >= total.runs * 99);
    assert_true(total.found * 100 >= (total.found + total.others) * 99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mutant_breaks_its_rule_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
