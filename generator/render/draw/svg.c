#include <assert.h>
#include <math.h>

#include "gencarto/render/draw/paint.h"
#include "path.h"
#include "style.h"

/* Lengths are written in tenths of a pixel. A drawing with long paths is wrapped in a group scaled by .1, so that its
 * coordinates are whole numbers: on a map of France 57 kB rather than 73 kB with a decimal point. */
enum { POINTS_WORTH_SCALING = 400 };

struct writer {
    struct buf *out;
    const struct drawing *drawing;
    const struct theme *theme;
    enum svg_use use;
    struct str page_path;
    bool scaled;
};

/* ---- numbers and text ---- */

static int64_t tenths(double length)
{
    return (int64_t)floor(length * 10 + 0.5);
}

static void put_tenths(struct writer *writer, int64_t value)
{
    struct buf *out = writer->out;
    if (writer->scaled) {
        buf_int(out, value);
        return;
    }
    if (value < 0)
        buf_byte(out, '-');
    int64_t size = value < 0 ? -value : value;
    if (size >= 10 || size == 0)
        buf_int(out, size / 10);
    if (size % 10) {
        buf_byte(out, '.');
        buf_byte(out, (char)('0' + size % 10));
    }
}

static void put_length(struct writer *writer, double length)
{
    put_tenths(writer, tenths(length));
}

/* Stroke widths and dashes keep their hundredths. */
static void put_fine(struct writer *writer, double length)
{
    buf_decimal(writer->out, writer->scaled ? 10 * length : length, 2);
}

static void put_escaped(struct buf *out, struct str text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = NULL;
        switch (text.ptr[i]) {
        case '&':
            entity = "&amp;";
            break;
        case '<':
            entity = "&lt;";
            break;
        case '>':
            entity = "&gt;";
            break;
        case '"':
            entity = "&quot;";
            break;
        default:
            continue;
        }
        buf_add(out, str_slice(text, from, i));
        buf_text(out, entity);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, text.len));
}

static void put_attribute(struct writer *writer, const char *name, struct str value)
{
    buf_byte(writer->out, ' ');
    buf_text(writer->out, name);
    buf_text(writer->out, "=\"");
    put_escaped(writer->out, value);
    buf_byte(writer->out, '"');
}

static void put_length_attribute(struct writer *writer, const char *name, double length)
{
    buf_byte(writer->out, ' ');
    buf_text(writer->out, name);
    buf_text(writer->out, "=\"");
    put_length(writer, length);
    buf_byte(writer->out, '"');
}

/* ---- style ---- */

static void put_paint(struct writer *writer, const char *name, const struct paint *paint)
{
    switch (paint->kind) {
    case PAINT_UNSET:
        break;
    case PAINT_NONE:
        put_attribute(writer, name, STR("none"));
        break;
    case PAINT_COLOUR:
        put_attribute(writer, name, paint->colour->light);
        break;
    case PAINT_PATTERN:
        buf_format(writer->out, " %s=\"url(#%.*s-%.*s)\"", name, STR_ARGS(writer->drawing->id),
                   STR_ARGS(paint->pattern->name));
        break;
    }
}

