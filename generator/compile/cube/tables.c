#include "gencarto/compile/cube/tables.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"

enum entity_kind tables_finest(const struct published_table *table)
{
    return tables_has_level(table, ENTITY_TRAINING)     ? ENTITY_TRAINING
           : tables_has_level(table, ENTITY_DEPARTMENT) ? ENTITY_DEPARTMENT
           : tables_has_level(table, ENTITY_REGION)     ? ENTITY_REGION
                                                        : ENTITY_COUNTRY;
}

static bool parse_dimension(struct str code, unsigned *out_bit)
{
    for (unsigned d = 0; d < DIMENSIONS; d++) {
        if (str_equal(code, str_from(cube_dimensions[d].code))) {
            *out_bit = 1u << d;
            return true;
        }
    }
    return false;
}

bool tables_parse_dimensions(struct str text, unsigned *out_dimensions)
{
    unsigned all = 0;
    int count = 0;
    struct str rest = text;
    struct str part;
    while (text.len > 0 && str_split(&rest, '+', &part)) {
        unsigned bit;
        if (!parse_dimension(part, &bit) || (all & bit) != 0 || ++count > 2) {
            return false;
        }
        all |= bit;
    }
    *out_dimensions = all;
    return true;
}

/* The dimensions of the set, two at most, in the alphabetical order of their codes, as breakdowns are written. */
static int list_dimensions(unsigned dimensions, enum dimension found[DIMENSIONS])
{
    int count = 0;
    for (unsigned d = 0; d < DIMENSIONS; d++) {
        if ((dimensions & 1u << d) != 0) {
            found[count++] = (enum dimension)d;
        }
    }
    assert(count <= 2);
    if (count == 2 && strcmp(cube_dimensions[found[0]].code, cube_dimensions[found[1]].code) > 0) {
        enum dimension swap = found[0];
        found[0] = found[1];
        found[1] = swap;
    }
    return count;
}

void tables_write_dimensions(struct buf *out, unsigned dimensions)
{
    enum dimension found[DIMENSIONS];
    int count = list_dimensions(dimensions, found);
    for (int i = 0; i < count; i++) {
        buf_text(out, i == 0 ? "" : "+");
        buf_text(out, cube_dimensions[found[i]].code);
    }
}

static void describe(struct published_table *table)
{
    enum dimension found[DIMENSIONS];
    int count = list_dimensions(table->dimensions, found);
    table->dimension_count = count;
    table->first = count > 0 ? found[0] : DIMENSIONS;
    table->second = count > 1 ? found[1] : DIMENSIONS;
    table->categories = 1;
    for (int i = 0; i < count; i++) {
        table->categories *= cube_dimensions[found[i]].value_count;
    }
}

static int compare_tables(const void *left, const void *right)
{
    const struct published_table *a = left;
    const struct published_table *b = right;
    if (a->measure != b->measure) {
        return a->measure < b->measure ? -1 : 1;
    }
    if (a->dimension_count != b->dimension_count) {
        return a->dimension_count < b->dimension_count ? -1 : 1;
    }
    return (a->dimensions > b->dimensions) - (a->dimensions < b->dimensions);
}

static struct published_table *find(const struct published_tables *tables, enum event measure, unsigned dimensions)
{
    for (size_t i = 0; i < tables->count; i++) {
        if (tables->items[i].measure == measure && tables->items[i].dimensions == dimensions) {
            return &tables->items[i];
        }
    }
    return NULL;
}

void tables_init(struct published_tables *tables, struct arena *arena, const struct geography *geography, int quarters,
                 const struct published_cells *published, size_t published_count)
{
    *tables = (struct published_tables){.geography = geography,
                                        .quarters = quarters,
                                        .items = arena_array(arena, struct published_table, published_count)};
    for (size_t i = 0; i < published_count; i++) {
        struct published_table *table = find(tables, published[i].measure, published[i].dimensions);
        if (table == NULL) {
            table = &tables->items[tables->count++];
            *table = (struct published_table){
                .measure = published[i].measure, .dimensions = published[i].dimensions, .quarters = quarters};
            describe(table);
        }
        enum entity_kind level = published[i].level;
        size_t cells = (size_t)geography->count[level] * (size_t)quarters * (size_t)table->categories;
        assert(!tables_has_level(table, level));
        table->levels |= 1u << level;
        table->flows[level] = arena_array(arena, int32_t, cells);
    }
    if (tables->count > 0) {
        qsort(tables->items, tables->count, sizeof *tables->items, compare_tables);
    }
}

/* Where the cell counts in the table; -1 when it has not all its dimensions. */
static int category_of(const struct published_table *table, const struct cube_cell *cell)
{
    if (table->dimension_count == 0) {
        return 0;
    }
    int value = cell->values[table->first];
    if (table->dimension_count == 1 || value == DIMENSION_ABSENT) {
        return value == DIMENSION_ABSENT ? -1 : value;
    }
    int second = cell->values[table->second];
    return second == DIMENSION_ABSENT ? -1 : value * cube_dimensions[table->second].value_count + second;
}

