#include "mutation.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"

static void fail_if(bool condition, const char *what)
{
    if (condition) {
        (void)!write(STDERR_FILENO, what, strlen(what));
        (void)!write(STDERR_FILENO, "\n", 1);
        abort();
    }
}

/* ---- reading and writing ---------------------------------------------------------------------------------------- */

static void make_room(struct arena *arena, struct sheet *sheet)
{
    if (sheet->count == sheet->capacity) {
        size_t capacity = sheet->capacity > 0 ? sheet->capacity * 2 : 256;
        sheet->rows =
            arena_grow(arena, sheet->rows, sheet->count * sizeof(sheet->rows[0]), capacity * sizeof(sheet->rows[0]));
        sheet->capacity = capacity;
    }
}

static void read_sheet(struct arena *arena, struct sheet *sheet, struct str text)
{
    struct str line, cell;
    while (text.len > 0 && str_split(&text, '\n', &line)) {
        size_t column = 0;
        make_room(arena, sheet);
        while (str_split(&line, ';', &cell)) {
            fail_if(column == SHEET_COLUMNS || str_index(cell, '"', 0) < cell.len, "a simulated file with quotes");
            sheet->rows[sheet->count][column++] = cell;
        }
        sheet->columns = sheet->count == 0 ? column : sheet->columns;
        sheet->count++;
    }
}

void world_read(struct world *world, struct arena *arena, const char *folder)
{
    struct str *names, text;
    size_t count;
    struct error err = {0};
    *world = (struct world){.arena = arena, .folder = folder};
    fail_if(!file_names(arena, folder, &names, &count, &err), err.message);
    world->sheets = arena_array(arena, struct sheet, count);
    for (size_t i = 0; i < count; i++) {
        if (str_ends(names[i], STR(".csv")) && !str_starts(names[i], STR("references"))) {
            struct sheet *sheet = &world->sheets[world->sheet_count++];
            sheet->name = str_text(arena, names[i]);
            fail_if(!file_read(arena, file_join(arena, folder, sheet->name), &text, &err), err.message);
            read_sheet(arena, sheet, text);
        }
    }
}

struct world world_copy(const struct world *world, struct arena *arena, uint64_t seed)
{
    struct world copy = *world;
    copy.arena = arena;
    copy.sheets = arena_array(arena, struct sheet, world->sheet_count + 1);
    for (size_t i = 0; i < world->sheet_count; i++) {
        const struct sheet *sheet = &world->sheets[i];
        copy.sheets[i] = *sheet;
        copy.sheets[i].capacity = sheet->count;
        copy.sheets[i].rows = arena_alloc(arena, sheet->count * sizeof(sheet->rows[0]));
        memcpy(copy.sheets[i].rows, sheet->rows, sheet->count * sizeof(sheet->rows[0]));
    }
    random_seed(&copy.random, seed);
    return copy;
}

static void write_sheet(const struct world *world, const struct sheet *sheet)
{
    struct buf text;
    struct error err = {0};
    char *path = file_join(world->arena, world->folder, sheet->name);
    buf_init(&text, world->arena);
    for (size_t row = 0; row < sheet->count; row++) {
        for (size_t column = 0; column < sheet->columns; column++) {
            buf_text(&text, column > 0 ? ";" : "");
            buf_add(&text, sheet->rows[row][column]);
        }
        buf_byte(&text, '\n');
    }
    fail_if(!file_write(path, buf_str(&text), &err), err.message);
    if (sheet->is_removed) {
        unlink(path);
    }
}

void world_write(const struct world *changed)
{
    for (size_t i = 0; i < changed->sheet_count; i++) {
        if (changed->sheets[i].is_changed || changed->sheets[i].is_removed) {
            write_sheet(changed, &changed->sheets[i]);
        }
    }
}

void world_restore(const struct world *original, const struct world *changed)
{
    for (size_t i = 0; i < changed->sheet_count; i++) {
        if (changed->sheets[i].is_added) {
            unlink(file_join(changed->arena, changed->folder, changed->sheets[i].name));
        } else if (changed->sheets[i].is_changed || changed->sheets[i].is_removed) {
            struct world target = *original;
            target.arena = changed->arena;
            write_sheet(&target, &original->sheets[i]);
        }
    }
}

/* ---- cells --------------------------------------------------------------------------------------------------------
 */

