/* The encoding of a file, decided on all of it in one pass, and its text as UTF-8, a piece at a time.
 *
 * A byte order mark decides; else UTF-16 when one byte of each pair is zero in most pairs; else UTF-8 when all of it is
 * strict UTF-8; else Windows-1252, or one of the other encodings of one byte that code_page.h knows. A file can be both
 * UTF-8 and Windows-1252, row by row, when exports were pasted together: then it is called
 * after its greater part, and each character is read as what it is. NUL and the five bytes that Windows-1252 does not
 * have become U+FFFD and are counted.
 *
 *     struct encoding_scan scan;
 *     encoding_scan_begin(&scan);
 *     while (read a piece) encoding_scan_add(&scan, piece);
 *     encoding_scan_end(&scan);
 *     enum encoding encoding = encoding_decide(&scan);
 */
#ifndef GENCARTO_TABULAR_ENCODING_H
#define GENCARTO_TABULAR_ENCODING_H

#include <stdint.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/error.h"
#include "gencarto/tabular/code_page.h"

/* "UTF-8", "windows-1252", "macintosh", "IBM850", "ISO-8859-15", "UTF-16LE", "UTF-16BE". */
const char *encoding_name(enum encoding encoding);

enum line_ends { LINE_ENDS_NONE, LINE_ENDS_LF, LINE_ENDS_CRLF, LINE_ENDS_CR, LINE_ENDS_MIXED };

/* "none", "LF", "CRLF", "CR", "mixed". */
const char *line_ends_name(enum line_ends line_ends);

/* What the bytes of a file say, pieces added in order. Line numbers are 1-based, 0 when there is none. */
struct encoding_scan {
    int64_t bytes;
    bool has_signature; /* a byte order mark, `signature` says whose */
    enum encoding signature;
    int64_t zeros[2];             /* NUL at even and at odd offsets */
    int64_t sequences;            /* characters of strict UTF-8 beyond ASCII, of Latin scripts and their punctuation */
    int64_t foreign;              /* of other scripts */
    int64_t invalid;              /* bytes of no such sequence */
    int64_t undefined;            /* of these, the five that Windows-1252 does not have: 81 8D 8F 90 9D */
    int64_t lf, crlf, cr;         /* line ends: LF alone, CR LF, CR alone (of ASCII-like encodings) */
    struct code_page_counts high; /* of the invalid bytes */
    int64_t first_zero_line, first_invalid_line, first_undefined_line;
    unsigned char tail[4]; /* bytes that may begin a character, kept for the next piece */
    size_t tail_len;
    unsigned char last; /* byte of the piece before */
};

/* The first piece holds at least four bytes, or the whole file. */
void encoding_scan_begin(struct encoding_scan *scan);
void encoding_scan_add(struct encoding_scan *scan, struct str piece);
void encoding_scan_end(struct encoding_scan *scan);

/* All of it at once: the text is the whole file. */
void encoding_scan_text(struct encoding_scan *scan, struct str text);

enum encoding encoding_decide(const struct encoding_scan *scan);
enum line_ends encoding_line_ends(const struct encoding_scan *scan);

/* Parts are UTF-8 and others are Windows-1252. A byte order mark of UTF-8 above other bytes makes a file mixed too. */
bool encoding_is_mixed(const struct encoding_scan *scan);

/* Where the first byte stands that begins no UTF-8 character; the length of `raw` when all do. */
size_t encoding_first_invalid(struct str raw);

/* The text is the bytes after the byte order mark as they stand: valid UTF-8 without NUL. */
bool encoding_is_plain(const struct encoding_scan *scan);

/* Bytes of the byte order mark: 0, 2 or 3. */
size_t encoding_signature_len(const struct encoding_scan *scan);

/* Bytes of one encoding to UTF-8, in pieces that may cut characters. The byte order mark is not given to it. */
struct decoder;

/* With UTF-8, or `is_mixed`, each character is read as UTF-8 or else as Windows-1252. ERROR_SYSTEM when iconv does not
 * know the encoding: NULL. */
struct decoder *decoder_open(enum encoding encoding, bool is_mixed, struct error *err);
void decoder_close(struct decoder *decoder);

/* Appends the text of the next bytes; `is_last` ends it. */
void decoder_add(struct decoder *decoder, struct str bytes, bool is_last, struct buf *out);

/* Bytes or units replaced by U+FFFD so far. */
int64_t decoder_undecodable(const struct decoder *decoder);

#endif
