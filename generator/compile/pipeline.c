#include "gencarto/compile/pipeline.h"

#include <stdio.h>

#include "calendar.h"
#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/compile/indicator/indicator.h"
#include "gencarto/db/db.h"
#include "gencarto/db/scrub.h"
#include "gencarto/sql/sql.h"
#include "publish_quality.h"
#include "publish_register.h"
#include "publish_selection.h"
#include "publish_suppression.h"
#include "register.h"
#include "releases.h"

struct run {
    struct arena *arena;
    const struct input *input;
    const struct compile_options *options;
    struct calendar calendar;
    struct public_register reg;
    struct db *db;
    struct published_cells *published;
    size_t published_count;
    struct releases releases; /* with the protected counts */
    int64_t step;
};

static void begin_step(struct run *run, const char *step)
{
    if (run->options->progress != NULL) {
        run->options->progress(run->options->context, step, run->step, COMPILE_STEPS);
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

/* A release that is frozen shows what its ledger has: a breakdown that was opened since gets its past with the next
 * release, once, and is frozen with it. */
static bool withdraw_unfrozen(struct run *run, struct error *err)
{
    bool ok = true;
    for (size_t i = 0; ok && i < run->published_count; i++) {
        const struct published_cells *cells = &run->published[i];
        ok = ledger_publishes(&run->releases.ledger, cells->measure, cells->dimensions) ||
             indicator_withdraw(run->db, cells->measure, cells->dimensions, err);
    }
    return ok && indicator_published(run->db, run->arena, &run->published, &run->published_count, err);
}

/* What the input cannot tell is not published, and the configuration opens and closes levels. */
static bool choose_published(struct run *run, struct error *err)
{
    const struct programme *programme = &run->input->programme;
    bool ok = indicator_limit_aids(run->db, enrolment_has_aids(&run->input->enrolments), programme->suppresses, err);
    for (size_t i = 0; ok && i < programme->level_count; i++) {
        const struct programme_level *change = &programme->levels[i];
        ok = change->opens ? indicator_open(run->db, change->level, change->dimensions, err)
                           : indicator_close(run->db, change->level, change->dimensions, err);
    }
    /* What becomes of somebody is known after the release that counts the exit: exact counts of it would be told anew,
     * and each time differ by a few. */
    ok = ok && (!programme->suppresses || indicator_close(run->db, ENTITY_COUNTRY, STR("situation"), err));
    ok = ok && indicator_published(run->db, run->arena, &run->published, &run->published_count, err);
    bool is_frozen = run->releases.frozen == run->calendar.quarters;
    return ok && (!is_frozen || programme->suppresses || withdraw_unfrozen(run, err));
}

static bool count_and_protect(struct run *run, struct error *err)
{
    const struct count_request request = {run->input,   &run->reg,      &run->calendar,
                                          run->options, run->published, run->published_count};
    bool ok = releases_protect(run->arena, &request, &run->releases, err);
    run->step = 2;
    return ok;
}

static bool write_register(struct run *run, struct error *err)
{
    return publish_register(run->db, &run->reg, &run->calendar, run->options->key.len > 0, err) &&
           indicator_prepare(run->db, err);
}

/* Two steps that share only what neither changes: the protection has the cube, the register the database. */
struct pair {
    struct run *run;
    bool (*steps[2])(struct run *run, struct error *err);
    bool ok[2];
    struct error errors[2];
};

static void run_step(void *context, size_t item, int worker)
{
    struct pair *pair = context;
    (void)worker;
    pair->ok[item] = pair->steps[item](pair->run, &pair->errors[item]);
}

static bool protect_and_write_register(struct run *run, struct error *err)
{
    struct pair pair = {.run = run, .steps = {count_and_protect, write_register}};
    parallel_for(2, parallel_processors(), run_step, &pair);
    for (int i = 0; i < 2; i++) {
        if (!pair.ok[i]) {
            return error_set(err, pair.errors[i].kind, "%s", pair.errors[i].message);
        }
    }
    return true;
}

static struct added_indicator added_indicator(const struct programme_indicator *i)
{
    return (struct added_indicator){
        .code = i->code,
        .name = i->file,
        .sql = i->sql,
        .unit = i->unit,
        .direction = i->direction,
        .periodicity = i->periodicity,
        .decimals = i->decimals,
        .is_personal = i->is_personal,
        .label = i->label,
        .label_en = i->label_en,
        .short_label = i->short_label,
        .definition = i->definition,
        .numerator = i->numerator,
        .denominator = i->denominator,
        .scope = i->scope,
        .unknown = i->unknown,
        .source = i->source,
        .notes = i->notes,
    };
}

static bool add_indicators(struct run *run, struct error *err)
{
    const struct programme *programme = &run->input->programme;
    struct added_indicator *added = arena_array(run->arena, struct added_indicator, programme->indicator_count);
    for (size_t i = 0; i < programme->indicator_count; i++) {
        added[i] = added_indicator(&programme->indicators[i]);
    }
    return indicator_add(run->db, added, programme->indicator_count, err);
}

static bool write_public(struct run *run, struct error *err)
{
    begin_step(run, "register");
    bool ok = releases_publish(run->db, run->input, &run->calendar, &run->releases, err) &&
              indicator_breakdowns(run->db, &run->releases.protected_counts, err) &&
              publish_selection(run->db, run->input, err) && publish_quality(run->db, run->input, err) &&
              (!run->input->programme.suppresses || publish_suppression(run->db, &run->releases.suppression, err));
    begin_step(run, "counts");
    if (ok && run->input->has_enrolments) {
        ok = indicator_counts(run->db, &run->releases.protected_counts, run->calendar.codes, err) &&
             run_file(run, "insert/revised", err);
    }
    begin_step(run, "indicators");
    ok = ok && indicator_derive(run->db, err) && add_indicators(run, err);
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
    if (!create_schema(run, err) || !choose_published(run, err) || !protect_and_write_register(run, err) ||
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
        .suppression = run->releases.suppression,
    };
    return true;
}

bool compile_public(struct arena *run_arena, const struct input *input, const char *path,
                    const struct compile_options *options, struct compile_summary *out, struct error *err)
{
    struct run run = {.arena = run_arena, .input = input, .options = options};
    if (!calendar_make(run_arena, input, options->release, &run.calendar, err) ||
        !releases_open(run_arena, options, input->programme.suppresses, false, &run.calendar, &run.releases, err) ||
        !register_make(run_arena, input, &run.reg, err) || !db_open(path, DB_CREATE, &run.db, err)) {
        return false;
    }
    bool ok = fill_file(&run, out, err);
    db_close(run.db);
    ok = ok && db_scrub(path, err);
    if (!ok) {
        remove(path);
    }
    return ok;
}

/* --- freezing --- */

static const char *path_of(struct arena *arena, const char *folder, struct period period)
{
    struct buf name;
    buf_init(&name, arena);
    buf_text(&name, LEDGER_FOLDER "/");
    period_write(&name, period);
    buf_text(&name, ".csv");
    return file_join(arena, folder, str_text(arena, buf_str(&name)));
}

/* The file of a quarter that is not frozen yet. */
static struct str ledger_text(const struct run *run, int quarter, int64_t *out_lines)
{
    const struct releases *releases = &run->releases;
    bool is_first = quarter == releases->frozen;
    struct ledger_file file = {
        .release = {run->calendar.first.index + quarter},
        .published_by = run->calendar.release,
        .base = run->input->programme.rounding_base,
        .method = PROTECTION_METHOD,
        .received_day = input_known_day(run->input),
        .trainings_moved = is_first ? releases->trainings_moved : 0,
    };
    struct buf text;
    buf_init(&text, run->arena);
    if (run->input->programme.suppresses) {
        file.method = SUPPRESSION_METHOD;
        struct str lines = releases_hidden_lines(run->arena, releases, quarter, out_lines);
        hidden_ledger_write(&text, &file, lines, *out_lines);
        return buf_str(&text);
    }
    const struct published_tables *past = is_first && releases->frozen > 0 ? &releases->shown : NULL;
    ledger_list(run->arena, &releases->protected_counts, past, quarter, &releases->revisions, &file);
    ledger_file_write(&text, &file);
    *out_lines = (int64_t)file.count;
    return buf_str(&text);
}

/* A whole file takes the name of the release, or none does. */
static bool write_release(struct arena *arena, const char *path, struct str text, struct error *err)
{
    const char *partial = str_text(arena, str_format(arena, "%s.partial", path));
    if (!file_write(partial, text, err)) {
        return false;
    }
    return rename(partial, path) == 0 || error_errno(err, "write", path);
}

static bool check_frozen(struct arena *arena, const char *path, struct str text, bool *out_same, struct error *err)
{
    struct str content;
    *out_same = false;
    if (!file_exists(path)) {
        return true;
    }
    if (!file_read(arena, path, &content, err)) {
        return false;
    }
    *out_same = str_equal(content, text);
    return *out_same ||
           error_set(err, ERROR_INPUT,
                     "%s: this release is frozen, and the input gives other states now; what is published stays, and "
                     "what was received since goes into the next release (build --as-of DAY makes this one again)",
                     path);
}

static bool write_releases(struct run *run, const struct str *texts, struct release_summary *made, struct error *err)
{
    bool ok = file_make_folders(file_join(run->arena, run->options->folder, LEDGER_FOLDER), err);
    for (size_t i = 0; ok && i < made->written_count; i++) {
        ok = write_release(run->arena, made->written[i].path, texts[i], err);
    }
    return ok;
}

static bool freeze(struct run *run, struct release_summary *out, struct error *err)
{
    int frozen = run->releases.frozen, quarters = run->calendar.quarters;
    struct release_summary made = {.written = arena_array(run->arena, struct frozen_release, (size_t)quarters)};
    struct str *texts = arena_array(run->arena, struct str, (size_t)quarters);
    for (int quarter = frozen; quarter < quarters; quarter++) {
        struct period period = {run->calendar.first.index + quarter};
        made.release = (struct frozen_release){period, path_of(run->arena, run->options->folder, period), 0};
        texts[made.written_count] = ledger_text(run, quarter, &made.release.lines);
        if (!check_frozen(run->arena, made.release.path, texts[made.written_count], &made.was_frozen, err)) {
            return false;
        }
        made.written[made.written_count++] = made.release;
    }
    if (made.was_frozen) { /* alone: those before it were read from the ledger */
        made.written_count = 0;
    }
    *out = made;
    return write_releases(run, texts, &made, err);
}

bool compile_release(struct arena *run_arena, const struct input *input, const struct compile_options *options,
                     struct release_summary *out, struct error *err)
{
    struct run run = {.arena = run_arena, .input = input, .options = options};
    if (!input->has_enrolments) {
        return error_set(err, ERROR_INPUT, "%s: no inscriptions*.csv: there are no counts of persons to freeze",
                         options->folder);
    }
    if (!calendar_make(run_arena, input, options->release, &run.calendar, err) ||
        !releases_open(run_arena, options, input->programme.suppresses, true, &run.calendar, &run.releases, err) ||
        !register_make(run_arena, input, &run.reg, err) || !db_open(NULL, DB_MEMORY, &run.db, err)) {
        return false;
    }
    bool ok = create_schema(&run, err) && choose_published(&run, err) && count_and_protect(&run, err) &&
              freeze(&run, out, err);
    db_close(run.db);
    return ok;
}
