/* What maps cost inside the program: opening the atlas from a ready cache, one choropleth of the mainland, and the maps
 * of 101 departments, 18 regions and France, each to SVG. Prints seconds, the best of several rounds. Values are made
 * up.
 *
 *     bench-maps [GEOJSON]              with a file, one more line: reading it without a cache
 *     bench-maps --draw FOLDER FILE     one choropleth of the mainland as a whole process, nothing printed: FILE is
 * .svg or .png, the cache of boundaries is in FOLDER
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gencarto/base/file.h"
#include "gencarto/render/draw/canvas.h"
#include "gencarto/render/draw/paint.h"
#include "gencarto/render/map/choropleth.h"
#include "gencarto/render/map/points.h"

#define SHIPPED "input/reference/boundaries.topojson"
enum { ROUNDS = 9 };

struct bench {
    struct arena arena; /* of one round */
    struct atlas atlas;
    const struct theme *theme;
    struct map_memory *memory;
    struct map_unit units[128];
    size_t unit_count;
    size_t bytes;
};

static double now_s(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void fail(const struct error *err)
{
    fprintf(stderr, "bench-maps: %s\n", err->message);
    exit(1);
}

static void paint(struct bench *bench, const struct drawing *drawing)
{
    struct buf svg;
    buf_init(&svg, &bench->arena);
    svg_paint(&svg, drawing, bench->theme, SVG_INLINE, STR("carte/index.html"));
    bench->bytes += svg.len;
}

static struct map_context context_of(struct bench *bench)
{
    return (struct map_context){&bench->arena, &bench->atlas, bench->theme, LANGUAGE_FR, bench->memory};
}

static struct drawing choropleth_of(struct bench *bench)
{
    struct error err = {0};
    struct drawing drawing;
    struct map_context context = context_of(bench);
    struct choropleth map = {.id = STR("m"),
                             .title = STR("Parts"),
                             .units = bench->units,
                             .unit_count = bench->unit_count,
                             .method = CLASSES_JENKS,
                             .class_count = 5,
                             .target = 30};
    if (!choropleth_draw(&context, &map, PANEL_MAINLAND, &drawing, NULL, &err)) {
        fail(&err);
    }
    return drawing;
}

static void draw_choropleth(struct bench *bench)
{
    struct drawing drawing = choropleth_of(bench);
    paint(bench, &drawing);
}

/* The maps of the territories' pages: outlines, neighbours, names and values. */
static void draw_all(struct bench *bench)
{
    struct error err = {0};
    struct drawing drawing;
    struct map_context context = context_of(bench);
    struct points points = {.id = STR("p"),
                            .title = STR("Formations"),
                            .units = bench->units,
                            .unit_count = bench->unit_count,
                            .one = STR("{} formation"),
                            .many = STR("{} formations"),
                            .named = STR("{} : {}")};
    for (size_t i = 0; i < bench->atlas.region_count; i++) {
        if (!points_draw_region(&context, &points, bench->atlas.regions[i].code, &drawing, NULL, &err)) {
            fail(&err);
        }
        paint(bench, &drawing);
    }
    for (size_t i = 0; i < bench->atlas.department_count; i++) {
        if (!points_draw_department(&context, &points, bench->atlas.departments[i].code, &drawing, NULL, &err)) {
            fail(&err);
        }
        paint(bench, &drawing);
    }
    draw_choropleth(bench);
}

static void measure(struct bench *bench, const char *name, void (*work)(struct bench *), size_t times)
{
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        bench->bytes = 0;
        double begun = now_s();
        for (size_t i = 0; i < times; i++) {
            struct arena_mark mark = arena_save(&bench->arena);
            work(bench);
            arena_restore(&bench->arena, mark);
        }
        double spent = (now_s() - begun) / (double)times;
        best = spent < best ? spent : best;
    }
    printf("%-44s %9.5f s %9zu bytes\n", name, best, bench->bytes / times);
}

