#include "gencarto/compile/ingest/tolerant.h"

#include "gencarto/compile/ingest/shape.h"

#define LONGEST_RECOVERED (64 * 1024) /* bytes of a broken cell over several lines */
#define WIDE              6 /* columns: no line has as many cells under a delimiter that is not its own by accident */

/* How a cell is read whose quotes are against the grammar; the others keep to it. */
enum policy {
    BY_GRAMMAR,      /* not at all: the record is broken */
    CLOSE_IN_LINE,   /* it closes where a delimiter or the line's end follows a quote; other quotes are text */
    OPENING_IS_TEXT, /* its opening quote is text */
    CLOSE_ANYWHERE,  /* as in the line, but lines below may close it */
    CLOSE_AT_QUOTE,  /* it closes at the next quote, and what follows up to the delimiter is of the cell */
    QUOTES_PROTECT,  /* nor does a delimiter or a line end between quotes inside a cell end it: they are all text */
    NO_QUOTES        /* all quotes of the record are text */
};

/* One reading of one record: where it is in the text, and what came out. */
struct scan {
    const struct dialect *dialect;
    char delimiter;
    const char *s;
    size_t len; /* of the text, or of the line */
    bool is_last;
    enum policy policy;
    struct tolerant_record *out;
};

enum outcome { READ, BROKEN, UNFINISHED, LARGE };

void tolerant_init(struct tolerant_record *record)
{
    *record = (struct tolerant_record){0};
    buf_init(&record->bytes, NULL);
}

void tolerant_clear(struct tolerant_record *record)
{
    buf_clear(&record->bytes);
}

