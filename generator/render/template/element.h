/* What the parts of the compiler share. */
#ifndef GENCARTO_RENDER_TEMPLATE_ELEMENT_H
#define GENCARTO_RENDER_TEMPLATE_ELEMENT_H

#include "gencarto/xml/document.h"

#include "compiler.h"

/* ---- node.c: reading nodes, emitting ops ---- */

bool directive_is(const struct attribute *attribute); /* has the prefix gen: */
bool directive_known(struct str name);
const struct attribute *directive_find(const struct node *node, const char *name);

/* Refuses unknown directives and those that cannot work together. */
bool directives_check(struct compiler *c, const struct node *node, bool root);

bool node_is_block(const struct node *node); /* gen:block */
bool text_is_blank(struct str text);
struct spot node_spot(const struct compiler *c, const struct node *node);
struct spot value_spot(const struct compiler *c, const struct attribute *attribute);
struct reader value_reader(struct compiler *c, const struct attribute *attribute);

/* Nothing but blanks may follow. */
bool reader_finish(struct reader *reader, struct error *err);

void text_flush(struct compiler *c);              /* pending text becomes an op */
size_t op_emit(struct compiler *c, struct op op); /* gives its index */
void op_land(struct compiler *c, size_t op);      /* the jump `op` goes to what is emitted next */

/* ---- element.c ---- */

bool text_compile(struct compiler *c, const struct node *node);

/* The element without the directives that say whether and how often it stands there. */
bool element_write(struct compiler *c, const struct node *node);

/* ---- compile.c ---- */

/* An element with all its directives; `*out_last` gets the last sibling that was compiled with it. */
bool node_compile(struct compiler *c, const struct node *node, const struct node **out_last);
bool children_compile(struct compiler *c, const struct node *parent);

/* gen:let or gen:with: brings the variables in scope. */
bool variables_compile(struct compiler *c, const struct node *node, const char *directive);

#endif