static void add_cell(struct published_table *table, const struct geography *geography, const struct cube_cell *cell)
{
    int category = category_of(table, cell);
    if (category < 0) {
        return;
    }
    uint32_t department = geography->parent[ENTITY_TRAINING][cell->training];
    uint32_t units[ENTITY_KINDS] = {
        [ENTITY_COUNTRY] = 0,
        [ENTITY_REGION] = geography->parent[ENTITY_DEPARTMENT][department],
        [ENTITY_DEPARTMENT] = department,
        [ENTITY_STRUCTURE] = geography->structure_of_training[cell->training],
        [ENTITY_TRAINING] = cell->training,
    };
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        if (tables_has_level(table, level) && units[level] != GEOGRAPHY_NONE) {
            tables_flow(table, (enum entity_kind)level, units[level], cell->quarter)[category] += (int32_t)cell->count;
        }
    }
}

/* Tables are sorted by measure: the index of the first of this one or of a later one. */
static size_t first_of_measure(const struct published_tables *tables, int measure)
{
    size_t first = 0;
    while (first < tables->count && (int)tables->items[first].measure < measure) {
        first++;
    }
    return first;
}

void tables_count(struct published_tables *tables, const struct cube *cube)
{
    size_t first[EVENT_KINDS + 1];
    for (int event = 0; event <= EVENT_KINDS; event++) {
        first[event] = first_of_measure(tables, event);
    }
    for (size_t i = 0; i < cube->count; i++) {
        const struct cube_cell *cell = &cube->cells[i];
        for (size_t t = first[cell->event]; t < first[cell->event + 1]; t++) {
            add_cell(&tables->items[t], tables->geography, cell);
        }
    }
}

const struct published_table *tables_find(const struct published_tables *tables, enum event measure,
                                          unsigned dimensions)
{
    return find(tables, measure, dimensions);
}

int32_t *tables_flow(const struct published_table *table, enum entity_kind level, uint32_t unit, int quarter)
{
    assert(table->flows[level] != NULL && quarter >= 0 && quarter < table->quarters);
    size_t place = (size_t)unit * (size_t)table->quarters + (size_t)quarter;
    return table->flows[level] + place * (size_t)table->categories;
}

bool tables_add_up(const struct published_table *table, const struct published_table *margin, enum entity_kind level,
                   uint32_t unit, int quarter)
{
    enum { MARGIN_MOST = 8 };
    int second_count = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    bool by_second = margin->dimension_count == 1 && table->dimension_count == 2 && margin->first == table->second;
    int64_t sums[MARGIN_MOST] = {0};
    assert(margin->categories <= MARGIN_MOST);
    for (int c = 0; c < table->categories; c++) {
        int into = margin->dimension_count == 0 ? 0 : by_second ? c % second_count : c / second_count;
        sums[into] += tables_flow(table, level, unit, quarter)[c];
    }
    for (int c = 0; c < margin->categories; c++) {
        if (sums[c] != tables_flow(margin, level, unit, quarter)[c]) {
            return false;
        }
    }
    return true;
}

/* Adds the block of unit `from_unit` to that of `into_unit`, all quarters and categories. */
static void add_block(struct published_table *table, enum entity_kind from, uint32_t from_unit, enum entity_kind into,
                      uint32_t into_unit)
{
    const int32_t *source = tables_flow(table, from, from_unit, 0);
    int32_t *target = tables_flow(table, into, into_unit, 0);
    for (int i = 0; i < table->quarters * table->categories; i++) {
        target[i] += source[i];
    }
}

static void clear_level(struct published_table *table, const struct geography *geography, enum entity_kind level)
{
    size_t cells = (size_t)geography->count[level] * (size_t)table->quarters * (size_t)table->categories;
    memset(table->flows[level], 0, cells * sizeof(int32_t));
}

void tables_sum_up(struct published_table *table, const struct geography *geography, enum entity_kind from)
{
    enum entity_kind into = geography_parent_kind(from);
    clear_level(table, geography, into);
    for (uint32_t unit = 0; unit < geography->count[from]; unit++) {
        add_block(table, from, unit, into, geography->parent[from][unit]);
    }
}

void tables_sum_structures(struct published_table *table, const struct geography *geography)
{
    clear_level(table, geography, ENTITY_STRUCTURE);
    for (uint32_t unit = 0; unit < geography->count[ENTITY_TRAINING]; unit++) {
        if (geography->structure_of_training[unit] != GEOGRAPHY_NONE) {
            add_block(table, ENTITY_TRAINING, unit, ENTITY_STRUCTURE, geography->structure_of_training[unit]);
        }
    }
}

static void write_value(struct buf *out, enum dimension dimension, int value)
{
    buf_text(out, cube_dimensions[dimension].code);
    buf_byte(out, ':');
    buf_text(out, cube_dimensions[dimension].values[value]);
}

struct str tables_breakdown(struct arena *arena, const struct published_table *table, int category)
{
    struct buf out;
    buf_init(&out, arena);
    int second_count = table->dimension_count == 2 ? cube_dimensions[table->second].value_count : 1;
    if (table->dimension_count >= 1) {
        write_value(&out, table->first, category / second_count);
    }
    if (table->dimension_count == 2) {
        buf_byte(&out, '+');
        write_value(&out, table->second, category % second_count);
    }
    return buf_str(&out);
}
