/* Sentences written from data: the title, the description, the worked example and the alternative text of a figure, in
 * French or in English.
 *
 * The program decides what is true (the value, the extremes, the gap to the target, whether a change is a trend); the
 * sentences themselves are patterns of templates/catalogue/words.LANGUAGE.xml, with slots {value} and agreements
 * [m|f|mp|fp] that follow the subject's gender and number. A change is called a rise or a fall only when it exceeds the
 * rounding and the noise that the caller states; otherwise the sentence says that it does not.
 *
 *     const struct words *words;
 *     ok = words_read(arena, "templates", LANGUAGE_FR, &words, err) &&
 *          words_series_say(words, WORDS_READING, &series, arena, &text, err);
 *     // "Fin 2017, en Occitanie, la part de femmes parmi les apprenants s’élève à 28,9 %, contre 26,0 % fin 2016."
 *
 * tests/tables/words.txt has worked cases.
 */
#ifndef GENCARTO_RENDER_WORDS_WORDS_H
#define GENCARTO_RENDER_WORDS_WORDS_H

#include "gencarto/base/cell.h"
#include "gencarto/base/error.h"
#include "gencarto/base/typography.h"

struct words;

/* The words live in the arena and never change. ERROR_OUTPUT with file and line when the catalogue is not valid or
 * lacks a pattern. */
bool words_read(struct arena *arena, const char *folder_of_templates, enum language language,
                const struct words **out_words, struct error *err);

enum words_form {
    WORDS_TITLE,       /* subject, territory, period */
    WORDS_DESCRIPTION, /* two sentences: where it stands, against the target; what changed, or the target's reach */
    WORDS_READING,     /* one worked sentence with a number of the figure */
    WORDS_ALTERNATIVE  /* the description with the extremes */
};

bool words_form_parse(struct str name,
                      enum words_form *out_form); /* "title", "description", "reading", "alternative" */

enum words_unit { WORDS_NUMBER, WORDS_PERCENT, WORDS_EUROS };

struct words_value {
    bool present;
    double value;
    enum status status;
    double denominator; /* of a share, persons; 0 when it is not known */
};

/* What all sentences about an indicator share. */
struct words_subject {
    struct str code; /* an indicator's: "part_femmes_cumul"; the catalogue has the subject "part_femmes" */
    enum words_unit unit;
    int decimals;
    bool is_flow; /* of a quarter ("au 4e trimestre 2017"), not at its end ("fin 2017") */
    bool has_target;
    double target;
    double rounding_base; /* of counts of persons, 0 without */
    double noise;         /* a change or a gap up to this much says nothing, in the indicator's unit */
};

struct words_point {
    struct period period;
    struct words_value value;
};

struct words_series {
    struct words_subject subject;
    struct str where;                 /* "en Occitanie"; empty: not said */
    const struct words_point *points; /* by period */
    size_t count;
};

struct words_place {
    struct str name, where; /* "Occitanie", "en Occitanie"; `where` may be empty */
    struct words_value value;
};

struct words_ranking {
    struct words_subject subject;
    struct period period;
    struct str by;                    /* "par région" */
    const struct words_place *places; /* in any order */
    size_t count;
    struct words_value reference; /* of the whole */
};

/* Whether the catalogue has the subject of an indicator. */
bool words_know(const struct words *words, struct str indicator);

/* ERROR_OUTPUT when the catalogue lacks the subject or a slot of a pattern is unknown. */
bool words_series_say(const struct words *words, enum words_form form, const struct words_series *series,
                      struct arena *arena, struct str *out_text, struct error *err);
bool words_ranking_say(const struct words *words, enum words_form form, const struct words_ranking *ranking,
                       struct arena *arena, struct str *out_text, struct error *err);

#endif
