#include "releases.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "former.h"
#include "gencarto/base/file.h"
#include "gencarto/compile/disclosure/split.h"
#include "history.h"

bool releases_open(struct arena *arena, const struct compile_options *options, bool suppresses, bool refreeze,
                   struct calendar *calendar, struct releases *out_releases, struct error *err)
{
    struct releases releases = {0};
    struct period last = {calendar->release.index - refreeze};
    const char *folder = options->folder == NULL ? NULL : file_join(arena, options->folder, LEDGER_FOLDER);
    if (folder != NULL &&
        !(suppresses ? hidden_ledger_open(arena, folder, last, &releases.ledger, &releases.hidden_ledger, err)
                     : ledger_open(arena, folder, last, &releases.ledger, err))) {
        return false;
    }
    releases.frozen = releases.ledger.quarters;
    *out_releases = releases;
    return releases.frozen == 0 || calendar_begin(arena, releases.ledger.releases[0].period, calendar, err);
}

/* --- large revisions --- */

#define NATIONAL_PERCENT 2
#define REGIONAL_PERCENT 10
#define REGIONAL_PERSONS 20

static bool is_large(enum entity_kind level, int64_t before, int64_t now, int base)
{
    int64_t change = llabs(now - before);
    return level == ENTITY_COUNTRY ? change * 100 > before * NATIONAL_PERCENT && change >= base
                                   : change * 100 > before * REGIONAL_PERCENT && change > REGIONAL_PERSONS;
}

static bool is_explained(const struct programme *programme, struct period quarter, struct period release)
{
    for (size_t i = 0; i < programme->revision_count; i++) {
        if (programme->revisions[i].quarter.index == quarter.index &&
            programme->revisions[i].release.index == release.index) {
            return true;
        }
    }
    return false;
}

static bool refuse(const struct published_tables *now, const struct published_table *table, enum entity_kind level,
                   uint32_t unit, struct period quarter, struct period release, struct error *err)
{
    struct str code = now->geography->codes[level][unit];
    return error_set(
        err, ERROR_INPUT,
        "%s/%s:%.*s/%d-T%d/: the data change this published quarter by more than %s; if they are right, say "
        "why in programme.xml: <revisions><revision trimestre=\"%d-T%d\" publication=\"%d-T%d\">...",
        cube_event_codes[table->measure], entity_kind_name(level), STR_ARGS(code), period_year(quarter),
        period_quarter(quarter), level == ENTITY_COUNTRY ? "2 %" : "10 % and 20 persons", period_year(quarter),
        period_quarter(quarter), period_year(release), period_quarter(release));
}

/* On exact counts, totals of the country and of regions among the tables of both; the message has none. */
static bool check_revisions(const struct programme *programme, const struct published_tables *now,
                            const struct published_tables *known, struct period first, int frozen, struct error *err)
{
    struct period release = {first.index + frozen};
    for (size_t t = 0; t < now->count; t++) {
        const struct published_table *table = &now->items[t];
        bool is_count = table->dimension_count == 0 && table->measure != EVENT_AID;
        for (unsigned k = ENTITY_COUNTRY; is_count && k <= ENTITY_REGION; k++) {
            enum entity_kind level = (enum entity_kind)k;
            uint32_t units = (table->levels & 1u << k) != 0 ? now->geography->count[k] : 0;
            for (uint32_t i = 0; i < units * (uint32_t)frozen; i++) {
                uint32_t unit = i / (uint32_t)frozen;
                int quarter = (int)(i % (uint32_t)frozen);
                struct period concerned = {first.index + quarter};
                int64_t before = tables_flow(&known->items[t], level, unit, quarter)[0];
                if (is_large(level, before, tables_flow(table, level, unit, quarter)[0], programme->rounding_base) &&
                    !is_explained(programme, concerned, release)) {
                    return refuse(now, table, level, unit, concerned, release, err);
                }
            }
        }
    }
    return true;
}

/* --- protection --- */

struct counting { /* what releases_protect hands to its steps */
    struct arena *arena;
    struct arena *exact_arena;
    const struct count_request *request;
    struct releases *releases;
    struct published_tables now;
    struct former former;
    struct protection_rule rule;
    struct protection_past past;
};

static const bool *methods_changed(const struct counting *c)
{
    const struct programme *programme = &c->request->input->programme;
    struct period release = {c->request->calendar->first.index + c->releases->frozen};
    bool *changed = arena_array(c->exact_arena, bool, (size_t)c->releases->frozen + 1);
    for (int quarter = 0; quarter < c->releases->frozen; quarter++) {
        changed[quarter] = c->releases->ledger.releases[c->releases->frozen - 1].file.method != PROTECTION_METHOD;
        for (size_t i = 0; i < programme->revision_count; i++) {
            const struct programme_revision *revision = &programme->revisions[i];
            changed[quarter] =
                changed[quarter] || (revision->is_method && revision->release.index == release.index &&
                                     revision->quarter.index == c->request->calendar->first.index + quarter);
        }
    }
    return changed;
}

