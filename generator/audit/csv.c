#include "gencarto/base/buf.h"
#include "gencarto/base/cell.h"
#include "gencarto/base/number.h"
#include "order.h"
#include "reader.h"

#define COLUMNS_MAX 64

struct table {
    struct str place;
    struct str heads[COLUMNS_MAX];
    struct str fields[COLUMNS_MAX];
    size_t column_count;
};

/* One field at the start of `*rest`, quotes taken off; false at the end of the record. */
static bool next_field(struct arena *arena, struct str *rest, char separator, struct str *out, bool *out_is_last)
{
    struct buf field;
    buf_init(&field, arena);
    size_t at = 0;
    bool quoted = false;
    for (; at < rest->len; at++) {
        char c = rest->ptr[at];
        if (c == '"' && quoted && at + 1 < rest->len && rest->ptr[at + 1] == '"') {
            at++;
        } else if (c == '"') {
            quoted = !quoted;
            continue;
        } else if (!quoted && (c == separator || c == '\n')) {
            break;
        }
        buf_byte(&field, c);
    }
    *out_is_last = at == rest->len || rest->ptr[at] == '\n';
    *rest = str_slice(*rest, at + 1, rest->len);
    *out = str_trim(buf_str(&field));
    return true;
}

static size_t read_record(struct arena *arena, struct str *rest, char separator, struct str *out_fields)
{
    size_t count = 0;
    bool is_last = false;
    struct str field;
    while (!is_last && next_field(arena, rest, separator, &field, &is_last)) {
        if (count < COLUMNS_MAX) {
            out_fields[count++] = field;
        }
    }
    return count;
}

/* The field under that head; empty without one. */
static struct str field_of(const struct table *table, struct str head)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (str_equal(table->heads[i], head)) {
            return table->fields[i];
        }
    }
    return STR("");
}

/* Who the record is about: type and code, or a training, a structure, a department. */
static bool entity_of(const struct table *table, enum entity_kind *out_kind, struct str *out_code)
{
    struct str type = field_of(table, STR("type"));
    *out_code = field_of(table, STR("code"));
    if (out_code->len > 0) {
        *out_kind = ENTITY_DEPARTMENT;
        return type.len == 0 || entity_kind_parse(type, out_kind);
    }
    *out_kind = ENTITY_TRAINING;
    *out_code = field_of(table, STR("formation"));
    if (out_code->len == 0) {
        *out_kind = ENTITY_STRUCTURE;
        *out_code = field_of(table, STR("structure"));
    }
    return out_code->len > 0;
}

static void claim(struct figures *figures, const struct table *table, struct str indicator, struct str field)
{
    enum entity_kind kind;
    struct str code;
    struct shown_number number;
    struct str period = field_of(table, STR("periode"));
    if (figures_indicator(figures, indicator) == NULL || period.len == 0 || !entity_of(table, &kind, &code) ||
        !figures_parse(field, &number)) {
        return;
    }
    struct buf cell;
    buf_init(&cell, figures->arena);
    cell_write(&cell, indicator, kind, code, period, field_of(table, STR("ventilation")));
    figures_claim(figures, table->place, buf_str(&cell), number);
}

/* Columns that hold persons beside the shares made of them. */
static bool is_of_persons(const struct table *table, struct str head)
{
    static const struct str heads[] = {STR_INIT("femmes"), STR_INIT("sexe_connu"), STR_INIT("neet"),
                                       STR_INIT("neet_connu")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (str_equal(head, heads[i])) {
            return true;
        }
    }
    struct str indicator = field_of(table, STR("indicateur"));
    bool is_share = str_starts(indicator, STR("part_")) || str_starts(indicator, STR("sorties_positives"));
    return is_share && (str_equal(head, STR("numerateur")) || str_equal(head, STR("denominateur")));
}

/* The places of a training are a fact of the register; those of the figure are of its label in force. */
static bool is_personal(const struct figures *figures, struct str head)
{
    const struct audit_indicator *indicator = figures_indicator(figures, head);
    return indicator != NULL && indicator->is_personal;
}

static void read_record_claims(struct figures *figures, const struct table *table)
{
    struct str indicator = field_of(table, STR("indicateur"));
    struct shown_number number;
    for (size_t i = 0; i < table->column_count; i++) {
        struct str head = table->heads[i];
        if (indicator.len > 0 && str_equal(head, STR("valeur"))) {
            claim(figures, table, indicator, table->fields[i]);
        } else if (indicator.len == 0 && is_personal(figures, head)) {
            claim(figures, table, head, table->fields[i]);
        } else if (is_of_persons(table, head) && figures_parse(table->fields[i], &number)) {
            figures_count(figures, STR("column-not-multiple"), table->place, head, number);
        }
    }
}

/* --- what the data package says of it --- */

