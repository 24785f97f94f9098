#include "figure.h"

#include "gencarto/render/draw/canvas.h"

/* Pixels of a saved PNG per pixel of its drawing. */
#define PNG_SCALE 1.0

static const struct {
    const char *kind;
    figure_draw *draw;
    bool decorative; /* a word beside it says the same */
} KINDS[] = {
    {"bars", figure_bars, false},
    {"bullet", figure_bullet, false},
    {"choropleth", figure_choropleth, false},
    {"dumbbell", figure_dumbbell, false},
    {"grouped", figure_grouped, false},
    {"heat", figure_heat, false},
    {"locator", figure_locator, false},
    {"multiples", figure_multiples, false},
    {"points", figure_points, false},
    {"pyramid", figure_pyramid, false},
    {"slope", figure_slope, false},
    {"spark", figure_spark, false},
    {"stack", figure_stack, false},
    {"stacks", figure_stacks, false},
    {"status", figure_status, true},
    {"strip", figure_strip, false},
    {"symbol", figure_symbol, true},
    {"trajectory", figure_trajectory, false},
    {"waterfall", figure_waterfall, false},
};

/* gen:layout is the class of the <svg>, by which the style sheet shows the layout that fits. */
static void name_drawing(struct drawing *drawing, const struct figure_call *call, bool decorative)
{
    struct str layout = call_text(call, "layout");
    if (str_equal(layout, STR("wide")) || str_equal(layout, STR("narrow")) || str_equal(layout, STR("slim")))
        drawing->style = layout;
    drawing->is_decorative = decorative;
    if (decorative)
        return;
    drawing->id = call_text(call, "id");
    drawing->title = call_text(call, "title");
    drawing->description = call_text(call, "desc");
}

static bool give(const struct figure_context *context, struct arena *arena, struct str name, const char *suffix,
                 const struct buf *content, struct error *err)
{
    struct str path = str_format(arena, "%.*s%s", STR_ARGS(name), suffix);
    return context->options->sink(context->options->sink_context, path, buf_str(content), err);
}

static bool save_drawing(struct figure_context *context, struct arena *arena, const struct drawing *drawing,
                         struct str name, struct error *err)
{
    struct buf svg, png;
    buf_init(&svg, arena);
    buf_init(&png, arena);
    svg_paint(&svg, drawing, context->theme, SVG_STANDALONE, STR(""));
    return (context->canvas || canvas_open(context->theme, &context->canvas, err)) &&
           png_paint(&png, context->canvas, drawing, PNG_SCALE, err) && give(context, arena, name, ".svg", &svg, err) &&
           give(context, arena, name, ".png", &png, err);
}

void figure_context_close(struct figure_context *context)
{
    canvas_close(context->canvas);
    projections_close(context->projections);
}

bool figure_paint(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                  struct error *err)
{
    struct figure_context *figures = context;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        if (!str_equal(call->kind, str_from(KINDS[i].kind)))
            continue;
        struct drawing drawing = {0};
        struct str required;
        if (!KINDS[i].decorative &&
            !(call_need(call, "id", &required, err) && call_need(call, "title", &required, err)))
            return false;
        if (!KINDS[i].draw(figures, arena, call, &drawing, err))
            return false;
        name_drawing(&drawing, call, KINDS[i].decorative);
        struct str save = call_text(call, "save");
        if (save.len > 0)
            return save_drawing(figures, arena, &drawing, save, err);
        svg_paint(out, &drawing, figures->theme, SVG_INLINE, call->page_path);
        figures->painted += !KINDS[i].decorative;
        return true;
    }
    struct buf known;
    buf_init(&known, arena);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        buf_format(&known, "%s%s", i > 0 ? ", " : "", KINDS[i].kind);
    return call_error(call, err, "there is no such figure; known: %.*s", STR_ARGS(buf_str(&known)));
}
