/* Release after release, with late data, corrections and withdrawals: what was published stays, what did not move does
 * not move, all adds up, and errors do not pile up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "gencarto/compile/disclosure/protect.h"
#include "gencarto/compile/disclosure/split.h"
#include "protection.h"

#define RELEASES 8
#define SEEDS    4

static const struct programme_size sizes[] = {{4, 4, 5, RELEASES, 1500}, {14, 7, 5, RELEASES, 30000}};
static const int bases[] = {5, 3, 10, 5};

#define SIZES (sizeof sizes / sizeof *sizes)

/* What is known of an event, and since when. */
struct version {
    int release;  /* that first knew it */
    bool happens; /* false: it was withdrawn */
    uint32_t training;
    uint16_t quarter;
    uint8_t values[DIMENSIONS];
};

struct story {
    enum event event;
    struct version first, second;
    bool is_corrected;
};

struct fixture {
    struct arena arena;
    struct random_programme programme;
    struct story *stories;
    size_t story_count;
    int base;
    struct published_tables exact[RELEASES];     /* as each release knows it */
    struct published_tables published[RELEASES]; /* by each release */
    struct revisions revisions[RELEASES];        /* up to each release */
};

static struct fixture fixtures[SIZES * SEEDS];

static uint8_t skewed(struct random_state *state, int count)
{
    int value = 0;
    while (value < count - 1 && random_below(state, 100) < 35) {
        value++;
    }
    return (uint8_t)value;
}

static void draw_values(struct random_state *state, enum event event, uint8_t *out)
{
    for (unsigned d = 0; d < DIMENSIONS; d++) {
        bool is_absent =
            d == DIMENSION_RESIDENCE || d == DIMENSION_ORIGIN || (event == EVENT_OUTCOME) != (d == DIMENSION_OUTCOME);
        out[d] = is_absent ? DIMENSION_ABSENT : skewed(state, cube_dimensions[d].value_count);
    }
}

/* Three events in a hundred are told a quarter late, three are corrected later: one of these is withdrawn. */
static void make_stories(struct fixture *f, struct random_state *state, int events)
{
    uint32_t trainings = f->programme.geography.count[ENTITY_TRAINING];
    f->stories = arena_array(&f->arena, struct story, (size_t)events);
    f->story_count = (size_t)events;
    for (size_t i = 0; i < f->story_count; i++) {
        static const enum event kinds[] = {EVENT_LEARNER, EVENT_LEARNER, EVENT_DROPOUT, EVENT_OUTCOME};
        struct story *story = &f->stories[i];
        story->event = kinds[random_below(state, 4)];
        story->first = (struct version){.happens = true,
                                        .training = (uint32_t)random_below(state, 1 + random_below(state, trainings)),
                                        .quarter = (uint16_t)random_below(state, RELEASES)};
        draw_values(state, story->event, story->first.values);
        story->first.release = story->first.quarter + (random_below(state, 100) < 3);
        story->is_corrected = random_below(state, 100) < 3;
        story->second = story->first;
        story->second.release = story->first.release + 1 + (int)random_below(state, 3);
        if (random_below(state, 3) == 0) {
            story->second.happens = false;
        } else {
            draw_values(state, story->event, story->second.values);
        }
    }
}

static void count_release(struct fixture *f, int release)
{
    struct cube cube;
    cube_init(&cube, &f->arena);
    for (size_t i = 0; i < f->story_count; i++) {
        const struct story *story = &f->stories[i];
        const struct version *known =
            story->is_corrected && story->second.release <= release ? &story->second : &story->first;
        if (known->release <= release && known->happens && known->quarter <= release) {
            cube_add(&cube, story->event, known->training, known->quarter, known->values);
        }
    }
    tables_init(&f->exact[release], &f->arena, &f->programme.geography, release + 1, published_list,
                published_list_count);
    tables_count(&f->exact[release], &cube);
}

static bool has(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0;
}

