#include "town.h"

#include <math.h>
#include <stdlib.h>

#include "gencarto/render/draw/symbol.h"
#include "panel.h"

#define PI            3.14159265358979323846
#define SMALLEST_DISC 2.5  /* px */
#define DISC_IDS_MAX  200  /* trainings that a disc still names in its attribute */
#define MAP_IDS_MAX   2000 /* trainings of a map whose discs name theirs: what weighs less than its outlines */

/* ---- Gathering ---- */

static int compare_trainings(const void *a, const void *b)
{
    const struct map_training *x = *(const struct map_training *const *)a, *y = *(const struct map_training *const *)b;
    int order = str_compare(x->department, y->department);
    order = order != 0 ? order : str_compare(x->town, y->town);
    order = order != 0 ? order : (x->family > y->family) - (x->family < y->family);
    return order != 0 ? order : str_compare(x->id, y->id);
}

static int compare_towns(const void *a, const void *b)
{
    const struct town *x = a, *y = b;
    if (x->count != y->count) {
        return x->count > y->count ? -1 : 1;
    }
    int order = str_compare(x->department, y->department);
    return order != 0 ? order : str_compare(x->name, y->name);
}

struct towns towns_of(const struct map_context *context, const struct points *points,
                      bool (*keeps)(const void *filter, const struct territory *department), const void *filter)
{
    const struct map_training **kept = arena_array(context->arena, const struct map_training *, points->training_count);
    size_t count = 0;
    for (size_t i = 0; i < points->training_count; i++) {
        const struct territory *department = atlas_department(context->atlas, points->trainings[i].department);
        if (points->trainings[i].is_located && department != NULL && keeps(filter, department)) {
            kept[count++] = &points->trainings[i];
        }
    }
    qsort(kept, count, sizeof *kept, compare_trainings);
    struct towns towns = {.towns = arena_array(context->arena, struct town, count)};
    for (size_t i = 0; i < count; i++) {
        struct town *town = towns.count > 0 ? &towns.towns[towns.count - 1] : NULL;
        if (town == NULL || !str_equal(town->name, kept[i]->town) ||
            !str_equal(town->department, kept[i]->department)) {
            town = &towns.towns[towns.count++];
            *town = (struct town){.name = kept[i]->town, .department = kept[i]->department, .trainings = &kept[i]};
        }
        town->count++;
        town->position.x += (kept[i]->position.x - town->position.x) / (double)town->count;
        town->position.y += (kept[i]->position.y - town->position.y) / (double)town->count;
    }
    qsort(towns.towns, towns.count, sizeof *towns.towns, compare_towns);
    return towns;
}

/* ---- Rosettes ---- */

void rosette_offsets(struct arena *arena, size_t n, double pitch, struct point **out_offsets)
{
    struct point *offsets = arena_array(arena, struct point, n);
    size_t placed = n > 0;
    for (size_t ring = 1; placed < n; ring++) {
        for (size_t side = 0; side < 6 && placed < n; side++) {
            double from = PI / 3 * (double)side, along = from + 2 * PI / 3;
            for (size_t step = 0; step < ring && placed < n; step++) {
                offsets[placed++] = (struct point){pitch * ((double)ring * cos(from) + (double)step * cos(along)),
                                                   pitch * ((double)ring * sin(from) + (double)step * sin(along))};
            }
        }
    }
    /* Two or three, and any unfinished ring, are centred on their mean. */
    struct point mean = {0, 0};
    for (size_t i = 0; i < n; i++) {
        mean.x += offsets[i].x / (double)n;
        mean.y += offsets[i].y / (double)n;
    }
    for (size_t i = 0; i < n; i++) {
        offsets[i].x -= mean.x;
        offsets[i].y -= mean.y;
    }
    *out_offsets = offsets;
}

double disc_unit(const struct map_context *context, size_t count, struct point size)
{
    double room = size.x * size.y / 8;
    return fmin(theme_number(context->theme, "map-symbol"), sqrt(room / (PI * fmax((double)count, 1))));
}

double disc_radius(double unit, size_t count)
{
    return fmax(unit * sqrt((double)count), SMALLEST_DISC);
}

