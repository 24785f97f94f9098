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

/* The folder is checked (kits_folder_check) before anything is read, too. `input` knows the places of all faulty rows
 * (input_options.keeps_places): its files are read once more, and written as they are read. The summary lives in the
 * arena. Where it fails no kit stays. */
bool kits_write(struct arena *arena, const struct kits_options *wanted, const struct input *input,
                struct kits_summary *out_summary, struct error *err);

#endif