/* The same flows in tables of more quarters. */
static void extend(struct fixture *f, const struct published_tables *from, int quarters, struct published_tables *out)
{
    tables_init(out, &f->arena, &f->programme.geography, quarters, published_list, published_list_count);
    for (size_t t = 0; t < from->count; t++) {
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            for (uint32_t u = 0; has(&from->items[t], k) && u < f->programme.geography.count[k]; u++) {
                for (int q = 0; q < from->quarters; q++) {
                    for (int c = 0; c < from->items[t].categories; c++) {
                        tables_flow(&out->items[t], level, u, q)[c] = tables_flow(&from->items[t], level, u, q)[c];
                    }
                }
            }
        }
    }
}

static void publish_release(struct fixture *f, int release)
{
    struct error err = {0};
    struct protection_rule rule = {.base = f->base, .key = STR("a key"), .first = {2016 * 4}};
    struct published_tables shown, known;
    struct protection_past past = {release, &shown, &known, NULL};
    count_release(f, release);
    if (release > 0) {
        extend(f, &f->published[release - 1], release + 1, &shown);
        extend(f, &f->exact[release - 1], release + 1, &known);
    }
    assert_true(
        protect(&f->arena, &f->exact[release], &rule, release == 0 ? NULL : &past, &f->published[release], &err));
    assert_true(protect_verify(&f->published[release], &rule, 0, &err));
    if (release > 0) {
        struct split_causes causes = {.now = &f->exact[release], .known = &known};
        for (size_t i = 0; i < f->revisions[release - 1].count; i++) {
            revisions_add(&f->revisions[release], &f->arena, f->revisions[release - 1].items[i]);
        }
        split_changes(&f->arena, &causes, &rule, &past, &f->published[release], &f->revisions[release]);
    }
}

static int open_fixtures(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        struct random_state random;
        arena_init(&f->arena);
        f->base = bases[i % SEEDS];
        random_programme(&f->arena, i + 1, sizes[i / SEEDS], &f->programme);
        random_seed(&random, i + 100);
        make_stories(f, &random, sizes[i / SEEDS].events);
        for (int release = 0; release < RELEASES; release++) {
            publish_release(f, release);
        }
    }
    return 0;
}

static int close_fixtures(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        arena_clear(&fixtures[i].arena);
    }
    return 0;
}

static int64_t state_of(const struct published_tables *tables, size_t t, unsigned level, uint32_t unit, int quarter,
                        int category)
{
    int64_t sum = 0;
    for (int q = 0; q <= quarter; q++) {
        sum += tables_flow(&tables->items[t], (enum entity_kind)level, unit, q)[category];
    }
    return sum;
}

#define EACH_CELL(f, t, level, unit, c)                                                                                \
    for (size_t t = 0; t < (f)->exact[0].count; t++)                                                                   \
        for (unsigned level = 0; level < ENTITY_KINDS; level++)                                                        \
            for (uint32_t unit = 0;                                                                                    \
                 has(&(f)->exact[0].items[t], level) && unit < (f)->programme.geography.count[level]; unit++)          \
                for (int c = 0; c < (f)->exact[0].items[t].categories; c++)

static bool is_restated(const struct published_table *table)
{
    return table->measure == EVENT_OUTCOME && table->dimension_count == 1;
}

static void what_was_published_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        EACH_CELL(f, t, level, unit, c)
        {
            for (int r = 1; !is_restated(&f->exact[0].items[t]) && r < RELEASES; r++) {
                for (int q = 0; q < r; q++) {
                    assert_int_equal(tables_flow(&f->published[r].items[t], (enum entity_kind)level, unit, q)[c],
                                     tables_flow(&f->published[r - 1].items[t], (enum entity_kind)level, unit, q)[c]);
                }
            }
        }
    }
}

