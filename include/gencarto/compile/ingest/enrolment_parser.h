/* One row of inscriptions*.csv: cells in, a typed row and its findings out.
 *
 * A parser belongs to one thread; what it reads (the reference data, the ids of trainings) all may share. Nothing is
 * remembered from one row to the next: what needs several rows (an identifier given twice, the number of a learner, a
 * row that replaces another) is the reader's, and what compares rows is in checks.h.
 *
 *     struct enrolment_parser *parser = arena_one(arena, struct enrolment_parser);   // large
 *     enrolment_parser_init(parser, arena, input, &trainings);
 *     if (enrolment_parse(parser, &row, &input->files[file], &enrolment)) ...   // id and pseudonym: row_cell
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_PARSER_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_PARSER_H

#include "gencarto/compile/ingest/input.h"
#include "gencarto/compile/ingest/row.h"
#include "gencarto/compile/ingest/training_ids.h"

struct enrolment_parser {
    const struct reference *reference;
    const struct training_ids *trainings;
    struct vocabulary sexes, levels, situations, neets, qpvs, zrrs, statuses, outcomes;
};

/* Before its first row a copy of it is another's, as good as one of its own. */
void enrolment_parser_init(struct enrolment_parser *parser, struct arena *arena, const struct input *input,
                           const struct training_ids *trainings);

/* False when the row is set aside. `learner` and `file` of the typed row are the caller's to fill in. */
bool enrolment_parse(struct enrolment_parser *parser, struct row *row, const struct input_file *file,
                     struct enrolment_row *out_enrolment);

/* A hash of 25 bits, 0 without a name: to tell the sessions of one person and training apart, never to name them. */
uint32_t enrolment_session_of(struct str name);

#endif
