#include "figures.h"

#include <math.h>

#include "figures_hidden.h"
#include "gencarto/base/buf.h"
#include "gencarto/base/cell.h"
#include "gencarto/sql/sql.h"

#define CHECKS STR("audit/check/")
#define SCHEMA STR("schema/")

void figures_fault(struct figures *figures, struct audit_fault fault)
{
    struct audit_report *report = figures->report;
    const struct audit_rule *rule = audit_rule_of(fault.rule);
    size_t *count = &report->rule_counts[rule - audit_rules];
    if (report->kept < AUDIT_FAULTS_MAX && *count < AUDIT_FAULTS_EACH) {
        struct audit_fault *kept = &report->faults[report->kept++];
        *kept = (struct audit_fault){str_copy(figures->arena, fault.rule), str_copy(figures->arena, fault.place),
                                     str_copy(figures->arena, fault.cell), str_copy(figures->arena, fault.found),
                                     str_copy(figures->arena, fault.expected)};
    }
    ++*count;
    report->fault_count++;
    if (rule->harm == AUDIT_DISCLOSURE) {
        report->disclosure_count++;
    } else {
        report->output_count++;
    }
}

/* --- the table of figures --- */

struct figure *figures_slot(const struct figures *figures, struct str cell)
{
    size_t mask = figures->slot_count - 1;
    for (size_t i = (size_t)str_hash(cell) & mask;; i = (i + 1) & mask) {
        struct figure *slot = &figures->slots[i];
        if (slot->cell.ptr == NULL || str_equal(slot->cell, cell)) {
            return slot;
        }
    }
}

static void grow(struct figures *figures)
{
    struct figures larger = *figures;
    larger.slot_count = figures->slot_count == 0 ? 1024 : figures->slot_count * 2;
    larger.slots = arena_array(figures->arena, struct figure, larger.slot_count);
    for (size_t i = 0; i < figures->slot_count; i++) {
        if (figures->slots[i].cell.ptr != NULL) {
            *figures_slot(&larger, figures->slots[i].cell) = figures->slots[i];
        }
    }
    *figures = larger;
}

/* --- the numbers of each entity --- */

static uint64_t value_hash(struct str kind, struct str code, double value)
{
    uint64_t hash = str_hash(kind) * 31 + str_hash(code);
    hash = (hash ^ (uint64_t)(int64_t)llround(value * 10)) * UINT64_C(0x9e3779b97f4a7c15);
    return (hash ^ hash >> 29) | 1;
}

static bool find_value(const struct figures *figures, uint64_t hash, size_t *out_slot)
{
    size_t mask = figures->value_slots - 1;
    for (*out_slot = (size_t)hash & mask; figures->values[*out_slot] != 0; *out_slot = (*out_slot + 1) & mask) {
        if (figures->values[*out_slot] == hash) {
            return true;
        }
    }
    return false;
}

static void grow_values(struct figures *figures)
{
    struct figures larger = *figures;
    size_t slot;
    larger.value_slots = figures->value_slots == 0 ? 4096 : 2 * figures->value_slots;
    larger.values = arena_array(figures->arena, uint64_t, larger.value_slots);
    for (size_t i = 0; i < figures->value_slots; i++) {
        if (figures->values[i] != 0 && !find_value(&larger, figures->values[i], &slot)) {
            larger.values[slot] = figures->values[i];
        }
    }
    *figures = larger;
}

static void add_value(struct figures *figures, struct str kind, struct str code, double value)
{
    size_t slot;
    if (2 * (figures->value_count + 1) > figures->value_slots) {
        grow_values(figures);
    }
    if (!find_value(figures, value_hash(kind, code, value), &slot)) {
        figures->values[slot] = value_hash(kind, code, value);
        figures->value_count++;
    }
}

bool figures_has_number(const struct figures *figures, struct str kind, struct str code, struct shown_number number)
{
    size_t slot;
    if (figures->value_slots == 0) {
        return false;
    }
    for (int tenth = -5; tenth <= 5; tenth++) {
        bool is_same = tenth == 0 || number.decimals == 0;
        if (is_same && find_value(figures, value_hash(kind, code, number.value + tenth / 10.0), &slot)) {
            return true;
        }
    }
    return false;
}

/* Of a column: its text is valid until the next row only. */
static struct str text_of(struct figures *figures, struct value value)
{
    return value.type == VALUE_TEXT ? str_copy(figures->arena, value.text) : value_text(figures->arena, value);
}

/* --- reading the file --- */

typedef void read_row(struct figures *figures, struct query *query);

static bool read_rows(struct figures *figures, struct db *db, const char *name, read_row *read, struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(db, name, sql_text(name), &query, err);
    for (bool row; ok && (ok = query_step(query, &row, err)) && row;) {
        read(figures, query);
    }
    query_free(query);
    return ok;
}

