/* The search for columns of fixed width.
 *
 * A ruler of dashes tells them. Else the lines are laid upon each other: where no line has ink, a gutter runs between
 * two pieces. Pieces are columns when they cannot be words of one text that stand below each other by chance:
 *  - the first line, the header, has a heading over each; a piece without one belongs to the piece that it is glued to,
 *    one blank apart in every line;
 *  - two pieces that are glued in every line, the header too, are one; but for facts that end where their heading does
 *    ("date_debut" over 2018-03-12), where other columns are one blank apart as well, or the other piece is one of
 *    facts;
 *  - a word of the header with nothing below, one blank from another, is part of that heading, unless the cells tell
 *    that their column begins with the other;
 *  - the cells of each column begin, or end, at the same place;
 *  - a column of facts stands below a word; or three columns or more are of short texts, two blanks apart.
 * Where two readings remain, none is taken. */
#include "gencarto/tabular/fixed_width.h"
#include "gencarto/tabular/shape.h"

#define HEAD_LINES     100 /* of the beginning, and of each part further on */
#define PART_LINES     12
#define LINES_MOST     400
#define RULER_LINES    12 /* searched for a ruler */
#define RULER_DASHES   3  /* of its longest run, at least */
#define TITLES_MOST    6  /* lines above the header, and below the last row */
#define NOTES_MOST     4
#define PIECES_MOST    (2 * FIXED_WIDTH_COLUMNS)
#define TABLE_LINES    3
#define LINES_OFF      25 /* one line in so many may be none of the table */
#define ALIGNED_LEAST  0.9
#define TYPED_LEAST    0.7
#define TEXT_COLUMNS   3 /* of a table that has only texts */
#define TEXT_LINES     4
#define TEXT_WORDS     4 /* of a cell, on the average */
#define GRID_ROWS      2
#define ON_RULER_LEAST 0.5

struct line {
    struct str text;
    const uint16_t *bytes; /* where each of its characters begins, and where the last ends */
    size_t len;            /* in characters, without the blanks at its end */
};

struct piece {
    size_t begin, end; /* characters */
};

/* The lines of a table, its header first, and what the gutters leave between them. */
struct table {
    const struct line *lines;
    size_t line_count;
    struct piece pieces[PIECES_MOST];
    size_t piece_count;
    bool is_off[LINES_MOST]; /* lines that have ink in a gutter */
};

/* ---- lines ---------------------------------------------------------------------------------------------------- */

/* False when it cannot be one of a grid: it has a tab, or is too long. */
static bool read_line(struct arena *arena, struct str text, struct line *out_line)
{
    size_t len = 0, inked = 0;
    text = text.len > 0 && text.ptr[0] == '\f' ? str_slice(text, 1, text.len) : text;
    if (text.len > 4 * FIXED_WIDTH_LINE || str_index(text, '\t', 0) < text.len) {
        return false;
    }
    uint16_t *bytes = arena_array(arena, uint16_t, text.len + 1);
    for (size_t at = 0; at < text.len; at++) {
        if (((unsigned char)text.ptr[at] & 0xc0) != 0x80) {
            bytes[len++] = (uint16_t)at;
            inked = text.ptr[at] != ' ' ? len : inked;
        }
    }
    bytes[len] = (uint16_t)text.len;
    *out_line = (struct line){text, bytes, inked};
    return len <= FIXED_WIDTH_LINE;
}

/* The lines with text of one part; false when one of them cannot be of a grid. */
static bool read_part(struct arena *arena, struct str part, size_t most, struct line *lines, size_t *count)
{
    size_t last = *count + most < LINES_MOST ? *count + most : LINES_MOST;
    while (part.len > 0 && *count < last) {
        size_t end = str_index(part, '\n', 0);
        end = str_index(str_slice(part, 0, end), '\r', 0);
        struct line line;
        if (!read_line(arena, str_slice(part, 0, end), &line)) {
            return false;
        }
        if (line.len > 0) {
            lines[(*count)++] = line;
        }
        part = str_slice(part, end + 1, part.len);
    }
    return true;
}

