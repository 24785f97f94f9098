#include <assert.h>

#include "gencarto/base/text.h"
#include "svg_writer.h"

/* A drawing with long paths is wrapped in a group scaled by .1, so that its coordinates are whole numbers: on a map of
 * France a fifth less than with a decimal point. */
enum { POINTS_WORTH_SCALING = 400 };

/* ---- groups and links ---- */

/* The first text of a group of several, all of one size and anchor, and no group within; else NULL. */
static const struct mark *common_text(const struct drawing *drawing, size_t group)
{
    const struct mark *first = NULL;
    size_t count = 0;
    for (size_t i = group + 1; i < drawing->count && drawing->marks[i].kind != MARK_GROUP_END; i++) {
        const struct mark *mark = &drawing->marks[i];
        if (mark->kind == MARK_GROUP_BEGIN || mark->kind == MARK_LINK_BEGIN)
            return NULL;
        if (mark->kind != MARK_TEXT)
            continue;
        first = first ? first : mark;
        count++;
        if (mark->anchor != first->anchor || mark->size_px < first->size_px || mark->size_px > first->size_px)
            return NULL;
    }
    return count > 1 ? first : NULL;
}

static void put_group(struct svg_writer *writer, size_t index)
{
    const struct mark *mark = &writer->drawing->marks[index], *text = common_text(writer->drawing, index);
    buf_text(writer->out, "<g");
    svg_mark_attributes(writer, mark);
    if (text)
        svg_text_attributes(writer, text);
    writer->group_has_text = text != NULL;
    if (mark->x != 0 || mark->y != 0) {
        buf_text(writer->out, " transform=\"translate(");
        svg_length(writer, mark->x);
        buf_byte(writer->out, ' ');
        svg_length(writer, mark->y);
        buf_text(writer->out, ")\"");
    }
    buf_byte(writer->out, '>');
    if (mark->title.len > 0)
        svg_title(writer, mark->title);
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
    text_write_escaped(out, str_slice(to, common, to.len));
}

static struct str unrooted(struct str path)
{
    return str_starts(path, STR("/")) ? str_slice(path, 1, path.len) : path;
}

/* A file that is taken away keeps only links to absolute addresses. */
static bool has_link(const struct svg_writer *writer, const struct mark *mark)
{
    return writer->use == SVG_INLINE || is_absolute(mark->href);
}

static void put_link(struct svg_writer *writer, const struct mark *mark)
{
    struct buf *out = writer->out;
    bool linked = has_link(writer, mark);
    buf_text(out, linked ? "<a href=\"" : "<g");
    if (linked) {
        if (is_absolute(mark->href) || str_starts(mark->href, STR("#")))
            text_write_escaped(out, mark->href);
        else
            put_relative(out, unrooted(writer->page_path), unrooted(mark->href));
        buf_byte(out, '"');
    }
    svg_mark_attributes(writer, mark);
    buf_byte(out, '>');
    if (mark->title.len > 0)
        svg_title(writer, mark->title);
}

/* ---- outlines drawn twice ---- */

/* A casing and its line are two marks, one after the other, on the same outline, which is written once. */
static bool repeats_outline(const struct drawing *drawing, size_t index)
{
    if (index == 0 || index >= drawing->count)
        return false;
    const struct mark *mark = &drawing->marks[index], *before = mark - 1;
    return mark->kind == MARK_PATH && before->kind == MARK_PATH && mark->subpath_count > 0 &&
           mark->subpaths == before->subpaths && mark->subpath_count == before->subpath_count;
}

/* The number of the first mark of the run is part of the outline's id. */
static void put_outline(struct svg_writer *writer, size_t index)
{
    const struct drawing *drawing = writer->drawing;
    size_t first = index;
    while (repeats_outline(drawing, first))
        first--;
    if (first < index)
        svg_outline_again(writer, &drawing->marks[index], first);
    else if (repeats_outline(drawing, index + 1))
        svg_outline_shared(writer, &drawing->marks[index], first);
    else
        svg_path(writer, &drawing->marks[index]);
}

/* ---- the whole ---- */

static void put_mark(struct svg_writer *writer, size_t index, bool *link_stack, size_t *depth)
{
    const struct mark *mark = &writer->drawing->marks[index];
    switch (mark->kind) {
    case MARK_GROUP_BEGIN:
        put_group(writer, index);
        break;
    case MARK_GROUP_END:
        writer->group_has_text = false;
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
        put_outline(writer, index);
        break;
    case MARK_CURVE:
        svg_path(writer, mark);
        break;
    case MARK_RECT:
        svg_rect(writer, mark);
        break;
    case MARK_CIRCLE:
        svg_circle(writer, mark);
        break;
    case MARK_TEXT:
        svg_text(writer, mark);
        break;
    }
}

