#include "gencarto/compile/ingest/profile.h"

#include <string.h>

#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/rules.h"
#include "gencarto/compile/ingest/source.h"
#include "gencarto/tabular/splitter.h"

/* One cell in so many is an accident; more are what the column is for. A social security number is never one. */
#define SHARE_OF_CONTENTS 5 /* one fifth of the cells that are not empty */
#define CONTENTS_LEAST    2

#define EMAIL_BYTES 5

enum content { CONTENT_EMAIL, CONTENT_PHONE, CONTENT_SOCIAL_SECURITY, CONTENTS };

struct content_counts {
    int64_t filled, found[CONTENTS];
};

struct profiling {
    const struct profile_context *context;
    struct profile_columns typed;
    struct date_counts dates[TABLE_COLUMN_LIMIT];
    struct number_counts numbers[TABLE_COLUMN_LIMIT];
    struct str *header;
    int64_t header_line;
    struct content_counts *contents; /* by field of the header */
    bool counts_filled;              /* only asked for once something is found: most files hold nothing of persons */
};

/* ---- counting ------------------------------------------------------------------------------------------------- */

static inline struct str trimmed(struct str field)
{
    return field_needs_trim(field) ? field_trim(field) : field;
}

/* Most cells are too short, or begin or end as no number does. Blanks around a cell make it longer, never a number
 * shorter. */
static inline bool may_reach_person(struct str field, bool may_be_email)
{
    return may_be_email ? field.len >= EMAIL_BYTES
                        : field.len >= CONTENTS_NUMBER_DIGITS && !contents_has_letters_at_ends(field);
}

static void count_contents(struct content_counts *counts, struct str field, bool may_be_email)
{
    struct str cell = trimmed(field);
    counts->found[CONTENT_EMAIL] += may_be_email && cell.len >= EMAIL_BYTES && contents_has_email(cell);
    if (cell.len <= 32 && contents_may_be_number(cell)) {
        counts->found[CONTENT_PHONE] += contents_is_phone(cell);
        counts->found[CONTENT_SOCIAL_SECURITY] += contents_is_social_security(cell);
    }
}

/* Its fields are in one piece of memory. */
static bool has_at_sign(const struct record *record)
{
    const struct str *first = record->fields, *last = &record->fields[record->field_count - 1];
    struct str all = {first->ptr, (size_t)(last->ptr + last->len - first->ptr)};
    return str_index(all, '@', 0) < all.len;
}

void profile_list_columns(const struct table *table, const struct columns *columns, struct profile_columns *out_columns)
{
    out_columns->count = 0;
    for (int i = 0; i < table->column_count; i++) {
        enum column_kind kind = table->columns[i].kind;
        if (kind != COLUMN_TEXT && columns->fields[i] >= 0) {
            out_columns->items[out_columns->count++] =
                (struct profile_column){i, columns->fields[i], kind == COLUMN_DATE};
        }
    }
}

/* Of columns beyond those of the header too: then the file is profiled, which knows better. */
bool profile_is_silent(const struct profile_columns *columns, const struct record *record)
{
    for (int i = 0; i < columns->count; i++) {
        const struct profile_column *typed = &columns->items[i];
        bool has_cell = (size_t)typed->field < record->field_count && record->fields[typed->field].len > 0;
        if (has_cell && !(typed->is_date ? date_form_is_silent(record->fields[typed->field])
                                         : number_form_is_silent(record->fields[typed->field]))) {
            return false;
        }
    }
    for (size_t i = 0; i < record->field_count; i++) {
        if (contents_may_be_number(record->fields[i])) {
            struct content_counts counts = {0};
            count_contents(&counts, record->fields[i], false);
            if (counts.found[CONTENT_PHONE] + counts.found[CONTENT_SOCIAL_SECURITY] > 0) {
                return false;
            }
        }
    }
    return true;
}

bool profile_is_plain(const struct profile *profile)
{
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        if (profile->dates[i].month_first || profile->dates[i].from_1904 || profile->numbers[i].groups) {
            return false;
        }
    }
    return true;
}

