#include "gencarto/compile/ledger/ledger.h"

#include <assert.h>
#include <stdlib.h>

#include "gencarto/base/file.h"

/* --- the files --- */

bool ledger_periods(struct arena *arena, const char *folder, struct period last, struct period **out_periods,
                    size_t *out_count, struct error *err)
{
    struct str *names;
    size_t name_count, count = 0;
    if (!file_names(arena, folder, &names, &name_count, err)) {
        return false;
    }
    struct period *periods = arena_array(arena, struct period, name_count);
    for (size_t i = 0; i < name_count; i++) {
        struct period period;
        if (!str_ends(names[i], STR(".csv"))) {
            continue; /* a note to readers */
        }
        if (names[i].len != 11 || !period_parse(str_slice(names[i], 0, 7), &period)) {
            return error_set(err, ERROR_INPUT, "%s/%.*s: no release; expected names like 2017-T2.csv", folder,
                             STR_ARGS(names[i]));
        }
        if (last.index == 0 || period.index <= last.index) {
            struct period missing = {count > 0 ? periods[count - 1].index + 1 : period.index};
            if (period.index != missing.index) {
                return error_set(err, ERROR_INPUT,
                                 "%s: %d-T%d.csv is missing between two frozen releases; restore it from your version "
                                 "control or backup",
                                 folder, period_year(missing), period_quarter(missing));
            }
            periods[count++] = period; /* names are sorted */
        }
    }
    *out_periods = periods;
    *out_count = count;
    return true;
}

static bool read_release(struct arena *arena, const char *folder, struct period period, struct ledger_release *out,
                         struct error *err)
{
    struct str text;
    *out = (struct ledger_release){.period = period, .path = ledger_path(arena, folder, period)};
    return file_read(arena, out->path, &text, err) && ledger_file_read(arena, out->path, text, period, &out->file, err);
}

bool ledger_open(struct arena *arena, const char *folder, struct period last, struct ledger *out_ledger,
                 struct error *err)
{
    struct period *periods = NULL;
    size_t count = 0;
    *out_ledger = (struct ledger){0};
    if (!file_is_folder(folder)) {
        return true;
    }
    if (!ledger_periods(arena, folder, last, &periods, &count, err)) {
        return false;
    }
    struct ledger ledger = {.quarters = (int)count, .releases = arena_array(arena, struct ledger_release, count)};
    for (size_t i = 0; i < count; i++) {
        struct ledger_release *release = &ledger.releases[i];
        if (!read_release(arena, folder, periods[i], release, err)) {
            return false;
        }
        if (release->file.base != ledger.releases[0].file.base) {
            return ledger_file_fault(release->path, 1, "the base is not that of the release before", err);
        }
    }
    *out_ledger = ledger;
    return true;
}

/* --- what a line names --- */

struct reading {
    struct arena *arena;
    const struct geography *geography;
    struct published_tables *tables;
    bool *seen; /* [table] a release has lines of it */
    struct revisions revisions;
    struct str code; /* of the entity of the line */
};

struct line_place {
    const struct published_table *table;
    int category;
    enum entity_kind level;
    uint32_t unit; /* GEOGRAPHY_NONE: a training or structure that is not known any more */
};

/* By bisection: codes are in byte order. */
static uint32_t find_unit(const struct geography *geography, enum entity_kind level, struct str code)
{
    uint32_t low = 0, high = geography->count[level];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = str_compare(geography->codes[level][middle], code);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return GEOGRAPHY_NONE;
}

/* "region:76" */
static bool read_entity(struct reading *r, struct str text, enum entity_kind *out_level, uint32_t *out_unit)
{
    if (!cell_parse_entity(r->arena, text, out_level, &r->code)) {
        return false;
    }
    *out_unit = find_unit(r->geography, *out_level, r->code);
    return *out_unit != GEOGRAPHY_NONE || *out_level == ENTITY_TRAINING || *out_level == ENTITY_STRUCTURE;
}

static bool find_category(struct reading *r, const struct ledger_line *line, struct line_place *out)
{
    for (size_t t = 0; t < r->tables->count; t++) {
        const struct published_table *table = &r->tables->items[t];
        if (!str_equal(str_from(cube_event_codes[table->measure]), line->measure)) {
            continue;
        }
        struct arena_mark mark = arena_save(r->arena);
        for (int c = 0; c < table->categories; c++) {
            if (str_equal(tables_breakdown(r->arena, table, c), line->breakdown)) {
                out->table = table;
                out->category = c;
                arena_restore(r->arena, mark);
                return true;
            }
        }
        arena_restore(r->arena, mark);
    }
    return false;
}

static bool fault(const struct ledger_release *release, size_t line, const char *what, struct error *err)
{
    return ledger_file_fault(release->path, (int64_t)line + 3, what, err);
}

