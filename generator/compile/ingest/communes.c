#include "gencarto/compile/ingest/communes.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/bytes.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/reference_file.h"

static_assert(INSEE_COMMUNE_SLOTS % COMMUNES_TOGETHER == 0, "groups are whole");

enum part { PART_CODE, PART_NAME, PART_DEPARTMENT, PART_LONGITUDE, PART_LATITUDE, PARTS };

#define HEADER          STR("code,name,department_code,lon_deg,lat_deg\n")
#define SHORTEST_LINE   (sizeof("01001,,01,,\n") - 1)
#define LONGEST_DEGREES 16
#define GROUPS          (INSEE_COMMUNE_SLOTS / COMMUNES_TOGETHER)

/* ---- parts of a line ------------------------------------------------------------------------------------------ */

static const struct commune *commune_at(const char *line)
{
    return (const struct commune *)(const void *)line;
}

static const char *line_of(const struct commune *commune)
{
    return (const char *)commune;
}

static struct str part_of(const struct commune *commune, enum part part)
{
    const char *from = line_of(commune);
    for (int i = 0; i < (int)part; i++) {
        from = (const char *)rawmemchr(from, commune->separator) + 1;
    }
    const char *end = rawmemchr(from, part == PART_LATITUDE ? '\n' : commune->separator);
    return (struct str){from, (size_t)(end - from)};
}

struct str commune_code(const struct commune *commune)
{
    return (struct str){commune->code, sizeof(commune->code)};
}

struct str commune_name(const struct commune *commune)
{
    return part_of(commune, PART_NAME);
}

struct str commune_department_code(const struct commune *commune)
{
    return part_of(commune, PART_DEPARTMENT);
}

bool commune_point(const struct commune *commune, double *out_lon_deg, double *out_lat_deg)
{
    double lon_deg, lat_deg;
    bool is_known = number_parse_decimal(part_of(commune, PART_LONGITUDE), &lon_deg) &&
                    number_parse_decimal(part_of(commune, PART_LATITUDE), &lat_deg);
    *out_lon_deg = is_known ? lon_deg : NAN;
    *out_lat_deg = is_known ? lat_deg : NAN;
    return is_known;
}

/* ---- by code -------------------------------------------------------------------------------------------------- */

/* A name in lines of another separator may hold a line feed. */
static const struct commune *commune_after(const struct commune *commune)
{
    bool is_shipped = commune->separator == ',';
    return commune_at((const char *)rawmemchr(is_shipped ? commune->code : part_of(commune, PART_LATITUDE).ptr, '\n') +
                      1);
}

const struct commune *communes_find(const struct communes *communes, struct str code)
{
    size_t slot = insee_commune_slot(code);
    if (slot == INSEE_SLOT_NONE || !communes_has(communes, slot)) {
        return NULL;
    }
    size_t group = slot / COMMUNES_TOGETHER;
    unsigned before = communes->known[group] & ((1u << slot % COMMUNES_TOGETHER) - 1);
    const struct commune *commune = commune_at(communes->lines.ptr + communes->firsts[group]);
    for (; before != 0; before &= before - 1) {
        commune = commune_after(commune);
    }
    return commune;
}

const struct commune *communes_next(const struct communes *communes, const struct commune *commune)
{
    const struct commune *next = commune ? commune_after(commune) : commune_at(communes->lines.ptr);
    return line_of(next) < communes->lines.ptr + communes->lines.len ? next : NULL;
}

/* The slots come in their order. */
static void add(struct communes *communes, size_t slot, size_t offset)
{
    uint16_t *known = &communes->known[slot / COMMUNES_TOGETHER];
    if (*known == 0) {
        communes->firsts[slot / COMMUNES_TOGETHER] = (uint32_t)offset;
    }
    *known = (uint16_t)(*known | 1u << slot % COMMUNES_TOGETHER);
    communes->count++;
}

/* ---- the file as it is shipped -------------------------------------------------------------------------------- */

static const char *skip_digits(const char *at)
{
    while (*at >= '0' && *at <= '9') {
        at++;
    }
    return at;
}

