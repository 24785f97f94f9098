/* Tags and attributes of HTML and SVG as our own writer makes them: attributes have double quotes, elements are nested
 * and closed. */
#ifndef GENCARTO_GENERATOR_AUDIT_MARKUP_H
#define GENCARTO_GENERATOR_AUDIT_MARKUP_H

#include "gencarto/base/str.h"

struct tag {
    struct str name;       /* without '/' */
    struct str attributes; /* as written */
    bool is_end;
    size_t from, to; /* of the whole tag */
};

/* The next tag at or after `at`; '>' inside quotes ends nothing. */
bool markup_next_tag(struct str text, size_t at, struct tag *out);

/* The value of ` name="..."`, as written. */
bool markup_attribute(struct str attributes, struct str name, struct str *out);

/* The same read as a number. */
bool markup_number(struct str attributes, struct str name, double *out);

/* What stands between the tag and its end tag. */
struct str markup_content(struct str text, const struct tag *open);

/* Without tags, trimmed. */
struct str markup_plain(struct arena *arena, struct str markup);

#endif
