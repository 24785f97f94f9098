#include "gencarto/compile/ingest/row.h"

#include <math.h>
#include <string.h>

#include "gencarto/base/bytes.h"
#include "gencarto/base/number.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/mojibake.h"
#include "gencarto/compile/ingest/plain_date.h"

#define QUOTED_CHARACTERS 60
#define LONGEST_BLANK     20    /* bytes of "non communiquée" and the like */
#define FIRST_DAY         7305  /* 1990-01-01 */
#define LAST_DAY          47846 /* 2100-12-31 */

/* ---- findings ------------------------------------------------------------------------------------------------- */

void row_report_text(struct row *row, enum rule_name rule, int column, struct str detail)
{
    int field = column >= 0 ? row->columns->fields[column] : -1;
    findings_add(row->findings, &rules[rule], row->file, row->record->line, field + 1, detail);
    row->is_set_aside = row->is_set_aside || rules[rule].severity == SEVERITY_ERROR;
}

/* The first characters of a public value. */
static void quote(struct buf *out, struct str cell)
{
    size_t end = 0, characters = 0;
    while (end < cell.len && characters < QUOTED_CHARACTERS) {
        end++;
        while (end < cell.len && ((unsigned char)cell.ptr[end] & 0xC0) == 0x80) {
            end++;
        }
        characters++;
    }
    buf_format(out, "\"%.*s%s\"", (int)end, cell.ptr, end < cell.len ? "..." : "");
}

/* Of rows about persons the shape alone. */
static void describe(struct buf *out, struct row *row, int column)
{
    struct str cell = row_cell(row, column);
    buf_format(out, "%s: ", row->table->columns[column].name);
    if (cell.len == 0) {
        buf_text(out, "empty");
    } else if (row->table->personal) {
        buf_text(out, "found the form ");
        field_write_shape(out, cell);
    } else {
        buf_text(out, "found ");
        quote(out, cell);
    }
}

void row_report(struct row *row, enum rule_name rule, int column, const char *expected)
{
    struct buf detail;
    buf_init(&detail, row->scratch);
    if (column >= 0) {
        describe(&detail, row, column);
    }
    if (expected) {
        buf_format(&detail, "%sexpected %s", detail.len > 0 ? "; " : "", expected);
    }
    row_report_text(row, rule, column, buf_str(&detail));
}

void row_report_twice(struct row *row, int column, int64_t first_line)
{
    struct buf detail;
    buf_init(&detail, row->scratch);
    describe(&detail, row, column);
    buf_format(&detail, "; first on line %lld", (long long)first_line);
    row_report_text(row, RULE_ID_DUPLICATE, column, buf_str(&detail));
}

void row_report_repair(struct row *row, enum rule_name rule, int column, struct str used)
{
    struct buf detail;
    if (row->table->personal) {
        row_report(row, rule, column, NULL);
        return;
    }
    buf_init(&detail, row->scratch);
    buf_format(&detail, "%s: found ", row->table->columns[column].name);
    quote(&detail, row_cell(row, column));
    buf_text(&detail, "; used ");
    quote(&detail, used);
    row_report_text(row, rule, column, buf_str(&detail));
}

/* ---- totals --------------------------------------------------------------------------------------------------- */

static bool begins_with_word(struct str folded, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = str_from(words[i]);
        if (str_starts(folded, word) && (folded.len == word.len || folded.ptr[word.len] == ' ')) {
            return true;
        }
    }
    return false;
}

static size_t count_filled(const struct record *record)
{
    size_t filled = 0;
    for (size_t i = 0; i < record->field_count; i++) {
        filled += record->fields[i].len > 0;
    }
    return filled;
}

/* Ids such as F0012 and 2017-3 are no words; "(1) Provisoire" is a note. */
static bool may_begin_total(struct str cell)
{
    char second = cell.len > 1 ? cell.ptr[1] : ' ';
    if (second >= '0' && second <= '9' && cell.ptr[0] != '(') {
        return false;
    }
    switch (cell.ptr[0] | ' ') { /* as in lower case; '*' and '(' have the bit */
    case 't':
    case 's':
    case 'e':
    case 'c':
    case 'm':
    case 'n':
    case 'l':
    case 'd':
    case 'f':
    case 'p':
    case '*':
    case '(':
        return true;
    default:
        return false;
    }
}

