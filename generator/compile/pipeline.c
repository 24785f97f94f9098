#include "gencarto/compile/pipeline.h"

#include <stdio.h>

#include "calendar.h"
#include "events.h"
#include "gencarto/compile/disclosure/protect.h"
#include "gencarto/compile/disclosure/suppress.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"
#include "publish_quality.h"
#include "publish_register.h"
#include "publish_releases.h"
#include "publish_suppression.h"
#include "register.h"

struct run {
    struct arena *arena;
    const struct input *input;
    const struct compile_options *options;
    struct calendar calendar;
    struct public_register reg;
    struct db *db;
    struct published_tables counts; /* protected */
    struct suppression_report suppression;
    int64_t step;
};

#define STEPS 6

static void begin_step(struct run *run, const char *step)
{
    if (run->options->progress != NULL) {
        run->options->progress(run->options->context, step, run->step, STEPS);
    }
    run->step++;
}

static bool run_file(struct run *run, const char *name, struct error *err)
{
    return db_run(run->db, name, sql_text(name), err);
}

static bool create_schema(struct run *run, struct error *err)
{
    size_t count;
    const struct sql_file *files = sql_files(&count);
    bool ok = run_file(run, "begin", err);
    for (size_t i = 0; ok && i < count; i++) {
        if (str_starts(files[i].name, STR("schema/"))) {
            ok = db_run(run->db, str_text(run->arena, files[i].name), files[i].text, err);
        }
    }
    return ok && indicator_catalogue(run->db, err);
}

/* The levels that the configuration opens and closes. */
static bool change_levels(struct run *run, struct error *err)
{
    const struct programme *programme = &run->input->programme;
    bool ok = true;
    for (size_t i = 0; ok && i < programme->level_count; i++) {
        const struct programme_level *change = &programme->levels[i];
        ok = change->opens ? indicator_open(run->db, change->level, change->dimensions, err)
                           : indicator_close(run->db, change->level, change->dimensions, err);
    }
    return ok;
}

static bool protect_counts(struct run *run, const struct published_tables *exact, struct error *err)
{
    const struct programme *programme = &run->input->programme;
    if (programme->suppresses) {
        return suppress(run->arena, exact, programme->rounding_base, &run->counts, &run->suppression, err);
    }
    struct protection_rule rule = {
        .base = programme->rounding_base, .key = run->options->key, .first = run->calendar.first};
    return protect(run->arena, exact, &rule, NULL, &run->counts, err) && protect_verify(&run->counts, &rule, 0, err);
}

/* The only place where exact counts exist: in an arena that is given back before anything is written. */
static bool count_and_protect(struct run *run, struct error *err)
{
    struct published_cells *published = NULL;
    size_t published_count = 0;
    if (!indicator_published(run->db, run->arena, &published, &published_count, err)) {
        return false;
    }
    struct arena private_arena;
    arena_init(&private_arena);
    begin_step(run, "count");
    struct published_tables exact;
    tables_init(&exact, &private_arena, &run->reg.geography, run->calendar.quarters, published, published_count);
    events_count(run->input, &run->calendar, &exact);
    begin_step(run, "protect");
    bool ok = protect_counts(run, &exact, err);
    arena_clear(&private_arena);
    return ok;
}

static bool write_releases(struct run *run, struct error *err)
{
    size_t count = (size_t)run->calendar.quarters;
    struct published_release *releases = arena_array(run->arena, struct published_release, count);
    for (size_t i = 0; i < count; i++) {
        releases[i] = (struct published_release){
            .period = {run->calendar.first.index + (int)i},
            .origin = i + 1 == count ? "current" : "computed",
            .received_day = run->input->programme.received_day,
            .method = PROTECTION_METHOD,
            .base = run->input->programme.rounding_base,
        };
    }
    return publish_releases(run->db, releases, count, err);
}

static bool write_public(struct run *run, struct error *err)
{
    begin_step(run, "register");
    bool ok = publish_register(run->db, &run->reg, &run->calendar, run->options->key.len > 0, err) &&
              write_releases(run, err) && indicator_breakdowns(run->db, &run->counts, err) &&
              publish_quality(run->db, run->input, err) &&
              (!run->input->programme.suppresses || publish_suppression(run->db, &run->suppression, err));
    begin_step(run, "counts");
    if (ok && run->input->has_enrolments) {
        ok = indicator_counts(run->db, &run->counts, run->calendar.codes, err) &&
             run_file(run, "insert/department_without_trainings", err);
    }
    begin_step(run, "indicators");
    ok = ok && indicator_derive(run->db, err);
    begin_step(run, "targets");
    return ok && publish_targets(run->db, &run->input->programme, err) && indicator_targets(run->db, err) &&
           run_file(run, "commit", err);
}

static bool count_observations(struct db *db, int64_t *out_count, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    bool ok = query_prepare(db, "observation_count", sql_text("observation_count"), &query, err) &&
              query_step(query, &row, err);
    if (ok) {
        *out_count = query_column(query, 0).integer;
    }
    query_free(query);
    return ok;
}

static bool fill_file(struct run *run, struct compile_summary *out, struct error *err)
{
    int64_t observations;
    if (!create_schema(run, err) || !change_levels(run, err) || !count_and_protect(run, err) ||
        !write_public(run, err) || !count_observations(run->db, &observations, err)) {
        return false;
    }
    begin_step(run, "done");
    *out = (struct compile_summary){
        .release = run->calendar.release,
        .first = run->calendar.first,
        .trainings = (int64_t)run->input->training_count,
        .structures = run->reg.geography.count[ENTITY_STRUCTURE],
        .sites = (int64_t)run->reg.site_count,
        .enrolments = (int64_t)run->input->enrolments.count,
        .observations = observations,
        .suppresses = run->input->programme.suppresses,
        .suppression = run->suppression,
    };
    return true;
}

bool compile_public(struct arena *run_arena, const struct input *input, const char *path,
                    const struct compile_options *options, struct compile_summary *out, struct error *err)
{
    struct run run = {.arena = run_arena, .input = input, .options = options};
    if (!calendar_make(run_arena, input, options->release, &run.calendar, err) ||
        !register_make(run_arena, input, &run.reg, err) || !db_open(path, DB_CREATE, &run.db, err)) {
        return false;
    }
    bool ok = fill_file(&run, out, err);
    db_close(run.db);
    if (!ok) {
        remove(path);
    }
    return ok;
}