static bool is_blank(char c, char delimiter)
{
    return c == ' ' ? delimiter != ' ' : c == '\t' && delimiter != '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Bytes of the line end at `at`. */
static size_t line_end_len(const char *s, size_t len, size_t at)
{
    return s[at] == '\r' && at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
}

static size_t skip_blanks(const struct scan *scan, size_t at)
{
    while (at < scan->len && is_blank(scan->s[at], scan->delimiter)) {
        at++;
    }
    return at;
}

static void note_fault(struct scan *scan, enum record_fault fault)
{
    if (scan->out->fault == FAULT_NONE) {
        scan->out->fault = fault;
        scan->out->fault_cell = scan->out->count;
    }
}

/* A cell is complete: the bytes since the one before. */
static bool end_cell(struct scan *scan, bool quoted)
{
    struct tolerant_record *out = scan->out;
    size_t from = out->count ? out->ends[out->count - 1] : 0;
    if (out->count == RECORD_FIELDS || out->bytes.len - from > RECORD_FIELD_BYTES) {
        return false;
    }
    out->quoted[out->count] = quoted;
    out->ends[out->count++] = out->bytes.len;
    return true;
}

/* ---- cells ---------------------------------------------------------------------------------------------------- */

/* After `at` comes what closes a cell: blanks and a delimiter, a line end or the end. `*out_known` is false when the
 * text ends before that can be told. */
static bool closes(const struct scan *scan, size_t at, bool *out_known)
{
    at = skip_blanks(scan, at);
    *out_known = at < scan->len || scan->is_last;
    return at >= scan->len || scan->s[at] == scan->delimiter || is_line_end(scan->s[at]);
}

/* The cell at `*at` without quotes, up to its delimiter or line end. */
static enum outcome read_bare(struct scan *scan, size_t *at)
{
    const struct dialect *dialect = scan->dialect;
    size_t begin = *at, end = begin;
    bool stray = false, is_protected = false;
    while (end < scan->len && (is_protected || (scan->s[end] != scan->delimiter && !is_line_end(scan->s[end])))) {
        bool is_quote = scan->s[end] == '"' && dialect->quote == '"';
        stray = stray || is_quote;
        is_protected = scan->policy == QUOTES_PROTECT && is_quote != is_protected && end - begin < LONGEST_RECOVERED;
        end++;
    }
    if (end - begin > RECORD_FIELD_BYTES) {
        return LARGE;
    }
    if (end == scan->len && !scan->is_last) {
        return UNFINISHED;
    }
    if (stray) {
        note_fault(scan, FAULT_STRAY_QUOTE);
    }
    *at = end;
    struct str cell = {scan->s + begin, end - begin};
    while (dialect->is_padded && cell.len > 0 && is_blank(cell.ptr[0], scan->delimiter)) {
        cell = str_slice(cell, 1, cell.len);
    }
    while (dialect->is_padded && cell.len > 0 && is_blank(cell.ptr[cell.len - 1], scan->delimiter)) {
        cell.len--;
    }
    buf_add(&scan->out->bytes, cell);
    return end_cell(scan, false) ? READ : LARGE;
}

/* A quote or an escape at `at` inside quotes that stands for one character: its length, 0 when it does not. */
static size_t escaped_len(const struct scan *scan, size_t at, char *out_character)
{
    const struct dialect *dialect = scan->dialect;
    char c = scan->s[at], next = at + 1 < scan->len ? scan->s[at + 1] : '\0';
    bool doubled = c == dialect->quote && next == c && dialect->escape != ESCAPE_NONE;
    bool backslash = c == '\\' && dialect->escape == ESCAPE_BACKSLASH && (next == dialect->quote || next == c);
    *out_character = next;
    return (doubled || backslash) && at + 1 < scan->len ? 2 : 0;
}

/* The cell whose opening quote is at `*at`, by the grammar. BROKEN leaves `*at` and the bytes as they were. */
static enum outcome read_quoted(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, i = *at + 1;
    char quote = scan->dialect->quote;
    while (i < scan->len) {
        char c = scan->s[i], character;
        size_t escaped = escaped_len(scan, i, &character);
        if (bytes->len - begin > RECORD_FIELD_BYTES) {
            return LARGE;
        }
        if (escaped) {
            buf_byte(bytes, character);
            i += escaped;
            continue;
        }
        if (c == quote) {
            bool known = true;
            bool is_end = (i + 1 < scan->len || scan->is_last) && closes(scan, i + 1, &known);
            if (!known || (i + 1 == scan->len && !scan->is_last)) {
                return UNFINISHED;
            }
            if (!is_end) {
                break;
            }
            *at = skip_blanks(scan, i + 1);
            return end_cell(scan, true) ? READ : LARGE;
        }
        buf_byte(bytes, c);
        i++;
    }
    if (i == scan->len && !scan->is_last) {
        return UNFINISHED;
    }
    bytes->len = begin;
    return BROKEN;
}

static size_t line_end_from(const struct scan *scan, size_t at)
{
    while (at < scan->len && !is_line_end(scan->s[at])) {
        at++;
    }
    return at;
}

/* CLOSE_IN_LINE. A pair of quotes is one quote as long as another closes the cell; before a delimiter it may also be a
 * stray quote and the closing one: `"abc"";`. */
static enum outcome close_in_line(struct scan *scan, size_t *at, bool pairs_close)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len;
    size_t end = scan->policy == CLOSE_ANYWHERE ? scan->len : line_end_from(scan, *at);
    for (size_t i = *at + 1; i < end && i - *at <= LONGEST_RECOVERED; i++) {
        char character;
        bool known;
        size_t escaped = escaped_len(scan, i, &character);
        bool is_pair = escaped && scan->s[i] == scan->dialect->quote;
        if (escaped && !(pairs_close && is_pair && i > *at + 1 && closes(scan, i + 2, &known))) {
            buf_byte(bytes, character);
            i++;
            continue;
        }
        size_t closing = i + (escaped ? 1 : 0);
        if (scan->s[i] == scan->dialect->quote && closes(scan, closing + 1, &known)) {
            if (escaped) {
                buf_byte(bytes, character);
            }
            note_fault(scan, FAULT_QUOTE_IN_QUOTES);
            *at = skip_blanks(scan, closing + 1);
            return end_cell(scan, true) ? READ : LARGE;
        }
        buf_byte(bytes, scan->s[i]);
    }
    bytes->len = begin;
    return BROKEN;
}

