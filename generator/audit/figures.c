#include "figures.h"

#include <math.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/cell.h"
#include "gencarto/base/number.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

#define DATABASE_PLACE STR("donnees/public.sqlite")
#define CHECKS         STR("audit/check/")

void figures_fault(struct figures *figures, struct audit_fault fault)
{
    struct audit_report *report = figures->report;
    if (report->kept < AUDIT_FAULTS_MAX) {
        struct audit_fault *kept = &report->faults[report->kept++];
        *kept = (struct audit_fault){str_copy(figures->arena, fault.rule), str_copy(figures->arena, fault.place),
                                     str_copy(figures->arena, fault.cell), str_copy(figures->arena, fault.found),
                                     str_copy(figures->arena, fault.expected)};
    }
    report->fault_count++;
    if (audit_rule_of(fault.rule)->harm == AUDIT_DISCLOSURE) {
        report->disclosure_count++;
    } else {
        report->output_count++;
    }
}

/* --- the table of figures --- */

static struct figure *find_slot(const struct figures *figures, struct str cell)
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
            *find_slot(&larger, figures->slots[i].cell) = figures->slots[i];
        }
    }
    *figures = larger;
}

/* Of a column: its text is valid until the next row only. */
static struct str text_of(struct figures *figures, struct value value)
{
    return value.type == VALUE_TEXT ? str_copy(figures->arena, value.text) : value_text(figures->arena, value);
}

/* --- reading the file --- */

typedef void read_row(struct figures *figures, struct query *query, size_t row);

static bool read_rows(struct figures *figures, struct db *db, const char *name, read_row *read, struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(db, name, sql_text(name), &query, err);
    size_t count = 0;
    for (bool row; ok && (ok = query_step(query, &row, err)) && row;) {
        read(figures, query, count++);
    }
    query_free(query);
    return ok;
}

static void read_programme(struct figures *figures, struct query *query, size_t row)
{
    (void)row;
    figures->base = query_column(query, 0).integer;
    figures->share_minimum = query_column(query, 1).integer;
}

static void read_indicator(struct figures *figures, struct query *query, size_t row)
{
    size_t size = sizeof *figures->indicators;
    figures->indicators = arena_grow(figures->arena, figures->indicators, row * size, (row + 1) * size);
    figures->indicators[row] =
        (struct audit_indicator){text_of(figures, query_column(query, 0)), text_of(figures, query_column(query, 1)),
                                 text_of(figures, query_column(query, 2)), query_column(query, 3).integer == 1,
                                 query_column(query, 4).integer == 1,      query_column(query, 5).integer == 1};
    figures->indicator_count = row + 1;
}

static void read_period(struct figures *figures, struct query *query, size_t row)
{
    size_t size = sizeof *figures->periods;
    figures->periods = arena_grow(figures->arena, figures->periods, row * size, (row + 1) * size);
    figures->periods[row] = text_of(figures, query_column(query, 0));
    figures->period_count = row + 1;
}

static void read_aim(struct figures *figures, struct query *query, size_t row)
{
    size_t size = sizeof *figures->aims;
    figures->aims = arena_grow(figures->arena, figures->aims, row * size, (row + 1) * size);
    figures->aims[row] = value_number(query_column(query, 0));
    figures->aim_count = row + 1;
}

static void read_cell(struct figures *figures, struct query *query, size_t row)
{
    if (2 * (row + 1) > figures->slot_count) {
        grow(figures);
    }
    struct buf cell;
    enum entity_kind kind = ENTITY_COUNTRY;
    entity_kind_parse(query_column(query, 1).text, &kind);
    buf_init(&cell, figures->arena);
    cell_write(&cell, query_column(query, 0).text, kind, query_column(query, 2).text, query_column(query, 3).text,
               query_column(query, 4).text);
    struct value value = query_column(query, 5);
    *find_slot(figures, buf_str(&cell)) =
        (struct figure){buf_str(&cell), value.type == VALUE_NULL ? 0 : value_number(value), value.type != VALUE_NULL};
    figures->report->cells++;
}