static char byte_at(const struct line *line, size_t character)
{
    return character < line->len ? line->text.ptr[line->bytes[character]] : ' ';
}

/* The cell of the line between two places, blanks around it apart. */
static struct piece inked(const struct line *line, struct piece piece)
{
    piece.end = piece.end < line->len ? piece.end : line->len;
    while (piece.begin < piece.end && byte_at(line, piece.begin) == ' ') {
        piece.begin++;
    }
    while (piece.begin < piece.end && byte_at(line, piece.end - 1) == ' ') {
        piece.end--;
    }
    return piece.begin < piece.end ? piece : (struct piece){0, 0};
}

static bool is_filled(struct piece piece)
{
    return piece.end > 0;
}

static struct str text_of(const struct line *line, struct piece piece)
{
    return str_slice(line->text, line->bytes[piece.begin], line->bytes[piece.end]);
}

/* Two blanks or more stand between two words, as between cells of a grid: in a third of the lines, two at least. */
static bool has_wide_gaps(const struct line *lines, size_t count)
{
    size_t wide = 0;
    for (size_t i = 0; i < count; i++) {
        struct str inside = str_slice(lines[i].text, 0, lines[i].bytes[lines[i].len]);
        while (inside.len > 0 && inside.ptr[0] == ' ') {
            inside = str_slice(inside, 1, inside.len);
        }
        wide += str_find(inside, STR("  "), 0) < inside.len;
    }
    return wide > 1 && wide * 3 >= count;
}

/* ---- a ruler -------------------------------------------------------------------------------------------------- */

/* Two runs of dashes or more, and nothing else. */
static bool read_ruler(const struct line *line, struct fixed_width *columns)
{
    size_t longest = 0;
    columns->count = 0;
    for (size_t at = 0; at < line->len;) {
        size_t begin = at;
        while (byte_at(line, at) == '-' || byte_at(line, at) == '=') {
            at++;
        }
        bool is_blank = at == begin && byte_at(line, at) == ' ';
        if ((at == begin && !is_blank) || columns->count == FIXED_WIDTH_COLUMNS) {
            return false;
        }
        if (at > begin) {
            columns->begins[columns->count] = (uint16_t)begin;
            columns->ends[columns->count++] = (uint16_t)at;
            longest = at - begin > longest ? at - begin : longest;
        }
        at += is_blank;
    }
    return columns->count > 1 && longest >= RULER_DASHES;
}

static bool is_on(const struct fixed_width *columns, const struct line *line)
{
    for (size_t i = 1; i < columns->count; i++) {
        bool has_blank = false;
        for (size_t at = columns->ends[i - 1]; at < columns->begins[i] && !has_blank; at++) {
            has_blank = byte_at(line, at) == ' ';
        }
        if (!has_blank) {
            return false;
        }
    }
    return line->len > columns->begins[0];
}

/* A line of headings stands above the ruler or below it, and most of the lines are on its grid, one of two cells. */
static bool has_rows(const struct fixed_width *columns, const struct line *lines, size_t count, size_t ruler)
{
    size_t on = 0, wide = 0;
    for (size_t i = ruler + 1; i < count; i++) {
        bool is_row = is_on(columns, &lines[i]);
        on += is_row;
        wide += is_row && lines[i].len > columns->begins[1];
    }
    bool has_header = ruler == 0 || is_on(columns, &lines[ruler - 1]);
    return count >= TABLE_LINES && has_header && wide > 0 && (double)on >= ON_RULER_LEAST * (double)(count - ruler - 1);
}

static bool find_ruler(const struct line *lines, size_t count, struct fixed_width *out_columns, struct str *out_header)
{
    for (size_t i = 0; i < count && i < RULER_LINES; i++) {
        struct fixed_width columns;
        if (read_ruler(&lines[i], &columns) && has_rows(&columns, lines, count, i)) {
            *out_columns = columns;
            *out_header = lines[i > 0 ? i - 1 : i + 1].text;
            return true;
        }
    }
    return false;
}