/* The boxes of a town's symbols with their middle at `centre`. */
static size_t town_boxes(const struct map_context *context, const struct town *town, struct point centre,
                         struct box **out_boxes)
{
    double pitch = theme_number(context->theme, "map-pitch");
    if (town->is_disc) {
        *out_boxes = arena_one(context->arena, struct box);
        **out_boxes = box_around(centre, 2 * town->radius + 2, 2 * town->radius + 2);
        return 1;
    }
    struct point *offsets = NULL;
    rosette_offsets(context->arena, town->count, pitch, &offsets);
    *out_boxes = arena_array(context->arena, struct box, town->count);
    for (size_t i = 0; i < town->count; i++) {
        struct point at = {centre.x + offsets[i].x, centre.y + offsets[i].y};
        (*out_boxes)[i] = box_around(at, pitch - 1.5, pitch - 2.5);
    }
    return town->count;
}

static bool town_fits(const struct map_context *context, const struct town *town, struct point centre,
                      struct point size, const struct obstacles *obstacles)
{
    struct arena_mark mark = arena_save(context->arena);
    struct box *boxes = NULL;
    size_t count = town_boxes(context, town, centre, &boxes);
    bool fits = true;
    for (size_t i = 0; i < count && fits; i++) {
        fits = box_is_inside(boxes[i], size, 2) && !obstacles_meet(obstacles, boxes[i]);
    }
    arena_restore(context->arena, mark);
    return fits;
}

/* Round and round its own place, further each time. */
static struct point town_find(const struct map_context *context, const struct town *town, struct point size,
                              const struct obstacles *obstacles)
{
    for (int ring = 0; ring < 40; ring++) {
        int directions = ring == 0 ? 1 : 24;
        for (int i = 0; i < directions; i++) {
            double angle = 2 * PI * i / directions;
            struct point centre = {town->at.x + 5 * ring * cos(angle), town->at.y + 5 * ring * sin(angle)};
            if (town_fits(context, town, centre, size, obstacles)) {
                return centre;
            }
        }
    }
    return town->at;
}

void towns_spread(const struct map_context *context, struct towns *towns, double unit, size_t rosette_max,
                  struct point size, struct obstacles *obstacles)
{
    for (size_t i = 0; i < towns->count; i++) {
        struct town *town = &towns->towns[i];
        town->is_disc = town->count > rosette_max;
        town->radius = town->is_disc ? disc_radius(unit, town->count) : 0;
        town->centre = town_find(context, town, size, obstacles);
        struct box *boxes = NULL;
        size_t count = town_boxes(context, town, town->centre, &boxes);
        for (size_t j = 0; j < count; j++) {
            obstacles_add(obstacles, boxes[j]);
        }
    }
}

/* ---- Discs of France ---- */

static bool discs_overlap(const struct town *a, const struct town *b, double gap)
{
    return hypot(a->centre.x - b->centre.x, a->centre.y - b->centre.y) < a->radius + b->radius + gap;
}

static void town_absorb(const struct map_context *context, double unit, struct town *into, const struct town *gone)
{
    size_t count = into->count + gone->count;
    const struct map_training **all = NULL;
    if (count <= DISC_IDS_MAX) {
        all = arena_array(context->arena, const struct map_training *, count);
        for (size_t i = 0; i < count; i++) {
            all[i] = i < into->count ? into->trainings[i] : gone->trainings[i - into->count];
        }
    }
    into->trainings = all;
    into->count = count;
    into->is_disc = true;
    into->radius = disc_radius(unit, count);
}

static void gather_department(const struct map_context *context, double unit, struct towns *towns)
{
    for (size_t i = 0; i < towns->count; i++) {
        for (size_t j = i + 1; j < towns->count; j++) {
            struct town *a = &towns->towns[i], *b = &towns->towns[j];
            if (str_equal(a->department, b->department) && (towns->by_department || discs_overlap(a, b, 0))) {
                town_absorb(context, unit, a, b);
                for (size_t k = j; k + 1 < towns->count; k++) {
                    towns->towns[k] = towns->towns[k + 1];
                }
                towns->count--;
                j = i; /* larger now: from the start */
            }
        }
    }
}

/* Both move by the half of what they overlap, the smaller one more. */
static bool push_apart(struct town *a, struct town *b, double gap)
{
    double dx = b->centre.x - a->centre.x, dy = b->centre.y - a->centre.y, distance = hypot(dx, dy);
    double overlap = a->radius + b->radius + gap - distance, sum = a->radius + b->radius;
    if (overlap <= 0.01) {
        return false;
    }
    dx = distance > 0 ? dx / distance : 1;
    dy = distance > 0 ? dy / distance : 0;
    a->centre.x -= dx * overlap * b->radius / sum;
    a->centre.y -= dy * overlap * b->radius / sum;
    b->centre.x += dx * overlap * a->radius / sum;
    b->centre.y += dy * overlap * a->radius / sum;
    return true;
}

