/* Sharing out whole steps of the base. Counts are persons; steps are multiples of the base. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SHARE_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct share_part {
    int64_t desired; /* persons; may be negative when too much was given before */
    bool eligible;   /* its exact cumulative is not 0 */
    int64_t steps;   /* result */
};

/* Gives `steps` to the parts, one at a time to the part that lacks most (desired - base x given so far), ties to the
 * first; to parts that are not eligible only when none is. This minimizes the sum of squared gaps. */
void share_out(struct share_part *parts, size_t count, int64_t steps, int base);

/* The same for a matrix [row][column] whose rows and columns must come to given steps (equal sums): greedy by what
 * lacks most, then swaps of one step between two rows and two columns as long as they bring the matrix closer.
 * row_left and column_left come in as the margins and go out as zeros. */
void share_matrix(struct share_part *parts, size_t rows, size_t columns, int64_t *row_left, int64_t *column_left,
                  int base);

#endif
