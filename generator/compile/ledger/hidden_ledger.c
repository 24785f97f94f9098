#include "gencarto/compile/ledger/hidden_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/siphash.h"

#define VERSION      1
#define COLUMNS      STR("measure,breakdown,entity,place,flow,cumulative\n")
#define DIGITS       16
#define HEADER_PARTS 8

static uint64_t digest_of(struct str body)
{
    static const struct siphash_key open; /* against accidents: who wants to forge a ledger can */
    return siphash(open, body);
}

/* --- writing --- */

void hidden_ledger_write(struct buf *out, const struct ledger_file *file, struct str body, int64_t lines)
{
    buf_format(out, "# gencarto suppression ledger %d; release ", VERSION);
    period_write(out, file->release);
    buf_text(out, "; by ");
    period_write(out, file->published_by);
    buf_format(out, "; base %d; method %d; received ", file->base, file->method);
    if (file->received_day == DATE_NONE) {
        buf_byte(out, '-');
    } else {
        date_write(out, file->received_day);
    }
    buf_format(out, "; lines %lld; digest %0*llx\n", (long long)lines, DIGITS, (unsigned long long)digest_of(body));
    buf_add(out, COLUMNS);
    buf_add(out, body);
}

static void write_entity(struct buf *out, const struct geography *geography, enum entity_kind level, uint32_t unit)
{
    buf_text(out, entity_kind_name(level));
    buf_byte(out, ':');
    cell_write_id(out, geography->codes[level][unit]);
}

static void write_place(struct buf *out, const struct geography *geography, uint32_t department, uint32_t structure)
{
    write_entity(out, geography, ENTITY_DEPARTMENT, department);
    if (structure != GEOGRAPHY_NONE) {
        buf_byte(out, '+');
        write_entity(out, geography, ENTITY_STRUCTURE, structure);
    }
}

static void write_count(struct buf *out, int32_t count, bool is_hidden)
{
    buf_byte(out, ',');
    if (is_hidden) {
        buf_text(out, status_flag(STATUS_CONFIDENTIAL));
    } else {
        buf_int(out, count);
    }
}

static void list_level(struct arena *arena, const struct published_tables *shown, const struct published_table *table,
                       enum entity_kind level, int quarter, struct buf *out)
{
    const struct geography *geography = shown->geography;
    for (uint32_t i = 0; i < geography->count[level] * (uint32_t)table->categories; i++) {
        uint32_t unit = i / (uint32_t)table->categories;
        int category = (int)(i % (uint32_t)table->categories);
        size_t place = (size_t)unit * (size_t)table->quarters + (size_t)quarter;
        place = place * (size_t)table->categories + (size_t)category;
        int32_t flow = table->flows[level][place], sum = table->sums[level][place];
        uint8_t hidden = table->hidden[level][place];
        if ((flow == 0 && sum == 0 && hidden == 0) || (hidden & TABLE_HIDDEN_LEVEL) != 0) {
            continue;
        }
        buf_format(out, "%s,%.*s,", cube_event_codes[table->measure],
                   STR_ARGS(tables_breakdown(arena, table, category)));
        write_entity(out, geography, level, unit);
        buf_byte(out, ',');
        if (level == ENTITY_TRAINING) {
            write_place(out, geography, geography->parent[ENTITY_TRAINING][unit],
                        geography->structure_of_training[unit]);
        }
        write_count(out, flow, (hidden & TABLE_HIDDEN_FLOW) != 0);
        write_count(out, sum, (hidden & TABLE_HIDDEN_SUM) != 0);
        buf_byte(out, '\n');
    }
}

static void list_places(const struct geography *geography, const struct hidden_ledger_places *places, struct buf *out)
{
    for (uint32_t i = 0; i < places->count; i++) {
        if (places->departments[i] != GEOGRAPHY_NONE) {
            buf_text(out, ",,training:");
            cell_write_id(out, places->codes[i]);
            buf_byte(out, ',');
            write_place(out, geography, places->departments[i], places->structures[i]);
            buf_text(out, ",,\n");
        }
    }
}

static size_t count_lines(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '\n';
    }
    return count;
}

