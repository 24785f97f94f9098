/* What every chart's call says in the same way. Internal to site/. */
#ifndef GENERATOR_RENDER_SITE_FIGURE_SETTING_H
#define GENERATOR_RENDER_SITE_FIGURE_SETTING_H

#include "figure.h"

/* gen:layout */
struct chart_setting call_setting(const struct figure_context *context, struct arena *arena,
                                  const struct figure_call *call);

/* gen:percent="1": shares, with one decimal. gen:decimals says another number of them. */
struct chart_unit call_unit(const struct figure_call *call);

/* "24,0 %" or "11 410", without decimals where the value has none. */
struct str call_number_text(struct arena *arena, struct chart_value value, struct chart_unit unit,
                            enum language language);

/* The pattern "cible {}" with the value in it; empty without a value. */
struct str call_labelled(struct arena *arena, const struct figure_call *call, const char *pattern,
                         struct chart_value value, struct chart_unit unit, enum language language);

/* gen:secret, gen:void, gen:absent: words for values that are not shown. The first and the last are wanted. */
bool call_words(const struct figure_call *call, struct chart_words *out_words, struct error *err);

/* "/territoires/x/index.html" of a path without its slash; empty for an empty one. */
struct str call_href(struct arena *arena, struct str path);

/* The pattern gen:row-title with a name and what its figure is, for the link of a row. */
struct str call_row_title(struct arena *arena, const struct figure_call *call, struct str name, struct str text);

/* "2017-T4"; the period 0 for anything else. */
struct period call_period(struct str code);

#endif
