/* What the painters write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo-pdf.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gencarto/base/random.h"
#include "gencarto/render/draw/canvas.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/render/draw/symbol.h"
#include "gencarto/xml/document.h"

struct fixture {
    struct arena arena;
    const struct theme *theme;
};

static struct str paint(struct fixture *fixture, const struct drawing *drawing, enum svg_use use, const char *page)
{
    struct buf out;
    buf_init(&out, &fixture->arena);
    svg_paint(&out, drawing, fixture->theme, use, str_from(page));
    return buf_str(&out);
}

static bool has(struct str text, const char *part)
{
    return str_find(text, str_from(part), 0) < text.len;
}

static void expect_part(struct str text, const char *part)
{
    if (!has(text, part))
        fail_msg("expected %s in %.*s", part, STR_ARGS(text));
}

static struct drawing sample(struct fixture *fixture)
{
    struct drawing drawing;
    drawing_init(&drawing, &fixture->arena, 100, 40);
    drawing.id = STR("f1");
    return drawing;
}

static void inline_marks_carry_class_and_light_attributes(void **state)
{
    struct drawing drawing = sample(*state);
    drawing_rect(&drawing, "bar", 1, 2.26, 10.5, 4);
    drawing_line(&drawing, "grid", 0, 10, 100, 10);
    struct str svg = paint(*state, &drawing, SVG_INLINE, "index.html");
    expect_part(svg, "<rect class=\"bar\" fill=\"#1f5286\" x=\"1\" y=\"2.3\" width=\"10.5\" height=\"4\"/>");
    expect_part(svg, "<path class=\"grid\" fill=\"none\" stroke=\"#d3dae0\" stroke-width=\"1\" d=\"M0 10h100\"/>");
    expect_part(svg, "<svg viewBox=\"0 0 100 40\" role=\"img\">");
}

static void a_file_has_no_class_and_stands_alone(void **state)
{
    struct drawing drawing = sample(*state);
    drawing.style = STR("wide");
    drawing_rect(&drawing, "bar", 0, 0, 1, 1);
    drawing_text(&drawing, "strong", 5, 5, ANCHOR_END, 12, STR("a"));
    drawing_text(&drawing, "label halo", 9, 9, ANCHOR_START, 12, STR("b"));
    struct str svg = paint(*state, &drawing, SVG_STANDALONE, "");
    assert_true(
        str_starts(svg, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")));
    assert_false(has(svg, "paint-order"));
    assert_false(has(svg, "class="));
    assert_false(has(svg, "style"));
    expect_part(svg, "font-family=\"'Inter', 'DejaVu Sans', sans-serif\"");
    expect_part(svg, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    expect_part(
        svg,
        "<text fill=\"#16202a\" font-weight=\"600\" x=\"5\" y=\"5\" font-size=\"12\" text-anchor=\"end\">a</text>");
    expect_part(
        svg,
        "-t1\" stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/><text id=");
    expect_part(svg, "<use xlink:href=\"#");
}

static void names_have_ids_of_the_drawing(void **state)
{
    struct drawing drawing = sample(*state);
    drawing.title = STR("Titre & sujet");
    drawing.description = STR("De <10> à 20");
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    expect_part(
        svg,
        "role=\"img\" aria-labelledby=\"f1-t\" aria-describedby=\"f1-d\"><title id=\"f1-t\">Titre &amp; sujet</title>"
        "<desc id=\"f1-d\">De &lt;10&gt; à 20</desc>");
    drawing.is_decorative = true;
    svg = paint(*state, &drawing, SVG_INLINE, "");
    expect_part(svg, "aria-hidden=\"true\" focusable=\"false\"></svg>");
}

static void values_are_escaped_in_attributes_and_text(void **state)
{
    struct drawing drawing = sample(*state);
    struct mark_attribute attribute = {STR("data-cell"), STR("a\"b<c&d")};
    struct mark *mark = drawing_text(&drawing, "", 0, 0, ANCHOR_START, 12, STR("</text><script>"));
    mark->attributes = &attribute;
    mark->attribute_count = 1;
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    expect_part(svg, "data-cell=\"a&quot;b&lt;c&amp;d\"");
    expect_part(svg, ">&lt;/text&gt;&lt;script&gt;</text>");
}

static void add_link(struct drawing *drawing, const char *href)
{
    struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
    link->href = str_from(href);
    link->title = STR("Occitanie");
    drawing_circle(drawing, "bar", 1, 1, 1);
    drawing_add(drawing, MARK_LINK_END, "");
    drawing->has_links = true;
}

static void links_are_relative_to_the_page(void **state)
{
    struct drawing drawing = sample(*state);
    add_link(&drawing, "territoires/occitanie/index.html");
    struct str svg = paint(*state, &drawing, SVG_INLINE, "territoires/bretagne/index.html");
    expect_part(svg, "<a href=\"../occitanie/index.html\"><title>Occitanie</title>");
    expect_part(svg, "role=\"group\"");
    svg = paint(*state, &drawing, SVG_INLINE, "index.html");
    expect_part(svg, "<a href=\"territoires/occitanie/index.html\"");
}

static void a_file_keeps_only_absolute_links(void **state)
{
    struct drawing drawing = sample(*state);
    add_link(&drawing, "territoires/occitanie/index.html");
    add_link(&drawing, "https://example.org/");
    struct str svg = paint(*state, &drawing, SVG_STANDALONE, "");
    assert_false(has(svg, "territoires"));
    expect_part(svg, "<g><title>Occitanie</title><circle");
    expect_part(svg, "<a href=\"https://example.org/\"");
}

static void an_outline_drawn_twice_is_written_once(void **state)
{
    struct drawing drawing = sample(*state);
    struct point points[] = {{0, 0}, {7, 0}, {7, 9}, {8, 9}, {8, 12}, {9, 12}, {9, 14}, {11, 14}};
    struct subpath subpath = {points, 8, false};
    for (int i = 0; i < 2; i++) {
        struct mark *mark = drawing_add(&drawing, MARK_PATH, i == 0 ? "b-case" : "b-reg");
        mark->subpaths = &subpath;
        mark->subpath_count = 1;
        drawing_rect(&drawing, "q3", 0, 0, 1, 1);
    }
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    size_t first = str_find(svg, STR("M0 0h7v9"), 0);
    assert_true(first < svg.len && str_find(svg, STR("M0 0h7v9"), first + 1) == svg.len);
    expect_part(svg, "<use href=\"#f1-o0\" class=\"b-case\"");
    expect_part(svg, "<use href=\"#f1-o0\" class=\"b-reg\"");
}

static void a_group_says_once_how_all_its_texts_are_set(void **state)
{
    struct drawing drawing = sample(*state);
    drawing_group_begin(&drawing, "");
    drawing_text(&drawing, "q3", 0, 0, ANCHOR_MIDDLE, 11, STR("a"));
    drawing_group_begin(&drawing, "");
    drawing_text(&drawing, "q3", 0, 20, ANCHOR_MIDDLE, 11, STR("b"));
    drawing_group_end(&drawing);
    drawing_group_end(&drawing);
    drawing_text(&drawing, "q3", 0, 40, ANCHOR_MIDDLE, 11, STR("c"));
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    expect_part(
        svg, "<g font-size=\"11\" text-anchor=\"middle\"><text class=\"q3\" fill=\"#6b9fca\" x=\"0\" y=\"0\">a</text>"
             "<g><text class=\"q3\" fill=\"#6b9fca\" x=\"0\" y=\"20\">b</text></g></g>");
    expect_part(svg, "x=\"0\" y=\"40\" font-size=\"11\" text-anchor=\"middle\">c</text>");
}

static void data_of_a_path_are_what_the_path_gives(void **state)
{
    struct point points[] = {{0, 0}, {7.3, 0}, {7.3, 9}, {2, 4.4}};
    struct subpath subpath = {points, 4, true};
    struct drawing plain = sample(*state), ready = sample(*state);
    struct path_text text = path_text_of(plain.arena, &subpath, 1);
    drawing_polyline(&plain, "q3", points, 4, true);
    drawing_polyline(&ready, "q3", points, 4, true);
    ready.marks[ready.count - 1].path_text = &text;
    struct str expected = paint(*state, &plain, SVG_INLINE, "");
    assert_true(str_equal(expected, paint(*state, &ready, SVG_INLINE, "")));
    expect_part(expected, "d=\"M0 0h7.3v9l-5.3-4.6z\"");
    assert_true(str_equal(text.fifths, STR("M0 0h37v45l-27-23z")));
}

static void a_pattern_is_defined_once_where_it_is_used(void **state)
{
    struct drawing drawing = sample(*state);
    assert_false(has(paint(*state, &drawing, SVG_INLINE, ""), "<pattern"));
    drawing_rect(&drawing, "hatched", 0, 0, 10, 10);
    drawing_rect(&drawing, "hatched", 20, 0, 10, 10);
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    size_t first = str_find(svg, STR("<pattern id=\"f1-hatch\""), 0);
    assert_true(first < svg.len && str_find(svg, STR("<pattern"), first + 1) == svg.len);
    expect_part(svg, "fill=\"url(#f1-hatch)\"");
}

static struct drawing long_path(struct fixture *fixture, struct point *points, size_t count)
{
    struct drawing drawing = sample(fixture);
    struct random_state random;
    random_seed(&random, 5);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct point){100 * random_unit(&random), 40 * random_unit(&random)};
    drawing_polyline(&drawing, "q3 b-dep", points, count, true);
    return drawing;
}

static void a_map_is_written_in_whole_fifths(void **state)
{
    static struct point points[500];
    struct drawing drawing = long_path(*state, points, 500);
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    expect_part(
        svg,
        "<g transform=\"scale(.2)\"><path class=\"q3 b-dep\" fill=\"#6b9fca\" stroke=\"#6b7885\" stroke-width=\"2.5\"");
    size_t data = str_find(svg, STR(" d=\""), 0) + 4;
    assert_true(str_index(svg, '.', data) == svg.len);
    struct drawing round = long_path(*state, points, 500);
    drawing_circle(&round, "q3", 12.3, 4, 3.1);
    expect_part(paint(*state, &round, SVG_INLINE, ""), "cx=\"61.5\" cy=\"20\" r=\"15.5\"");
    struct drawing small = long_path(*state, points, 50);
    expect_part(paint(*state, &small, SVG_INLINE, ""), "stroke-width=\"0.5\"");
}

/* Reads back relative path data and follows it. */
static void rounding_never_adds_up_along_a_path(void **state)
{
    static struct point points[500];
    struct drawing drawing = long_path(*state, points, 500);
    struct str svg = paint(*state, &drawing, SVG_INLINE, "");
    size_t at = str_find(svg, STR(" d=\"M"), 0) + 5;
    char *text = str_text(&((struct fixture *)*state)->arena, str_slice(svg, at, svg.len));
    long x, y, dx, dy;
    int used;
    assert_int_equal(sscanf(text, "%ld %ld%n", &x, &y, &used), 2);
    text += used;
    char command = 'l';
    for (size_t i = 1; i < 500; i++) {
        command = strchr("lhv", *text) ? *text++ : command;
        dx = dy = 0;
        assert_int_equal(command == 'l' ? sscanf(text, "%ld%ld%n", &dx, &dy, &used) - 1
                                        : sscanf(text, "%ld%n", command == 'h' ? &dx : &dy, &used),
                         1);
        text += used;
        x += dx;
        y += dy;
        assert_true(fabs((double)x / 5 - points[i].x) <= 0.1001 && fabs((double)y / 5 - points[i].y) <= 0.1001);
    }
}

