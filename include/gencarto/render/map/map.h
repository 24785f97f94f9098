/* What all maps share: panels, units, words, and the ledger of what a map shows and what it does not.
 *
 * A map is a pure function of (atlas, theme, language, data): no database, no file, no clock. France is drawn as
 * panels, one drawing each, which a page lays out: the mainland, Île-de-France enlarged, the five overseas territories,
 * the legend; PANEL_WHOLE composes them at fixed places with title, notes and source, for files that are taken away.
 *
 *     struct map_context context = {.arena = page, .atlas = &atlas, .theme = theme, .language = LANGUAGE_FR};
 *     struct drawing drawing;
 *     struct map_ledger ledger;
 *     if (!choropleth_draw(&context, &choropleth, PANEL_MAINLAND, &drawing, &ledger, err)) return false;
 */
#ifndef GENCARTO_RENDER_MAP_MAP_H
#define GENCARTO_RENDER_MAP_MAP_H

#include "gencarto/base/cell.h"
#include "gencarto/base/error.h"
#include "gencarto/base/typography.h"
#include "gencarto/geo/atlas.h"
#include "gencarto/render/draw/theme.h"

struct map_memory;

struct map_context {
    struct arena *arena; /* of the page: owns what the functions give */
    const struct atlas *atlas;
    const struct theme *theme;
    enum language language;
    struct map_memory *memory; /* the thread's own; drawings point into it; NULL: every map computes all its outlines */
};

/* What maps of one atlas have in common is computed once: the outlines of the panels of France, as path data, and the
 * places of labels. Drawings are the same without it. Lives as long as the drawings and the atlas. */
struct map_memory *map_memory_new(const struct atlas *atlas);
void map_memory_free(struct map_memory *memory); /* takes NULL */

/* Styles and numbers that maps ask of the theme; for theme_has. */
extern const struct theme_needs map_needs;

enum panel {
    PANEL_MAINLAND = 0,
    PANEL_IDF, /* "IDF" */
    PANEL_GUADELOUPE,
    PANEL_MARTINIQUE,
    PANEL_GUYANE,
    PANEL_REUNION,
    PANEL_MAYOTTE,
    PANEL_LEGEND,
    PANEL_WHOLE,
    PANELS
};

/* "mainland", "IDF", "971"... "976", "legend", "whole". */
bool panel_parse(struct str name, enum panel *out_panel);

/* A department or a region and what is known of it. Texts are final. */
struct map_unit {
    struct str code; /* INSEE, or TERRITORY_NOT_LOCATED: that one is in the ledger, never on the map */
    struct str name;
    struct str short_name; /* for labels whose name does not fit: "Alpes-Hte-Prov."; or empty */
    double value;          /* a share in percent, or a count; nothing with the statuses c, z and u */
    enum status status;    /* c: hatched; z, u: left empty */
    double second;         /* another share, for maps of two; not a number when there is none */
    size_t category;       /* of a typology, from 1; 0: none */
    double size;           /* a count beside a share: the area of its circle; not a number when there is none */
    struct str text;       /* the value as it is printed: "26,3 %", "secret" */
    struct str title;      /* tooltip and accessible name: "Gironde : 26,3 %" */
    struct str href;       /* its page, or empty */
    struct str cell;       /* id of the figure printed, or empty */
};

struct map_names {
    struct str *names;
    size_t count, capacity;
};

/* Every unit and every training is in exactly one list of its kind. */
struct map_ledger {
    struct map_names shown;   /* units with a value on the map, by name */
    struct map_names secret;  /* hatched */
    struct map_names empty;   /* no value to show: z and u */
    struct map_names absent;  /* territories of the atlas that the data do not name, by code */
    struct map_names nowhere; /* units that have no place on a map: à distance ou non localisé */
    struct map_names trainings_shown, trainings_not_located, trainings_outside; /* by id; outside ones are drawn too,
                                                                                   where their point says */
};

struct map_note {
    struct str label, text; /* "Note :", its text */
};

/* Words of the composed map. */
struct map_frame {
    struct str title, subtitle;
    struct str idf_name;     /* "Île-de-France, agrandie" */
    struct str nowhere_text; /* what is not on the map; may be empty */
    const struct map_note *notes;
    size_t note_count;
};

#endif
