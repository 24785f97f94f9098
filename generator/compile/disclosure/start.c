#include "start.h"

#include "share.h"

static const enum entity_kind top_down[] = {ENTITY_REGION, ENTITY_DEPARTMENT, ENTITY_TRAINING};

static struct share_part part_of(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    const struct work_cell *cell = work_cell(work, level, unit, category);
    return (struct share_part){.desired = cell->owed + cell->shift, .eligible = cell->is_eligible};
}

static int64_t nearest_steps(int64_t desired, int base)
{
    return desired <= 0 ? 0 : (2 * desired + base) / (2 * base);
}

/* The parts of one unit at `level`. */
struct family {
    const uint32_t *children;
    size_t count;
};

static struct family family_of(const struct work *work, enum entity_kind level, uint32_t parent)
{
    const uint32_t *first = work->geography->first_child[level];
    return (struct family){work->geography->children[level] + first[parent], first[parent + 1] - first[parent]};
}

static void share_total(struct work *work, struct arena *scratch, enum entity_kind level, uint32_t parent)
{
    struct family family = family_of(work, level, parent);
    struct arena_mark mark = arena_save(scratch);
    struct share_part *parts = arena_array(scratch, struct share_part, family.count);
    for (size_t i = 0; i < family.count; i++) {
        parts[i] = part_of(work, level, family.children[i], 0);
    }
    share_out(parts, family.count, work_steps(work, geography_parent_kind(level), parent, 0), work->base);
    for (size_t i = 0; i < family.count; i++) {
        work_show(work, level, family.children[i], 0, parts[i].steps * work->base);
    }
    arena_restore(scratch, mark);
}

/* The levels of the table below the country, from the top. */
static bool next_level(const struct work *work, size_t *i, enum entity_kind *out_level)
{
    if (*i == sizeof top_down / sizeof *top_down || work->cells[top_down[*i]] == NULL) {
        return false;
    }
    *out_level = top_down[(*i)++];
    return true;
}

void start_totals(struct work *work, struct arena *scratch)
{
    const struct work_cell *country = work_cell(work, ENTITY_COUNTRY, 0, 0);
    work_show(work, ENTITY_COUNTRY, 0, 0, nearest_steps(country->owed, work->base) * work->base);
    enum entity_kind level;
    for (size_t i = 0; next_level(work, &i, &level);) {
        for (uint32_t parent = 0; parent < work->geography->count[geography_parent_kind(level)]; parent++) {
            share_total(work, scratch, level, parent);
        }
    }
    work_sum_up(work);
}

static void share_country(struct work *work, const struct work *totals, struct arena *scratch)
{
    struct arena_mark mark = arena_save(scratch);
    size_t categories = (size_t)work->exact->categories;
    struct share_part *parts = arena_array(scratch, struct share_part, categories);
    for (size_t c = 0; c < categories; c++) {
        parts[c] = part_of(work, ENTITY_COUNTRY, 0, (int)c);
    }
    share_out(parts, categories, work_steps(totals, ENTITY_COUNTRY, 0, 0), work->base);
    for (size_t c = 0; c < categories; c++) {
        work_show(work, ENTITY_COUNTRY, 0, (int)c, parts[c].steps * work->base);
    }
    arena_restore(scratch, mark);
}

static void share_categories(struct work *work, const struct work *totals, struct arena *scratch,
                             enum entity_kind level, uint32_t parent)
{
    struct family family = family_of(work, level, parent);
    size_t columns = (size_t)work->exact->categories;
    struct arena_mark mark = arena_save(scratch);
    struct share_part *parts = arena_array(scratch, struct share_part, family.count * columns);
    int64_t *row_left = arena_array(scratch, int64_t, family.count);
    int64_t *column_left = arena_array(scratch, int64_t, columns);
    for (size_t i = 0; i < family.count * columns; i++) {
        parts[i] = part_of(work, level, family.children[i / columns], (int)(i % columns));
    }
    for (size_t r = 0; r < family.count; r++) {
        row_left[r] = work_steps(totals, level, family.children[r], 0);
    }
    for (size_t c = 0; c < columns; c++) {
        column_left[c] = work_steps(work, geography_parent_kind(level), parent, (int)c);
    }
    share_matrix(parts, family.count, columns, row_left, column_left, work->base);
    for (size_t i = 0; i < family.count * columns; i++) {
        work_show(work, level, family.children[i / columns], (int)(i % columns), parts[i].steps * work->base);
    }
    arena_restore(scratch, mark);
}

void start_breakdown(struct work *work, const struct work *totals, struct arena *scratch)
{
    share_country(work, totals, scratch);
    enum entity_kind level;
    for (size_t i = 0; next_level(work, &i, &level);) {
        for (uint32_t parent = 0; parent < work->geography->count[geography_parent_kind(level)]; parent++) {
            share_categories(work, totals, scratch, level, parent);
        }
    }
    work_sum_up(work);
}

static void share_cross(struct work *work, const struct work *first, const struct work *second, struct arena *scratch,
                        uint32_t unit)
{
    size_t rows = (size_t)first->exact->categories;
    size_t columns = (size_t)second->exact->categories;
    struct arena_mark mark = arena_save(scratch);
    struct share_part *parts = arena_array(scratch, struct share_part, rows * columns);
    int64_t *row_left = arena_array(scratch, int64_t, rows);
    int64_t *column_left = arena_array(scratch, int64_t, columns);
    for (size_t r = 0; r < rows; r++) {
        row_left[r] = work_steps(first, work->finest, unit, (int)r);
    }
    for (size_t c = 0; c < columns; c++) {
        column_left[c] = work_steps(second, work->finest, unit, (int)c);
    }
    for (size_t i = 0; i < rows * columns; i++) {
        parts[i] = part_of(work, work->finest, unit, (int)i);
    }
    share_matrix(parts, rows, columns, row_left, column_left, work->base);
    for (size_t i = 0; i < rows * columns; i++) {
        work_show(work, work->finest, unit, (int)i, parts[i].steps * work->base);
    }
    arena_restore(scratch, mark);
}

void start_cross(struct work *work, const struct work *first, const struct work *second, struct arena *scratch)
{
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        share_cross(work, first, second, scratch, unit);
    }
    work_sum_up(work);
}
