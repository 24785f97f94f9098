#include "gencarto/compile/ingest/communes.h"

#include <math.h>
#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/compile/ingest/insee_code.h"
#include "gencarto/compile/ingest/reference_file.h"
#include "gencarto/tabular/splitter.h"

enum part { PART_CODE, PART_NAME, PART_DEPARTMENT, PART_LONGITUDE, PART_LATITUDE, PARTS };

#define HEADER          STR("code,name,department_code,lon_deg,lat_deg\n")
#define SHORTEST_LINE   (sizeof("01001,,01,,\n") - 1)
#define LONGEST_DEGREES 16

/* ---- parts of a line ------------------------------------------------------------------------------------------ */

static struct str part_of(const struct commune *commune, enum part part)
{
    char separator = commune->line[INSEE_COMMUNE_LENGTH];
    const char *from = commune->line;
    for (int i = 0; i < (int)part; i++) {
        from = (const char *)rawmemchr(from, separator) + 1;
    }
    const char *end = rawmemchr(from, part == PART_LATITUDE ? '\n' : separator);
    return (struct str){from, (size_t)(end - from)};
}

struct str commune_code(const struct commune *commune)
{
    return (struct str){commune->line, INSEE_COMMUNE_LENGTH};
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
    uint16_t found = slot == INSEE_SLOT_NONE ? 0 : communes->slots[slot];
    return found > 0 ? &communes->items[found - 1] : NULL;
}

static void add(struct communes *communes, size_t slot, const char *line)
{
    communes->items[communes->count++] = (struct commune){line};
    communes->slots[slot] = (uint16_t)communes->count;
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

/* The line after the one at `line`, whose parts are known to stand in it; NULL: not of this form. */
static const char *skip_line(const char *line, const char *end)
{
    const char *name = line + INSEE_COMMUNE_LENGTH + 1;
    const char *name_end = memchr(name, ',', (size_t)(end - name));
    if (name[-1] != ',' || !name_end || is_blank(name[0]) || is_blank(name_end[-1])) {
        return NULL;
    }
    const char *at = skip_department(name_end + 1);
    at = at && *at == ',' ? skip_degrees(at + 1) : NULL;
    at = at && *at == ',' ? skip_degrees(at + 1) : NULL;
    return at && *at == '\n' ? at + 1 : NULL;
}

/* False when a line is of another form, were it in what it has that a plain line has not. */
static bool read_shipped(struct str text, size_t lines, struct communes *communes)
{
    const char *end = text.ptr + text.len, *next;
    if (lines > UINT16_MAX || !str_starts(text, HEADER) || str_index(text, '"', 0) < text.len ||
        str_index(text, '\r', 0) < text.len) {
        return false;
    }
    for (const char *line = text.ptr + HEADER.len; line < end; line = next) {
        size_t slot = INSEE_SLOT_NONE;
        if ((size_t)(end - line) >= SHORTEST_LINE) {
            slot = insee_commune_slot((struct str){line, INSEE_COMMUNE_LENGTH});
        }
        next = slot == INSEE_SLOT_NONE ? NULL : skip_line(line, end);
        if (!next) {
            return false;
        }
        add(communes, slot, line);
    }
    return lines == communes->count + 2; /* else a name holds a line end; the header, and nothing after the last */
}

/* ---- any other form ------------------------------------------------------------------------------------------- */

#define SEPARATOR '\x1F' /* that names have none of */

struct general_reading {
    struct arena *arena;
    struct communes *communes;
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
    struct buf line;
    if (!is_degrees(values[PART_LONGITUDE]) || !is_degrees(values[PART_LATITUDE])) {
        return false;
    }
    if (slot == INSEE_SLOT_NONE || communes->count == UINT16_MAX) {
        communes->has_wrong_codes = true;
        return true;
    }
    buf_init(&line, reading->arena);
    for (int i = 0; i < PARTS; i++) {
        if (str_index(values[i], SEPARATOR, 0) < values[i].len) {
            return false;
        }
        buf_add(&line, values[i]);
        buf_byte(&line, i == PART_LATITUDE ? '\n' : SEPARATOR);
    }
    add(communes, slot, buf_str(&line).ptr);
    return true;
}

/* ---- reading -------------------------------------------------------------------------------------------------- */

bool communes_read(struct arena *arena, const char *path, struct communes *out_communes, struct error *err)
{
    static const char *const columns[] = {"code", "name", "department_code", "lon_deg", "lat_deg", NULL};
    struct str text;
    if (!file_read(arena, path, &text, err)) {
        return false;
    }
    size_t lines = splitter_count_lines(text);
    struct communes communes = {.items = arena_array(arena, struct commune, lines),
                                .slots = arena_array(arena, uint16_t, INSEE_COMMUNE_SLOTS)};
    if (!read_shipped(text, lines, &communes)) {
        struct general_reading reading = {arena, &communes};
        memset(communes.slots, 0, INSEE_COMMUNE_SLOTS * sizeof(communes.slots[0]));
        communes.count = 0;
        if (!reference_file_read(arena, path, text, columns, read_row, &reading, err)) {
            return false;
        }
    }
    *out_communes = communes;
    return true;
}
