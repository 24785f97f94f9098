// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "scene.h"

#include <math.h>
#include <string.h>

static struct scene the_scene;

static struct map_unit unit_of(struct scene *scene, struct str code, size_t rank)
{
    struct arena *arena = &scene->arena;
    struct map_unit unit = {.code = code, .value = 10 + 0.1 * (double)(rank * 7 % 101 * 3)};
    unit.status = rank % 17 == 5 ? STATUS_CONFIDENTIAL : rank % 23 == 7 ? STATUS_NOT_APPLICABLE : STATUS_NORMAL;
    unit.name = str_format(arena, "Département %.*s", STR_ARGS(code));
    unit.text = unit.status == STATUS_NORMAL ? str_format(arena, "%.1f %%", unit.value) : STR("secret");
    unit.title = str_format(arena, "%.*s : %.*s", STR_ARGS(unit.name), STR_ARGS(unit.text));
    unit.href = str_format(arena, "territoires/une-region/un-departement-%.*s/index.html", STR_ARGS(code));
    unit.cell = str_format(arena, "part/department:%.*s/2017-T4/", STR_ARGS(code));
    return unit;
}

int scene_open(void **state)
{
    struct scene *scene = &the_scene;
    struct error err = {0};
    arena_init(&scene->arena);
    const struct theme *theme = NULL;
    if (!theme_read(&scene->arena, "templates", &theme, &err) || !theme_has(theme, &map_needs, &err) ||
        !atlas_read(&scene->arena, "input/reference/boundaries.topojson", &scene->atlas, &err)) {
        print_error("%s\n", err.message);
        return 1;
    }
    scene->context = (struct map_context){&scene->arena, &scene->atlas, theme, LANGUAGE_FR, NULL};
    scene->unit_count = 0;
    for (size_t i = 0; i < scene->atlas.department_count; i++) {
        scene->units[scene->unit_count++] = unit_of(scene, scene->atlas.departments[i].code, i);
    }
    scene->units[scene->unit_count++] =
        (struct map_unit){.code = STR(TERRITORY_NOT_LOCATED), .name = STR("À distance"), .value = 21};
    *state = scene;
    return 0;
}

int scene_close(void **state)
{
    arena_clear(&((struct scene *)*state)->arena);
    return 0;
}

size_t scene_count(const struct drawing *drawing, const char *attribute, const char *value)
{
    size_t count = 0;
    for (size_t i = 0; i < drawing->count; i++) {
        for (size_t j = 0; j < drawing->marks[i].attribute_count; j++) {
            const struct mark_attribute *a = &drawing->marks[i].attributes[j];
            count += str_equal(a->name, str_from(attribute)) && (value == NULL || str_equal(a->value, str_from(value)));
        }
    }
    return count;
}

size_t scene_svg_bytes(const struct scene *scene, const struct drawing *drawing)
{
    struct buf out;
    buf_init(&out, NULL);
    svg_paint(&out, drawing, scene->context.theme, SVG_INLINE, STR("index.html"));
    size_t bytes = out.len;
    buf_clear(&out);
    return bytes;
}

/* Groups move what they hold; they are one deep. */
static size_t text_boxes(const struct scene *scene, const struct drawing *drawing, struct box *out_boxes,
                         struct str *out_texts)
{
    size_t count = 0, depth = 0;
    struct point moved = {0, 0};
    for (size_t i = 0; i < drawing->count; i++) {
        const struct mark *mark = &drawing->marks[i];
        if (mark->kind == MARK_GROUP_BEGIN) {
            moved = depth++ == 0 ? (struct point){mark->x, mark->y} : moved;
        } else if (mark->kind == MARK_GROUP_END) {
            moved = --depth == 0 ? (struct point){0, 0} : moved;
        } else if (mark->kind == MARK_TEXT) {
            struct box box = theme_text_box(scene->context.theme, mark);
            out_boxes[count] = (struct box){box.x0 + moved.x, box.y0 + moved.y, box.x1 + moved.x, box.y1 + moved.y};
            out_texts[count++] = mark->text;
        }
    }
    return count;
}

/* A descender may reach into the line below by a pixel. */
static bool boxes_cover(struct box a, struct box b)
{
    return a.x0 + 1 < b.x1 && b.x0 + 1 < a.x1 && a.y0 + 1.5 < b.y1 && b.y0 + 1.5 < a.y1;
}

void scene_check_texts(const struct scene *scene, const struct drawing *drawing)
{
    struct box *boxes = arena_array(scene->context.arena, struct box, drawing->count);
    struct str *texts = arena_array(scene->context.arena, struct str, drawing->count);
    size_t count = text_boxes(scene, drawing, boxes, texts);
    for (size_t i = 0; i < count; i++) {
        struct box box = boxes[i];
        if (box.x0 < 0 || box.y0 < -1 || box.x1 > drawing->width + 0.5 || box.y1 > drawing->height + 1) {
            fail_msg("%.*s: the text \"%.*s\" leaves the drawing", STR_ARGS(drawing->id), STR_ARGS(texts[i]));
        }
        for (size_t j = i + 1; j < count; j++) {
            if (boxes_cover(box, boxes[j])) {
                fail_msg("%.*s: \"%.*s\" and \"%.*s\" cover each other", STR_ARGS(drawing->id), STR_ARGS(texts[i]),
                         STR_ARGS(texts[j]));
            }
        }
    }
}

struct position scene_project(const char *department, double lon_deg, double lat_deg)
{
    struct error err = {0};
    struct projections *projections = NULL;
    struct position position = {lon_deg, lat_deg};
    assert_true(projections_open(&projections, &err));
    assert_true(projections_forward(projections, frame_of_department(str_from(department)), &position, 1, &err));
    projections_close(projections);
    return position;
}
