#include "gencarto/render/draw/theme.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/xml/document.h"
#include "style.h"

struct reader {
    struct arena *arena;
    const char *folder;
    struct theme *theme;
    struct error *err;
};

typedef bool read_element(struct reader *reader, const struct node *node, size_t index);

static bool fail(const struct reader *reader, int line, const char *found, struct str what)
{
    return error_set(reader->err, ERROR_OUTPUT, "%s:%d: %s \"%.*s\"", reader->theme->path, line, found, STR_ARGS(what));
}

static bool required(const struct reader *reader, const struct node *node, const char *name, struct str *out_value)
{
    const struct str *value = node_attribute(node, name);
    if (!value || value->len == 0)
        return fail(reader, node->line, "this element needs the attribute", str_from(name));
    *out_value = *value;
    return true;
}

static bool read_number(const struct reader *reader, const struct node *node, const char *name, double *out_value)
{
    struct str text;
    if (!required(reader, node, name, &text))
        return false;
    return number_parse_decimal(text, out_value) || fail(reader, node->line, "expected a number, found", text);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(const struct reader *reader, int line, struct str text, double rgb[3])
{
    bool valid = text.len == 7 && text.ptr[0] == '#';
    for (size_t i = 0; valid && i < 3; i++) {
        int high = hex_digit(text.ptr[1 + 2 * i]), low = hex_digit(text.ptr[2 + 2 * i]);
        valid = high >= 0 && low >= 0;
        rgb[i] = (16 * high + low) / 255.0;
    }
    return valid || fail(reader, line, "expected a colour of six lower-case digits after #, found", text);
}

static bool read_colour(struct reader *reader, const struct node *node, size_t index)
{
    struct colour *colour = &reader->theme->colours[index];
    double unused[3];
    colour->line = node->line;
    const struct str *contrast = node_attribute(node, "contrast");
    if (contrast)
        colour->contrast = *contrast;
    return required(reader, node, "name", &colour->name) && required(reader, node, "light", &colour->light) &&
           required(reader, node, "dark", &colour->dark) && read_hex(reader, node->line, colour->light, colour->rgb) &&
           read_hex(reader, node->line, colour->dark, unused);
}

static bool read_pattern(struct reader *reader, const struct node *node, size_t index)
{
    struct pattern *pattern = &reader->theme->patterns[index];
    pattern->line = node->line;
    return required(reader, node, "name", &pattern->name) && read_number(reader, node, "size", &pattern->size) &&
           read_number(reader, node, "angle", &pattern->angle_deg);
}

static bool read_named_number(struct reader *reader, const struct node *node, size_t index)
{
    struct named_number *number = &reader->theme->numbers[index];
    number->line = node->line;
    return required(reader, node, "name", &number->name) && read_number(reader, node, "value", &number->value);
}

static bool read_font(struct reader *reader, const struct node *node, size_t index)
{
    struct font *font = &reader->theme->fonts[index];
    struct str file;
    double weight;
    if (!required(reader, node, "family", &font->family) || !required(reader, node, "file", &file) ||
        !read_number(reader, node, "weight", &weight))
        return false;
    font->line = node->line;
    font->weight = (int)weight;
    font->path = file_join(reader->arena, reader->folder, str_text(reader->arena, file));
    if (font->weight != 400 && font->weight != 600)
        return fail(reader, node->line, "a font's weight is 400 or 600, not that of", file);
    return true;
}

static bool read_paint(const struct reader *reader, const struct node *node, const char *name, struct paint *out_paint)
{
    const struct str *value = node_attribute(node, name);
    if (!value)
        return true;
    if (str_equal(*value, STR("none"))) {
        out_paint->kind = PAINT_NONE;
        return true;
    }
    out_paint->colour = theme_colour(reader->theme, *value);
    out_paint->kind = out_paint->colour ? PAINT_COLOUR : PAINT_PATTERN;
    for (size_t i = 0; i < reader->theme->pattern_count && !out_paint->colour; i++)
        if (str_equal(reader->theme->patterns[i].name, *value))
            out_paint->pattern = &reader->theme->patterns[i];
    return out_paint->colour || out_paint->pattern ||
           fail(reader, node->line, "no colour and no pattern is named", *value);
}

static bool read_dashes(const struct reader *reader, const struct node *node, struct style *style)
{
    const struct str *value = node_attribute(node, "stroke-dasharray");
    if (!value)
        return true;
    struct str rest = *value, part;
    while (str_split(&rest, ' ', &part)) {
        if (style->dash_count == DASH_MAX || !number_parse_decimal(part, &style->dash[style->dash_count]))
            return fail(reader, node->line, "expected at most four numbers, found", *value);
        style->dash_count++;
    }
    return true;
}

/* A flag that the theme writes as the presentation attribute it stands for. */
static bool read_flag(const struct reader *reader, const struct node *node, const char *name, struct str only,
                      bool *out_flag)
{
    const struct str *value = node_attribute(node, name);
    if (!value)
        return true;
    *out_flag = true;
    return str_equal(*value, only) || fail(reader, node->line, "this attribute cannot be", *value);
}

static bool read_style(struct reader *reader, const struct node *node, size_t index)
{
    struct style *style = &reader->theme->styles[index];
    style->line = node->line;
    style->stroke_width = -1;
    double weight = 0;
    if (!required(reader, node, "name", &style->name) || !read_paint(reader, node, "fill", &style->fill) ||
        !read_paint(reader, node, "stroke", &style->stroke) || !read_dashes(reader, node, style) ||
        !read_flag(reader, node, "paint-order", STR("stroke"), &style->has_stroke_below) ||
        !read_flag(reader, node, "stroke-linejoin", STR("round"), &style->has_round_lines))
        return false;
    if (node_attribute(node, "stroke-width") && !read_number(reader, node, "stroke-width", &style->stroke_width))
        return false;
    if (node_attribute(node, "font-weight") && !read_number(reader, node, "font-weight", &weight))
        return false;
    style->font_weight = (int)weight;
    return true;
}

/* Every table starts with its name, so that one function sorts and one finds. */
static int compare_names(const void *a, const void *b)
{
    const struct str *left = a, *right = b;
    return str_compare(*left, *right);
}

static const void *find(const void *table, size_t count, size_t size, struct str name)
{
    return count == 0 ? NULL : bsearch(&name, table, count, size, compare_names);
}

static bool sort_names(const struct reader *reader, void *table, size_t count, size_t size, const char *element)
{
    if (count == 0)
        return true;
    qsort(table, count, size, compare_names);
    for (size_t i = 1; i < count; i++) {
        const struct str *name = (const void *)((const char *)table + i * size);
        const struct str *before = (const void *)((const char *)table + (i - 1) * size);
        if (str_equal(*name, *before))
            return error_set(reader->err, ERROR_OUTPUT, "%s: two elements <%s> are named \"%.*s\"", reader->theme->path,
                             element, STR_ARGS(*name));
    }
    return true;
}

static size_t count_elements(const struct node *root, const char *name)
{
    size_t count = 0;
    for (const struct node *node = node_child(root, name); node; node = node_sibling(node, name))
        count++;
    return count;
}

static bool read_all(struct reader *reader, const struct node *root, const char *name, read_element *read)
{
    size_t index = 0;
    for (const struct node *node = node_child(root, name); node; node = node_sibling(node, name))
        if (!read(reader, node, index++))
            return false;
    return true;
}

static bool known_elements_only(const struct reader *reader, const struct node *root)
{
    static const char *const NAMES[] = {"colour", "style", "pattern", "number", "font"};
    if (!str_equal(root->name, STR("theme")))
        return fail(reader, root->line, "expected <theme>, found", root->name);
    for (const struct node *node = root->first; node; node = node->next) {
        bool known = node->kind == NODE_TEXT;
        for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
            known = known || str_equal(node->name, str_from(NAMES[i]));
        if (!known)
            return fail(reader, node->line, "unknown element", node->name);
    }
    return true;
}

/* Patterns name styles and styles patterns: the two styles of each pattern are found when all are read. */
static bool link_patterns(struct reader *reader, const struct node *root)
{
    struct theme *theme = reader->theme;
    for (const struct node *node = node_child(root, "pattern"); node; node = node_sibling(node, "pattern")) {
        struct str name, background, lines;
        if (!required(reader, node, "name", &name) || !required(reader, node, "background", &background) ||
            !required(reader, node, "lines", &lines))
            return false;
        struct pattern *pattern = NULL;
        for (size_t i = 0; i < theme->pattern_count; i++)
            if (str_equal(theme->patterns[i].name, name))
                pattern = &theme->patterns[i];
        pattern->background = find(theme->styles, theme->style_count, sizeof *theme->styles, background);
        pattern->lines = find(theme->styles, theme->style_count, sizeof *theme->styles, lines);
        if (!pattern->background || pattern->background->fill.kind != PAINT_COLOUR)
            return fail(reader, node->line, "the background must be a style filled with a colour, not", background);
        if (!pattern->lines || pattern->lines->stroke.kind != PAINT_COLOUR)
            return fail(reader, node->line, "the lines must be a style stroked with a colour, not", lines);
    }
    return true;
}

static bool contrast_known(const struct reader *reader)
{
    const struct theme *theme = reader->theme;
    for (size_t i = 0; i < theme->colour_count; i++) {
        const struct colour *colour = &theme->colours[i];
        if (colour->contrast.len > 0 && !theme_colour(theme, colour->contrast))
            return fail(reader, colour->line, "no colour is named", colour->contrast);
    }
    return true;
}

/* What draw/ itself paints with: the ground of pictures and files. */
static const struct theme_needs OWN_NEEDS = {.colours = (const char *const[]){"paper", NULL}};

static bool read_theme(struct reader *reader, const struct node *root)
{
    struct theme *theme = reader->theme;
    struct arena *arena = reader->arena;
    if (!known_elements_only(reader, root))
        return false;
    theme->colours = arena_array(arena, struct colour, theme->colour_count = count_elements(root, "colour"));
    theme->styles = arena_array(arena, struct style, theme->style_count = count_elements(root, "style"));
    theme->patterns = arena_array(arena, struct pattern, theme->pattern_count = count_elements(root, "pattern"));
    theme->numbers = arena_array(arena, struct named_number, theme->number_count = count_elements(root, "number"));
    theme->fonts = arena_array(arena, struct font, theme->font_count = count_elements(root, "font"));
    return read_all(reader, root, "colour", read_colour) &&
           sort_names(reader, theme->colours, theme->colour_count, sizeof *theme->colours, "colour") &&
           contrast_known(reader) && theme_has(theme, &OWN_NEEDS, reader->err) &&
           read_all(reader, root, "pattern", read_pattern) &&
           sort_names(reader, theme->patterns, theme->pattern_count, sizeof *theme->patterns, "pattern") &&
           read_all(reader, root, "style", read_style) &&
           sort_names(reader, theme->styles, theme->style_count, sizeof *theme->styles, "style") &&
           link_patterns(reader, root) && read_all(reader, root, "number", read_named_number) &&
           sort_names(reader, theme->numbers, theme->number_count, sizeof *theme->numbers, "number") &&
           read_all(reader, root, "font", read_font) && font_read_widths(arena, theme, reader->err);
}

bool theme_read(struct arena *arena, const char *folder_of_templates, const struct theme **out_theme, struct error *err)
{
    struct theme *theme = arena_one(arena, struct theme);
    struct reader reader = {arena, folder_of_templates, theme, err};
    struct str source;
    struct node *root;
    theme->path = file_join(arena, folder_of_templates, "theme.xml");
    if (!file_read(arena, theme->path, &source, err) ||
        !document_parse(arena, theme->path, source, DOCUMENT_XML, &root, err) || !read_theme(&reader, root))
        return false;
    *out_theme = theme;
    return true;
}

static bool has_all(const struct theme *theme, const char *const *names, const void *table, size_t count, size_t size,
                    const char *element, struct error *err)
{
    for (; names && *names; names++)
        if (!find(table, count, size, str_from(*names)))
            return error_set(err, ERROR_OUTPUT, "%s: the figures need <%s name=\"%s\">, which is not there",
                             theme->path, element, *names);
    return true;
}

bool theme_has(const struct theme *theme, const struct theme_needs *needs, struct error *err)
{
    return has_all(theme, needs->styles, theme->styles, theme->style_count, sizeof *theme->styles, "style", err) &&
           has_all(theme, needs->numbers, theme->numbers, theme->number_count, sizeof *theme->numbers, "number", err) &&
           has_all(theme, needs->colours, theme->colours, theme->colour_count, sizeof *theme->colours, "colour", err);
}

const struct colour *theme_colour(const struct theme *theme, struct str name)
{
    return find(theme->colours, theme->colour_count, sizeof *theme->colours, name);
}

double theme_number(const struct theme *theme, const char *name)
{
    const struct named_number *number =
        find(theme->numbers, theme->number_count, sizeof *theme->numbers, str_from(name));
    assert(number);
    return number->value;
}

struct str theme_light(const struct theme *theme, const char *colour)
{
    const struct colour *found = theme_colour(theme, str_from(colour));
    assert(found);
    return found->light;
}

static void override(struct style *style, const struct style *over)
{
    if (over->fill.kind != PAINT_UNSET)
        style->fill = over->fill;
    if (over->stroke.kind != PAINT_UNSET)
        style->stroke = over->stroke;
    if (over->stroke_width >= 0)
        style->stroke_width = over->stroke_width;
    if (over->font_weight)
        style->font_weight = over->font_weight;
    if (over->dash_count) {
        memcpy(style->dash, over->dash, sizeof style->dash);
        style->dash_count = over->dash_count;
    }
    style->has_stroke_below = style->has_stroke_below || over->has_stroke_below;
    style->has_round_lines = style->has_round_lines || over->has_round_lines;
}

struct style style_resolve(const struct theme *theme, struct str names)
{
    struct style style = {.stroke_width = -1};
    struct str rest = names, name;
    while (names.len > 0 && str_split(&rest, ' ', &name)) {
        const struct style *found = find(theme->styles, theme->style_count, sizeof *theme->styles, name);
        if (found)
            override(&style, found);
    }
    return style;
}

int theme_weight(const struct theme *theme, struct str style)
{
    int weight = style_resolve(theme, style).font_weight;
    return weight >= 600 ? 600 : 400;
}

struct box theme_text_box(const struct theme *theme, const struct mark *text)
{
    double width = theme_text_width(theme, text->text, text->size_px, theme_weight(theme, text->style));
    double x = text->x - (text->anchor == ANCHOR_END ? width : text->anchor == ANCHOR_MIDDLE ? width / 2 : 0);
    return (struct box){x, text->y - 0.78 * text->size_px, x + width, text->y + 0.22 * text->size_px};
}

static void css_colours(struct buf *out, const struct theme *theme, bool dark)
{
    buf_text(out, ":root{");
    for (size_t i = 0; i < theme->colour_count; i++) {
        const struct colour *colour = &theme->colours[i];
        struct str value = dark ? colour->dark : colour->light;
        buf_format(out, "--%.*s:%.*s;", STR_ARGS(colour->name), STR_ARGS(value));
    }
    buf_text(out, "}\n");
}

static void css_contrast(struct buf *out, const struct theme *theme)
{
    buf_text(out, "@media (prefers-contrast:more){:root{");
    for (size_t i = 0; i < theme->colour_count; i++) {
        const struct colour *colour = &theme->colours[i];
        if (colour->contrast.len > 0)
            buf_format(out, "--%.*s:var(--%.*s);", STR_ARGS(colour->name), STR_ARGS(colour->contrast));
    }
    buf_text(out, "}}\n");
}

static void css_paint(struct buf *out, const char *property, const struct paint *paint)
{
    if (paint->kind == PAINT_COLOUR)
        buf_format(out, "%s:var(--%.*s);", property, STR_ARGS(paint->colour->name));
    if (paint->kind == PAINT_NONE)
        buf_format(out, "%s:none;", property);
}

void theme_write_css(struct buf *out, const struct theme *theme)
{
    css_colours(out, theme, false);
    buf_text(out, "@media (prefers-color-scheme:dark){");
    css_colours(out, theme, true);
    buf_text(out, "}\n");
    css_contrast(out, theme);
    buf_text(out, "@media print{");
    css_colours(out, theme, false);
    buf_text(out, "}\n");
    for (size_t i = 0; i < theme->style_count; i++) {
        const struct style *style = &theme->styles[i];
        if (style->fill.kind != PAINT_COLOUR && style->stroke.kind != PAINT_COLOUR)
            continue;
        buf_format(out, "svg .%.*s{", STR_ARGS(style->name));
        css_paint(out, "fill", &style->fill);
        css_paint(out, "stroke", &style->stroke);
        buf_text(out, "}\n");
    }
}
