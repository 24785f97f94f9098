#include <assert.h>

#include "share.h"

/* A step in a cell whose exact count is 0 weighs more than any distance of counts. */
#define WEIGHT_NOT_ELIGIBLE (INT64_C(1) << 40)

static int64_t lacks(const struct share_part *part, int base)
{
    return part->desired - base * part->steps;
}

/* What changes in the sum of squares when the part gets one step more (or, with -1, one less). */
static int64_t cost_of(const struct share_part *part, int change, int base)
{
    int64_t before = lacks(part, base);
    int64_t after = before - (int64_t)change * base;
    return after * after - before * before + (part->eligible ? 0 : change * WEIGHT_NOT_ELIGIBLE);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Whole steps that the cell is owed anyway, less one so that no row or column is used up by the first ones. */
static void give_floors(struct share_part *parts, size_t rows, size_t columns, int64_t *row_left, int64_t *column_left,
                        int base)
{
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) {
            struct share_part *part = &parts[r * columns + c];
            int64_t owed = part->eligible && part->desired > base ? part->desired / base - 1 : 0;
            part->steps = smaller(owed, smaller(row_left[r], column_left[c]));
            row_left[r] -= part->steps;
            column_left[c] -= part->steps;
        }
    }
}

static bool is_before(const struct share_part *a, const struct share_part *b, int base)
{
    if (a->eligible != b->eligible) {
        return a->eligible;
    }
    return lacks(a, base) > lacks(b, base);
}

/* The cell that lacks most among those whose row and column have steps left; NULL when none has. */
static struct share_part *neediest(struct share_part *parts, size_t rows, size_t columns, const int64_t *row_left,
                                   const int64_t *column_left, int base, size_t *out_row, size_t *out_column)
{
    struct share_part *best = NULL;
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns && row_left[r] > 0; c++) {
            struct share_part *part = &parts[r * columns + c];
            if (column_left[c] > 0 && (best == NULL || is_before(part, best, base))) {
                best = part;
                *out_row = r;
                *out_column = c;
            }
        }
    }
    return best;
}

static void give_rest(struct share_part *parts, size_t rows, size_t columns, int64_t *row_left, int64_t *column_left,
                      int base)
{
    size_t r;
    size_t c;
    for (struct share_part *part;
         (part = neediest(parts, rows, columns, row_left, column_left, base, &r, &c)) != NULL;) {
        part->steps++;
        row_left[r]--;
        column_left[c]--;
    }
}

/* Moves one step out of cell (r, c) and of some (r2, c2) into (r, c2) and (r2, c) where that is best for the matrix. */
static bool improve_cell(struct share_part *parts, size_t rows, size_t columns, size_t r, size_t c, int base)
{
    struct share_part *from = &parts[r * columns + c];
    struct share_part *best[3] = {NULL, NULL, NULL};
    int64_t best_cost = 0;
    for (size_t r2 = 0; r2 < rows; r2++) {
        for (size_t c2 = 0; r2 != r && c2 < columns; c2++) {
            struct share_part *other = &parts[r2 * columns + c2];
            if (c2 == c || other->steps == 0) {
                continue;
            }
            struct share_part *into = &parts[r * columns + c2];
            struct share_part *into2 = &parts[r2 * columns + c];
            int64_t cost =
                cost_of(from, -1, base) + cost_of(other, -1, base) + cost_of(into, 1, base) + cost_of(into2, 1, base);
            if (cost < best_cost) {
                best_cost = cost;
                best[0] = other;
                best[1] = into;
                best[2] = into2;
            }
        }
    }
    if (best_cost == 0) {
        return false;
    }
    from->steps--;
    best[0]->steps--;
    best[1]->steps++;
    best[2]->steps++;
    return true;
}

/* Ends because each swap lowers a sum of squares. Only a cell with more than its due can start a swap that helps. */
static void improve(struct share_part *parts, size_t rows, size_t columns, int base)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < rows * columns; i++) {
            bool too_much = parts[i].steps > 0 && (!parts[i].eligible || lacks(&parts[i], base) < 0);
            if (too_much && improve_cell(parts, rows, columns, i / columns, i % columns, base)) {
                changed = true;
            }
        }
    }
}

void share_matrix(struct share_part *parts, size_t rows, size_t columns, int64_t *row_left, int64_t *column_left,
                  int base)
{
    give_floors(parts, rows, columns, row_left, column_left, base);
    give_rest(parts, rows, columns, row_left, column_left, base);
    for (size_t r = 0; r < rows; r++) {
        assert(row_left[r] == 0);
    }
    improve(parts, rows, columns, base);
}
