#include "gencarto/render/draw/sheet.h"

#include <math.h>

static const double MARGIN = 24, RULE = 3, WIDTH_LEAST = 320, LEADING_OF_SIZE = 1.4;

const struct theme_needs SHEET_NEEDS = {
    .styles = (const char *const[]){"ink", "strong", "mute", NULL},
    .numbers = (const char *const[]){"text", "text-large", NULL},
};

struct sheet {
    struct drawing *out;
    const struct theme *theme;
    double width; /* between the margins */
    double y;     /* where the next line begins */
};

/* The end of the longest beginning of whole words no wider than `width`; at least one word. */
static size_t line_end(const struct theme *theme, struct str text, double size, int weight, double width)
{
    size_t end = str_index(text, ' ', 0);
    while (end < text.len) {
        size_t next = str_index(text, ' ', end + 1);
        if (theme_text_width(theme, str_slice(text, 0, next), size, weight) > width)
            break;
        end = next;
    }
    return end;
}

/* Lines of text from `indent` on the first one; no more than the width. */
static void add_lines(struct sheet *sheet, const char *style, double size, double indent, struct str text)
{
    int weight = theme_weight(sheet->theme, str_from(style));
    while (text.len > 0) {
        size_t end = line_end(sheet->theme, text, size, weight, sheet->width - indent);
        drawing_text(sheet->out, style, MARGIN + indent, sheet->y + size, ANCHOR_START, size, str_slice(text, 0, end));
        text = str_slice(text, end + 1, text.len);
        sheet->y += LEADING_OF_SIZE * size;
        indent = 0;
    }
}

static void add_figure(struct sheet *sheet, const struct drawing *figure)
{
    struct mark *group = drawing_group_begin(sheet->out, "");
    group->x = MARGIN;
    group->y = sheet->y;
    for (size_t i = 0; i < figure->count; i++)
        *drawing_add(sheet->out, figure->marks[i].kind, "") = figure->marks[i];
    drawing_group_end(sheet->out);
    sheet->y += figure->height;
}

static void add_note(struct sheet *sheet, const struct sheet_note *note, double size)
{
    double label = theme_text_width(sheet->theme, note->label, size, 600);
    drawing_text(sheet->out, "strong", MARGIN, sheet->y + size, ANCHOR_START, size, note->label);
    add_lines(sheet, "mute", size, label + size / 3, note->text);
    sheet->y += size / 3;
}

void sheet_compose(struct drawing *out, struct arena *arena, const struct theme *theme, const struct drawing *figure,
                   const struct sheet_words *words)
{
    double size = theme_number(theme, "text"), large = theme_number(theme, "text-large");
    struct sheet sheet = {out, theme, fmax(figure->width, WIDTH_LEAST), MARGIN};
    drawing_init(out, arena, sheet.width + 2 * MARGIN, 0);
    out->id = figure->id;
    out->title = figure->title;
    out->description = figure->description;
    drawing_rect(out, "ink", MARGIN, sheet.y, sheet.width, RULE);
    sheet.y += RULE + 10;
    add_lines(&sheet, "strong", large, 0, words->title);
    add_lines(&sheet, "mute", large, 0, words->subtitle);
    sheet.y += 16;
    add_figure(&sheet, figure);
    sheet.y += 20;
    for (size_t i = 0; i < words->note_count; i++)
        add_note(&sheet, &words->notes[i], size);
    out->height = ceil(sheet.y + MARGIN / 2);
}
