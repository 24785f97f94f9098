#include "suppress_system.h"

#include <string.h>

struct builder {
    struct suppression_system *system;
    struct arena *arena;
    const struct published_tables *tables;
    size_t row_capacity, entry_capacity;
};

uint32_t system_index(const struct suppression_system *system, size_t table, enum entity_kind level, uint32_t unit,
                      int category)
{
    return system->first_cell[table][level] + unit * (uint32_t)system->tables[table]->categories + (uint32_t)category;
}

/* ---- Cells ---- */

static bool same_counts(const struct published_tables *tables, const struct published_table *a,
                        const struct published_table *b)
{
    bool same = a->dimensions == b->dimensions && (a->levels & ~b->levels) == 0;
    for (unsigned level = 0; same && level < ENTITY_KINDS; level++) {
        size_t cells = (size_t)tables->geography->count[level] * (size_t)tables->quarters;
        same = !tables_has_level(a, level) || cells == 0 ||
               memcmp(a->flows[level], b->flows[level], cells * sizeof(int32_t)) == 0;
    }
    return same;
}

/* The totals of completions, of those of outcomes; the count of tables for any other. */
static size_t twin_of(const struct builder *b, size_t table)
{
    const struct published_table *outcomes = b->system->tables[table];
    for (size_t i = 0; outcomes->measure == EVENT_OUTCOME && outcomes->dimension_count == 0 && i < table; i++) {
        if (b->system->tables[i]->measure == EVENT_COMPLETION &&
            same_counts(b->tables, outcomes, b->system->tables[i])) {
            return i;
        }
    }
    return b->system->table_count;
}

unsigned system_levels(const struct published_table *table)
{
    switch (table->measure) {
    case EVENT_ENROLMENT:
    case EVENT_ENTRY:
    case EVENT_COMPLETION:
    case EVENT_OUTCOME:
    case EVENT_DROPOUT:
    case EVENT_REDIRECTION:
        return table->dimension_count == 0 ? table->levels & (1u << ENTITY_COUNTRY | 1u << ENTITY_REGION) : 0;
    default:
        return table->levels;
    }
}

bool system_hides_zeros(const struct suppression_system *system, uint32_t cell)
{
    return system->tables[system->cells[cell].table]->measure != EVENT_LEARNER;
}

bool system_takes(const struct suppression_system *system, uint32_t cell, int32_t flow, int32_t changed)
{
    if (system_hides_zeros(system, cell)) {
        return flow < 0 ? changed <= 0 : changed >= 0;
    }
    return flow != 0 && changed != 0 && (changed > 0) == (flow > 0);
}

static void list_tables(struct builder *b)
{
    struct suppression_system *system = b->system;
    size_t count = 0, all = b->tables->count;
    struct published_table *copies = arena_array(b->arena, struct published_table, all + 1);
    size_t *sources = arena_array(b->arena, size_t, all + 1);
    system->tables = arena_array(b->arena, const struct published_table *, all + 1);
    for (size_t i = 0; i < all; i++) {
        const struct published_table *table = &b->tables->items[i];
        if (system_levels(table) != 0) {
            copies[count] = *table;
            copies[count].levels = system_levels(table);
            sources[count] = i;
            system->tables[count] = &copies[count];
            count++;
        }
    }
    system->table_count = count;
    system->sources = sources;
}

static uint32_t count_cells(const struct builder *b, const struct published_table *table, unsigned level)
{
    return tables_has_level(table, level) ? b->tables->geography->count[level] * (uint32_t)table->categories : 0;
}

static void number_cells(struct builder *b)
{
    struct suppression_system *system = b->system;
    system->first_cell = arena_alloc(b->arena, (system->table_count + 1) * sizeof *system->first_cell);
    for (size_t t = 0; t < system->table_count; t++) {
        size_t twin = twin_of(b, t);
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            bool published = tables_has_level(system->tables[t], level);
            system->first_cell[t][level] = !published                   ? UINT32_MAX
                                           : twin < system->table_count ? system->first_cell[twin][level]
                                                                        : system->cell_count;
            system->cell_count += twin < system->table_count ? 0 : count_cells(b, system->tables[t], level);
        }
    }
}

static void describe_cells(struct builder *b)
{
    struct suppression_system *system = b->system;
    system->cells = arena_array(b->arena, struct system_cell, system->cell_count);
    for (size_t t = system->table_count; t-- > 0;) { /* backwards: a shared cell is described by its first table */
        const struct published_table *table = system->tables[t];
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            for (uint32_t i = 0; i < count_cells(b, table, level); i++) {
                system->cells[system->first_cell[t][level] + i] =
                    (struct system_cell){.table = (uint32_t)t,
                                         .unit = i / (uint32_t)table->categories,
                                         .category = (uint16_t)(i % (uint32_t)table->categories),
                                         .level = (uint8_t)level};
            }
        }
    }
}

/* ---- Rows ---- */

