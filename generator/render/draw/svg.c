#include <assert.h>

#include "gencarto/base/text.h"
#include "svg_writer.h"

/* A drawing with long paths is wrapped in a group scaled by .2, so that the coordinates of paths are whole numbers: on
 * a map of France a quarter less than with a decimal point. */
enum { POINTS_WORTH_SCALING = 400 };

/* ---- groups and links ---- */

/* What all of a group can say once, whatever groups and links are within. */
struct common {
    const struct mark *text; /* the first of several texts, all of one size and anchor; else NULL */
    bool is_even_odd;        /* several paths are, and nothing else is a curve */
};

static bool sets_alike(const struct mark *a, const struct mark *b)
{
    return a->anchor == b->anchor && a->size_px <= b->size_px && a->size_px >= b->size_px;
}

static struct common common_of(const struct drawing *drawing, size_t group)
{
    struct common common = {0};
    size_t texts = 0, even_odd = 0, depth = 1;
    bool has_curve = false, differs = false;
    for (size_t i = group + 1; i < drawing->count && depth > 0; i++) {
        const struct mark *mark = &drawing->marks[i];
        depth += mark->kind == MARK_GROUP_BEGIN || mark->kind == MARK_LINK_BEGIN;
        depth -= mark->kind == MARK_GROUP_END || mark->kind == MARK_LINK_END;
        has_curve = has_curve || mark->kind == MARK_CURVE;
        even_odd += svg_is_even_odd(mark);
        if (mark->kind != MARK_TEXT)
            continue;
        differs = differs || (common.text && !sets_alike(common.text, mark));
        common.text = common.text ? common.text : mark;
        texts++;
    }
    common.text = texts > 1 && !differs ? common.text : NULL;
    common.is_even_odd = even_odd > 1 && !has_curve;
    return common;
}

static void put_common(struct svg_writer *writer, size_t index)
{
    if (writer->text_depth > 0 && writer->filled_depth > 0)
        return;
    struct common common = common_of(writer->drawing, index);
    if (writer->filled_depth == 0 && common.is_even_odd) {
        buf_text(writer->out, " fill-rule=\"evenodd\"");
        writer->filled_depth = writer->depth;
    }
    if (writer->text_depth == 0 && common.text) {
        svg_text_attributes(writer, common.text);
        writer->text_depth = writer->depth;
    }
}

static void end_group(struct svg_writer *writer)
{
    writer->text_depth = writer->text_depth == writer->depth ? 0 : writer->text_depth;
    writer->filled_depth = writer->filled_depth == writer->depth ? 0 : writer->filled_depth;
    writer->depth--;
}

static void put_group(struct svg_writer *writer, size_t index)
{
    const struct mark *mark = &writer->drawing->marks[index];
    writer->depth++;
    buf_text(writer->out, "<g");
    svg_mark_attributes(writer, mark);
    put_common(writer, index);
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
    buf_format(out, "<%s", linked ? "a" : "g");
    if (linked) {
        buf_text(out, " href=\"");
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

/* ---- outlines that several marks share ---- */

enum { POINTS_WORTH_SHARING = 8 };

/* Marks by the outline they draw, each under the first one's number. */
struct sharing {
    const struct subpath **outlines; /* a hash table; which address is where decides nothing */
    size_t *first;                   /* by place in the table */
    size_t room;
    bool *is_shared; /* by mark */
};

static size_t sharing_place(const struct sharing *sharing, const struct subpath *outline)
{
    size_t at = ((uintptr_t)outline >> 4) * 0x9E3779B1u & (sharing->room - 1);
    while (sharing->outlines[at] && sharing->outlines[at] != outline)
        at = (at + 1) & (sharing->room - 1);
    return at;
}

static bool is_worth_sharing(const struct mark *mark)
{
    size_t points = 0;
    for (size_t i = 0; mark->kind == MARK_PATH && i < mark->subpath_count && points < POINTS_WORTH_SHARING; i++)
        points += mark->subpaths[i].count;
    return points >= POINTS_WORTH_SHARING;
}

static void find_shared(struct arena *scratch, const struct drawing *drawing, struct sharing *sharing)
{
    sharing->room = 64;
    while (sharing->room < 2 * drawing->count)
        sharing->room *= 2;
    sharing->outlines = arena_array(scratch, const struct subpath *, sharing->room);
    sharing->first = arena_array(scratch, size_t, sharing->room);
    sharing->is_shared = arena_array(scratch, bool, drawing->count);
    for (size_t i = 0; i < drawing->count; i++) {
        const struct mark *mark = &drawing->marks[i];
        if (!is_worth_sharing(mark))
            continue;
        size_t at = sharing_place(sharing, mark->subpaths);
        bool is_known =
            sharing->outlines[at] && drawing->marks[sharing->first[at]].subpath_count == mark->subpath_count;
        if (is_known)
            sharing->is_shared[i] = sharing->is_shared[sharing->first[at]] = true;
        else
            sharing->first[at] = i;
        sharing->outlines[at] = mark->subpaths;
    }
}

/* The number of the first mark is part of the outline's id. */
static void put_outline(struct svg_writer *writer, const struct sharing *sharing, size_t index)
{
    const struct mark *mark = &writer->drawing->marks[index];
    if (!sharing->is_shared[index]) {
        svg_path(writer, mark);
        return;
    }
    size_t first = sharing->first[sharing_place(sharing, mark->subpaths)];
    if (first < index)
        svg_outline_again(writer, mark, first);
    else
        svg_outline_shared(writer, mark, first);
}

/* ---- the whole ---- */

static void put_mark(struct svg_writer *writer, const struct sharing *sharing, size_t index, bool *link_stack,
                     size_t *depth)
{
    const struct mark *mark = &writer->drawing->marks[index];
    switch (mark->kind) {
    case MARK_GROUP_BEGIN:
        put_group(writer, index);
        break;
    case MARK_GROUP_END:
        end_group(writer);
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
        put_outline(writer, sharing, index);
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
    for (size_t i = 0; i < writer->style_room; i++) {
        const struct style *style = &writer->styles[i].style;
        if (style->fill.pattern == pattern || style->stroke.pattern == pattern)
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
    for (size_t i = 0; i < writer->drawing->count; i++)
        if (writer->drawing->marks[i].style.len > 0)
            svg_style_of(writer, writer->drawing->marks[i].style);
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
        buf_text(out, " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
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
    struct arena scratch; /* `out` may grow in the drawing's */
    arena_init(&scratch);
    struct svg_writer writer = {.out = out,
                                .scratch = &scratch,
                                .drawing = drawing,
                                .theme = theme,
                                .use = use,
                                .page_path = page_path,
                                .scaled = is_worth_scaling(drawing)};
    struct sharing sharing;
    find_shared(&scratch, drawing, &sharing);
    put_start(&writer);
    if (writer.scaled)
        buf_text(out, "<g transform=\"scale(.2)\">");
    for (size_t i = 0; i < drawing->count; i++) {
        assert(depth < sizeof links / sizeof *links);
        put_mark(&writer, &sharing, i, links, &depth);
    }
    if (writer.scaled)
        buf_text(out, "</g>");
    buf_text(out, use == SVG_STANDALONE ? "</svg>\n" : "</svg>");
    arena_clear(&scratch);
}
