#include "gencarto/tabular/fixed_width.h"

#include "gencarto/base/number.h"
#include "gencarto/tabular/delimiter.h"

#define GAP STR("  ") /* between the columns that are written */

const char *fixed_width_reason_text(enum fixed_width_reason reason)
{
    static const char *const texts[FIXED_WIDTH_REASONS] = {
        [FIXED_WIDTH_NOT_LOOKED_AT] = "not looked for: a delimiter cuts the lines alike",
        [FIXED_WIDTH_DECLARED] = "declared",
        [FIXED_WIDTH_BY_RULER] = "a ruler of dashes tells them",
        [FIXED_WIDTH_BY_HEADINGS] = "blanks run through all lines of the table, with a heading over each column",
        [FIXED_WIDTH_NO_GUTTERS] = "none: no blanks run through three lines or more",
        [FIXED_WIDTH_NO_HEADINGS] = "none: no line of headings stands over all columns",
        [FIXED_WIDTH_UNSURE] = "none: the blanks may stand between words as well",
        [FIXED_WIDTH_UNLIKE] = "none: what the blanks cut is not aligned, or not alike",
    };
    return texts[reason];
}

/* ---- written by a person -------------------------------------------------------------------------------------- */

bool fixed_width_parse(struct str written, struct fixed_width *out_columns)
{
    struct fixed_width columns = {0};
    struct str part;
    int64_t before = 0, place;
    while (str_split(&written, ',', &part)) {
        part = str_trim(part);
        if (!number_parse_int(part, &place) || place <= before || place > FIXED_WIDTH_LINE ||
            columns.count == FIXED_WIDTH_COLUMNS) {
            return false;
        }
        columns.begins[columns.count] = (uint16_t)(place - 1);
        if (columns.count > 0) {
            columns.ends[columns.count - 1] = (uint16_t)(place - 1);
        }
        columns.ends[columns.count++] = FIXED_WIDTH_LINE;
        before = place;
    }
    *out_columns = columns;
    return true;
}

void fixed_width_write(struct buf *out, const struct fixed_width *columns, const char *between)
{
    for (size_t i = 0; i < columns->count; i++) {
        buf_text(out, i ? between : "");
        buf_int(out, columns->begins[i] + 1);
    }
}

bool fixed_width_equal(const struct fixed_width *a, const struct fixed_width *b)
{
    if (!a || !b) {
        return a == b;
    }
    size_t bytes = a->count * sizeof *a->begins;
    return a->count == b->count && memcmp(a->begins, b->begins, bytes) == 0 && memcmp(a->ends, b->ends, bytes) == 0;
}

/* ---- cutting -------------------------------------------------------------------------------------------------- */

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* The byte of the character that is `characters` after the one at `at`; the end of the line when it has not as many. */
static size_t after(struct str line, size_t at, size_t characters)
{
    while (characters > 0 && at < line.len) {
        at++;
        while (at < line.len && ((unsigned char)line.ptr[at] & 0xc0) == 0x80) {
            at++;
        }
        characters--;
    }
    return at;
}

static size_t characters_of(struct str cell)
{
    size_t characters = 0;
    for (size_t at = 0; at < cell.len; at = after(cell, at, 1)) {
        characters++;
    }
    return characters;
}

/* Where the gutter from byte `from` to `to` is cut: in the middle of no word, at the end of its longest run of blanks.
 * False when it has none. */
static bool find_cut(struct str line, size_t from, size_t to, size_t *out_cut)
{
    size_t longest = 0;
    for (size_t at = from; at < to;) {
        size_t begin = at;
        while (at < to && line.ptr[at] == ' ') {
            at++;
        }
        if (at > begin && at - begin >= longest) {
            longest = at - begin;
            *out_cut = at;
        }
        at += at < to;
    }
    return longest > 0;
}

static struct str without_blanks(struct str cell)
{
    while (cell.len > 0 && cell.ptr[0] == ' ') {
        cell = str_slice(cell, 1, cell.len);
    }
    while (cell.len > 0 && cell.ptr[cell.len - 1] == ' ') {
        cell.len--;
    }
    return cell;
}

/* A place in a line. */
struct place {
    size_t byte, character;
};

static struct place advance(struct str line, struct place from, size_t character)
{
    return (struct place){after(line, from.byte, character - from.character), character};
}

/* The cuts go through a sentence, one that is no row: no two blanks stand together, and of what stands after the cuts
 * not most begins where its column does, or ends there. */
static bool is_sentence(const struct fixed_width *columns, struct str line, const size_t *cuts)
{
    struct place begin = {0, 0};
    size_t cells = 0, aligned = 0, len = characters_of(line);
    struct str text = without_blanks(line);
    if (str_find(text, STR("  "), 0) < text.len) {
        return false;
    }
    for (size_t i = 1; i < columns->count; i++) {
        struct str cell = without_blanks(str_slice(line, cuts[i - 1], i + 1 < columns->count ? cuts[i] : line.len));
        begin = advance(line, begin, columns->begins[i]);
        struct place end = advance(line, begin, columns->ends[i]);
        bool is_filled = cell.len > 0;
        bool is_at_end = columns->ends[i] <= len && cell.ptr + cell.len == line.ptr + end.byte;
        aligned += is_filled && (cell.ptr == line.ptr + begin.byte || is_at_end);
        cells += is_filled;
    }
    return cells > 0 && aligned * 2 <= cells;
}

