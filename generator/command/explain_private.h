/* What only the owner of the input may know of a figure: exact counts, files, lines. */
#ifndef GENCARTO_GENERATOR_COMMAND_EXPLAIN_PRIVATE_H
#define GENCARTO_GENERATOR_COMMAND_EXPLAIN_PRIVATE_H

#include "digest.h"
#include "gencarto/base/buf.h"
#include "gencarto/compile/trace.h"
#include "gencarto/consult/explanation.h"

struct private_cell {
    struct str cell;
    struct str part; /* "numerator", "denominator", "sum" of the figure; "figure": it is the figure itself */
    int64_t factor;  /* 1 or -1 */
    struct trace trace;
};

struct private_explanation {
    const struct input *input;
    struct private_cell *cells; /* none: no row about a person is counted in the figure */
    size_t cell_count;
    struct digest *digests; /* by the index of input->files */
};

/* Traces the figure of `explanation`, or the figures it is computed from, in the input of `folder`. All in the arena.
 */
bool explain_private_read(struct arena *personal, const char *folder, const struct input *input,
                          const struct compile_options *options, const struct explanation *explanation,
                          struct private_explanation *out, struct error *err);

void explain_private_write_text(struct buf *out, const struct private_explanation *of);

/* A JSON object. */
void explain_private_write_json(struct buf *out, const struct private_explanation *of);

#endif
