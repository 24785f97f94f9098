#include "circulation.h"

#include <assert.h>
#include <math.h>

/* Even what is hidden already is not moved without need: short changes keep cells apart. */
#define LEAST_COST 0.01

#define NODES_MAX 20000

struct circulation {
    struct arena arena;
    const struct glpk *glpk;
    glp_prob *problem;
    const struct suppression_system *system;
    const int32_t *values;
    const int64_t *sums;
    int limit;
    int *up, *down;  /* [cell]: its columns, 0 for none */
    int *limit_rows; /* [limit], 0 for none */
    uint32_t *moved; /* the cells of the last change */
    int32_t *amounts;
    int32_t *dense; /* [cell]: the last change, all 0 between calls */
};

static int add_column(struct circulation *c, double limit)
{
    int column = c->glpk->add_cols(c->problem, 1);
    c->glpk->set_col_bnds(c->problem, column, GLP_DB, 0, limit);
    c->glpk->set_obj_coef(c->problem, column, 1);
    return column;
}

static int32_t at_most(const struct circulation *c, int64_t room)
{
    return room < 0 ? 0 : room > c->limit ? c->limit : (int32_t)room;
}

/* What has to stay of a count: 1, or nothing where zeros are hidden too. */
static int32_t least_of(const struct circulation *c, uint32_t cell)
{
    return system_hides_zeros(c->system, cell) ? 0 : 1;
}

static bool stays(const struct circulation *c, uint32_t cell)
{
    return c->values[cell] == 0 && least_of(c, cell) > 0;
}

static int32_t room_below(const struct circulation *c, uint32_t cell)
{
    int32_t value = c->values[cell];
    return stays(c, cell) ? 0 : at_most(c, value < 0 ? c->sums[cell] : value - least_of(c, cell));
}

static int32_t room_above(const struct circulation *c, uint32_t cell)
{
    int32_t value = c->values[cell];
    return stays(c, cell) ? 0 : at_most(c, value < 0 ? -(int64_t)value - least_of(c, cell) : c->limit);
}

static void add_columns(struct circulation *c)
{
    for (uint32_t i = 0; i < c->system->cell_count; i++) {
        int32_t above = room_above(c, i), below = room_below(c, i);
        c->up[i] = above > 0 ? add_column(c, above) : 0;
        c->down[i] = below > 0 ? add_column(c, below) : 0;
    }
}

/* A row that is being written, cell by cell. */
struct line {
    int *columns;
    double *coefficients;
    int count;
};

static void add_entry(const struct circulation *c, struct line *line, uint32_t cell, int sign)
{
    if (c->up[cell] != 0) {
        line->columns[++line->count] = c->up[cell];
        line->coefficients[line->count] = sign;
    }
    if (c->down[cell] != 0) {
        line->columns[++line->count] = c->down[cell];
        line->coefficients[line->count] = -sign;
    }
}

/* Rows without any cell that can change are left out: 0. */
static int add_row(struct circulation *c, const struct line *line)
{
    if (line->count == 0) {
        return 0;
    }
    int row = c->glpk->add_rows(c->problem, 1);
    c->glpk->set_mat_row(c->problem, row, line->count, line->columns, line->coefficients);
    return row;
}

/* What a change may add to the smaller side of a limit, beside one made before that added `before`. */
static int64_t room_of(const struct circulation *c, uint32_t limit, int64_t before)
{
    const struct system_limits *limits = &c->system->limits;
    int64_t room = limits_sum_room(limits, limit, c->sums) - before;
    int64_t flow_room = limits_flow_room(limits, limit, c->values);
    return limits->items[limit].in_quarter && flow_room < room ? flow_room : room;
}

static void bound_limit(struct circulation *c, uint32_t limit, int64_t room)
{
    if (c->limit_rows[limit] != 0) {
        c->glpk->set_row_bnds(c->problem, c->limit_rows[limit], room < LIMITS_UNBOUNDED / 2 ? GLP_UP : GLP_FR, 0,
                              (double)room);
    }
}

