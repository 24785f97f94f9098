#include "data_file.h"

#include <math.h>

#include "gencarto/base/file.h"
#include "gencarto/base/number.h"

static const struct dialect {
    const char *suffix;
    struct str mark; /* at the beginning of the file */
    char delimiter;
    char decimal;
} DIALECTS[] = {
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

static void write_real(struct buf *out, double number, char decimal)
{
    if (number == floor(number) && fabs(number) < 1e15) {
        buf_int(out, (int64_t)number);
        return;
    }
    size_t from = out->len;
    number_write(out, number);
    for (size_t i = from; i < out->len; i++)
        if (out->ptr[i] == '.')
            out->ptr[i] = decimal;
}

static void write_cell(struct buf *out, struct value value, const struct dialect *dialect)
{
    switch (value.type) {
    case VALUE_NULL:
        break;
    case VALUE_INT:
        buf_int(out, value.integer);
        break;
    case VALUE_REAL:
        write_real(out, value.real, dialect->decimal);
        break;
    case VALUE_TEXT:
        write_text(out, value.text, dialect->delimiter);
        break;
    }
}

static void write_head(struct buf *out, const struct query *query, const struct dialect *dialect)
{
    buf_add(out, dialect->mark);
    for (int c = 0; c < query_columns(query); c++) {
        if (c > 0)
            buf_byte(out, dialect->delimiter);
        write_text(out, query_column_name(query, c), dialect->delimiter);
    }
    buf_text(out, "\r\n");
}

static bool write_csv(struct query *query, const struct dialect *dialect, struct buf *out, struct error *err)
{
    write_head(out, query, dialect);
    bool row = true;
    while (row) {
        if (!query_step(query, &row, err))
            return false;
        for (int c = 0; row && c < query_columns(query); c++) {
            if (c > 0)
                buf_byte(out, dialect->delimiter);
            write_cell(out, query_column(query, c), dialect);
        }
        if (row)
            buf_text(out, "\r\n");
    }
    query_reset(query);
    return true;
}

static void write_json_text(struct buf *out, struct str text)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            buf_format(out, "\\%c", c);
        else if (c < 0x20)
            buf_format(out, "\\u%04x", c);
        else
            buf_byte(out, (char)c);
    }
    buf_byte(out, '"');
}

static void write_json_value(struct buf *out, struct value value)
{
    switch (value.type) {
    case VALUE_NULL:
        buf_text(out, "null");
        break;
    case VALUE_INT:
        buf_int(out, value.integer);
        break;
    case VALUE_REAL:
        write_real(out, value.real, '.');
        break;
    case VALUE_TEXT:
        write_json_text(out, value.text);
        break;
    }
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
            write_json_text(out, name);
            buf_byte(out, ':');
            write_json_value(out, value);
        }
    }
    buf_text(out, "},\"id\":");
    write_json_value(out, id);
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

bool data_file_write(struct arena *scratch, struct db *db, const struct data_file *file,
                     const struct site_options *options, int64_t *out_written, struct error *err)
{
    struct query *query = NULL;
    struct str sql;
    struct buf out;
    bool ok = file_read(scratch, file->path, &sql, err) && query_prepare(db, file->path, sql, &query, err);
    int64_t written = 0;
    buf_init(&out, NULL);
    if (ok && str_ends(file->name, STR(".geojson"))) {
        ok = write_geojson(query, &out, err) && give(options, scratch, file->name, "", &out, err);
        written = 1;
    } else if (ok && str_ends(file->name, STR(".json"))) {
        ok = write_json(query, file->path, &out, err) && give(options, scratch, file->name, "", &out, err);
        written = 1;
    } else {
        for (size_t i = 0; ok && i < sizeof DIALECTS / sizeof *DIALECTS; i++, written++) {
            buf_reset(&out);
            ok = write_csv(query, &DIALECTS[i], &out, err) &&
                 give(options, scratch, file->name, DIALECTS[i].suffix, &out, err);
        }
    }
    buf_clear(&out);
    query_free(query);
    if (ok)
        *out_written = written;
    return ok;
}
