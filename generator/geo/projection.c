#include "gencarto/geo/projection.h"

#include <assert.h>
#include <stdlib.h>

#include "proj_library.h"

#define TO_RADIANS "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step "

struct frame_definition {
    struct str department;
    const char *system;   /* EPSG */
    const char *pipeline; /* the EPSG definition, written out: no look-up in PROJ's database */
    struct extent degrees;
};

static const struct frame_definition frames[FRAMES] = {
    [FRAME_MAINLAND] = {STR_INIT(""),
                        "EPSG:2154",
                        TO_RADIANS "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 "
                                   "+ellps=GRS80",
                        {-15, 38, 15, 55}},
    [FRAME_GUADELOUPE] = {STR_INIT("971"),
                          "EPSG:5490",
                          TO_RADIANS "+proj=utm +zone=20 +ellps=GRS80",
                          {-62.5, 15.6, -60.5, 17}},
    [FRAME_MARTINIQUE] = {STR_INIT("972"),
                          "EPSG:5490",
                          TO_RADIANS "+proj=utm +zone=20 +ellps=GRS80",
                          {-61.8, 14, -60.3, 15.2}},
    [FRAME_GUYANE] = {STR_INIT("973"), "EPSG:2972", TO_RADIANS "+proj=utm +zone=22 +ellps=GRS80", {-59, -1, -47, 9}},
    [FRAME_REUNION] = {STR_INIT("974"),
                       "EPSG:2975",
                       TO_RADIANS "+proj=utm +zone=40 +south +ellps=GRS80",
                       {54.5, -22, 56.5, -20}},
    [FRAME_MAYOTTE] = {STR_INIT("976"),
                       "EPSG:4471",
                       TO_RADIANS "+proj=utm +zone=38 +south +ellps=GRS80",
                       {44, -14, 46, -12}},
};

enum frame frame_of_department(struct str code)
{
    for (enum frame frame = FRAME_MAINLAND + 1; frame < FRAMES; frame++) {
        if (str_equal(frames[frame].department, code)) {
            return frame;
        }
    }
    return FRAME_MAINLAND;
}

enum frame frame_of_degrees(struct position degrees)
{
    for (enum frame frame = FRAME_MAINLAND; frame < FRAMES; frame++) {
        if (extent_meets(frames[frame].degrees, (struct extent){degrees.x, degrees.y, degrees.x, degrees.y})) {
            return frame;
        }
    }
    return FRAME_MAINLAND;
}

struct extent frame_degrees(enum frame frame)
{
    return frames[frame].degrees;
}

struct projections {
    struct proj proj;
    PJ_CONTEXT *context;
    PJ *transformations[FRAMES]; /* made at first use */
};

bool projections_open(struct projections **out_projections, struct error *err)
{
    struct projections *projections = calloc(1, sizeof *projections);
    if (projections == NULL) {
        return error_set(err, ERROR_SYSTEM, "projections: out of memory");
    }
    struct proj *proj = &projections->proj;
    if (!LIBRARY_OPEN(PROJ_LIBRARY, PROJ_FUNCTIONS, proj, err)) {
        free(projections);
        return false;
    }
    projections->context = proj->context_create();
    if (projections->context == NULL) {
        projections_close(projections);
        return error_set(err, ERROR_SYSTEM, "projections: PROJ gives no context");
    }
    proj->context_set_enable_network(projections->context, 0);
    proj->log_level(projections->context, PJ_LOG_NONE);
    *out_projections = projections;
    return true;
}

void projections_close(struct projections *projections)
{
    if (projections == NULL) {
        return;
    }
    const struct proj *proj = &projections->proj;
    for (enum frame frame = FRAME_MAINLAND; frame < FRAMES; frame++) {
        proj->destroy(projections->transformations[frame]);
    }
    proj->context_destroy(projections->context);
    free(projections);
}

static bool transform(struct projections *projections, PJ_DIRECTION direction, enum frame frame,
                      struct position *positions, size_t count, struct error *err)
{
    const struct proj *proj = &projections->proj;
    PJ **pj = &projections->transformations[frame];
    if (*pj == NULL) {
        *pj = proj->create(projections->context, frames[frame].pipeline);
    }
    if (*pj == NULL) {
        return error_set(err, ERROR_SYSTEM, "projections: PROJ refuses %s (%s)", frames[frame].system,
                         proj->context_errno_string(projections->context, proj->context_errno(projections->context)));
    }
    if (count == 0) {
        return true;
    }
    proj->errno_reset(*pj);
    size_t stride = sizeof *positions;
    proj->trans_generic(*pj, direction, &positions->x, stride, count, &positions->y, stride, count, NULL, 0, 0, NULL, 0,
                        0);
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(positions[i].x) || !isfinite(positions[i].y)) {
            return error_set(err, ERROR_INPUT, "projections: position %zu of %zu is not on the earth (%s)", i + 1,
                             count, frames[frame].system);
        }
    }
    return true;
}

bool projections_forward(struct projections *projections, enum frame frame, struct position *positions, size_t count,
                         struct error *err)
{
    return transform(projections, PJ_FWD, frame, positions, count, err);
}

bool projections_inverse(struct projections *projections, enum frame frame, struct position *positions, size_t count,
                         struct error *err)
{
    return transform(projections, PJ_INV, frame, positions, count, err);
}