static void states_are_multiples_and_never_negative(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        EACH_CELL(f, t, level, unit, c)
        {
            for (int r = 0; r < RELEASES; r++) {
                int64_t published = state_of(&f->published[r], t, level, unit, r, c);
                assert_true(published >= 0 && published % f->base == 0);
            }
        }
    }
}

/* Of the cells that somebody was counted in: at most 2 % of a level move though their truth did not. Where there are
 * many of these, at most 2 % of them do. */
static void states_move_where_the_truth_moved(void **state)
{
    (void)state;
    int64_t cells[ENTITY_KINDS] = {0}, still[ENTITY_KINDS] = {0}, moved[ENTITY_KINDS] = {0};
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        EACH_CELL(f, t, level, unit, c)
        {
            for (int r = 1; r < RELEASES; r++) {
                int64_t now = state_of(&f->exact[r], t, level, unit, r, c);
                bool is_still = now == state_of(&f->exact[r - 1], t, level, unit, r - 1, c);
                cells[level] += now != 0;
                if (now == 0 || !is_still) {
                    continue;
                }
                still[level]++;
                moved[level] += state_of(&f->published[r], t, level, unit, r, c) !=
                                state_of(&f->published[r - 1], t, level, unit, r - 1, c);
            }
        }
    }
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        print_message("%-10s %lld counted, %lld of them did not move, %lld of these were moved\n",
                      entity_kind_name((enum entity_kind)level), (long long)cells[level], (long long)still[level],
                      (long long)moved[level]);
        assert_true(cells[level] > 0 && moved[level] * 100 <= cells[level] * 2);
        assert_true(still[level] < 1000 || moved[level] * 100 <= still[level] * 2);
    }
}

/* Of cells that somebody was counted in, in bases. */
static double mean_error(const struct fixture *f, int release)
{
    int64_t sum = 0, cells = 0;
    EACH_CELL(f, t, level, unit, c)
    {
        int64_t exact = state_of(&f->exact[release], t, level, unit, release, c);
        if (exact != 0) {
            sum += llabs(exact - state_of(&f->published[release], t, level, unit, release, c));
            cells++;
        }
    }
    return cells == 0 ? 0 : (double)sum / (double)cells / f->base;
}

/* At most a tenth of a base above the first release: half a person of five. */
static void errors_do_not_pile_up(void **state)
{
    (void)state;
    double first = 0, last = 0;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        first += mean_error(&fixtures[i], 0) / (double)(SIZES * SEEDS);
        last += mean_error(&fixtures[i], RELEASES - 1) / (double)(SIZES * SEEDS);
    }
    assert_true(first > 0 && last <= first + 0.1);
}

/* The revised series: what each release changed of earlier quarters leads from the published flows to other multiples,
 * none negative, of the same sum, and by category to those of the totals. */
static int64_t revised(const struct fixture *f, const struct published_table *table, uint32_t region, int quarter,
                       int category)
{
    const struct revisions *all = &f->revisions[RELEASES - 1];
    int64_t flow = tables_flow(table, ENTITY_REGION, region, quarter)[category];
    for (size_t i = 0; i < all->count; i++) {
        const struct revision *r = &all->items[i];
        bool is_here = r->measure == table->measure && r->dimensions == table->dimensions && !r->names_only &&
                       r->unit == region && r->category == category;
        flow += is_here && r->quarter == quarter ? r->change : 0;
        flow -= is_here && r->release == quarter ? r->change : 0;
    }
    return flow;
}

static void check_revised(const struct fixture *f, const struct published_table *table)
{
    const struct published_table *totals = tables_find(&f->published[RELEASES - 1], table->measure, 0);
    for (uint32_t region = 0; region < f->programme.geography.count[ENTITY_REGION]; region++) {
        for (int quarter = 0; quarter < RELEASES; quarter++) {
            int64_t sum = 0;
            for (int c = 0; c < table->categories; c++) {
                int64_t flow = revised(f, table, region, quarter, c);
                assert_true(flow >= 0 && flow % f->base == 0);
                sum += flow;
            }
            assert_int_equal(sum, revised(f, totals, region, quarter, 0));
        }
    }
}