static void read_programme(struct figures *figures, struct query *query)
{
    figures->base = query_column(query, 0).integer;
    figures->share_minimum = query_column(query, 1).integer;
    figures->threshold = query_column(query, 2).integer;
}

static void read_indicator(struct figures *figures, struct query *query)
{
    *arena_push(figures->arena, figures->indicators, figures->indicator_count, figures->indicator_capacity) =
        (struct audit_indicator){text_of(figures, query_column(query, 0)), text_of(figures, query_column(query, 1)),
                                 text_of(figures, query_column(query, 2)), query_column(query, 3).integer == 1,
                                 query_column(query, 4).integer == 1,      query_column(query, 5).integer == 1};
}

static void read_period(struct figures *figures, struct query *query)
{
    *arena_push(figures->arena, figures->periods, figures->period_count, figures->period_capacity) =
        text_of(figures, query_column(query, 0));
}

static void read_region(struct figures *figures, struct query *query)
{
    *arena_push(figures->arena, figures->regions, figures->region_count, figures->region_capacity) =
        text_of(figures, query_column(query, 0));
}

static void read_aim(struct figures *figures, struct query *query)
{
    *arena_push(figures->arena, figures->aims, figures->aim_count, figures->aim_capacity) =
        value_number(query_column(query, 0));
}

static void read_contacts(struct figures *figures, struct query *query)
{
    figures->contacts = text_of(figures, query_column(query, 0));
}

static void read_slug(struct figures *figures, struct query *query)
{
    *arena_push(figures->arena, figures->slugs, figures->slug_count, figures->slug_capacity) =
        text_of(figures, query_column(query, 0));
}

struct str figures_read_cell(struct figures *figures, struct query *query, int column)
{
    struct buf cell;
    enum entity_kind kind = ENTITY_COUNTRY;
    entity_kind_parse(query_column(query, column + 1).text, &kind);
    buf_init(&cell, figures->arena);
    cell_write(&cell, query_column(query, column).text, kind, query_column(query, column + 2).text,
               query_column(query, column + 3).text, query_column(query, column + 4).text);
    return buf_str(&cell);
}

static void read_cell(struct figures *figures, struct query *query)
{
    if (2 * ((size_t)figures->report->cells + 1) > figures->slot_count) {
        grow(figures);
    }
    struct value value = query_column(query, 5);
    struct figure figure = {.cell = figures_read_cell(figures, query, 0), .is_shown = value.type != VALUE_NULL};
    figure.value = figure.is_shown ? value_number(value) : 0;
    if (figure.is_shown) {
        add_value(figures, query_column(query, 1).text, query_column(query, 2).text, figure.value);
    }
    *figures_slot(figures, figure.cell) = figure;
    figures->has_negative_flows = figures->has_negative_flows || figure.value < 0;
    figures->report->cells++;
}

static void read_revised(struct figures *figures, struct query *query)
{
    struct str cell = figures_read_cell(figures, query, 0);
    struct figure *slot = figures->slot_count > 0 ? figures_slot(figures, cell) : NULL;
    figures->has_revisions = true;
    if (slot != NULL && slot->cell.ptr != NULL) {
        slot->is_revised = true;
    }
}

/* Each row of a check is a fault. */
static bool run_check(struct figures *figures, struct db *db, const struct sql_file *file, struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(db, str_text(figures->arena, file->name), file->text, &query, err);
    for (bool row; ok && (ok = query_step(query, &row, err)) && row;) {
        figures_fault(figures, (struct audit_fault){str_slice(file->name, CHECKS.len, file->name.len),
                                                    STR(DATABASE_PLACE), text_of(figures, query_column(query, 0)),
                                                    text_of(figures, query_column(query, 1)),
                                                    text_of(figures, query_column(query, 2))});
    }
    query_free(query);
    return ok;
}

static bool run_checks(struct figures *figures, struct db *db, struct error *err)
{
    size_t count;
    const struct sql_file *files = sql_files(&count);
    for (size_t i = 0; i < count; i++) {
        if (str_starts(files[i].name, CHECKS) && !run_check(figures, db, &files[i], err)) {
            return false;
        }
    }
    return true;
}

/* Is the statement, word for word, one of those that public.sqlite is made by? */
static bool is_of_schema(struct str statement)
{
    size_t count;
    const struct sql_file *files = sql_files(&count);
    for (size_t i = 0; i < count; i++) {
        struct str text = files[i].text;
        if (str_starts(files[i].name, SCHEMA) && str_find(text, statement, 0) < text.len) {
            return true;
        }
    }
    return false;
}

