#include "gencarto/tabular/tolerant.h"

#include <string.h>

#include "gencarto/tabular/scan.h"
#include "gencarto/tabular/shape.h"

#define ESCAPES_WITHIN  (size_t)(16 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* before a record where files were joined */
#define MARK_BYTES      (sizeof BYTE_ORDER_MARK - 1)
#define WIDE            6 /* columns: no line has as many cells under a delimiter that is not its own by accident */

void tolerant_init(struct tolerant_record *record)
{
    record->count = record->doubled = record->backslashed = record->padded = record->len = record->fault_cell = 0;
    record->is_glued = record->is_greedy = false;
    record->lines = 0;
    record->fault = FAULT_NONE;
    buf_init(&record->bytes, NULL);
}

void tolerant_clear(struct tolerant_record *record)
{
    buf_clear(&record->bytes);
}

/* How a record is read anew. */
struct attempt {
    enum policy policy;
    bool in_line; /* the record ends with its first line, whatever the quotes after it say */
};

static enum outcome read_again(const struct scan *whole, size_t line, const struct attempt *attempt)
{
    struct scan scan = *whole;
    scan.policy = attempt->policy;
    if (attempt->in_line) {
        scan.len = line;
        scan.is_last = true;
    }
    enum outcome outcome = scan_record(&scan);
    if (outcome == READ && attempt->policy == NO_QUOTES) {
        scan_note_fault(&scan, FAULT_OPEN_QUOTE);
    }
    return outcome;
}

/* ---- records under another dialect ---------------------------------------------------------------------------- */

/* Delimiters that a line may have instead of the table's: those of exports, then those that texts hold too. */
static const char others[] = ";\t|,^~\x01\x02\x1e\x1f #:!*$%&=@/\\+_-";
#define OTHERS       (sizeof others - 1)
#define OTHERS_USUAL 4

/* Drops the blanks around the cells when nearly all after the first have some. */
static void drop_padding(struct tolerant_record *record)
{
    size_t from = 0, to = 0, filled = 0;
    for (size_t i = 0; i < record->count; i++) {
        filled += i > 0 && (record->quoted[i] || record->ends[i] > record->ends[i - 1]);
    }
    if (record->padded == 0 || record->padded * 20 < filled * 19) {
        return;
    }
    for (size_t i = 0; i < record->count; i++) {
        struct str cell = str_slice(buf_str(&record->bytes), from, record->ends[i]);
        struct str kept = record->quoted[i] ? cell : str_trim(cell);
        from = record->ends[i];
        memmove(record->bytes.ptr + to, kept.ptr, kept.len);
        record->ends[i] = to += kept.len;
    }
    record->bytes.len = to;
}

/* Words and commas are in every sentence: a line that they cut is a row only when its cells are more than words. */
static bool looks_like_row(const struct tolerant_record *record, struct str line, char delimiter)
{
    size_t from = 0, facts = 0, quoted = 0;
    if (shape_is_value(shape_of(str_trim(line)))) {
        return false; /* one number, or one date in words */
    }
    for (size_t i = 0; i < record->count; i++) {
        enum shape shape = shape_of(str_slice(buf_str(&record->bytes), from, record->ends[i]));
        facts += shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
        quoted += record->quoted[i];
        from = record->ends[i];
    }
    bool is_rare = delimiter == ';' || delimiter == '\t' || delimiter == '|' || (unsigned char)delimiter < ' ';
    bool is_joint = strchr(" :/+_-", delimiter) != NULL; /* inside dates, times, words */
    bool is_wide = !is_joint && record->count >= WIDE;
    bool has_facts = delimiter == ',' ? facts > 0 : delimiter == ' ' && facts * 2 >= record->count;
    return is_rare || is_wide || has_facts || quoted > 0;
}

/* The record under another delimiter or quote, when that gives exactly the columns. */
static bool read_as(const struct scan *whole, size_t columns, char delimiter, char quote, enum record_fault fault)
{
    struct scan scan = *whole;
    scan.delimiter = delimiter;
    scan.quote = quote;
    scan.policy = BY_GRAMMAR;
    if (scan_record(&scan) != READ || scan.out->count != columns || scan.out->fault != FAULT_NONE) {
        return false;
    }
    drop_padding(scan.out);
    scan.out->fault = fault;
    scan.out->fault_cell = 0;
    return true;
}