static void add_entry(struct builder *b, uint32_t cell)
{
    struct suppression_system *system = b->system;
    *arena_push(b->arena, system->row_cells, system->entry_count, b->entry_capacity) = cell;
    system->rows[system->row_count - 1].count++;
}

static void begin_row(struct builder *b, uint32_t whole, bool is_category)
{
    struct suppression_system *system = b->system;
    *arena_push(b->arena, system->rows, system->row_count, b->row_capacity) =
        (struct system_row){.first = (uint32_t)system->entry_count, .is_category = is_category};
    add_entry(b, whole);
}

/* Each whole at `level` over its children at `parts`. */
static void add_family_rows(struct builder *b, size_t t, enum entity_kind level, enum entity_kind parts)
{
    const struct geography *geography = b->tables->geography;
    const struct published_table *table = b->system->tables[t];
    if (!tables_has_level(table, level) || !tables_has_level(table, parts)) {
        return;
    }
    for (uint32_t unit = 0; unit < geography->count[level]; unit++) {
        const uint32_t *first = geography->first_child[parts];
        for (int c = 0; first[unit + 1] > first[unit] && c < table->categories; c++) {
            begin_row(b, system_index(b->system, t, level, unit, c), false);
            for (uint32_t i = first[unit]; i < first[unit + 1]; i++) {
                add_entry(b, system_index(b->system, t, parts, geography->children[parts][i], c));
            }
        }
    }
}

/* Each structure over its trainings. */
static void add_structure_rows(struct builder *b, size_t t)
{
    const struct geography *geography = b->tables->geography;
    const struct published_table *table = b->system->tables[t];
    if (!tables_has_level(table, ENTITY_STRUCTURE) || !tables_has_level(table, ENTITY_TRAINING)) {
        return;
    }
    for (uint32_t unit = 0; unit < geography->count[ENTITY_STRUCTURE]; unit++) {
        for (int c = 0; c < table->categories; c++) {
            begin_row(b, system_index(b->system, t, ENTITY_STRUCTURE, unit, c), false);
            for (uint32_t i = 0; i < geography->count[ENTITY_TRAINING]; i++) {
                if (geography->structure_of_training[i] == unit) {
                    add_entry(b, system_index(b->system, t, ENTITY_TRAINING, i, c));
                }
            }
        }
    }
}

/* Which category of `margin` category `c` of `table` falls into. */
static int margin_category(const struct published_table *table, const struct published_table *margin, int c)
{
    int second = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    if (margin->dimension_count == 0) {
        return 0;
    }
    return margin->first == table->second && table->dimension_count == 2 ? c % second : c / second;
}

static void add_margin_rows(struct builder *b, size_t t, size_t m)
{
    const struct published_table *table = b->system->tables[t];
    const struct published_table *margin = b->system->tables[m];
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        uint32_t units =
            tables_has_level(table, level) && tables_has_level(margin, level) ? b->tables->geography->count[level] : 0;
        for (uint32_t unit = 0; unit < units; unit++) {
            for (int into = 0; into < margin->categories; into++) {
                begin_row(b, system_index(b->system, m, (enum entity_kind)level, unit, into), true);
                for (int c = 0; c < table->categories; c++) {
                    if (margin_category(table, margin, c) == into) {
                        add_entry(b, system_index(b->system, t, (enum entity_kind)level, unit, c));
                    }
                }
            }
        }
    }
}

static bool is_margin(const struct published_table *table, const struct published_table *margin)
{
    return table->measure == margin->measure && table->dimension_count == margin->dimension_count + 1 &&
           (margin->dimensions & ~table->dimensions) == 0;
}

static void add_rows(struct builder *b)
{
    for (size_t t = 0; t < b->system->table_count; t++) {
        add_family_rows(b, t, ENTITY_COUNTRY, ENTITY_REGION);
        add_family_rows(b, t, ENTITY_REGION, ENTITY_DEPARTMENT);
        add_family_rows(b, t, ENTITY_DEPARTMENT, ENTITY_TRAINING);
        add_structure_rows(b, t);
        for (size_t m = 0; m < b->system->table_count; m++) {
            if (is_margin(b->system->tables[t], b->system->tables[m])) {
                add_margin_rows(b, t, m);
            }
        }
    }
}

void system_make(struct suppression_system *system, struct arena *arena, const struct published_tables *tables)
{
    *system = (struct suppression_system){0};
    struct builder b = {.system = system, .arena = arena, .tables = tables};
    list_tables(&b);
    number_cells(&b);
    describe_cells(&b);
    add_rows(&b);
    limits_make(&system->limits, arena, system, tables->geography);
}

void system_values(const struct suppression_system *system, int quarter, int32_t *out)
{
    for (uint32_t i = 0; i < system->cell_count; i++) {
        const struct system_cell *cell = &system->cells[i];
        out[i] = tables_flow(system->tables[cell->table], (enum entity_kind)cell->level, cell->unit,
                             quarter)[cell->category];
    }
}
