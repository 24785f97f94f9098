/* The check for people, file by file: rows and findings in columns. */
#include <stdlib.h>

#include "report.h"

#define NAME_COLUMNS 48 /* a longer name stands on a line of its own, so that the numbers of all are near the names */
#define NAME_LEAST   20 /* on a narrow screen */
#define LINES_BELOW  8  /* of a screen: the title, the verdict, where the next command is typed */
#define FILES_LEAST  5  /* on a low one */

enum { READ, LOADED, ASIDE, REPLACED, ERRORS, WARNINGS, NOTES, COUNTS };

static const struct {
    const char *title, *before; /* `before` stands between a column and the one at its left */
} columns[COUNTS] = {
    [READ] = {"read", "  "},        [LOADED] = {"loaded", " = "}, [ASIDE] = {"set aside", " + "},
    [REPLACED] = {"updates", "  "}, [ERRORS] = {"errors", "  "},  [WARNINGS] = {"warnings", "  "},
    [NOTES] = {"notes", "  "},
};

struct line {
    struct str name;
    bool has_rows;                 /* a table */
    const struct input_file *file; /* that has more rows set aside than it may, else NULL */
    size_t order;                  /* of reading */
    int64_t counts[COUNTS];
};

struct lines {
    struct line *items;
    size_t count;
    size_t widths[COUNTS]; /* 0 for a column of dashes */
    size_t name_width;
};

/* --- what is counted --- */

static struct line line_of(const struct input *input, size_t index)
{
    const struct input_file *file = &input->files[index];
    return (struct line){
        .name = file->name,
        .has_rows = true,
        .file = input_file_exceeds(input, file) ? file : NULL,
        .order = index,
        .counts = {[READ] = file->rows_read,
                   [LOADED] = file->rows_loaded,
                   [ASIDE] = file->rows_set_aside,
                   [REPLACED] = file->rows_replaced},
    };
}

/* A file that is no table has a line when something is found. */
static void count_findings(struct lines *lines, const struct finding_tally *tally)
{
    static const int column_of[] = {[SEVERITY_ERROR] = ERRORS, [SEVERITY_WARNING] = WARNINGS, [SEVERITY_INFO] = NOTES};
    size_t i = 0;
    while (i < lines->count && !str_equal(lines->items[i].name, tally->file))
        i++;
    if (i == lines->count)
        lines->items[lines->count++] = (struct line){.name = tally->file, .order = i};
    lines->items[i].counts[column_of[tally->rule->severity]] += tally->count;
}

