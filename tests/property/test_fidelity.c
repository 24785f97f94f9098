/* The goals of the protection, on simulated programmes of real size and on input/gen, base 5. The bench measures more
 * of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "counted.h"
#include "fidelity.h"
#include "gencarto/compile/disclosure/protect.h"
#include "gencarto/simulation/simulation.h"
#include "membership.h"
#include "released.h"

#define BASE 5

struct fixture {
    struct arena arena;
    struct published_tables gen; /* exact, of input/gen */
    struct fidelity fidelity;
};
static struct fixture fixture;

static void read_folder(const char *folder, struct published_tables *out)
{
    int base;
    struct error err = {0};
    assert_true(counted_read(&fixture.arena, folder, out, &base, &err));
    assert_int_equal(base, BASE);
}

static void add_programme(const struct published_tables *exact)
{
    struct published_tables published;
    struct error err = {0};
    struct protection_rule rule = {.base = BASE};
    assert_true(protect(&fixture.arena, exact, &rule, NULL, &published, &err));
    assert_true(protect_verify(&published, &rule, 0, &err));
    fidelity_add(&fixture.fidelity, exact, &published, BASE);
}

static void simulate(uint64_t seed, const char *parent, struct published_tables *out)
{
    struct simulation_options options = SIMULATION_DEFAULTS;
    struct simulation_summary summary;
    struct error err = {0};
    struct str folder = str_format(&fixture.arena, "%s/%d", parent, (int)seed);
    options.seed = seed;
    options.folder = folder.ptr;
    options.reference_folder = SOURCE_DIR "/input/reference";
    assert_true(simulation_write(&options, &summary, &err));
    read_folder(options.folder, out);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&fixture.arena);
    read_folder(SOURCE_DIR "/input/gen", &fixture.gen);
    add_programme(&fixture.gen);
    char parent[] = "/tmp/gencarto-fidelity-XXXXXX";
    assert_non_null(mkdtemp(parent));
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct published_tables exact;
        simulate(seed, parent, &exact);
        add_programme(&exact);
    }
    struct str removal = str_format(&fixture.arena, "rm -rf %s", parent);
    return system(removal.ptr);
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&fixture.arena);
    return 0;
}

static void check_goals(const struct fidelity *fidelity)
{
    struct fidelity_goal goals[FIDELITY_GOALS];
    double measures[FIDELITY_GOALS];
    fidelity_goals(BASE, goals);
    fidelity_measures(fidelity, measures);
    for (size_t i = 0; i < FIDELITY_GOALS; i++) {
        print_message("%-30s %.2f, at most %.2f\n", goals[i].name, measures[i], goals[i].most);
        assert_true(measures[i] <= goals[i].most);
    }
    for (int group = 0; group < FIDELITY_GROUPS; group++) {
        assert_true(fidelity->groups[group].cells > 0);
    }
    for (int share = 0; share < FIDELITY_SHARES; share++) {
        assert_true(fidelity->share_points[share] > 0);
    }
}

static void every_goal_is_met(void **state)
{
    (void)state;
    assert_int_equal(fixture.fidelity.quarter_count, 8);
    check_goals(&fixture.fidelity);
}

static void every_goal_is_met_release_after_release(void **state)
{
    (void)state;
    struct fidelity fidelity = {0};
    struct published_tables exact, published;
    struct protection_rule rule = {.base = BASE};
    struct error err = {0};
    double seconds;
    assert_true(released_protect(&fixture.arena, SOURCE_DIR "/input/gen", &rule, &exact, &published, &seconds, &err));
    fidelity_add(&fidelity, &exact, &published, BASE);
    check_goals(&fidelity);
}

static void a_count_whose_truth_did_not_move_seldom_moves(void **state)
{
    (void)state;
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        assert_true(fixture.fidelity.moved[level] * 50 <= fixture.fidelity.still[level]);
    }
}

/* Fewer keys than the bench, so with some room. */
static void small_counts_show_as_nothing_and_as_a_base(void **state)
{
    (void)state;
    enum { KEYS = 150 };
    struct membership membership;
    struct error err = {0};
    assert_true(membership_measure(&fixture.gen, BASE, KEYS, &membership, &err));
    for (int count = 1; count < BASE; count++) {
        double shown = (double)membership.shown[count] / (double)membership.cells[count] / KEYS;
        assert_true(membership.cells[count] > 0);
        assert_true(shown >= 0.02 && shown <= 0.98);
    }
    double mean, worst;
    membership_accuracy(&membership, BASE, &mean, &worst);
    assert_true(mean <= 0.65);
    assert_true(worst <= 0.8);
}