static void keep_inside(struct town *town, struct point size)
{
    double margin = town->radius + 2;
    town->centre.x = fmin(fmax(town->centre.x, margin), size.x - margin);
    town->centre.y = fmin(fmax(town->centre.y, margin), size.y - margin);
}

void towns_gather(const struct map_context *context, struct towns *towns, double unit, struct point size)
{
    for (size_t i = 0; i < towns->count; i++) {
        towns->towns[i].centre = towns->towns[i].at;
        towns->towns[i].is_disc = towns->towns[i].count > 1 || unit < theme_number(context->theme, "map-symbol");
        towns->towns[i].radius = disc_radius(unit, towns->towns[i].count);
    }
    gather_department(context, unit, towns);
    towns_push_apart(towns, size);
}

void towns_push_apart(struct towns *towns, struct point size)
{
    bool moved = true;
    for (int round = 0; moved && round < 200; round++) {
        moved = false;
        for (size_t i = 0; i < towns->count; i++) {
            for (size_t j = i + 1; j < towns->count; j++) {
                moved |= push_apart(&towns->towns[i], &towns->towns[j], 1);
            }
            keep_inside(&towns->towns[i], size);
        }
    }
}

/* ---- Drawing ---- */

static struct str count_words(const struct map_context *context, const struct points *points, size_t count)
{
    struct str pattern = typography_plural((double)count, context->language) ? points->many : points->one;
    size_t at = str_find(pattern, STR("{}"), 0);
    struct buf text;
    buf_init(&text, context->arena);
    buf_add(&text, str_slice(pattern, 0, at));
    typography_int(&text, (int64_t)count, context->language);
    buf_add(&text, str_slice(pattern, at + 2, pattern.len));
    return buf_str(&text);
}

struct str named_count(const struct map_context *context, const struct points *points, struct str name, size_t count)
{
    size_t first = str_find(points->named, STR("{}"), 0), second = str_find(points->named, STR("{}"), first + 2);
    struct buf text;
    buf_init(&text, context->arena);
    buf_add(&text, str_slice(points->named, 0, first));
    buf_add(&text, name);
    buf_add(&text, str_slice(points->named, first + 2, second));
    buf_add(&text, count_words(context, points, count));
    buf_add(&text, str_slice(points->named, second + 2, points->named.len));
    return buf_str(&text);
}

static void draw_training(const struct map_context *context, struct drawing *drawing,
                          const struct map_training *training, double x, double y)
{
    static const char *const family_styles[] = {"none", "f1", "f2", "f3", "f4", "f5", "f6", "f7"};
    int rank = training->family >= 1 && training->family <= SYMBOL_COUNT ? training->family : 0;
    if (training->href.len > 0) {
        struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
        link->href = training->href;
        link->title = training->title;
        drawing->has_links = true;
    }
    struct mark *symbol = symbol_draw(drawing, family_styles[rank], rank == 0 ? 0 : rank - 1, x, y,
                                      theme_number(context->theme, "map-symbol"));
    symbol->title = training->href.len > 0 ? STR("") : training->title;
    symbol->attributes = attribute(drawing->arena, "data-training", training->id);
    symbol->attribute_count = 1;
    if (training->href.len > 0) {
        drawing_add(drawing, MARK_LINK_END, "");
    }
}

static struct str ids_of(struct arena *arena, const struct town *town)
{
    struct buf ids;
    buf_init(&ids, arena);
    for (size_t i = 0; i < town->count; i++) {
        buf_text(&ids, i == 0 ? "" : " ");
        buf_add(&ids, town->trainings[i]->id);
    }
    return buf_str(&ids);
}

/* The attribute data-trainings with the ids of the town's trainings; NULL where they are too many to name. */
static const struct mark_attribute *training_ids(const struct map_context *context, const struct points *points,
                                                 const struct town *town)
{
    bool are_few = points->training_count <= MAP_IDS_MAX && town->count <= DISC_IDS_MAX && town->trainings != NULL;
    return are_few ? attribute(context->arena, "data-trainings", ids_of(context->arena, town)) : NULL;
}

