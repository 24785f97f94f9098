/* Elements and attributes of programme.xml, read with the place of what is wrong. Used by programme*.c alone. */
#ifndef GENCARTO_COMPILE_INGEST_PROGRAMME_ELEMENTS_H
#define GENCARTO_COMPILE_INGEST_PROGRAMME_ELEMENTS_H

#include "gencarto/compile/ingest/programme.h"
#include "gencarto/xml/document.h"

struct programme_reader {
    struct arena *arena;
    const char *path;
    struct programme *programme;
    struct error *err;
};

/* ERROR_INPUT with the place, what was found and what was expected: false. */
bool element_fault(struct programme_reader *r, int line, const char *what, struct str found, const char *expected);

/* The text of a child, NFC; empty when there is none. */
struct str element_text(struct programme_reader *r, const struct node *parent, const char *name);

/* The empty text when the node or the attribute is absent. */
struct str element_attribute(struct programme_reader *r, const struct node *node, const char *name);
size_t element_count(const struct node *parent, const char *name);

/* A day, a quarter, a number, a whole number of an attribute; the missing one is no fault. */
bool element_day(struct programme_reader *r, const struct node *node, const char *name, int32_t *out_day);
bool element_quarter(struct programme_reader *r, const struct node *node, const char *name, struct period *out_period);
bool element_number(struct programme_reader *r, const struct node *node, const char *name, double missing,
                    double *out_value);
bool element_whole(struct programme_reader *r, const struct node *node, const char *name, int64_t missing,
                   int64_t *out_value);

/* The schema asks for them too, but its message does not say which one is missing. `names` ends with NULL. */
bool element_require(struct programme_reader *r, const struct node *node, const char *const *names);

/* The indicators that the folder adds. */
bool programme_read_indicators(struct programme_reader *r, const struct node *root);

#endif
