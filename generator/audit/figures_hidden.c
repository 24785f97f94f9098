#include "figures_hidden.h"

#include <math.h>

#include "gencarto/sql/sql.h"
#include "hidden.h"

struct hidden_reading {
    struct hidden_system system;
    struct str equation; /* of the row before */
    bool of_limits;
};

static uint32_t add_hidden(struct figures *figures, struct hidden_system *system, struct hidden_cell cell)
{
    *arena_push(figures->arena, system->cells, system->cell_count, system->cell_capacity) = cell;
    return (uint32_t)system->cell_count - 1;
}

/* The index of a cell; its figure holds 1 + index in `hidden`. A flow may be negative where corrections were, and what
 * is left then may be nobody. */
static uint32_t hidden_index(struct figures *figures, struct hidden_system *system, struct query *query)
{
    struct figure *slot = figures_slot(figures, figures_read_cell(figures, query, 1));
    if (slot->hidden == 0) {
        bool is_flow = query_column(query, 8).integer == 1;
        double least = (double)query_column(query, 9).integer;
        double low = !figures->has_negative_flows ? least : is_flow ? -HUGE_VAL : 0;
        slot->hidden = 1 + add_hidden(figures, system, (struct hidden_cell){slot->cell, low, HUGE_VAL, HIDDEN_COUNT});
    }
    return slot->hidden - 1;
}

static void begin_equation(struct figures *figures, struct hidden_system *system, bool is_limit)
{
    *arena_push(figures->arena, system->equations, system->equation_count, system->equation_capacity) =
        (struct hidden_equation){.first_term = (uint32_t)system->term_count, .is_limit = is_limit};
}

static void add_term(struct figures *figures, struct hidden_system *system, uint32_t cell, double coefficient)
{
    *arena_push(figures->arena, system->terms, system->term_count, system->term_capacity) =
        (struct hidden_term){cell, coefficient};
    system->equations[system->equation_count - 1].term_count++;
}

/* What a limit leaves is a cell of its own. */
static void begin_limit(struct figures *figures, struct hidden_reading *reading, struct query *query)
{
    bool hides_stock = query_column(query, 10).integer == 1;
    struct hidden_cell rest = {reading->equation, 0, HUGE_VAL, HIDDEN_REST};
    if (hides_stock) {
        struct str kind = query_column(query, 2).text, code = query_column(query, 3).text;
        struct str period = query_column(query, 4).text;
        rest.kind = HIDDEN_STOCK;
        rest.name =
            str_format(figures->arena, "presents/%.*s:%.*s/%.*s/", STR_ARGS(kind), STR_ARGS(code), STR_ARGS(period));
    }
    begin_equation(figures, &reading->system, true);
    add_term(figures, &reading->system, add_hidden(figures, &reading->system, rest), 1);
}

/* One term; what is shown goes to the constant. */
static void read_term(struct figures *figures, struct hidden_reading *reading, struct query *query)
{
    struct hidden_system *system = &reading->system;
    struct str equation = query_column(query, 0).text;
    double coefficient = value_number(query_column(query, 6));
    struct value value = query_column(query, 7);
    if (!str_equal(equation, reading->equation)) {
        reading->equation = str_copy(figures->arena, equation);
        if (reading->of_limits) {
            begin_limit(figures, reading, query);
        } else {
            begin_equation(figures, system, false);
        }
    }
    if (value.type != VALUE_NULL) {
        system->equations[system->equation_count - 1].constant -= coefficient * value_number(value);
        return;
    }
    add_term(figures, system, hidden_index(figures, system, query), coefficient);
}

static bool read_terms(struct figures *figures, struct db *db, const char *name, struct hidden_reading *reading,
                       struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(db, name, sql_text(name), &query, err);
    reading->equation = (struct str){NULL, 0};
    for (bool row; ok && (ok = query_step(query, &row, err)) && row;) {
        read_term(figures, reading, query);
    }
    query_free(query);
    return ok;
}

static bool read_hidden(struct figures *figures, struct db *db, struct hidden_system *out, struct error *err)
{
    struct hidden_reading reading = {.of_limits = false};
    bool ok = read_terms(figures, db, "audit/hidden_terms", &reading, err);
    reading.of_limits = true;
    ok = ok && read_terms(figures, db, "audit/hidden_limits", &reading, err);
    *out = reading.system;
    return ok;
}

static struct str interval_text(struct figures *figures, const struct hidden_cell *cell)
{
    if (cell->low == cell->high) {
        return str_format(figures->arena, "%lld", (long long)cell->low);
    }
    return str_format(figures->arena, "%lld to %lld", (long long)cell->low, (long long)cell->high);
}

bool figures_attack_hidden(struct figures *figures, struct db *db, struct error *err)
{
    struct hidden_system system;
    struct hidden_report attack;
    double threshold = (double)figures->threshold;
    if (figures->threshold == 0) {
        return true;
    }
    if (!read_hidden(figures, db, &system, err) || !hidden_attack(figures->arena, &system, threshold, &attack, err)) {
        return false;
    }
    figures->report->programs = attack.programs;
    figures->report->definitions = attack.limits;
    figures->report->refuted = attack.refuted;
    for (size_t i = 0; i < system.cell_count; i++) {
        const struct hidden_cell *cell = &system.cells[i];
        figures->report->hidden += cell->kind != HIDDEN_REST;
        if (!hidden_is_safe(cell, threshold)) {
            figures_fault(figures, (struct audit_fault){STR("hidden-bounded"), STR(DATABASE_PLACE), cell->name,
                                                        interval_text(figures, cell),
                                                        str_format(figures->arena, "%d wide or more, up to %d or more",
                                                                   (int)threshold - 1, (int)threshold)});
        }
    }
    return true;
}
