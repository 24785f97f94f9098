/* How a sentence is made: the catalogue's patterns, filled. Internal to words/. */
#ifndef GENERATOR_RENDER_WORDS_SAYING_H
#define GENERATOR_RENDER_WORDS_SAYING_H

#include "gencarto/render/words/words.h"

struct pattern {
    struct str id, text;
    int line;
};

struct subject {
    struct str id, text;
    int agreement; /* 0 m, 1 f, 2 mp, 3 fp: which of [m|f|mp|fp] is written */
    int line;
};

struct words {
    enum language language;
    const char *path;
    struct pattern *patterns; /* by id */
    size_t pattern_count;
    struct subject *subjects; /* by id */
    size_t subject_count;
};

const struct pattern *words_pattern(const struct words *words, struct str id);
const struct subject *words_subject_of(const struct words *words, struct str id);

enum { SLOTS = 32 }; /* more than the names that the program sets */

/* One text being written: what the slots stand for. The first failure is kept, and everything after it does nothing. */
struct saying {
    const struct words *words;
    const struct words_subject *about;
    const struct subject *subject;
    struct arena *arena;
    struct str names[SLOTS], values[SLOTS];
    size_t slot_count;
    struct error *err;
    bool failed;
};

/* Finds the subject; false when the catalogue lacks it. */
bool saying_begin(struct saying *saying, const struct words *words, const struct words_subject *about,
                  struct arena *arena, struct error *err);

/* Gives a slot its text; an earlier one of that name is replaced. */
void saying_set(struct saying *saying, const char *name, struct str value);

/* Sets "where" and "in": "en Occitanie, ", or nothing. */
void saying_set_where(struct saying *saying, struct str where);

/* The pattern, filled. */
struct str saying_pattern(struct saying *saying, const char *id);

/* Adds a pattern as a sentence after those before: capital, blank between. */
void saying_sentence(struct saying *saying, struct buf *out, const char *id);

struct str saying_value(struct saying *saying, double value);         /* "24,0 %" */
struct str saying_difference(struct saying *saying, double value);    /* "2,1 points", "1 410", without sign */
struct str saying_when(struct saying *saying, struct period period);  /* "fin 2017", "au 4e trimestre 2017" */
struct str saying_since(struct saying *saying, struct period period); /* "depuis fin 2017" */
struct str saying_absence(struct saying *saying, enum status status);

/* Sets "target" and "gap", and gives the pattern's id for where the value stands: "target.above", "target.below",
 * "target.met"; NULL without a target. */
const char *saying_target(struct saying *saying, double value);

/* The change below which nothing is claimed between two values: the larger of the stated noise and of what rounding
 * both may move. */
double saying_bound(const struct saying *saying, const struct words_value *a, const struct words_value *b);

/* True when the difference exceeds the bound, as printed. */
bool saying_is_clear(const struct saying *saying, double difference, double bound);

#endif
