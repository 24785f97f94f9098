/* The quick way for the rows of enrolments whose cells all stand as most do: a look or two at each cell. What it reads
 * is what enrolment_parse reads of the row, which then has no finding; whatever else a row holds is left to that.
 *
 *     struct enrolment_quick *quick = arena_one(arena, struct enrolment_quick);   // large; of one thread
 *     enrolment_quick_init(quick, &parser);
 *     enrolment_quick_begin(quick, &source, quarter_day);                         // for each file
 *     struct enrolment_entry *entry = enrolment_batch_next(&batch);
 *     if (enrolment_quick_read(quick, &record, scratch, entry, &names)) enrolment_batch_keep(...)
 *     else source_check_record and so on
 *
 * Method. A row is packed as it is read. A spelling of a code is known by its text and stands with what it adds to the
 * packed row and to the facts by which the row is judged; so does a month. Rows are sorted most often: the training and
 * the session of the row before are tried first.
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_QUICK_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_QUICK_H

#include "gencarto/compile/ingest/enrolment_batch.h"
#include "gencarto/compile/ingest/enrolment_facts.h"
#include "gencarto/compile/ingest/enrolment_parser.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/known_months.h"
#include "gencarto/compile/ingest/source.h"

#define ENROLMENT_QUICK_SLOTS 64 /* of the spellings of a column: a file has few */

/* What codes say; that of several columns adds up by |. */
struct enrolment_said {
    uint32_t codes; /* of struct enrolment_packed */
    uint32_t facts;
};

struct enrolment_spelling {
    struct str_word word;
    struct enrolment_said said;
};

/* A column of codes that the file has. */
struct enrolment_code_column {
    enum enrolment_code code;
    int field;
    struct enrolment_spelling *spellings;
};

struct enrolment_quick {
    struct enrolment_parser *parser;
    struct vocabulary *vocabularies[ENROLMENT_CODES];
    uint8_t residences[INSEE_DEPARTMENT_SLOTS];           /* by insee_department_slot() */
    struct enrolment_said neets[1 << FACTS_OF_NEET_BITS]; /* by these facts: what the row is, and whether they agree */
    struct known_months months;

    /* That came before, of each column: a free slot is the empty cell's. */
    struct enrolment_spelling spellings[ENROLMENT_CODES][ENROLMENT_QUICK_SLOTS];

    /* Of the file. */
    const struct columns *columns;
    struct enrolment_code_column code_columns[ENROLMENT_CODES];
    int code_count;
    struct enrolment_said absent; /* by the columns of codes that it has not got */
    int32_t received_day, quarter_day;
    bool is_iso_only;         /* other dates depend on the column, or say something of it */
    bool must_be_silent;      /* it has no profile yet */
    int texts[RECORD_FIELDS]; /* fields that may hold anything */
    int text_count;

    /* Of the row before, and looked at closely: the empty text is none. */
    struct str_word training_word, session_word;
    uint32_t training, session;
};

/* The parser is another's, of the same thread. */
void enrolment_quick_init(struct enrolment_quick *quick, struct enrolment_parser *parser);

/* `quarter_day`: the first day of the quarter in the name of the file, DATE_NONE. */
void enrolment_quick_begin(struct enrolment_quick *quick, const struct source_reading *source, int32_t quarter_day);

/* False is no answer. True: a whole row, neither blank nor a total nor the header again, that says nothing of its
 * columns (profile.h) where the file has no profile yet. The entry is whole but for its keys and its number; it may be
 * written in part otherwise. */
bool enrolment_quick_read(struct enrolment_quick *quick, const struct record *record, struct arena *scratch,
                          struct enrolment_entry *out_entry, struct enrolment_names *out_names);

#endif
