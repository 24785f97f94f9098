/* Trainings gathered by town, and where their symbols stand. */
#ifndef RENDER_MAP_TOWN_H
#define RENDER_MAP_TOWN_H

#include "gencarto/render/map/points.h"
#include "label.h"
#include "view.h"

struct town {
    struct str name, department;
    const struct map_training **trainings; /* by family, then id; NULL when a disc holds too many to name */
    size_t count;
    struct position position; /* the mean of its trainings' */
    struct point at;          /* where it is on the drawing */
    struct point centre;      /* where its symbols stand */
    bool is_disc;             /* a disc with the count instead of symbols */
    double radius;            /* of the disc; of a lone symbol among discs; 0 for a rosette */
};

struct towns {
    struct town *towns; /* the largest first, then by department and name */
    size_t count;
    bool by_department; /* gather all towns of a department, whether they overlap or not */
};

/* The located trainings for which `keeps` holds. */
struct towns towns_of(const struct map_context *context, const struct points *points,
                      bool (*keeps)(const void *filter, const struct territory *department), const void *filter);

/* Offsets of n places in a hexagonal spiral: the first at the middle, `pitch` between neighbours. */
void rosette_offsets(struct arena *arena, size_t n, double pitch, struct point **out_offsets);

/* The radius of a disc that stands for one training: as large as a symbol, or less, so that the discs of `count`
 * trainings cover no more than an eighth of a map of this size. */
double disc_unit(const struct map_context *context, size_t count, struct point size);

/* The radius of the disc for this count: its area is proportional; the smallest ones stay visible. */
double disc_radius(double unit, size_t count);

/* Finds each town's centre: its own place, or the nearest where no symbol covers another. Towns with more than
 * `rosette_max` trainings are discs. Symbols are added to the obstacles. */
void towns_spread(const struct map_context *context, struct towns *towns, double unit, size_t rosette_max,
                  struct point size, struct obstacles *obstacles);

/* Gathers the towns of one department whose discs overlap, then moves discs apart: for maps of France. */
void towns_gather(const struct map_context *context, struct towns *towns, double unit, struct point size);

/* Moves discs apart until none covers another; all stay inside the drawing. */
void towns_push_apart(struct towns *towns, struct point size);

void towns_draw(const struct map_context *context, const struct points *points, struct drawing *drawing,
                const struct towns *towns);

/* All their trainings as those of one place of that name. */
struct town towns_as_one(const struct map_context *context, const struct towns *towns, struct str name);

/* What another map shows in detail: its count, and points->inset_hint below, in the free room inside the mask that is
 * nearest to `from`; added to what is taken. */
void town_draw_inset(const struct map_context *context, const struct points *points, struct drawing *drawing,
                     const struct town *town, const struct mask *inside, struct point from, struct obstacles *taken);

/* "Rhône : 12 formations" */
struct str named_count(const struct map_context *context, const struct points *points, struct str name, size_t count);

/* Which list of the ledger has which training; those of other departments are left out. */
void ledger_trainings(const struct map_context *context, const struct points *points,
                      bool (*keeps)(const void *filter, const struct territory *department), const void *filter,
                      struct map_ledger *ledger);

#endif