static void revised_flows_are_multiples_that_add_up(void **state)
{
    (void)state;
    size_t changes = 0;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        changes += f->revisions[RELEASES - 1].count;
        for (size_t t = 0; t < f->published[RELEASES - 1].count; t++) {
            const struct published_table *table = &f->published[RELEASES - 1].items[t];
            if (has(table, ENTITY_REGION) && table->measure != EVENT_OUTCOME && table->dimension_count <= 1) {
                check_revised(f, table);
            }
        }
    }
    assert_true(changes > 100);
}

/* The revised flow of a closed quarter follows what is known of it. */
static void revised_flows_come_near_to_what_is_known(void **state)
{
    (void)state;
    int64_t before = 0, after = 0;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        const struct published_table *table = tables_find(&f->published[RELEASES - 1], EVENT_LEARNER, 0);
        const struct published_table *exact = tables_find(&f->exact[RELEASES - 1], EVENT_LEARNER, 0);
        for (uint32_t region = 0; region < f->programme.geography.count[ENTITY_REGION]; region++) {
            for (int quarter = 0; quarter < RELEASES; quarter++) {
                int64_t known = tables_flow(exact, ENTITY_REGION, region, quarter)[0];
                before += llabs(tables_flow(table, ENTITY_REGION, region, quarter)[0] - known);
                after += llabs(revised(f, table, region, quarter, 0) - known);
            }
        }
    }
    assert_true(after * 10 < before * 9);
}

/* A breakdown and a cross that former releases did not have get a past that adds up to what was published. */
static void what_is_published_for_the_first_time_fits_the_past(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES * SEEDS; i++) {
        struct fixture *f = &fixtures[i];
        struct error err = {0};
        struct published_tables shown, known, published;
        struct protection_rule rule = {.base = f->base, .key = STR("a key"), .first = {2016 * 4}};
        bool *is_new = arena_array(&f->arena, bool, f->exact[0].count);
        struct protection_past past = {RELEASES - 1, &shown, &known, is_new};
        extend(f, &f->published[RELEASES - 2], RELEASES, &shown);
        extend(f, &f->exact[RELEASES - 2], RELEASES, &known);
        int found = 0;
        for (size_t t = 0; t < shown.count; t++) {
            is_new[t] = (shown.items[t].dimensions & 1u << DIMENSION_NEET) != 0;
            found += is_new[t];
            for (unsigned level = 0; is_new[t] && level < ENTITY_KINDS; level++) {
                size_t cells =
                    (size_t)f->programme.geography.count[level] * RELEASES * (size_t)shown.items[t].categories;
                for (size_t c = 0; has(&shown.items[t], level) && c < cells; c++) {
                    shown.items[t].flows[level][c] = 0;
                }
            }
        }
        assert_int_equal(found, 4);
        assert_true(protect(&f->arena, &f->exact[RELEASES - 1], &rule, &past, &published, &err));
        assert_true(protect_verify(&published, &rule, 0, &err));
        for (int q = 0; q < RELEASES - 1; q++) {
            assert_int_equal(tables_flow(&published.items[0], ENTITY_COUNTRY, 0, q)[0],
                             tables_flow(&f->published[RELEASES - 1].items[0], ENTITY_COUNTRY, 0, q)[0]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_published_stays),
        cmocka_unit_test(states_are_multiples_and_never_negative),
        cmocka_unit_test(states_move_where_the_truth_moved),
        cmocka_unit_test(errors_do_not_pile_up),
        cmocka_unit_test(revised_flows_are_multiples_that_add_up),
        cmocka_unit_test(what_is_published_for_the_first_time_fits_the_past),
        cmocka_unit_test(revised_flows_come_near_to_what_is_known),
    };
    return cmocka_run_group_tests(tests, open_fixtures, close_fixtures);
}
