/* Supplier kits: what each structure must mend, in the form in which it sent it.
 *
 * DIR/STRUCTURE/FILE has the header of the source file and only the faulty rows of that structure, in the encoding,
 * with the delimiter, quotes and line ends of the source, and two more columns: the line in the source, and what was
 * found, what was expected and how to mend it, in French. DIR/STRUCTURE/LISEZMOI.txt explains them, and says what is
 * wrong with a file as a whole. A row with a quotation mark out of place stands whole in one cell, with the structure
 * that its best reading names. A row that names no structure goes to the one that nearly all rows of its file name,
 * when there is no other; else it stands under sans-structure. Rows about persons leave the input folder only by this
 * name: folders are 0700, files 0600.
 */
#ifndef GENCARTO_GENERATOR_COMMAND_KITS_H
#define GENCARTO_GENERATOR_COMMAND_KITS_H

#include "command.h"
#include "gencarto/compile/ingest/input.h"

struct kits_options {
    const char *folder;    /* made when it does not exist; refused when it has anything in it */
    const char *input;     /* the input folder */
    const char *templates; /* for catalogue/labels.fr.xml */
};

struct kits_part {
    struct str structure; /* name of its folder */
    int64_t files, rows;
};

struct kits_summary {
    struct kits_part *parts; /* the most rows first */
    size_t part_count;
    int64_t files, rows;
};

/* ERROR_USAGE, before anything is read, when the folder lies in the input, in a published site or in the default
 * output, around one of them, or is not empty, or is a link. */
bool kits_check_folder(const char *folder, const char *input, struct error *err);

/* The summary lives in the arena. */
bool kits_write(struct arena *arena, const struct kits_options *wanted, const struct input *input,
                struct kits_summary *out_summary, struct error *err);

#endif