static void count_record(struct profiling *profiling, const struct record *record)
{
    for (int i = 0; i < profiling->typed.count; i++) {
        const struct profile_column *typed = &profiling->typed.items[i];
        if ((size_t)typed->field >= record->field_count || record->fields[typed->field].len == 0) {
            continue;
        }
        struct str cell = trimmed(record->fields[typed->field]);
        if (cell.len > 0 && typed->is_date) {
            date_form_count(&profiling->dates[typed->column], cell);
        } else if (cell.len > 0) {
            number_form_count(&profiling->numbers[typed->column], cell);
        }
    }
    bool may_be_email = has_at_sign(record);
    size_t known = profiling->context->columns->field_count;
    size_t count = record->field_count < known ? record->field_count : known;
    for (size_t i = 0; i < count; i++) {
        if (may_reach_person(record->fields[i], may_be_email)) {
            count_contents(&profiling->contents[i], record->fields[i], may_be_email);
        }
    }
    for (size_t i = 0; i < count && profiling->counts_filled; i++) {
        profiling->contents[i].filled += trimmed(record->fields[i]).len > 0;
    }
}

/* Of a large text, what is read at `at`; gives the end, in `text`, of what is there. */
static size_t need(const struct profiling *profiling, struct str text, size_t at)
{
    struct file_text *large = profiling->context->large;
    size_t begin = large ? (size_t)(text.ptr - file_text_all(large).ptr) : 0;
    return large ? file_text_need(large, begin + at, begin + at + FILE_TEXT_REACH) - begin : text.len;
}

/* Its fields are gone with the next record: they are copied. */
static bool read_header(struct profiling *profiling, struct records *records, struct error *err)
{
    struct record header = {0};
    struct arena *scratch = profiling->context->scratch;
    enum records_step step = records_next(records, &header, err);
    profiling->header = arena_array(scratch, struct str, profiling->context->columns->field_count + 1);
    profiling->header_line = profiling->context->header_line;
    for (size_t i = 0; step == RECORDS_ROW && i < header.field_count && i < profiling->context->columns->field_count;
         i++) {
        profiling->header[i] = str_copy(scratch, header.fields[i]);
    }
    return step != RECORDS_FAILED;
}

static bool count_records(struct profiling *profiling, struct str text, struct records *records, int64_t most,
                          struct error *err)
{
    struct record record;
    for (int64_t row = 0; row < most; row++) {
        records_extend(records, need(profiling, text, records_offset(records)));
        enum records_step step = records_next(records, &record, err);
        if (step == RECORDS_END || step == RECORDS_FAILED) {
            return step == RECORDS_END;
        }
        if (step == RECORDS_ROW) {
            count_record(profiling, &record);
        }
    }
    return true;
}

/* Whole lines from somewhere in the text. They may begin inside quotes: what has not the columns of the table is none
 * of its rows, and nothing here is a fault. */
static void count_stretch(struct profiling *profiling, struct str lines, const struct dialect *dialect)
{
    struct record record;
    struct error ignored = {0};
    enum records_step step;
    struct records *records = records_open(profiling->context->file, lines, dialect);
    while ((step = records_next(records, &record, &ignored)) != RECORDS_END && step != RECORDS_FAILED) {
        if (step == RECORDS_ROW && record.field_count == profiling->context->columns->field_count) {
            count_record(profiling, &record);
        }
    }
    records_close(records);
}

static void count_stretches(struct profiling *profiling, struct str rest, const struct dialect *dialect)
{
    for (size_t i = 0; i < PROFILE_STRETCHES; i++) {
        need(profiling, rest, rest.len / PROFILE_STRETCHES * i);
        size_t from = splitter_cut(rest, rest.len / PROFILE_STRETCHES * i, 1);
        count_stretch(profiling, str_slice(rest, from, splitter_cut(rest, from, PROFILE_STRETCH_BYTES)), dialect);
    }
}

