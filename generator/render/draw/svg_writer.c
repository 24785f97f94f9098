#include "svg_writer.h"

#include <math.h>

#include "gencarto/base/text.h"
#include "path.h"

enum { TENTHS_A_UNIT = 2 }; /* of a scaled drawing */

/* ---- numbers and text ---- */

static int64_t svg_round(double length)
{
    return (int64_t)floor(length * 10 + 0.5);
}

/* In a scaled drawing the unit is a fifth of a pixel. */
static void svg_tenths(struct svg_writer *writer, int64_t value)
{
    struct buf *out = writer->out;
    int64_t unit = writer->scaled ? TENTHS_A_UNIT : 10;
    if (value < 0)
        buf_byte(out, '-');
    int64_t size = value < 0 ? -value : value;
    if (size >= unit || size == 0)
        buf_int(out, size / unit);
    if (size % unit) {
        buf_byte(out, '.');
        buf_byte(out, (char)('0' + size % unit * (10 / unit)));
    }
}

void svg_length(struct svg_writer *writer, double length)
{
    svg_tenths(writer, svg_round(length));
}

/* Stroke widths and dashes keep their hundredths. */
void svg_fine(struct svg_writer *writer, double length)
{
    buf_decimal(writer->out, writer->scaled ? 10 * length / TENTHS_A_UNIT : length, 2);
}

void svg_attribute(struct svg_writer *writer, const char *name, struct str value)
{
    buf_byte(writer->out, ' ');
    buf_text(writer->out, name);
    buf_text(writer->out, "=\"");
    text_write_escaped(writer->out, value);
    buf_byte(writer->out, '"');
}

void svg_length_attribute(struct svg_writer *writer, const char *name, double length)
{
    buf_byte(writer->out, ' ');
    buf_text(writer->out, name);
    buf_text(writer->out, "=\"");
    svg_length(writer, length);
    buf_byte(writer->out, '"');
}

/* ---- style ---- */

static void put_paint(struct svg_writer *writer, const char *name, const struct paint *paint)
{
    switch (paint->kind) {
    case PAINT_UNSET:
        break;
    case PAINT_NONE:
        svg_attribute(writer, name, STR("none"));
        break;
    case PAINT_COLOUR:
        svg_attribute(writer, name, paint->colour->light);
        break;
    case PAINT_PATTERN:
        buf_format(writer->out, " %s=\"url(#%.*s-%.*s)\"", name, STR_ARGS(writer->drawing->id),
                   STR_ARGS(paint->pattern->name));
        break;
    }
}

