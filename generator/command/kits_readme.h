/* LISEZMOI.txt of a kit, for whoever opens it in an office: UTF-8 with its signature and CRLF, so that any editor shows
 * the accents, in lines of 76 columns. */
#ifndef GENCARTO_GENERATOR_COMMAND_KITS_README_H
#define GENCARTO_GENERATOR_COMMAND_KITS_README_H

#include "gencarto/base/buf.h"
#include "gencarto/compile/ingest/input.h"
#include "kits_words.h"

/* Adds what is to be known of one file that was sent: how it is written, the rows to mend, and what is wrong with it as
 * a whole, among `findings`. */
void kits_readme_add_file(struct buf *files, struct kits_words *words, const struct input_file *file, int64_t rows,
                          const struct findings *findings);

/* The whole text, with what was added of the files. */
void kits_readme_write(struct buf *out, struct kits_words *words, struct str files);

/* A finding about the whole file, which is worth mending: above its first row, and no note. */
bool kits_readme_tells(const struct finding *finding, const struct input_file *file);

#endif
