/* What the tests of maps draw: the real boundaries and theme, and made-up values. */
#ifndef GENCARTO_TESTS_MAP_SCENE_H
#define GENCARTO_TESTS_MAP_SCENE_H

#include "gencarto/render/draw/paint.h"
#include "gencarto/render/map/map.h"

struct scene {
    struct arena arena;
    struct atlas atlas;
    struct map_context context;
    struct map_unit units[128]; /* the departments, and what has no place: values in steps of 0.1 from 10 on */
    size_t unit_count;
};

/* Setup and teardown of a group of tests; the state is the scene. */
int scene_open(void **state);
int scene_close(void **state);

/* How many marks have this attribute, with this value where it is not NULL. */
size_t scene_count(const struct drawing *drawing, const char *attribute, const char *value);

size_t scene_svg_bytes(const struct scene *scene, const struct drawing *drawing);

/* Fails the test when a text is cut by the edge of the drawing, or two texts cover each other. */
void scene_check_texts(const struct scene *scene, const struct drawing *drawing);

struct position scene_project(const char *department, double lon_deg, double lat_deg);

#endif
