/* Which field of a file is which column of its table. */
#ifndef GENCARTO_COMPILE_INGEST_COLUMNS_H
#define GENCARTO_COMPILE_INGEST_COLUMNS_H

#include "gencarto/base/finding.h"
#include "gencarto/compile/ingest/programme.h"
#include "gencarto/compile/ingest/table.h"
#include "gencarto/tabular/records.h"

struct columns {
    int fields[TABLE_COLUMN_LIMIT]; /* field index of each column of the table, -1 when the file has not got it */
    size_t field_count;             /* of the header */
    size_t usual_count;             /* of most rows, 0 when that is not known: more than the header has are nothing when
                                       they are empty */
    uint64_t names_hash;            /* of the header, columns_names_hash */
    size_t first_name_len;          /* of its first field */
};

/* Of the fields of a record, without blanks around them: a row with the header's repeats it. */
uint64_t columns_names_hash(const struct record *record);

/* Reads the header: a field is a column when its name folds to the canonical one (accents, case, spaces, signs do not
 * matter), or when `source` maps it; else when it alone has the same words, whatever their order, their number and the
 * small ones between them ("Date d'entrée", "Aides (€)", "N° d'inscription"). A field that is no column gives a
 * finding. `scratch` is not the findings' arena.
 * ERROR_INPUT, naming the file:
 * - a required column is absent (the message says the nearest header and how to map it);
 * - two fields are the same column;
 * - a field's name says that it holds names, e-mail addresses, telephone or social security numbers, birth dates, and,
 *   in a personal table, addresses, and `source` does not allow it. */
bool columns_match(struct arena *scratch, const char *file, const struct table *table, const struct record *header,
                   const struct programme_source *source, struct findings *findings, struct columns *out_columns,
                   struct error *err);

/* Does programme.xml declare a column of this name with <colonne-autorisee>? */
bool columns_is_allowed(struct arena *scratch, const struct programme_source *source, struct str header);

/* A header as messages tell it: of a table of rows about persons, one that is itself an e-mail address or a long number
 * (a row of data stands where the names should) by its shape alone. */
struct str columns_shown(struct arena *scratch, struct str header, bool personal);

/* Does a header of this name hold data that name or reach a person? `personal`: in a table of rows about persons,
 * where plain "nom" and "adresse" are a person's. */
bool columns_look_personal(struct arena *scratch, struct str header, bool personal);

#endif