/* CLOSE_AT_QUOTE. */
static enum outcome close_at_quote(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, end = line_end_from(scan, *at), i = *at + 1;
    for (; i < end && (scan->s[i] != scan->dialect->quote || escaped_len(scan, i, &(char){0}) > 0); i++) {
        char character;
        size_t escaped = escaped_len(scan, i, &character);
        buf_byte(bytes, escaped ? character : scan->s[i]);
        i += escaped ? 1 : 0;
    }
    if (i == end) {
        bytes->len = begin;
        return BROKEN;
    }
    for (i++; i < end && scan->s[i] != scan->delimiter; i++) {
        buf_byte(bytes, scan->s[i]);
    }
    note_fault(scan, FAULT_QUOTE_IN_QUOTES);
    *at = i;
    return end_cell(scan, true) ? READ : LARGE;
}

/* The cell at `*at` whose opening quote, at `opening`, is against the grammar. */
static enum outcome read_against(struct scan *scan, size_t *at, size_t opening)
{
    enum outcome outcome = BROKEN;
    if (line_end_from(scan, opening) == scan->len && !scan->is_last) {
        return UNFINISHED;
    }
    if (scan->policy == CLOSE_IN_LINE || scan->policy == CLOSE_ANYWHERE) {
        outcome = close_in_line(scan, &opening, false);
        outcome = outcome == BROKEN ? close_in_line(scan, &opening, true) : outcome;
    } else if (scan->policy == CLOSE_AT_QUOTE) {
        outcome = close_at_quote(scan, &opening);
    }
    if (outcome == BROKEN) {
        note_fault(scan, FAULT_OPEN_QUOTE);
        return read_bare(scan, at);
    }
    *at = opening;
    return outcome;
}

static enum outcome read_cell(struct scan *scan, size_t *at)
{
    size_t opening = skip_blanks(scan, *at);
    scan->out->padded += scan->out->count > 0 && opening > *at;
    bool has_quote = scan->dialect->quote && scan->policy != NO_QUOTES && opening < scan->len &&
                     scan->s[opening] == scan->dialect->quote;
    if (!has_quote) {
        return read_bare(scan, at);
    }
    size_t end = opening;
    enum outcome outcome = read_quoted(scan, &end);
    if (outcome == BROKEN && scan->policy != BY_GRAMMAR) {
        return read_against(scan, at, opening);
    }
    *at = outcome == READ ? end : *at;
    return outcome;
}

/* ---- records -------------------------------------------------------------------------------------------------- */

/* Reads cells up to the end of the record; with `len` and `lines` of what it took. */
static enum outcome read_record(struct scan *scan)
{
    struct tolerant_record *out = scan->out;
    buf_reset(&out->bytes);
    out->count = out->padded = 0;
    out->fault = FAULT_NONE;
    for (size_t at = 0;;) {
        enum outcome outcome = read_cell(scan, &at);
        if (outcome != READ) {
            return outcome;
        }
        if (at < scan->len && scan->s[at] == scan->delimiter) {
            at++;
            if (at == scan->len && !scan->is_last) {
                return UNFINISHED;
            }
            continue;
        }
        if (at < scan->len && scan->s[at] == '\r' && at + 1 == scan->len && !scan->is_last) {
            return UNFINISHED;
        }
        out->len = at < scan->len ? at + line_end_len(scan->s, scan->len, at) : at;
        return out->len > RECORD_BYTES ? LARGE : READ;
    }
}

/* Bytes of the first line, its end with it; 0 when the text ends before it does. */
static size_t first_line(const struct scan *scan)
{
    struct str text = {scan->s, scan->len};
    size_t lf = str_index(text, '\n', 0);
    size_t end = str_index(str_slice(text, 0, lf), '\r', 0);
    if (end == scan->len || (end + 1 == scan->len && scan->s[end] == '\r')) {
        return scan->is_last ? scan->len : 0;
    }
    return end + line_end_len(scan->s, scan->len, end);
}

