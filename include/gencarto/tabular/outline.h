/* What tells the part of a record: how many of its cells are filled, with what, and whether they are a total or a
 * ruler.
 */
#ifndef GENCARTO_TABULAR_OUTLINE_H
#define GENCARTO_TABULAR_OUTLINE_H

#include "gencarto/tabular/shape.h"

/* What matters of a record for its part. */
struct outline {
    size_t count;  /* cells */
    size_t filled; /* that are not empty */
    bool is_total; /* the first that is filled says Total */
    bool is_ruler;
    bool is_names;           /* several cells, all filled with different words, no values: as a header is */
    bool begins_with_fact;   /* the first that is filled is a number, a date, a yes or no, a code, an address */
    bool has_values;         /* a number, a date, a yes or a no */
    size_t cuts;             /* of a record of one cell: usual delimiters in it, without a blank after them */
    bool is_after_blank;     /* a blank line, or a record without any text, stands above */
    unsigned long long hash; /* of its cells */
};

/* All cells are of dashes. */
bool outline_has_dashes(const struct str *cells, size_t count);

/* So too, sooner: the first byte of most records is none of a ruler. */
static inline bool outline_is_ruler(const struct str *cells, size_t count)
{
    char c = count > 0 && cells[0].len > 0 ? cells[0].ptr[0] : '0';
    return (c == '-' || c == '=' || c == '+' || c == '|' || c == ':' || c == '_' || c == ' ') &&
           outline_has_dashes(cells, count);
}

/* The shape of each cell, into `count` bytes. */
void outline_shapes(const struct str *cells, size_t count, unsigned char *out_shapes);

/* All but the hash, of cells whose shapes are known. */
struct outline outline_of_shapes(const struct str *cells, const unsigned char *shapes, size_t count,
                                 bool is_after_blank);

struct outline outline_of(const struct str *cells, size_t count, bool is_after_blank);

#endif
