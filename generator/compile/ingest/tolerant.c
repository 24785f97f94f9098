#include "gencarto/compile/ingest/tolerant.h"

#include <string.h>

#include "gencarto/compile/ingest/shape.h"

#define LONGEST_RECOVERED (64 * 1024) /* bytes of a broken cell over several lines */
#define WIDE              6 /* columns: no line has as many cells under a delimiter that is not its own by accident */

/* How a cell is read whose quotes are against the grammar; the others keep to it. */
enum policy {
    BY_GRAMMAR,         /* not at all: the record is broken */
    CLOSE_IN_LINE,      /* it closes where a delimiter or the line's end follows a quote; other quotes are text */
    CLOSE_AT_PAIR,      /* so too, and the first pair of quotes there is a stray quote and the closing one: `"abc"";` */
    CLOSE_AT_LAST_PAIR, /* ... the last pair of the line */
    CLOSE_ANYWHERE,     /* as in the line, but lines below may close it */
    OPENING_IS_TEXT,    /* its opening quote is text */
    CLOSE_AT_QUOTE,     /* it closes at the next quote, and what follows up to the delimiter is of the cell */
    QUOTES_PROTECT,     /* nor does a delimiter or a line end between quotes inside a cell end it: they are all text */
    GLUED_PROTECT, /* so too, only where the first stands between letters and the other ends the cell: `ab"c; d";` */
    NO_QUOTES      /* all quotes of the record are text */
};