/* ---- pieces --------------------------------------------------------------------------------------------------- */

/* Where the header has ink, or more lines than may be none of the table. */
static bool find_pieces(struct table *table)
{
    uint16_t inks[FIXED_WIDTH_LINE + 1] = {0};
    size_t width = 0, may_be_off = table->line_count / LINES_OFF;
    for (size_t i = 0; i < table->line_count; i++) {
        const struct line *line = &table->lines[i];
        for (size_t at = 0; at < line->len; at++) {
            inks[at] = (uint16_t)(inks[at] + (byte_at(line, at) != ' '));
        }
        width = line->len > width ? line->len : width;
    }
    bool was_ink = false;
    table->piece_count = 0;
    for (size_t at = 0; at < width; at++) {
        bool is_ink = inks[at] > may_be_off || byte_at(&table->lines[0], at) != ' ';
        bool is_first = is_ink && !was_ink;
        was_ink = is_ink;
        if (is_first && table->piece_count == PIECES_MOST) {
            return false;
        }
        if (is_first) {
            table->pieces[table->piece_count++].begin = at;
        }
        if (is_ink) {
            table->pieces[table->piece_count - 1].end = at + 1;
        }
    }
    return table->piece_count > 1;
}

/* Marks the lines with ink in a gutter; false when the header has, or more lines than may. */
static bool mark_lines(struct table *table)
{
    size_t off = 0;
    for (size_t i = 0; i < table->line_count; i++) {
        bool is_off = false;
        for (size_t k = 1; k < table->piece_count && !is_off; k++) {
            struct piece gutter = {table->pieces[k - 1].end, table->pieces[k].begin};
            is_off = is_filled(inked(&table->lines[i], gutter));
        }
        table->is_off[i] = is_off;
        off += is_off;
    }
    return !table->is_off[0] && off * LINES_OFF <= table->line_count * 2;
}

static bool has_heading(const struct table *table, size_t piece)
{
    return is_filled(inked(&table->lines[0], table->pieces[piece]));
}

static bool has_cells(const struct table *table, size_t piece)
{
    for (size_t i = 1; i < table->line_count; i++) {
        if (!table->is_off[i] && is_filled(inked(&table->lines[i], table->pieces[piece]))) {
            return true;
        }
    }
    return false;
}

/* Blanks between the piece and the one after it in the line; 0 when one of them is empty there. */
static size_t gap_in(const struct table *table, size_t line, size_t piece)
{
    struct piece left = inked(&table->lines[line], table->pieces[piece]);
    struct piece right = inked(&table->lines[line], table->pieces[piece + 1]);
    return is_filled(left) && is_filled(right) && !table->is_off[line] ? right.begin - left.end : 0;
}

/* One blank, and never more, stands between the piece and the one after it. */
static bool is_glued(const struct table *table, size_t piece)
{
    size_t together = 0;
    for (size_t i = 0; i < table->line_count; i++) {
        size_t gap = gap_in(table, i, piece);
        if (gap > 1) {
            return false;
        }
        together += gap == 1;
    }
    return together > 0;
}

static bool is_fact(enum shape shape)
{
    return shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
}

/* Facts that end where their heading does: nothing but their kind tells where the column ends. */
static bool is_flush(const struct table *table, size_t piece)
{
    size_t end = table->pieces[piece].end;
    for (size_t i = 0; i < table->line_count; i++) {
        struct piece cell = inked(&table->lines[i], table->pieces[piece]);
        enum shape shape = is_filled(cell) ? shape_of(text_of(&table->lines[i], cell)) : SHAPE_EMPTY;
        if (!table->is_off[i] && is_filled(cell) && ((i > 0 && !is_fact(shape)) || cell.end != end)) {
            return false;
        }
    }
    return true;
}