static bool is_number(struct str cell)
{
    for (size_t i = 0; i < cell.len; i++) {
        if (!strchr("0123456789,. ", cell.ptr[i])) {
            return false;
        }
    }
    return true;
}

/* The first cell that is filled; of a row that is mostly empty, the first that is no number: where the columns stand in
 * another order, sums may come before the word. */
static size_t first_telling(const struct record *record)
{
    size_t first = 0, word;
    while (first < record->field_count && record->fields[first].len == 0) {
        first++;
    }
    if (first == record->field_count || !is_number(record->fields[first]) ||
        count_filled(record) > record->field_count / 2) {
        return first;
    }
    for (word = first; word < record->field_count && is_number(record->fields[word]); word++) {
    }
    return word < record->field_count ? word : first;
}

/* A total says so in its first cell; a footnote stands alone in its row. Most rows are told by one letter. */
bool row_is_total(const struct row *row)
{
    static const char *const totals[] = {"total", "totaux", "sous total", "ensemble", "somme", "cumul", "moyenne"};
    static const char *const notes[] = {"source",  "sources", "note",    "notes",  "nb",      "champ",
                                        "lecture", "legende", "extrait", "export", "donnees", "edite",
                                        "edition", "fin",     "nombre",  "page"};
    const struct record *record = row->record;
    size_t first = first_telling(record);
    struct str cell = first < record->field_count ? field_trim(record->fields[first]) : STR("");
    if (cell.len == 0 || !may_begin_total(cell)) {
        return false;
    }
    size_t filled = count_filled(record);
    if (first > 0 && filled > record->field_count / 2) {
        return false;
    }
    struct arena_mark mark = arena_save(row->scratch);
    struct str folded = text_fold(row->scratch, cell);
    bool is_note =
        filled == 1 && (record->field_count > 2 || (record->field_count == 1 && row->columns->field_count > 2)) &&
        (cell.ptr[0] == '*' || cell.ptr[0] == '(' || begins_with_word(folded, notes, sizeof(notes) / sizeof(notes[0])));
    bool is_total = begins_with_word(folded, totals, sizeof(totals) / sizeof(totals[0]));
    arena_restore(row->scratch, mark);
    return is_total || is_note;
}

bool row_repeats_header(const struct row *row)
{
    const struct record *record = row->record;
    return record->field_count == row->columns->field_count && record->field_count > 1 &&
           field_trim(record->fields[0]).len == row->columns->first_name_len &&
           columns_names_hash(record) == row->columns->names_hash;
}

/* ---- text ----------------------------------------------------------------------------------------------------- */

struct str row_id(struct row *row, int column)
{
    return text_nfc(row->arena, str_copy(row->arena, row_cell(row, column)));
}

/* What the text most likely said; the finding of a personal table says only that it is so. */
static void check_mojibake(struct row *row, int column, struct str text)
{
    struct str repaired = mojibake_repair(row->scratch, text);
    struct buf detail;
    if (repaired.len == 0) {
        return;
    }
    buf_init(&detail, row->scratch);
    buf_format(&detail, "%s: ", row->table->columns[column].name);
    if (row->table->personal) {
        buf_text(&detail, "found the form ");
        field_write_shape(&detail, text);
    } else {
        buf_text(&detail, "found ");
        quote(&detail, text);
        buf_text(&detail, "; most likely ");
        quote(&detail, repaired);
    }
    row_report_text(row, RULE_MOJIBAKE, column, buf_str(&detail));
}

static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
}