static int compare_lines(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* The lines in their order; `text` ends each with a line feed. */
static struct str sort_lines(struct arena *arena, struct str text, size_t count)
{
    struct str *lines = arena_array(arena, struct str, count), rest = text;
    struct buf sorted;
    buf_init(&sorted, arena);
    buf_reserve(&sorted, text.len);
    for (size_t i = 0; i < count; i++) {
        str_split(&rest, '\n', &lines[i]);
    }
    if (count > 0) {
        qsort(lines, count, sizeof *lines, compare_lines);
    }
    for (size_t i = 0; i < count; i++) {
        buf_add(&sorted, lines[i]);
        buf_byte(&sorted, '\n');
    }
    return buf_str(&sorted);
}

struct str hidden_ledger_list(struct arena *arena, const struct published_tables *shown, int quarter,
                              const struct hidden_ledger_places *places, int64_t *out_lines)
{
    struct buf text;
    buf_init(&text, NULL);
    for (size_t t = 0; t < shown->count; t++) {
        for (unsigned level = 0; level < ENTITY_KINDS; level++) {
            if ((shown->items[t].levels & 1u << level) != 0) {
                list_level(arena, shown, &shown->items[t], (enum entity_kind)level, quarter, &text);
            }
        }
    }
    list_places(shown->geography, places, &text);
    size_t count = count_lines(buf_str(&text));
    struct str body = sort_lines(arena, buf_str(&text), count);
    buf_clear(&text);
    *out_lines = (int64_t)count;
    return body;
}

/* --- reading --- */

struct header {
    struct str values[HEADER_PARTS]; /* version, release, by, base, method, received, lines, digest */
};

static bool split_header(struct str line, struct header *out)
{
    static const char *const names[HEADER_PARTS] = {
        "# gencarto suppression ledger ", "release ", "by ", "base ", "method ", "received ", "lines ", "digest "};
    return ledger_header_split(line, names, HEADER_PARTS, out->values);
}

static bool read_header(const char *path, const struct header *header, struct period release, struct ledger_file *out,
                        struct error *err)
{
    int64_t version, base, method, lines;
    struct period named, by;
    if (!number_parse_int(header->values[0], &version) || !period_parse(header->values[1], &named) ||
        !period_parse(header->values[2], &by) || by.index < release.index || named.index != release.index ||
        !number_parse_int(header->values[3], &base) || !number_parse_int(header->values[4], &method) ||
        !number_parse_int(header->values[6], &lines) || base < 2 || base > 1000 || method < 0 || method > 1000000) {
        return ledger_file_fault(path, 1, "this is not the first line of a suppression ledger", err);
    }
    if (version != VERSION) {
        return error_set(err, ERROR_INPUT, "%s:1: suppression ledger of version %lld; this program reads version %d",
                         path, (long long)version, VERSION);
    }
    *out = (struct ledger_file){
        .release = release, .published_by = by, .base = (int)base, .method = (int)method, .received_day = DATE_NONE};
    return str_equal(header->values[5], STR("-")) || date_parse(header->values[5], &out->received_day) ||
           ledger_file_fault(path, 1, "the day of reception is none", err);
}

static bool has_digest(struct str body, struct str stated)
{
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%0*llx", DIGITS, (unsigned long long)digest_of(body));
    bool same = str_equal(buf_str(&text), stated);
    buf_clear(&text);
    return same;
}

/* "department:31+structure:S004" to codes. */
static bool read_place(struct arena *arena, struct str entity, struct str place, struct hidden_ledger_place *out)
{
    struct str department, structure = {NULL, 0}, rest = place;
    struct cell_id id;
    if (!str_split(&rest, '+', &department)) {
        return false;
    }
    bool has_structure = str_split(&rest, '+', &structure);
    const struct {
        struct str text;
        struct str *code;
    } parts[] = {{entity, &out->training}, {department, &out->department}, {structure, &out->structure}};
    *out = (struct hidden_ledger_place){.structure = STR("")};
    for (size_t i = 0; i < (has_structure ? 3u : 2u); i++) {
        struct str text = str_format(arena, "x/%.*s/2000-T1/", STR_ARGS(parts[i].text));
        if (!cell_parse(arena, text, &id)) {
            return false;
        }
        *parts[i].code = id.code;
    }
    return true;
}

/* The lines without a measure; they come first. */
static bool read_places(struct arena *arena, const char *path, struct hidden_ledger_release *release, struct error *err)
{
    struct str rest = release->body, line;
    release->places = arena_array(arena, struct hidden_ledger_place, count_lines(rest) + 1);
    while (str_starts(rest, STR(",,")) && str_split(&rest, '\n', &line)) {
        struct str entity, place;
        line = str_slice(line, 2, line.len);
        if (!str_split(&line, ',', &entity) || !str_split(&line, ',', &place) ||
            !read_place(arena, entity, place, &release->places[release->place_count])) {
            return ledger_file_fault(path, 3 + (int64_t)release->place_count, "this is no place of a training", err);
        }
        release->place_count++;
    }
    return true;
}

static bool read_release(struct arena *arena, const char *folder, struct period period, struct ledger_release *out,
                         struct hidden_ledger_release *out_hidden, struct error *err)
{
    struct buf name;
    struct str text;
    struct header header;
    buf_init(&name, arena);
    period_write(&name, period);
    buf_text(&name, ".csv");
    *out = (struct ledger_release){.period = period, .path = file_join(arena, folder, str_text(arena, buf_str(&name)))};
    if (!file_read(arena, out->path, &text, err)) {
        return false;
    }
    size_t first = str_index(text, '\n', 0);
    if (str_starts(text, STR("# gencarto ledger "))) {
        return error_set(err, ERROR_INPUT,
                         "%s: a ledger of rounded counts, and programme.xml asks for a suppression: figures of both "
                         "would tell more than either; keep <diffusion mode=\"arrondi\">",
                         out->path);
    }
    if (!split_header(str_slice(text, 0, first), &header)) {
        return ledger_file_fault(out->path, 1, "this is not the first line of a suppression ledger", err);
    }
    struct str rest = str_slice(text, first + 1, text.len);
    if (!str_starts(rest, COLUMNS)) {
        return ledger_file_fault(out->path, 2, "the names of the columns are not those of a suppression ledger", err);
    }
    out_hidden->body = str_slice(rest, COLUMNS.len, rest.len);
    return read_header(out->path, &header, period, &out->file, err) &&
           (has_digest(out_hidden->body, header.values[7]) ||
            ledger_file_fault(out->path, 1, "the lines are not those that the digest was made of", err)) &&
           read_places(arena, out->path, out_hidden, err);
}

/* The quarters of the files of the folder, one after the other. */
static bool list_periods(struct arena *arena, const char *folder, struct period last, struct period **out_periods,
                         size_t *out_count, struct error *err)
{
    if (!ledger_periods(arena, folder, last, out_periods, out_count, err)) {
        return false;
    }
    for (size_t i = 1; i < *out_count; i++) {
        struct period missing = {(*out_periods)[i - 1].index + 1};
        if ((*out_periods)[i].index != missing.index) {
            return error_set(err, ERROR_INPUT,
                             "%s: %d-T%d.csv is missing between two frozen releases; restore it from your version "
                             "control or backup",
                             folder, period_year(missing), period_quarter(missing));
        }
    }
    return true;
}

bool hidden_ledger_open(struct arena *arena, const char *folder, struct period last, struct ledger *out_ledger,
                        struct hidden_ledger_release **out_releases, struct error *err)
{
    struct period *periods = NULL;
    size_t count = 0;
    *out_ledger = (struct ledger){0};
    *out_releases = NULL;
    if (!file_is_folder(folder)) {
        return true;
    }
    if (!list_periods(arena, folder, last, &periods, &count, err)) {
        return false;
    }
    struct ledger ledger = {.quarters = (int)count, .releases = arena_array(arena, struct ledger_release, count + 1)};
    struct hidden_ledger_release *releases = arena_array(arena, struct hidden_ledger_release, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (!read_release(arena, folder, periods[i], &ledger.releases[i], &releases[i], err)) {
            return false;
        }
    }
    *out_ledger = ledger;
    *out_releases = releases;
    return true;
}