static void put_stroke_attributes(struct writer *writer, const struct style *style)
{
    struct buf *out = writer->out;
    if (style->stroke_width >= 0) {
        buf_text(out, " stroke-width=\"");
        put_fine(writer, style->stroke_width);
        buf_byte(out, '"');
    }
    for (size_t i = 0; i < style->dash_count; i++) {
        buf_text(out, i == 0 ? " stroke-dasharray=\"" : " ");
        put_fine(writer, style->dash[i]);
        if (i + 1 == style->dash_count)
            buf_byte(out, '"');
    }
    if (style->has_round_lines)
        buf_text(out, " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    if (style->has_stroke_below)
        buf_text(out, " paint-order=\"stroke\"");
}

static void put_style(struct writer *writer, struct str names)
{
    if (names.len == 0)
        return;
    struct style style = style_resolve(writer->theme, names);
    if (writer->use == SVG_INLINE)
        put_attribute(writer, "class", names);
    put_paint(writer, "fill", &style.fill);
    put_paint(writer, "stroke", &style.stroke);
    put_stroke_attributes(writer, &style);
    if (style.font_weight)
        buf_format(writer->out, " font-weight=\"%d\"", style.font_weight);
}

static void put_mark_attributes(struct writer *writer, const struct mark *mark)
{
    put_style(writer, mark->style);
    for (size_t i = 0; i < mark->attribute_count; i++) {
        buf_byte(writer->out, ' ');
        buf_add(writer->out, mark->attributes[i].name);
        buf_text(writer->out, "=\"");
        put_escaped(writer->out, mark->attributes[i].value);
        buf_byte(writer->out, '"');
    }
}

static void put_title(struct writer *writer, struct str title)
{
    buf_text(writer->out, "<title>");
    put_escaped(writer->out, title);
    buf_text(writer->out, "</title>");
}

/* Ends the start tag; an element without content ends itself. */
static void put_end(struct writer *writer, const char *element, const struct mark *mark)
{
    if (mark->title.len == 0) {
        buf_text(writer->out, "/>");
        return;
    }
    buf_byte(writer->out, '>');
    put_title(writer, mark->title);
    buf_format(writer->out, "</%s>", element);
}

/* ---- shapes ---- */

/* Writes path data with relative commands, from rounded coordinates, so that rounding never adds up. */
struct pen {
    struct writer *writer;
    int64_t x, y, start_x, start_y;
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
    put_tenths(pen->writer, value);
    pen->needs_separator = true;
}

static void pen_move(struct pen *pen, struct point to)
{
    pen->command = 0;
    pen_command(pen, 'M');
    pen->x = pen->start_x = tenths(to.x);
    pen->y = pen->start_y = tenths(to.y);
    pen_number(pen, pen->x);
    pen_number(pen, pen->y);
}

static void pen_line(struct pen *pen, struct point to)
{
    int64_t dx = tenths(to.x) - pen->x, dy = tenths(to.y) - pen->y;
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
        pen_number(pen, tenths(points[i].x) - pen->x);
        pen_number(pen, tenths(points[i].y) - pen->y);
    }
    pen->x = tenths(points[2].x);
    pen->y = tenths(points[2].y);
}

static void pen_close(struct pen *pen)
{
    buf_byte(pen->writer->out, 'z');
    pen->command = 'z';
    pen->x = pen->start_x;
    pen->y = pen->start_y;
}

static void put_subpaths(struct writer *writer, const struct mark *mark)
{
    struct pen pen = {.writer = writer};
    for (size_t s = 0; s < mark->subpath_count; s++) {
        const struct subpath *subpath = &mark->subpaths[s];
        if (subpath->count == 0)
            continue;
        pen_move(&pen, subpath->points[0]);
        for (size_t i = 1; i < subpath->count; i++) {
            bool is_end = i + 1 == subpath->count;
            bool is_back = tenths(subpath->points[i].x) == pen.start_x && tenths(subpath->points[i].y) == pen.start_y;
            if (!(is_end && subpath->closed && is_back))
                pen_line(&pen, subpath->points[i]);
        }
        if (subpath->closed)
            pen_close(&pen);
    }
}

static struct point place(const struct mark *mark, struct point p)
{
    double scale = mark->scale != 0 ? mark->scale : 1;
    return (struct point){mark->x + scale * p.x, mark->y + scale * p.y};
}

static void put_curve(struct writer *writer, const struct mark *mark)
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

static void put_path(struct writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<path");
    put_mark_attributes(writer, mark);
    if (mark->subpath_count > 1)
        buf_text(writer->out, " fill-rule=\"evenodd\"");
    buf_text(writer->out, " d=\"");
    if (mark->kind == MARK_CURVE)
        put_curve(writer, mark);
    else
        put_subpaths(writer, mark);
    buf_byte(writer->out, '"');
    put_end(writer, "path", mark);
}

