#include "gencarto/render/chart/sparkline.h"

#include <math.h>

#include "part.h"

void sparkline_draw(struct drawing *out, const struct sparkline_data *data, const struct chart_setting *setting)
{
    const struct theme *theme = setting->theme;
    double width = theme_number(theme, "sparkline-width"), height = theme_number(theme, "sparkline-height");
    drawing_init(out, setting->arena, width, height);
    double low = 0, high = 0;
    for (size_t i = 0; i < data->count; i++)
        if (data->values[i].present) {
            low = fmin(low, data->values[i].value);
            high = fmax(high, data->values[i].value);
        }
    double room = height - 3, span = high - low;
    double zero = span > 0 ? 1 + room * high / span : height - 2;
    double pitch = data->count > 0 ? width / (double)data->count : width;
    double gap = fmin(3, pitch / 4);
    for (size_t i = 0; i < data->count; i++) {
        const struct chart_value *value = &data->values[i];
        double size = value->present && span > 0 ? room * value->value / span : 0;
        if (fabs(size) > 0)
            drawing_rect(out, i + 1 == data->count ? "bar" : "bar-light", pitch * (double)i,
                         size > 0 ? zero - size : zero, pitch - gap, fabs(size));
    }
    drawing_line(out, "tick", 0, floor(zero) + 0.5, width, floor(zero) + 0.5);
    for (size_t i = 0; i < data->count; i++) /* an absent quarter leaves a gap in the base line itself */
        if (!data->values[i].present)
            drawing_rect(out, "paper", pitch * (double)i, floor(zero) - 0.5, pitch - gap, 2);
}