struct sheet *world_sheet(const struct world *world, const char *name)
{
    for (size_t i = 0; i < world->sheet_count; i++) {
        if (strcmp(world->sheets[i].name, name) == 0) {
            return &world->sheets[i];
        }
    }
    fail_if(true, name);
    return NULL;
}

struct sheet *world_add_sheet(struct world *world, const char *name, const struct sheet *like)
{
    struct sheet *sheet = &world->sheets[world->sheet_count++];
    *sheet = *like;
    sheet->name = name;
    sheet->count = 1;
    sheet->is_changed = sheet->is_added = true;
    return sheet;
}

static size_t find_column(const struct sheet *sheet, struct str column)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        if (str_equal(sheet->rows[0][i], column)) {
            return i;
        }
    }
    fail_if(true, "no such column");
    return 0;
}

size_t sheet_column(const struct sheet *sheet, const char *column)
{
    return find_column(sheet, str_from(column));
}

struct str sheet_get(const struct sheet *sheet, size_t row, const char *column)
{
    return sheet->rows[row][sheet_column(sheet, column)];
}

void sheet_set(struct world *world, struct sheet *sheet, size_t row, const char *column, struct str value)
{
    sheet->rows[row][sheet_column(sheet, column)] = str_copy(world->arena, value);
    sheet->is_changed = true;
}

void sheet_fill_column(struct sheet *sheet, const char *new_column)
{
    fail_if(sheet->columns == SHEET_COLUMNS, "too many columns");
    for (size_t row = 0; row < sheet->count; row++) {
        sheet->rows[row][sheet->columns] = row == 0 ? str_from(new_column) : STR("");
    }
    sheet->columns++;
    sheet->is_changed = true;
}

size_t sheet_append_copy(struct world *world, struct sheet *sheet, size_t row)
{
    make_room(world->arena, sheet);
    memcpy(sheet->rows[sheet->count], sheet->rows[row], sizeof(sheet->rows[0]));
    sheet->is_changed = true;
    return sheet->count++;
}

void sheet_remove_row(struct sheet *sheet, size_t row)
{
    memmove(sheet->rows[row], sheet->rows[row + 1], (sheet->count - row - 1) * sizeof(sheet->rows[0]));
    sheet->count--;
    sheet->is_changed = true;
}

size_t sheet_find(const struct sheet *sheet, const char *column, struct str value)
{
    size_t at = sheet_column(sheet, column);
    for (size_t row = 1; row < sheet->count; row++) {
        if (str_equal(sheet->rows[row][at], value)) {
            return row;
        }
    }
    return NO_ROW;
}

/* ---- conditions ---------------------------------------------------------------------------------------------------
 */

static bool fits_one(const struct sheet *sheet, size_t row, struct str condition)
{
    size_t at = 0;
    while (at < condition.len && !strchr("=<>!~", condition.ptr[at])) {
        at++;
    }
    fail_if(at == condition.len, "a condition without a sign");
    struct str cell = sheet->rows[row][find_column(sheet, str_slice(condition, 0, at))];
    struct str value = str_slice(condition, at + 1, condition.len);
    double number, limit;
    switch (condition.ptr[at]) {
    case '=':
        return str_equal(cell, value);
    case '~':
        return cell.len > 0 && !str_equal(cell, value);
    case '!':
        return cell.len > 0;
    default:
        return number_parse_decimal(cell, &number) && number_parse_decimal(value, &limit) &&
               (condition.ptr[at] == '<' ? number < limit : number > limit);
    }
}

bool sheet_fits(const struct sheet *sheet, size_t row, const char *where)
{
    struct str rest = str_from(where), condition;
    while (rest.len > 0 && str_split(&rest, ' ', &condition)) {
        if (!fits_one(sheet, row, condition)) {
            return false;
        }
    }
    return true;
}

size_t sheet_pick(struct world *world, const struct sheet *sheet, const char *where)
{
    if (sheet->count < 2) {
        return NO_ROW;
    }
    size_t first = (size_t)random_below(&world->random, sheet->count - 1);
    for (size_t i = 0; i < sheet->count - 1; i++) {
        size_t row = 1 + (first + i) % (sheet->count - 1);
        if (sheet_fits(sheet, row, where)) {
            return row;
        }
    }
    return NO_ROW;
}
