#include "gencarto/render/chart/icon.h"

#include "gencarto/render/draw/symbol.h"

/* Filled only when reached; an open ring while the target is ahead; a broken ring when nothing is known. */
struct icon {
    struct str status;
    const char *ring_style;
    double radius;
    const char *sign_style;
    const char *sign; /* path data in a square of 20 */
};

static const struct icon ICONS[] = {
    {STR_INIT("atteint"), "bar", 9, "icon-paper", "M5.6 10.2L8.6 13.2 14.4 7"},
    {STR_INIT("en-bonne-voie"), "icon-ring", 8, "icon-data", "M6 12.5L14 7.5M9.6 7.1L14 7.5 12 11.4"},
    {STR_INIT("a-accelerer"), "icon-ring", 8, "icon-data", "M6.4 6.6L9.8 10 6.4 13.4M10.4 6.6L13.8 10 10.4 13.4"},
    {STR_INIT("insuffisant"), "icon-ring", 8, "icon-data", "M10 5.4V11.2M10 13.6V14.6"},
    {STR_INIT("en-recul"), "icon-ring", 8, "icon-data", "M6 7.5L14 12.5M9.6 12.9L14 12.5 12 8.6"},
    {STR_INIT("manque"), "icon-ring", 8, "icon-data", "M6 10H14"},
    {STR_INIT("inconnu"), "icon-ring icon-open", 8, "icon-data",
     "M7.6 8C7.6 5 12.4 5 12.4 8C12.4 9.8 10 9.8 10 11.6M10 13.6V14.6"},
};

bool icon_draw(struct drawing *out, struct str status, const struct chart_setting *setting)
{
    for (size_t i = 0; i < sizeof ICONS / sizeof *ICONS; i++) {
        const struct icon *icon = &ICONS[i];
        if (!str_equal(icon->status, status))
            continue;
        drawing_init(out, setting->arena, 20, 20);
        out->is_decorative = true;
        drawing_circle(out, icon->ring_style, 10, 10, icon->radius);
        drawing_add(out, MARK_CURVE, icon->sign_style)->text = str_from(icon->sign);
        return true;
    }
    return false;
}

void icon_symbol(struct drawing *out, int rank, const struct chart_setting *setting)
{
    static const char *const STYLES[SYMBOL_COUNT] = {"f1 symbol", "f2 symbol", "f3 symbol", "f4 symbol",
                                                     "f5 symbol", "f6 symbol", "f7 symbol"};
    drawing_init(out, setting->arena, 16, 16);
    out->is_decorative = true;
    symbol_draw(out, STYLES[rank % SYMBOL_COUNT], rank, 8, 8, 5.5);
}
