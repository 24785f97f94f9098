/* The icon of a target's status, 20 x 20, decorative: its word stands beside it. Each has its own shape. */
#ifndef GENCARTO_RENDER_CHART_ICON_H
#define GENCARTO_RENDER_CHART_ICON_H

#include "gencarto/render/chart/chart.h"

/* `status` is that of table target_progress: "atteint", "en-bonne-voie", "a-accelerer", "insuffisant", "en-recul",
 * "manque", "inconnu". False, and nothing drawn, for any other. */
bool icon_draw(struct drawing *out, struct str status, const struct chart_setting *setting);

/* The symbol of a job family, for keys: 16 x 16, decorative. */
void icon_symbol(struct drawing *out, int rank, const struct chart_setting *setting);

#endif
