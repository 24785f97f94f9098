#include "hidden.h"

#include <math.h>

#include "gencarto/base/random.h"
#include "glpk_library.h"

#define SWEEP_LEAST 8    /* cells that a program of many has to settle */
#define ROUNDS_MAX  100  /* of propagation; what is left is the programs' matter */
#define ROOM        1e-6 /* of the simplex */

#define NO_BLAME 0

struct range {
    double low, high;
};

struct attack {
    const struct glpk *glpk;
    struct arena *arena;
    struct hidden_system *system;
    double threshold;
    struct range *before; /* [cell]: what the sums alone leave of it */
    uint32_t *blame;      /* [cell]: 1 + the limit that narrowed it, itself or through others */
    struct hidden_report *report;
};

bool hidden_is_safe(const struct hidden_cell *cell, double threshold)
{
    bool may_be_large = cell->high >= threshold - ROOM || cell->low <= -threshold + ROOM;
    switch (cell->kind) {
    case HIDDEN_REST:
        return true;
    case HIDDEN_STOCK:
        return may_be_large || cell->low < 1 - ROOM;
    default:
        return cell->high - cell->low >= threshold - 1 - ROOM && may_be_large;
    }
}

/* --- intervals --- */

/* What the terms of an equation but one can come to. */
static struct range range_of_others(const struct hidden_system *system, const struct hidden_equation *equation,
                                    uint32_t but)
{
    struct range range = {0, 0};
    for (uint32_t i = 0; i < equation->term_count; i++) {
        const struct hidden_term *term = &system->terms[equation->first_term + i];
        const struct hidden_cell *cell = &system->cells[term->cell];
        if (i != but) {
            range.low += term->coefficient * (term->coefficient > 0 ? cell->low : cell->high);
            range.high += term->coefficient * (term->coefficient > 0 ? cell->high : cell->low);
        }
    }
    return range;
}

static bool narrow(struct hidden_cell *cell, struct range range)
{
    double low = ceil(range.low - ROOM), high = floor(range.high + ROOM);
    bool narrower = low > cell->low || high < cell->high;
    cell->low = low > cell->low ? low : cell->low;
    cell->high = high < cell->high ? high : cell->high;
    return narrower;
}

/* What the other terms leave of one of them. */
static struct range range_of_term(const struct hidden_system *system, const struct hidden_equation *equation,
                                  uint32_t index)
{
    double coefficient = system->terms[equation->first_term + index].coefficient;
    struct range others = range_of_others(system, equation, index);
    struct range own = {equation->constant - others.high, equation->constant - others.low};
    return coefficient < 0 ? (struct range){-own.high, -own.low} : own;
}

/* The limit that has to do with what the equation says, if any. */
static uint32_t blame_of(const struct attack *attack, const struct hidden_equation *equation)
{
    uint32_t blame = NO_BLAME;
    if (equation->is_limit) {
        return 1 + (uint32_t)(equation - attack->system->equations);
    }
    for (uint32_t i = 0; i < equation->term_count; i++) {
        uint32_t of_term = attack->blame[attack->system->terms[equation->first_term + i].cell];
        blame = of_term > blame ? of_term : blame;
    }
    return blame;
}

static bool is_empty(const struct hidden_cell *cell)
{
    return cell->low > cell->high;
}

/* False when a cell has no value left. */
static bool propagate(struct attack *attack, const struct hidden_equation *equation, bool *narrower)
{
    struct hidden_system *system = attack->system;
    for (uint32_t i = 0; i < equation->term_count; i++) {
        uint32_t cell = system->terms[equation->first_term + i].cell;
        if (narrow(&system->cells[cell], range_of_term(system, equation, i))) {
            *narrower = true;
            attack->blame[cell] = blame_of(attack, equation);
        }
        if (is_empty(&system->cells[cell])) {
            return false;
        }
    }
    return true;
}

/* The sums, or these and the limits, until intervals stand still. The equation that leaves a cell no value, or NULL. */
static const struct hidden_equation *propagate_all(struct attack *attack, bool with_limits)
{
    const struct hidden_system *system = attack->system;
    bool narrower = true;
    for (int round = 0; narrower && round < ROUNDS_MAX; round++) {
        narrower = false;
        for (size_t i = 0; i < system->equation_count; i++) {
            const struct hidden_equation *equation = &system->equations[i];
            if ((with_limits || !equation->is_limit) && !propagate(attack, equation, &narrower)) {
                return equation;
            }
        }
    }
    return NULL;
}