/* All rows, or, when there are more than `most`, so many and stretches of the others. */
static bool count_text(struct profiling *profiling, struct str text, const struct dialect *dialect, int64_t most,
                       bool *out_is_whole, struct error *err)
{
    struct records *records = records_open(profiling->context->file, text, dialect);
    records_extend(records, need(profiling, text, 0));
    bool ok = read_header(profiling, records, err) && count_records(profiling, text, records, most, err);
    struct str rest = str_slice(text, records_offset(records), text.len);
    *out_is_whole = rest.len < PROFILE_STRETCHES * PROFILE_STRETCH_BYTES;
    if (ok && *out_is_whole) {
        ok = count_records(profiling, text, records, INT64_MAX, err);
    } else if (ok) {
        count_stretches(profiling, rest, dialect);
    }
    records_close(records);
    return ok;
}

/* A column with cells that can be read two ways, and none that says which. */
static bool has_open_column(const struct profiling *profiling)
{
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        if (date_counts_are_open(&profiling->dates[i]) || number_counts_are_open(&profiling->numbers[i])) {
            return true;
        }
    }
    return false;
}

static bool has_found(const struct profiling *profiling)
{
    for (size_t i = 0; i < profiling->context->columns->field_count; i++) {
        for (int content = 0; content < CONTENTS; content++) {
            if (profiling->contents[i].found[content] > 0) {
                return true;
            }
        }
    }
    return false;
}

static void start_counts(struct profiling *profiling)
{
    memset(profiling->dates, 0, sizeof(profiling->dates));
    memset(profiling->numbers, 0, sizeof(profiling->numbers));
    memset(profiling->contents, 0, profiling->context->columns->field_count * sizeof(profiling->contents[0]));
}

/* The cell that decides may stand anywhere: where the sample leaves a column open, the whole file is asked. Where cells
 * name or reach persons, the filled ones are counted too. */
static bool count_until_settled(struct profiling *profiling, struct str text, const struct dialect *dialect,
                                struct error *err)
{
    int64_t most = PROFILE_ROWS;
    for (;;) {
        bool is_whole;
        if (!count_text(profiling, text, dialect, most, &is_whole, err)) {
            return false;
        }
        if (!is_whole && has_open_column(profiling)) {
            most = INT64_MAX;
        } else if (!profiling->counts_filled && has_found(profiling)) {
            profiling->counts_filled = true;
        } else {
            return true;
        }
        start_counts(profiling);
    }
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

/* What a column of the table may hold: a SIRET is fourteen digits, an e-mail address may stand in a note. */
static bool is_refused(const struct content_counts *counts, enum content content)
{
    int64_t found = counts->found[content];
    if (content == CONTENT_SOCIAL_SECURITY) {
        return found >= CONTENTS_LEAST && found * SHARE_OF_CONTENTS >= counts->filled;
    }
    return found >= (counts->filled < CONTENTS_LEAST ? 1 : CONTENTS_LEAST) &&
           found * SHARE_OF_CONTENTS >= counts->filled;
}

static bool refuse_contents(const struct profiling *profiling, struct error *err)
{
    static const char *const names[CONTENTS] = {"e-mail addresses", "telephone numbers", "social security numbers"};
    const struct profile_context *context = profiling->context;
    for (size_t i = 0; i < context->columns->field_count; i++) {
        for (int content = 0; content < CONTENTS; content++) {
            struct str name = profiling->header[i];
            if (is_refused(&profiling->contents[i], (enum content)content) &&
                !columns_is_allowed(context->scratch, context->source, name)) {
                struct str shown = columns_shown(context->scratch, name, context->table->personal);
                return error_set(
                    err, ERROR_INPUT,
                    "%s:%lld: the column \"%.*s\" holds %s; remove it from the export, or, if it does not, "
                    "allow it with <colonne-autorisee>%.*s</colonne-autorisee> in the <source table=\"%s\"> "
                    "of programme.xml",
                    context->file, (long long)profiling->header_line, STR_ARGS(shown), names[content], STR_ARGS(shown),
                    context->table->name);
            }
        }
    }
    return true;
}

/* ---- dates ---------------------------------------------------------------------------------------------------- */

static int32_t gap(int32_t a, int32_t b)
{
    return a > b ? a - b : b - a;
}

/* A workbook counts all its days from one epoch. The reading from 1904 must lie much nearer to where the dates of the
 * file are expected: from 1900 is the rule, and the two are four years apart. */
static bool counts_from_1904(const struct profiling *profiling)
{
    int32_t most = DATE_NONE;
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        const struct date_counts *counts = &profiling->dates[i];
        if (counts->serials > 0 && (most == DATE_NONE || date_counts_latest_serial(counts) < most)) {
            most = date_counts_latest_serial(counts);
        }
    }
    int32_t likely = profiling->context->likely_day;
    return most != DATE_NONE && likely != DATE_NONE && 2 * gap(most + DATE_FORM_EPOCHS, likely) < gap(most, likely);
}