/* A quote stands after a backslash in a table that doubles them. */
static bool read_by_other_escape(const struct scan *whole, size_t columns)
{
    char mark[] = {'\\', whole->quote};
    struct str text = str_slice((struct str){whole->s, whole->len}, 0, ESCAPES_WITHIN); /* of one record at least */
    struct dialect dialect = *whole->dialect;
    struct scan scan = *whole;
    dialect.escape = ESCAPE_BACKSLASH;
    scan.dialect = &dialect;
    return whole->quote && whole->dialect->escape == ESCAPE_DOUBLED &&
           str_find(text, (struct str){mark, sizeof mark}, 0) < text.len &&
           read_as(&scan, columns, scan.delimiter, scan.quote, FAULT_OTHER_QUOTE) && scan.out->backslashed > 0;
}

/* The first of so many delimiters that gives the columns wins; false leaves some other reading behind. */
static bool read_by_other(const struct scan *whole, size_t line, size_t columns, size_t most)
{
    struct str text = {whole->s, line};
    for (size_t i = 0; i < most && columns > 2; i++) {
        bool occurs = others[i] != whole->dialect->delimiter && str_index(text, others[i], 0) < line;
        if (occurs && read_as(whole, columns, others[i], whole->quote, FAULT_OTHER_DELIMITER) &&
            looks_like_row(whole->out, text, others[i])) {
            return true;
        }
    }
    return false;
}

static char other_quote(const struct scan *scan)
{
    return scan->quote == '\'' ? '"' : '\'';
}

/* The record quoted by ' in a table quoted by ", or the other way round: at least two of its cells are. */
static bool read_by_other_quote(const struct scan *whole, size_t columns)
{
    char quote = other_quote(whole);
    size_t quoted = 0;
    if (!read_as(whole, columns, whole->delimiter, quote, FAULT_OTHER_QUOTE)) {
        return false;
    }
    for (size_t i = 0; i < whole->out->count; i++) {
        quoted += whole->out->quoted[i];
    }
    return quoted * 2 > columns || (quoted > 0 && columns > 2);
}

/* ---- records against the grammar ------------------------------------------------------------------------------ */

static const struct attempt attempts[] = {
    {CLOSE_IN_LINE, false},  {CLOSE_AT_PAIR, false}, {CLOSE_AT_LAST_PAIR, false}, {OPENING_IS_TEXT, false},
    {CLOSE_AT_QUOTE, false}, {CLOSE_IN_LINE, true},  {CLOSE_AT_PAIR, true},       {CLOSE_AT_LAST_PAIR, true},
    {OPENING_IS_TEXT, true}, {NO_QUOTES, true},
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)

