#include "order.h"

#include <math.h>

#include "gencarto/base/text.h"

#define KINDS_MAX 6

enum direction { DOWN = -1, NONE, UP };

/* The rows of a table, and which of them what was looked at so far tells apart. */
struct order {
    struct arena *scratch;
    const struct order_row *rows;
    size_t count;
    bool *starts_group; /* [row]: it differs from the one above */
};

/* Numbers by their size, before anything that is none; texts by their alphabet. */
static int compare(struct arena *scratch, struct str a, struct str b)
{
    struct shown_number x, y;
    bool has_x = figures_parse(a, &x), has_y = figures_parse(b, &y);
    if (has_x != has_y) {
        return has_x ? 1 : -1;
    }
    if (has_x && x.value != y.value) {
        return x.value < y.value ? -1 : 1;
    }
    return str_equal(a, b) ? 0 : str_compare(text_sort_key(scratch, a), text_sort_key(scratch, b));
}

static bool is_number(struct str text)
{
    struct shown_number number;
    return figures_parse(text, &number);
}

/* The direction in which the column goes in all groups: UP or DOWN, UP when nothing changes; NONE when it goes both
 * ways, or down the alphabet. `out_steps`: how often it changes. */
static enum direction direction_of(const struct order *order, size_t column, size_t *out_steps)
{
    enum direction direction = NONE;
    *out_steps = 0;
    for (size_t i = 1; i < order->count; i++) {
        struct arena_mark mark = arena_save(order->scratch);
        int step = order->starts_group[i]
                       ? 0
                       : compare(order->scratch, order->rows[i].fields[column], order->rows[i - 1].fields[column]);
        arena_restore(order->scratch, mark);
        if (step == 0) {
            continue;
        }
        enum direction here = step < 0 ? DOWN : UP;
        if (here == DOWN && !is_number(order->rows[i].fields[column])) {
            return NONE;
        }
        if (direction != NONE && here != direction) {
            return NONE;
        }
        direction = here;
        ++*out_steps;
    }
    return direction == NONE ? UP : direction;
}

/* Does the column only sort rows into a few kinds, one after another: "region", then "department"? */
static bool are_kinds(const struct order *order, size_t column)
{
    struct str kinds[KINDS_MAX] = {{NULL, 0}};
    size_t count = 0;
    for (size_t i = 0; i < order->count; i++) {
        struct str field = order->rows[i].fields[column];
        if (count > 0 && str_equal(kinds[count - 1], field)) {
            continue;
        }
        for (size_t k = 0; k < count; k++) {
            if (str_equal(kinds[k], field)) {
                return false;
            }
        }
        if (count == KINDS_MAX) {
            return false;
        }
        kinds[count++] = field;
    }
    return count > 1;
}

static void split_groups(const struct order *order, size_t column)
{
    for (size_t i = 1; i < order->count; i++) {
        struct arena_mark mark = arena_save(order->scratch);
        order->starts_group[i] = order->starts_group[i] || compare(order->scratch, order->rows[i].fields[column],
                                                                   order->rows[i - 1].fields[column]) != 0;
        arena_restore(order->scratch, mark);
    }
}

/* In the order of its bytes, as keys are: "29", "2A", "30". */
static bool goes_by_bytes(const struct order *order, size_t column)
{
    for (size_t i = 1; i < order->count; i++) {
        if (!order->starts_group[i] &&
            str_compare(order->rows[i].fields[column], order->rows[i - 1].fields[column]) < 0) {
            return false;
        }
    }
    return true;
}

static void split_by_bytes(const struct order *order)
{
    for (size_t column = 0; column < ORDER_COLUMNS_MAX && goes_by_bytes(order, column); column++) {
        for (size_t i = 1; i < order->count; i++) {
            order->starts_group[i] =
                order->starts_group[i] || !str_equal(order->rows[i].fields[column], order->rows[i - 1].fields[column]);
        }
    }
}

static bool are_same(const struct order *order, size_t row)
{
    for (size_t column = 0; column < ORDER_COLUMNS_MAX; column++) {
        if (!str_equal(order->rows[row].fields[column], order->rows[row - 1].fields[column])) {
            return false;
        }
    }
    return true;
}

/* A row that stands below another one of the same group for no reason that is shown; 0 when there is none. */
static size_t find_unexplained(const struct order *order)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t column = 0; column < ORDER_COLUMNS_MAX; column++) {
            size_t steps;
            if (direction_of(order, column, &steps) != NONE && steps > 0) {
                split_groups(order, column);
                changed = true;
            }
        }
    }
    for (size_t i = 1; i < order->count; i++) {
        if (!order->starts_group[i] && !are_same(order, i)) {
            return i;
        }
    }
    return 0;
}

static void begin(struct order *order)
{
    for (size_t i = 0; i < order->count; i++) {
        order->starts_group[i] = i == 0;
    }
}

/* Does the list go by that column, with rows that are equal in it? */
static bool goes_by(struct order *order, size_t column)
{
    size_t steps;
    begin(order);
    return direction_of(order, column, &steps) != NONE && steps > 1 && steps + 1 < order->count;
}

