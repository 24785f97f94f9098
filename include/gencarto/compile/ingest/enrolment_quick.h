/* The quick way for the rows of enrolments whose cells all stand as most do: a look or two at each cell. What it reads
 * is what enrolment_parse reads of the row, which then has no finding; whatever else a row holds is left to that.
 *
 *     struct enrolment_quick *quick = arena_one(arena, struct enrolment_quick);   // large; of one thread
 *     enrolment_quick_init(quick, &parser);
 *     enrolment_quick_begin(quick, &source, quarter_day);                         // for each file
 *     if (enrolment_quick_read(quick, &record, scratch, &enrolment, &names)) ...          // else source_check_record
 * and so on
 */
#ifndef GENCARTO_COMPILE_INGEST_ENROLMENT_QUICK_H
#define GENCARTO_COMPILE_INGEST_ENROLMENT_QUICK_H

#include "gencarto/compile/ingest/enrolment_parser.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/source.h"

#define ENROLMENT_QUICK_SLOTS 64 /* of the spellings of a column: a file has few */

/* The columns of codes. */
enum enrolment_code {
    CODE_STATUS,
    CODE_OUTCOME,
    CODE_LEVEL,
    CODE_SEX,
    CODE_ENTRY_SITUATION,
    CODE_NEET,
    CODE_QPV,
    CODE_ZRR,
    ENROLMENT_CODES
};

struct enrolment_quick {
    struct enrolment_parser *parser;
    struct vocabulary *vocabularies[ENROLMENT_CODES];
    uint8_t residences[INSEE_DEPARTMENT_SLOTS]; /* by insee_department_slot() */

    /* The spellings of each column that came before, by enum enrolment_code: a free slot is the empty cell's. */
    struct str_word words[ENROLMENT_CODES * ENROLMENT_QUICK_SLOTS];
    uint8_t codes[ENROLMENT_CODES * ENROLMENT_QUICK_SLOTS]; /* of the words */

    /* Of the file. */
    const struct columns *columns;
    int32_t received_day, quarter_day;
    bool is_iso_only;         /* other dates depend on the column, or say something of it */
    bool must_be_silent;      /* it has no profile yet */
    int texts[RECORD_FIELDS]; /* fields that may hold anything */
    int text_count;
};

/* The parser is another's, of the same thread. */
void enrolment_quick_init(struct enrolment_quick *quick, struct enrolment_parser *parser);

/* `quarter_day`: the first day of the quarter in the name of the file, DATE_NONE. */
void enrolment_quick_begin(struct enrolment_quick *quick, const struct source_reading *source, int32_t quarter_day);

/* The texts of a row that become keys. */
struct enrolment_names {
    struct str id, learner;
};

/* False is no answer. True: a whole row, neither blank nor a total nor the header again, that says nothing of its
 * columns (profile.h) where the file has no profile yet. `learner` and `file` are the caller's to fill in. */
bool enrolment_quick_read(struct enrolment_quick *quick, const struct record *record, struct arena *scratch,
                          struct enrolment_row *out_enrolment, struct enrolment_names *out_names);

#endif