static void a_symbol_is_placed_and_scaled(void **state)
{
    struct drawing drawing = sample(*state);
    symbol_draw(&drawing, "f2 symbol", 1, 50, 20, 5);
    expect_part(paint(*state, &drawing, SVG_INLINE, ""), "d=\"M45.6 15.6h8.8v8.8h-8.8z\"");
}

/* Measured on pixels. */
static void symbols_look_equally_large(void **state)
{
    struct fixture *fixture = *state;
    struct canvas *canvas = NULL;
    struct error err = {0};
    assert_true(canvas_open(fixture->theme, &canvas, &err));
    for (int rank = 0; rank < SYMBOL_COUNT; rank++) {
        struct drawing drawing;
        drawing_init(&drawing, &fixture->arena, 40, 40);
        symbol_draw(&drawing, "ink", rank, 20, 20, 10);
        cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 40, 40);
        cairo_t *cr = cairo_create(surface);
        canvas_paint(canvas, cr, &drawing);
        cairo_surface_flush(surface);
        double area = 0;
        for (int i = 0; i < 40 * cairo_image_surface_get_stride(surface); i++)
            area += cairo_image_surface_get_data(surface)[i] / 255.0;
        assert_true(area > 250 && area < 330);
        cairo_destroy(cr);
        cairo_surface_destroy(surface);
    }
    canvas_close(canvas);
}