/* Past "2.35" and the like, up to eight bytes; NULL: to be looked at otherwise. */
static const char *skip_short_degrees(const char *at)
{
    uint64_t others = bytes_no_digits(bytes_eight(at));
    size_t point = bytes_first(others), end = bytes_first(others & (others - 1));
    bool is_whole = end < 8 || !(at[8] >= '0' && at[8] <= '9');
    return point > 0 && end > point + 1 && at[point] == '.' && is_whole ? at + end : NULL;
}

/* Past "-2.35", or past nothing where the field is empty; NULL: another number, if it is one. */
static const char *skip_degrees(const char *at, const char *end_of_text)
{
    if (*at == ',' || *at == '\n') {
        return at;
    }
    const char *whole = at + (*at == '-');
    const char *past = end_of_text - whole > 8 ? skip_short_degrees(whole) : NULL;
    if (past) {
        return past;
    }
    const char *point = skip_digits(whole);
    const char *end = *point == '.' ? skip_digits(point + 1) : NULL;
    return point > whole && end > point + 1 && end - at <= LONGEST_DEGREES ? end : NULL;
}

/* Past "28", "2A" or "974"; NULL: not of this form. */
static const char *skip_department(const char *at)
{
    const char *end = at;
    while ((*end >= '0' && *end <= '9') || *end == 'A' || *end == 'B') {
        end++;
    }
    return end - at == 2 || end - at == 3 ? end : NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The comma after a name; NULL: there is none, or it comes after a quotation mark or a line end. Few names have any
 * other sign that is below the hyphen. */
static const char *end_of_name(const char *name, const char *end)
{
    const char *at = name;
    while (end - at >= 8) {
        uint64_t below = bytes_below(bytes_eight(at), '-');
        if (below == 0) {
            at += 8;
            continue;
        }
        at += bytes_first(below);
        if (*at == ',') {
            return at;
        }
        if (*at != ' ' && *at != '\'') {
            break;
        }
        at++;
    }
    while (at < end && *at != ',' && *at != '"' && *at != '\r' && *at != '\n') {
        at++;
    }
    return at < end && *at == ',' ? at : NULL;
}

/* The line after the one at `line`, whose code and comma are known to stand in it; NULL: not of this form. */
static const char *skip_line(const char *line, const char *end)
{
    const char *name = line + INSEE_COMMUNE_LENGTH + 1, *name_end = end_of_name(name, end);
    if (!name_end || end - name_end < (ptrdiff_t)sizeof(",01,,") || is_blank(name[0]) || is_blank(name_end[-1])) {
        return NULL;
    }
    bool says_code = name_end[1] == line[0] && name_end[2] == line[1] && name_end[3] == ',';
    if (says_code && name_end[4] == ',' && name_end[5] == '\n') {
        return name_end + 6; /* most have no point, and the department that their code says */
    }
    const char *at = says_code ? name_end + 3 : skip_department(name_end + 1);
    at = at && *at == ',' ? skip_degrees(at + 1, end) : NULL;
    at = at && *at == ',' ? skip_degrees(at + 1, end) : NULL;
    return at && *at == '\n' ? at + 1 : NULL;
}

/* Of the code that a line begins with and the comma after it; most are of digits, which are told together. */
static size_t slot_of_line(const char *line)
{
    uint64_t head = bytes_eight(line) ^ bytes_eight("00000,\0"),
             others = head | (head + bytes_eight("\x76\x76\x76\x76\x76\x7f\0"));
    if ((others & BYTES_TOPS << 16 >> 16) != 0) {
        return line[INSEE_COMMUNE_LENGTH] == ',' ? insee_commune_slot((struct str){line, INSEE_COMMUNE_LENGTH})
                                                 : INSEE_SLOT_NONE;
    }
    return ((head & 0xff) * 12 + (head >> 8 & 0xff)) * 1000 + (head >> 16 & 0xff) * 100 + (head >> 24 & 0xff) * 10 +
           (head >> 32 & 0xff);
}

/* False when a line is of another form, or in another order. */
static bool read_shipped(struct str text, struct communes *communes)
{
    const char *end = text.ptr + text.len, *next;
    size_t least = 0; /* slot of the line */
    if (!str_starts(text, HEADER) || !str_ends(text, STR("\n"))) {
        return false;
    }
    communes->lines = str_slice(text, HEADER.len, text.len);
    for (const char *line = text.ptr + HEADER.len; line < end; line = next) {
        size_t slot = (size_t)(end - line) >= SHORTEST_LINE ? slot_of_line(line) : INSEE_SLOT_NONE;
        next = slot == INSEE_SLOT_NONE || slot < least ? NULL : skip_line(line, end);
        if (!next) {
            return false;
        }
        add(communes, slot, (size_t)(line - communes->lines.ptr));
        least = slot + 1;
    }
    return true;
}

/* ---- any other form ------------------------------------------------------------------------------------------- */

#define SEPARATOR '\x1F' /* that names have none of */

/* A line that was read. */
struct placed {
    size_t slot;
    size_t from, to; /* in the text of all */
};

struct general_reading {
    struct communes *communes;
    struct buf lines, places; /* of places: struct placed each */
};

static bool is_degrees(struct str text)
{
    double degrees;
    return text.len == 0 || number_parse_decimal(text, &degrees);
}

static bool read_row(void *context, const struct str *values)
{
    struct general_reading *reading = context;
    struct placed placed = {.slot = insee_commune_slot(values[PART_CODE]), .from = reading->lines.len};
    if (!is_degrees(values[PART_LONGITUDE]) || !is_degrees(values[PART_LATITUDE])) {
        return false;
    }
    if (placed.slot == INSEE_SLOT_NONE) {
        reading->communes->has_wrong_codes = true;
        return true;
    }
    for (int i = 0; i < PARTS; i++) {
        if (str_index(values[i], SEPARATOR, 0) < values[i].len) {
            return false;
        }
        buf_add(&reading->lines, values[i]);
        buf_byte(&reading->lines, i == PART_LATITUDE ? '\n' : SEPARATOR);
    }
    placed.to = reading->lines.len;
    buf_add(&reading->places, (struct str){(const char *)&placed, sizeof(placed)});
    return true;
}

/* By slot; of one slot in the order of the file. */
static int compare_places(const void *a, const void *b)
{
    const struct placed *first = a, *second = b;
    return first->slot != second->slot ? (first->slot < second->slot ? -1 : 1)
                                       : (first->from > second->from) - (first->from < second->from);
}

/* The lines in their order, of each commune the last. */
static void put_in_order(struct arena *arena, struct general_reading *reading)
{
    struct communes *communes = reading->communes;
    struct placed *places = (struct placed *)(void *)reading->places.ptr;
    size_t count = reading->places.len / sizeof(*places);
    struct buf lines;
    buf_init(&lines, arena);
    buf_reserve(&lines, reading->lines.len + 1);
    if (count > 0) {
        qsort(places, count, sizeof(*places), compare_places);
    }
    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count || places[i + 1].slot != places[i].slot) {
            add(communes, places[i].slot, lines.len);
            buf_add(&lines, str_slice(buf_str(&reading->lines), places[i].from, places[i].to));
        }
    }
    communes->lines = buf_str(&lines);
}

static bool read_general(struct arena *arena, const char *path, struct str text, struct communes *communes,
                         struct error *err)
{
    static const char *const columns[] = {"code", "name", "department_code", "lon_deg", "lat_deg", NULL};
    struct general_reading reading = {.communes = communes};
    memset(communes->known, 0, GROUPS * sizeof(communes->known[0]));
    communes->count = 0;
    buf_init(&reading.lines, NULL);
    buf_init(&reading.places, NULL);
    bool ok = reference_file_read(arena, path, text, columns, read_row, &reading, err);
    if (ok) {
        put_in_order(arena, &reading);
    }
    buf_clear(&reading.lines);
    buf_clear(&reading.places);
    return ok;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err)
{
    struct str text;
    if (!file_read_mapped(arena, path, &text, err)) {
        return false;
    }
    struct communes communes = {.known = arena_array(arena, uint16_t, GROUPS),
                                .firsts = arena_array(arena, uint32_t, GROUPS)};
    if (!read_shipped(text, &communes) && !read_general(arena, path, text, &communes, err)) {
        return false;
    }
    *out_communes = communes;
    return true;
}