/* The part of the package about that file; empty when it names none. */
static struct str resource_of(const struct figures *figures, struct str place)
{
    static const struct str folder = STR_INIT("donnees/");
    if (figures->package.len == 0 || !str_starts(place, folder)) {
        return STR("");
    }
    struct str name =
        str_format(figures->arena, "\"path\":\"%.*s\"", STR_ARGS(str_slice(place, folder.len, place.len)));
    size_t from = str_find(figures->package, name, 0);
    size_t to = str_find(figures->package, STR("\"path\":\""), from + 1);
    for (size_t at = from; at < to; at = str_find(figures->package, STR("\"path\":\""), at + 1)) {
        to = str_find(figures->package, STR("\"primaryKey\""), from);
    }
    return str_slice(figures->package, from, to);
}

static void column_fault(struct figures *figures, const struct table *table, struct str column, const char *found)
{
    figures_fault(figures, (struct audit_fault){STR("unknown-column"), table->place, column, str_from(found),
                                                STR("what datapackage.json names")});
}

/* Every published table and each of its columns is declared. */
static void check_columns(struct figures *figures, const struct table *table)
{
    struct str resource = resource_of(figures, table->place);
    if (figures->package.len > 0 && resource.len == 0) {
        column_fault(figures, table, STR("the file"), "a table");
    }
    for (size_t i = 0; resource.len > 0 && i < table->column_count; i++) {
        struct str name = str_format(figures->arena, "{\"name\":\"%.*s\",", STR_ARGS(table->heads[i]));
        if (str_find(resource, name, 0) == resource.len) {
            column_fault(figures, table, table->heads[i], "a column");
        }
    }
}

/* A number that public.sqlite does not have, in any column. */
static void check_numbers(struct figures *figures, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct str field = table->fields[i];
        size_t comma = str_index(field, ',', 0);
        double value;
        if (comma < field.len) {
            field = str_format(figures->arena, "%.*s.%.*s", (int)comma, field.ptr, (int)(field.len - comma - 1),
                               field.ptr + comma + 1);
        }
        if (number_parse_decimal(field, &value) && !known_has_number(&figures->known, value)) {
            figures_fault(figures, (struct audit_fault){STR("unexplained-number"), table->place, table->heads[i],
                                                        table->fields[i], STR("a number of public.sqlite")});
        }
    }
}

/* Keeps the record for the judgement of the order; rows beyond ORDER_ROWS_MAX are of files that go by their keys. */
static void keep_row(struct arena *arena, const struct table *table, struct order_rows *rows)
{
    for (size_t i = 0; rows->count < ORDER_ROWS_MAX && i < table->column_count && i < ORDER_COLUMNS_MAX; i++) {
        rows->items[rows->count].fields[i] = str_copy(arena, table->fields[i]);
    }
    rows->count += rows->count < ORDER_ROWS_MAX;
}

/* One row a training, a structure or a territory: nobody chose their order. */
static bool is_register(const struct table *table)
{
    static const struct str heads[] = {STR_INIT("formation"), STR_INIT("structure"), STR_INIT("type")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (table->column_count > 0 && str_equal(table->heads[0], heads[i])) {
            return true;
        }
    }
    return false;
}

static void read_records(struct figures *figures, struct table *table, struct str rest, char separator)
{
    struct arena scratch;
    arena_init(&scratch);
    struct order_rows rows = {.items = arena_array(&scratch, struct order_row, ORDER_ROWS_MAX)};
    for (size_t i = 0; i < table->column_count && i < ORDER_COLUMNS_MAX; i++) {
        const struct audit_indicator *indicator = figures_indicator(figures, table->heads[i]);
        rows.are_counts[i] = (indicator != NULL && indicator->is_count) || str_equal(table->heads[i], STR("valeur"));
    }
    while (rest.len > 0) {
        struct arena_mark mark = arena_save(figures->arena);
        size_t before = figures->report->kept;
        if (read_record(figures->arena, &rest, separator, table->fields) == table->column_count) {
            read_record_claims(figures, table);
            check_numbers(figures, table);
            keep_row(&scratch, table, &rows);
        } else {
            column_fault(figures, table, table->fields[0], "a record of other length");
        }
        if (figures->report->kept == before) {
            arena_restore(figures->arena, mark);
        }
    }
    order_judge(figures, table->place, &rows);
    if (is_register(table)) {
        order_judge_whole(figures, table->place, &rows);
    }
    arena_clear(&scratch);
}

void read_csv(struct figures *figures, struct str place, struct str content)
{
    struct str rest = str_starts(content, STR("\xef\xbb\xbf")) ? str_slice(content, 3, content.len) : content;
    struct str first = str_slice(rest, 0, str_index(rest, '\n', 0));
    char separator = str_index(first, ';', 0) < first.len ? ';' : ',';
    struct table table = {.place = place};
    table.column_count = read_record(figures->arena, &rest, separator, table.heads);
    check_columns(figures, &table);
    read_records(figures, &table, rest, separator);
    read_identity(figures, place, content);
}
