/* The text of a large file that has to be decoded, or whose delimiter needs a stand-in: as one piece of memory of which
 * only a part is there at a time. Offsets are those of the whole text. Memory is bounded whatever the file.
 *
 *     struct file_text *text;
 *     if (!file_text_open(&arena, name, raw, &dialect, &text, err)) return false;
 *     file_text_need(text, at, at + 1000);               // [at, at + 1000) of file_text_all can be read now
 *     file_text_close(text);
 *
 * One thread at a time asks for a part; any number may read it.
 */
#ifndef GENCARTO_TABULAR_FILE_TEXT_H
#define GENCARTO_TABULAR_FILE_TEXT_H

#include "gencarto/tabular/dialect.h"

/* Texts below this are decoded at once. */
#define FILE_TEXT_LARGE (size_t)(64 * 1024 * 1024)

/* What a reader may look at from where a record begins: it, and the one after it. */
#define FILE_TEXT_REACH (size_t)(10 * 1024 * 1024)

struct file_text;

/* Decodes all of `raw`, what stands after the byte order mark, once, to know where its lines will be. `raw` and the
 * dialect's encoding and delimiter outlive the text. ERROR_INPUT when a line is above 16 MiB. */
bool file_text_open(struct arena *arena, const char *name, struct str raw, const struct dialect *dialect,
                    struct file_text **out_text, struct error *err);
void file_text_close(struct file_text *text);

/* The whole text: its bytes are there where they were asked for. */
struct str file_text_all(const struct file_text *text);

/* Bytes or units replaced by U+FFFD. */
int64_t file_text_undecodable(const struct file_text *text);

/* Makes [from, to) readable, and takes the memory of what stands before `from`. Gives the end of what is readable,
 * where a line ends. */
size_t file_text_need(struct file_text *text, size_t from, size_t to);

/* The end of some whole lines after `from`, a quarter of a MiB of the file or so. */
size_t file_text_cut(const struct file_text *text, size_t from);

#endif