/* The columns of one file come from one spreadsheet: one that says nothing is as the others. */
static bool file_has_month_first(const struct profiling *profiling)
{
    int64_t day_first = 0, month_first = 0;
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        day_first += profiling->dates[i].day_first;
        month_first += profiling->dates[i].month_first;
    }
    return month_first > day_first;
}

static void report(const struct profiling *profiling, enum rule_name rule, int column, const char *detail)
{
    const struct profile_context *context = profiling->context;
    findings_add(context->findings, &rules[rule], str_from(context->file), profiling->header_line,
                 context->columns->fields[column] + 1,
                 str_format(context->scratch, "%s: %s", context->table->columns[column].name, detail));
}

static void decide_dates(const struct profiling *profiling, struct profile *profile)
{
    bool from_1904 = counts_from_1904(profiling), file_month_first = file_has_month_first(profiling);
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        const struct date_counts *counts = &profiling->dates[i];
        bool is_silent = counts->day_first == 0 && counts->month_first == 0;
        bool month_first = is_silent ? file_month_first : counts->month_first > counts->day_first;
        profile->dates[i] = (struct date_form){month_first, from_1904};
        if (month_first && counts->month_first + counts->ambiguous > 0) {
            report(profiling, RULE_DATE_ORDER, i, "MM/JJ/AAAA");
        }
        if (counts->serials > 0) {
            report(profiling, RULE_DATE_SERIAL, i, from_1904 ? "days since 1904" : "days since 1900");
        }
        if (counts->short_years > 0) {
            report(profiling, RULE_DATE_SHORT_YEAR, i, "JJ/MM/AA");
        }
    }
}

int32_t profile_likely_day(const struct programme *programme, struct str file, int32_t received_day)
{
    struct period quarter = source_quarter(file);
    int32_t likely = received_day != DATE_NONE ? received_day
                     : quarter.index > 0       ? period_last_day(quarter)
                                               : programme->received_day;
    for (size_t i = 0; i < programme->wave_count && likely == DATE_NONE; i++) {
        int32_t decided = programme->waves[programme->wave_count - 1 - i].decided_day;
        likely = decided != DATE_NONE ? decided : programme->waves[programme->wave_count - 1 - i].opened_day;
    }
    return likely;
}

bool profile_read(struct str text, const struct dialect *dialect, const struct profile_context *context,
                  struct profile *out_profile, struct error *err)
{
    struct profiling profiling = {.context = context};
    struct profile profile = {0};
    struct arena_mark mark = arena_save(context->scratch);
    profile_list_columns(context->table, context->columns, &profiling.typed);
    profiling.contents = arena_array(context->scratch, struct content_counts, context->columns->field_count + 1);
    bool ok = count_until_settled(&profiling, text, dialect, err) && refuse_contents(&profiling, err);
    if (ok) {
        decide_dates(&profiling, &profile);
        for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
            profile.numbers[i] = number_form_of(&profiling.numbers[i]);
        }
        *out_profile = profile;
    }
    arena_restore(context->scratch, mark);
    return ok;
}
