#include "hidden.h"

#include <math.h>

#include "glpk_library.h"

#define ROUNDS_MAX 100  /* of propagation; what is left is the programs' matter */
#define ROOM       1e-6 /* of the simplex */

bool hidden_is_safe(const struct hidden_cell *cell, double threshold)
{
    bool may_be_large = cell->high >= threshold - ROOM || cell->low <= -threshold + ROOM;
    return cell->high - cell->low >= threshold - 1 - ROOM && may_be_large;
}

/* --- intervals --- */

struct range {
    double low, high;
};

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

static bool propagate(struct hidden_system *system, const struct hidden_equation *equation)
{
    bool narrower = false;
    for (uint32_t i = 0; i < equation->term_count; i++) {
        const struct hidden_term *term = &system->terms[equation->first_term + i];
        struct range others = range_of_others(system, equation, i);
        struct range own = {equation->constant - others.high, equation->constant - others.low};
        if (term->coefficient < 0) {
            own = (struct range){-own.high, -own.low};
        }
        narrower |= narrow(&system->cells[term->cell], own);
    }
    return narrower;
}

static void propagate_all(struct hidden_system *system)
{
    bool narrower = true;
    for (int round = 0; narrower && round < ROUNDS_MAX; round++) {
        narrower = false;
        for (size_t i = 0; i < system->equation_count; i++) {
            narrower |= propagate(system, &system->equations[i]);
        }
    }
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
        const struct hidden_term *terms = &system->terms[system->equations[i].first_term];
        for (uint32_t k = 1; k < system->equations[i].term_count; k++) {
            parents[root_of(parents, terms[k].cell)] = root_of(parents, terms[0].cell);
        }
    }
}

/* --- linear programs --- */

/* The cells and equations of one component as GLPK counts them, from 1. */
struct program {
    const struct glpk *glpk;
    glp_prob *problem;
    struct hidden_system *system;
    uint32_t *cells; /* [column - 1] */
    size_t cell_count;
    struct range *seen; /* [column - 1]: values that some solution gave */
    int64_t *solved;
};

static void bound_column(struct program *program, int column, const struct hidden_cell *cell)
{
    bool has_low = isfinite(cell->low), has_high = isfinite(cell->high);
    int type = has_low && has_high ? (cell->low < cell->high ? GLP_DB : GLP_FX)
               : has_low           ? GLP_LO
               : has_high          ? GLP_UP
                                   : GLP_FR;
    program->glpk->set_col_bnds(program->problem, column, type, cell->low, cell->high);
}

/* `columns`: of each cell of the system, 0 where it is of another component. */
static void fill_program(struct program *program, struct arena *scratch, const int *columns)
{
    const struct hidden_system *system = program->system;
    int *places = arena_array(scratch, int, program->cell_count + 1);
    double *values = arena_array(scratch, double, program->cell_count + 1);
    program->glpk->add_cols(program->problem, (int)program->cell_count);
    for (size_t i = 0; i < program->cell_count; i++) {
        bound_column(program, (int)i + 1, &system->cells[program->cells[i]]);
    }
    for (size_t i = 0; i < system->equation_count; i++) {
        const struct hidden_equation *equation = &system->equations[i];
        const struct hidden_term *terms = &system->terms[equation->first_term];
        if (columns[terms[0].cell] == 0) {
            continue;
        }
        int row = program->glpk->add_rows(program->problem, 1);
        for (uint32_t k = 0; k < equation->term_count; k++) {
            places[k + 1] = columns[terms[k].cell];
            values[k + 1] = terms[k].coefficient;
        }
        program->glpk->set_mat_row(program->problem, row, (int)equation->term_count, places, values);
        program->glpk->set_row_bnds(program->problem, row, GLP_FX, equation->constant, equation->constant);
    }
}

static void see(struct program *program)
{
    for (size_t i = 0; i < program->cell_count; i++) {
        double value = program->glpk->get_col_prim(program->problem, (int)i + 1);
        program->seen[i].low = value < program->seen[i].low ? value : program->seen[i].low;
        program->seen[i].high = value > program->seen[i].high ? value : program->seen[i].high;
    }
}