/* A structure alone in its region with a training of 1 and one of 4, beside a region of many. */
static void make_neighbours(struct arena *arena, struct geography *out_geography, struct published_tables *out_exact)
{
    enum { TRAININGS = 22 };
    static const struct str country[] = {STR_INIT("FR")}, places[] = {STR_INIT("1"), STR_INIT("2")};
    static const uint32_t zeros[2], own[] = {0, 1};
    static const struct published_cells cells[] = {
        {ENTITY_COUNTRY, EVENT_DROPOUT, 0},    {ENTITY_REGION, EVENT_DROPOUT, 0},
        {ENTITY_DEPARTMENT, EVENT_DROPOUT, 0}, {ENTITY_STRUCTURE, EVENT_DROPOUT, 0},
        {ENTITY_TRAINING, EVENT_DROPOUT, 0},
    };
    struct str *codes = arena_array(arena, struct str, TRAININGS);
    uint32_t *departments = arena_array(arena, uint32_t, TRAININGS);
    uint32_t *structures = arena_array(arena, uint32_t, TRAININGS);
    for (uint32_t i = 0; i < TRAININGS; i++) {
        codes[i] = str_format(arena, "F%02u", i);
        departments[i] = structures[i] = i >= 2;
    }
    *out_geography = (struct geography){
        .count = {1, 2, 2, 2, TRAININGS},
        .codes = {[ENTITY_COUNTRY] = country,
                  [ENTITY_REGION] = places,
                  [ENTITY_DEPARTMENT] = places,
                  [ENTITY_STRUCTURE] = places,
                  [ENTITY_TRAINING] = codes},
        .parent = {[ENTITY_REGION] = zeros, [ENTITY_DEPARTMENT] = own, [ENTITY_TRAINING] = departments},
        .structure_of_training = structures};
    geography_link(out_geography, arena);
    tables_init(out_exact, arena, out_geography, 1, cells, sizeof cells / sizeof *cells);
    struct published_table *table = &out_exact->items[0];
    for (uint32_t i = 0; i < TRAININGS; i++) {
        tables_flow(table, ENTITY_TRAINING, i, 0)[0] = i == 0 ? 1 : i == 1 ? 4 : (int32_t)(1 + i % 9);
    }
    tables_sum_up(table, out_geography, ENTITY_TRAINING);
    tables_sum_up(table, out_geography, ENTITY_DEPARTMENT);
    tables_sum_up(table, out_geography, ENTITY_REGION);
    tables_sum_structures(table, out_geography);
}

/* 1 and 4 come to a base together: their place must not always have them shown as 0 and 5. */
static void parts_that_come_to_a_base_show_either_way(void **state)
{
    (void)state;
    struct arena arena;
    struct geography geography;
    struct published_tables exact;
    struct membership membership;
    struct error err = {0};
    arena_init(&arena);
    make_neighbours(&arena, &geography, &exact);
    assert_true(membership_measure(&exact, BASE, 1000, &membership, &err));
    for (int count = 1; count < BASE; count++) {
        assert_true(membership.cells[count] > 0);
        assert_int_equal(membership.rare[count], 0);
    }
    arena_clear(&arena);
}

static bool same_tables(const struct published_tables *a, const struct published_tables *b)
{
    struct fidelity difference = {0};
    fidelity_add(&difference, a, b, BASE);
    return difference.near.cells > 0 && difference.groups[FLOWS].greatest == 0;
}

static void the_same_key_gives_the_same_tables_and_another_key_others(void **state)
{
    (void)state;
    struct published_tables first, second, other;
    struct error err = {0};
    struct protection_rule rule = {.base = BASE, .key = STR("one")};
    assert_true(protect(&fixture.arena, &fixture.gen, &rule, NULL, &first, &err));
    assert_true(protect(&fixture.arena, &fixture.gen, &rule, NULL, &second, &err));
    rule.key = STR("two");
    assert_true(protect(&fixture.arena, &fixture.gen, &rule, NULL, &other, &err));
    assert_true(same_tables(&first, &second));
    assert_false(same_tables(&first, &other));
}

/* A release is protected without a look at what comes after it. */
static void a_later_quarter_changes_nothing_of_the_former_ones(void **state)
{
    (void)state;
    struct published_tables all, shorter, of_all, of_shorter;
    struct error err = {0};
    read_folder(SOURCE_DIR "/input/gen", &all);
    read_folder(SOURCE_DIR "/input/gen", &shorter);
    for (size_t t = 0; t < shorter.count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            for (uint32_t unit = 0;
                 (shorter.items[t].levels & 1u << level) != 0 && unit < shorter.geography->count[level]; unit++) {
                for (int c = 0; c < shorter.items[t].categories; c++) {
                    tables_flow(&shorter.items[t], (enum entity_kind)level, unit, 7)[c] = 0;
                }
            }
        }
    }
    struct protection_rule rule = {.base = BASE};
    assert_true(protect(&fixture.arena, &all, &rule, NULL, &of_all, &err));
    assert_true(protect(&fixture.arena, &shorter, &rule, NULL, &of_shorter, &err));
    for (size_t t = 0; t < of_all.count; t++) {
        for (int quarter = 0; quarter < 7; quarter++) {
            assert_memory_equal(tables_flow(&of_all.items[t], ENTITY_COUNTRY, 0, quarter),
                                tables_flow(&of_shorter.items[t], ENTITY_COUNTRY, 0, quarter),
                                (size_t)of_all.items[t].categories * sizeof(int32_t));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_goal_is_met),
        cmocka_unit_test(every_goal_is_met_release_after_release),
        cmocka_unit_test(a_count_whose_truth_did_not_move_seldom_moves),
        cmocka_unit_test(small_counts_show_as_nothing_and_as_a_base),
        cmocka_unit_test(parts_that_come_to_a_base_show_either_way),
        cmocka_unit_test(the_same_key_gives_the_same_tables_and_another_key_others),
        cmocka_unit_test(a_later_quarter_changes_nothing_of_the_former_ones),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
