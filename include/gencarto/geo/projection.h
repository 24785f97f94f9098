/* The legal projections of the French territories, each a frame of its own; PROJ does the arithmetic.
 *
 * Mainland and Corsica: Lambert-93 (EPSG:2154). Guadeloupe, Martinique: RGAF09 / UTM 20N (EPSG:5490). Guyane:
 * RGFG95 / UTM 22N (EPSG:2972). La Réunion: RGR92 / UTM 40S (EPSG:2975). Mayotte: RGM04 / UTM 38S (EPSG:4471).
 * All five datums are WGS 84 to less than a metre, so degrees go in as they are: no grid, no network, and no look-up of
 * codes in PROJ's database. tests/tables/projection.txt compares with the EPSG definitions.
 *
 *     struct projections *p = NULL;
 *     if (!projections_open(&p, err)) return false;
 *     struct position toulouse = {1.4442, 43.6047};                       // degrees
 *     bool ok = projections_forward(p, frame_of_department(STR("31")), &toulouse, 1, err);    // now metres
 *     projections_close(p);
 */
#ifndef GENCARTO_GEO_PROJECTION_H
#define GENCARTO_GEO_PROJECTION_H

#include "gencarto/base/error.h"
#include "gencarto/geo/position.h"

enum frame {
    FRAME_MAINLAND = 0,
    FRAME_GUADELOUPE,
    FRAME_MARTINIQUE,
    FRAME_GUYANE,
    FRAME_REUNION,
    FRAME_MAYOTTE,
    FRAMES
};

/* The frame of a department's code (INSEE, "31", "2A", "974"). */
enum frame frame_of_department(struct str code);

/* The frame whose part of the world holds these degrees; the mainland when none does. */
enum frame frame_of_degrees(struct position degrees);

/* The degrees that hold it. */
struct extent frame_degrees(enum frame frame);

/* One for each thread: PROJ's contexts are not shared. Opening costs about 5 ms. */
struct projections;
bool projections_open(struct projections **out_projections, struct error *err);
void projections_close(struct projections *projections);

/* Degrees to metres and back, in place. ERROR_INPUT when a position has no image (a latitude above 90, not a number).
 */
bool projections_forward(struct projections *projections, enum frame frame, struct position *positions, size_t count,
                         struct error *err);
bool projections_inverse(struct projections *projections, enum frame frame, struct position *positions, size_t count,
                         struct error *err);

#endif