static size_t apart(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The text after the record begins with a sound one of these columns, or there is none. */
static bool row_follows(const struct scan *whole, size_t columns)
{
    struct tolerant_record *out = whole->out;
    struct scan scan = *whole;
    scan.s += out->len;
    scan.len -= out->len;
    return scan.len == 0 || scan_is_line_end(scan.s[0]) ||
           (scan_record(&scan) == READ && out->count == columns && out->fault == FAULT_NONE);
}

/* An attempt that cuts the record at its line has its columns; where the next line is no row, it may be of this record.
 */
static enum outcome accept(const struct scan *whole, size_t line, size_t columns, const struct attempt *attempt)
{
    static const struct attempt anywhere = {CLOSE_ANYWHERE, false};
    if (whole->out->len == line && !row_follows(whole, columns) && read_again(whole, line, &anywhere) == READ &&
        whole->out->count == columns) {
        return READ;
    }
    return read_again(whole, line, attempt);
}

/* A delimiter that is missing after a quoted cell: `"ab; c"d`. One cell less says more than the columns that its
 * quotes taken for text happen to give. */
static bool lacks_delimiter(const struct scan *whole, size_t line, size_t columns)
{
    static const struct attempt at_quote = {CLOSE_AT_QUOTE, false};
    return columns > 2 && read_again(whole, line, &at_quote) == READ && whole->out->is_glued &&
           whole->out->count + 1 == columns;
}

/* The first attempt that gives the columns, else the reading that misses them least, the shorter of two. */
static enum outcome read_broken(const struct scan *whole, size_t line, size_t columns)
{
    const struct attempt *best = NULL;
    size_t best_count = 0;
    if (columns > 0 && read_by_other_escape(whole, columns)) {
        return READ;
    }
    for (size_t i = 0; i < ATTEMPTS && columns > 0; i++) {
        enum outcome outcome = read_again(whole, line, &attempts[i]);
        bool has_open = outcome == READ && whole->out->fault == FAULT_OPEN_QUOTE;
        if (has_open && (read_by_other(whole, line, columns, OTHERS_USUAL) || lacks_delimiter(whole, line, columns))) {
            return READ;
        }
        outcome = has_open ? read_again(whole, line, &attempts[i]) : outcome;
        size_t count = whole->out->count, misses = apart(count, columns);
        if (outcome != READ) {
            return outcome;
        }
        if (count == columns && !whole->out->is_greedy) {
            return accept(whole, line, columns, &attempts[i]);
        }
        bool is_better = !best || misses < apart(best_count, columns) ||
                         (misses == apart(best_count, columns) && count < best_count);
        best = is_better ? &attempts[i] : best;
        best_count = is_better ? count : best_count;
    }
    if (columns > 0 && (read_by_other(whole, line, columns, OTHERS) || read_by_other_quote(whole, columns))) {
        return READ;
    }
    return read_again(whole, line, best ? best : &attempts[0]);
}

/* ---- records of the wrong width ------------------------------------------------------------------------------- */

/* A delimiter that is missing before a quoted cell leaves its quotes inside another: `abc"d; e"`. */
static bool try_protected(const struct scan *whole, size_t line, size_t columns, size_t count)
{
    static const struct attempt attempt = {QUOTES_PROTECT, false};
    return read_again(whole, line, &attempt) == READ && whole->out->count < columns &&
           (count < whole->out->count || apart(whole->out->count, columns) <= apart(count, columns));
}

/* The first line alone is a broken row, and a row follows: not a sound cell that goes on below. */
static bool fits_in_line(const struct scan *whole, size_t line, size_t columns, const struct attempt *attempt)
{
    struct tolerant_record *out = whole->out;
    bool fits = read_again(whole, line, attempt) == READ && out->count == columns && out->fault != FAULT_NONE;
    return fits && row_follows(whole, columns) && read_again(whole, line, attempt) == READ;
}

/* A reading by the grammar with the wrong width: is there a better one? Leaves the record as it was when there is not.
 */
static enum outcome reconsider(const struct scan *whole, size_t line, size_t columns)
{
    struct tolerant_record *out = whole->out;
    size_t len = out->len, count = out->count;
    enum record_fault fault = out->fault;
    for (size_t i = 0; i < ATTEMPTS && len > line; i++) {
        if (attempts[i].in_line && fits_in_line(whole, line, columns, &attempts[i])) {
            return READ;
        }
    }
    bool is_narrow = count * 2 <= columns || (columns >= WIDE && count < columns);
    if ((is_narrow && read_by_other(whole, line, columns, OTHERS)) || read_by_other_quote(whole, columns)) {
        return READ;
    }
    if (fault == FAULT_STRAY_QUOTE && try_protected(whole, line, columns, count)) {
        return READ;
    }
    struct scan again = *whole;
    return scan_record(&again);
}

/* Of the cells as they are read, the first or two stand in quotes of another dialect. One alone further on may be a
 * word of the text. */
static bool has_other_quotes(const struct scan *scan)
{
    const struct tolerant_record *out = scan->out;
    char quote = other_quote(scan);
    size_t at = scan_skip_blanks(scan, 0), from = 0, found = 0;
    if (at < scan->len && scan->s[at] == quote) {
        return true;
    }
    for (size_t i = 0; i < out->count && found < 2; i++) {
        struct str cell = str_slice(buf_str(&out->bytes), from, out->ends[i]);
        found += !out->quoted[i] && cell.len > 1 && cell.ptr[0] == quote && cell.ptr[cell.len - 1] == quote;
        from = out->ends[i];
    }
    return found > 1;
}

/* A reading of the right width: a stray quote may hide a delimiter that is missing (the protected reading has one cell
 * less), and a row may be quoted by another character throughout. */
static enum outcome confirm(const struct scan *whole, size_t line, size_t columns)
{
    static const struct attempt glued = {GLUED_PROTECT, false};
    bool has_stray = whole->out->fault == FAULT_STRAY_QUOTE;
    if (has_other_quotes(whole) && read_by_other_quote(whole, columns)) {
        return READ;
    }
    if (has_stray && columns > 2 && read_again(whole, line, &glued) == READ && whole->out->count + 1 == columns) {
        return READ;
    }
    struct scan again = *whole;
    return scan_record(&again);
}

static int64_t count_lines(struct str text)
{
    int64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n' || (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n'));
    }
    return lines;
}