static bool looks_like_markup(struct str text)
{
    for (size_t i = str_index(text, '<', 0); i + 1 < text.len; i = str_index(text, '<', i + 1)) {
        char next = text.ptr[i + 1];
        if ((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!' || next == '?') {
            return true;
        }
    }
    return false;
}

/* Most texts are told from "NC", "n.d.", "-" and the like by their length and their first letters. */
static bool may_say_nothing(struct str cell)
{
    char first = (char)(cell.ptr[0] | ' '), second = cell.len > 1 ? (char)(cell.ptr[1] | ' ') : '\0';
    if (cell.len > LONGEST_BLANK) {
        return false;
    }
    switch (first) {
    case 'a':
        return second == ' ';
    case 'i':
        return second == 'n';
    case 's':
        return second == 'a';
    case 'v':
        return second == 'i';
    default:
        return first == 'n' || first < 'a' || first > 'z';
    }
}

static bool begins_formula(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@';
}

/* How many of the next eight bytes, at most, are signs of ASCII that are no control characters and not '<'. The last
 * bytes of a text are looked at with those before them; 0 in a shorter text. */
static size_t count_plain_signs(struct str text, size_t from)
{
    size_t left = text.len - from, before = left < 8 ? 8 - left : 0;
    if (before > from) {
        return 0;
    }
    uint64_t bytes = bytes_eight(text.ptr + from - before);
    uint64_t odd = (bytes & BYTES_TOPS) | bytes_below(bytes, ' ') | bytes_below(bytes ^ BYTES_ALL('<'), 1) |
                   bytes_below(bytes ^ BYTES_ALL(0x7f), 1);
    size_t plain = bytes_first(odd >> before * 8);
    return plain < left ? plain : left;
}

/* Bytes of the character at `at`, beyond ASCII, when it is of Latin-1, an oe, a dash or an apostrophe, else 0. */
static size_t length_of_plain(struct str text, size_t at)
{
    const unsigned char *c = (const unsigned char *)text.ptr + at;
    if (c[0] == 0xC2 || c[0] == 0xC3 || (c[0] == 0xC5 && at + 1 < text.len && (c[1] | 1) == 0x93)) {
        return 2;
    }
    bool is_sign = c[0] == 0xE2 && at + 2 < text.len && c[1] == 0x80 && c[2] >= 0x90 && c[2] <= 0x99;
    return is_sign ? 3 : 0;
}

/* What most texts are: signs of ASCII but '<', and French letters and signs that stand alone beside them. Nothing in
 * them is a control character, markup or mojibake, or has another form in NFC. */
static bool is_plain_text(struct str text)
{
    for (size_t i = 0, len; i < text.len; i += len) {
        len = count_plain_signs(text, i);
        if (len > 0) {
            continue;
        }
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < ' ' || c == '<' || c == 0x7f) {
            return false;
        }
        len = c < 0x80 ? 1 : length_of_plain(text, i);
        if (len == 0 || (len > 1 && i + len < text.len && (unsigned char)text.ptr[i + len] >= 0x80)) {
            return false;
        }
    }
    return true;
}

/* The text of a cell that is not plain. */
static struct str read_text(struct row *row, int column, struct str cell)
{
    char *text = str_text(row->arena, cell);
    bool has_control = false;
    for (size_t i = 0; i < cell.len; i++) {
        if (is_control(text[i])) {
            text[i] = ' ';
            has_control = true;
        }
    }
    struct str kept = text_nfc(row->arena, (struct str){text, cell.len});
    if (has_control) {
        row_report_text(row, RULE_CONTROL_CHARACTER, column, STR(""));
    }
    check_mojibake(row, column, kept);
    return kept;
}

struct str row_text(struct row *row, int column)
{
    struct str cell = row_cell(row, column);
    if (cell.len == 0 || (may_say_nothing(cell) && field_is_blank(row->scratch, cell))) {
        return STR("");
    }
    bool is_plain = is_plain_text(cell);
    struct str kept = is_plain ? str_copy(row->arena, cell) : read_text(row, column, cell);
    if (begins_formula(kept.ptr[0])) {
        row_report(row, RULE_FORMULA_LIKE, column, NULL);
    }
    if (!is_plain && looks_like_markup(kept)) {
        row_report(row, RULE_MARKUP_LIKE, column, NULL);
    }
    return kept;
}

