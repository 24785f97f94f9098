#include "board.h"

/* What a cell costs, in squared persons x 25: the error of its cumulative count counts three times, that of its flow
 * once; beyond a tail both grow faster, and faster still where they come near the greatest errors that are wanted. */
#define WEIGHT_CUMULATIVE 3
#define WEIGHT_FLOW       1
#define WEIGHT_TAIL       100
#define WEIGHT_BRINK      1000
#define WEIGHT_STILL      40
#define WEIGHT_MARGIN     16 /* of all tables but crosses: shares are made of them */

/* Where it gets steeper, in fifths of a base. */
struct slope {
    int tail, brink;
};

static const struct slope flow_slope = {6, 12};

/* A cell of a larger place weighs more: more readers, and its shares are published. The tail of its cumulative count
 * begins earlier: one-way figures of the country stay within a base, and the shares of regions within about a point. */
static const struct {
    int weight;
    struct slope slope, cross_slope;
} level_costs[ENTITY_KINDS] = {
    [ENTITY_COUNTRY] = {16, {3, 4}, {4, 12}},    [ENTITY_REGION] = {6, {3, 8}, {6, 8}},
    [ENTITY_DEPARTMENT] = {2, {6, 12}, {6, 12}}, [ENTITY_STRUCTURE] = {2, {6, 12}, {6, 12}},
    [ENTITY_TRAINING] = {2, {6, 12}, {6, 12}},
};

static int64_t error_cost(int64_t error, int base, struct slope slope)
{
    int64_t fifths = 5 * (error < 0 ? -error : error);
    int64_t beyond_tail = fifths - (int64_t)slope.tail * base;
    int64_t beyond_brink = fifths - (int64_t)slope.brink * base;
    return 25 * error * error + (beyond_tail > 0 ? WEIGHT_TAIL * beyond_tail * beyond_tail : 0) +
           (beyond_brink > 0 ? WEIGHT_BRINK * beyond_brink * beyond_brink : 0);
}

/* If it showed so many persons more. */
static int64_t cell_cost(const struct work_cell *cell, int64_t more, int base, struct slope slope)
{
    int64_t shown = cell->shown + more;
    int64_t still = cell->exact == 0 ? INT64_C(25) * WEIGHT_STILL * base * (shown < 0 ? -shown : shown) : 0;
    return WEIGHT_CUMULATIVE * error_cost(cell->owed - more + cell->shift, base, slope) +
           WEIGHT_FLOW * error_cost(cell->exact - shown, base, flow_slope) + still;
}

int64_t board_unit(int base)
{
    return INT64_C(25) * WEIGHT_MARGIN * base * base;
}

/* --- prices --- */

static int64_t price_of(const struct board *board, size_t cell, int64_t shown_before, int64_t shown_after)
{
    unsigned level = board->kinds[cell];
    if (level == ENTITY_KINDS) {
        return 0;
    }
    const struct work *work = board->work;
    const struct work_cell *c = &work->all[cell];
    bool is_cross = work->exact->dimension_count == 2;
    int weight = level_costs[level].weight * (is_cross ? 1 : WEIGHT_MARGIN);
    struct slope slope = is_cross ? level_costs[level].cross_slope : level_costs[level].slope;
    return weight * (cell_cost(c, shown_after, work->base, slope) - cell_cost(c, shown_before, work->base, slope));
}

static void set_places(struct board *board)
{
    const struct work *work = board->work;
    size_t nowhere = work->cell_count - (size_t)work->exact->categories;
    uint32_t *next = board->at;
    for (uint32_t unit = 0; unit < work->geography->count[work->finest]; unit++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if (work->cells[level] != NULL) {
                uint32_t place = work->place[level][unit];
                size_t first = (size_t)(work->cells[level] - work->all);
                *next++ =
                    (uint32_t)(place == GEOGRAPHY_NONE ? nowhere : first + place * (size_t)work->exact->categories);
            }
        }
    }
}

void board_init(struct board *board, struct work *work, struct arena *scratch)
{
    size_t cells = work->cell_count;
    *board = (struct board){.work = work,
                            .prices = arena_array(scratch, int64_t, 2 * cells),
                            .kinds = arena_array(scratch, uint8_t, cells)};
    for (size_t i = 0; i < cells; i++) {
        board->kinds[i] = ENTITY_KINDS;
    }
    for (unsigned level = 0; level < ENTITY_KINDS; level++) {
        board->levels += work->cells[level] != NULL;
        size_t count = work->cells[level] == NULL ? 0 : work->geography->count[level] * (size_t)work->exact->categories;
        for (size_t i = 0; i < count; i++) {
            board->kinds[(size_t)(work->cells[level] - work->all) + i] = (uint8_t)level;
        }
    }
    board->at = arena_array(scratch, uint32_t, (size_t)work->geography->count[work->finest] * (size_t)board->levels);
    set_places(board);
    for (size_t i = 0; i < cells; i++) {
        board->prices[2 * i] = price_of(board, i, 0, -work->base);
        board->prices[2 * i + 1] = price_of(board, i, 0, work->base);
    }
}

/* --- changes --- */

/* Indexes of the first cells of the unit's places. */
static const uint32_t *places_of(struct change change)
{
    return change.board->at + (size_t)change.unit * (size_t)change.board->levels;
}

bool change_is_possible(struct change change)
{
    const struct work_cell *cell =
        &change.board->work->all[places_of(change)[change.board->levels - 1] + (uint32_t)change.category];
    if (change.steps > 0) {
        return cell->is_eligible || cell->shown < 0;
    }
    return cell->state + cell->shown > 0 && (cell->shown > 0 || cell->exact < 0);
}

bool changes_are_possible(const struct change *changes, int count)
{
    for (int i = 0; i < count; i++) {
        if (!change_is_possible(changes[i])) {
            return false;
        }
    }
    return true;
}

static int64_t price(struct change change, uint32_t cell)
{
    return change.board->prices[2 * cell + (change.steps > 0)];
}

int64_t board_cost(const struct change *changes, int count)
{
    int64_t cost = 0;
    for (int i = 0; i < count; i++) {
        const uint32_t *at = places_of(changes[i]);
        for (int level = 0; level < changes[i].board->levels; level++) {
            cost += price(changes[i], at[level] + (uint32_t)changes[i].category);
        }
    }
    return cost;
}

int64_t board_exchange_cost(const struct change *changes, int count)
{
    int64_t cost = 0;
    for (int i = 0; i < count / 2; i++) {
        struct change change = changes[i], opposite = changes[i + count / 2];
        const uint32_t *at = places_of(change), *opposite_at = places_of(opposite);
        for (int level = 0; level < change.board->levels; level++) {
            uint32_t cell = at[level] + (uint32_t)change.category;
            uint32_t opposite_cell = opposite_at[level] + (uint32_t)opposite.category;
            cost += cell == opposite_cell ? 0 : price(change, cell) + price(opposite, opposite_cell);
        }
    }
    return cost;
}

void board_change(const struct change *changes, int count)
{
    for (int i = 0; i < count; i++) {
        struct board *board = changes[i].board;
        const uint32_t *at = places_of(changes[i]);
        int32_t persons = changes[i].steps * board->work->base;
        for (int level = 0; level < board->levels; level++) {
            size_t cell = at[level] + (size_t)changes[i].category;
            int64_t *prices = &board->prices[2 * cell];
            int more = changes[i].steps > 0;
            prices[!more] = -prices[more];
            prices[more] = price_of(board, cell, persons, 2 * persons);
            board->work->all[cell].shown += persons;
            board->work->all[cell].owed -= persons;
        }
    }
}