/* Puts a long delimiter back into the cells that hold its stand-in. */
static void restore_delimiters(const struct delimiter *delimiter, struct tolerant_record *record)
{
    struct buf restored;
    size_t from = 0;
    buf_init(&restored, NULL);
    for (size_t i = 0; i < record->count; i++) {
        delimiter_restore(delimiter, str_slice(buf_str(&record->bytes), from, record->ends[i]), &restored);
        from = record->ends[i];
        record->ends[i] = restored.len;
    }
    buf_reset(&record->bytes);
    buf_add(&record->bytes, buf_str(&restored));
    buf_clear(&restored);
}

static void set_cells(const struct dialect *dialect, struct tolerant_record *record)
{
    size_t from = 0;
    struct str bytes = buf_str(&record->bytes);
    if (delimiter_is_long(&dialect->written) && str_index(bytes, DELIMITER_STAND_IN, 0) < bytes.len) {
        restore_delimiters(&dialect->written, record);
    }
    for (size_t i = 0; i < record->count; i++) {
        record->cells[i] = str_slice(buf_str(&record->bytes), from, record->ends[i]);
        from = record->ends[i];
    }
}

/* A quoted cell without end: its opening quote is text when the line alone, and the next one, have the columns. */
static bool read_unclosed(const struct scan *whole, size_t columns)
{
    size_t line = columns > 1 ? scan_first_line(whole) : 0;
    for (size_t i = 0; i < ATTEMPTS && line > 0 && line < RECORD_FIELD_BYTES; i++) {
        if (attempts[i].in_line && fits_in_line(whole, line, columns, &attempts[i])) {
            return true;
        }
    }
    return false;
}

/* Reads what the grammar did not, or read otherwise than the table is. */
static enum outcome recover(const struct scan *whole, enum outcome outcome, size_t columns)
{
    struct tolerant_record *record = whole->out;
    if (outcome == LARGE) {
        return read_unclosed(whole, columns) ? READ : LARGE;
    }
    bool is_odd = outcome == READ && columns > 0 &&
                  (record->count != columns || record->fault != FAULT_NONE || has_other_quotes(whole));
    size_t line = outcome == BROKEN || is_odd ? scan_first_line(whole) : 0;
    if (outcome == BROKEN) {
        return line > 0 ? read_broken(whole, line, columns) : UNFINISHED;
    }
    if (line > 0) {
        return record->count == columns ? confirm(whole, line, columns) : reconsider(whole, line, columns);
    }
    return outcome;
}

size_t tolerant_mark_len(struct str text)
{
    return text.len > sizeof BYTE_ORDER_MARK && str_starts(text, STR(BYTE_ORDER_MARK)) ? MARK_BYTES : 0;
}

enum tolerant_step tolerant_read(const struct dialect *dialect, struct str text, bool is_last, size_t columns,
                                 struct tolerant_record *record)
{
    size_t mark = tolerant_mark_len(text);
    text = str_slice(text, mark, text.len);
    struct scan whole = {dialect, dialect->delimiter, dialect->quote, text.ptr, text.len, is_last, BY_GRAMMAR, record};
    enum outcome outcome = recover(&whole, scan_record(&whole), columns);
    if (outcome == LARGE) {
        return TOLERANT_LARGE;
    }
    if (outcome == UNFINISHED) {
        return text.len > RECORD_BYTES ? TOLERANT_LARGE : TOLERANT_MORE;
    }
    record->lines = count_lines(str_slice(text, 0, record->len));
    record->len += mark;
    set_cells(dialect, record);
    return TOLERANT_RECORD;
}

size_t tolerant_blank_line(const struct dialect *dialect, struct str text, bool is_last)
{
    size_t at = 0;
    while (at < text.len && (text.ptr[at] == ' ' || scan_is_blank(text.ptr[at], dialect->delimiter))) {
        at++;
    }
    if (at == text.len) {
        return is_last ? at : 0;
    }
    if (!scan_is_line_end(text.ptr[at]) || (text.ptr[at] == '\r' && at + 1 == text.len && !is_last)) {
        return 0;
    }
    return at + scan_line_end_len(text.ptr, text.len, at);
}