/* A line that says which table is published, where all its counts are 0. */
static bool read_table(struct reading *r, const struct ledger_line *line)
{
    for (size_t t = 0; t < r->tables->count; t++) {
        const struct published_table *table = &r->tables->items[t];
        if (ledger_line_is_of(line, table->measure, table->dimensions)) {
            r->seen[t] = true;
            return true;
        }
    }
    return false;
}

/* Counts of the places below it, made up later, would not be those that were published. */
static bool refuse_finer(const struct ledger_release *release, size_t line, const struct ledger_line *it,
                         struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     "%s:%zu: the releases have %.*s%s%.*s for no finer place than %.*s, and programme.xml opens it "
                     "below: close it there, or begin another ledger: move the folder " LEDGER_FOLDER " away",
                     release->path, line + 3, STR_ARGS(it->measure), it->breakdown.len > 0 ? "/" : "",
                     STR_ARGS(it->breakdown), STR_ARGS(it->entity));
}

/* --- states --- */

static void add_state(const struct line_place *place, enum entity_kind level, uint32_t unit, int quarter, int64_t count)
{
    if (tables_has_level(place->table, level) && unit != GEOGRAPHY_NONE) {
        tables_flow(place->table, level, unit, quarter)[place->category] += (int32_t)count;
    }
}

/* The department and the structure that a training had then: "department:31+structure:S004". */
static bool read_place(struct reading *r, struct str within, uint32_t *out_department, uint32_t *out_structure)
{
    struct str rest = within, part;
    enum entity_kind level;
    *out_structure = GEOGRAPHY_NONE;
    if (!str_split(&rest, '+', &part) || !read_entity(r, part, &level, out_department) || level != ENTITY_DEPARTMENT) {
        return false;
    }
    if (!str_split(&rest, '+', &part)) {
        return true;
    }
    return read_entity(r, part, &level, out_structure) && level == ENTITY_STRUCTURE && !str_split(&rest, '+', &part);
}

/* The count in the cell and in all it is part of. `within` is the place of a training. */
static bool read_count(struct reading *r, const struct line_place *place, struct str within, int quarter, int64_t count)
{
    uint32_t department = place->unit, structure = GEOGRAPHY_NONE, region = place->unit;
    if (place->level != tables_finest(place->table) || (place->level != ENTITY_TRAINING && within.len > 0)) {
        return false;
    }
    if (place->level == ENTITY_TRAINING) {
        if (!read_place(r, within, &department, &structure)) {
            return false;
        }
        add_state(place, ENTITY_TRAINING, place->unit, quarter, count);
        add_state(place, ENTITY_STRUCTURE, structure, quarter, count);
    }
    if (place->level == ENTITY_TRAINING || place->level == ENTITY_DEPARTMENT) {
        add_state(place, ENTITY_DEPARTMENT, department, quarter, count);
        region = r->geography->parent[ENTITY_DEPARTMENT][department];
    }
    if (place->level != ENTITY_COUNTRY) {
        add_state(place, ENTITY_REGION, region, quarter, count);
    }
    add_state(place, ENTITY_COUNTRY, 0, quarter, count);
    return true;
}

static bool read_state(struct reading *r, const struct ledger_line *line, const struct line_place *place, int quarter)
{
    return line->count > 0 && read_count(r, place, line->within, quarter, line->count);
}

/* --- changes of earlier quarters --- */

static bool parse_cause(struct str text, enum revision_cause *out_cause)
{
    for (unsigned c = 0; c < CAUSES; c++) {
        if (str_equal(text, str_from(revision_cause_codes[c]))) {
            *out_cause = (enum revision_cause)c;
            return true;
        }
    }
    return false;
}

/* "late": the name of a main cause. False when it is no such line. */
static bool read_name(struct reading *r, const struct ledger_line *line, const struct line_place *place, int quarter)
{
    struct revision revision = {.release = quarter,
                                .quarter = quarter,
                                .level = place->level,
                                .unit = place->unit,
                                .measure = place->table->measure,
                                .dimensions = place->table->dimensions,
                                .category = place->category,
                                .names_only = true};
    if (line->count != 0 || place->level < ENTITY_DEPARTMENT || !parse_cause(line->within, &revision.cause)) {
        return false;
    }
    if (place->unit != GEOGRAPHY_NONE) {
        revisions_add(&r->revisions, r->arena, revision);
    }
    return true;
}

/* What became known, or is published for the first time, from that quarter's flow on and less in this one's. */
static bool read_restatement(struct reading *r, const struct ledger_line *line, const struct line_place *place,
                             struct str within, int concerned, int quarter)
{
    bool fine = true;
    for (int q = concerned; fine && q < quarter; q++) {
        fine = read_count(r, place, within, q, line->count);
    }
    return fine;
}

