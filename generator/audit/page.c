/* Pages and figures: elements with data-cell, columns of tables, areas of maps, texts. */
#include "gencarto/base/number.h"
#include "markup.h"
#include "order.h"
#include "plain.h"
#include "prose.h"
#include "reader.h"

static bool is_count_cell(const struct figures *figures, struct str cell)
{
    const struct audit_indicator *indicator = figures_indicator(figures, str_slice(cell, 0, str_index(cell, '/', 0)));
    return indicator != NULL && indicator->is_count;
}

/* Any data-* attribute beside data-cell that is a number: what a script or a sort may use instead of the text. */
static void read_attributes(struct figures *figures, struct str place, struct str cell, struct str attributes)
{
    for (size_t at = str_find(attributes, STR(" data-"), 0); at < attributes.len;
         at = str_find(attributes, STR(" data-"), at + 1)) {
        size_t open = str_find(attributes, STR("=\""), at) + 2;
        struct str value = str_slice(attributes, open, str_index(attributes, '"', open));
        struct shown_number number;
        double whole;
        if (number_parse_decimal(value, &whole) && figures_parse(value, &number)) {
            figures_claim(figures, place, cell, number);
        }
    }
}

static void read_cells(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    struct str cell;
    for (size_t at = 0; markup_next_tag(content, at, &tag); at = tag.to) {
        if (tag.is_end || !markup_attribute(tag.attributes, STR("data-cell"), &cell) || cell.len == 0) {
            continue;
        }
        read_attributes(figures, place, cell, tag.attributes);
        struct shown_number number;
        struct str text = markup_plain(figures->arena, markup_content(content, &tag));
        bool has_number = is_count_cell(figures, cell) ? figures_parse(text, &number)
                                                       : figures_parse_share(figures, cell, text, &number);
        if (has_number) {
            figures_claim(figures, place, cell, number);
        }
    }
}

/* --- tables --- */

#define COLUMNS_MAX (ORDER_COLUMNS_MAX - 1)
#define ADDRESS     COLUMNS_MAX /* the field for where a row leads: of two of one name, the ids stand in it */

struct columns {
    struct str heads[COLUMNS_MAX];
    bool are_counts[COLUMNS_MAX];
    size_t count;
};

static bool is_head_of_count(const struct figures *figures, struct str head)
{
    for (size_t i = 0; i < figures->indicator_count; i++) {
        const struct audit_indicator *indicator = &figures->indicators[i];
        if (indicator->is_count && (str_equal(indicator->label, head) || str_equal(indicator->short_label, head))) {
            return true;
        }
    }
    return str_index(head, ',', 0) == head.len && str_index(head, ' ', 0) == head.len && prose_is_of_persons(head);
}

/* Calls for each cell of a row; `columns` are read from the first row of the head, and judged against below it. */
static void read_row(struct figures *figures, struct str place, struct str row, bool is_head, struct columns *columns)
{
    struct tag tag;
    size_t column = 0;
    for (size_t at = 0; column < COLUMNS_MAX && markup_next_tag(row, at, &tag);) {
        bool is_cell = !tag.is_end && (str_equal(tag.name, STR("td")) || str_equal(tag.name, STR("th")));
        struct str inside = is_cell ? markup_content(row, &tag) : STR("");
        at = is_cell ? tag.to + inside.len : tag.to;
        if (!is_cell) {
            continue;
        }
        struct str text = markup_plain(figures->arena, inside);
        struct shown_number number;
        if (is_head) {
            columns->heads[column] = text;
            columns->are_counts[column] = is_head_of_count(figures, text);
            columns->count = column + 1;
        } else if (column < columns->count && columns->are_counts[column] && figures_parse(text, &number) &&
                   str_find(text, STR("%"), 0) == text.len) {
            figures_count(figures, STR("column-not-multiple"), place, columns->heads[column], number);
        }
        column++;
    }
}

static bool shows_count(const struct figures *figures, struct str markup)
{
    struct tag tag;
    struct str cell;
    for (size_t at = 0; markup_next_tag(markup, at, &tag); at = tag.to) {
        if (markup_attribute(tag.attributes, STR("data-cell"), &cell)) {
            return is_count_cell(figures, cell);
        }
    }
    return false;
}

/* Indicators stand in the order of their catalogue. */
static bool is_of_indicator(struct str address)
{
    return str_find(address, STR("indicateurs/"), 0) < address.len;
}

/* The plain texts of a row, and the address of its first link. False of one that names nothing by a link: of a few
 * fixed words the order says nothing, and a sum stands apart. */
static bool read_order_row(const struct figures *figures, struct arena *arena, struct str row, struct order_rows *out)
{
    struct tag tag;
    struct order_row *fields = &out->items[out->count];
    size_t column = 0;
    bool has_link = false;
    *fields = (struct order_row){.fields = {{NULL, 0}}};
    for (size_t at = 0; column < COLUMNS_MAX && markup_next_tag(row, at, &tag);) {
        bool is_cell = !tag.is_end && (str_equal(tag.name, STR("td")) || str_equal(tag.name, STR("th")));
        struct str inside = is_cell ? markup_content(row, &tag) : STR("");
        struct tag first;
        if (!has_link && markup_next_tag(inside, 0, &first) && str_equal(first.name, STR("a"))) {
            has_link = markup_attribute(first.attributes, STR("href"), &fields->fields[ADDRESS]);
        }
        if (is_cell) {
            out->are_counts[column] = out->are_counts[column] || shows_count(figures, inside);
            fields->fields[column++] = markup_plain(arena, inside);
        }
        at = is_cell ? tag.to + inside.len : tag.to;
    }
    return has_link && !is_of_indicator(fields->fields[ADDRESS]);
}