/* The record read anew: from the whole text, or (`line` > 0) from its first line alone. */
static enum outcome read_again(const struct scan *whole, size_t line, char delimiter, enum policy policy)
{
    struct scan scan = *whole;
    scan.delimiter = delimiter;
    scan.policy = policy;
    if (line > 0) {
        scan.len = line;
        scan.is_last = true;
    }
    enum outcome outcome = read_record(&scan);
    if (outcome == READ && policy == NO_QUOTES) {
        note_fault(&scan, FAULT_OPEN_QUOTE);
    }
    return outcome;
}

/* Words and commas are in every sentence: a line that they cut is a row only when its cells are more than words. */
static bool looks_like_row(const struct tolerant_record *record, char delimiter)
{
    size_t from = 0, facts = 0;
    for (size_t i = 0; i < record->count; i++) {
        enum shape shape = shape_of(str_slice(buf_str(&record->bytes), from, record->ends[i]));
        facts += shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
        from = record->ends[i];
    }
    return delimiter == ' ' ? facts * 2 >= record->count : delimiter == ',' ? facts > 0 : true;
}

/* The record under another delimiter, when that gives exactly the columns. The first wins; false leaves some other
 * reading behind. */
static bool read_by_other(const struct scan *whole, size_t columns)
{
    static const char others[] = {';', '\t', '|', ',', ' '};
    for (size_t i = 0; i < sizeof others && columns > 2; i++) {
        if (others[i] != whole->dialect->delimiter && read_again(whole, 0, others[i], BY_GRAMMAR) == READ &&
            whole->out->count == columns && looks_like_row(whole->out, others[i])) {
            whole->out->fault = FAULT_OTHER_DELIMITER;
            whole->out->fault_cell = 0;
            return true;
        }
    }
    return false;
}

static const struct attempt {
    enum policy policy;
    bool in_line; /* the record ends with its first line, whatever the quotes after it say */
} attempts[] = {
    {CLOSE_IN_LINE, false}, {OPENING_IS_TEXT, false}, {CLOSE_AT_QUOTE, false},
    {CLOSE_IN_LINE, true},  {OPENING_IS_TEXT, true},  {NO_QUOTES, true},
};
#define ATTEMPTS (sizeof attempts / sizeof *attempts)

static enum outcome try_attempt(const struct scan *whole, size_t line, const struct attempt *attempt)
{
    return read_again(whole, attempt->in_line ? line : 0, whole->delimiter, attempt->policy);
}

