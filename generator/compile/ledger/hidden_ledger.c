#include "gencarto/compile/ledger/hidden_ledger.h"

#include <stdlib.h>

#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"

#define VERSION      1
#define COLUMNS      STR("measure,breakdown,entity,place,flow,cumulative\n")
#define HEADER_PARTS 8

/* --- writing --- */

void hidden_ledger_write(struct buf *out, const struct ledger_file *file, struct str body, int64_t lines)
{
    buf_format(out, "# gencarto suppression ledger %d; ", VERSION);
    ledger_header_write(out, file);
    buf_format(out, "; lines %lld; digest ", (long long)lines);
    ledger_digest_write(out, body);
    buf_byte(out, '\n');
    buf_add(out, COLUMNS);
    buf_add(out, body);
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
        geography_write_entity(out, geography, level, unit);
        buf_byte(out, ',');
        if (level == ENTITY_TRAINING) {
            geography_write_place(out, geography, geography->parent[ENTITY_TRAINING][unit],
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
            buf_text(out, ",,");
            cell_write_entity(out, ENTITY_TRAINING, places->codes[i]);
            buf_byte(out, ',');
            geography_write_place(out, geography, places->departments[i], places->structures[i]);
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
            if (tables_has_level(&shown->items[t], level)) {
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

static bool split_header(struct str line, struct str values[HEADER_PARTS])
{
    static const char *const names[HEADER_PARTS] = {
        "# gencarto suppression ledger ", "release ", "by ", "base ", "method ", "received ", "lines ", "digest "};
    return ledger_header_split(line, names, HEADER_PARTS, values);
}

static bool read_header(const char *path, const struct str values[HEADER_PARTS], struct period release,
                        struct ledger_file *out, struct error *err)
{
    int64_t version, base, method, lines;
    struct period named, by;
    if (!number_parse_int(values[0], &version) || !period_parse(values[1], &named) || !period_parse(values[2], &by) ||
        by.index < release.index || named.index != release.index || !number_parse_int(values[3], &base) ||
        !number_parse_int(values[4], &method) || !number_parse_int(values[6], &lines) || base < 2 || base > 1000 ||
        method < 0 || method > 1000000) {
        return ledger_file_fault(path, 1, "this is not the first line of a suppression ledger", err);
    }
    if (version != VERSION) {
        return error_set(err, ERROR_INPUT, "%s:1: suppression ledger of version %lld; this program reads version %d",
                         path, (long long)version, VERSION);
    }
    *out = (struct ledger_file){
        .release = release, .published_by = by, .base = (int)base, .method = (int)method, .received_day = DATE_NONE};
    return str_equal(values[5], STR("-")) || date_parse(values[5], &out->received_day) ||
           ledger_file_fault(path, 1, "the day of reception is none", err);
}

/* "department:31+structure:S004" to codes. */
static bool read_place(struct arena *arena, struct str entity, struct str place, struct hidden_ledger_place *out)
{
    struct str rest = place, department, structure;
    enum entity_kind kind;
    *out = (struct hidden_ledger_place){.structure = STR("")};
    return cell_parse_entity(arena, entity, &kind, &out->training) && str_split(&rest, '+', &department) &&
           cell_parse_entity(arena, department, &kind, &out->department) &&
           (!str_split(&rest, '+', &structure) || cell_parse_entity(arena, structure, &kind, &out->structure));
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
    struct str text, header[HEADER_PARTS];
    *out = (struct ledger_release){.period = period, .path = ledger_path(arena, folder, period)};
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
    if (!split_header(str_slice(text, 0, first), header)) {
        return ledger_file_fault(out->path, 1, "this is not the first line of a suppression ledger", err);
    }
    struct str rest = str_slice(text, first + 1, text.len);
    if (!str_starts(rest, COLUMNS)) {
        return ledger_file_fault(out->path, 2, "the names of the columns are not those of a suppression ledger", err);
    }
    out_hidden->body = str_slice(rest, COLUMNS.len, rest.len);
    return read_header(out->path, header, period, &out->file, err) &&
           (ledger_digest_is(out_hidden->body, header[7]) ||
            ledger_file_fault(out->path, 1, "the lines are not those that the digest was made of", err)) &&
           read_places(arena, out->path, out_hidden, err);
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
    if (!ledger_periods(arena, folder, last, &periods, &count, err)) {
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
