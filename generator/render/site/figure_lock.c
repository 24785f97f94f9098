/* gen:lock: classes and scales that stay from quarter to quarter, and the warning when they no longer fit. */
#include <math.h>

#include "figure_map.h"
#include "gencarto/base/number.h"

enum { CROWDED_PERCENT = 75 }; /* of all in one class: the map says little */

/* "maps.lock: " and what is to be said of the name. */
static void warn(struct figure_context *context, const char *before, struct str name, const char *after)
{
    buf_format(&context->warnings, "maps.lock: %s%.*s%s\n", before, STR_ARGS(name), after);
}

static void write_bounds(struct buf *out, const struct classes *classes)
{
    for (size_t i = 0; i + 1 < classes->count; i++) {
        buf_byte(out, ' ');
        number_write(out, classes->bounds[i]);
    }
}

/* The lowest or the highest class holds nothing, or one holds nearly all. */
static void check_classes(struct figure_context *context, struct arena *arena, struct str name,
                          const struct classes *classes)
{
    size_t n = 0, most = 0;
    for (size_t i = 0; i < classes->count; i++) {
        n += classes->members[i];
        most = classes->members[i] > most ? classes->members[i] : most;
    }
    const char *fault = n == 0                                      ? NULL
                        : classes->members[0] == 0                  ? "the lowest class is empty"
                        : classes->members[classes->count - 1] == 0 ? "the highest class is empty"
                        : 100 * most > CROWDED_PERCENT * n
                            ? str_format(arena, "one class holds %zu of %zu", most, n).ptr
                            : NULL;
    if (fault)
        warn(context, "the bounds of ", name, str_format(arena, " no longer fit: %s", fault).ptr);
}

/* Circles of counts alone have no classes. */
static bool has_shares(const struct figure_call *call)
{
    bool is_circles = str_equal(call->kind, STR("circles")) || str_equal(call->kind, STR("dorling"));
    for (size_t i = 0; is_circles && i < call->table_count; i++)
        if (str_equal(call->tables[i].name, STR("rows")))
            return map_column(&call->tables[i], "size") < call->tables[i].column_count;
    return true;
}

void map_lock_classes(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                      double bounds[CLASSES_MAX - 1], struct choropleth *shares)
{
    struct str name = call_text(call, "lock");
    if (name.len == 0 || !has_shares(call) || shares->scheme == SCHEME_CATEGORIES || shares->scheme == SCHEME_BIVARIATE)
        return;
    struct map_context map = map_context_of(context, arena);
    const struct map_lock *lock = map_lock_find(context->locks, name);
    bool is_locked = lock != NULL && lock->bound_count > 0;
    for (size_t i = 0; is_locked && i < lock->bound_count; i++)
        bounds[i] = lock->bounds[i];
    if (is_locked) {
        shares->fixed_count = lock->bound_count;
        shares->method = CLASSES_FIXED;
    }
    struct classes classes = choropleth_classes(&map, shares);
    if (is_locked) {
        check_classes(context, arena, name, &classes);
    } else if (classes.count > 1 && shares->fixed_count == 0) {
        struct buf line;
        buf_init(&line, arena);
        write_bounds(&line, &classes);
        buf_byte(&line, '\0');
        warn(context, "to keep the classes of this quarter, add: ", name, str_format(arena, " bounds%s", line.ptr).ptr);
    }
}

void map_lock_scale(struct figure_context *context, struct arena *arena, const struct figure_call *call,
                    struct circles *circles)
{
    struct str name = call_text(call, "lock");
    const struct map_lock *lock = name.len == 0 ? NULL : map_lock_find(context->locks, name);
    double largest = circles_largest(circles);
    struct buf count;
    buf_init(&count, arena);
    number_write(&count, ceil(largest));
    buf_byte(&count, '\0');
    if (lock != NULL && lock->largest > 0) {
        circles->largest = lock->largest;
        if (largest > lock->largest || largest < lock->largest / 4)
            warn(context, "the scale of ", name,
                 str_format(arena, " no longer fits: the largest count is %s", count.ptr).ptr);
    } else if (name.len > 0 && largest > 0) {
        warn(context, "to keep the circles of this quarter, add: ", name,
             str_format(arena, " largest %s", count.ptr).ptr);
    }
}