static void forget(struct attack *attack, uint32_t cell)
{
    attack->system->cells[cell].low = attack->before[cell].low;
    attack->system->cells[cell].high = attack->before[cell].high;
    attack->blame[cell] = NO_BLAME;
}

static void refute(struct attack *attack, struct hidden_equation *limit)
{
    attack->report->limits -= limit->term_count > 0;
    attack->report->refuted += limit->term_count > 0;
    limit->term_count = 0;
}

/* With the limits, but for those that leave a count no value. */
static bool propagate_limits(struct attack *attack)
{
    struct hidden_system *system = attack->system;
    const struct hidden_equation *contradiction;
    while ((contradiction = propagate_all(attack, true)) != NULL) {
        uint32_t blame = blame_of(attack, contradiction);
        if (blame == NO_BLAME) {
            return false;
        }
        refute(attack, &system->equations[blame - 1]);
        for (uint32_t i = 0; i < system->cell_count; i++) {
            forget(attack, i);
        }
    }
    return true;
}

/* --- components: cells that no equation links are programs of their own --- */

static uint32_t root_of(uint32_t *parents, uint32_t cell)
{
    while (parents[cell] != cell) {
        parents[cell] = parents[parents[cell]];
        cell = parents[cell];
    }
    return cell;
}

static void join_cells(const struct hidden_system *system, uint32_t *parents)
{
    for (uint32_t i = 0; i < system->cell_count; i++) {
        parents[i] = i;
    }
    for (size_t i = 0; i < system->equation_count; i++) {
        const struct hidden_term *terms = &system->terms[system->equations[i].first_term]; /* of a refuted limit none */
        for (uint32_t k = 1; k < system->equations[i].term_count; k++) {
            parents[root_of(parents, terms[k].cell)] = root_of(parents, terms[0].cell);
        }
    }
}

/* --- linear programs --- */

/* The cells and equations of one component as GLPK counts them, from 1. */
struct program {
    struct attack *attack;
    glp_prob *problem;
    const uint32_t *cells; /* [column - 1] */
    size_t cell_count;
    int *columns;       /* of each cell of the system, 0 where it is of another component */
    struct range *seen; /* [column - 1]: values that some solution gave */
};

static bool is_part(const struct program *program, const struct hidden_equation *equation)
{
    const struct hidden_system *system = program->attack->system;
    return equation->term_count > 0 && program->columns[system->terms[equation->first_term].cell] != 0;
}

static void bound_column(struct program *program, int column, const struct hidden_cell *cell)
{
    bool has_low = isfinite(cell->low), has_high = isfinite(cell->high);
    int type = has_low && has_high ? (cell->low < cell->high ? GLP_DB : GLP_FX)
               : has_low           ? GLP_LO
               : has_high          ? GLP_UP
                                   : GLP_FR;
    program->attack->glpk->set_col_bnds(program->problem, column, type, cell->low, cell->high);
}

static void fill_program(struct program *program)
{
    const struct hidden_system *system = program->attack->system;
    const struct glpk *glpk = program->attack->glpk;
    int *places = arena_array(program->attack->arena, int, program->cell_count + 1);
    double *values = arena_array(program->attack->arena, double, program->cell_count + 1);
    glpk->add_cols(program->problem, (int)program->cell_count);
    for (size_t i = 0; i < program->cell_count; i++) {
        bound_column(program, (int)i + 1, &system->cells[program->cells[i]]);
    }
    for (size_t i = 0; i < system->equation_count; i++) {
        const struct hidden_equation *equation = &system->equations[i];
        if (!is_part(program, equation)) {
            continue;
        }
        int row = glpk->add_rows(program->problem, 1);
        for (uint32_t k = 0; k < equation->term_count; k++) {
            const struct hidden_term *term = &system->terms[equation->first_term + k];
            places[k + 1] = program->columns[term->cell];
            values[k + 1] = term->coefficient;
        }
        glpk->set_mat_row(program->problem, row, (int)equation->term_count, places, values);
        glpk->set_row_bnds(program->problem, row, GLP_FX, equation->constant, equation->constant);
    }
}