/* Those to mend first, then in the order of reading. */
static int compare_lines(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    for (int i = ERRORS; i <= WARNINGS; i++)
        if (a->counts[i] != b->counts[i])
            return a->counts[i] > b->counts[i] ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static void list_files(struct arena *arena, const struct input *input, struct lines *lines)
{
    const struct findings *findings = &input->findings;
    *lines = (struct lines){.items = arena_array(arena, struct line, input->file_count + findings->tally_count + 1)};
    for (size_t i = 0; i < input->file_count; i++)
        lines->items[lines->count++] = line_of(input, i);
    for (size_t i = 0; i < findings->tally_count; i++)
        count_findings(lines, &findings->tallies[i]);
    if (lines->count)
        qsort(lines->items, lines->count, sizeof *lines->items, compare_lines);
}

/* --- columns --- */

/* A dash for no finding, and for the rows of what has none: what is there stands out. */
static void write_count(struct buf *out, const struct line *line, int column)
{
    if (line->counts[column] > 0 || (line->has_rows && column < REPLACED))
        terminal_write_count(out, line->counts[column]);
    else
        buf_byte(out, '-');
}

/* Wide enough for the title and each number, 0 for a column of dashes. */
static size_t width_of(const struct lines *lines, int column)
{
    size_t width = str_from(columns[column].title).len;
    bool has_any = column < REPLACED;
    struct buf text;
    buf_init(&text, NULL);
    for (size_t i = 0; i < lines->count; i++) {
        buf_reset(&text);
        write_count(&text, &lines->items[i], column);
        width = text.len > width ? text.len : width;
        has_any = has_any || lines->items[i].counts[column] > 0;
    }
    buf_clear(&text);
    return has_any ? width : 0;
}

/* What the numbers leave of the screen, and a blank after it. */
static size_t room_for_names(const struct lines *lines, size_t screen)
{
    size_t taken = 0;
    if (screen == 0)
        return NAME_COLUMNS;
    for (int c = 0; c < COUNTS; c++)
        taken += lines->widths[c] ? str_from(columns[c].before).len + lines->widths[c] : 0;
    return screen > taken + NAME_LEAST ? screen - taken : NAME_LEAST;
}

static void measure(struct lines *lines, size_t screen)
{
    lines->name_width = 0;
    for (int c = 0; c < COUNTS; c++)
        lines->widths[c] = width_of(lines, c);
    size_t room = room_for_names(lines, screen);
    for (size_t i = 0; i < lines->count; i++) {
        size_t width = 2 + terminal_width(lines->items[i].name) + 1;
        if (width > lines->name_width && width <= room)
            lines->name_width = width;
    }
    lines->name_width = lines->name_width ? lines->name_width : NAME_LEAST;
}

static bool is_wide(const struct lines *lines, const struct line *line)
{
    return 2 + terminal_width(line->name) + 1 > lines->name_width;
}

/* Where the screen has no room for all, the last ones become one line. */
static void sum_up_rest(struct arena *arena, struct lines *lines, const struct screen *screen)
{
    size_t room = screen->rows > LINES_BELOW + FILES_LEAST ? screen->rows - LINES_BELOW : FILES_LEAST;
    size_t shown = 0, used = 0;
    while (shown < lines->count && used + 1 + is_wide(lines, &lines->items[shown]) < room)
        used += 1 + is_wide(lines, &lines->items[shown++]);
    if (screen->rows == 0 || shown + 1 >= lines->count)
        return;
    struct line rest = {.has_rows = true};
    for (size_t i = shown; i < lines->count; i++)
        for (int c = 0; c < COUNTS; c++)
            rest.counts[c] += lines->items[i].counts[c];
    rest.name = str_format(arena, "and %zu files more", lines->count - shown);
    lines->items[shown] = rest;
    lines->count = shown + 1;
    measure(lines, screen->columns);
}

/* --- lines --- */

static void write_right(struct buf *out, struct str text, size_t width)
{
    for (size_t i = text.len; i < width; i++)
        buf_byte(out, ' ');
    buf_add(out, text);
}

static void write_titles(struct buf *out, const struct lines *lines)
{
    size_t start = out->len;
    buf_text(out, "by file");
    terminal_write_pad(out, start, lines->name_width);
    for (int i = 0; i < COUNTS; i++) {
        buf_text(out, lines->widths[i] ? columns[i].before : "");
        write_right(out, str_from(lines->widths[i] ? columns[i].title : ""), lines->widths[i]);
    }
    buf_byte(out, '\n');
}

static void write_excess(struct buf *out, const struct line *line)
{
    if (line->file)
        buf_format(out, "  above its %g %%", line->file->refuse_above_percent);
}

static void write_name(struct buf *out, const struct lines *lines, const struct line *line)
{
    size_t start = out->len;
    buf_text(out, "  ");
    terminal_write_plain(out, line->name);
    if (is_wide(lines, line)) {
        write_excess(out, line);
        buf_byte(out, '\n');
        start = out->len;
    }
    terminal_write_pad(out, start, lines->name_width);
}

/* No sign of a sum between dashes. */
static const char *sign_before(const struct line *line, int column)
{
    return line->has_rows || column > ASIDE ? columns[column].before : column == READ ? "  " : "   ";
}

static void write_line(struct buf *out, const struct lines *lines, const struct line *line)
{
    struct buf number;
    buf_init(&number, NULL);
    write_name(out, lines, line);
    for (int i = 0; i < COUNTS; i++) {
        if (lines->widths[i] == 0)
            continue;
        buf_reset(&number);
        write_count(&number, line, i);
        buf_text(out, sign_before(line, i));
        write_right(out, buf_str(&number), lines->widths[i]);
    }
    if (!is_wide(lines, line))
        write_excess(out, line);
    buf_byte(out, '\n');
    buf_clear(&number);
}

void report_write_files(struct buf *out, const struct report *report)
{
    struct arena scratch;
    struct lines lines;
    arena_init(&scratch);
    list_files(&scratch, report->input, &lines);
    measure(&lines, report->screen.columns);
    sum_up_rest(&scratch, &lines, &report->screen);
    buf_byte(out, '\n');
    write_titles(out, &lines);
    for (size_t i = 0; i < lines.count; i++)
        write_line(out, &lines, &lines.items[i]);
    arena_clear(&scratch);
}