/* One reading of one record: where it is in the text, and what came out. */
struct scan {
    const struct dialect *dialect;
    char delimiter, quote;
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

/* A quote or an escape at `at` inside quotes that stands for one character: its length, 0 when it does not. */
static size_t escaped_len(const struct scan *scan, size_t at, char *out_character)
{
    const struct dialect *dialect = scan->dialect;
    char c = scan->s[at], next = at + 1 < scan->len ? scan->s[at + 1] : '\0';
    bool doubled = c == scan->quote && next == c && dialect->escape != ESCAPE_NONE;
    bool backslash = c == '\\' && dialect->escape == ESCAPE_BACKSLASH && (next == scan->quote || next == c);
    *out_character = next;
    return (doubled || backslash) && at + 1 < scan->len ? 2 : 0;
}

/* After the closing quote of a cell whose delimiter is missing before its opening quote, the stray one at `at` of the
 * bare cell from `begin` on; 0 when that is none: it stands between two letters, the next quote of the line has a
 * delimiter before it, and what closes a cell after it. */
static size_t glued_end(const struct scan *scan, size_t begin, size_t at)
{
    bool has_delimiter = false, known;
    if (at == begin || is_blank(scan->s[at - 1], scan->delimiter) || at + 1 == scan->len ||
        is_blank(scan->s[at + 1], scan->delimiter)) {
        return 0;
    }
    for (size_t i = at + 1; i < scan->len && !is_line_end(scan->s[i]) && i - at <= LONGEST_RECOVERED; i++) {
        char character;
        size_t escaped = escaped_len(scan, i, &character);
        if (scan->s[i] == scan->quote && escaped == 0) {
            return has_delimiter && closes(scan, i + 1, &known) ? i + 1 : 0;
        }
        i += escaped ? 1 : 0;
        has_delimiter = has_delimiter || scan->s[i] == scan->delimiter;
    }
    return 0;
}

/* Where the bare cell from `begin` on ends, no quote protecting what follows it. */
static size_t plain_end(const struct scan *scan, size_t begin)
{
    const char *at = scan->s + begin, *end = scan->s + scan->len;
    char delimiter = scan->delimiter;
    while (at < end && *at != delimiter && !is_line_end(*at)) {
        at++;
    }
    return (size_t)(at - scan->s);
}

/* So too, where quotes may protect what they hold. */
static size_t protected_end(const struct scan *scan, size_t begin)
{
    size_t end = begin;
    bool is_protected = false;
    while (end < scan->len && (is_protected || (scan->s[end] != scan->delimiter && !is_line_end(scan->s[end])))) {
        bool is_quote = scan->s[end] == '"' && scan->quote == '"';
        size_t glued = is_quote && scan->policy == GLUED_PROTECT ? glued_end(scan, begin, end) : 0;
        is_protected = scan->policy == QUOTES_PROTECT && is_quote != is_protected && end - begin < LONGEST_RECOVERED;
        end = glued ? glued : end + 1;
    }
    return end;
}

/* `*out_stray`: a quote stands in it. */
static size_t bare_end(const struct scan *scan, size_t begin, bool *out_stray)
{
    bool protects = scan->quote == '"' && (scan->policy == QUOTES_PROTECT || scan->policy == GLUED_PROTECT);
    size_t end = protects ? protected_end(scan, begin) : plain_end(scan, begin);
    struct str cell = {scan->s + begin, end - begin};
    *out_stray = scan->quote == '"' && str_index(cell, '"', 0) < cell.len;
    return end;
}

/* The cell at `*at` without quotes, up to its delimiter or line end. */
static enum outcome read_bare(struct scan *scan, size_t *at)
{
    const struct dialect *dialect = scan->dialect;
    bool stray;
    size_t begin = *at, end = bare_end(scan, begin, &stray);
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

/* The cell whose opening quote is at `*at`, by the grammar. BROKEN leaves `*at` and the bytes as they were. */
static enum outcome read_quoted(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, i = *at + 1;
    char quote = scan->quote;
    while (i < scan->len) {
        char c = scan->s[i], character;
        size_t escaped = escaped_len(scan, i, &character);
        if (bytes->len - begin > RECORD_FIELD_BYTES) {
            return LARGE;
        }
        if (escaped) {
            scan->out->doubled += c == quote;
            scan->out->backslashed += c != quote && character == quote;
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

/* Where the quote, or the stray quote and the closing one, ends the cell that begins before `from`: CLOSE_IN_LINE and
 * its kin. `end` when nothing does. */
static size_t closing_quote(const struct scan *scan, size_t from, size_t end, bool *out_is_pair)
{
    size_t found = end;
    bool known;
    *out_is_pair = false;
    for (size_t i = from; i < end && i - from < LONGEST_RECOVERED; i++) {
        char character;
        size_t escaped = escaped_len(scan, i, &character);
        bool is_pair = escaped && scan->s[i] == scan->quote;
        if (is_pair && scan->policy != CLOSE_IN_LINE && scan->policy != CLOSE_ANYWHERE && closes(scan, i + 2, &known)) {
            found = i;
            *out_is_pair = true;
            if (scan->policy == CLOSE_AT_PAIR) {
                return found;
            }
        }
        if (!escaped && scan->s[i] == scan->quote && closes(scan, i + 1, &known)) {
            return found < end ? found : i;
        }
        i += escaped ? 1 : 0;
    }
    return found;
}

/* Before or at `at` one cell seems to end and another to begin: `;"a` or `";`. */
static bool is_boundary(const struct scan *scan, size_t at)
{
    char before = scan->s[at - 1], c = scan->s[at];
    bool opens = before == scan->delimiter && c == scan->quote && !is_blank(scan->s[at + 1], scan->delimiter);
    return opens || (before == scan->quote && c == scan->delimiter);
}

static enum outcome close_in_line(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, end = scan->policy == CLOSE_ANYWHERE ? scan->len : line_end_from(scan, *at);
    bool is_pair;
    size_t closing = closing_quote(scan, *at + 1, end, &is_pair);
    if (closing == end && scan->policy == CLOSE_IN_LINE) {
        scan->policy = CLOSE_AT_PAIR;
        closing = closing_quote(scan, *at + 1, end, &is_pair);
        scan->policy = CLOSE_IN_LINE;
    }
    if (closing == end) {
        bytes->len = begin;
        return BROKEN;
    }
    for (size_t i = *at + 1; i < closing; i++) {
        char character;
        size_t escaped = escaped_len(scan, i, &character);
        scan->out->is_greedy = scan->out->is_greedy || (i > *at + 1 && is_boundary(scan, i));
        buf_byte(bytes, escaped ? character : scan->s[i]);
        i += escaped ? 1 : 0;
    }
    if (is_pair) {
        buf_byte(bytes, scan->quote);
        closing++;
    }
    note_fault(scan, FAULT_QUOTE_IN_QUOTES);
    *at = skip_blanks(scan, closing + 1);
    return end_cell(scan, true) ? READ : LARGE;
}

/* CLOSE_AT_QUOTE. */
static enum outcome close_at_quote(struct scan *scan, size_t *at)
{
    struct buf *bytes = &scan->out->bytes;
    size_t begin = bytes->len, end = line_end_from(scan, *at), i = *at + 1;
    for (; i < end && (scan->s[i] != scan->quote || escaped_len(scan, i, &(char){0}) > 0); i++) {
        char character;
        size_t escaped = escaped_len(scan, i, &character);
        buf_byte(bytes, escaped ? character : scan->s[i]);
        i += escaped ? 1 : 0;
    }
    if (i == end) {
        bytes->len = begin;
        return BROKEN;
    }
    scan->out->is_glued = scan->s[i - 1] != scan->delimiter && i + 1 < end &&
                          !is_blank(scan->s[i - 1], scan->delimiter) && !is_blank(scan->s[i + 1], scan->delimiter);
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
    if (scan->policy >= CLOSE_IN_LINE && scan->policy <= CLOSE_ANYWHERE) {
        outcome = close_in_line(scan, &opening);
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
    bool has_quote = scan->quote && scan->policy != NO_QUOTES && opening < scan->len && scan->s[opening] == scan->quote;
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
    out->count = out->padded = out->doubled = out->backslashed = 0;
    out->is_glued = out->is_greedy = false;
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
    enum outcome outcome = read_record(&scan);
    if (outcome == READ && attempt->policy == NO_QUOTES) {
        note_fault(&scan, FAULT_OPEN_QUOTE);
    }
    return outcome;
}

/* ---- records under another dialect ---------------------------------------------------------------------------- */

/* Delimiters that a line may have instead of the table's: those of exports, then those that texts hold too. */
static const char others[] = ";\t|,^~\x01\x02\x1e\x1f #:!*$%&=@/\\+_-";

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
static bool looks_like_row(const struct tolerant_record *record, char delimiter)
{
    size_t from = 0, facts = 0, quoted = 0;
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
    if (read_record(&scan) != READ || scan.out->count != columns || scan.out->fault != FAULT_NONE) {
        return false;
    }
    drop_padding(scan.out);
    scan.out->fault = fault;
    scan.out->fault_cell = 0;
    return true;
}

/* A quote stands after a backslash in a table that doubles them. */
static bool read_by_other_escape(const struct scan *whole, size_t line, size_t columns)
{
    char mark[] = {'\\', whole->quote};
    struct str text = {whole->s, line};
    struct dialect dialect = *whole->dialect;
    struct scan scan = *whole;
    dialect.escape = ESCAPE_BACKSLASH;
    scan.dialect = &dialect;
    return whole->quote && whole->dialect->escape == ESCAPE_DOUBLED &&
           str_find(text, (struct str){mark, sizeof mark}, 0) < line &&
           read_as(&scan, columns, scan.delimiter, scan.quote, FAULT_OTHER_QUOTE) && scan.out->backslashed > 0;
}

/* The first delimiter that gives the columns wins; false leaves some other reading behind. */
static bool read_by_other(const struct scan *whole, size_t line, size_t columns)
{
    struct str text = {whole->s, line};
    for (size_t i = 0; i < sizeof others - 1 && columns > 2; i++) {
        bool occurs = others[i] != whole->dialect->delimiter && str_index(text, others[i], 0) < line;
        if (occurs && read_as(whole, columns, others[i], whole->quote, FAULT_OTHER_DELIMITER) &&
            looks_like_row(whole->out, others[i])) {
            return true;
        }
    }
    return false;
}

/* The record quoted by ' in a table quoted by ", or the other way round: at least two of its cells are. */
static bool read_by_other_quote(const struct scan *whole, size_t columns)
{
    char quote = whole->dialect->quote == '\'' ? '"' : '\'';
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
    if (columns > 0 && read_by_other_escape(whole, line, columns)) {
        return READ;
    }
    for (size_t i = 0; i < ATTEMPTS && columns > 0; i++) {
        enum outcome outcome = read_again(whole, line, &attempts[i]);
        bool has_open = outcome == READ && whole->out->fault == FAULT_OPEN_QUOTE;
        if (has_open && lacks_delimiter(whole, line, columns)) {
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
    if (columns > 0 && (read_by_other(whole, line, columns) || read_by_other_quote(whole, columns))) {
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

/* A reading by the grammar with the wrong width: is there a better one? Leaves the record as it was when there is not.
 */
static enum outcome reconsider(const struct scan *whole, size_t line, size_t columns)
{
    struct tolerant_record *out = whole->out;
    size_t len = out->len, count = out->count;
    enum record_fault fault = out->fault;
    for (size_t i = 0; i < ATTEMPTS && len > line; i++) {
        if (attempts[i].in_line && read_again(whole, line, &attempts[i]) == READ && out->count == columns &&
            out->fault != FAULT_NONE) {
            return READ;
        }
    }
    bool is_narrow = count * 2 <= columns || (columns >= WIDE && count < columns);
    if ((is_narrow && read_by_other(whole, line, columns)) || read_by_other_quote(whole, columns)) {
        return READ;
    }
    if (fault == FAULT_STRAY_QUOTE && try_protected(whole, line, columns, count)) {
        return READ;
    }
    struct scan again = *whole;
    return read_record(&again);
}

/* The first character after blanks quotes in another dialect. */
static bool begins_other_quote(const struct scan *scan)
{
    size_t at = skip_blanks(scan, 0);
    return at < scan->len && scan->s[at] == (scan->quote == '\'' ? '"' : '\'');
}

/* A reading of the right width: a stray quote may hide a delimiter that is missing (the protected reading has one cell
 * less), and a row may be quoted by another character throughout. */
static enum outcome confirm(const struct scan *whole, size_t line, size_t columns)
{
    static const struct attempt glued = {GLUED_PROTECT, false};
    bool has_stray = whole->out->fault == FAULT_STRAY_QUOTE;
    if (begins_other_quote(whole) && read_by_other_quote(whole, columns)) {
        return READ;
    }
    if (has_stray && columns > 2 && read_again(whole, line, &glued) == READ && whole->out->count + 1 == columns) {
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
    struct tolerant_record *out = whole->out;
    size_t line = columns > 1 ? first_line(whole) : 0;
    for (size_t i = 0; i < ATTEMPTS && line > 0 && line < RECORD_FIELD_BYTES; i++) {
        if (attempts[i].in_line && read_again(whole, line, &attempts[i]) == READ && out->count == columns &&
            row_follows(whole, columns)) {
            return read_again(whole, line, &attempts[i]) == READ;
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
                  (record->count != columns || record->fault != FAULT_NONE || begins_other_quote(whole));
    size_t line = outcome == BROKEN || is_odd ? first_line(whole) : 0;
    if (outcome == BROKEN) {
        return line > 0 ? read_broken(whole, line, columns) : UNFINISHED;
    }
    if (line > 0) {
        return record->count == columns ? confirm(whole, line, columns) : reconsider(whole, line, columns);
    }
    return outcome;
}

enum tolerant_step tolerant_read(const struct dialect *dialect, struct str text, bool is_last, size_t columns,
                                 struct tolerant_record *record)
{
    struct scan whole = {dialect, dialect->delimiter, dialect->quote, text.ptr, text.len, is_last, BY_GRAMMAR, record};
    enum outcome outcome = recover(&whole, read_record(&whole), columns);
    if (outcome == LARGE) {
        return TOLERANT_LARGE;
    }
    if (outcome == UNFINISHED) {
        return text.len > RECORD_BYTES ? TOLERANT_LARGE : TOLERANT_MORE;
    }
    record->lines = count_lines(str_slice(text, 0, record->len));
    set_cells(dialect, record);
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
