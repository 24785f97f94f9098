/* From a published figure back to the rows that it counts: exact, personal, for the owner of the input alone. Nothing
 * of it may be published. */
#ifndef GENCARTO_COMPILE_TRACE_H
#define GENCARTO_COMPILE_TRACE_H

#include "gencarto/base/cell.h"
#include "gencarto/compile/pipeline.h"

struct trace_file {
    uint32_t file; /* index into files */
    int64_t rows;  /* that count in the cell */
};

struct trace_finding {
    const struct rule *rule;
    int64_t
        rows; /* that count and have it; of a rule that is found more than FINDINGS_KEPT times in a file, at least */
};

struct trace {
    int64_t rows;
    uint32_t *places; /* of the rows in input->enrolments, in their order */
    struct trace_file *files;
    size_t file_count;
    struct trace_finding *findings; /* by rule */
    size_t finding_count;
};

/* The rows that the cell counts, as the input knows them now, under the same options as compile_public. The cell is a
 * count of persons or enrolments, a flow or cumulative ("_cumul"). ERROR_USAGE when it is another figure, which no row
 * is counted in, or of another input. All in the arena.
 *
 * Of a flow these are the rows of the quarter itself: what a release published in it holds late rows of earlier ones.
 */
bool trace_cell(struct arena *arena, const struct input *input, const struct compile_options *options,
                const struct cell_id *cell, struct trace *out, struct error *err);

#endif