static void find_revisions(struct counting *c)
{
    struct split_causes causes = {.now = &c->now, .known = &c->former.known, .method_changed = methods_changed(c)};
    for (unsigned cause = 0; cause < CAUSES; cause++) {
        causes.by_cause[cause] = c->former.has_changes[cause] ? &c->former.changes[cause] : NULL;
    }
    split_changes(c->arena, &causes, &c->rule, &c->past, &c->releases->protected_counts, &c->releases->revisions);
}

static bool is_all_frozen(const struct counting *c)
{
    return c->releases->frozen == c->request->calendar->quarters;
}

static bool count(struct counting *c, struct error *err)
{
    struct event_choice choice = {0};
    if (is_all_frozen(c)) {
        return true;
    }
    if (c->releases->frozen > 0) {
        choice.file_release = former_file_releases(c->exact_arena, c->request->input, c->releases);
    }
    tables_init(&c->now, c->exact_arena, &c->request->reg->geography, c->request->calendar->quarters, c->request->cells,
                c->request->cell_count);
    events_count(c->request->input, c->request->calendar, &choice, &c->now);
    return c->releases->frozen == 0 || (former_count(c->exact_arena, c->request, c->releases, &c->former, err) &&
                                        check_revisions(&c->request->input->programme, &c->now, &c->former.known,
                                                        c->request->calendar->first, c->releases->frozen, err));
}

static bool fit(struct counting *c, struct error *err)
{
    struct releases *releases = c->releases;
    if (is_all_frozen(c)) {
        releases->protected_counts = releases->shown;
    } else if (!protect(c->arena, &c->now, &c->rule, releases->frozen == 0 ? NULL : &c->past,
                        &releases->protected_counts, err)) {
        return false;
    }
    if (releases->frozen > 0 && !is_all_frozen(c)) {
        find_revisions(c);
    }
    return protect_verify(&releases->protected_counts, &c->rule, releases->frozen, err);
}

static bool check_base(const struct counting *c, struct error *err)
{
    const struct ledger *ledger = &c->releases->ledger;
    return c->releases->frozen == 0 || ledger->releases[0].file.base == c->rule.base ||
           error_set(
               err, ERROR_INPUT,
               "%s: frozen with base %d, and programme.xml says %d; counts of both would not add up: keep base %d, "
               "or begin another ledger: move the folder " LEDGER_FOLDER " away",
               ledger->releases[0].path, ledger->releases[0].file.base, c->rule.base, ledger->releases[0].file.base);
}

/* --- suppression --- */

/* What one method shows another may hide: together they could tell. */
static bool check_method(const struct counting *c, struct error *err)
{
    const struct ledger *ledger = &c->releases->ledger;
    for (int quarter = 0; quarter < c->releases->frozen; quarter++) {
        const struct ledger_release *release = &ledger->releases[quarter];
        if (release->file.method != SUPPRESSION_METHOD) {
            return error_set(err, ERROR_INPUT,
                             "%s: frozen by method %d of suppression, and this program hides by method %d; what one "
                             "shows the other may hide: keep the program that froze it, or begin another ledger: move "
                             "the folder " LEDGER_FOLDER " away",
                             release->path, release->file.method, SUPPRESSION_METHOD);
        }
    }
    return true;
}

struct str releases_hidden_lines(struct arena *arena, const struct releases *releases, int quarter, int64_t *out_lines)
{
    return hidden_ledger_list(arena, &releases->leaves, quarter, &releases->history->places[quarter], out_lines);
}

static bool differs(const char *path, struct str kept, struct str now, struct error *err)
{
    struct str a = {NULL, 0}, b = {NULL, 0}, kept_rest = kept, now_rest = now;
    int64_t line = 2;
    do {
        line++;
        a = b = STR("");
    } while (str_split(&kept_rest, '\n', &a) && str_split(&now_rest, '\n', &b) && str_equal(a, b));
    return error_set(err, ERROR_INPUT,
                     "%s:%lld: the files that this release knew do not give its figures any more (\"%.*s\" then, "
                     "\"%.*s\" now); nothing is published against a former release: undo what was changed in them, "
                     "send corrections in a new file, keep base, levels and program",
                     path, (long long)line, STR_ARGS(a), STR_ARGS(b));
}

/* What was published must come out again, line by line. */
static bool check_frozen_lines(struct counting *c, struct error *err)
{
    bool ok = true;
    for (int quarter = 0; ok && quarter < c->releases->frozen; quarter++) {
        int64_t lines;
        struct str kept = c->releases->hidden_ledger[quarter].body;
        struct str now = releases_hidden_lines(c->exact_arena, c->releases, quarter, &lines);
        ok = str_equal(kept, now) || differs(c->releases->ledger.releases[quarter].path, kept, now, err);
    }
    return ok;
}