/* Each row of a check is a fault. */
static bool run_check(struct figures *figures, struct db *db, const struct sql_file *file, struct error *err)
{
    struct query *query = NULL;
    bool ok = query_prepare(db, str_text(figures->arena, file->name), file->text, &query, err);
    for (bool row; ok && (ok = query_step(query, &row, err)) && row;) {
        figures_fault(figures, (struct audit_fault){str_slice(file->name, CHECKS.len, file->name.len), DATABASE_PLACE,
                                                    text_of(figures, query_column(query, 0)),
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

bool figures_read(struct figures *figures, const char *database, struct error *err)
{
    struct db *db = NULL;
    bool ok = db_open(database, DB_READ, &db, err) && read_rows(figures, db, "audit/programme", read_programme, err) &&
              read_rows(figures, db, "audit/indicators", read_indicator, err) &&
              read_rows(figures, db, "audit/periods", read_period, err) &&
              read_rows(figures, db, "audit/aims", read_aim, err) &&
              read_rows(figures, db, "audit/cells", read_cell, err);
    if (ok && figures->base < 2) {
        ok = error_set(err, ERROR_DISCLOSURE, "%s: its counts are rounded to no base", database);
    }
    ok = ok && run_checks(figures, db, err);
    db_close(db);
    return ok;
}

/* --- numbers --- */

/* The length of what may stand between two groups of three digits: a space, U+00A0 or U+202F. */
static size_t separator_length(struct str text)
{
    return str_starts(text, STR(" "))              ? 1
           : str_starts(text, STR("\xc2\xa0"))     ? 2
           : str_starts(text, STR("\xe2\x80\xaf")) ? 3
                                                   : 0;
}

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t digits_length(struct str text)
{
    size_t len = 0;
    while (is_digit(text, len)) {
        len++;
    }
    return len;
}

bool figures_parse(struct str text, struct shown_number *out_number)
{
    struct str rest = str_trim(text);
    size_t sign = str_starts(rest, STR("+")) || str_starts(rest, STR("-")) ? 1
                  : str_starts(rest, STR("\xe2\x88\x92"))                  ? 3
                                                                           : 0;
    rest = str_slice(rest, sign, rest.len);
    size_t len = digits_length(rest);
    if (len == 0) {
        return false;
    }
    double value = 0;
    for (size_t i = 0; i < len; i++) {
        value = value * 10 + (rest.ptr[i] - '0');
    }
    rest = str_slice(rest, len, rest.len);
    for (size_t gap; len <= 3 && (gap = separator_length(rest)) > 0;) {
        struct str group = str_slice(rest, gap, rest.len);
        if (digits_length(group) != 3) {
            break;
        }
        value = value * 1000 + (group.ptr[0] - '0') * 100 + (group.ptr[1] - '0') * 10 + (group.ptr[2] - '0');
        rest = str_slice(group, 3, group.len);
    }
    *out_number = (struct shown_number){value, 0};
    if (rest.len > 0 && (rest.ptr[0] == ',' || rest.ptr[0] == '.')) {
        out_number->decimals = (int)digits_length(str_slice(rest, 1, rest.len));
        double unit = 1;
        for (int i = 1; i <= out_number->decimals; i++) {
            unit /= 10;
            out_number->value += (rest.ptr[i] - '0') * unit;
        }
    }
    return true;
}

/* --- claims --- */

const struct audit_indicator *figures_indicator(const struct figures *figures, struct str code)
{
    for (size_t i = 0; i < figures->indicator_count; i++) {
        if (str_equal(figures->indicators[i].code, code)) {
            return &figures->indicators[i];
        }
    }
    return NULL;
}

struct cell_parts {
    struct str indicator, entity, period, breakdown;
};

static bool split_cell(struct str cell, struct cell_parts *out)
{
    struct str rest = cell, more;
    return str_split(&rest, '/', &out->indicator) && str_split(&rest, '/', &out->entity) &&
           str_split(&rest, '/', &out->period) && str_split(&rest, '/', &out->breakdown) &&
           !str_split(&rest, '/', &more);
}

/* What the file says of the cell. Departments without trainings have none, which is 0. Of structures and trainings it
 * has only what changed: a missing flow is 0, a missing
 * cumulative count that of an earlier quarter. */
bool figures_look_up(const struct figures *figures, struct str cell, struct figure *out)
{
    const struct figure *slot = find_slot(figures, cell);
    struct cell_parts parts;
    if (slot->cell.ptr != NULL) {
        *out = *slot;
        return true;
    }
    bool is_sparse = split_cell(cell, &parts) &&
                     (str_starts(parts.entity, STR("training:")) || str_starts(parts.entity, STR("structure:")) ||
                      str_starts(parts.entity, STR("department:")));
    if (!is_sparse || figures_indicator(figures, parts.indicator) == NULL) {
        return false;
    }
    *out = (struct figure){cell, 0, true};
    bool is_flow = figures_indicator(figures, parts.indicator)->is_flow;
    for (size_t i = 0; !is_flow && i < figures->period_count && str_compare(figures->periods[i], parts.period) < 0;
         i++) {
        struct str earlier =
            str_format(figures->arena, "%.*s/%.*s/%.*s/%.*s", STR_ARGS(parts.indicator), STR_ARGS(parts.entity),
                       STR_ARGS(figures->periods[i]), STR_ARGS(parts.breakdown));
        slot = find_slot(figures, earlier);
        *out = slot->cell.ptr != NULL ? *slot : *out;
    }
    return true;
}

struct str figures_number_text(struct figures *figures, double value)
{
    struct buf out;
    buf_init(&out, figures->arena);
    number_write(&out, value);
    return buf_str(&out);
}

void figures_measured(struct figures *figures)
{
    figures->report->lengths++;
    figures->report->kinds[figures->kind].numbers++;
}

static bool is_multiple(const struct figures *figures, double value)
{
    return fmod(value, (double)figures->base) == 0;
}

void figures_count(struct figures *figures, struct str rule, struct str place, struct str what,
                   struct shown_number number)
{
    figures->report->counted++;
    figures->report->kinds[figures->kind].numbers++;
    if (!is_multiple(figures, number.value)) {
        figures_fault(figures,
                      (struct audit_fault){rule, place, what, figures_number_text(figures, number.value),
                                           str_format(figures->arena, "a multiple of %d", (int)figures->base)});
    }
}

static bool agrees(const struct figure *figure, bool is_count, struct shown_number number)
{
    double room = is_count ? 0 : 0.5 * pow(10, -number.decimals) + 1e-9;
    return figure->is_shown && fabs(fabs(figure->value) - number.value) <= room;
}

/* A digit after no digit, and not a decimal. */
static bool begins_number(struct str text, size_t at)
{
    bool is_decimal = at > 1 && (text.ptr[at - 1] == ',' || text.ptr[at - 1] == '.') && is_digit(text, at - 2);
    return is_digit(text, at) && !is_decimal && (at == 0 || !is_digit(text, at - 1));
}

bool figures_parse_share(const struct figures *figures, struct str cell, struct str text,
                         struct shown_number *out_number)
{
    struct figure figure;
    struct shown_number number;
    bool found = false;
    for (size_t at = 0; at < text.len; at++) {
        if (!begins_number(text, at) || !figures_parse(str_slice(text, at, text.len), &number)) {
            continue;
        }
        if (!found) {
            *out_number = number;
            found = true;
        }
        if (figures_look_up(figures, cell, &figure) && agrees(&figure, false, number)) {
            *out_number = number;
            break;
        }
    }
    return found;
}

void figures_claim(struct figures *figures, struct str place, struct str cell, struct shown_number number)
{
    struct cell_parts parts;
    struct figure figure;
    figures->report->shown++;
    figures->report->kinds[figures->kind].numbers++;
    struct audit_fault fault = {STR("other-number"), place, cell, STR(""), STR("a figure of public.sqlite")};
    const struct audit_indicator *indicator =
        split_cell(cell, &parts) ? figures_indicator(figures, parts.indicator) : NULL;
    if (indicator == NULL || !figures_look_up(figures, cell, &figure)) {
        fault.found = figures_number_text(figures, number.value);
        figures_fault(figures, fault);
        return;
    }
    if (indicator->is_count && !is_multiple(figures, number.value)) {
        figures_count(figures, STR("shown-not-multiple"), place, cell, number);
    }
    /* "c, moins de 20 personnes": the rule, not a figure. */
    bool is_rule = !figure.is_shown && number.value == (double)figures->share_minimum;
    if (!is_rule && !agrees(&figure, indicator->is_count, number)) {
        fault.found = figures_number_text(figures, number.value);
        fault.expected = figure.is_shown ? figures_number_text(figures, figure.value) : STR("no value");
        figures_fault(figures, fault);
    }
}
