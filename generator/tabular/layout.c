#include "gencarto/tabular/layout.h"

#include <string.h>

#include "gencarto/tabular/bare_line.h"
#include "gencarto/tabular/dialect_sample.h"

#define SAMPLE_RECORDS 60
#define MORE_RECORDS   2000 /* where the table is not among those */
#define MORE_BYTES     (size_t)(1024 * 1024)
#define LONGEST_KEY    5 /* records of a run of keys and values above a table */
#define KEY_COLUMNS    3
#define TYPED_SHARE    0.7

const char *part_name(enum part part)
{
    static const char *const names[PARTS] = {"preamble", "header", "data", "total", "note", "ruler"};
    return names[part];
}

/* ---- the first table ------------------------------------------------------------------------------------------ */

struct sampled {
    struct outline outline;
    int64_t line;
    unsigned char *shapes;  /* of its cells */
    bool begins_with_sharp; /* # and more */
    bool begins_comment;    /* ... after a blank: "# made on 12/03/2018" */
    bool is_above_ruler;    /* that further records are below */
};

struct sample {
    struct sampled *records;
    size_t count;
    bool is_odd; /* a record may be read otherwise once the columns of the table are known */
};

/* One record, and what reads it. */
struct reading {
    const struct dialect *dialect;
    bool is_whole;  /* nothing follows the text */
    size_t columns; /* of the table, 0 when that is not known yet */
    const struct str *cells;
    size_t count, len;
    int64_t lines;
    bool is_broken; /* against the grammar */
    struct bare_line bare;
    struct tolerant_record tolerant;
};

/* Most records are a line without quotes, whose cells are as they stand. */
static bool read_bare(struct reading *reading, struct str rest)
{
    const struct dialect *dialect = reading->dialect;
    struct bare_line *bare = &reading->bare;
    if (reading->columns > 0 || dialect->is_padded || dialect->escape == ESCAPE_BACKSLASH) {
        return false;
    }
    bare_line_read(rest, dialect->delimiter, bare);
    struct str line = str_slice(rest, 0, bare->len);
    if (bare->is_too_wide || line.len > RECORD_FIELD_BYTES ||
        (dialect->quote && str_index(line, dialect->quote, 0) < line.len)) {
        return false;
    }
    reading->cells = bare->cells;
    reading->count = bare->count;
    reading->len = bare->len;
    reading->lines = bare->has_end;
    reading->is_broken = false;
    return true;
}

/* The record at the beginning of `rest`. False when it is too large to be one, or goes on after the text, unless
 * `is_needed`: then it ends there. */
static bool read_record(struct reading *reading, struct str rest, bool is_needed)
{
    struct tolerant_record *tolerant = &reading->tolerant;
    if (read_bare(reading, rest)) {
        return true;
    }
    if (tolerant_read(reading->dialect, rest, reading->is_whole || is_needed, reading->columns, tolerant) !=
        TOLERANT_RECORD) {
        return false;
    }
    reading->cells = tolerant->cells;
    reading->count = tolerant->count;
    reading->len = tolerant->len;
    reading->lines = tolerant->lines;
    reading->is_broken = tolerant->fault != FAULT_NONE;
    return true;
}

/* Of another width, against the grammar, or quoted as the table may not be. */
static bool is_odd(const struct reading *record, size_t columns)
{
    struct str first = str_trim(record->cells[0]);
    return record->count != columns || record->is_broken || str_starts(first, STR("'")) || str_starts(first, STR("\""));
}

/* What is looked at. */
struct beginning {
    const struct dialect *dialect;
    struct str text;
    bool is_whole; /* nothing follows the text */
    size_t most;   /* records */
};

/* Where reading stands. */
struct standing {
    struct str rest;
    int64_t line;
    bool is_after_blank, is_below_ruler;
};

