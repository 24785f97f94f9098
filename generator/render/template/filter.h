/* Filters: {row.column|filter(argument)}. */
#ifndef GENCARTO_RENDER_TEMPLATE_FILTER_H
#define GENCARTO_RENDER_TEMPLATE_FILTER_H

#include "program.h"

struct filter_input {
    struct arena *arena;
    const struct template_set *set;
    struct value value; /* never null */
    const struct value *arguments;
    size_t argument_count;
};

/* Appends the result to `out` and gives NULL, or gives what is wrong, in the arena: "takes a number, found text". */
typedef const char *filter_apply(const struct filter_input *input, struct buf *out);

struct filter {
    struct str name;
    size_t least, most;  /* arguments */
    filter_apply *apply; /* NULL for `or`, the only one that sees null */
};

const struct filter *filter_find(struct str name);

/* "; did you mean ...?" or the empty text. */
const char *filter_hint(struct arena *arena, struct str name);

#endif
