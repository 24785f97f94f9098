#include "outline.h"

#include <math.h>

#include "corners.h"
#include "markup.h"

#define DEPTH_MAX     32
#define CORNERS_MAX   65536
#define CIRCLE_POINTS 64
#define NAMED_MAX     64

#define LETTER_WIDTH   0.66 /* of a wide letter, of the size of its text */
#define ABOVE_BASELINE 1.05
#define BELOW_BASELINE 0.35

/* What groups hand down. */
struct context {
    double scale, x, y; /* place = scale * own + (x, y) */
    double size, width;
    double anchor;
    int32_t stroke;
    bool is_even_odd;
};

struct named {
    struct str id, path;
};

struct reading {
    struct outline *outline;
    struct corner *corners;
    struct context contexts[DEPTH_MAX];
    size_t depth;
    struct named named[NAMED_MAX];
    size_t named_count;
    struct str haloed; /* id of a text that comes next, painted before in the colour around it; "" without one */
    double halo;
};

static void add_point(struct outline *outline, const struct context *context, double x, double y, bool starts)
{
    *arena_push(outline->arena, outline->points, outline->point_count, outline->point_capacity) =
        (struct outline_point){context->scale * x + context->x, context->scale * y + context->y, starts, false};
}

/* --- attributes --- */

static int32_t read_colour(struct str attributes, struct str name, int32_t otherwise)
{
    struct str text;
    int32_t colour = 0;
    if (!markup_attribute(attributes, name, &text)) {
        return otherwise;
    }
    if (str_equal(text, STR("none"))) {
        return OUTLINE_NONE;
    }
    for (size_t i = 1; i < text.len && text.ptr[0] == '#' && text.len == 7; i++) {
        char c = text.ptr[i];
        colour = colour * 16 + (c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0');
    }
    return text.ptr[0] == '#' && text.len == 7 ? colour : OUTLINE_PATTERN;
}

static double number_of(struct str attributes, struct str name, double otherwise)
{
    double value;
    return markup_number(attributes, name, &value) ? value : otherwise;
}

/* "translate(24 97.8)" or "scale(.2)"; anything else is not known. */
static bool read_transform(struct str attributes, struct context *context)
{
    struct str text, first, second;
    double x, y = 0;
    if (!markup_attribute(attributes, STR("transform"), &text)) {
        return true;
    }
    bool is_scale = str_starts(text, STR("scale("));
    struct str rest = str_slice(text, is_scale ? 6 : 10, str_index(text, ')', 0));
    if ((!is_scale && !str_starts(text, STR("translate("))) || str_index(text, ')', 0) + 1 != text.len ||
        !str_split(&rest, ' ', &first) || !corners_number(first, &x) ||
        (str_split(&rest, ' ', &second) && !corners_number(second, &y))) {
        return false;
    }
    context->x += is_scale ? 0 : context->scale * x;
    context->y += is_scale ? 0 : context->scale * y;
    context->scale *= is_scale ? x : 1;
    return true;
}

static double read_anchor(struct str attributes, double otherwise)
{
    struct str text;
    bool has = markup_attribute(attributes, STR("text-anchor"), &text);
    return !has ? otherwise : str_equal(text, STR("middle")) ? 0.5 : str_equal(text, STR("end")) ? 1 : 0;
}

/* --- shapes --- */

/* From the points that were just added. */
static void add_shape(struct outline *outline, const struct context *context, struct str attributes, size_t first,
                      bool is_round)
{
    struct str dashes, rule;
    struct outline_shape shape = {
        .first_point = first,
        .point_count = outline->point_count - first,
        .fill = read_colour(attributes, STR("fill"), 0),
        .stroke = read_colour(attributes, STR("stroke"), context->stroke),
        .width = context->scale * number_of(attributes, STR("stroke-width"), context->width),
        .is_dashed = markup_attribute(attributes, STR("stroke-dasharray"), &dashes),
        .is_even_odd = context->is_even_odd ||
                       (markup_attribute(attributes, STR("fill-rule"), &rule) && str_equal(rule, STR("evenodd"))),
        .is_round = is_round,
    };
    for (size_t i = first; i < outline->point_count; i++) {
        outline->points[i].is_pattern = shape.fill == OUTLINE_PATTERN;
    }
    *arena_push(outline->arena, outline->shapes, outline->shape_count, outline->shape_capacity) = shape;
}

static void read_path(struct reading *reading, const struct context *context, struct str attributes, struct str path)
{
    struct outline *outline = reading->outline;
    size_t first = outline->point_count;
    size_t count = corners_read(path, reading->corners, CORNERS_MAX);
    outline->is_known = outline->is_known && count < CORNERS_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct corner *corner = &reading->corners[i];
        add_point(outline, context, corner->x, corner->y, corner->starts);
    }
    add_shape(outline, context, attributes, first, false);
}

