/* One drawing, three outputs: every text of a figure, with its title and notes, is in the SVG and in the PDF, in the
 * same order and with nothing more; the PNG is painted from the same list. The PDF is read back with pdftotext. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "gencarto/base/file.h"
#include "gencarto/render/draw/canvas.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/render/draw/sheet.h"
#include "gencarto/xml/document.h"
#include "kinds.h"

struct fixture {
    struct arena arena;
    const struct theme *theme;
    struct canvas *canvas;
};

static const struct pdf_words WORDS = {STR_INIT("2017-12-31")};

static void draw_case(struct fixture *fixture, const struct chart_case *chart, struct drawing *out_sheet)
{
    static const struct sheet_note NOTES[] = {
        {STR_INIT("Note :"), STR_INIT("données simulées, p\u00a0: provisoire")},
        {STR_INIT("Source :"), STR_INIT("remontées trimestrielles des formations labellisées, reçues au 31 janvier "
                                        "2018, pour toutes les régions et tous les trimestres publiés")}};
    struct chart_setting setting = {&fixture->arena, fixture->theme, CHART_WIDE, LANGUAGE_FR};
    struct drawing figure;
    chart->draw(&figure, &setting);
    figure.id = STR("f1");
    figure.title = STR("Une figure");
    sheet_compose(out_sheet, &fixture->arena, fixture->theme, &figure,
                  &(struct sheet_words){STR("Part de femmes"), STR("par région, fin 2017"), NOTES, 2});
}

/* Every blank dropped: what a reader of PDF puts between words is a guess. */
static void add_solid(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool narrow = i + 2 < text.len && c == 0xE2 && (unsigned char)text.ptr[i + 1] == 0x80 &&
                      (unsigned char)text.ptr[i + 2] == 0xAF;                                /* U+202F */
        bool wide = i + 1 < text.len && c == 0xC2 && (unsigned char)text.ptr[i + 1] == 0xA0; /* U+00A0 */
        if (narrow || wide)
            i += narrow ? 2 : 1;
        else if (c > ' ')
            buf_byte(out, (char)c);
    }
}

static struct str drawing_texts(struct fixture *fixture, const struct drawing *drawing)
{
    struct buf texts;
    buf_init(&texts, &fixture->arena);
    for (size_t i = 0; i < drawing->count; i++)
        if (drawing->marks[i].kind == MARK_TEXT)
            add_solid(&texts, drawing->marks[i].text);
    return buf_str(&texts);
}

static void add_svg_texts(struct fixture *fixture, const struct node *node, struct buf *out)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_ELEMENT && str_equal(child->name, STR("text")))
            add_solid(out, node_text(&fixture->arena, child));
        else if (child->kind == NODE_ELEMENT)
            add_svg_texts(fixture, child, out);
    }
}

static struct str svg_texts(struct fixture *fixture, const struct drawing *drawing)
{
    struct buf svg, texts;
    struct node *root;
    struct error err = {0};
    buf_init(&svg, &fixture->arena);
    buf_init(&texts, &fixture->arena);
    svg_paint(&svg, drawing, fixture->theme, SVG_STANDALONE, STR(""));
    if (!document_parse(&fixture->arena, "figure.svg", buf_str(&svg), DOCUMENT_XML, &root, &err))
        fail_msg("%s", err.message);
    add_svg_texts(fixture, root, &texts);
    return buf_str(&texts);
}

static struct str pdf_texts(struct fixture *fixture, const struct drawing *drawing)
{
    struct buf pdf, texts;
    struct error err = {0};
    struct str read;
    char path[] = "/tmp/gencarto-pdf-XXXXXX";
    buf_init(&pdf, &fixture->arena);
    buf_init(&texts, &fixture->arena);
    assert_true(pdf_paint(&pdf, fixture->canvas, drawing, &WORDS, &err));
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    assert_true(file_write(path, buf_str(&pdf), &err));
    char *text = str_text(&fixture->arena, str_format(&fixture->arena, "%s.txt", path));
    char *command =
        str_text(&fixture->arena, str_format(&fixture->arena, "pdftotext -q -raw -enc UTF-8 %s %s", path, text));
    if (system(command) != 0)
        fail_msg("this needs pdftotext (poppler-utils): %s", command);
    assert_true(file_read(&fixture->arena, text, &read, &err));
    unlink(path);
    unlink(text);
    add_solid(&texts, read);
    return buf_str(&texts);
}

