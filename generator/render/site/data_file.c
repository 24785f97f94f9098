#include "data_file.h"

#include "gencarto/base/file.h"
#include "gencarto/base/json.h"
#include "gencarto/base/number.h"

enum { DIALECTS = 2 };

static const struct dialect {
    const char *suffix;
    struct str mark; /* at the beginning of the file */
    char delimiter;
    char decimal;
} dialects[DIALECTS] = {
    {".csv", STR_INIT(""), ',', '.'},
    {"-excel.csv", STR_INIT("\xEF\xBB\xBF"), ';', ','},
};

bool data_files(struct arena *arena, const char *templates, struct data_file **out_files, size_t *out_count,
                struct error *err)
{
    const char *folder = file_join(arena, templates, "data");
    struct str *names = NULL;
    size_t count = 0;
    if (!file_names(arena, folder, &names, &count, err))
        return false;
    struct data_file *files = arena_array(arena, struct data_file, count);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(names[i], STR(".sql")))
            continue;
        files[kept].name = str_slice(names[i], 0, names[i].len - 4);
        files[kept++].path = file_join(arena, folder, str_text(arena, names[i]));
    }
    *out_files = files;
    *out_count = kept;
    return true;
}

/* A cell that a spreadsheet would take for a formula is shown as the text it is. */
static bool looks_like_formula(struct str text)
{
    return text.len > 0 && str_index(STR("=+-@\t\r"), text.ptr[0], 0) < 6;
}

static void write_text(struct buf *out, struct str text, char delimiter)
{
    bool guard = looks_like_formula(text);
    bool quote = guard;
    for (size_t i = 0; i < text.len && !quote; i++)
        quote = text.ptr[i] == delimiter || text.ptr[i] == '"' || text.ptr[i] == '\n' || text.ptr[i] == '\r';
    if (!quote) {
        buf_add(out, text);
        return;
    }
    buf_byte(out, '"');
    if (guard)
        buf_byte(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_byte(out, '"');
        buf_byte(out, text.ptr[i]);
    }
    buf_byte(out, '"');
}

/* Digits as written, with the decimal sign of the dialect. */
static void write_digits(struct buf *out, struct str digits, char decimal)
{
    size_t from = out->len;
    buf_add(out, digits);
    for (size_t i = from; decimal != '.' && i < out->len; i++)
        if (out->ptr[i] == '.')
            out->ptr[i] = decimal;
}

/* A data set is written in all dialects at once: its rows are read and its numbers formatted once. */
struct tables {
    struct buf files[DIALECTS];
    struct buf digits;
};

static void write_cell(struct tables *tables, struct value value)
{
    buf_reset(&tables->digits);
    if (value.type == VALUE_INT)
        buf_int(&tables->digits, value.integer);
    else if (value.type == VALUE_REAL)
        number_write(&tables->digits, value.real);
    for (size_t d = 0; d < DIALECTS; d++) {
        if (value.type == VALUE_TEXT)
            write_text(&tables->files[d], value.text, dialects[d].delimiter);
        else
            write_digits(&tables->files[d], buf_str(&tables->digits), dialects[d].decimal);
    }
}

static void end_cell(struct tables *tables, bool goes_on)
{
    for (size_t d = 0; d < DIALECTS; d++) {
        if (goes_on)
            buf_byte(&tables->files[d], dialects[d].delimiter);
        else
            buf_text(&tables->files[d], "\r\n");
    }
}

static void write_head(struct tables *tables, const struct query *query)
{
    int columns = query_columns(query);
    for (size_t d = 0; d < DIALECTS; d++)
        buf_add(&tables->files[d], dialects[d].mark);
    for (int c = 0; c < columns; c++) {
        write_cell(tables, VALUE_OF_TEXT(query_column_name(query, c)));
        end_cell(tables, c + 1 < columns);
    }
}

static bool write_csv(struct query *query, struct tables *tables, struct error *err)
{
    int columns = query_columns(query);
    bool row = true;
    write_head(tables, query);
    while (row) {
        if (!query_step(query, &row, err))
            return false;
        for (int c = 0; row && c < columns; c++) {
            write_cell(tables, query_column(query, c));
            end_cell(tables, c + 1 < columns);
        }
    }
    query_reset(query);
    return true;
}

/* One Feature a row: the columns id, lon_deg and lat_deg make its id and Point (six decimals; a row without a point has
 * the geometry null, as RFC 7946 allows); the others are its properties. */
