#include "gencarto/compile/ledger/ledger.h"

struct list {
    struct arena *arena;
    const struct published_tables *shown;
    struct ledger_line *lines;
    size_t count, capacity;
};

static void add_line(struct list *list, struct ledger_line line)
{
    *arena_push(list->arena, list->lines, list->count, list->capacity) = line;
}

static struct str entity_name(struct arena *arena, const struct geography *geography, enum entity_kind level,
                              uint32_t unit)
{
    struct buf out;
    buf_init(&out, arena);
    geography_write_entity(&out, geography, level, unit);
    return buf_str(&out);
}

static struct str place_name(struct arena *arena, const struct geography *geography, enum entity_kind level,
                             uint32_t unit)
{
    if (level != ENTITY_TRAINING) {
        return STR("");
    }
    struct buf out;
    buf_init(&out, arena);
    geography_write_place(&out, geography, geography->parent[ENTITY_TRAINING][unit],
                          geography->structure_of_training[unit]);
    return buf_str(&out);
}

static struct str quarter_name(struct arena *arena, struct period first, int quarter)
{
    struct buf out;
    buf_init(&out, arena);
    period_write(&out, (struct period){first.index + quarter});
    return buf_str(&out);
}

static void list_states(struct list *list, const struct published_table *table, int quarter)
{
    const struct geography *geography = list->shown->geography;
    enum entity_kind level = tables_finest(table);
    struct str *breakdowns = arena_array(list->arena, struct str, (size_t)table->categories);
    for (int c = 0; c < table->categories; c++) {
        breakdowns[c] = tables_breakdown(list->arena, table, c);
    }
    size_t before = list->count;
    for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
        struct str entity = {NULL, 0}, within = {NULL, 0};
        for (int c = 0; c < table->categories; c++) {
            int64_t state = 0;
            for (int q = 0; q <= quarter; q++) {
                state += tables_flow(table, level, unit, q)[c];
            }
            if (state != 0 && entity.ptr == NULL) {
                entity = entity_name(list->arena, geography, level, unit);
                within = place_name(list->arena, geography, level, unit);
            }
            if (state != 0) {
                add_line(list, (struct ledger_line){str_from(cube_event_codes[table->measure]), breakdowns[c], entity,
                                                    within, state});
            }
        }
    }
    if (list->count == before) { /* that it is published is told all the same */
        struct buf dimensions;
        buf_init(&dimensions, list->arena);
        tables_write_dimensions(&dimensions, table->dimensions);
        add_line(list, (struct ledger_line){str_from(cube_event_codes[table->measure]), buf_str(&dimensions), STR(""),
                                            STR(""), 0});
    }
}

/* "2017-T1", with the place of a training. */
static struct str restated_within(const struct list *list, struct period first, int quarter, enum entity_kind level,
                                  uint32_t unit)
{
    struct str name = quarter_name(list->arena, first, quarter);
    struct str place = place_name(list->arena, list->shown->geography, level, unit);
    return place.len == 0 ? name : str_format(list->arena, "%.*s+%.*s", STR_ARGS(name), STR_ARGS(place));
}

/* What became known of earlier quarters, or is published for the first time: their flows are not those of before. */
static void list_restatements(struct list *list, const struct published_table *table,
                              const struct published_table *before, struct period first, int quarter)
{
    enum entity_kind level = tables_finest(table);
    for (uint32_t unit = 0; unit < list->shown->geography->count[level]; unit++) {
        for (int q = 0; q < quarter; q++) {
            for (int c = 0; c < table->categories; c++) {
                int32_t change = tables_flow(table, level, unit, q)[c] - tables_flow(before, level, unit, q)[c];
                if (change != 0) {
                    add_line(list, (struct ledger_line){str_from(cube_event_codes[table->measure]),
                                                        tables_breakdown(list->arena, table, c),
                                                        entity_name(list->arena, list->shown->geography, level, unit),
                                                        restated_within(list, first, q, level, unit), change});
                }
            }
        }
    }
}

static void list_revision(struct list *list, const struct revision *revision, struct period first)
{
    const struct published_table *table = tables_find(list->shown, revision->measure, revision->dimensions);
    struct str cause = str_from(revision_cause_codes[revision->cause]);
    struct str quarter = quarter_name(list->arena, first, revision->quarter);
    add_line(list, (struct ledger_line){
                       .measure = str_from(cube_event_codes[revision->measure]),
                       .breakdown = tables_breakdown(list->arena, table, revision->category),
                       .entity = entity_name(list->arena, list->shown->geography, revision->level, revision->unit),
                       .within = revision->names_only
                                     ? cause
                                     : str_format(list->arena, "%.*s+%.*s", STR_ARGS(quarter), STR_ARGS(cause)),
                       .count = revision->change,
                   });
}

void ledger_list(struct arena *arena, const struct published_tables *shown, const struct published_tables *past,
                 int quarter, const struct revisions *revisions, struct ledger_file *out_file)
{
    struct list list = {.arena = arena, .shown = shown};
    struct period first = {out_file->release.index - quarter};
    for (size_t i = 0; i < shown->count; i++) {
        list_states(&list, &shown->items[i], quarter);
        if (past != NULL) {
            list_restatements(&list, &shown->items[i], &past->items[i], first, quarter);
        }
    }
    for (size_t i = 0; i < revisions->count; i++) {
        if (revisions->items[i].release == quarter) {
            list_revision(&list, &revisions->items[i], first);
        }
    }
    out_file->lines = list.lines;
    out_file->count = list.count;
}