static void read_order(struct figures *figures, struct str place, struct str table)
{
    struct arena scratch;
    struct tag tag;
    arena_init(&scratch);
    struct order_rows rows = {.items = arena_array(&scratch, struct order_row, ORDER_ROWS_MAX)};
    for (size_t at = 0; rows.count < ORDER_ROWS_MAX && markup_next_tag(table, at, &tag); at = tag.to) {
        if (!tag.is_end && str_equal(tag.name, STR("tr"))) {
            rows.count += read_order_row(figures, &scratch, markup_content(table, &tag), &rows);
        }
    }
    order_judge(figures, place, &rows);
    order_judge_page(figures, place, &rows);
    arena_clear(&scratch);
}

static void read_table(struct figures *figures, struct str place, struct str table)
{
    struct columns columns = {.count = 0};
    struct tag tag;
    size_t rows = 0;
    for (size_t at = 0; markup_next_tag(table, at, &tag); at = tag.to) {
        if (!tag.is_end && str_equal(tag.name, STR("tr"))) {
            read_row(figures, place, markup_content(table, &tag), columns.count == 0, &columns);
            rows++;
        }
    }
    if (rows >= ORDER_ROWS_LEAST) {
        read_order(figures, place, table);
    }
}

static void read_tables(struct figures *figures, struct str place, struct str content)
{
    struct tag tag;
    for (size_t at = 0; markup_next_tag(content, at, &tag); at = tag.to) {
        if (!tag.is_end && str_equal(tag.name, STR("table"))) {
            struct arena_mark mark = arena_save(figures->arena);
            size_t before = figures->report->kept;
            read_table(figures, place, markup_content(content, &tag));
            if (figures->report->kept == before) {
                arena_restore(figures->arena, mark);
            }
        }
    }
}

/* --- maps --- */

/* "Ain : 22,2 %" in the title of an area: a figure of that territory. A whole number stands for its figure exactly. */
static void read_area(struct figures *figures, struct str place, struct str title, struct str attributes)
{
    struct str code, kind;
    struct shown_number number;
    size_t colon = str_find(title, STR(": "), 0);
    if (!markup_attribute(attributes, STR("data-territory"), &code) ||
        !markup_attribute(attributes, STR("data-kind"), &kind) || colon == title.len ||
        !figures_parse(str_slice(title, colon + 2, title.len), &number)) {
        return;
    }
    bool is_share = str_find(title, STR("%"), colon) < title.len;
    figures->report->shown++;
    number.decimals = is_share ? number.decimals : 1;
    /* Of a territory without trainings nothing is stored. */
    if (number.value != 0 && !figures_has_number(figures, kind, code, number)) {
        figures_fault(figures, (struct audit_fault){
                                   STR("map-tells-other"), place,
                                   str_format(figures->arena, "%.*s:%.*s", STR_ARGS(kind), STR_ARGS(code)),
                                   figures_number_text(figures, number.value), STR("a figure of the territory")});
    }
}

static void read_areas(struct figures *figures, struct str place, struct str content)
{
    static const struct str opening = STR_INIT("<title>");
    struct tag tag;
    for (size_t at = str_find(content, opening, 0); at < content.len; at = str_find(content, opening, at + 1)) {
        struct str title = str_slice(content, at + opening.len, str_index(content, '<', at + opening.len));
        size_t after = str_find(content, STR("</title>"), at) + 8;
        if (after < content.len && markup_next_tag(content, after, &tag) && tag.from == after) {
            read_area(figures, place, title, tag.attributes);
        }
    }
}

/* Texts, also those of attributes, as they are read: in words, and joined without the signs between. */
static void read_texts(struct figures *figures, struct str place, struct str content)
{
    struct buf plain, joined;
    buf_init(&plain, NULL);
    buf_init(&joined, NULL);
    plain_write(&plain, content);
    read_prose(figures, place, buf_str(&plain));
    read_identity(figures, place, buf_str(&plain));
    if (figures->traces->count > 0) {
        plain_write_joined(&joined, buf_str(&plain));
        traces_find(figures->traces, figures, place, buf_str(&plain));
        traces_find_joined(figures->traces, figures, place, buf_str(&joined));
    }
    buf_clear(&joined);
    buf_clear(&plain);
}

void read_markup(struct figures *figures, struct str place, struct str content)
{
    read_cells(figures, place, content);
    read_tables(figures, place, content);
    read_texts(figures, place, content);
    read_hiding(figures, place, content);
    read_areas(figures, place, content);
    read_drawings(figures, place, content);
    read_series(figures, place, content);
    read_shapes_together(figures, place, content);
}