/* The least or the greatest value of a column; infinite when nothing bounds it. False: no solution at all. */
static bool optimize(struct program *program, size_t index, int direction, double *out_value)
{
    glp_smcp settings;
    program->glpk->init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    program->glpk->set_obj_dir(program->problem, direction);
    program->glpk->set_obj_coef(program->problem, (int)index + 1, 1);
    int code = program->glpk->simplex(program->problem, &settings);
    if (code != 0) { /* a basis that became singular: from the start */
        program->glpk->std_basis(program->problem);
        code = program->glpk->simplex(program->problem, &settings);
    }
    program->glpk->set_obj_coef(program->problem, (int)index + 1, 0);
    ++*program->solved;
    int status = code == 0 ? program->glpk->get_status(program->problem) : GLP_UNDEF;
    if (status == GLP_OPT) {
        see(program);
        *out_value = program->glpk->get_obj_val(program->problem);
    } else if (status == GLP_UNBND) {
        *out_value = direction == GLP_MIN ? -HUGE_VAL : HUGE_VAL;
    }
    return status == GLP_OPT || status == GLP_UNBND;
}

static bool seen_safe(const struct program *program, size_t index, double threshold)
{
    struct hidden_cell seen = {.low = program->seen[index].low, .high = program->seen[index].high};
    return hidden_is_safe(&seen, threshold);
}

static bool solve_cells(struct program *program, double threshold)
{
    for (size_t i = 0; i < program->cell_count; i++) {
        struct hidden_cell *cell = &program->system->cells[program->cells[i]];
        double low = cell->low, high = cell->high;
        if (seen_safe(program, i, threshold) || !hidden_is_safe(cell, threshold)) {
            continue;
        }
        if (!optimize(program, i, GLP_MAX, &high) ||
            (!seen_safe(program, i, threshold) && !optimize(program, i, GLP_MIN, &low))) {
            return false;
        }
        narrow(cell, (struct range){low, high});
    }
    return true;
}

static bool solve_component(const struct glpk *glpk, struct hidden_system *system, struct arena *scratch,
                            uint32_t *cells, size_t count, int *columns, double threshold, int64_t *solved)
{
    struct program program = {.glpk = glpk, .system = system, .cells = cells, .cell_count = count, .solved = solved};
    program.seen = arena_array(scratch, struct range, count);
    for (size_t i = 0; i < count; i++) {
        columns[cells[i]] = (int)i + 1;
        program.seen[i] = (struct range){HUGE_VAL, -HUGE_VAL};
    }
    program.problem = glpk->create_prob();
    fill_program(&program, scratch, columns);
    bool ok = solve_cells(&program, threshold);
    glpk->delete_prob(program.problem);
    for (size_t i = 0; i < count; i++) {
        columns[cells[i]] = 0;
    }
    return ok;
}

static bool solve_all(const struct glpk *glpk, struct arena *arena, struct hidden_system *system, double threshold,
                      int64_t *solved)
{
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
        ok = next[i] == 0 ||
             solve_component(glpk, system, arena, cells + starts[i], next[i], columns, threshold, solved);
        arena_restore(arena, mark);
    }
    return ok;
}

bool hidden_attack(struct arena *arena, struct hidden_system *system, double threshold, int64_t *out_programs,
                   struct error *err)
{
    struct glpk glpk;
    *out_programs = 0;
    if (!LIBRARY_OPEN(GLPK_LIBRARY, GLPK_FUNCTIONS, &glpk, err)) {
        return false;
    }
    propagate_all(system);
    for (size_t i = 0; i < system->cell_count; i++) {
        if (system->cells[i].low > system->cells[i].high) {
            return error_set(err, ERROR_DISCLOSURE, "%.*s: no count fits what is published around this hidden one",
                             STR_ARGS(system->cells[i].name));
        }
    }
    bool solved = solve_all(&glpk, arena, system, threshold, out_programs);
    glpk.free_env();
    return solved || error_set(err, ERROR_DISCLOSURE, "no counts fit what is published around the hidden ones");
}