/* Facts stand in both pieces that are none together, as a price and a date are. */
static bool are_two_facts(const struct table *table, size_t piece)
{
    struct piece both = {table->pieces[piece].begin, table->pieces[piece + 1].end};
    for (size_t i = 1; i < table->line_count; i++) {
        struct piece right = inked(&table->lines[i], table->pieces[piece + 1]), joined = inked(&table->lines[i], both);
        if (!table->is_off[i] && is_filled(right) &&
            (!is_fact(shape_of(text_of(&table->lines[i], right))) ||
             is_fact(shape_of(text_of(&table->lines[i], joined))))) {
            return false;
        }
    }
    return true;
}

/* Some columns surely stand one blank apart. */
static bool has_narrow_gap(const struct table *table)
{
    for (size_t i = 0; i + 1 < table->piece_count; i++) {
        bool is_narrow = table->pieces[i + 1].begin - table->pieces[i].end == 1;
        if (is_narrow && !is_glued(table, i) && has_heading(table, i) && has_heading(table, i + 1) &&
            has_cells(table, i) && has_cells(table, i + 1)) {
            return true;
        }
    }
    return false;
}

static void merge(struct table *table, size_t piece)
{
    table->pieces[piece].end = table->pieces[piece + 1].end;
    table->piece_count--;
    memmove(&table->pieces[piece + 1], &table->pieces[piece + 2],
            (table->piece_count - piece - 1) * sizeof *table->pieces);
}

/* Where the cells of a piece begin, the leftmost; SIZE_MAX when it has none. */
static size_t begin_of_cells(const struct table *table, size_t piece)
{
    size_t begin = SIZE_MAX;
    for (size_t i = 1; i < table->line_count; i++) {
        struct piece cell = inked(&table->lines[i], table->pieces[piece]);
        begin = !table->is_off[i] && is_filled(cell) && cell.begin < begin ? cell.begin : begin;
    }
    return begin;
}

/* Its cells begin where its heading does: what stands before it is of another column. */
static bool begins_column(const struct table *table, size_t piece)
{
    struct piece heading = inked(&table->lines[0], table->pieces[piece]);
    return is_filled(heading) && begin_of_cells(table, piece) == heading.begin;
}

enum side { ALONE, LEFT, RIGHT, EITHER };

/* To which of its neighbours a piece belongs that is no column by itself: to a column on the left whose cells begin
 * with their heading, to one on the right whose cells do not. */
static enum side side_of(const struct table *table, size_t piece)
{
    bool left = piece > 0 && (!has_heading(table, piece - 1) || begins_column(table, piece - 1));
    bool right = piece + 1 < table->piece_count && !begins_column(table, piece + 1);
    if (!has_heading(table, piece)) {
        left = left && is_glued(table, piece - 1);
        right = right && is_glued(table, piece);
    } else if (!has_cells(table, piece)) {
        left = left && gap_in(table, 0, piece - 1) == 1;
        right = right && gap_in(table, 0, piece) == 1;
    } else {
        return ALONE;
    }
    return left && right ? EITHER : left ? LEFT : right ? RIGHT : ALONE;
}

/* Two pieces that are glued are words of one column, unless the kind of the left one tells where it ends. */
static bool are_words(const struct table *table, size_t piece)
{
    bool are_headed = has_heading(table, piece) && has_heading(table, piece + 1) && has_cells(table, piece) &&
                      has_cells(table, piece + 1);
    return are_headed && is_glued(table, piece) &&
           !(is_flush(table, piece) && (has_narrow_gap(table) || are_two_facts(table, piece)));
}

/* Merges the pieces that are none by themselves; UNSURE where one may belong to either of its neighbours. */
static enum fixed_width_reason merge_words(struct table *table)
{
    bool is_unsure = false;
    for (size_t i = 0; i < table->piece_count;) {
        enum side side = side_of(table, i);
        bool is_text = side == ALONE && i + 1 < table->piece_count && are_words(table, i);
        is_unsure = is_unsure || side == EITHER;
        if (side == LEFT || side == RIGHT || is_text) {
            merge(table, side == LEFT ? i - 1 : i);
            i = 0; /* what is merged may decide what was unsure */
            is_unsure = false;
        } else {
            i++;
        }
    }
    return is_unsure ? FIXED_WIDTH_UNSURE : FIXED_WIDTH_BY_HEADINGS;
}

