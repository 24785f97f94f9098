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

bool counted_read(struct arena *arena, const char *folder, struct published_tables *out_exact, int *out_base,
                  struct error *err)
{
    struct input *input = arena_one(arena, struct input);
    struct calendar *calendar = arena_one(arena, struct calendar);
    struct public_register *reg = arena_one(arena, struct public_register);
    struct published_cells *cells = NULL;
    size_t count = 0;
    if (!input_read(arena, folder, NULL, SOURCE_DIR "/input/reference", input, err) ||
        !calendar_make(arena, input, (struct period){0}, calendar, err) || !register_make(arena, input, reg, err) ||
        !read_list(arena, &cells, &count, err)) {
        return false;
    }
    tables_init(out_exact, arena, &reg->geography, calendar->quarters, cells, count);
    events_count(input, calendar, NULL, out_exact);
    *out_base = input->programme.rounding_base;
    return true;
}