static void add_sampled(struct arena *arena, struct sample *sample, const struct reading *record,
                        const struct standing *at)
{
    if (at->is_below_ruler && sample->count > 0) {
        sample->records[sample->count - 1].is_above_ruler = true;
    }
    struct sampled *sampled = &sample->records[sample->count++];
    sampled->shapes = arena_array(arena, unsigned char, record->count);
    outline_shapes(record->cells, record->count, sampled->shapes);
    sampled->begins_with_sharp = record->cells[0].len > 1 && record->cells[0].ptr[0] == '#';
    sampled->begins_comment = sampled->begins_with_sharp && record->cells[0].ptr[1] == ' ';
    sampled->outline = outline_of_shapes(record->cells, sampled->shapes, record->count, at->is_after_blank);
    sampled->line = at->line;
    sample->is_odd = sample->is_odd || is_odd(record, sample->records[0].outline.count);
}

/* `columns`: of the table, 0 when that is not known yet. */
static void read_sample(struct arena *arena, const struct beginning *beginning, size_t columns, struct sample *sample)
{
    *sample = (struct sample){.records = arena_array(arena, struct sampled, beginning->most)};
    struct reading record;
    const struct dialect *dialect = beginning->dialect;
    struct str text = beginning->text;
    struct standing at = {str_slice(text, dialect_text_begin(dialect, text), text.len),
                          dialect->has_separator_line ? 2 : 1, false, false};
    record.dialect = dialect;
    record.is_whole = beginning->is_whole;
    record.columns = columns;
    tolerant_init(&record.tolerant);
    while (at.rest.len > 0 && sample->count < beginning->most) {
        size_t blank = tolerant_blank_line(dialect, at.rest, true);
        if (blank > 0) {
            at.rest = str_slice(at.rest, blank, at.rest.len);
            at.line++;
            at.is_after_blank = true;
            continue;
        }
        if (!read_record(&record, at.rest, sample->count < DIALECT_LEAST_LINES)) {
            sample->is_odd = true;
            break;
        }
        bool is_ruler = outline_is_ruler(record.cells, record.count);
        if (!is_ruler) {
            add_sampled(arena, sample, &record, &at);
            at.is_after_blank = sample->records[sample->count - 1].outline.filled == 0;
        }
        at.is_below_ruler = is_ruler;
        at.line += record.lines;
        at.rest = str_slice(at.rest, record.len, at.rest.len);
    }
    tolerant_clear(&record.tolerant);
}

/* Titles and notes: hardly anything in a wide record. */
static bool is_sparse(const struct outline *record, size_t columns)
{
    return columns > 2 && (record->filled <= 1 || (record->filled == 2 && columns >= 8));
}

/* A run of records of one width, from `from` on, with at most two of other widths between: a row broken in two. */
static size_t run_length(const struct sample *sample, size_t from)
{
    size_t width = sample->records[from].outline.count, last = from, members = 0;
    for (size_t i = from; i < sample->count && i <= last + 3; i++) {
        if (sample->records[i].outline.count == width) {
            last = i;
            members++;
        }
    }
    return members;
}

/* A line of comment right above the table, which a delimiter happens to cut. */
static bool is_comment(const struct sample *sample, size_t at)
{
    const struct sampled *record = &sample->records[at];
    bool is_other_width = at + 1 < sample->count && record->outline.count != sample->records[at + 1].outline.count;
    return record->begins_comment || (record->begins_with_sharp && is_other_width);
}

/* A header that lost or gained cells stands right above the run: names, nearly as many; or at least half as many where
 * the run begins with a row. So does a first row with one cell too many, whatever is in it: no title has so many. */
