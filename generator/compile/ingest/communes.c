#include "gencarto/compile/ingest/communes.h"

#include <math.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/bytes.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/reference_file.h"

enum part { PART_CODE, PART_NAME, PART_DEPARTMENT, PART_LONGITUDE, PART_LATITUDE, PARTS };

#define HEADER          STR("code,name,department_code,lon_deg,lat_deg\n")
#define SHORTEST_LINE   (sizeof("01001,,01,,\n") - 1)
#define LONGEST_DEGREES 16

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

const struct commune *communes_find(const struct communes *communes, struct str code)
{
    size_t slot = insee_commune_slot(code);
    uint32_t found = slot == INSEE_SLOT_NONE ? 0 : communes->slots[slot];
    return found > 0 ? commune_at(communes->lines.ptr + (found - 1)) : NULL;
}

const struct commune *communes_next(const struct communes *communes, const struct commune *commune)
{
    const char *end = communes->lines.ptr + communes->lines.len, *next = communes->lines.ptr;
    if (commune) {
        struct str last = part_of(commune, PART_LATITUDE);
        next = last.ptr + last.len + 1;
    }
    return next < end ? commune_at(next) : NULL;
}

static void add(struct communes *communes, size_t slot, size_t offset)
{
    communes->slots[slot] = (uint32_t)offset + 1;
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

/* Past "-2.35", or past nothing where the field is empty; NULL: another number, if it is one. */
static const char *skip_degrees(const char *at)
{
    if (*at == ',' || *at == '\n') {
        return at;
    }
    const char *whole = at + (*at == '-');
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

/* The line after the one at `line`, whose code is known to stand in it; NULL: not of this form. */
static const char *skip_line(const char *line, const char *end)
{
    const char *name = line + INSEE_COMMUNE_LENGTH + 1, *name_end = end_of_name(name, end);
    if (name[-1] != ',' || !name_end || end - name_end < (ptrdiff_t)sizeof(",01,,") || is_blank(name[0]) ||
        is_blank(name_end[-1])) {
        return NULL;
    }
    bool says_code = name_end[1] == line[0] && name_end[2] == line[1] && name_end[3] == ',';
    if (says_code && name_end[4] == ',' && name_end[5] == '\n') {
        return name_end + 6; /* most have no point, and the department that their code says */
    }
    const char *at = says_code ? name_end + 3 : skip_department(name_end + 1);
    at = at && *at == ',' ? skip_degrees(at + 1) : NULL;
    at = at && *at == ',' ? skip_degrees(at + 1) : NULL;
    return at && *at == '\n' ? at + 1 : NULL;
}

/* False when a line is of another form. */
static bool read_shipped(struct str text, struct communes *communes)
{
    const char *end = text.ptr + text.len, *next;
    if (!str_starts(text, HEADER) || !str_ends(text, STR("\n"))) {
        return false;
    }
    communes->lines = str_slice(text, HEADER.len, text.len);
    for (const char *line = text.ptr + HEADER.len; line < end; line = next) {
        size_t slot = INSEE_SLOT_NONE;
        if ((size_t)(end - line) >= SHORTEST_LINE) {
            slot = insee_commune_slot((struct str){line, INSEE_COMMUNE_LENGTH});
        }
        next = slot == INSEE_SLOT_NONE ? NULL : skip_line(line, end);
        if (!next) {
            return false;
        }
        add(communes, slot, (size_t)(line - communes->lines.ptr));
    }
    return true;
}

/* ---- any other form ------------------------------------------------------------------------------------------- */

#define SEPARATOR '\x1F' /* that names have none of */

struct general_reading {
    struct communes *communes;
    struct buf lines;
};

static bool is_degrees(struct str text)
{
    double degrees;
    return text.len == 0 || number_parse_decimal(text, &degrees);
}

static bool read_row(void *context, const struct str *values)
{
    struct general_reading *reading = context;
    struct communes *communes = reading->communes;
    size_t slot = insee_commune_slot(values[PART_CODE]);
    struct buf *lines = &reading->lines;
    if (!is_degrees(values[PART_LONGITUDE]) || !is_degrees(values[PART_LATITUDE])) {
        return false;
    }
    if (slot == INSEE_SLOT_NONE) {
        communes->has_wrong_codes = true;
        return true;
    }
    add(communes, slot, lines->len);
    for (int i = 0; i < PARTS; i++) {
        if (str_index(values[i], SEPARATOR, 0) < values[i].len) {
            return false;
        }
        buf_add(lines, values[i]);
        buf_byte(lines, i == PART_LATITUDE ? '\n' : SEPARATOR);
    }
    return true;
}

static bool read_general(struct arena *arena, const char *path, struct str text, struct communes *communes,
                         struct error *err)
{
    static const char *const columns[] = {"code", "name", "department_code", "lon_deg", "lat_deg", NULL};
    struct general_reading reading = {.communes = communes};
    buf_init(&reading.lines, arena);
    buf_reserve(&reading.lines, text.len);
    memset(communes->slots, 0, INSEE_COMMUNE_SLOTS * sizeof(communes->slots[0]));
    communes->count = 0;
    bool ok = reference_file_read(arena, path, text, columns, read_row, &reading, err);
    communes->lines = buf_str(&reading.lines);
    return ok;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err)
{
    struct str text;
    if (!file_read_mapped(arena, path, &text, err)) {
        return false;
    }
    struct communes communes = {.slots = arena_array(arena, uint32_t, INSEE_COMMUNE_SLOTS)};
    if (!read_shipped(text, &communes) && !read_general(arena, path, text, &communes, err)) {
        return false;
    }
    *out_communes = communes;
    return true;
}