/* "2016-T4+late", or "2017-T1" and "2017-T1+department:31+structure:S004". */
static bool read_change(struct reading *r, const struct ledger_line *line, const struct line_place *place, int quarter,
                        struct period first)
{
    size_t plus = str_index(line->within, '+', 0);
    struct str after = str_slice(line->within, plus + 1, line->within.len);
    struct period concerned;
    struct revision revision = {.release = quarter,
                                .level = place->level,
                                .unit = place->unit,
                                .measure = place->table->measure,
                                .dimensions = place->table->dimensions,
                                .category = place->category,
                                .change = (int32_t)line->count};
    if (!period_parse(str_slice(line->within, 0, plus), &concerned) || concerned.index < first.index ||
        concerned.index >= first.index + quarter || line->count == 0) {
        return false;
    }
    revision.quarter = concerned.index - first.index;
    if (after.len == 0 || str_starts(after, STR("department:"))) {
        return read_restatement(r, line, place, after, revision.quarter, quarter);
    }
    if (place->level != ENTITY_REGION || !parse_cause(after, &revision.cause)) {
        return false;
    }
    revisions_add(&r->revisions, r->arena, revision);
    return true;
}

static bool read_release_lines(struct reading *r, const struct ledger *ledger, int quarter, struct error *err)
{
    const struct ledger_release *release = &ledger->releases[quarter];
    struct line_place place = {0};
    for (size_t i = 0; i < release->file.count; i++) {
        const struct ledger_line *line = &release->file.lines[i];
        const struct ledger_line *before = i == 0 ? NULL : line - 1;
        if (line->entity.len == 0) {
            if (!read_table(r, line)) {
                return fault(release, i, "this measure or breakdown is not published (any more)", err);
            }
            continue;
        }
        bool same = before != NULL && before->entity.len > 0 && str_equal(before->measure, line->measure) &&
                    str_equal(before->breakdown, line->breakdown);
        if (!same && !find_category(r, line, &place)) {
            return fault(release, i, "this measure or breakdown is not published (any more)", err);
        }
        if (!read_entity(r, line->entity, &place.level, &place.unit)) {
            return fault(release, i, "this place is not known", err);
        }
        r->seen[place.table - r->tables->items] = true;
        bool is_state = line->within.len == 0 || str_starts(line->within, STR("department:"));
        if (is_state && place.level != ENTITY_STRUCTURE && place.level != tables_finest(place.table)) {
            return refuse_finer(release, i, line, err);
        }
        bool fine = is_state ? read_state(r, line, &place, quarter)
                             : read_name(r, line, &place, quarter) ||
                                   read_change(r, line, &place, quarter, ledger->releases[0].period);
        if (!fine) {
            return fault(release, i, "no line that a release writes for this place", err);
        }
    }
    return true;
}

/* --- from states to flows --- */

static void take_differences(struct published_tables *tables, int quarters)
{
    for (size_t t = 0; t < tables->count; t++) {
        struct published_table *table = &tables->items[t];
        for (unsigned k = 0; k < ENTITY_KINDS; k++) {
            enum entity_kind level = (enum entity_kind)k;
            for (uint32_t unit = 0; tables_has_level(table, k) && unit < tables->geography->count[level]; unit++) {
                for (int quarter = quarters - 1; quarter > 0; quarter--) {
                    for (int c = 0; c < table->categories; c++) {
                        tables_flow(table, level, unit, quarter)[c] -= tables_flow(table, level, unit, quarter - 1)[c];
                    }
                }
            }
        }
    }
}

/* The categories come to the counts of their margin, in states as in flows. */
static bool check_margin(const struct published_tables *tables, const struct published_table *table, unsigned margin_of,
                         int quarter)
{
    const struct published_table *margin = tables_find(tables, table->measure, margin_of);
    for (unsigned k = 0; margin != NULL && k < ENTITY_KINDS; k++) {
        enum entity_kind level = (enum entity_kind)k;
        for (uint32_t unit = 0; tables_has_level(table, k) && unit < tables->geography->count[level]; unit++) {
            if (!tables_add_up(table, margin, level, unit, quarter)) {
                return false;
            }
        }
    }
    return margin != NULL;
}