/* ---- columns -------------------------------------------------------------------------------------------------- */

/* What the cells of one column are. */
struct column {
    size_t filled, facts, words;
    size_t at_left, at_right; /* cells that begin, or end, where the most do */
};

static size_t words_of(struct str cell)
{
    struct str word;
    size_t words = 0;
    while (str_split(&cell, ' ', &word)) {
        words += word.len > 0;
    }
    return words;
}

static void measure(const struct table *table, size_t piece, struct column *out_column)
{
    struct column column = {0};
    struct piece bounds = {SIZE_MAX, 0};
    for (size_t i = 1; i < table->line_count; i++) {
        struct piece cell = inked(&table->lines[i], table->pieces[piece]);
        if (!table->is_off[i] && is_filled(cell)) {
            enum shape shape = shape_of(text_of(&table->lines[i], cell));
            bounds.begin = cell.begin < bounds.begin ? cell.begin : bounds.begin;
            bounds.end = cell.end > bounds.end ? cell.end : bounds.end;
            column.filled++;
            column.facts += is_fact(shape);
            column.words += words_of(text_of(&table->lines[i], cell));
        }
    }
    for (size_t i = 1; i < table->line_count; i++) {
        struct piece cell = inked(&table->lines[i], table->pieces[piece]);
        column.at_left += !table->is_off[i] && is_filled(cell) && cell.begin == bounds.begin;
        column.at_right += !table->is_off[i] && is_filled(cell) && cell.end == bounds.end;
    }
    *out_column = column;
}

static bool is_aligned(const struct column *column)
{
    size_t most = column->at_left > column->at_right ? column->at_left : column->at_right;
    return (double)most >= ALIGNED_LEAST * (double)column->filled;
}

static bool is_of_facts(const struct column *column)
{
    return column->filled > 1 && (double)column->facts >= TYPED_LEAST * (double)column->filled;
}

static bool is_heading_text(const struct table *table, size_t piece)
{
    struct piece heading = inked(&table->lines[0], table->pieces[piece]);
    enum shape shape = shape_of(text_of(&table->lines[0], heading));
    return shape == SHAPE_WORD || shape == SHAPE_TEXT;
}

static size_t narrowest_gap(const struct table *table)
{
    size_t narrowest = SIZE_MAX;
    for (size_t i = 1; i < table->piece_count; i++) {
        size_t gap = table->pieces[i].begin - table->pieces[i - 1].end;
        narrowest = gap < narrowest ? gap : narrowest;
    }
    return narrowest;
}

static enum fixed_width_reason judge_columns(const struct table *table)
{
    size_t typed = 0, headed = 0, words = 0, cells = 0;
    for (size_t i = 0; i < table->piece_count; i++) {
        struct column column;
        measure(table, i, &column);
        if (!is_aligned(&column)) {
            return FIXED_WIDTH_UNLIKE;
        }
        typed += is_of_facts(&column);
        headed += is_of_facts(&column) && is_heading_text(table, i);
        words += column.words;
        cells += column.filled;
    }
    bool is_of_short_texts = typed == 0 && table->piece_count >= TEXT_COLUMNS && table->line_count >= TEXT_LINES &&
                             narrowest_gap(table) > 1 && words <= TEXT_WORDS * cells;
    if (typed > 0 && headed == 0) {
        return FIXED_WIDTH_NO_HEADINGS;
    }
    return headed > 0 || is_of_short_texts ? FIXED_WIDTH_BY_HEADINGS : FIXED_WIDTH_UNLIKE;
}

static bool has_two_rows(const struct table *table)
{
    size_t rows = 0;
    for (size_t i = 1; i < table->line_count; i++) {
        size_t filled = 0;
        for (size_t k = 0; k < table->piece_count && !table->is_off[i]; k++) {
            filled += is_filled(inked(&table->lines[i], table->pieces[k]));
        }
        rows += filled > 1;
    }
    return rows >= GRID_ROWS;
}