static void put_rect(struct writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<rect");
    put_mark_attributes(writer, mark);
    /* Both edges are rounded, not the width, so that rectangles that touch still do. */
    int64_t x0 = tenths(mark->x), y0 = tenths(mark->y);
    buf_text(writer->out, " x=\"");
    put_tenths(writer, x0);
    buf_text(writer->out, "\" y=\"");
    put_tenths(writer, y0);
    buf_text(writer->out, "\" width=\"");
    put_tenths(writer, tenths(mark->x + mark->width) - x0);
    buf_text(writer->out, "\" height=\"");
    put_tenths(writer, tenths(mark->y + mark->height) - y0);
    buf_byte(writer->out, '"');
    put_end(writer, "rect", mark);
}

static void put_circle(struct writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<circle");
    put_mark_attributes(writer, mark);
    put_length_attribute(writer, "cx", mark->x);
    put_length_attribute(writer, "cy", mark->y);
    put_length_attribute(writer, "r", mark->radius);
    put_end(writer, "circle", mark);
}

static void put_text(struct writer *writer, const struct mark *mark)
{
    static const char *const ANCHORS[] = {[ANCHOR_MIDDLE] = "middle", [ANCHOR_END] = "end"};
    buf_text(writer->out, "<text");
    put_mark_attributes(writer, mark);
    put_length_attribute(writer, "x", mark->x);
    put_length_attribute(writer, "y", mark->y);
    put_length_attribute(writer, "font-size", mark->size_px);
    if (mark->anchor != ANCHOR_START)
        put_attribute(writer, "text-anchor", str_from(ANCHORS[mark->anchor]));
    buf_byte(writer->out, '>');
    if (mark->title.len > 0)
        put_title(writer, mark->title);
    put_escaped(writer->out, mark->text);
    buf_text(writer->out, "</text>");
}

/* ---- groups and links ---- */

static void put_group(struct writer *writer, const struct mark *mark)
{
    buf_text(writer->out, "<g");
    put_mark_attributes(writer, mark);
    if (mark->x != 0 || mark->y != 0) {
        buf_text(writer->out, " transform=\"translate(");
        put_length(writer, mark->x);
        buf_byte(writer->out, ' ');
        put_length(writer, mark->y);
        buf_text(writer->out, ")\"");
    }
    buf_byte(writer->out, '>');
    if (mark->title.len > 0)
        put_title(writer, mark->title);
}

static bool is_absolute(struct str href)
{
    return str_find(href, STR("://"), 0) < href.len || str_starts(href, STR("mailto:"));
}

/* From the page `from` to `to`, both rooted at the site: "a/b/index.html" to "a/c/index.html" is "../c/index.html". */
static void put_relative(struct buf *out, struct str from, struct str to)
{
    size_t common = 0;
    for (size_t i = 0; i < from.len && i < to.len && from.ptr[i] == to.ptr[i]; i++)
        if (from.ptr[i] == '/')
            common = i + 1;
    for (size_t i = common; i < from.len; i++)
        if (from.ptr[i] == '/')
            buf_text(out, "../");
    put_escaped(out, str_slice(to, common, to.len));
}

static struct str unrooted(struct str path)
{
    return str_starts(path, STR("/")) ? str_slice(path, 1, path.len) : path;
}

/* A file that is taken away keeps only links to absolute addresses. */
static bool has_link(const struct writer *writer, const struct mark *mark)
{
    return writer->use == SVG_INLINE || is_absolute(mark->href);
}

