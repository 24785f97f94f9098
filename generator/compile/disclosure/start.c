#include "start.h"

#include <assert.h>

#include "share.h"

static const enum entity_kind top_down[] = {ENTITY_REGION, ENTITY_DEPARTMENT, ENTITY_TRAINING};

/* A cell whose truth did not move waits for the others, unless its error is in the tail. */
static struct share_part part_of(const struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    const struct work_cell *cell = work_cell(work, level, unit, category);
    bool waits = cell->exact == 0 && 5 * cell->owed < 6 * work->base;
    return (struct share_part){.desired = cell->owed + cell->shift - (waits ? work->base : 0),
                               .eligible = cell->is_eligible};
}

static int64_t nearest_steps(int64_t desired, int base)
{
    return desired <= 0 ? 0 : (2 * desired + base) / (2 * base);
}

/* --- taking back: cells whose truth fell, and what margins below what is left ask for --- */

/* Steps that the cell shows too much, as far as it has them. */
static int64_t excess(const struct work_cell *cell, int base)
{
    int64_t steps = nearest_steps(-(int64_t)cell->owed - cell->shift, base);
    int64_t has = (cell->state + cell->shown) / base;
    return cell->exact >= 0 ? 0 : steps < has ? steps : has;
}

static int64_t take_back(struct work *work, enum entity_kind level, uint32_t unit, int category)
{
    int64_t steps = excess(work_cell(work, level, unit, category), work->base);
    work_show(work, level, unit, category, -steps * work->base);
    return steps;
}

static bool gives_before(const struct work_cell *a, const struct work_cell *b)
{
    bool a_moved = a->exact != 0, b_moved = b->exact != 0;
    return a_moved != b_moved ? a_moved : a->owed < b->owed;
}

/* Of the cells first, first + stride ... of a unit that have a step left, the one that had too much most, in a column
 * that needs it where `column_left` says so; truths that did not move come last. */
static int find_giver(const struct work *work, uint32_t unit, int first, int stride, int count, const int64_t *left)
{
    int best = -1;
    for (int i = 0; i < count; i++) {
        const struct work_cell *cell = work_cell(work, work->finest, unit, first + i * stride);
        if (cell->state + cell->shown < work->base) {
            continue;
        }
        bool needs = left != NULL && left[i] < 0;
        bool best_needs = left != NULL && best >= 0 && left[best] < 0;
        const struct work_cell *other = best < 0 ? NULL : work_cell(work, work->finest, unit, first + best * stride);
        if (other == NULL || (needs != best_needs ? needs : gives_before(cell, other))) {
            best = i;
        }
    }
    assert(best >= 0); /* its margin is at least 0, and so is what is left of it */
    return best;
}

/* Takes steps out of a line of cells until what is left of its margin is not negative. */
static void fill_deficit(struct work *work, uint32_t unit, int first, int stride, int count, int64_t *left,
                         int64_t *others_left)
{
    while (*left < 0) {
        int i = find_giver(work, unit, first, stride, count, others_left);
        work_show(work, work->finest, unit, first + i * stride, -work->base);
        (*left)++;
        if (others_left != NULL) {
            others_left[i]++;
        }
    }
}

static void take_back_totals(struct work *work)
{
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        take_back(work, work->finest, unit, 0);
    }
    work_sum_up(work);
    work_set_floor(work);
}

static void take_back_breakdown(struct work *work, const struct work *totals)
{
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        int64_t left = work_steps(totals, work->finest, unit, 0);
        for (int c = 0; c < work->exact->categories; c++) {
            left += take_back(work, work->finest, unit, c);
        }
        fill_deficit(work, unit, 0, 1, work->exact->categories, &left, NULL);
    }
    work_sum_up(work);
    work_set_floor(work);
}

/* --- sharing out --- */

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
    if (family.count > 0) {
        share_out(parts, family.count, work_added(work, geography_parent_kind(level), parent, 0), work->base);
    }
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
    take_back_totals(work);
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

/* What the categories of a unit have to come to above their floors. */
static int64_t steps_left(const struct work *work, const struct work *totals, enum entity_kind level, uint32_t unit)
{
    int64_t steps = work_steps(totals, level, unit, 0);
    for (int c = 0; c < work->exact->categories; c++) {
        steps -= work_cell(work, level, unit, c)->floor / work->base;
    }
    return steps;
}

static void share_country(struct work *work, const struct work *totals, struct arena *scratch)
{
    struct arena_mark mark = arena_save(scratch);
    size_t categories = (size_t)work->exact->categories;
    struct share_part *parts = arena_array(scratch, struct share_part, categories);
    for (size_t c = 0; c < categories; c++) {
        parts[c] = part_of(work, ENTITY_COUNTRY, 0, (int)c);
    }
    share_out(parts, categories, steps_left(work, totals, ENTITY_COUNTRY, 0), work->base);
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
        row_left[r] = steps_left(work, totals, level, family.children[r]);
    }
    for (size_t c = 0; c < columns; c++) {
        column_left[c] = work_added(work, geography_parent_kind(level), parent, (int)c);
    }
    share_matrix(parts, family.count, columns, row_left, column_left, work->base);
    for (size_t i = 0; i < family.count * columns; i++) {
        work_show(work, level, family.children[i / columns], (int)(i % columns), parts[i].steps * work->base);
    }
    arena_restore(scratch, mark);
}

void start_breakdown(struct work *work, const struct work *totals, struct arena *scratch)
{
    take_back_breakdown(work, totals);
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
        int64_t steps = take_back(work, work->finest, unit, (int)i);
        row_left[i / columns] += steps;
        column_left[i % columns] += steps;
    }
    for (size_t r = 0; r < rows; r++) {
        fill_deficit(work, unit, (int)(r * columns), 1, (int)columns, &row_left[r], column_left);
    }
    for (size_t c = 0; c < columns; c++) {
        fill_deficit(work, unit, (int)c, (int)columns, (int)rows, &column_left[c], row_left);
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