static void measure_opening(const char *name, const struct atlas_source *source, int rounds)
{
    double best = 1e9;
    for (int round = 0; round < rounds; round++) {
        struct arena arena;
        struct atlas atlas;
        struct error err = {0};
        arena_init(&arena);
        double begun = now_s();
        if (!atlas_open(&arena, source, &atlas, &err)) {
            fail(&err);
        }
        double spent = now_s() - begun;
        best = spent < best ? spent : best;
        arena_clear(&arena);
    }
    printf("%-44s %9.5f s\n", name, best);
}

static void make_units(struct bench *bench, struct arena *arena)
{
    for (size_t i = 0; i < bench->atlas.department_count; i++) {
        struct str code = bench->atlas.departments[i].code;
        struct map_unit *unit = &bench->units[bench->unit_count++];
        *unit = (struct map_unit){.code = code, .value = 10 + (double)(i * 37 % 300) / 10};
        unit->name = str_format(arena, "Département %.*s", STR_ARGS(code));
        unit->text = STR("24,0\u00A0%");
        unit->title = str_format(arena, "%.*s : 24,0 %%", STR_ARGS(unit->name));
        unit->href = str_format(arena, "/territoires/region/departement-%.*s/index.html", STR_ARGS(code));
    }
}

/* ---- One map as a whole process ---- */

static void draw_file(struct bench *bench, const char *path)
{
    struct error err = {0};
    struct canvas *canvas = NULL;
    struct buf bytes;
    struct drawing drawing = choropleth_of(bench);
    buf_init(&bytes, &bench->arena);
    if (!str_ends(str_from(path), STR(".png"))) {
        svg_paint(&bytes, &drawing, bench->theme, SVG_STANDALONE, STR(""));
    } else if (!canvas_open(bench->theme, &canvas, &err) || !png_paint(&bytes, canvas, &drawing, 1, &err)) {
        fail(&err);
    }
    canvas_close(canvas);
    if (!file_write(path, buf_str(&bytes), &err)) {
        fail(&err);
    }
}

static void open_bench(struct bench *bench, struct arena *arena, const char *cache)
{
    struct error err = {0};
    struct atlas_source cached = {SHIPPED, SHIPPED, cache};
    arena_init(&bench->arena);
    if (!theme_read(arena, "templates", &bench->theme, &err) || !theme_has(bench->theme, &map_needs, &err) ||
        !atlas_open(arena, &cached, &bench->atlas, &err)) {
        fail(&err);
    }
    bench->memory = map_memory_new(&bench->atlas);
    make_units(bench, arena);
}

static void measure_all(struct bench *bench, const char *cache, const char *given)
{
    struct atlas_source plain = {.file = SHIPPED}, cached = {SHIPPED, SHIPPED, cache};
    measure_opening("boundaries, without a cache", &plain, 3);
    measure_opening("boundaries, from the cache", &cached, ROUNDS);
    if (given != NULL) {
        struct atlas_source source = {given, SHIPPED, NULL};
        measure_opening("the file given, without a cache", &source, 1);
    }
    measure(bench, "one choropleth, mainland, SVG", draw_choropleth, 20);
    measure(bench, "101 departments, 18 regions, France, SVG", draw_all, 1);
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct bench bench = {0};
    char folder[] = "/tmp/gencarto-bench-XXXXXX";
    bool is_one = argc == 4 && strcmp(argv[1], "--draw") == 0;
    arena_init(&arena);
    if (!is_one && mkdtemp(folder) == NULL) {
        return 1;
    }
    open_bench(&bench, &arena, is_one ? argv[2] : folder);
    if (is_one) {
        draw_file(&bench, argv[3]);
    } else {
        measure_all(&bench, folder, argc > 1 ? argv[1] : NULL);
        remove(file_join(&arena, folder, "boundaries.atlas"));
        remove(folder);
    }
    map_memory_free(bench.memory);
    arena_clear(&bench.arena);
    arena_clear(&arena);
    return 0;
}