/* Where each column but the first begins in the line, in bytes; those that it does not reach at its end. False when it
 * is no line of the table. */
static bool find_cuts(const struct fixed_width *columns, struct str line, size_t *out_cuts)
{
    struct place at = {0, 0};
    bool is_declared = true;
    for (size_t i = 1; i < columns->count; i++) {
        struct place gutter = advance(line, at, columns->ends[i - 1]);
        at = advance(line, gutter, columns->begins[i]);
        out_cuts[i - 1] = at.byte;
        bool has_gutter = at.character > gutter.character;
        if (has_gutter && at.byte < line.len && !find_cut(line, gutter.byte, at.byte, &out_cuts[i - 1])) {
            return false;
        }
        is_declared = is_declared && !has_gutter;
    }
    return is_declared || !is_sentence(columns, line, out_cuts);
}

static void cut_line(const struct fixed_width *columns, struct str line, struct buf *out)
{
    size_t cuts[FIXED_WIDTH_COLUMNS], from = 0;
    line = line.len > 0 && line.ptr[0] == '\f' ? str_slice(line, 1, line.len) : line; /* a new page of a listing */
    if (without_blanks(line).len == 0) {
        return;
    }
    if (!find_cuts(columns, line, cuts)) {
        buf_add(out, without_blanks(line));
        return;
    }
    for (size_t i = 1; i < columns->count; i++) {
        buf_add(out, without_blanks(str_slice(line, from, cuts[i - 1])));
        buf_byte(out, DELIMITER_STAND_IN);
        from = cuts[i - 1];
    }
    buf_add(out, without_blanks(str_slice(line, from, line.len)));
}

size_t fixed_width_cut(const struct fixed_width *columns, struct buf *text, size_t from, bool is_last)
{
    struct buf rest;
    struct str lines;
    buf_init(&rest, NULL);
    buf_add(&rest, str_slice(buf_str(text), from, text->len));
    lines = buf_str(&rest);
    text->len = from;
    size_t at = 0;
    while (at < lines.len) {
        size_t end = at;
        while (end < lines.len && !is_line_end(lines.ptr[end])) {
            end++;
        }
        bool may_go_on = end == lines.len || (lines.ptr[end] == '\r' && end + 1 == lines.len);
        if (may_go_on && !is_last) {
            break;
        }
        cut_line(columns, str_slice(lines, at, end), text);
        at = end;
        while (at < lines.len && is_line_end(lines.ptr[at])) {
            at++;
        }
        buf_add(text, str_slice(lines, end, at));
    }
    size_t next = text->len;
    buf_add(text, str_slice(lines, at, lines.len));
    buf_clear(&rest);
    return next;
}

int fixed_width_cell_at(const struct fixed_width *columns, size_t at)
{
    int cell = 1;
    while ((size_t)cell < columns->count && columns->begins[cell] <= at) {
        cell++;
    }
    return cell;
}

/* ---- laying out ----------------------------------------------------------------------------------------------- */

static size_t find_widths(struct str text, size_t *out_widths)
{
    struct str line, cell;
    size_t columns = 0;
    while (str_split(&text, '\n', &line)) {
        for (size_t i = 0; i < FIXED_WIDTH_COLUMNS && str_split(&line, DELIMITER_STAND_IN, &cell); i++) {
            size_t width = characters_of(cell);
            columns = i + 1 > columns ? i + 1 : columns;
            out_widths[i] = width > out_widths[i] ? width : out_widths[i];
        }
    }
    return columns;
}

static void repeat(struct buf *out, char c, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        buf_byte(out, c);
    }
}

static void lay_out_line(struct str line, const size_t *widths, struct buf *out)
{
    struct str cell;
    size_t missing = 0; /* blanks that stand before the next cell, if there is one */
    for (size_t i = 0; str_split(&line, DELIMITER_STAND_IN, &cell); i++) {
        if (cell.len > 0) {
            repeat(out, ' ', missing);
            missing = 0;
        }
        buf_add(out, cell);
        missing += GAP.len + (i < FIXED_WIDTH_COLUMNS ? widths[i] - characters_of(cell) : 0);
    }
    buf_byte(out, '\n');
}

void fixed_width_lay_out(struct str text, struct buf *out)
{
    size_t widths[FIXED_WIDTH_COLUMNS];
    for (size_t i = 0; i < FIXED_WIDTH_COLUMNS; i++) {
        widths[i] = 1;
    }
    size_t columns = find_widths(text, widths);
    bool is_header = true;
    while (text.len > 0) {
        size_t end = str_index(text, '\n', 0);
        lay_out_line(str_slice(text, 0, end), widths, out);
        for (size_t i = 0; i < columns && is_header; i++) {
            buf_add(out, i ? GAP : STR(""));
            repeat(out, '-', widths[i]);
        }
        buf_text(out, is_header ? "\n" : "");
        is_header = false;
        text = str_slice(text, end + 1, text.len);
    }
}
