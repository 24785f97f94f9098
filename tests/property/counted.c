#include "counted.h"

#include "calendar.h"
#include "events.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"
#include "register.h"

/* generator/sql/published.sql as the catalogue fills it. */
static bool read_list(struct arena *arena, struct published_cells **out_cells, size_t *out_count, struct error *err)
{
    struct db *db = NULL;
    size_t count;
    const struct sql_file *files = sql_files(&count);
    bool done = db_open(NULL, DB_MEMORY, &db, err);
    for (size_t i = 0; done && i < count; i++) {
        if (str_starts(files[i].name, STR("schema/"))) {
            done = db_run(db, str_text(arena, files[i].name), files[i].text, err);
        }
    }
    done = done && indicator_catalogue(db, err) && indicator_published(db, arena, out_cells, out_count, err);
    db_close(db);
    return done;
}

bool counted_open(struct arena *arena, const char *folder, struct counted *out_counted, struct error *err)
{
    struct counted counted = {.input = arena_one(arena, struct input),
                              .calendar = arena_one(arena, struct calendar),
                              .reg = arena_one(arena, struct public_register)};
    if (!input_read(arena, folder, NULL, SOURCE_DIR "/input/reference", counted.input, err) ||
        !calendar_make(arena, counted.input, (struct period){0}, counted.calendar, err) ||
        !register_make(arena, counted.input, counted.reg, err) ||
        !read_list(arena, &counted.cells, &counted.cell_count, err)) {
        return false;
    }
    *out_counted = counted;
    return true;
}

void counted_tables(struct arena *arena, const struct counted *counted, int quarters, struct published_tables *out)
{
    tables_init(out, arena, &counted->reg->geography, quarters, counted->cells, counted->cell_count);
}

bool counted_read(struct arena *arena, const char *folder, struct published_tables *out_exact, int *out_base,
                  struct error *err)
{
    struct counted counted;
    if (!counted_open(arena, folder, &counted, err)) {
        return false;
    }
    counted_tables(arena, &counted, counted.calendar->quarters, out_exact);
    events_count(counted.input, counted.calendar, NULL, out_exact);
    *out_base = counted.input->programme.rounding_base;
    return true;
}