static void add_rows(struct circulation *c)
{
    struct line line = {.columns = arena_array(&c->arena, int, 2 * (size_t)c->system->cell_count + 1),
                        .coefficients = arena_array(&c->arena, double, 2 * (size_t)c->system->cell_count + 1)};
    for (uint32_t r = 0; r < c->system->row_count; r++) {
        const struct system_row *row = &c->system->rows[r];
        line.count = 0;
        for (uint32_t e = row->first; e < row->first + row->count; e++) {
            add_entry(c, &line, c->system->row_cells[e], system_sign(row, e));
        }
        int added = add_row(c, &line);
        if (added != 0) {
            c->glpk->set_row_bnds(c->problem, added, GLP_FX, 0, 0);
        }
    }
    for (uint32_t i = 0; i < c->system->limits.count; i++) {
        const struct system_limit *limit = &c->system->limits.items[i];
        line.count = 0;
        for (uint32_t k = 0; k < limit->count; k++) {
            const struct limit_term *term = &c->system->limits.terms[limit->first + k];
            add_entry(c, &line, term->cell, term->sign);
        }
        c->limit_rows[i] = add_row(c, &line);
        bound_limit(c, i, room_of(c, i, 0));
    }
}

struct circulation *circulation_open(const struct glpk *glpk, const struct suppression_system *system,
                                     const int32_t *values, const int64_t *sums, int limit)
{
    struct arena arena;
    arena_init(&arena);
    struct circulation *c = arena_one(&arena, struct circulation);
    *c = (struct circulation){.glpk = glpk, .system = system, .values = values, .sums = sums, .limit = limit};
    c->arena = arena; /* from here on the arena lives in what it holds */
    c->up = arena_array(&c->arena, int, system->cell_count);
    c->down = arena_array(&c->arena, int, system->cell_count);
    c->limit_rows = arena_array(&c->arena, int, (size_t)system->limits.count + 1);
    c->moved = arena_array(&c->arena, uint32_t, system->cell_count);
    c->amounts = arena_array(&c->arena, int32_t, system->cell_count);
    c->dense = arena_array(&c->arena, int32_t, system->cell_count);
    c->glpk->term_out(GLP_OFF);
    c->problem = c->glpk->create_prob();
    add_columns(c);
    add_rows(c);
    return c;
}

void circulation_close(struct circulation *c)
{
    if (c != NULL) {
        c->glpk->delete_prob(c->problem);
        struct arena arena = c->arena;
        arena_clear(&arena);
    }
}

void circulation_cost(struct circulation *c, uint32_t cell, double cost)
{
    assert(cost >= 0);
    cost = cost < LEAST_COST ? LEAST_COST : cost;
    if (c->up[cell] != 0) {
        c->glpk->set_obj_coef(c->problem, c->up[cell], cost);
    }
    if (c->down[cell] != 0) {
        c->glpk->set_obj_coef(c->problem, c->down[cell], cost);
    }
}

static bool solve(struct circulation *c)
{
    glp_smcp options;
    c->glpk->init_smcp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.meth = GLP_DUALP;
    int failed = c->glpk->simplex(c->problem, &options);
    if (failed != 0) { /* a basis that became singular, say: once more from the beginning */
        c->glpk->adv_basis(c->problem, 0);
        failed = c->glpk->simplex(c->problem, &options);
    }
    return failed == 0 && c->glpk->get_status(c->problem) == GLP_OPT;
}

typedef double column_value(glp_prob *problem, int column);

static double level_of(const struct circulation *c, int column, column_value *value)
{
    return column == 0 ? 0 : value(c->problem, column);
}

/* Reads the optimum; false when it is not whole. */
static bool read_change(struct circulation *c, column_value *value, struct change *out)
{
    bool is_whole = true;
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->system->cell_count && is_whole; i++) {
        double amount = level_of(c, c->up[i], value) - level_of(c, c->down[i], value);
        double whole = nearbyint(amount);
        is_whole = fabs(amount - whole) < 1e-6;
        if (whole != 0) {
            c->moved[count] = i;
            c->amounts[count++] = (int32_t)whole;
        }
    }
    *out = (struct change){c->moved, c->amounts, count};
    return is_whole;
}

struct search {
    const struct glpk *glpk;
    int left; /* nodes */
};

static void count_nodes(glp_tree *tree, void *context)
{
    struct search *search = context;
    if (--search->left <= 0) {
        search->glpk->ios_terminate(tree);
    }
}

/* Branch and bound from the optimum, where it is not whole: rare, and only in crosses of two breakdowns. */
static bool solve_whole(struct circulation *c)
{
    struct search search = {c->glpk, NODES_MAX};
    glp_iocp options;
    c->glpk->init_iocp(&options);
    options.msg_lev = GLP_MSG_OFF;
    options.mip_gap = 0.2;
    options.cb_func = count_nodes;
    options.cb_info = &search;
    for (int column = 1; column <= c->glpk->get_num_cols(c->problem); column++) {
        c->glpk->set_col_kind(c->problem, column, GLP_IV);
    }
    c->glpk->intopt(c->problem, &options);
    int status = c->glpk->mip_status(c->problem);
    for (int column = 1; column <= c->glpk->get_num_cols(c->problem); column++) {
        c->glpk->set_col_kind(c->problem, column, GLP_CV);
    }
    return status == GLP_OPT || status == GLP_FEAS;
}

