/* What stands between two cells, as the file has it: ";", a tab, "||", "§". The readers take one byte: where the file's
 * delimiter is longer, one byte that no text has stands in for it as soon as the text is decoded, and cells that hold
 * it get the delimiter back. Lines stay where they are.
 *
 *     struct delimiter delimiter = delimiter_from(STR("||"));
 *     delimiter_replace(&delimiter, &text, 0, true);               // "a||b" is "a\xfeb"
 */
#ifndef GENCARTO_TABULAR_DELIMITER_H
#define GENCARTO_TABULAR_DELIMITER_H

#include "gencarto/base/buf.h"

#define DELIMITER_MOST     16     /* bytes of one, with the zero after it */
#define DELIMITER_STAND_IN '\xfe' /* no byte of UTF-8 */

struct delimiter {
    char bytes[DELIMITER_MOST]; /* UTF-8, then zeros; all zero: none */
};

/* None when the text is longer than a delimiter may be. */
struct delimiter delimiter_from(struct str text);

/* As long as the delimiter lives. */
struct str delimiter_text(const struct delimiter *delimiter);

/* The byte that the readers take for it. */
char delimiter_byte(const struct delimiter *delimiter);

/* The readers need a stand-in. */
bool delimiter_is_long(const struct delimiter *delimiter);

/* The delimiter that a person writes on a command line or in programme.xml: itself, "tab", "\t", "comma", "semicolon",
 * "space", "pipe", "\x1f", "U+00A7".
 * False when it is none: it is empty, too long, or holds a quotation mark, a line end or a zero. */
bool delimiter_parse(struct str written, struct delimiter *out_delimiter);

/* Puts the stand-in for each of a long delimiter in `text` from `from` on. Where what stands last may be the beginning
 * of one more and `is_last` is not set, it stays. Gives the place where to go on. */
size_t delimiter_replace(const struct delimiter *delimiter, struct buf *text, size_t from, bool is_last);

/* Appends a cell with the long delimiter instead of the stand-in. */
void delimiter_restore(const struct delimiter *delimiter, struct str cell, struct buf *out);

/* How much a text is likely to be cut by a delimiter. */
struct delimiter_prior {
    struct delimiter delimiter;
    double prior;     /* 0..1 */
    bool is_of_texts; /* it stands in texts that it does not cut */
};

/* Of these, ones that stand between words and inside dates, times and addresses; the others stand alone in prose, with
 * a blank beside them. */
#define DELIMITER_PRIOR_JOINT 0.5

/* The single ASCII ones, the likeliest first. The first DELIMITERS_USUAL are tried even where they do not occur. */
#define DELIMITERS_SINGLE 28
#define DELIMITERS_USUAL  3
const struct delimiter_prior *delimiter_single(size_t i);

/* Long ones that the lines at the beginning of a text suggest: signs that stand together, or that are beyond ASCII, in
 * many of them. `out_guesses[DELIMITER_GUESSES]`; gives their number. */
#define DELIMITER_GUESSES 6
size_t delimiter_guess(struct str beginning, struct delimiter_prior *out_guesses);

/* Bytes of the sign beyond ASCII at `at`, one that French texts have only with blanks beside it; 0 when it is none. */
size_t delimiter_wide_sign(struct str text, size_t at);

/* In nearly all lines at the beginning that have it, `sign` stands nowhere but in `whole`, as the | of "a||b||||c": it
 * is no delimiter by itself then. */
bool delimiter_is_part(struct str beginning, char sign, const struct delimiter *whole);

#endif