static void the_svg_and_the_pdf_have_the_texts_of_the_drawing(void **state)
{
    struct fixture *fixture = *state;
    for (const struct chart_case *chart = KIND_CASES; chart->name; chart++) {
        struct arena_mark mark = arena_save(&fixture->arena);
        struct drawing sheet;
        draw_case(fixture, chart, &sheet);
        struct str wanted = drawing_texts(fixture, &sheet), svg = svg_texts(fixture, &sheet);
        struct str pdf = pdf_texts(fixture, &sheet);
        assert_true(wanted.len > 60);
        if (!str_equal(wanted, svg))
            fail_msg("%s: the SVG says\n%.*s\nthe drawing\n%.*s", chart->name, STR_ARGS(svg), STR_ARGS(wanted));
        if (!str_equal(wanted, pdf))
            fail_msg("%s: the PDF says\n%.*s\nthe drawing\n%.*s", chart->name, STR_ARGS(pdf), STR_ARGS(wanted));
        arena_restore(&fixture->arena, mark);
    }
}

static void a_pdf_is_the_same_bytes_twice_and_dated_by_the_release(void **state)
{
    struct fixture *fixture = *state;
    struct error err = {0};
    struct drawing sheet;
    struct buf pdf[2];
    draw_case(fixture, &KIND_CASES[0], &sheet);
    for (size_t i = 0; i < 2; i++) {
        buf_init(&pdf[i], &fixture->arena);
        assert_true(pdf_paint(&pdf[i], fixture->canvas, &sheet, &WORDS, &err));
    }
    assert_true(str_equal(buf_str(&pdf[0]), buf_str(&pdf[1])));
    assert_true(str_find(buf_str(&pdf[0]), STR("(20171231000000"), 0) < pdf[0].len);
    assert_true(str_find(buf_str(&pdf[0]), STR("/Title"), 0) < pdf[0].len);
}

static unsigned big_endian(struct str bytes, size_t at)
{
    unsigned value = 0;
    for (size_t i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    return value;
}

static void a_picture_has_the_size_and_the_resolution_that_were_asked(void **state)
{
    static const struct {
        double scale;
        unsigned pixels_a_metre;
    } SCALES[] = {{1, 3780}, {2, 7559}, {SCALE_300_DPI, 11811}};
    struct fixture *fixture = *state;
    struct error err = {0};
    struct drawing drawing;
    drawing_init(&drawing, &fixture->arena, 96, 48);
    drawing_rect(&drawing, "bar", 0, 0, 50, 20);
    for (size_t i = 0; i < sizeof SCALES / sizeof *SCALES; i++) {
        struct buf png;
        buf_init(&png, &fixture->arena);
        assert_true(png_paint(&png, fixture->canvas, &drawing, SCALES[i].scale, &err));
        assert_int_equal(big_endian(buf_str(&png), 16), (unsigned)(96 * SCALES[i].scale));
        assert_true(str_equal(str_slice(buf_str(&png), 37, 41), STR("pHYs")));
        assert_int_equal(big_endian(buf_str(&png), 41), SCALES[i].pixels_a_metre);
    }
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    struct error err = {0};
    arena_init(&fixture.arena);
    *state = &fixture;
    if (theme_read(&fixture.arena, "templates", &fixture.theme, &err) &&
        canvas_open(fixture.theme, &fixture.canvas, &err))
        return 0;
    print_error("%s\n", err.message);
    return -1;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    canvas_close(fixture->canvas);
    arena_clear(&fixture->arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_svg_and_the_pdf_have_the_texts_of_the_drawing),
        cmocka_unit_test(a_pdf_is_the_same_bytes_twice_and_dated_by_the_release),
        cmocka_unit_test(a_picture_has_the_size_and_the_resolution_that_were_asked),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