static void put_link(struct writer *writer, const struct mark *mark)
{
    struct buf *out = writer->out;
    bool linked = has_link(writer, mark);
    buf_text(out, linked ? "<a href=\"" : "<g");
    if (linked) {
        if (is_absolute(mark->href) || str_starts(mark->href, STR("#")))
            put_escaped(out, mark->href);
        else
            put_relative(out, unrooted(writer->page_path), unrooted(mark->href));
        buf_byte(out, '"');
    }
    put_mark_attributes(writer, mark);
    if (linked && mark->title.len > 0)
        put_attribute(writer, "aria-label", mark->title);
    buf_byte(out, '>');
    if (mark->title.len > 0)
        put_title(writer, mark->title);
}

/* ---- the whole ---- */

static void put_mark(struct writer *writer, const struct mark *mark, bool *link_stack, size_t *depth)
{
    switch (mark->kind) {
    case MARK_GROUP_BEGIN:
        put_group(writer, mark);
        break;
    case MARK_GROUP_END:
        buf_text(writer->out, "</g>");
        break;
    case MARK_LINK_BEGIN:
        put_link(writer, mark);
        link_stack[(*depth)++] = has_link(writer, mark);
        break;
    case MARK_LINK_END:
        buf_text(writer->out, link_stack[--*depth] ? "</a>" : "</g>");
        break;
    case MARK_PATH:
    case MARK_CURVE:
        put_path(writer, mark);
        break;
    case MARK_RECT:
        put_rect(writer, mark);
        break;
    case MARK_CIRCLE:
        put_circle(writer, mark);
        break;
    case MARK_TEXT:
        put_text(writer, mark);
        break;
    }
}

static bool uses_pattern(const struct writer *writer, const struct pattern *pattern)
{
    for (size_t i = 0; i < writer->drawing->count; i++) {
        struct style style = style_resolve(writer->theme, writer->drawing->marks[i].style);
        if (style.fill.pattern == pattern || style.stroke.pattern == pattern)
            return true;
    }
    return false;
}

static void put_pattern(struct writer *writer, const struct pattern *pattern)
{
    struct buf *out = writer->out;
    buf_format(out, "<pattern id=\"%.*s-%.*s\" patternUnits=\"userSpaceOnUse\" width=\"", STR_ARGS(writer->drawing->id),
               STR_ARGS(pattern->name));
    put_fine(writer, pattern->size);
    buf_text(out, "\" height=\"");
    put_fine(writer, pattern->size);
    buf_text(out, "\" patternTransform=\"rotate(");
    buf_decimal(out, pattern->angle_deg, 1);
    buf_text(out, ")\"><rect");
    put_style(writer, pattern->background->name);
    buf_text(out, " width=\"");
    put_fine(writer, pattern->size);
    buf_text(out, "\" height=\"");
    put_fine(writer, pattern->size);
    buf_text(out, "\"/><path");
    put_style(writer, pattern->lines->name);
    buf_text(out, " d=\"M0 0V");
    put_fine(writer, pattern->size);
    buf_text(out, "\"/></pattern>");
}

static void put_patterns(struct writer *writer)
{
    bool is_open = false;
    for (size_t i = 0; i < writer->theme->pattern_count; i++) {
        const struct pattern *pattern = &writer->theme->patterns[i];
        if (!uses_pattern(writer, pattern))
            continue;
        if (!is_open)
            buf_text(writer->out, "<defs>");
        is_open = true;
        put_pattern(writer, pattern);
    }
    if (is_open)
        buf_text(writer->out, "</defs>");
}

static void put_names(struct writer *writer)
{
    const struct drawing *drawing = writer->drawing;
    struct buf *out = writer->out;
    if (drawing->is_decorative || drawing->title.len == 0)
        return;
    buf_format(out, "<title id=\"%.*s-t\">", STR_ARGS(drawing->id));
    put_escaped(out, drawing->title);
    buf_text(out, "</title>");
    if (drawing->description.len == 0)
        return;
    buf_format(out, "<desc id=\"%.*s-d\">", STR_ARGS(drawing->id));
    put_escaped(out, drawing->description);
    buf_text(out, "</desc>");
}

