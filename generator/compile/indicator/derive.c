#include "gencarto/compile/indicator/indicator.h"

#include "forecasts.h"
#include "gencarto/sql/sql.h"

static bool run(struct db *db, const char *name, struct error *err)
{
    return db_run(db, name, sql_text(name), err);
}

bool indicator_prepare(struct db *db, struct error *err)
{
    return run(db, "prepare/trait", err) && run(db, "prepare/in_force", err) && run(db, "prepare/stock_flow", err) &&
           run(db, "prepare/share", err);
}

bool indicator_derive(struct db *db, struct error *err)
{
    size_t count;
    const struct sql_file *files = sql_files(&count);
    bool ok = run(db, "update/moved_traits", err);
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; ok && i < count; i++) {
        if (str_starts(files[i].name, STR("indicator/"))) {
            ok = db_run(db, str_text(&scratch, files[i].name), files[i].text, err);
        }
    }
    arena_clear(&scratch);
    return ok && run(db, "update/since", err);
}

bool indicator_targets(struct db *db, struct error *err)
{
    return run(db, "prepare/target_path", err) && run(db, "target/trajectory", err) &&
           run(db, "target/progress", err) && run(db, "prepare/share_count", err) && run(db, "target/share", err) &&
           run(db, "target/contribution", err) && forecasts_write(db, err);
}
