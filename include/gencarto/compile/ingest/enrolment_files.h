/* The files of enrolments before their rows are read: how many lines they have at most, and their texts, dialects and
 * columns. Where they are small together all of them may be opened beside other work; large ones when their turn comes.
 *
 *     struct enrolment_files files;
 *     enrolment_files_list(&files, reading);
 *     if (enrolment_files_are_small(&files)) ... enrolment_files_open(&files, i);            // each, on any thread
 *     enrolment_files_measure(&files, workers, &size);
 *     ... files.items[i].source, once it is opened ...
 *     enrolment_files_clear(&files);
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_FILES_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_FILES_H

#include "gencarto/compile/ingest/enrolment_store.h"
#include "gencarto/compile/ingest/readers.h"

struct enrolment_text {
    struct source_file name;
    struct file_map map; /* until it is opened */
    struct encoding_scan scan;
    size_t lines; /* at least as many as the file has rows; counted with the scan */
    bool is_scanned, is_opened;
    struct source_reading source; /* of an opened file */
    struct input_file file;
    struct arena arena; /* of the map, when it is none, and of the findings */
    struct findings findings;
    bool is_readable; /* else `err` says why not */
    struct error err;
};

struct enrolment_files {
    const struct reading *reading;
    struct enrolment_text *items; /* in the order of reception */
    size_t count, bytes;
    size_t *by_size; /* the largest first: threads end together */
    size_t closed;   /* as many, the first of them, were closed */
};

/* Maps the files. They live in the arena of the reading. */
void enrolment_files_list(struct enrolment_files *files, const struct reading *reading);

/* All together are worth opening at once, and reading in one go. */
bool enrolment_files_are_small(const struct enrolment_files *files);

/* Looks at one of the items: its bytes, its dialect, its header, its columns. Once. */
void enrolment_files_open(struct enrolment_files *files, size_t item);

/* The same for `count` items from `first` on, on several threads, which close those before them meanwhile: giving back
 * the pages of a large text takes as long as opening the next. */
void enrolment_files_open_some(struct enrolment_files *files, size_t first, size_t count, int workers);

/* Looks at the bytes of one of the items: opening or measuring has less to do then. Once. */
void enrolment_files_scan(struct enrolment_files *files, size_t item);

/* Looks at the bytes of the files that nothing looked at yet; gives what the store is to be made for. */
void enrolment_files_measure(struct enrolment_files *files, int workers, struct enrolment_store_size *out_size);

/* Closes what is open. */
void enrolment_files_clear(struct enrolment_files *files);

#endif