/* The first row that no order by columns explains; 0 when there is none. */
static size_t find_out_of_order(struct arena *scratch, const struct order_rows *rows, size_t count)
{
    struct order order = {scratch, rows->items, count, arena_array(scratch, bool, count + 1)};
    begin(&order);
    for (size_t column = 0; column < ORDER_COLUMNS_MAX; column++) {
        if (are_kinds(&order, column)) {
            split_groups(&order, column);
        }
    }
    split_by_bytes(&order);
    return find_unexplained(&order);
}

static void tell(struct figures *figures, struct str place, struct str row, const char *found)
{
    figures_fault(figures, (struct audit_fault){STR("order-unexplained"), place, row, str_from(found),
                                                STR("an order by columns that are shown")});
}

void order_judge_whole(struct figures *figures, struct str place, const struct order_rows *rows)
{
    struct arena scratch;
    arena_init(&scratch);
    size_t row = rows->count >= ORDER_ROWS_LEAST ? find_out_of_order(&scratch, rows, rows->count) : 0;
    if (row > 0) {
        tell(figures, place, rows->items[row].fields[0], "its place among the others");
    }
    arena_clear(&scratch);
}

/* --- pages --- */

/* How often a column changes from row to row, and how often against the direction that it mostly goes: texts go down a
 * page by the alphabet, numbers either way by their value or by their size. */
struct course {
    size_t steps, turns;
};

static size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static struct course course_of(struct arena *scratch, const struct order_rows *rows, size_t column)
{
    size_t ups = 0, downs = 0, grows = 0, shrinks = 0;
    bool are_numbers = true;
    for (size_t i = 1; i < rows->count; i++) {
        struct arena_mark mark = arena_save(scratch);
        struct str field = rows->items[i].fields[column], above = rows->items[i - 1].fields[column];
        struct shown_number x, y;
        int step = compare(scratch, field, above);
        arena_restore(scratch, mark);
        ups += step > 0;
        downs += step < 0;
        if (figures_parse(field, &x) && figures_parse(above, &y)) {
            grows += fabs(x.value) > fabs(y.value);
            shrinks += fabs(x.value) < fabs(y.value);
        } else {
            are_numbers = are_numbers && step == 0;
        }
    }
    size_t by_value = is_number(rows->items[0].fields[column]) ? size_min(ups, downs) : downs;
    return (struct course){ups + downs, are_numbers ? size_min(by_value, size_min(grows, shrinks)) : by_value};
}

/* A page may go by a figure that it rounds more than its query (a gap), so that ties stand as they like: what tells of
 * persons is a list that nearly goes by a count, as by the count before the protection, or one that goes by nothing. */
static const char *judge_courses(struct arena *scratch, const struct order_rows *rows)
{
    bool is_nearly = false, is_mixed = true, has_counts = false;
    for (size_t column = 0; column < ORDER_COLUMNS_MAX; column++) {
        struct course course = course_of(scratch, rows, column);
        has_counts = has_counts || rows->are_counts[column];
        if (3 * course.steps < rows->count) {
            continue;
        }
        if (course.turns == 0) {
            return NULL;
        }
        is_nearly = is_nearly || (rows->are_counts[column] && 5 * course.turns <= course.steps);
        is_mixed = is_mixed && 10 * course.turns >= 3 * course.steps;
    }
    return is_nearly ? "nearly the order of a count" : is_mixed && has_counts ? "an order of its own" : NULL;
}

void order_judge_page(struct figures *figures, struct str place, const struct order_rows *rows)
{
    struct arena scratch;
    arena_init(&scratch);
    if (rows->count >= ORDER_PAGE_LEAST && rows->count < ORDER_ROWS_MAX &&
        find_out_of_order(&scratch, rows, rows->count) > 0 && find_out_of_order(&scratch, rows, rows->count - 1) > 0) {
        const char *found = judge_courses(&scratch, rows);
        if (found != NULL) {
            tell(figures, place, rows->items[0].fields[0], found);
        }
    }
    arena_clear(&scratch);
}

/* --- equals --- */

void order_judge(struct figures *figures, struct str place, const struct order_rows *rows)
{
    struct arena scratch;
    arena_init(&scratch);
    struct order order = {&scratch, rows->items, rows->count, arena_array(&scratch, bool, rows->count)};
    bool is_judged = rows->count >= ORDER_ROWS_LEAST && rows->count < ORDER_ROWS_MAX;
    for (size_t column = 0; is_judged && column < ORDER_COLUMNS_MAX; column++) {
        if (!rows->are_counts[column] || !goes_by(&order, column)) {
            continue;
        }
        figures->report->orders++;
        split_groups(&order, column);
        size_t row = find_unexplained(&order);
        if (row > 0) {
            figures_fault(figures, (struct audit_fault){STR("order-among-equals"), place, rows->items[row].fields[0],
                                                        STR("below one of the same count"),
                                                        STR("an order by the name, or by another figure")});
        }
        break;
    }
    arena_clear(&scratch);
}
