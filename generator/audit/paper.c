#include "paper.h"

#include <math.h>
#include <string.h>

#include "gencarto/base/number.h"

#define POINTS_A_UNIT 0.75 /* 1/72 inch for 1/96 */
#define NEAR          0.8  /* units: our places have one decimal, cairo's lines stand on whole pixels */
#define WHOLE_POINT   3.2  /* units: what is cut to whole points on both sides of a stroke */
#define CELLS         64   /* of the grid in which corners are looked up, a side */
#define STACK_MAX     64
#define NUMBERS_MAX   8

struct matrix {
    double a, b, c, d, e, f;
};

struct grid {
    const struct outline *outline;
    uint32_t heads[CELLS * CELLS]; /* 1 + index of a point, 0 at the end */
    uint32_t *nexts;
};

struct page {
    struct matrix now, stack[STACK_MAX];
    size_t depth;
    double numbers[NUMBERS_MAX];
    size_t number_count;
    double height_pt;
    const struct grid *grid;
    bool is_pattern;             /* of the path so far: all its ends are corners of a shape with a pattern */
    size_t clip;                 /* depth at which a pattern is painted inside its shape, 0 outside */
    size_t points, strange;      /* ends of lines and curves, and those that are nowhere in the figure */
    double strange_x, strange_y; /* of the first, in the figure's units */
};

/* --- corners of the figure --- */

static size_t cell_of(const struct grid *grid, double x, double y)
{
    double column = x / grid->outline->width * CELLS, row = y / grid->outline->height * CELLS;
    column = fmin(CELLS - 1, fmax(0, column));
    row = fmin(CELLS - 1, fmax(0, row));
    return (size_t)row * CELLS + (size_t)column;
}

static void fill_grid(struct arena *arena, const struct outline *outline, struct grid *grid)
{
    *grid = (struct grid){.outline = outline, .nexts = arena_array(arena, uint32_t, outline->point_count)};
    for (size_t i = 0; i < outline->point_count; i++) {
        size_t cell = cell_of(grid, outline->points[i].x, outline->points[i].y);
        grid->nexts[i] = grid->heads[cell];
        grid->heads[cell] = (uint32_t)i + 1;
    }
}

struct corner_found {
    bool is_any, is_pattern; /* of any shape; of one with a pattern */
};

static struct corner_found find_corner(const struct grid *grid, double x, double y)
{
    struct corner_found found = {false, false};
    for (int corner = 0; corner < 4; corner++) {
        double near_x = x + (corner % 2 == 0 ? -NEAR : NEAR), near_y = y + (corner / 2 == 0 ? -NEAR : NEAR);
        for (uint32_t i = grid->heads[cell_of(grid, near_x, near_y)]; i > 0; i = grid->nexts[i - 1]) {
            const struct outline_point *point = &grid->outline->points[i - 1];
            bool is_near = fabs(point->x - x) <= NEAR && fabs(point->y - y) <= NEAR;
            found.is_any = found.is_any || is_near;
            found.is_pattern = found.is_pattern || (is_near && point->is_pattern);
        }
    }
    return found;
}

/* Letters with a halo are drawn as paths. */
static bool is_in_text(const struct outline *outline, double x, double y)
{
    for (size_t i = 0; i < outline->text_count; i++) {
        struct outline_box box = outline_text_box(&outline->texts[i]);
        if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) {
            return true;
        }
    }
    return false;
}

/* Is the box, in whole points, the one around a shape with a pattern? */
static bool is_box_of_pattern(const struct outline *outline, const struct outline_box *box)
{
    for (size_t i = 0; i < outline->shape_count; i++) {
        const struct outline_shape *shape = &outline->shapes[i];
        struct outline_box around = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL};
        for (size_t k = 0; shape->fill == OUTLINE_PATTERN && k < shape->point_count; k++) {
            const struct outline_point *point = &outline->points[shape->first_point + k];
            around = (struct outline_box){fmin(around.left, point->x), fmin(around.top, point->y),
                                          fmax(around.right, point->x), fmax(around.bottom, point->y)};
        }
        double farthest = fmax(fmax(fabs(around.left - box->left), fabs(around.top - box->top)),
                               fmax(fabs(around.right - box->right), fabs(around.bottom - box->bottom)));
        if (farthest <= WHOLE_POINT) {
            return true;
        }
    }
    return false;
}

