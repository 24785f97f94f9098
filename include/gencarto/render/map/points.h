/* Trainings as points, by job family: a region, a department, France.
 *
 * One symbol a training at its town. Those of one town stand in a rosette round it; a rosette that would cover another
 * moves aside and keeps a leader to its town. Where symbols cannot all stand (France; a town with more than
 * POINTS_ROSETTE_MAX trainings; a region with more than POINTS_TOWNS_MAX towns) a disc carries the count, its area
 * proportional to it: nothing is hidden; on a phone from POINTS_ROSETTE_NARROW trainings on. With more than
 * POINTS_DISCS_MAX towns France has one disc a department. A disc that stands for its town's neighbours too has the
 * largest town's name.
 */
#ifndef GENCARTO_RENDER_MAP_POINTS_H
#define GENCARTO_RENDER_MAP_POINTS_H

#include "gencarto/render/map/map.h"

enum { POINTS_ROSETTE_MAX = 37, POINTS_ROSETTE_NARROW = 7, POINTS_TOWNS_MAX = 120, POINTS_DISCS_MAX = 400 };

struct map_training {
    struct str id;
    struct str department; /* where it is counted */
    struct str town;
    bool is_located;          /* has a position */
    struct position position; /* metres in the frame of its department (projections_forward) */
    int family;               /* rank 1..7; 0: none, or another */
    struct str title;         /* "Bases de la programmation, Nîmes (développement web)" */
    struct str href;
};

struct points {
    struct str id, title, description;
    const struct map_training *trainings;
    size_t training_count;
    const struct map_unit *units; /* departments, with name, text and link; may be none on the France map */
    size_t unit_count;
    const struct map_unit *regions; /* with name and link; may be none: for the maps of France */
    size_t region_count;
    struct str one, many;    /* "{} formation", "{} formations": a count in words */
    struct str named;        /* "{} : {}": a place and its count in words */
    struct str idf;          /* "Île-de-France" */
    struct str apart;        /* "75 92 93 94": the crowded departments of a region, in a map of their own */
    struct str inset_hint;   /* "en encart": under the count of what another map shows */
    struct str legend_title; /* "Formations par disque" */
    struct map_frame frame;
};

/* A panel of the map of France: departments with their links, symbols and discs. On the mainland Île-de-France is a
 * tinted region with its count: its towns are in the inset. PANEL_LEGEND is the key of the discs' sizes; the key of
 * families is the page's. */
bool points_draw(const struct map_context *context, const struct points *points, enum panel panel,
                 struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

/* The mainland for a phone: one disc a region with its count, and the key of their sizes. */
bool points_draw_france_narrow(const struct map_context *context, const struct points *points,
                               struct drawing *out_drawing, struct error *err);

/* ERROR_OUTPUT when the atlas has no such territory. Trainings of other territories are left out of map and ledger. */
bool points_draw_region(const struct map_context *context, const struct points *points, struct str region,
                        struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);
bool points_draw_department(const struct map_context *context, const struct points *points, struct str department,
                            struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

/* The departments of points->apart alone. On the region's map they are tinted in one piece with their count. */
bool points_draw_apart(const struct map_context *context, const struct points *points, struct str region,
                       struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

/* The region for a phone: one circle a department, its area proportional to its trainings, "31 · 12" below. */
bool points_draw_narrow(const struct map_context *context, const struct points *points, struct str region,
                        struct drawing *out_drawing, struct map_ledger *out_ledger, struct error *err);

/* The department for a phone: the same symbols, sooner gathered in discs. */
bool points_draw_department_narrow(const struct map_context *context, const struct points *points,
                                   struct str department, struct drawing *out_drawing, struct map_ledger *out_ledger,
                                   struct error *err);

#endif