static size_t apart(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

/* The text after the record begins with another of these columns, or there is none. */
static bool row_follows(const struct scan *whole, size_t columns)
{
    struct tolerant_record *out = whole->out;
    struct scan scan = *whole;
    scan.s += out->len;
    scan.len -= out->len;
    return scan.len == 0 || is_line_end(scan.s[0]) || (read_record(&scan) == READ && out->count == columns);
}

/* An attempt that cuts the record at its line has its columns; where the next line is no row, it may be of this record.
 */
static enum outcome accept(const struct scan *whole, size_t line, size_t columns, const struct attempt *attempt)
{
    if (whole->out->len == line && !row_follows(whole, columns) &&
        read_again(whole, 0, whole->delimiter, CLOSE_ANYWHERE) == READ && whole->out->count == columns) {
        return READ;
    }
    return try_attempt(whole, line, attempt);
}

/* The first attempt that gives the columns, else the reading that misses them least, the shorter of two. */
static enum outcome read_broken(const struct scan *whole, size_t line, size_t columns)
{
    const struct attempt *best = NULL;
    size_t best_count = 0;
    for (size_t i = 0; i < ATTEMPTS && columns > 0; i++) {
        enum outcome outcome = try_attempt(whole, line, &attempts[i]);
        size_t count = whole->out->count, misses = apart(count, columns);
        if (outcome != READ) {
            return outcome;
        }
        if (count == columns) {
            return accept(whole, line, columns, &attempts[i]);
        }
        bool is_better = !best || misses < apart(best_count, columns) ||
                         (misses == apart(best_count, columns) && count < best_count);
        best = is_better ? &attempts[i] : best;
        best_count = is_better ? count : best_count;
    }
    if (columns > 0 && read_by_other(whole, columns)) {
        return READ;
    }
    return try_attempt(whole, line, best ? best : &attempts[0]);
}

/* A delimiter that is missing before a quoted cell leaves its quotes inside another: `abc"d; e"`. */
static bool try_protected(const struct scan *whole, size_t columns, size_t count)
{
    return read_again(whole, 0, whole->delimiter, QUOTES_PROTECT) == READ && whole->out->count < columns &&
           (count < whole->out->count || apart(whole->out->count, columns) <= apart(count, columns));
}

/* A reading by the grammar with the wrong width: is there a better one? Leaves the record as it was when there is not.
 */
static enum outcome reconsider(const struct scan *whole, size_t line, size_t columns)
{
    struct tolerant_record *out = whole->out;
    size_t len = out->len, count = out->count;
    enum record_fault fault = out->fault;
    for (size_t i = 0; i < ATTEMPTS && len > line; i++) {
        if (attempts[i].in_line && try_attempt(whole, line, &attempts[i]) == READ && out->count == columns &&
            out->fault != FAULT_NONE) {
            return READ;
        }
    }
    if ((count * 2 <= columns || (columns >= WIDE && count < columns)) && read_by_other(whole, columns)) {
        return READ;
    }
    if (fault == FAULT_STRAY_QUOTE && try_protected(whole, columns, count)) {
        return READ;
    }
    struct scan again = *whole;
    return read_record(&again);
}

static int64_t count_lines(struct str text)
{
    int64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.ptr[i] == '\n' || (text.ptr[i] == '\r' && (i + 1 == text.len || text.ptr[i + 1] != '\n'));
    }
    return lines;
}

static void set_cells(struct tolerant_record *record)
{
    size_t from = 0;
    for (size_t i = 0; i < record->count; i++) {
        record->cells[i] = str_slice(buf_str(&record->bytes), from, record->ends[i]);
        from = record->ends[i];
    }
}

enum tolerant_step tolerant_read(const struct dialect *dialect, struct str text, bool is_last, size_t columns,
                                 struct tolerant_record *record)
{
    struct scan whole = {dialect, dialect->delimiter, text.ptr, text.len, is_last, BY_GRAMMAR, record};
    enum outcome outcome = read_record(&whole);
    size_t line =
        outcome == BROKEN || (outcome == READ && columns > 0 && record->count != columns) ? first_line(&whole) : 0;
    if (outcome == BROKEN) {
        outcome = line > 0 ? read_broken(&whole, line, columns) : UNFINISHED;
    } else if (line > 0) {
        outcome = reconsider(&whole, line, columns);
    }
    if (outcome == LARGE) {
        return TOLERANT_LARGE;
    }
    if (outcome == UNFINISHED) {
        return text.len > RECORD_BYTES ? TOLERANT_LARGE : TOLERANT_MORE;
    }
    record->lines = count_lines(str_slice(text, 0, record->len));
    set_cells(record);
    return TOLERANT_RECORD;
}

size_t tolerant_blank_line(const struct dialect *dialect, struct str text, bool is_last)
{
    size_t at = 0;
    while (at < text.len && (text.ptr[at] == ' ' || is_blank(text.ptr[at], dialect->delimiter))) {
        at++;
    }
    if (at == text.len) {
        return is_last ? at : 0;
    }
    if (!is_line_end(text.ptr[at]) || (text.ptr[at] == '\r' && at + 1 == text.len && !is_last)) {
        return 0;
    }
    return at + line_end_len(text.ptr, text.len, at);
}