static bool suppress_history(struct counting *c, struct error *err)
{
    struct releases *releases = c->releases;
    releases->history = arena_one(c->arena, struct history);
    if (!check_method(c, err) ||
        !history_count(c->arena, c->exact_arena, c->request, &releases->ledger, releases->hidden_ledger,
                       releases->history, err) ||
        !check_revisions(&c->request->input->programme, &releases->history->closed_now, &releases->history->closed_then,
                         c->request->calendar->first, releases->frozen, err) ||
        !suppress(c->arena, &releases->history->exact, c->rule.base, &releases->leaves, &releases->suppression, err) ||
        !check_frozen_lines(c, err)) {
        return false;
    }
    history_show(c->arena, releases->history, &releases->leaves, &c->request->reg->geography,
                 &releases->protected_counts);
    releases->trainings_moved =
        releases->frozen < c->request->calendar->quarters ? releases->history->moved[releases->frozen] : 0;
    for (int quarter = 0; quarter < releases->frozen; quarter++) {
        releases->ledger.releases[quarter].file.trainings_moved = releases->history->moved[quarter];
    }
    return true;
}

static void tell(const struct compile_options *options, const char *step, int64_t done)
{
    if (options->progress != NULL) {
        options->progress(options->context, step, done, COMPILE_STEPS);
    }
}

bool releases_protect(struct arena *arena, const struct count_request *request, struct releases *releases,
                      struct error *err)
{
    const struct programme *programme = &request->input->programme;
    struct arena exact_arena;
    arena_init_private(&exact_arena);
    struct counting c = {.arena = arena,
                         .exact_arena = &exact_arena,
                         .request = request,
                         .releases = releases,
                         .rule = {programme->rounding_base, request->options->key, request->calendar->first}};
    bool ok = check_base(&c, err);
    tell(request->options, "count", 0);
    bool suppresses = programme->suppresses;
    if (ok && releases->frozen > 0 && !suppresses) {
        tables_init(&releases->shown, arena, &request->reg->geography, request->calendar->quarters, request->cells,
                    request->cell_count);
        ok = ledger_tables(arena, &releases->ledger, &releases->shown, &releases->is_new, &releases->revisions, err);
        releases->trainings_moved = ok ? ledger_moved_since(&releases->ledger, &request->reg->geography) : 0;
    }
    ok = ok && (suppresses || count(&c, err));
    c.past = (struct protection_past){releases->frozen, &releases->shown, &c.former.known, releases->is_new};
    tell(request->options, "protect", 1);
    ok = ok && (suppresses ? suppress_history(&c, err) : fit(&c, err));
    arena_clear(&exact_arena);
    return ok;
}

/* --- publication --- */

static struct str note_of(struct arena *arena, const struct programme *programme, struct period release)
{
    struct buf note;
    buf_init(&note, arena);
    for (size_t i = 0; i < programme->revision_count; i++) {
        const struct programme_revision *revision = &programme->revisions[i];
        bool is_first = true;
        for (size_t j = 0; j < i; j++) {
            is_first = is_first && (programme->revisions[j].release.index != release.index ||
                                    !str_equal(programme->revisions[j].reason, revision->reason));
        }
        if (revision->release.index == release.index && is_first) {
            buf_text(&note, note.len > 0 ? " " : "");
            buf_add(&note, revision->reason);
        }
    }
    return buf_str(&note);
}

static struct published_release describe(struct arena *arena, const struct input *input,
                                         const struct calendar *calendar, const struct releases *releases, int quarter)
{
    struct published_release release = {
        .period = {calendar->first.index + quarter},
        .origin = "computed",
        .published_by = calendar->release,
        .received_day = input_known_day(input),
        .method = input->programme.suppresses ? SUPPRESSION_METHOD : PROTECTION_METHOD,
        .base = input->programme.rounding_base,
        .trainings_moved = quarter == releases->frozen ? releases->trainings_moved : 0,
    };
    if (quarter < releases->frozen) {
        const struct ledger_release *frozen = &releases->ledger.releases[quarter];
        /* Frozen together with this release, it was not published before. */
        release.origin = frozen->file.published_by.index == calendar->release.index ? "computed" : "ledger";
        release.published_by = frozen->file.published_by;
        release.received_day = frozen->file.received_day;
        release.method = frozen->file.method;
        release.trainings_moved = frozen->file.trainings_moved;
    }
    if (quarter + 1 == calendar->quarters) {
        release.origin = "current";
    }
    release.note = note_of(arena, &input->programme, release.period);
    return release;
}

bool releases_publish(struct db *db, const struct input *input, const struct calendar *calendar,
                      const struct releases *releases, struct error *err)
{
    struct arena scratch;
    arena_init_private(&scratch);
    size_t count = (size_t)calendar->quarters;
    struct published_release *rows = arena_array(&scratch, struct published_release, count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = describe(&scratch, input, calendar, releases, (int)i);
    }
    bool ok = publish_releases(db, rows, count, err) &&
              publish_revisions(db, calendar, &releases->protected_counts, &releases->revisions, err);
    arena_clear(&scratch);
    return ok;
}