static bool check_sums(const struct published_tables *tables, const bool *seen, const struct ledger *ledger,
                       struct error *err)
{
    for (int quarter = 0; quarter < ledger->quarters; quarter++) {
        for (size_t t = 0; t < tables->count; t++) {
            const struct published_table *table = &tables->items[t];
            bool crossed = table->dimension_count == 2;
            bool fine = table->dimension_count == 0 || !seen[t] ||
                        (!crossed && check_margin(tables, table, 0, quarter)) ||
                        (crossed && check_margin(tables, table, 1u << table->first, quarter) &&
                         check_margin(tables, table, 1u << table->second, quarter));
            if (!fine) {
                return error_set(
                    err, ERROR_INPUT,
                    "%s: the categories of %s (%d dimensions) do not come to its totals: lines are missing "
                    "or changed, or what is published changed since; restore the file from your version "
                    "control or backup, or begin another ledger: move the folder " LEDGER_FOLDER " away",
                    ledger->releases[quarter].path, cube_event_codes[table->measure], table->dimension_count);
            }
        }
    }
    return true;
}

/* --- trainings that moved --- */

struct training_place {
    struct str training, within;
};

static int compare_places(const void *left, const void *right)
{
    const struct training_place *a = left, *b = right;
    return str_compare(a->training, b->training);
}

/* Where each training of the release with a state stood, by its name. */
static size_t list_places(struct arena *arena, const struct ledger_release *release, struct training_place **out)
{
    struct training_place *places = arena_array(arena, struct training_place, release->file.count);
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < release->file.count; i++) {
        const struct ledger_line *line = &release->file.lines[i];
        if (str_starts(line->entity, STR("training:")) && str_starts(line->within, STR("department:"))) {
            places[count++] = (struct training_place){line->entity, line->within};
        }
    }
    if (count > 0) {
        qsort(places, count, sizeof *places, compare_places);
    }
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !str_equal(places[i].training, places[kept - 1].training)) {
            places[kept++] = places[i];
        }
    }
    *out = places;
    return kept;
}

int64_t ledger_moved_since(const struct ledger *ledger, const struct geography *geography)
{
    struct arena scratch;
    struct training_place *places;
    int64_t moved = 0;
    arena_init(&scratch);
    struct reading reading = {.arena = &scratch, .geography = geography};
    size_t count = ledger->quarters == 0 ? 0 : list_places(&scratch, &ledger->releases[ledger->quarters - 1], &places);
    struct buf within;
    buf_init(&within, NULL);
    for (size_t i = 0; i < count; i++) {
        enum entity_kind level;
        uint32_t unit = GEOGRAPHY_NONE;
        buf_reset(&within);
        if (read_entity(&reading, places[i].training, &level, &unit) && unit != GEOGRAPHY_NONE) {
            geography_write_place(&within, geography, geography->parent[ENTITY_TRAINING][unit],
                                  geography->structure_of_training[unit]);
        }
        moved += !str_equal(buf_str(&within), places[i].within);
    }
    buf_clear(&within);
    arena_clear(&scratch);
    return moved;
}

bool ledger_tables(struct arena *arena, const struct ledger *ledger, struct published_tables *shown, bool **out_new,
                   struct revisions *out_revisions, struct error *err)
{
    assert(shown->quarters >= ledger->quarters);
    struct reading reading = {.arena = arena, .geography = shown->geography, .tables = shown};
    reading.seen = arena_array(arena, bool, shown->count);
    bool ok = true;
    for (int quarter = 0; ok && quarter < ledger->quarters; quarter++) {
        ok = read_release_lines(&reading, ledger, quarter, err);
    }
    if (!ok || !check_sums(shown, reading.seen, ledger, err)) {
        return false;
    }
    take_differences(shown, ledger->quarters);
    revisions_mark_main(&reading.revisions);
    *out_new = arena_array(arena, bool, shown->count);
    for (size_t t = 0; t < shown->count; t++) {
        (*out_new)[t] = !reading.seen[t];
    }
    *out_revisions = reading.revisions;
    return true;
}

bool ledger_gone(struct arena *arena, const struct ledger *ledger, const struct geography *former,
                 struct published_tables *gone)
{
    struct reading reading = {.arena = arena, .geography = gone->geography, .tables = gone};
    bool any = false;
    for (int quarter = 0; quarter < ledger->quarters; quarter++) {
        const struct ledger_file *file = &ledger->releases[quarter].file;
        for (size_t i = 0; i < file->count; i++) {
            const struct ledger_line *line = &file->lines[i];
            struct line_place place;
            if (!str_starts(line->entity, STR("training:")) || !str_starts(line->within, STR("department:")) ||
                !read_entity(&reading, line->entity, &place.level, &place.unit) || place.unit != GEOGRAPHY_NONE ||
                find_unit(former, ENTITY_TRAINING, reading.code) != GEOGRAPHY_NONE) {
                continue;
            }
            any = (find_category(&reading, line, &place) && read_state(&reading, line, &place, quarter)) || any;
        }
    }
    take_differences(gone, ledger->quarters);
    return any;
}