static void see(struct program *program)
{
    for (size_t i = 0; i < program->cell_count; i++) {
        double value = program->attack->glpk->get_col_prim(program->problem, (int)i + 1);
        program->seen[i].low = value < program->seen[i].low ? value : program->seen[i].low;
        program->seen[i].high = value > program->seen[i].high ? value : program->seen[i].high;
    }
}

/* GLP_OPT, GLP_UNBND, or no solution. */
static int solve(struct program *program, int direction)
{
    const struct glpk *glpk = program->attack->glpk;
    glp_smcp settings;
    glpk->init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    glpk->set_obj_dir(program->problem, direction);
    int code = glpk->simplex(program->problem, &settings);
    if (code != 0) { /* a basis that became singular: from the start */
        glpk->adv_basis(program->problem, 0);
        code = glpk->simplex(program->problem, &settings);
    }
    program->attack->report->programs++;
    int status = code == 0 ? glpk->get_status(program->problem) : GLP_UNDEF;
    if (status == GLP_OPT) {
        see(program);
    }
    return status;
}

/* The least or the greatest value of a column; infinite when nothing bounds it. False: no solution at all. */
static bool optimize(struct program *program, size_t index, int direction, double *out_value)
{
    const struct glpk *glpk = program->attack->glpk;
    glpk->set_obj_coef(program->problem, (int)index + 1, 1);
    int status = solve(program, direction);
    if (status == GLP_OPT) {
        *out_value = glpk->get_obj_val(program->problem);
    } else if (status == GLP_UNBND) {
        *out_value = direction == GLP_MIN ? -HUGE_VAL : HUGE_VAL;
    }
    glpk->set_obj_coef(program->problem, (int)index + 1, 0);
    return status == GLP_OPT || status == GLP_UNBND;
}

/* Solutions apart enough were seen, or none can be. */
static bool is_settled(const struct program *program, size_t index)
{
    const struct hidden_cell *cell = &program->attack->system->cells[program->cells[index]];
    struct hidden_cell seen = {.low = program->seen[index].low, .high = program->seen[index].high, .kind = cell->kind};
    double threshold = program->attack->threshold;
    return cell->kind == HIDDEN_REST || !hidden_is_safe(cell, threshold) ||
           (seen.low <= seen.high && hidden_is_safe(&seen, threshold));
}

static size_t count_unsettled(const struct program *program)
{
    size_t count = 0;
    for (size_t i = 0; i < program->cell_count; i++) {
        count += !is_settled(program, i);
    }
    return count;
}

/* One program moves many cells at once, each up or down: two of them settle what they hold apart. While that is worth
 * more than one by one. */
static void sweep(struct program *program)
{
    const struct glpk *glpk = program->attack->glpk;
    struct random_state state;
    random_seed(&state, program->cell_count);
    size_t left = count_unsettled(program), settled = left;
    int status = GLP_OPT;
    for (int round = 0; status == GLP_OPT && left > 0 && (round < 2 || settled > SWEEP_LEAST); round++) {
        for (size_t i = 0; i < program->cell_count; i++) {
            double sign = random_below(&state, 2) == 0 ? -1 : 1;
            glpk->set_obj_coef(program->problem, (int)i + 1, is_settled(program, i) ? 0 : sign);
        }
        status = solve(program, GLP_MAX);
        settled = left - count_unsettled(program);
        left -= settled;
    }
    for (size_t i = 0; i < program->cell_count; i++) {
        glpk->set_obj_coef(program->problem, (int)i + 1, 0);
    }
}

static bool solve_cells(struct program *program)
{
    sweep(program);
    for (size_t i = 0; i < program->cell_count; i++) {
        struct hidden_cell *cell = &program->attack->system->cells[program->cells[i]];
        double low = cell->low, high = cell->high;
        if (is_settled(program, i)) {
            continue;
        }
        if (!optimize(program, i, GLP_MAX, &high) ||
            (!is_settled(program, i) && !optimize(program, i, GLP_MIN, &low))) {
            return false;
        }
        narrow(cell, (struct range){low, high});
    }
    return true;
}

static bool solve_program(struct program *program)
{
    const struct glpk *glpk = program->attack->glpk;
    for (size_t i = 0; i < program->cell_count; i++) {
        program->seen[i] = (struct range){HUGE_VAL, -HUGE_VAL};
    }
    program->problem = glpk->create_prob();
    fill_program(program);
    glpk->adv_basis(program->problem, 0); /* nearer to a solution than the standard one: a third of the time */
    bool ok = solve_cells(program);
    glpk->delete_prob(program->problem);
    return ok;
}

