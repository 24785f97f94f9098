/* The programme's configuration, read from programme.xml and validated by programme.rng. Text lives in the arena. */
#ifndef GENCARTO_COMPILE_INGEST_PROGRAMME_H
#define GENCARTO_COMPILE_INGEST_PROGRAMME_H

#include <stdint.h>

#include "gencarto/base/cell.h"
#include "gencarto/base/error.h"
#include "gencarto/base/period.h"
#include "gencarto/tabular/delimiter.h"
#include "gencarto/tabular/fixed_width.h"
#include "gencarto/xml/document.h"

struct programme_target {
    struct str indicator; /* "apprenants_cumul", "part_femmes_cumul", "fabriques" */
    struct str entity;    /* "country:FR" or "region:76" */
    double value;         /* in the indicator's unit: persons, sites, percent */
    struct period start;  /* from when it is pursued */
    double start_value;   /* value at the end of the quarter before `start` (0 unless given) */
    struct period deadline;
    bool is_stepped; /* the trajectory stays at a point until the next one, else goes straight from one to the other */
    struct programme_point {
        struct period period;
        double value;
    } * points; /* custom points of the trajectory, in time order */
    size_t point_count;
    struct str milestone_label; /* of a target that is a milestone on the way (first wave), or empty */
    int line;                   /* of its element */
};

struct programme_wave {
    struct str code;                 /* "1" */
    int32_t opened_day, decided_day; /* DATE_NONE when unknown */
    int64_t applications, retained;  /* declared totals, -1 when unknown (then counted from candidatures) */
};

struct programme_term {    /* one entry of a vocabulary; a value of the register that has none becomes one */
    struct str vocabulary; /* "famille_metier", "modalite", "structure_statut" ... */
    struct str code;       /* canonical: "developpement", slug form */
    struct str label_fr, label_en;
    struct str *matches; /* other spellings found in exports */
    size_t match_count;
};

struct programme_mapping { /* a header of an export read as a canonical column */
    struct str header, column;
};

struct programme_source {
    struct str table;            /* "formations", "inscriptions", "labels", "candidatures", "references" */
    struct str pattern;          /* file names, with * : "inscriptions*.csv" */
    int32_t received_day;        /* DATE_NONE: taken in the order of names */
    double refuse_above_percent; /* share of rows set aside that stops the run; default 2 */
    struct str encoding;         /* "", "UTF-8", "windows-1252", "UTF-16", "macintosh", "IBM850", "ISO-8859-15" */
    struct delimiter delimiter;  /* none: found out */
    const struct fixed_width *fixed_width; /* NULL: found out */
    struct programme_mapping *mappings;
    size_t mapping_count;
    struct str *allowed_columns; /* declared although their names look personal */
    size_t allowed_count;
    int64_t line; /* of programme.xml */
};

/* A breakdown that is published at a level of which it is not by default, or is not where it is. */
struct programme_level {
    enum entity_kind level;
    struct str dimensions; /* "sexe", "neet+sexe" */
    bool opens;            /* with all levels above it; else closes, with all levels below it */
};

struct programme_revision { /* why a release revises a closed quarter so much */
    struct period quarter, release;
    bool is_method; /* it was counted by another method */
    struct str reason;
};

struct programme_indicator { /* added by the input folder: an element <indicateur> and a file of SQL */
    struct str code, file;   /* "part_mixte", "indicateurs/part_mixte.sql" */
    struct str sql;          /* text of the file, read by input_read */
    struct str unit;         /* code of the catalogue: "percent", "trainings" */
    int decimals;
    struct str direction, periodicity; /* "up", "down", "none"; "flow", "cumulative", "stock" */
    bool is_personal;                  /* made of counts of persons: a share under the minimum is not shown */
    struct str label, label_en, short_label, definition, numerator, denominator, scope, unknown, source, notes;
};

struct programme {
    struct str path; /* of the file it was read from; a NUL follows */
    struct str source;
    struct str name, short_name, tagline, description;
    struct str owner, owner_address, publication_director, host;
    struct str contact_email, contact_url;
    struct str licence_name, licence_url, source_credit;
    struct str legal_notice, privacy_notice;
    struct str accessibility_status;           /* "non", "partielle", "totale" (conformity); "non" without an audit */
    struct str accessibility_audit;            /* date and auditor, or empty */
    bool simulated;                            /* the data are invented: the banner says so */
    struct str notice;                         /* text of the banner at the top of each page, or empty */
    struct period release;                     /* index 0: the last complete quarter with data */
    int32_t published_day, next_published_day; /* DATE_NONE when not said */
    int32_t received_day;                      /* data received until then; DATE_NONE when not said */
    bool suppresses;                           /* counts are hidden, else (by default) rounded */
    int rounding_base;                         /* 5 by default; 3, 5, 10, 11; of a suppression the threshold */
    int share_minimum;                         /* denominator under which a share is not shown; 20 */
    struct programme_level *levels;            /* in the order of the file */
    size_t level_count;
    struct str *languages;
    size_t language_count;
    struct programme_target *targets;
    size_t target_count;
    struct programme_wave *waves;
    size_t wave_count;
    struct programme_term *terms;
    size_t term_count;
    struct programme_source *sources;
    size_t source_count;
    struct programme_revision *revisions;
    size_t revision_count;
    struct programme_indicator *indicators;
    size_t indicator_count;
};

/* The RELAX NG schema: programme.rng, whose comment documents every element, without its comments. */
struct str programme_schema(void);

/* The schema made ready; document_schema_free gives it back. It needs no programme: it may be read beside one. */
bool programme_schema_read(struct arena *arena, struct document_schema **out_schema, struct error *err);

/* Reads `path`. ERROR_INPUT with file and line when it is absent or says what cannot be. That holds for any document,
 * and what it tells is clearer than what the schema would say of the same fault. */
bool programme_read(struct arena *arena, const char *path, struct programme *out_programme, struct error *err);

/* Then finds by the schema what nobody read: a misspelt element, a stray attribute, another document. ERROR_INPUT with
 * file and lines. Nothing waits for it but the end of the run: it may go on beside the reading of the exports. */
bool programme_validate(const struct programme *programme, const struct document_schema *schema, struct error *err);

/* Does the programme define a wave of this code? True of any code when it defines none. */
bool programme_has_wave(const struct programme *programme, struct str code);

#endif
