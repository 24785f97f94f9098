#include "gencarto/tabular/scan.h"

#include <string.h>

#define LONGEST_RECOVERED (64 * 1024) /* bytes of a broken cell over several lines */
#define BARE_LINE_MOST    4096        /* bytes searched for the end of a line that is read in one go */

bool scan_is_blank(char c, char delimiter)
{
    return c == ' ' ? delimiter != ' ' : c == '\t' && delimiter != '\t';
}

bool scan_is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Bytes of the line end at `at`. */
size_t scan_line_end_len(const char *s, size_t len, size_t at)
{
    return s[at] == '\r' && at + 1 < len && s[at + 1] == '\n' ? 2 : 1;
}

size_t scan_skip_blanks(const struct scan *scan, size_t at)
{
    while (at < scan->len && scan_is_blank(scan->s[at], scan->delimiter)) {
        at++;
    }
    return at;
}

void scan_note_fault(struct scan *scan, enum record_fault fault)
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
    at = scan_skip_blanks(scan, at);
    *out_known = at < scan->len || scan->is_last;
    return at >= scan->len || scan->s[at] == scan->delimiter || scan_is_line_end(scan->s[at]);
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
    if (at == begin || scan_is_blank(scan->s[at - 1], scan->delimiter) || at + 1 == scan->len ||
        scan_is_blank(scan->s[at + 1], scan->delimiter)) {
        return 0;
    }
    for (size_t i = at + 1; i < scan->len && !scan_is_line_end(scan->s[i]) && i - at <= LONGEST_RECOVERED; i++) {
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

/* A backslash at `at` of a bare cell, where the dialect escapes by it, makes a delimiter, a quote, a backslash or a
 * line feed after it part of the cell: the length of both, else 0. */
static size_t bare_escape_len(const struct scan *scan, size_t at)
{
    if (scan->dialect->escape != ESCAPE_BACKSLASH || scan->s[at] != '\\' || at + 1 == scan->len) {
        return 0;
    }
    char next = scan->s[at + 1];
    return next == scan->delimiter || next == '\\' || next == '\n' || (scan->quote && next == scan->quote) ? 2 : 0;
}

static size_t escaped_end(const struct scan *scan, size_t begin)
{
    size_t at = begin;
    while (at < scan->len && scan->s[at] != scan->delimiter && !scan_is_line_end(scan->s[at])) {
        size_t escaped = bare_escape_len(scan, at);
        at += escaped ? escaped : 1;
    }
    return at;
}

/* Where the bare cell from `begin` on ends, no quote protecting what follows it. */
static size_t plain_end(const struct scan *scan, size_t begin)
{
    if (scan->dialect->escape == ESCAPE_BACKSLASH) {
        return escaped_end(scan, begin);
    }
    const char *at = scan->s + begin, *end = scan->s + scan->len;
    char delimiter = scan->delimiter;
    while (at < end && *at != delimiter && !scan_is_line_end(*at)) {
        at++;
    }
    return (size_t)(at - scan->s);
}

/* So too, where quotes may protect what they hold. */
static size_t protected_end(const struct scan *scan, size_t begin)
{
    size_t end = begin;
    bool is_protected = false;
    while (end < scan->len && (is_protected || (scan->s[end] != scan->delimiter && !scan_is_line_end(scan->s[end])))) {
        bool is_quote = scan->s[end] == '"' && scan->quote == '"';
        size_t glued = is_quote && scan->policy == GLUED_PROTECT ? glued_end(scan, begin, end) : 0;
        is_protected = scan->policy == QUOTES_PROTECT && is_quote != is_protected && end - begin < LONGEST_RECOVERED;
        end = glued ? glued : end + 1;
    }
    return end;
}

static bool has_stray(const struct scan *scan, size_t begin, size_t end)
{
    struct str cell = {scan->s + begin, end - begin};
    size_t at = begin + str_index(cell, '"', 0);
    if (at < end && scan->dialect->escape == ESCAPE_BACKSLASH) {
        for (at = begin; at < end && scan->s[at] != '"'; at++) {
            at += bare_escape_len(scan, at) ? 1 : 0;
        }
    }
    return at < end;
}

static bool is_beside(const struct scan *scan, size_t at, const char *characters)
{
    return strchr(characters, scan->s[at]) != NULL && scan->s[at] != '\0';
}

/* The quotes of a bare cell stand as texts have them: after a number, for inches, or in pairs around words. */
static bool are_of_text(const struct scan *scan, size_t begin, size_t end)
{
    bool is_open = false, are = true;
    for (size_t at = begin; at < end && are; at++) {
        bool is_last = at + 1 == end, is_first = at == begin;
        if (scan->s[at] != '"') {
            continue;
        }
        bool is_inches = !is_open && !is_first && is_beside(scan, at - 1, "0123456789");
        bool opens =
            !is_open && !is_first && !is_last && is_beside(scan, at - 1, " ('/-") && !is_beside(scan, at + 1, " \"");
        bool closes_word =
            is_open && !is_beside(scan, at - 1, " ") && (is_last || is_beside(scan, at + 1, " ,.;:!?)/-"));
        are = is_inches || opens || closes_word;
        is_open = opens || (is_open && !closes_word);
    }
    return are && !is_open;
}

/* `*out_stray`: a quote stands in it. */
static size_t bare_end(const struct scan *scan, size_t begin, bool *out_stray)
{
    bool protects = scan->quote == '"' && (scan->policy == QUOTES_PROTECT || scan->policy == GLUED_PROTECT);
    size_t end = protects ? protected_end(scan, begin) : plain_end(scan, begin);
    *out_stray = scan->quote == '"' && has_stray(scan, begin, end);
    return end;
}

static struct str without_blanks(struct str cell, char delimiter)
{
    while (cell.len > 0 && scan_is_blank(cell.ptr[0], delimiter)) {
        cell = str_slice(cell, 1, cell.len);
    }
    while (cell.len > 0 && scan_is_blank(cell.ptr[cell.len - 1], delimiter)) {
        cell.len--;
    }
    return cell;
}

static void add_bare(struct scan *scan, size_t begin, struct str cell)
{
    struct tolerant_record *out = scan->out;
    for (size_t at = begin, end = begin + cell.len; at < end; at++) {
        size_t escaped = bare_escape_len(scan, at);
        if (escaped == 0) {
            size_t next = str_index(cell, '\\', at + 1 - begin); /* nothing but a backslash escapes */
            buf_add(&out->bytes, str_slice(cell, at - begin, next));
            at = begin + next - 1;
        } else {
            out->backslashed += scan->s[++at] == scan->delimiter;
            buf_byte(&out->bytes, scan->s[at]);
        }
    }
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
    bool is_of_text = stray && are_of_text(scan, begin, end);
    scan->out->has_quoted_words = scan->out->has_quoted_words || is_of_text;
    if (stray && !(is_of_text && dialect->has_quoted_words)) {
        scan_note_fault(scan, FAULT_STRAY_QUOTE);
    }
    *at = end;
    struct str cell = {scan->s + begin, end - begin};
    cell = dialect->is_padded ? without_blanks(cell, scan->delimiter) : cell;
    add_bare(scan, (size_t)(cell.ptr - scan->s), cell);
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
            *at = scan_skip_blanks(scan, i + 1);
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
    while (at < scan->len && !scan_is_line_end(scan->s[at])) {
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
    bool opens = before == scan->delimiter && c == scan->quote && !scan_is_blank(scan->s[at + 1], scan->delimiter);
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
    scan_note_fault(scan, FAULT_QUOTE_IN_QUOTES);
    *at = scan_skip_blanks(scan, closing + 1);
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
                          !scan_is_blank(scan->s[i - 1], scan->delimiter) &&
                          !scan_is_blank(scan->s[i + 1], scan->delimiter);
    for (i++; i < end && scan->s[i] != scan->delimiter; i++) {
        buf_byte(bytes, scan->s[i]);
    }
    scan_note_fault(scan, FAULT_QUOTE_IN_QUOTES);
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
        scan_note_fault(scan, FAULT_OPEN_QUOTE);
        return read_bare(scan, at);
    }
    *at = opening;
    return outcome;
}

static enum outcome read_cell(struct scan *scan, size_t *at)
{
    size_t opening = scan_skip_blanks(scan, *at);
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

/* Where the line without a quote or an escape at the beginning of the text ends, if it is there as a whole; else
 * `scan->len`. */
static size_t bare_line_end(const struct scan *scan)
{
    struct str text = {scan->s, scan->len < BARE_LINE_MOST ? scan->len : BARE_LINE_MOST};
    size_t end = str_index(text, '\n', 0);
    end = str_index(str_slice(text, 0, end), '\r', 0);
    bool has_end = end < text.len && (scan->s[end] == '\n' || end + 1 < scan->len);
    struct str line = str_slice(text, 0, end);
    bool has_quote = scan->quote && str_index(line, scan->quote, 0) < end;
    bool has_escape = scan->dialect->escape == ESCAPE_BACKSLASH && str_index(line, '\\', 0) < end;
    return has_end && !has_quote && !has_escape ? end : scan->len;
}

/* The cells of a line without quotes, as read_bare reads each. */
static enum outcome scan_bare_line(struct scan *scan, size_t end)
{
    struct tolerant_record *out = scan->out;
    buf_reserve(&out->bytes, end);
    const char *from = scan->s, *line_end = scan->s + end, *mark;
    do {
        mark = memchr(from, scan->delimiter, (size_t)(line_end - from));
        const char *cell_end = mark ? mark : line_end;
        struct str cell = {from, (size_t)(cell_end - from)};
        out->padded += out->count > 0 && cell.len > 0 && scan_is_blank(cell.ptr[0], scan->delimiter);
        buf_add(&out->bytes, scan->dialect->is_padded ? without_blanks(cell, scan->delimiter) : cell);
        if (!end_cell(scan, false)) {
            return LARGE;
        }
        from = cell_end + 1;
    } while (mark);
    out->len = end + scan_line_end_len(scan->s, scan->len, end);
    return READ;
}

/* Reads cells up to the end of the record; with `len` and `lines` of what it took. */
enum outcome scan_record(struct scan *scan)
{
    struct tolerant_record *out = scan->out;
    buf_reset(&out->bytes);
    out->count = out->padded = out->doubled = out->backslashed = 0;
    out->is_glued = out->is_greedy = out->has_quoted_words = false;
    out->fault = FAULT_NONE;
    size_t bare = bare_line_end(scan);
    if (bare < scan->len) {
        return scan_bare_line(scan, bare);
    }
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
        out->len = at < scan->len ? at + scan_line_end_len(scan->s, scan->len, at) : at;
        return out->len > RECORD_BYTES ? LARGE : READ;
    }
}

/* Bytes of the first line, its end with it; 0 when the text ends before it does. */
size_t scan_first_line(const struct scan *scan)
{
    struct str text = {scan->s, scan->len};
    size_t lf = str_index(text, '\n', 0);
    size_t end = str_index(str_slice(text, 0, lf), '\r', 0);
    if (end == scan->len || (end + 1 == scan->len && scan->s[end] == '\r')) {
        return scan->is_last ? scan->len : 0;
    }
    return end + scan_line_end_len(scan->s, scan->len, end);
}