static bool is_broken_header(const struct sample *sample, size_t at, size_t columns)
{
    const struct outline *record = &sample->records[at].outline, *first = &sample->records[at + 1].outline;
    size_t apart = record->count > columns ? record->count - columns : columns - record->count;
    bool is_right_above = !first->is_after_blank && columns > 2 && !is_comment(sample, at);
    bool has_one_more = record->count == columns + 1 && record->filled * 2 > columns;
    bool may_be_names = record->count > 1 && !record->has_values;
    bool are_names = record->filled == record->count && record->count * 2 >= columns && first->has_values;
    return is_right_above && (has_one_more || (may_be_names && (apart == 1 || are_names)));
}

/* ---- header --------------------------------------------------------------------------------------------------- */

enum kind { KIND_NOTHING, KIND_VALUE, KIND_CODE, KIND_TEXT };

static enum kind kind_of(enum shape shape)
{
    if (shape == SHAPE_EMPTY) {
        return KIND_NOTHING;
    }
    if (shape_is_value(shape)) {
        return KIND_VALUE;
    }
    return shape == SHAPE_CODE || shape == SHAPE_ADDRESS ? KIND_CODE : KIND_TEXT;
}

/* How many cells of a column are of each kind. */
struct kinds {
    unsigned short counts[4];
};

static enum kind most_of_kinds(const struct kinds *kinds)
{
    double values = kinds->counts[KIND_VALUE], typed = values + kinds->counts[KIND_CODE];
    double all = typed + kinds->counts[KIND_TEXT];
    if (all == 0 || typed < TYPED_SHARE * all) {
        return all > 0 ? KIND_TEXT : KIND_NOTHING;
    }
    return values >= TYPED_SHARE * all ? KIND_VALUE : KIND_CODE;
}

/* The rows from `from` on, and what most cells of their columns are. */
struct body {
    size_t from, columns;
    unsigned char kinds[RECORD_FIELDS];
};

static void find_body(struct body *body, const struct sample *sample, size_t from, size_t columns)
{
    struct kinds all[RECORD_FIELDS];
    body->from = from;
    body->columns = columns;
    memset(all, 0, columns * sizeof all[0]);
    for (size_t i = from; i < sample->count; i++) {
        const struct sampled *record = &sample->records[i];
        bool is_row = record->outline.count == columns && !record->outline.is_total;
        for (size_t column = 0; column < columns && is_row; column++) {
            all[column].counts[kind_of((enum shape)record->shapes[column])]++;
        }
    }
    for (size_t i = 0; i < columns; i++) {
        body->kinds[i] = (unsigned char)most_of_kinds(&all[i]);
    }
}

/* Cells that are words where the column has values or codes, and cells that are as the column is. */
struct agreement {
    size_t against, with;
};

static struct agreement agreement_of(const struct sampled *record, const struct body *body)
{
    struct agreement agreement = {0};
    for (size_t i = 0; i < body->columns && i < record->outline.count; i++) {
        enum kind kind = kind_of((enum shape)record->shapes[i]), column = (enum kind)body->kinds[i];
        bool is_typed = column == KIND_VALUE || column == KIND_CODE;
        agreement.against += is_typed && kind == KIND_TEXT;
        agreement.with += is_typed && (kind == column || kind == KIND_VALUE);
    }
    return agreement;
}

/* Not a total, a note, or a row that is as its columns are; below the first row, two others must bear witness. */
static bool may_be_header(const struct sample *sample, size_t begin, size_t at, size_t columns,
                          struct agreement agreement)
{
    const struct outline *record = &sample->records[at].outline;
    if (record->is_total || record->count * 2 <= columns || agreement.with > agreement.against) {
        return false;
    }
    return at == begin || (agreement.with == 0 && sample->count - at > 2 && !record->has_values);
}

