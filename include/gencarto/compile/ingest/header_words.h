/* Headers as people write them: the words of a column's name, in any order and number, with small words between them
 * and units or instructions in brackets.
 *
 *     header_words_column(scratch, table, STR("Date d'entrée"))       // date_entree
 *     header_words_column(scratch, table, STR("Aides (en €)"))        // aide_eur
 *     header_words_column(scratch, table, STR("N° d'inscription"))    // inscription_id
 *
 * No synonyms: "Début" is no date_entree, that is for programme.xml to say.
 */
#ifndef GENCARTO_COMPILE_INGEST_HEADER_WORDS_H
#define GENCARTO_COMPILE_INGEST_HEADER_WORDS_H

#include "gencarto/base/arena.h"
#include "gencarto/base/str.h"
#include "gencarto/compile/ingest/table.h"

/* The only column of the table that has the words of the header, with or without what stands in brackets; -1. */
int header_words_column(struct arena *scratch, const struct table *table, struct str header);

/* Does the header have a word within one letter of each word of the column's name? Then it may be meant. */
bool header_words_resemble(struct arena *scratch, struct str header, const char *column);

#endif
