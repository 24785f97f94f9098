/* communes_anciennes.csv and codes_postaux.csv: codes of five characters and the communes they lead to.
 *
 *     struct code_pairs pairs = code_pairs_of(&reference->postal_codes, code);
 *     for (size_t i = 0; i < pairs.count; i++) ... code_pair_commune(&pairs.items[i])
 */
#ifndef GENCARTO_COMPILE_INGEST_CODE_PAIRS_H
#define GENCARTO_COMPILE_INGEST_CODE_PAIRS_H

#include "gencarto/base/error.h"

/* A line of codes_postaux.csv as it is shipped, where the pairs are left. */
struct code_pair {
    char code[5], comma, commune[5], line_end;
};

struct code_pairs {
    const struct code_pair *items; /* by code; one code may lead to several communes */
    size_t count;
};

/* The pairs of the two columns. What is no code of five characters leads nowhere and is left out. ERROR_INPUT as
 * reference_file_read. */
bool code_pairs_read(struct arena *arena, const char *path, const char *code_column, const char *commune_column,
                     struct code_pairs *out_pairs, struct error *err);

/* The pairs of one code. */
struct code_pairs code_pairs_of(const struct code_pairs *pairs, struct str code);

struct str code_pair_commune(const struct code_pair *pair);

#endif