static void put_stroke_attributes(struct svg_writer *writer, const struct style *style)
{
    struct buf *out = writer->out;
    if (style->stroke_width >= 0) {
        buf_text(out, " stroke-width=\"");
        svg_fine(writer, style->stroke_width);
        buf_byte(out, '"');
    }
    for (size_t i = 0; i < style->dash_count; i++) {
        buf_text(out, i == 0 ? " stroke-dasharray=\"" : " ");
        svg_fine(writer, style->dash[i]);
        if (i + 1 == style->dash_count)
            buf_byte(out, '"');
    }
    if (style->has_round_lines)
        buf_text(out, " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
}

/* Programs that files are opened with paint the stroke last whatever paint-order says: there a halo is the same text
 * once more, below. */
static bool has_own_halo(const struct svg_writer *writer, const struct style *style)
{
    return writer->use == SVG_STANDALONE && style->has_stroke_below;
}

/* The table grows with the styles of the drawing, of which there are a few. */
static void grow_styles(struct svg_writer *writer)
{
    struct written_style *old = writer->styles;
    size_t old_room = writer->style_room;
    writer->style_room = old_room ? 4 * old_room : 64;
    writer->styles = arena_array(writer->scratch, struct written_style, writer->style_room);
    for (size_t i = 0; i < old_room; i++) {
        size_t at = str_hash(old[i].names) & (writer->style_room - 1);
        while (old[i].names.len > 0 && writer->styles[at].names.len > 0)
            at = (at + 1) & (writer->style_room - 1);
        if (old[i].names.len > 0)
            writer->styles[at] = old[i];
    }
}

struct written_style *svg_style_of(struct svg_writer *writer, struct str names)
{
    if (2 * writer->style_count >= writer->style_room)
        grow_styles(writer);
    size_t at = str_hash(names) & (writer->style_room - 1);
    while (writer->styles[at].names.len > 0 && !str_equal(writer->styles[at].names, names))
        at = (at + 1) & (writer->style_room - 1);
    struct written_style *found = &writer->styles[at];
    if (found->names.len == 0) {
        *found = (struct written_style){.names = names, .style = style_resolve(writer->theme, names)};
        writer->style_count++;
    }
    return found;
}

static void put_style(struct svg_writer *writer, const struct written_style *written)
{
    const struct style *style = &written->style;
    if (writer->use == SVG_INLINE)
        svg_attribute(writer, "class", written->names);
    put_paint(writer, "fill", &style->fill);
    if (!has_own_halo(writer, style)) {
        put_paint(writer, "stroke", &style->stroke);
        put_stroke_attributes(writer, style);
        if (style->has_stroke_below)
            buf_text(writer->out, " paint-order=\"stroke\"");
    }
    if (style->font_weight)
        buf_format(writer->out, " font-weight=\"%d\"", style->font_weight);
}

/* Attributes that stand in the drawing already are copied from there. */
void svg_style(struct svg_writer *writer, struct str names)
{
    struct buf *out = writer->out;
    if (names.len == 0)
        return;
    struct written_style *written = svg_style_of(writer, names);
    if (written->length > 0) {
        buf_reserve(out, written->length);
        buf_add(out, (struct str){out->ptr + written->from, written->length});
        return;
    }
    written->from = out->len;
    put_style(writer, written);
    written->length = out->len - written->from;
}

void svg_mark_attributes(struct svg_writer *writer, const struct mark *mark)
{
    svg_style(writer, mark->style);
    for (size_t i = 0; i < mark->attribute_count; i++) {
        buf_byte(writer->out, ' ');
        buf_add(writer->out, mark->attributes[i].name);
        buf_text(writer->out, "=\"");
        text_write_escaped(writer->out, mark->attributes[i].value);
        buf_byte(writer->out, '"');
    }
}

void svg_title(struct svg_writer *writer, struct str title)
{
    buf_text(writer->out, "<title>");
    text_write_escaped(writer->out, title);
    buf_text(writer->out, "</title>");
}

/* Ends the start tag; an element without content ends itself. */
static void put_end(struct svg_writer *writer, const char *element, const struct mark *mark)
{
    if (mark->title.len == 0) {
        buf_text(writer->out, "/>");
        return;
    }
    buf_byte(writer->out, '>');
    svg_title(writer, mark->title);
    buf_format(writer->out, "</%s>", element);
}

/* ---- shapes ---- */

/* Writes path data with relative commands, from rounded coordinates, so that rounding never adds up. */
struct pen {
    struct svg_writer *writer;
    int64_t x, y, start_x, start_y;
    bool in_units;        /* of a scaled drawing, else in tenths of a pixel */
    char command;         /* the last one written; a number may follow it without a new one */
    bool needs_separator; /* a digit was written last */
};

static void pen_command(struct pen *pen, char command)
{
    if (pen->command != command)
        buf_byte(pen->writer->out, command);
    pen->needs_separator = pen->command == command;
    pen->command = command;
}

static void pen_number(struct pen *pen, int64_t value)
{
    if (pen->needs_separator && value >= 0)
        buf_byte(pen->writer->out, ' ');
    if (pen->in_units)
        buf_int(pen->writer->out, value);
    else
        svg_tenths(pen->writer, value);
    pen->needs_separator = true;
}

static int64_t pen_round(const struct pen *pen, double length)
{
    return pen->in_units ? (int64_t)floor(length * 10 / TENTHS_A_UNIT + 0.5) : svg_round(length);
}

/* The first one is where it says, the others relative; lines that follow those need no command. */
static void pen_move(struct pen *pen, struct point to)
{
    bool is_first = pen->command == 0;
    int64_t x = pen_round(pen, to.x), y = pen_round(pen, to.y);
    buf_byte(pen->writer->out, is_first ? 'M' : 'm');
    pen->needs_separator = false;
    pen_number(pen, is_first ? x : x - pen->x);
    pen_number(pen, is_first ? y : y - pen->y);
    pen->command = is_first ? 'M' : 'l';
    pen->x = pen->start_x = x;
    pen->y = pen->start_y = y;
}

static void pen_line(struct pen *pen, struct point to)
{
    int64_t dx = pen_round(pen, to.x) - pen->x, dy = pen_round(pen, to.y) - pen->y;
    if (dx == 0 && dy == 0)
        return;
    pen_command(pen, dy == 0 ? 'h' : dx == 0 ? 'v' : 'l');
    if (dx != 0)
        pen_number(pen, dx);
    if (dy != 0)
        pen_number(pen, dy);
    pen->x += dx;
    pen->y += dy;
}

static void pen_curve(struct pen *pen, const struct point points[3])
{
    pen_command(pen, 'c');
    for (size_t i = 0; i < 3; i++) {
        pen_number(pen, pen_round(pen, points[i].x) - pen->x);
        pen_number(pen, pen_round(pen, points[i].y) - pen->y);
    }
    pen->x = pen_round(pen, points[2].x);
    pen->y = pen_round(pen, points[2].y);
}

static void pen_close(struct pen *pen)
{
    buf_byte(pen->writer->out, 'z');
    pen->command = 'z';
    pen->x = pen->start_x;
    pen->y = pen->start_y;
}

static void put_subpaths(struct svg_writer *writer, const struct subpath *subpaths, size_t count)
{
    struct pen pen = {.writer = writer, .in_units = writer->scaled};
    for (size_t s = 0; s < count; s++) {
        const struct subpath *subpath = &subpaths[s];
        if (subpath->count == 0)
            continue;
        pen_move(&pen, subpath->points[0]);
        for (size_t i = 1; i < subpath->count; i++) {
            bool is_end = i + 1 == subpath->count;
            bool is_back = pen_round(&pen, subpath->points[i].x) == pen.start_x &&
                           pen_round(&pen, subpath->points[i].y) == pen.start_y;
            if (!(is_end && subpath->closed && is_back))
                pen_line(&pen, subpath->points[i]);
        }
        if (subpath->closed)
            pen_close(&pen);
    }
}

struct path_text path_text_of(struct arena *arena, const struct subpath *subpaths, size_t count)
{
    struct buf pixels, fifths;
    struct svg_writer in_pixels = {.out = &pixels}, in_fifths = {.out = &fifths, .scaled = true};
    buf_init(&pixels, arena);
    buf_init(&fifths, arena);
    put_subpaths(&in_pixels, subpaths, count);
    put_subpaths(&in_fifths, subpaths, count);
    return (struct path_text){buf_str(&pixels), buf_str(&fifths)};
}

static struct point place(const struct mark *mark, struct point p)
{
    double scale = mark->scale != 0 ? mark->scale : 1;
    return (struct point){mark->x + scale * p.x, mark->y + scale * p.y};
}

static void put_curve(struct svg_writer *writer, const struct mark *mark)
{
    struct pen pen = {.writer = writer};
    struct path_reader reader = {.data = mark->text};
    struct path_step step;
    while (path_next(&reader, &step)) {
        struct point points[3];
        for (size_t i = 0; i < 3; i++)
            points[i] = place(mark, step.points[i]);
        switch (step.kind) {
        case PATH_MOVE:
            pen_move(&pen, points[0]);
            break;
        case PATH_LINE:
            pen_line(&pen, points[0]);
            break;
        case PATH_CURVE:
            pen_curve(&pen, points);
            break;
        case PATH_CLOSE:
            pen_close(&pen);
            break;
        }
    }
}

bool svg_is_even_odd(const struct mark *mark)
{
    bool is_even_odd = false;
    for (size_t i = 0; mark->kind == MARK_PATH && mark->subpath_count > 1 && i < mark->subpath_count; i++)
        is_even_odd = is_even_odd || mark->subpaths[i].closed;
    return is_even_odd;
}

static void put_outline(struct svg_writer *writer, const struct mark *mark)
{
    if (writer->filled_depth == 0 && svg_is_even_odd(mark))
        buf_text(writer->out, " fill-rule=\"evenodd\"");
    buf_text(writer->out, " d=\"");
    if (mark->kind == MARK_CURVE)
        put_curve(writer, mark);
    else if (mark->path_text)
        buf_add(writer->out, writer->scaled ? mark->path_text->fifths : mark->path_text->pixels);
    else
        put_subpaths(writer, mark->subpaths, mark->subpath_count);
    buf_byte(writer->out, '"');
}

void svg_path(struct svg_writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<path");
    svg_mark_attributes(writer, mark);
    put_outline(writer, mark);
    put_end(writer, "path", mark);
}

void svg_outline_shared(struct svg_writer *writer, const struct mark *mark, size_t number)
{
    buf_format(writer->out, "<defs><path id=\"%.*s-o%zu\"", STR_ARGS(writer->drawing->id), number);
    put_outline(writer, mark);
    buf_text(writer->out, "/></defs>");
    svg_outline_again(writer, mark, number);
}

/* The older name of the attribute is the one that all programs know. */
static void put_use(struct svg_writer *writer, char kind, size_t number)
{
    buf_format(writer->out, "<use %s=\"#%.*s-%c%zu\"", writer->use == SVG_STANDALONE ? "xlink:href" : "href",
               STR_ARGS(writer->drawing->id), kind, number);
}

void svg_outline_again(struct svg_writer *writer, const struct mark *mark, size_t number)
{
    put_use(writer, 'o', number);
    svg_mark_attributes(writer, mark);
    put_end(writer, "use", mark);
}

void svg_rect(struct svg_writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<rect");
    svg_mark_attributes(writer, mark);
    /* Both edges are rounded, not the width, so that rectangles that touch still do. */
    int64_t x0 = svg_round(mark->x), y0 = svg_round(mark->y);
    buf_text(writer->out, " x=\"");
    svg_tenths(writer, x0);
    buf_text(writer->out, "\" y=\"");
    svg_tenths(writer, y0);
    buf_text(writer->out, "\" width=\"");
    svg_tenths(writer, svg_round(mark->x + mark->width) - x0);
    buf_text(writer->out, "\" height=\"");
    svg_tenths(writer, svg_round(mark->y + mark->height) - y0);
    buf_byte(writer->out, '"');
    put_end(writer, "rect", mark);
}

void svg_circle(struct svg_writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<circle");
    svg_mark_attributes(writer, mark);
    svg_length_attribute(writer, "cx", mark->x);
    svg_length_attribute(writer, "cy", mark->y);
    svg_length_attribute(writer, "r", mark->radius);
    put_end(writer, "circle", mark);
}

void svg_text_attributes(struct svg_writer *writer, const struct mark *mark)
{
    static const char *const ANCHORS[] = {[ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    svg_length_attribute(writer, "font-size", mark->size_px);
    if (mark->anchor != ANCHOR_START)
        svg_attribute(writer, "text-anchor", str_from(ANCHORS[mark->anchor]));
}

static void begin_text(struct svg_writer *writer, const struct mark *mark)
{
    const struct style *style = &svg_style_of(writer, mark->style)->style;
    if (!has_own_halo(writer, style)) {
        buf_text(writer->out, "<text");
        return;
    }
    size_t number = ++writer->halo_count;
    put_use(writer, 't', number);
    put_paint(writer, "stroke", &style->stroke);
    put_stroke_attributes(writer, style);
    buf_format(writer->out, "/><text id=\"%.*s-t%zu\"", STR_ARGS(writer->drawing->id), number);
}

void svg_text(struct svg_writer *writer, const struct mark *mark)
{
    begin_text(writer, mark);
    svg_mark_attributes(writer, mark);
    svg_length_attribute(writer, "x", mark->x);
    svg_length_attribute(writer, "y", mark->y);
    if (writer->text_depth == 0)
        svg_text_attributes(writer, mark);
    buf_byte(writer->out, '>');
    if (mark->title.len > 0)
        svg_title(writer, mark->title);
    text_write_escaped(writer->out, mark->text);
    buf_text(writer->out, "</text>");
}