/* Rows that speak against the columns below them are the header; a row of group titles above one speaks of nothing. */
static int find_header(const struct sample *sample, size_t begin, size_t columns)
{
    size_t left = sample->count - begin;
    for (size_t i = begin; i < sample->count && i < begin + LAYOUT_HEADER_ROWS; i++) {
        if (sample->records[i].is_above_ruler) {
            return (int)(i - begin) + 1;
        }
    }
    if (left == 1) {
        return sample->records[begin].outline.has_values ? 0 : 1;
    }
    struct body body;
    find_body(&body, sample, begin + (left > LAYOUT_HEADER_ROWS + 2 ? LAYOUT_HEADER_ROWS : 1), columns);
    int rows = 0;
    for (size_t i = begin; i < sample->count - 1 && i < begin + LAYOUT_HEADER_ROWS; i++) {
        if (i >= body.from) {
            find_body(&body, sample, i + 1, columns);
        }
        struct agreement agreement = agreement_of(&sample->records[i], &body);
        if (!may_be_header(sample, begin, i, columns, agreement)) {
            break;
        }
        if (agreement.against > 0) {
            rows = (int)(i - begin) + 1;
        }
    }
    if (rows > 0) {
        return rows;
    }
    /* Only texts in all columns: the first row is taken for names when it can be them. */
    find_body(&body, sample, begin + 1, columns);
    struct agreement first = agreement_of(&sample->records[begin], &body);
    return first.with == 0 && !sample->records[begin].outline.has_values ? 1 : 0;
}

/* ---- where the first table begins ------------------------------------------------------------------------------ */

/* A blank line stands above the record, or above a title right above it. */
static bool is_apart(const struct sample *sample, size_t at)
{
    return sample->records[at].outline.is_after_blank ||
           (at > 1 && sample->records[at - 1].outline.filled == 1 && sample->records[at - 1].outline.is_after_blank);
}

/* The first records of a width are a table of few rows, and not keys with their values: names stand above facts, those
 * of its first column, or, in three rows or more of three columns or more, of any. */
static bool is_short_table(const struct sample *sample, size_t begin, size_t length)
{
    struct body body;
    const struct sampled *header = &sample->records[begin];
    size_t columns = header->outline.count;
    if (!header->outline.is_names) {
        return false;
    }
    find_body(&body, sample, begin + 1, columns);
    struct agreement agreement = agreement_of(header, &body);
    enum kind first = (enum kind)body.kinds[0];
    bool is_of_facts = first == KIND_VALUE || first == KIND_CODE;
    return agreement.against > 0 && (is_of_facts || (columns >= KEY_COLUMNS && length > 2));
}

/* Where the first table begins: a run of one width of two cells or more. One record alone is none where a run follows,
 * nor are a few keys and values above a longer and wider run. */
static size_t find_table(const struct sample *sample)
{
    size_t begin = sample->count, length = 0;
    for (size_t i = 0; i < sample->count; i++) {
        const struct outline *record = &sample->records[i].outline;
        if (record->count < 2 || is_sparse(record, record->count) || record->filled == 0) {
            continue;
        }
        size_t run = run_length(sample, i);
        size_t before = begin < sample->count ? sample->records[begin].outline.count : 0;
        bool is_wider = begin < sample->count && before <= KEY_COLUMNS && record->count > before;
        bool is_better =
            begin == sample->count || (run > length && ((length <= LONGEST_KEY && is_wider) || length == 1));
        if (is_better && length > 1 && is_apart(sample, i) && is_short_table(sample, begin, length)) {
            break;
        }
        if (is_better) {
            begin = i;
            length = run;
        }
        if (begin != i && length > LONGEST_KEY) {
            break;
        }
    }
    return begin == sample->count ? 0 : begin; /* one column */
}

static void find_in(const struct beginning *beginning, int header_rows, struct layout *layout)
{
    struct arena scratch;
    struct sample sample;
    arena_init_private(&scratch);
    read_sample(&scratch, beginning, 0, &sample);
    if (sample.count > 0) {
        size_t begin = find_table(&sample);
        if (sample.is_odd) {
            read_sample(&scratch, beginning, sample.records[begin].outline.count, &sample);
            begin = find_table(&sample);
        }
        while (begin + 1 < sample.count && is_comment(&sample, begin)) {
            begin++;
        }
        layout->columns = sample.records[begin].outline.count;
        if (begin > 0 && is_broken_header(&sample, begin - 1, layout->columns)) {
            begin--;
        }
        layout->preamble_records = (int64_t)begin;
        layout->header_line = sample.records[begin].line;
        layout->header_rows = header_rows < 0 ? find_header(&sample, begin, layout->columns) : header_rows;
    }
    arena_clear(&scratch);
}