/* --- operators --- */

/* In the figure's units. */
static void place_of(const struct page *page, double x, double y, double *out_right, double *out_down)
{
    const struct matrix *m = &page->now;
    *out_right = (m->a * x + m->c * y + m->e) / POINTS_A_UNIT;
    *out_down = (page->height_pt - (m->b * x + m->d * y + m->f)) / POINTS_A_UNIT;
}

static void take_point(struct page *page, double x, double y)
{
    double right, down;
    place_of(page, x, y, &right, &down);
    struct corner_found corner = find_corner(page->grid, right, down);
    const struct outline *outline = page->grid->outline;
    /* Sheets are whole points high. */
    bool is_sheet = right >= outline->width - NEAR && down >= outline->height - NEAR;
    page->is_pattern = page->is_pattern && corner.is_pattern;
    page->points++;
    if (page->clip == 0 && !corner.is_any && !is_sheet && !is_in_text(outline, right, down) && page->strange++ == 0) {
        page->strange_x = right;
        page->strange_y = down;
    }
}

static void take_rectangle(struct page *page, const double *n)
{
    struct outline_box box;
    double left, top, right, bottom;
    place_of(page, n[0], n[1], &left, &top);
    place_of(page, n[0] + n[2], n[1] + n[3], &right, &bottom);
    box = (struct outline_box){fmin(left, right), fmin(top, bottom), fmax(left, right), fmax(top, bottom)};
    if (!is_box_of_pattern(page->grid->outline, &box)) {
        take_point(page, n[0], n[1]);
        take_point(page, n[0] + n[2], n[1] + n[3]);
    }
}

static struct matrix multiplied(const struct matrix *m, const double *n)
{
    return (struct matrix){n[0] * m->a + n[1] * m->c,        n[0] * m->b + n[1] * m->d,
                           n[2] * m->a + n[3] * m->c,        n[2] * m->b + n[3] * m->d,
                           n[4] * m->a + n[5] * m->c + m->e, n[4] * m->b + n[5] * m->d + m->f};
}

static bool ends_path(struct str name)
{
    static const struct str names[] = {STR_INIT("n"), STR_INIT("f"),  STR_INIT("f*"), STR_INIT("S"),  STR_INIT("s"),
                                       STR_INIT("B"), STR_INIT("B*"), STR_INIT("b"),  STR_INIT("b*"), STR_INIT("F")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(name, names[i])) {
            return true;
        }
    }
    return false;
}

static void take_operator(struct page *page, struct str name)
{
    const double *n = page->numbers;
    size_t count = page->number_count;
    if (str_equal(name, STR("q")) && page->depth < STACK_MAX) {
        page->stack[page->depth++] = page->now;
    } else if (str_equal(name, STR("Q")) && page->depth > 0) {
        page->now = page->stack[--page->depth];
        page->clip = page->depth < page->clip ? 0 : page->clip;
    } else if (str_equal(name, STR("W")) || str_equal(name, STR("W*"))) {
        page->clip = page->clip == 0 && page->is_pattern ? page->depth : page->clip;
    } else if (str_equal(name, STR("cm")) && count == 6) {
        page->now = multiplied(&page->now, n);
    } else if ((str_equal(name, STR("m")) || str_equal(name, STR("l"))) && count == 2) {
        take_point(page, n[0], n[1]);
    } else if (str_equal(name, STR("c")) && count == 6) {
        take_point(page, n[4], n[5]);
    } else if ((str_equal(name, STR("v")) || str_equal(name, STR("y"))) && count == 4) {
        take_point(page, n[2], n[3]);
    } else if (str_equal(name, STR("re")) && count == 4) {
        take_rectangle(page, n);
    }
    page->is_pattern = page->is_pattern || ends_path(name);
    page->number_count = 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The place after a string, a list or a dictionary. */
static size_t skip_group(struct str text, size_t at)
{
    char open = text.ptr[at], close = open == '(' ? ')' : open == '[' ? ']' : '>';
    int depth = 0;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        at += c == '\\' && open == '(';
        depth += c == open ? 1 : c == close ? -1 : 0;
        if (depth == 0) {
            return at + 1;
        }
    }
    return text.len;
}