static bool uses_pattern(const struct svg_writer *writer, const struct pattern *pattern)
{
    for (size_t i = 0; i < writer->drawing->count; i++) {
        struct style style = style_resolve(writer->theme, writer->drawing->marks[i].style);
        if (style.fill.pattern == pattern || style.stroke.pattern == pattern)
            return true;
    }
    return false;
}

static void put_pattern(struct svg_writer *writer, const struct pattern *pattern)
{
    struct buf *out = writer->out;
    buf_format(out, "<pattern id=\"%.*s-%.*s\" patternUnits=\"userSpaceOnUse\" width=\"", STR_ARGS(writer->drawing->id),
               STR_ARGS(pattern->name));
    svg_fine(writer, pattern->size);
    buf_text(out, "\" height=\"");
    svg_fine(writer, pattern->size);
    buf_text(out, "\" patternTransform=\"rotate(");
    buf_decimal(out, pattern->angle_deg, 1);
    buf_text(out, ")\"><rect");
    svg_style(writer, pattern->background->name);
    buf_text(out, " width=\"");
    svg_fine(writer, pattern->size);
    buf_text(out, "\" height=\"");
    svg_fine(writer, pattern->size);
    buf_text(out, "\"/><path");
    svg_style(writer, pattern->lines->name);
    buf_text(out, " d=\"M0 0V");
    svg_fine(writer, pattern->size);
    buf_text(out, "\"/></pattern>");
}

static void put_patterns(struct svg_writer *writer)
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

static void put_names(struct svg_writer *writer)
{
    const struct drawing *drawing = writer->drawing;
    struct buf *out = writer->out;
    if (drawing->is_decorative || drawing->title.len == 0)
        return;
    buf_format(out, "<title id=\"%.*s-t\">", STR_ARGS(drawing->id));
    text_write_escaped(out, drawing->title);
    buf_text(out, "</title>");
    if (drawing->description.len == 0)
        return;
    buf_format(out, "<desc id=\"%.*s-d\">", STR_ARGS(drawing->id));
    text_write_escaped(out, drawing->description);
    buf_text(out, "</desc>");
}

static void put_role(struct svg_writer *writer)
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

static void put_families(struct svg_writer *writer)
{
    const struct theme *theme = writer->theme;
    buf_text(writer->out, " font-family=\"");
    for (size_t i = 0; i < theme->font_count; i++) {
        if (i > 0 && str_equal(theme->fonts[i].family, theme->fonts[i - 1].family))
            continue;
        buf_byte(writer->out, '\'');
        text_write_escaped(writer->out, theme->fonts[i].family);
        buf_text(writer->out, "', ");
    }
    buf_text(writer->out, "sans-serif\"");
}

static void put_size(struct svg_writer *writer)
{
    const struct drawing *drawing = writer->drawing;
    bool scaled = writer->scaled;
    writer->scaled = false;
    buf_text(writer->out, " viewBox=\"0 0 ");
    svg_length(writer, drawing->width);
    buf_byte(writer->out, ' ');
    svg_length(writer, drawing->height);
    buf_byte(writer->out, '"');
    if (writer->use == SVG_STANDALONE) {
        svg_length_attribute(writer, "width", drawing->width);
        svg_length_attribute(writer, "height", drawing->height);
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

static void put_start(struct svg_writer *writer)
{
    struct buf *out = writer->out;
    if (writer->use == SVG_STANDALONE)
        buf_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_text(out, "<svg");
    if (writer->use == SVG_STANDALONE)
        buf_text(out, " xmlns=\"http://www.w3.org/2000/svg\"");
    else if (writer->drawing->style.len > 0)
        svg_attribute(writer, "class", writer->drawing->style);
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
    struct svg_writer writer = {out, drawing, theme, use, page_path, is_worth_scaling(drawing), false};
    put_start(&writer);
    if (writer.scaled)
        buf_text(out, "<g transform=\"scale(.1)\">");
    for (size_t i = 0; i < drawing->count; i++) {
        assert(depth < sizeof links / sizeof *links);
        put_mark(&writer, i, links, &depth);
    }
    if (writer.scaled)
        buf_text(out, "</g>");
    buf_text(out, use == SVG_STANDALONE ? "</svg>\n" : "</svg>");
}