/* A table, a column, a view, an index or a trigger that is not published says what nobody reads. */
static void check_statement(struct figures *figures, struct query *query)
{
    if (!is_of_schema(query_column(query, 1).text)) {
        figures_fault(figures, (struct audit_fault){STR("unknown-table"), STR(DATABASE_PLACE),
                                                    text_of(figures, query_column(query, 0)), STR("made otherwise"),
                                                    STR("the published schema")});
    }
}

/* --- all of it --- */

static bool load(struct figures *figures, struct db *db, struct error *err)
{
    return read_rows(figures, db, "audit/programme", read_programme, err) &&
           read_rows(figures, db, "audit/indicators", read_indicator, err) &&
           read_rows(figures, db, "audit/periods", read_period, err) &&
           read_rows(figures, db, "audit/located_regions", read_region, err) &&
           read_rows(figures, db, "audit/aims", read_aim, err) &&
           read_rows(figures, db, "audit/contacts", read_contacts, err) &&
           read_rows(figures, db, "audit/slugs", read_slug, err) &&
           read_rows(figures, db, "audit/cells", read_cell, err) &&
           read_rows(figures, db, "audit/revised", read_revised, err);
}

bool figures_load(struct figures *figures, const char *database, struct error *err)
{
    struct db *db = NULL;
    bool ok = db_open(database, DB_READ, &db, err) && load(figures, db, err);
    db_close(db);
    return ok;
}

bool figures_read(struct figures *figures, const char *database, struct error *err)
{
    struct db *db = NULL;
    bool ok = db_open(database, DB_READ, &db, err) && load(figures, db, err);
    if (ok && figures->base < 2 && figures->threshold < 2) {
        ok = error_set(err, ERROR_DISCLOSURE, "%s: its counts are neither rounded nor hidden", database);
    }
    ok = ok && read_rows(figures, db, "audit/schema", check_statement, err) && run_checks(figures, db, err) &&
         figures_attack_hidden(figures, db, err);
    db_close(db);
    return ok;
}

/* --- cells --- */

const struct audit_indicator *figures_indicator(const struct figures *figures, struct str code)
{
    for (size_t i = 0; i < figures->indicator_count; i++) {
        if (str_equal(figures->indicators[i].code, code)) {
            return &figures->indicators[i];
        }
    }
    return NULL;
}

bool figures_split_cell(struct str cell, struct cell_parts *out)
{
    struct str rest = cell, more;
    return str_split(&rest, '/', &out->indicator) && str_split(&rest, '/', &out->entity) &&
           str_split(&rest, '/', &out->period) && str_split(&rest, '/', &out->breakdown) &&
           !str_split(&rest, '/', &more);
}

bool figures_period(struct str cell, struct str *out_period)
{
    struct cell_parts parts;
    bool ok = figures_split_cell(cell, &parts);
    *out_period = ok ? parts.period : STR("");
    return ok;
}

bool figures_has_period(const struct figures *figures, struct str period)
{
    for (size_t i = 0; i < figures->period_count; i++) {
        if (str_equal(figures->periods[i], period)) {
            return true;
        }
    }
    return false;
}

bool figures_is_revised(const struct figures *figures, struct str cell)
{
    return figures->slot_count > 0 && figures_slot(figures, cell)->is_revised;
}

/* Departments without trainings have none, which is 0. Of structures and trainings the file has only what changed: a
 * missing flow is 0, a missing cumulative count that of an earlier quarter. */
bool figures_look_up(const struct figures *figures, struct str cell, struct figure *out)
{
    const struct figure *slot;
    struct cell_parts parts;
    if (figures->slot_count == 0) {
        return false;
    }
    slot = figures_slot(figures, cell);
    if (slot->cell.ptr != NULL) {
        *out = *slot;
        return true;
    }
    bool is_sparse = figures_split_cell(cell, &parts) &&
                     (str_starts(parts.entity, STR("training:")) || str_starts(parts.entity, STR("structure:")) ||
                      str_starts(parts.entity, STR("department:")));
    if (!is_sparse || figures_indicator(figures, parts.indicator) == NULL) {
        return false;
    }
    *out = (struct figure){.cell = cell, .is_shown = true};
    bool is_flow = figures_indicator(figures, parts.indicator)->is_flow;
    for (size_t i = 0; !is_flow && i < figures->period_count && str_compare(figures->periods[i], parts.period) < 0;
         i++) {
        struct str earlier =
            str_format(figures->arena, "%.*s/%.*s/%.*s/%.*s", STR_ARGS(parts.indicator), STR_ARGS(parts.entity),
                       STR_ARGS(figures->periods[i]), STR_ARGS(parts.breakdown));
        slot = figures_slot(figures, earlier);
        *out = slot->cell.ptr != NULL ? *slot : *out;
    }
    return true;
}