static enum fixed_width_reason judge(struct table *table)
{
    if (!find_pieces(table) || !mark_lines(table)) {
        return FIXED_WIDTH_NO_GUTTERS;
    }
    enum fixed_width_reason reason = merge_words(table);
    if (reason != FIXED_WIDTH_BY_HEADINGS) {
        return reason;
    }
    if (table->piece_count < 2 || table->piece_count > FIXED_WIDTH_COLUMNS || !mark_lines(table) ||
        !has_two_rows(table)) {
        return FIXED_WIDTH_NO_GUTTERS;
    }
    for (size_t i = 0; i < table->piece_count; i++) {
        struct str heading = text_of(&table->lines[0], inked(&table->lines[0], table->pieces[i]));
        if (heading.len == 0 || str_find(heading, STR("  "), 0) < heading.len) { /* none, or several */
            return FIXED_WIDTH_NO_HEADINGS;
        }
    }
    return judge_columns(table);
}

/* Lines above the header and below the last row may be none of the table. */
static enum fixed_width_reason find_table(const struct line *lines, size_t count, struct table *table,
                                          struct str *out_header)
{
    enum fixed_width_reason most = FIXED_WIDTH_NO_GUTTERS;
    for (size_t first = 0; first <= TITLES_MOST; first++) {
        for (size_t notes = 0; notes <= NOTES_MOST && first + notes + TABLE_LINES <= count; notes++) {
            table->lines = lines + first;
            table->line_count = count - first - notes;
            enum fixed_width_reason reason = judge(table);
            if (reason == FIXED_WIDTH_BY_HEADINGS || reason > most) {
                most = reason;
                *out_header = table->lines[0].text;
            }
            if (reason == FIXED_WIDTH_BY_HEADINGS) {
                return reason;
            }
        }
    }
    return most;
}

/* ---- search --------------------------------------------------------------------------------------------------- */

static void set_columns(const struct table *table, struct fixed_width *out_columns)
{
    out_columns->count = table->piece_count;
    for (size_t i = 0; i < table->piece_count; i++) {
        out_columns->begins[i] = (uint16_t)table->pieces[i].begin;
        out_columns->ends[i] = (uint16_t)table->pieces[i].end;
    }
    out_columns->begins[0] = 0;
}

enum fixed_width_reason fixed_width_find(const struct str *parts, size_t count, struct fixed_width *out_columns,
                                         struct str *out_header)
{
    struct arena scratch;
    enum fixed_width_reason reason = FIXED_WIDTH_NO_GUTTERS;
    arena_init_private(&scratch);
    struct line *lines = arena_array(&scratch, struct line, LINES_MOST);
    struct table *table = arena_one(&scratch, struct table);
    size_t line_count = 0;
    bool can_be = true;
    for (size_t i = 0; i < count && can_be; i++) {
        can_be = read_part(&scratch, parts[i], i == 0 ? HEAD_LINES : PART_LINES, lines, &line_count);
    }
    if (can_be && find_ruler(lines, line_count, out_columns, out_header)) {
        reason = FIXED_WIDTH_BY_RULER;
    } else if (can_be && line_count >= TABLE_LINES && has_wide_gaps(lines, line_count)) {
        reason = find_table(lines, line_count, table, out_header);
    }
    if (reason == FIXED_WIDTH_BY_HEADINGS) {
        set_columns(table, out_columns);
    }
    arena_clear(&scratch);
    return reason;
}

bool fixed_width_find_ruler(struct str text, struct fixed_width *out_columns)
{
    struct arena scratch;
    arena_init_private(&scratch);
    struct line *lines = arena_array(&scratch, struct line, HEAD_LINES);
    struct str header;
    size_t count = 0;
    bool is_found =
        read_part(&scratch, text, HEAD_LINES, lines, &count) && find_ruler(lines, count, out_columns, &header);
    arena_clear(&scratch);
    return is_found;
}
