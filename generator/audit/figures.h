/* The figures of public.sqlite by their cell ids, and the claims that other files make about them. */
#ifndef GENCARTO_GENERATOR_AUDIT_FIGURES_H
#define GENCARTO_GENERATOR_AUDIT_FIGURES_H

#include "gencarto/audit/audit.h"
#include "known.h"

#define DATABASE_PLACE "donnees/public.sqlite" /* below the output folder */

struct audit_indicator {
    struct str code, label, short_label;
    bool is_count;    /* of persons or enrolments: protected */
    bool is_flow;     /* else cumulative or a stock */
    bool is_personal; /* a count, or made of counts */
};

struct figure {
    struct str cell;
    double value;
    bool is_shown;   /* false: the file has the cell, without a value */
    bool is_revised; /* the file says that a later release revised it */
    uint32_t hidden; /* 1 + its place among the hidden counts, 0 of others */
};

struct query;
struct traces;

struct figures {
    struct arena *arena;
    int64_t base; /* 1 where cells are hidden: then every whole number is allowed */
    int64_t share_minimum;
    int64_t threshold; /* 0 where counts are rounded */
    struct audit_indicator *indicators;
    size_t indicator_count, indicator_capacity;
    struct str *periods;
    size_t period_count, period_capacity;
    struct str *regions; /* codes of those with a place */
    size_t region_count, region_capacity;
    double *aims; /* targets and their paths, and what others published: no counts */
    size_t aim_count, aim_capacity;
    struct known known;  /* all that the file says */
    struct str contacts; /* texts of the programme's owner */
    struct str *slugs;   /* of territories */
    size_t slug_count, slug_capacity;
    struct str package; /* donnees/datapackage.json; "" without one */
    struct str twin;    /* the SVG file of the picture or PDF that is read now; "" without one */
    uint64_t *values;   /* of each entity, to one decimal: a hash table of hashes, 0 where empty */
    size_t value_count, value_slots;
    bool has_revisions;      /* lines show revised figures, which observations do not hold */
    bool has_negative_flows; /* corrections took more away than came: a hidden flow may be below 0 too */
    struct figure *slots;    /* hash table; cell.ptr is NULL where empty */
    size_t slot_count;
    struct audit_report *report;
    enum audit_kind kind;        /* of the file that is read now */
    const struct traces *traces; /* looked for in what readers inflate */
};

/* A number as it is shown somewhere. */
struct shown_number {
    double value;
    int decimals;
};

/* Reads all of it from the file. */
bool figures_load(struct figures *figures, const char *database, struct error *err);

/* The same, and attacks it: bounds what is hidden, runs the checks of generator/sql/audit/check/ and reports each row
 * they give. */
bool figures_read(struct figures *figures, const char *database, struct error *err);

#define FIGURES_CONTRIBUTORS_LEAST 11 /* persons behind an amount that is shown */

/* The number at the start of the text, in French or machine form; false without one. A sign is skipped. */
bool figures_parse(struct str text, struct shown_number *out_number);

/* Of all the numbers in the text the one that the file has for that cell, else the first: "299 sur 410 (72,9 %)". */
bool figures_parse_share(const struct figures *figures, struct str cell, struct str text,
                         struct shown_number *out_number);

/* What the file says of the cell, where it says anything: sparse entities are filled. */
bool figures_look_up(const struct figures *figures, struct str cell, struct figure *out);

/* The slot of a cell, empty (cell.ptr NULL) where there is none; there are slots. */
struct figure *figures_slot(const struct figures *figures, struct str cell);

/* The cell id from the columns indicator, kind, code, period, breakdown, the first of them `column`; in the arena. */
struct str figures_read_cell(struct figures *figures, struct query *query, int column);

struct cell_parts {
    struct str indicator, entity, period, breakdown;
};

/* The parts of a cell id; false when it is none. */
bool figures_split_cell(struct str cell, struct cell_parts *out);

/* The period of a cell id; false when it is none. */
bool figures_period(struct str cell, struct str *out_period);
bool figures_has_period(const struct figures *figures, struct str period);

bool figures_is_revised(const struct figures *figures, struct str cell);

/* Does the file have that number, to its decimals, for any figure of the entity ("department", "01")? */
bool figures_has_number(const struct figures *figures, struct str kind, struct str code, struct shown_number number);

/* The shortest text of a number, in the arena. */
struct str figures_number_text(struct figures *figures, double value);

/* One more length, place or area was measured. */
void figures_measured(struct figures *figures);

bool figures_is_multiple(const struct figures *figures, double value);

/* Is it a target, what lacks to one, or what somebody else published? */
bool figures_is_aim(const struct figures *figures, double value);

const struct audit_indicator *figures_indicator(const struct figures *figures, struct str code);

/* "This is shown as the figure of that cell": compared with the file. */
void figures_claim(struct figures *figures, struct str place, struct str cell, struct shown_number number);

/* "This is a count of persons": a multiple of the base. `what`: the column, key or word that says so. */
void figures_count(struct figures *figures, struct str rule, struct str place, struct str what,
                   struct shown_number number);

/* "A sentence says so many persons": a multiple of the base, or no small count, unless a text of public.sqlite holds
 * the phrase. `word`: the one for persons. */
void figures_count_said(struct figures *figures, struct str place, struct str word, struct shown_number number,
                        struct str phrase);

void figures_fault(struct figures *figures, struct audit_fault fault);

/* A length, place or area that tells another number than the figure. */
void figures_length_fault(struct figures *figures, struct str place, struct str cell, struct str found,
                          struct str expected);

#endif
