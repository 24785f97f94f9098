/* Which one-byte encoding a French text is written in: Windows-1252, or one that French offices have used beside it
 * (of the old Macintosh, of DOS, ISO-8859-15). Each is as good as any other to a machine: they are told apart by what
 * their bytes say, for a page in which the commonest letters are the accented letters of French, é before all, is the
 * likelier one.
 *
 *     code_page_count(&counts, previous, byte, next);        // each byte from 0x80 on
 *     enum encoding encoding = code_page_decide(&counts);
 */
#ifndef GENCARTO_TABULAR_CODE_PAGE_H
#define GENCARTO_TABULAR_CODE_PAGE_H

#include <stdbool.h>
#include <stdint.h>

enum encoding {
    ENCODING_UTF_8,
    ENCODING_WINDOWS_1252,
    ENCODING_MACINTOSH,
    ENCODING_IBM850,
    ENCODING_ISO_8859_15,
    ENCODING_UTF_16LE, /* those of two bytes stand last */
    ENCODING_UTF_16BE
};

#define CODE_PAGE_PAGES    3
#define CODE_PAGE_FEW      256 /* characters whose places are looked at */
#define CODE_PAGE_DOUBTFUL 3   /* so many tell little */

struct code_page_counts {
    int64_t bytes[128];                 /* of each value from 0x80 on */
    int64_t latin_9;                    /* where a euro sign or an oe stands if it is ISO-8859-15 */
    int64_t looked_at;                  /* characters beyond ASCII */
    int64_t misplaced[CODE_PAGE_PAGES]; /* of the first CODE_PAGE_FEW, in each page: not where French texts have them */
    int64_t currencies;                 /* the byte of the euro sign elsewhere, as a delimiter is: ¤ in Windows-1252 */
};

/* `previous` and `next`: the bytes beside it, 0 when there is none. */
void code_page_count(struct code_page_counts *counts, unsigned char previous, unsigned char byte, unsigned char next);

/* ENCODING_WINDOWS_1252 unless another explains the bytes much better, or is the only one where each of a few stands in
 * a place that French texts have for it: "N° 3", "34 331", "Aÿ-Champagne". */
enum encoding code_page_decide(const struct code_page_counts *counts);

/* So few characters beyond ASCII that one more might tell otherwise, and Windows-1252 does not have them in place. */
bool code_page_is_doubtful(const struct code_page_counts *counts);

#endif