static void put_role(struct writer *writer)
{
    const struct drawing *drawing = writer->drawing;
    struct buf *out = writer->out;
    if (drawing->is_decorative) {
        buf_text(out, " aria-hidden=\"true\" focusable=\"false\"");
        return;
    }
    bool is_group = drawing->has_links && writer->use == SVG_INLINE;
    buf_text(out, is_group ? " role=\"group\"" : " role=\"img\"");
    if (drawing->title.len == 0)
        return;
    buf_format(out, " aria-labelledby=\"%.*s-t\"", STR_ARGS(drawing->id));
    if (drawing->description.len > 0)
        buf_format(out, " aria-describedby=\"%.*s-d\"", STR_ARGS(drawing->id));
}

static void put_families(struct writer *writer)
{
    const struct theme *theme = writer->theme;
    buf_text(writer->out, " font-family=\"");
    for (size_t i = 0; i < theme->font_count; i++) {
        if (i > 0 && str_equal(theme->fonts[i].family, theme->fonts[i - 1].family))
            continue;
        buf_byte(writer->out, '\'');
        put_escaped(writer->out, theme->fonts[i].family);
        buf_text(writer->out, "', ");
    }
    buf_text(writer->out, "sans-serif\"");
}

static void put_size(struct writer *writer)
{
    const struct drawing *drawing = writer->drawing;
    bool scaled = writer->scaled;
    writer->scaled = false;
    buf_text(writer->out, " viewBox=\"0 0 ");
    put_length(writer, drawing->width);
    buf_byte(writer->out, ' ');
    put_length(writer, drawing->height);
    buf_byte(writer->out, '"');
    if (writer->use == SVG_STANDALONE) {
        put_length_attribute(writer, "width", drawing->width);
        put_length_attribute(writer, "height", drawing->height);
    }
    writer->scaled = scaled;
}

static bool is_worth_scaling(const struct drawing *drawing)
{
    size_t points = 0;
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->marks[i].kind == MARK_PATH)
            for (size_t s = 0; s < drawing->marks[i].subpath_count; s++)
                points += drawing->marks[i].subpaths[s].count;
    return points > POINTS_WORTH_SCALING;
}

static void put_start(struct writer *writer)
{
    struct buf *out = writer->out;
    if (writer->use == SVG_STANDALONE)
        buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_text(out, "<svg");
    if (writer->use == SVG_STANDALONE)
        buf_text(out, " xmlns=\"http://www.w3.org/2000/svg\"");
    else if (writer->drawing->style.len > 0)
        put_attribute(writer, "class", writer->drawing->style);
    put_size(writer);
    put_role(writer);
    if (writer->use == SVG_STANDALONE)
        put_families(writer);
    buf_byte(out, '>');
    put_names(writer);
    put_patterns(writer);
    if (writer->use == SVG_STANDALONE)
        buf_format(out, "<rect width=\"100%%\" height=\"100%%\" fill=\"%.*s\"/>",
                   STR_ARGS(theme_light(writer->theme, "paper")));
}

void svg_paint(struct buf *out, const struct drawing *drawing, const struct theme *theme, enum svg_use use,
               struct str page_path)
{
    bool links[8]; /* links do not nest in SVG; groups in their place might */
    size_t depth = 0;
    struct writer writer = {out, drawing, theme, use, page_path, is_worth_scaling(drawing)};
    put_start(&writer);
    if (writer.scaled)
        buf_text(out, "<g transform=\"scale(.1)\">");
    for (size_t i = 0; i < drawing->count; i++) {
        assert(depth < sizeof links / sizeof *links);
        put_mark(&writer, &drawing->marks[i], links, &depth);
    }
    if (writer.scaled)
        buf_text(out, "</g>");
    buf_text(out, use == SVG_STANDALONE ? "</svg>\n" : "</svg>");
}
