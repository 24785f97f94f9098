#include "key.h"

static const double SWATCH = 14, WORD_GAP = 6, ITEM_GAP = 18, LEADING = 20;

static double item_width(const struct chart_setting *setting, const struct key_item *item)
{
    return SWATCH + WORD_GAP + part_width(setting, item->name, part_size(setting), 400);
}

struct place {
    double x, line; /* line 0, 1... */
};

/* Where the next item stands: on the line, or at the beginning of a new one. */
static struct place next_place(struct place at, double item, double width)
{
    if (at.x > 0 && at.x + item > width)
        return (struct place){0, at.line + 1};
    return at;
}

double key_height(const struct chart_setting *setting, const struct key_item *items, size_t count, double width)
{
    struct place at = {0, 0};
    for (size_t i = 0; i < count; i++) {
        double item = item_width(setting, &items[i]);
        at = next_place(at, item, width);
        at.x += item + ITEM_GAP;
    }
    return count > 0 ? LEADING * (at.line + 1) : 0;
}

static void draw_swatch(struct drawing *out, const struct key_item *item, double x, double middle)
{
    switch (item->shape) {
    case KEY_BOX:
        drawing_rect(out, item->style, x + 0.5, middle - 5.5, SWATCH - 1, 11);
        break;
    case KEY_DOT:
        drawing_circle(out, item->style, x + SWATCH / 2, middle, item->radius);
        break;
    case KEY_LINE:
        drawing_line(out, item->style, x, middle, x + SWATCH, middle);
        break;
    case KEY_TICK:
        drawing_line(out, item->style, x + SWATCH / 2, middle - 6, x + SWATCH / 2, middle + 6);
        break;
    }
}

void key_draw(struct drawing *out, const struct chart_setting *setting, const struct key_item *items, size_t count,
              double x, double y, double width)
{
    double size = part_size(setting);
    struct place at = {0, 0};
    for (size_t i = 0; i < count; i++) {
        double item = item_width(setting, &items[i]);
        at = next_place(at, item, width);
        double middle = y + LEADING * at.line + 8;
        draw_swatch(out, &items[i], x + at.x, middle);
        drawing_text(out, "label", x + at.x + SWATCH + WORD_GAP, middle + 4.3, ANCHOR_START, size, items[i].name);
        at.x += item + ITEM_GAP;
    }
}