static void a_picture_is_the_same_bytes_twice(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    struct str pictures[2];
    struct drawing drawing = sample(fixture);
    drawing_rect(&drawing, "hatched", 0, 0, 50, 20);
    drawing_text(&drawing, "strong halo", 50, 20, ANCHOR_MIDDLE, 12, STR("Été 2017 → 11\u202f410"));
    for (size_t i = 0; i < 2; i++) {
        struct canvas *canvas = NULL;
        struct buf png;
        buf_init(&png, &fixture->arena);
        assert_true(canvas_open(fixture->theme, &canvas, &err));
        assert_true(png_paint(&png, canvas, &drawing, 2, &err));
        canvas_close(canvas);
        pictures[i] = buf_str(&png);
    }
    assert_true(str_equal(pictures[0], pictures[1]));
    assert_true(str_starts(pictures[0], STR("\x89PNG")));
    assert_true(str_find(pictures[0], STR("tIME"), 0) == pictures[0].len);
}

static void a_text_is_as_wide_as_measured(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    struct canvas *canvas = NULL;
    static const char *const TEXTS[] = {"Provence-Alpes-Côte d’Azur", "11\u202f410 (p)",
                                        "cible fin 2017\u00a0: 10\u202f000"};
    assert_true(canvas_open(fixture->theme, &canvas, &err));
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        for (int weight = 400; weight <= 600; weight += 200) {
            double real = canvas_text_width(canvas, str_from(TEXTS[i]), 12, weight);
            double measured = theme_text_width(fixture->theme, str_from(TEXTS[i]), 12, weight);
            if (measured < real * 0.99 || measured > real * 1.03)
                fail_msg("\"%s\": %.2f measured, %.2f set", TEXTS[i], measured, real);
        }
    canvas_close(canvas);
}