/* Once more without the limits of the component: they contradict what is published, together if not one by one. */
static bool solve_without_limits(struct program *program)
{
    struct attack *attack = program->attack;
    for (size_t i = 0; i < attack->system->equation_count; i++) {
        struct hidden_equation *equation = &attack->system->equations[i];
        if (equation->is_limit && is_part(program, equation)) {
            refute(attack, equation);
        }
    }
    for (size_t i = 0; i < program->cell_count; i++) {
        forget(attack, program->cells[i]);
    }
    return solve_program(program);
}

static bool solve_component(struct attack *attack, const uint32_t *cells, size_t count, int *columns)
{
    struct program program = {.attack = attack, .cells = cells, .cell_count = count, .columns = columns};
    program.seen = arena_array(attack->arena, struct range, count);
    for (size_t i = 0; i < count; i++) {
        columns[cells[i]] = (int)i + 1;
    }
    bool ok = solve_program(&program) || solve_without_limits(&program);
    for (size_t i = 0; i < count; i++) {
        columns[cells[i]] = 0;
    }
    return ok;
}

static bool solve_all(struct attack *attack)
{
    const struct hidden_system *system = attack->system;
    struct arena *arena = attack->arena;
    uint32_t count = (uint32_t)system->cell_count;
    uint32_t *parents = arena_array(arena, uint32_t, count);
    uint32_t *starts = arena_array(arena, uint32_t, count + 1);
    uint32_t *cells = arena_array(arena, uint32_t, count);
    int *columns = arena_array(arena, int, count);
    join_cells(system, parents);
    for (uint32_t i = 0; i < count; i++) {
        starts[root_of(parents, i)]++;
    }
    for (uint32_t i = 0, sum = 0; i <= count; i++) {
        uint32_t size = starts[i];
        starts[i] = sum;
        sum += i < count ? size : 0;
    }
    uint32_t *next = arena_array(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = root_of(parents, i);
        cells[starts[root] + next[root]++] = i;
    }
    bool ok = true;
    for (uint32_t i = 0; ok && i < count; i++) {
        struct arena_mark mark = arena_save(arena);
        ok = next[i] == 0 || solve_component(attack, cells + starts[i], next[i], columns);
        arena_restore(arena, mark);
    }
    return ok;
}

static void prepare(struct attack *attack)
{
    struct hidden_system *system = attack->system;
    for (size_t i = 0; i < system->cell_count; i++) {
        attack->before[i] = (struct range){system->cells[i].low, system->cells[i].high};
        attack->blame[i] = NO_BLAME;
    }
    for (size_t i = 0; i < system->equation_count; i++) {
        attack->report->limits += system->equations[i].is_limit;
    }
}

static bool contradicts(const struct attack *attack, struct error *err)
{
    for (size_t i = 0; i < attack->system->cell_count; i++) {
        if (is_empty(&attack->system->cells[i])) {
            return !error_set(err, ERROR_DISCLOSURE, "%.*s: no count fits what is published around this hidden one",
                              STR_ARGS(attack->system->cells[i].name));
        }
    }
    return false;
}

bool hidden_attack(struct arena *arena, struct hidden_system *system, double threshold,
                   struct hidden_report *out_report, struct error *err)
{
    struct glpk glpk;
    *out_report = (struct hidden_report){0};
    struct attack attack = {.glpk = &glpk,
                            .arena = arena,
                            .system = system,
                            .threshold = threshold,
                            .before = arena_array(arena, struct range, system->cell_count),
                            .blame = arena_array(arena, uint32_t, system->cell_count),
                            .report = out_report};
    if (!LIBRARY_OPEN(GLPK_LIBRARY, GLPK_FUNCTIONS, &glpk, err)) {
        return false;
    }
    glpk.term_out(GLP_OFF); /* a basis is told aloud else */
    propagate_all(&attack, false);
    if (contradicts(&attack, err)) {
        return false;
    }
    prepare(&attack);
    if (!propagate_limits(&attack)) {
        contradicts(&attack, err);
        return false;
    }
    bool solved = solve_all(&attack);
    glpk.free_env();
    return solved || error_set(err, ERROR_DISCLOSURE, "no counts fit what is published around the hidden ones");
}