static void read_rect(struct outline *outline, const struct context *context, struct str attributes)
{
    struct str text;
    bool is_all = markup_attribute(attributes, STR("width"), &text) && str_equal(text, STR("100%"));
    double x = number_of(attributes, STR("x"), 0), y = number_of(attributes, STR("y"), 0);
    double width = is_all ? outline->width : number_of(attributes, STR("width"), 0);
    double height = is_all ? outline->height : number_of(attributes, STR("height"), 0);
    size_t first = outline->point_count;
    add_point(outline, context, x, y, true);
    add_point(outline, context, x + width, y, false);
    add_point(outline, context, x + width, y + height, false);
    add_point(outline, context, x, y + height, false);
    add_point(outline, context, x, y, false);
    add_shape(outline, context, attributes, first, false);
}

static void read_circle(struct outline *outline, const struct context *context, struct str attributes)
{
    double x = number_of(attributes, STR("cx"), 0), y = number_of(attributes, STR("cy"), 0);
    double radius = number_of(attributes, STR("r"), 0);
    size_t first = outline->point_count;
    for (int i = 0; i <= CIRCLE_POINTS; i++) {
        double angle = 2 * M_PI * i / CIRCLE_POINTS;
        add_point(outline, context, x + radius * cos(angle), y + radius * sin(angle), i == 0);
    }
    add_shape(outline, context, attributes, first, true);
}

static void read_text(struct reading *reading, const struct context *context, const struct tag *tag, struct str svg)
{
    struct outline *outline = reading->outline;
    struct str id;
    bool is_haloed = markup_attribute(tag->attributes, STR("id"), &id) && str_equal(id, reading->haloed);
    double x = number_of(tag->attributes, STR("x"), 0), y = number_of(tag->attributes, STR("y"), 0);
    bool has_stroke = read_colour(tag->attributes, STR("stroke"), OUTLINE_NONE) != OUTLINE_NONE;
    double stroke = has_stroke ? context->scale * number_of(tag->attributes, STR("stroke-width"), 0) : 0;
    struct outline_text text = {
        .x = context->scale * x + context->x,
        .y = context->scale * y + context->y,
        .size = context->scale * number_of(tag->attributes, STR("font-size"), context->size),
        .halo = is_haloed ? reading->halo : stroke,
        .anchor = read_anchor(tag->attributes, context->anchor),
        .text = str_slice(svg, tag->to, str_index(svg, '<', tag->to)),
        .fill = read_colour(tag->attributes, STR("fill"), 0),
        .shapes_before = outline->shape_count,
    };
    outline->is_known = outline->is_known && (reading->haloed.len == 0 || is_haloed);
    reading->haloed = STR("");
    *arena_push(outline->arena, outline->texts, outline->text_count, outline->text_capacity) = text;
}

/* --- elements --- */

static const struct named *find_named(const struct reading *reading, struct str id)
{
    for (size_t i = 0; i < reading->named_count; i++) {
        if (str_equal(reading->named[i].id, id)) {
            return &reading->named[i];
        }
    }
    return NULL;
}

/* A path that was named before, or the halo of a text that comes right after. */
static void read_use(struct reading *reading, const struct context *context, struct str attributes)
{
    struct str reference = STR("");
    if (!markup_attribute(attributes, STR("href"), &reference)) {
        markup_attribute(attributes, STR("xlink:href"), &reference);
    }
    struct str id = str_slice(reference, 1, reference.len);
    const struct named *named = find_named(reading, id);
    if (named != NULL) {
        read_path(reading, context, attributes, named->path);
    } else {
        reading->haloed = id;
        reading->halo = context->scale * number_of(attributes, STR("stroke-width"), 0);
    }
}