static cairo_status_t append_pdf(void *closure, const unsigned char *data, unsigned int length)
{
    buf_add(closure, (struct str){(const char *)data, length});
    return CAIRO_STATUS_SUCCESS;
}

/* The PDF is finished after the canvas is closed: cairo must still have the fonts. */
static void a_pdf_embeds_the_shipped_fonts_only(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    struct canvas *canvas = NULL;
    struct buf pdf;
    buf_init(&pdf, &fixture->arena);
    assert_true(canvas_open(fixture->theme, &canvas, &err));
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(append_pdf, &pdf, 200, 100);
    cairo_t *cr = cairo_create(surface);
    assert_true(canvas_show_text(canvas, cr, 10, 20, STR("Été → \u2603 fin"), 12, 400) > 20);
    canvas_show_text(canvas, cr, 10, 50, STR("Cible"), 12, 600);
    cairo_destroy(cr);
    canvas_close(canvas);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    assert_true(has(buf_str(&pdf), "+Inter"));
    assert_true(has(buf_str(&pdf), "+DejaVuSans"));
    assert_true(has(buf_str(&pdf), "/ToUnicode"));
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    struct error err = {0};
    arena_init(&fixture.arena);
    *state = &fixture;
    if (theme_read(&fixture.arena, "templates", &fixture.theme, &err))
        return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    arena_clear(&fixture->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inline_marks_carry_class_and_light_attributes),
        cmocka_unit_test(a_file_has_no_class_and_stands_alone),
        cmocka_unit_test(names_have_ids_of_the_drawing),
        cmocka_unit_test(values_are_escaped_in_attributes_and_text),
        cmocka_unit_test(links_are_relative_to_the_page),
        cmocka_unit_test(a_file_keeps_only_absolute_links),
        cmocka_unit_test(an_outline_drawn_twice_is_written_once),
        cmocka_unit_test(a_group_says_once_how_all_its_texts_are_set),
        cmocka_unit_test(data_of_a_path_are_what_the_path_gives),
        cmocka_unit_test(a_pattern_is_defined_once_where_it_is_used),
        cmocka_unit_test(a_map_is_written_in_whole_fifths),
        cmocka_unit_test(rounding_never_adds_up_along_a_path),
        cmocka_unit_test(a_symbol_is_placed_and_scaled),
        cmocka_unit_test(symbols_look_equally_large),
        cmocka_unit_test(a_picture_is_the_same_bytes_twice),
        cmocka_unit_test(a_text_is_as_wide_as_measured),
        cmocka_unit_test(a_pdf_embeds_the_shipped_fonts_only),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