/* Rounding errors of the solver never count: the change is checked in whole numbers. */
static bool is_balanced(struct circulation *c, const struct change *change)
{
    bool balanced = true;
    for (uint32_t i = 0; i < change->count; i++) {
        c->dense[change->cells[i]] = change->amounts[i];
    }
    for (uint32_t r = 0; r < c->system->row_count && balanced; r++) {
        const struct system_row *row = &c->system->rows[r];
        int64_t sum = 0;
        for (uint32_t e = row->first; e < row->first + row->count; e++) {
            sum += system_sign(row, e) * c->dense[c->system->row_cells[e]];
        }
        balanced = sum == 0;
    }
    for (uint32_t i = 0; i < change->count; i++) {
        c->dense[change->cells[i]] = 0;
    }
    return balanced;
}

static void set_bounds(struct circulation *c, int column, int least, int most)
{
    if (column != 0) {
        c->glpk->set_col_bnds(c->problem, column, least == most ? GLP_FX : GLP_DB, least, most);
    }
}

static void fix(struct circulation *c, uint32_t cell, int amount)
{
    int up = amount > 0 ? amount : 0;
    set_bounds(c, c->up[cell], up, up);
    set_bounds(c, c->down[cell], up - amount, up - amount);
}

static void release(struct circulation *c, uint32_t cell)
{
    set_bounds(c, c->up[cell], 0, room_above(c, cell));
    set_bounds(c, c->down[cell], 0, room_below(c, cell));
}

static bool find(struct circulation *c, struct change *out)
{
    bool found = solve(c) && (read_change(c, c->glpk->get_col_prim, out) ||
                              (solve_whole(c) && read_change(c, c->glpk->mip_col_val, out)));
    return found && is_balanced(c, out);
}

bool circulation_find(struct circulation *c, uint32_t cell, int amount, struct change *out)
{
    if (-amount > room_below(c, cell) || amount > room_above(c, cell)) {
        return false;
    }
    fix(c, cell, amount);
    bool found = find(c, out);
    release(c, cell);
    return found;
}

bool circulation_find_stock(struct circulation *c, uint32_t limit, int amount, struct change *out)
{
    int row = c->limit_rows[limit];
    if (row == 0 || -amount > room_of(c, limit, 0)) {
        return false;
    }
    c->glpk->set_row_bnds(c->problem, row, GLP_FX, -amount, -amount);
    bool found = find(c, out);
    bound_limit(c, limit, room_of(c, limit, 0));
    return found;
}

/* Up so far that the cumulative count, changed before by `amount`, is 0 or more again. */
static bool raise_cell(struct circulation *c, uint32_t cell, int32_t amount)
{
    int64_t missing = -c->sums[cell] - amount;
    if (missing > room_above(c, cell)) {
        return false;
    }
    set_bounds(c, c->up[cell], missing > 0 ? (int)missing : 0, room_above(c, cell));
    return true;
}

/* The limits of a cell, of which `dense` tells what was changed before. */
static bool narrow_limits(struct circulation *c, uint32_t cell)
{
    const struct system_limits *limits = &c->system->limits;
    bool possible = true;
    for (uint32_t k = limits->first_of[cell]; k < limits->first_of[cell + 1]; k++) {
        uint32_t limit = limits->limits_of[k];
        int64_t room = room_of(c, limit, limits_excess(limits, limit, c->dense));
        possible = possible && (room >= 0 || c->limit_rows[limit] != 0);
        bound_limit(c, limit, room);
    }
    return possible;
}

static void set_dense(struct circulation *c, const struct change *change, int sign)
{
    for (uint32_t i = 0; i < change->count; i++) {
        c->dense[change->cells[i]] = sign * change->amounts[i];
    }
}

bool circulation_mend(struct circulation *c, const struct change *open, struct change *out)
{
    bool possible = true;
    set_dense(c, open, 1);
    for (uint32_t i = 0; i < open->count; i++) {
        possible = raise_cell(c, open->cells[i], open->amounts[i]) && possible;
        possible = narrow_limits(c, open->cells[i]) && possible;
    }
    set_dense(c, open, 0);
    bool found = possible && find(c, out);
    for (uint32_t i = 0; i < open->count; i++) {
        release(c, open->cells[i]);
        narrow_limits(c, open->cells[i]);
    }
    return found;
}