static void take_word(struct page *page, struct str word)
{
    double number;
    if (!number_parse_decimal(word, &number)) {
        take_operator(page, word);
    } else if (page->number_count < NUMBERS_MAX) {
        page->numbers[page->number_count++] = number;
    }
}

static void read_operators(struct page *page, struct str operators)
{
    for (size_t at = 0; at < operators.len;) {
        char c = operators.ptr[at];
        if (c == '(' || c == '[' || c == '<') {
            at = skip_group(operators, at);
        } else if (is_blank(c)) {
            at++;
        } else {
            size_t from = at++;
            while (at < operators.len && !is_blank(operators.ptr[at]) && strchr("([<", operators.ptr[at]) == NULL) {
                at++;
            }
            take_word(page, str_slice(operators, from, at));
        }
    }
}

/* --- texts --- */

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* Is the run of digits one of a text of the figure? */
static bool is_of_figure(const struct outline *outline, struct str digits)
{
    for (size_t i = 0; i < outline->text_count; i++) {
        struct str text = outline->texts[i].text;
        for (size_t at = str_find(text, digits, 0); at < text.len; at = str_find(text, digits, at + 1)) {
            if ((at == 0 || !is_digit(text, at - 1)) && !is_digit(text, at + digits.len)) {
                return true;
            }
        }
    }
    return false;
}

/* Two labels that stand side by side are read as one: "30" and "35" give "3035". */
static bool is_of_figures(const struct outline *outline, struct str digits)
{
    bool is_one = is_of_figure(outline, digits);
    for (size_t i = 1; !is_one && i < digits.len; i++) {
        is_one =
            is_of_figure(outline, str_slice(digits, 0, i)) && is_of_figure(outline, str_slice(digits, i, digits.len));
    }
    return is_one;
}

static void fault(struct figures *figures, struct str place, struct str what, struct str found)
{
    figures_fault(figures,
                  (struct audit_fault){STR("picture-of-other"), place, what, found, STR("what its SVG file draws")});
}

static void compare_numbers(struct figures *figures, struct str place, struct str text, const struct outline *outline)
{
    for (size_t at = 0; at < text.len; at++) {
        size_t from = at;
        while (is_digit(text, at)) {
            at++;
        }
        struct str digits = str_slice(text, from, at);
        if (digits.len > 0 && !is_of_figures(outline, digits)) {
            fault(figures, place, STR("a number"), digits);
        }
    }
}

void paper_compare(struct figures *figures, struct str place, struct str operators, double height_pt, struct str text,
                   const struct outline *outline)
{
    struct arena scratch;
    arena_init(&scratch);
    struct grid *grid = arena_one(&scratch, struct grid);
    struct page page = {.now = {1, 0, 0, 1, 0, 0}, .height_pt = height_pt, .grid = grid, .is_pattern = true};
    fill_grid(&scratch, outline, grid);
    read_operators(&page, operators);
    figures->report->corners += (int64_t)page.points;
    if (page.strange > 0) {
        fault(figures, place,
              str_format(figures->arena, "%lld, %lld", (long long)page.strange_x, (long long)page.strange_y),
              str_format(figures->arena, "%zu ends of lines", page.strange));
    }
    compare_numbers(figures, place, text, outline);
    arena_clear(&scratch);
}
