#include "released.h"

#include <time.h>

#include "calendar.h"
#include "counted.h"
#include "events.h"
#include "gencarto/base/siphash.h"
#include "register.h"

/* The events as one release knows them. */
struct version {
    int release;
    struct cube cube;
};

static uint64_t chance(size_t place, enum event event, int which)
{
    uint64_t numbers[] = {place, (uint64_t)event, (uint64_t)which};
    return siphash((struct siphash_key){1, 2}, (struct str){(const char *)numbers, sizeof numbers});
}

/* Another value of the dimension, where the event has it. */
static void correct(uint8_t values[DIMENSIONS], enum dimension dimension)
{
    if (values[dimension] != DIMENSION_ABSENT) {
        values[dimension] = (uint8_t)((values[dimension] + 1) % cube_dimensions[dimension].value_count);
    }
}

static void visit(void *context, size_t place, enum event event, uint32_t training, int quarter,
                  const uint8_t values[DIMENSIONS])
{
    struct version *version = context;
    int known = quarter + (chance(place, event, 0) % 100 < 3);
    bool is_wrong = chance(place, event, 1) % 100 < 3;
    bool is_mended = is_wrong && known + 1 + (int)(chance(place, event, 2) % 3) <= version->release;
    bool is_withdrawn = chance(place, event, 3) % 3 == 0;
    if (known > version->release || event == EVENT_AID || (is_mended && is_withdrawn)) {
        return;
    }
    uint8_t as_known[DIMENSIONS];
    for (unsigned d = 0; d < DIMENSIONS; d++) {
        as_known[d] = values[d];
    }
    if (is_wrong && !is_mended && !is_withdrawn) {
        correct(as_known, DIMENSION_SEX);
        correct(as_known, DIMENSION_NEET);
    }
    cube_add(&version->cube, event, training, (uint16_t)quarter, as_known);
}

static bool has_level(const struct published_table *table, unsigned level)
{
    return (table->levels & 1u << level) != 0;
}

/* Adds `sign` times each flow to the same quarter of `to`, or to the one quarter `only` when that is not below 0. */
static void add_flows(const struct published_tables *from, struct published_tables *to, int only, int sign)
{
    for (size_t t = 0; t < from->count; t++) {
        const struct published_table *table = &from->items[t];
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            for (uint32_t unit = 0; has_level(table, k) && unit < from->geography->count[k]; unit++) {
                for (int i = 0; i < table->quarters * table->categories; i++) {
                    int quarter = only < 0 ? i / table->categories : only;
                    tables_flow(&to->items[t], level, unit, quarter)[i % table->categories] +=
                        sign * tables_flow(table, level, unit, 0)[i];
                }
            }
        }
    }
}

/* Drops the tables that are restated. */
static void leave_out_restated(struct published_tables *tables)
{
    size_t kept = 0;
    for (size_t t = 0; t < tables->count; t++) {
        bool is_restated = tables->items[t].measure == EVENT_OUTCOME && tables->items[t].dimension_count == 1;
        tables->items[kept] = tables->items[t];
        kept += !is_restated;
    }
    tables->count = kept;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool released_protect(struct arena *arena, const char *folder, const struct protection_rule *rule,
                      struct published_tables *out_exact, struct published_tables *out_published, double *out_seconds,
                      struct error *err)
{
    struct counted counted;
    struct published_tables added, before, shown;
    if (!counted_open(arena, folder, &counted, err)) {
        return false;
    }
    counted_tables(arena, &counted, counted.calendar->quarters, &added);
    *out_seconds = 0;
    for (int release = 0; release < counted.calendar->quarters; release++) {
        struct version version = {.release = release};
        struct published_tables exact, known, past_shown;
        cube_init(&version.cube, arena);
        counted_tables(arena, &counted, release + 1, &exact);
        events_visit(counted.input, counted.calendar, &counted.reg->geography, NULL, visit, &version);
        tables_count(&exact, &version.cube);
        add_flows(&exact, &added, release, 1);
        counted_tables(arena, &counted, release + 1, &known);
        counted_tables(arena, &counted, release + 1, &past_shown);
        if (release > 0) {
            add_flows(&before, &added, release, -1);
            add_flows(&before, &known, -1, 1);
            add_flows(&shown, &past_shown, -1, 1);
        }
        struct protection_past past = {release, &past_shown, &known, NULL};
        double begun = seconds();
        if (!protect(arena, &exact, rule, release == 0 ? NULL : &past, &shown, err) ||
            !protect_verify(&shown, rule, 0, err)) {
            return false;
        }
        *out_seconds += seconds() - begun;
        before = exact;
    }
    leave_out_restated(&added);
    leave_out_restated(&shown);
    *out_exact = added;
    *out_published = shown;
    return true;
}