static void write_feature(struct buf *out, const struct query *query)
{
    struct value id = VALUE_OF_NULL, lon = VALUE_OF_NULL, lat = VALUE_OF_NULL;
    size_t properties = 0;
    buf_text(out, "{\"type\":\"Feature\",\"properties\":{");
    for (int c = 0; c < query_columns(query); c++) {
        struct str name = query_column_name(query, c);
        struct value value = query_column(query, c);
        if (str_equal(name, STR("id")))
            id = value;
        else if (str_equal(name, STR("lon_deg")))
            lon = value;
        else if (str_equal(name, STR("lat_deg")))
            lat = value;
        else {
            buf_text(out, properties++ > 0 ? "," : "");
            json_write_text(out, name);
            buf_byte(out, ':');
            json_write_value(out, value);
        }
    }
    buf_text(out, "},\"id\":");
    json_write_value(out, id);
    buf_text(out, ",\"geometry\":");
    if (value_is_number(lon) && value_is_number(lat)) {
        buf_text(out, "{\"type\":\"Point\",\"coordinates\":[");
        buf_decimal(out, value_number(lon), 6);
        buf_byte(out, ',');
        buf_decimal(out, value_number(lat), 6);
        buf_text(out, "]}}");
    } else {
        buf_text(out, "null}");
    }
}

static bool write_geojson(struct query *query, struct buf *out, struct error *err)
{
    buf_text(out, "{\"type\":\"FeatureCollection\",\"features\":[");
    bool row = true;
    for (size_t n = 0; row; n++) {
        if (!query_step(query, &row, err))
            return false;
        if (!row)
            break;
        buf_text(out, n > 0 ? ",\n" : "\n");
        write_feature(out, query);
    }
    buf_text(out, "\n]}\n");
    query_reset(query);
    return true;
}

/* The query makes the document itself. */
static bool write_json(struct query *query, const char *path, struct buf *out, struct error *err)
{
    bool row = false, more = false;
    if (!query_step(query, &row, err))
        return false;
    struct value json = row && query_columns(query) == 1 ? query_column(query, 0) : VALUE_OF_NULL;
    bool is_text = json.type == VALUE_TEXT;
    if (is_text) {
        buf_add(out, json.text);
        buf_byte(out, '\n');
        if (!query_step(query, &more, err))
            return false;
    }
    query_reset(query);
    return (is_text && !more) ||
           error_set(err, ERROR_OUTPUT, "%s: it gives %s; expected one row with one column, the text of the document",
                     path, more ? "several rows" : "no text");
}

static bool give(const struct site_options *options, struct arena *scratch, struct str name, const char *suffix,
                 const struct buf *content, struct error *err)
{
    struct str path = str_format(scratch, "donnees/%.*s%s", STR_ARGS(name), suffix);
    return options->sink(options->sink_context, path, buf_str(content), err);
}

static bool write_tables(struct arena *scratch, struct query *query, struct str name,
                         const struct site_options *options, struct error *err)
{
    struct tables tables;
    buf_init(&tables.digits, NULL);
    for (size_t d = 0; d < DIALECTS; d++)
        buf_init(&tables.files[d], NULL);
    bool ok = write_csv(query, &tables, err);
    for (size_t d = 0; d < DIALECTS; d++) {
        ok = ok && give(options, scratch, name, dialects[d].suffix, &tables.files[d], err);
        buf_clear(&tables.files[d]);
    }
    buf_clear(&tables.digits);
    return ok;
}

/* One file, of the name that the query has. */
static bool write_document(struct arena *scratch, struct query *query, const struct data_file *file,
                           const struct site_options *options, struct error *err)
{
    struct buf out;
    buf_init(&out, NULL);
    bool is_points = str_ends(file->name, STR(".geojson"));
    bool ok = (is_points ? write_geojson(query, &out, err) : write_json(query, file->path, &out, err)) &&
              give(options, scratch, file->name, "", &out, err);
    buf_clear(&out);
    return ok;
}

bool data_file_write(struct arena *scratch, struct db *db, const struct data_file *file,
                     const struct site_options *options, int64_t *out_written, struct error *err)
{
    struct query *query = NULL;
    struct str sql;
    bool is_document = str_ends(file->name, STR(".geojson")) || str_ends(file->name, STR(".json"));
    bool ok = file_read(scratch, file->path, &sql, err) && query_prepare(db, file->path, sql, &query, err) &&
              (is_document ? write_document(scratch, query, file, options, err)
                           : write_tables(scratch, query, file->name, options, err));
    query_free(query);
    if (ok)
        *out_written = is_document ? 1 : DIALECTS;
    return ok;
}