static void open_group(struct reading *reading, struct str attributes)
{
    struct str rule;
    if (reading->depth + 1 == DEPTH_MAX) {
        reading->outline->is_known = false;
        return;
    }
    struct context context = reading->contexts[reading->depth++];
    context.size = number_of(attributes, STR("font-size"), context.size);
    context.width = number_of(attributes, STR("stroke-width"), context.width);
    context.stroke = read_colour(attributes, STR("stroke"), context.stroke);
    context.anchor = read_anchor(attributes, context.anchor);
    context.is_even_odd = context.is_even_odd ||
                          (markup_attribute(attributes, STR("fill-rule"), &rule) && str_equal(rule, STR("evenodd")));
    reading->outline->is_known = read_transform(attributes, &context) && reading->outline->is_known;
    reading->contexts[reading->depth] = context;
}

/* A path, and its name for those that use it; inside <defs> it is named only. */
static void read_named_path(struct reading *reading, const struct tag *tag, bool is_drawn)
{
    struct str id, path = STR("");
    markup_attribute(tag->attributes, STR("d"), &path);
    if (markup_attribute(tag->attributes, STR("id"), &id)) {
        reading->outline->is_known = reading->outline->is_known && reading->named_count < NAMED_MAX;
        reading->named[reading->named_count % NAMED_MAX] = (struct named){id, path};
        reading->named_count += reading->named_count < NAMED_MAX;
    }
    if (is_drawn) {
        read_path(reading, &reading->contexts[reading->depth], tag->attributes, path);
    }
}

static void read_element(struct reading *reading, const struct tag *tag, struct str svg, size_t hidden)
{
    const struct context *context = &reading->contexts[reading->depth];
    if (str_equal(tag->name, STR("path"))) {
        read_named_path(reading, tag, hidden == 0);
    } else if (hidden > 0) {
        return;
    } else if (str_equal(tag->name, STR("g"))) {
        open_group(reading, tag->attributes);
    } else if (str_equal(tag->name, STR("rect"))) {
        read_rect(reading->outline, context, tag->attributes);
    } else if (str_equal(tag->name, STR("circle"))) {
        read_circle(reading->outline, context, tag->attributes);
    } else if (str_equal(tag->name, STR("text"))) {
        read_text(reading, context, tag, svg);
    } else if (str_equal(tag->name, STR("use"))) {
        read_use(reading, context, tag->attributes);
    } else if (!str_equal(tag->name, STR("svg")) && !str_equal(tag->name, STR("title")) &&
               !str_equal(tag->name, STR("desc")) && !str_equal(tag->name, STR("a"))) {
        reading->outline->is_known = false;
    }
}

void outline_read(struct arena *arena, struct str svg, struct outline *out)
{
    struct tag tag;
    struct reading reading = {.outline = out, .corners = arena_array(arena, struct corner, CORNERS_MAX)};
    size_t hidden = 0;
    *out = (struct outline){.arena = arena, .is_known = true};
    reading.contexts[0] = (struct context){.scale = 1, .size = 16, .width = 1, .stroke = OUTLINE_NONE};
    if (!markup_next_tag(svg, str_find(svg, STR("<svg"), 0), &tag) ||
        !markup_number(tag.attributes, STR("width"), &out->width) ||
        !markup_number(tag.attributes, STR("height"), &out->height)) {
        out->is_known = false;
        return;
    }
    for (size_t at = tag.to; markup_next_tag(svg, at, &tag); at = tag.to) {
        bool is_empty = str_ends(tag.attributes, STR("/"));
        bool hides = str_equal(tag.name, STR("defs")) || str_equal(tag.name, STR("pattern"));
        if (tag.is_end) {
            hidden -= hides && hidden > 0;
            reading.depth -= str_equal(tag.name, STR("g")) && reading.depth > 0 && hidden == 0;
        } else if (hides) {
            hidden += !is_empty;
        } else {
            read_element(&reading, &tag, svg, hidden);
        }
    }
}

static size_t count_characters(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    }
    return count;
}

struct outline_box outline_text_box(const struct outline_text *text)
{
    double width = (double)count_characters(text->text) * LETTER_WIDTH * text->size + text->size / 2;
    return (struct outline_box){
        .left = text->x - text->anchor * width - text->halo - (text->anchor > 0 ? 0 : 2),
        .top = text->y - ABOVE_BASELINE * text->size - text->halo,
        .right = text->x + (1 - text->anchor) * width + text->halo + (text->anchor < 1 ? 0 : 2),
        .bottom = text->y + BELOW_BASELINE * text->size + text->halo,
    };
}
