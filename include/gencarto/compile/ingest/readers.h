/* One reader a table: rows of the files to the typed rows of struct input. Called by input_read, trainings before
 * enrolments and labels. Several may run at the same time, each with a reading and an input of its own. */
#ifndef GENCARTO_COMPILE_INGEST_READERS_H
#define GENCARTO_COMPILE_INGEST_READERS_H

#include "gencarto/compile/ingest/source.h"
#include "gencarto/compile/ingest/training_ids.h"

struct enrolment_files;
struct enrolment_store;

struct reading { /* what the readers share */
    struct arena *arena;
    const char *folder;
    const struct str *names; /* of the files of the folder */
    size_t name_count;
    struct input *input;
    struct training_ids trainings;           /* in the order of input->trainings, made by readers_trainings */
    struct enrolment_files *enrolment_files; /* small ones are opened */
};

/* Calls `read_row` for each row of each file of the table, in the order of reception. input->file_count is the index,
 * in input->files, of the file being read. */
bool readers_each_row(struct reading *reading, enum table_kind table, source_row_reader *read_row, void *context,
                      struct error *err);

bool readers_trainings(struct reading *reading, struct error *err);
bool readers_labels(struct reading *reading, struct error *err);
bool readers_applications(struct reading *reading, struct error *err);
bool readers_references(struct reading *reading, struct error *err);

/* The rows of enrolments, in a store that the caller finishes and clears; input->enrolments has them already, but for
 * the numbers of their learners and their origins. Untouched when there is no file of them. */
bool readers_enrolments(struct reading *reading, struct enrolment_store *out_store, struct error *err);

#endif
