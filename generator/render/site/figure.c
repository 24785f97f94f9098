#include "figure.h"

#include "figure_words.h"
#include "gencarto/render/draw/canvas.h"
#include "gencarto/render/draw/sheet.h"

/* Kinds that add a text to the page, and no drawing. */
static const struct {
    const char *kind;
    figure_function *write;
} TEXTS[] = {
    {"source", figure_source},
    {"words", figure_words},
};

static const struct {
    const char *kind;
    figure_draw *draw;
    bool decorative; /* a word beside it says the same */
    bool is_framed;  /* it writes its title and notes itself where it is composed */
} KINDS[] = {
    {"bars", figure_bars, false, false},
    {"bullet", figure_bullet, false, false},
    {"choropleth", figure_choropleth, false, true},
    {"circles", figure_circles, false, true},
    {"dorling", figure_dorling, false, false},
    {"dumbbell", figure_dumbbell, false, false},
    {"facets", figure_facets, false, false},
    {"grouped", figure_grouped, false, false},
    {"heat", figure_heat, false, false},
    {"locator", figure_locator, false, false},
    {"multiples", figure_multiples, false, false},
    {"points", figure_points, false, true},
    {"pyramid", figure_pyramid, false, false},
    {"slope", figure_slope, false, false},
    {"spark", figure_spark, false, false},
    {"stack", figure_stack, false, false},
    {"stacks", figure_stacks, false, false},
    {"status", figure_status, true, false},
    {"strip", figure_strip, false, false},
    {"symbol", figure_symbol, true, false},
    {"tiles", figure_tiles, false, false},
    {"trajectory", figure_trajectory, false, false},
    {"waterfall", figure_waterfall, false, false},
};

/* gen:layout is the class of the <svg>, by which the style sheet shows the layout that fits. The
 * alternative text of a figure that names its subject is written from its rows; gen:desc stands in where the catalogue
 * of words has no such subject. */
static bool name_drawing(struct figure_context *context, struct arena *arena, struct drawing *drawing,
                         const struct figure_call *call, bool decorative, struct error *err)
{
    struct str layout = call_text(call, "layout");
    if (str_equal(layout, STR("wide")) || str_equal(layout, STR("narrow")) || str_equal(layout, STR("slim")))
        drawing->style = layout;
    drawing->is_decorative = decorative;
    if (decorative)
        return true;
    drawing->id = call_text(call, "id");
    drawing->title = call_text(call, "title");
    drawing->description = call_text(call, "desc");
    struct str subject = call_text(call, "subject");
    bool is_known = subject.len > 0 && context->words && words_know(context->words, subject);
    return !is_known || figure_say(context, arena, call, WORDS_ALTERNATIVE, &drawing->description, err);
}

static bool give(const struct figure_context *context, struct arena *arena, struct str name, const char *suffix,
                 const struct buf *content, struct error *err)
{
    struct str path = str_format(arena, "%.*s%s", STR_ARGS(name), suffix);
    return context->options->sink(context->options->sink_context, path, buf_str(content), err);
}

/* ---- files ---- */

enum file_format { FORMAT_SVG, FORMAT_PNG, FORMAT_PDF };

/* What gen:formats may name; all are made when the program is asked for them. */
static const struct {
    struct str name;
    enum file_format format;
    const char *suffix;
    double scale; /* of a PNG */
} FORMATS[] = {
    {STR_INIT("svg"), FORMAT_SVG, ".svg", 0},
    {STR_INIT("png"), FORMAT_PNG, ".png", 1},
    {STR_INIT("pdf"), FORMAT_PDF, ".pdf", 0},
    {STR_INIT("png-2x"), FORMAT_PNG, "-2x.png", 2},
    {STR_INIT("png-300dpi"), FORMAT_PNG, "-300dpi.png", SCALE_300_DPI},
};

enum { FORMAT_COUNT = sizeof FORMATS / sizeof *FORMATS };

static bool has_word(struct str words, struct str wanted)
{
    struct str part;
    while (words.len > 0 && str_split(&words, ' ', &part))
        if (str_equal(part, wanted))
            return true;
    return false;
}