void layout_find(const struct dialect *dialect, struct str text, int header_rows, struct layout *out_layout)
{
    struct layout layout = {.header_rows = header_rows < 0 ? 0 : header_rows};
    struct str first = str_slice(text, 0, dialect_sample_beginning(text)), more = str_slice(text, 0, MORE_BYTES);
    find_in(&(struct beginning){dialect, first, first.len == text.len, SAMPLE_RECORDS}, header_rows, &layout);
    if (layout.columns < 2 && dialect->columns > 1) {
        find_in(&(struct beginning){dialect, more, more.len == text.len, MORE_RECORDS}, header_rows, &layout);
    }
    *out_layout = layout;
}

/* ---- the walk ------------------------------------------------------------------------------------------------- */

/* A further table begins: another width after a blank line, or names where rows were, followed by a record as wide; or
 * names between a blank line and a ruler. */
static bool begins_table(const struct layout_walk *walk, const struct outline *record, const struct outline *next)
{
    if (record->count < 2 || record->filled < 2 || record->is_total) {
        return false;
    }
    if (record->hash == walk->header_hash) {
        return true;
    }
    if (next && next->is_ruler && record->is_names && record->is_after_blank) {
        return true;
    }
    bool is_other_width = record->count != walk->columns;
    bool goes_on = next && next->count == record->count && !next->is_after_blank;
    if (record->is_after_blank) {
        return (is_other_width && (goes_on || record->is_names)) || (record->is_names && goes_on && next->has_values);
    }
    return is_other_width && record->is_names && goes_on && next->has_values;
}

/* A line of words without the table's shape, that no row follows. One that begins as a row does is a row cut short, and
 * one with more cells than the table is a row with cells too many. */
static bool is_note(const struct layout_walk *walk, const struct outline *record, const struct outline *next)
{
    bool is_short = record->filled <= 1 || is_sparse(record, walk->columns);
    bool is_wrapped = walk->columns > 2 && record->cuts + 1 == walk->columns; /* a whole row in quotes */
    if (walk->columns < 2 || !is_short || is_wrapped || (record->begins_with_fact && !record->is_after_blank) ||
        record->filled == 0 || record->count > walk->columns || (walk->columns == 2 && record->count == 2)) {
        return false;
    }
    bool row_follows = next && !next->is_after_blank && next->count == walk->columns && !next->is_total &&
                       next->filled > 1 && !is_sparse(next, walk->columns) && !next->is_names;
    return !row_follows;
}

enum part layout_next(struct layout_walk *walk, const struct outline *record, const struct outline *next)
{
    if (record->is_ruler) {
        return PART_RULER;
    }
    int64_t index = walk->records++ - walk->layout->preamble_records;
    if (index < 0) {
        return PART_PREAMBLE;
    }
    if (index == 0) {
        walk->table = 1;
        walk->columns = walk->layout->columns;
        walk->header_hash = walk->layout->header_rows ? record->hash : 0;
    }
    if (index < walk->layout->header_rows) {
        return PART_HEADER;
    }
    if (begins_table(walk, record, next)) {
        walk->table++;
        walk->columns = record->count;
        if (record->is_names || record->hash == walk->header_hash) {
            walk->header_hash = record->hash;
            return PART_HEADER;
        }
        return PART_DATA;
    }
    if (record->is_total) {
        return PART_TOTAL;
    }
    return is_note(walk, record, next) ? PART_NOTE : PART_DATA;
}
