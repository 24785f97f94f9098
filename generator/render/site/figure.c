#include "figure.h"

#include "gencarto/render/draw/paint.h"

static const struct {
    const char *kind;
    figure_draw *draw;
    bool decorative; /* a word beside it says the same */
} KINDS[] = {
    {"bars", figure_bars, false},
    {"bullet", figure_bullet, false},
    {"choropleth", figure_choropleth, false},
    {"locator", figure_locator, false},
    {"points", figure_points, false},
    {"spark", figure_spark, false},
    {"stack", figure_stack, false},
    {"status", figure_status, true},
    {"strip", figure_strip, false},
    {"symbol", figure_symbol, true},
    {"trajectory", figure_trajectory, false},
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