static bool check_formats(const struct figure_call *call, struct str formats, struct error *err)
{
    struct str part;
    while (formats.len > 0 && str_split(&formats, ' ', &part)) {
        size_t i = 0;
        while (i < FORMAT_COUNT && !str_equal(FORMATS[i].name, part))
            i++;
        if (i == FORMAT_COUNT)
            return call_error(call, err, "gen:formats: there is no \"%.*s\"; known: svg, png, pdf, png-2x, png-300dpi",
                              STR_ARGS(part));
    }
    return true;
}

static bool save_format(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                        const struct drawing *drawing, size_t format, struct error *err)
{
    struct buf content;
    buf_init(&content, arena);
    bool done =
        FORMATS[format].format == FORMAT_SVG || context->canvas || canvas_open(context->theme, &context->canvas, err);
    if (!done)
        return false;
    switch (FORMATS[format].format) {
    case FORMAT_SVG:
        svg_paint(&content, drawing, context->theme, SVG_STANDALONE, STR(""));
        break;
    case FORMAT_PNG:
        done = png_paint(&content, context->canvas, drawing, FORMATS[format].scale, err);
        break;
    case FORMAT_PDF:
        done = pdf_paint(&content, context->canvas, drawing, &(struct pdf_words){call_text(call, "day")}, err);
        break;
    }
    return done && give(context, arena, call_text(call, "save"), FORMATS[format].suffix, &content, err);
}

/* gen:frame-title and its like, around the drawing of a chart. */
static struct sheet_words sheet_words_of(struct arena *arena, const struct figure_call *call)
{
    static const char *const NAMES[] = {"frame-note", "frame-reading", "frame-scope", "frame-source"};
    struct sheet_note *notes = arena_array(arena, struct sheet_note, sizeof NAMES / sizeof *NAMES);
    struct sheet_words words = {call_text(call, "frame-title"), call_text(call, "frame-subtitle"), notes, 0};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct str text = call_text(call, NAMES[i]);
        size_t bar = str_index(text, '|', 0);
        if (text.len > 0)
            notes[words.note_count++] =
                (struct sheet_note){str_slice(text, 0, bar), str_slice(text, bar + 1, text.len)};
    }
    return words;
}

static bool save_drawing(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                         const struct drawing *figure, bool is_framed, struct error *err)
{
    struct drawing sheet = *figure;
    struct str day, formats = call_text(call, "formats");
    if (formats.len == 0)
        formats = STR("svg png pdf");
    if (has_word(formats, STR("pdf")) && !call_need(call, "day", &day, err))
        return false;
    if (!check_formats(call, formats, err))
        return false;
    if (!is_framed && call_text(call, "frame-title").len > 0) {
        struct sheet_words words = sheet_words_of(arena, call);
        sheet_compose(&sheet, arena, context->theme, figure, &words);
    }
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        bool wanted = has_word(formats, FORMATS[i].name) || context->options->all_formats;
        if (wanted && !save_format(context, arena, call, &sheet, i, err))
            return false;
    }
    return true;
}

void figure_context_close(struct figure_context *context)
{
    buf_clear(&context->warnings);
    canvas_close(context->canvas);
    projections_close(context->projections);
    map_memory_free(context->maps);
}

bool figure_paint(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                  struct error *err)
{
    struct figure_context *figures = context;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (str_equal(call->kind, str_from(TEXTS[i].kind)))
            return TEXTS[i].write(context, arena, call, out, err);
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
        if (!name_drawing(figures, arena, &drawing, call, KINDS[i].decorative, err))
            return false;
        if (call_text(call, "save").len > 0)
            return save_drawing(figures, arena, call, &drawing, KINDS[i].is_framed, err);
        svg_paint(out, &drawing, figures->theme, SVG_INLINE, call->page_path);
        figures->painted += !KINDS[i].decorative;
        return true;
    }
    struct buf known;
    buf_init(&known, arena);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        buf_format(&known, "%s, ", TEXTS[i].kind);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        buf_format(&known, "%s%s", i > 0 ? ", " : "", KINDS[i].kind);
    return call_error(call, err, "there is no such figure; known: %.*s", STR_ARGS(buf_str(&known)));
}