/* ---- dates and numbers ---------------------------------------------------------------------------------------- */

int32_t row_date(struct row *row, int column)
{
    struct str cell = row_cell(row, column);
    int32_t day = DATE_NONE;
    if (cell.len == 0) {
        return DATE_NONE;
    }
    struct date_form form = row->profile ? row->profile->dates[column] : (struct date_form){0};
    if (!form.month_first && plain_date(cell, &day)) {
        return day;
    }
    if ((form.month_first || !date_parse(cell, &day)) && !date_form_read(cell, form, &day)) {
        if (!field_is_blank(row->scratch, cell)) {
            row_report(row, RULE_DATE, column, "a date of the calendar, JJ/MM/AAAA or AAAA-MM-JJ");
        }
        return DATE_NONE;
    }
    if (day < FIRST_DAY || day > LAST_DAY) {
        row_report(row, RULE_DATE_IMPLAUSIBLE, column, "a year from 1990 to 2100");
        return DATE_NONE;
    }
    return day;
}

static void report_no_number(struct row *row, int column, struct str cell)
{
    const char *name = row->table->columns[column].name;
    if (field_is_blank(row->scratch, cell)) {
        return;
    }
    if (!field_has_two_numbers(cell)) {
        row_report(row, RULE_NUMBER, column, "digits, with a comma or a point");
    } else if (row->table->personal) {
        row_report_text(row, RULE_TWO_NUMBERS, column, str_format(row->scratch, "%s: two numbers", name));
    } else {
        row_report_text(
            row, RULE_TWO_NUMBERS, column,
            str_format(row->scratch, "%s: \"%.*s\" is two numbers", name, STR_ARGS(str_slice(cell, 0, 60))));
    }
}

double row_number(struct row *row, int column, double least, double most)
{
    struct str cell = row_cell(row, column);
    struct number_form form = row->profile ? row->profile->numbers[column] : (struct number_form){0};
    double value;
    bool has_unit;
    if (cell.len == 0) {
        return NAN;
    }
    int plain;
    if (row_plain_count(cell, &plain)) { /* however the column is written */
        value = plain;
        has_unit = false;
    } else if (!number_form_read(cell, form, &value, &has_unit)) {
        report_no_number(row, column, cell);
        return NAN;
    }
    if (has_unit) {
        row_report(row, RULE_UNIT_DROPPED, column, NULL);
    }
    if (!(value >= least && value <= most)) {
        struct str expected = str_format(row->scratch, "%g to %g", least, most);
        row_report(row, RULE_NUMBER_RANGE, column, expected.ptr);
        return NAN;
    }
    return value;
}

int64_t row_count(struct row *row, int column, int64_t least, int64_t most)
{
    struct str cell = row_cell(row, column);
    int64_t count;
    if (number_parse_int(cell, &count) && count >= least && count <= most) {
        return count;
    }
    double value = row_number(row, column, (double)least, (double)most);
    if (isnan(value)) {
        return -1;
    }
    if (value != floor(value)) {
        row_report(row, RULE_NUMBER, column, "a whole number");
        return -1;
    }
    return (int64_t)value;
}

/* ---- codes ---------------------------------------------------------------------------------------------------- */

const struct vocabulary_form *row_code(struct row *row, int column, struct vocabulary *vocabulary, enum rule_name rule)
{
    struct str cell = row_cell(row, column);
    if (cell.len == 0) {
        return NULL;
    }
    const struct vocabulary_form *form = vocabulary_find(vocabulary, row->scratch, cell);
    if (!form && !field_is_blank(row->scratch, cell)) {
        struct str list = vocabulary_list(row->scratch, vocabulary);
        row_report(row, rule, column, str_format(row->scratch, "one of %.*s", STR_ARGS(list)).ptr);
    }
    return form;
}

int row_index(struct row *row, int column, struct vocabulary *vocabulary, enum rule_name rule, int unknown)
{
    const struct vocabulary_form *form = row_code(row, column, vocabulary, rule);
    return form ? form->index : unknown;
}
