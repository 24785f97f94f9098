/* Copies of the shipped boundaries in other forms: denser, rough, with islets, as a survey at full resolution is. */
#ifndef TESTS_UNIT_GEO_COPY_H
#define TESTS_UNIT_GEO_COPY_H

#include "gencarto/base/buf.h"
#include "gencarto/geo/topology.h"

/* Each border is divided `rounds` times in two, each middle moved aside by up to `roughness` of its edge: neighbours
 * keep sharing it. Deterministic. */
struct copy {
    struct topology topology;
    struct line *arcs; /* the rough ones */
};

struct copy copy_make(struct arena *arena, const char *path, int rounds, double roughness);

/* A ring of a geometry, closed: the last position repeats the first. */
struct line copy_ring(struct arena *arena, const struct copy *copy, const struct ring *ring);

enum copy_flaw {
    COPY_SOUND,
    COPY_SWAPPED,     /* latitude first */
    COPY_PROJECTED,   /* as metres */
    COPY_CLOCKWISE,   /* outer rings wind the old way */
    COPY_WITHOUT_75,  /* Paris is missing */
    COPY_TWICE_75,    /* Paris is there twice */
    COPY_OPEN,        /* a ring that does not close */
    COPY_ALONE,       /* each department shrunk a little: nobody shares a border */
    COPY_OVERLAPPING, /* the Finistère moved by a kilometre */
    COPY_T_JUNCTIONS, /* every department drops other points of its straight borders */
    COPY_NUMBERS      /* codes as numbers, in a property "code", with other features between */
};

/* A GeoJSON of the departments: INSEE_DEP and NOM as properties, seven decimals. */
struct str copy_geojson(struct arena *arena, const struct copy *copy, enum copy_flaw flaw);

#endif