static void draw_disc(const struct map_context *context, const struct points *points, struct drawing *drawing,
                      const struct town *town)
{
    const struct map_unit *unit = unit_find(points->units, points->unit_count, town->department);
    struct str title = named_count(context, points, town->name, town->count);
    bool is_linked = unit != NULL && unit->href.len > 0;
    if (is_linked) {
        struct mark *link = drawing_add(drawing, MARK_LINK_BEGIN, "");
        link->href = unit->href;
        link->title = title;
        drawing->has_links = true;
    }
    struct mark *disc = drawing_add(drawing, MARK_CIRCLE, "");
    disc->x = town->centre.x;
    disc->y = town->centre.y;
    disc->radius = town->radius;
    disc->title = is_linked ? STR("") : title;
    disc->attributes = training_ids(context, points, town);
    disc->attribute_count = disc->attributes != NULL;
    if (is_linked) {
        drawing_add(drawing, MARK_LINK_END, "");
    }
}

/* Where it fits. */
static void draw_count(const struct map_context *context, struct drawing *drawing, const struct town *town)
{
    struct buf text;
    buf_init(&text, context->arena);
    typography_int(&text, (int64_t)town->count, context->language);
    double size = theme_number(context->theme, "map-small");
    if (theme_text_width(context->theme, buf_str(&text), size, 600) <= 2 * town->radius - 2) {
        drawing_text(drawing, "", town->centre.x, town->centre.y + 0.36 * size, ANCHOR_MIDDLE, size, buf_str(&text));
    }
}

static void draw_rosette(const struct map_context *context, struct drawing *drawing, const struct town *town)
{
    struct point *offsets = NULL;
    rosette_offsets(context->arena, town->count, theme_number(context->theme, "map-pitch"), &offsets);
    for (size_t i = 0; i < town->count; i++) {
        draw_training(context, drawing, town->trainings[i], town->centre.x + offsets[i].x,
                      town->centre.y + offsets[i].y);
    }
}

/* What symbols, discs and counts have in common is said once, by their groups. */
void towns_draw(const struct map_context *context, const struct points *points, struct drawing *drawing,
                const struct towns *towns)
{
    drawing_group_begin(drawing, "symbol");
    for (size_t i = 0; i < towns->count; i++) {
        if (!towns->towns[i].is_disc) {
            draw_rosette(context, drawing, &towns->towns[i]);
        }
    }
    drawing_group_end(drawing);
    drawing_group_begin(drawing, "circle");
    for (size_t i = 0; i < towns->count; i++) {
        if (towns->towns[i].is_disc) {
            draw_disc(context, points, drawing, &towns->towns[i]);
        }
    }
    drawing_group_end(drawing);
    drawing_group_begin(drawing, "in-bar");
    for (size_t i = 0; i < towns->count; i++) {
        if (towns->towns[i].is_disc) {
            draw_count(context, drawing, &towns->towns[i]);
        }
    }
    drawing_group_end(drawing);
}

struct town towns_as_one(const struct map_context *context, const struct towns *towns, struct str name)
{
    struct town all = {.name = name};
    for (size_t i = 0; i < towns->count; i++) {
        all.count += towns->towns[i].count;
    }
    const struct map_training **trainings = arena_array(context->arena, const struct map_training *, all.count);
    size_t count = 0;
    for (size_t i = 0; i < towns->count; i++) {
        for (size_t j = 0; j < towns->towns[i].count; j++) {
            trainings[count++] = towns->towns[i].trainings[j];
        }
    }
    all.trainings = trainings;
    return all;
}

void town_draw_inset(const struct map_context *context, const struct points *points, struct drawing *drawing,
                     const struct town *town, const struct mask *inside, struct point from, struct obstacles *taken)
{
    double share, name = theme_number(context->theme, "map-name");
    double small = theme_number(context->theme, "map-small"), height = name + small + 4;
    double width = fmax(theme_text_width(context->theme, points->inset_hint, small, 400), 30);
    struct point at = label_find(inside, taken, from, width, height, 2, &share);
    obstacles_add(taken, box_around(at, width, height));
    struct buf text;
    buf_init(&text, context->arena);
    typography_int(&text, (int64_t)town->count, context->language);
    struct mark *group = drawing_group_begin(drawing, "");
    group->attributes = training_ids(context, points, town);
    group->attribute_count = group->attributes != NULL;
    double y = points->inset_hint.len > 0 ? at.y - height / 2 + 0.86 * name : at.y + 0.36 * name;
    drawing_text(drawing, "strong", at.x, y, ANCHOR_MIDDLE, name, buf_str(&text));
    if (points->inset_hint.len > 0) {
        drawing_text(drawing, "label", at.x, y + small + 4, ANCHOR_MIDDLE, small, points->inset_hint);
    }
    drawing_group_end(drawing);
}
