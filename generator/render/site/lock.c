#include "lock.h"

#include "gencarto/base/file.h"
#include "gencarto/base/number.h"

static bool wrong(const char *path, size_t line, const char *found, struct error *err)
{
    return error_set(err, ERROR_OUTPUT,
                     "%s:%zu: %s; expected \"NAME bounds 15 20 25\" (at most %d, ascending) or \"NAME largest 600\"",
                     path, line, found, CLASSES_MAX - 1);
}

static struct str next_word(struct str *rest)
{
    struct str word;
    *rest = str_trim(*rest);
    return rest->len > 0 && str_split(rest, ' ', &word) ? word : STR("");
}

static bool read_bounds(struct str rest, struct map_lock *lock)
{
    for (struct str word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        size_t n = lock->bound_count;
        if (n == CLASSES_MAX - 1 || !number_parse_decimal(word, &lock->bounds[n]) ||
            (n > 0 && lock->bounds[n] <= lock->bounds[n - 1]))
            return false;
        lock->bound_count++;
    }
    return lock->bound_count > 0;
}

static struct map_lock *lock_of(struct map_locks *locks, struct str name)
{
    for (size_t i = 0; i < locks->count; i++)
        if (str_equal(locks->items[i].name, name))
            return &locks->items[i];
    locks->items[locks->count].name = name;
    return &locks->items[locks->count++];
}

static bool read_line(struct map_locks *locks, const char *path, size_t line, struct str text, struct error *err)
{
    struct str name = next_word(&text), what = next_word(&text);
    struct map_lock *lock = lock_of(locks, name);
    if (str_equal(what, STR("bounds")))
        return lock->bound_count > 0 ? wrong(path, line, "bounds of this name stand above", err)
                                     : read_bounds(text, lock) || wrong(path, line, "no such bounds", err);
    if (!str_equal(what, STR("largest")))
        return wrong(path, line, "neither bounds nor largest", err);
    if (lock->largest > 0)
        return wrong(path, line, "a scale of this name stands above", err);
    return (number_parse_decimal(str_trim(text), &lock->largest) && lock->largest > 0) ||
           wrong(path, line, "no count above zero", err);
}

bool map_locks_read(struct arena *arena, const char *templates, struct map_locks *out_locks, struct error *err)
{
    const char *path = file_join(arena, templates, "maps.lock");
    struct map_locks locks = {0};
    struct str rest, line;
    if (!file_exists(path)) {
        *out_locks = locks;
        return true;
    }
    if (!file_read(arena, path, &rest, err))
        return false;
    size_t lines = 1;
    for (size_t i = 0; i < rest.len; i++)
        lines += rest.ptr[i] == '\n';
    locks.items = arena_array(arena, struct map_lock, lines);
    for (size_t number = 1; str_split(&rest, '\n', &line); number++) {
        struct str text = str_trim(str_slice(line, 0, str_index(line, '#', 0)));
        if (text.len > 0 && !read_line(&locks, path, number, text, err))
            return false;
        if (rest.len == 0)
            break;
    }
    *out_locks = locks;
    return true;
}

const struct map_lock *map_lock_find(const struct map_locks *locks, struct str name)
{
    for (size_t i = 0; i < locks->count; i++)
        if (str_equal(locks->items[i].name, name))
            return &locks->items[i];
    return NULL;
}
