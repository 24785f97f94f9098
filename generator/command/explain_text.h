/* An explanation, for people and for programs. */
#ifndef GENCARTO_GENERATOR_COMMAND_EXPLAIN_TEXT_H
#define GENCARTO_GENERATOR_COMMAND_EXPLAIN_TEXT_H

#include "gencarto/base/buf.h"
#include "gencarto/consult/explanation.h"

struct private_explanation;

void explain_write_text(struct buf *out, const struct explanation *explanation);

/* {"cell": ..., "query": {"name", "text"}, "figure": {...}, "history": [{...}], ...}: the tables by the names of their
 * columns. With `of`, which may be NULL, "private" too. */
void explain_write_json(struct buf *out, const struct explanation *explanation, const struct private_explanation *of);

#endif
