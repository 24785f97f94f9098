/* Sentences about the rows of a figure. Internal to site/. */
#ifndef GENERATOR_RENDER_SITE_FIGURE_WORDS_H
#define GENERATOR_RENDER_SITE_FIGURE_WORDS_H

#include "figure.h"

/* What there is to say of gen:rows: a series where they have the column `period`, else a ranking of `label`s. Reads
 * gen:subject, -unit or -percent, -decimals, -flow, -where, -target, -base, -noise, and of a ranking -period, -by,
 * -reference. */
bool figure_say(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                enum words_form form, struct str *out_text, struct error *err);

#endif
