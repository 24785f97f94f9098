#include "gencarto/compile/ingest/reference.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/parallel.h"
#include "gencarto/tabular/records.h"
#include "gencarto/tabular/splitter.h"

#define FILE_COLUMNS 8

/* ---- reading a file ------------------------------------------------------------------------------------------- */

typedef bool reference_row_reader(struct reference *reference, const struct str *values);

struct reference_file {
    const char *name;
    bool is_optional;
    const char *columns[FILE_COLUMNS]; /* in the order that the reader of a row gets */
    reference_row_reader *read_row;    /* false: the row refers to an unknown territory, or a number is none */
    /* Where the rows go: the array and the count inside struct reference, the size of an element. */
    size_t items_offset, count_offset, item_size;
};

static bool find_columns(const struct reference_file *file, const char *path, const struct record *header,
                         int fields[FILE_COLUMNS], struct error *err)
{
    for (int c = 0; c < FILE_COLUMNS && file->columns[c]; c++) {
        fields[c] = -1;
        for (size_t i = 0; i < header->field_count; i++) {
            if (str_equal(header->fields[i], str_from(file->columns[c]))) {
                fields[c] = (int)i;
            }
        }
        if (fields[c] < 0) {
            return error_set(err, ERROR_INPUT, "%s:1: no column %s", path, file->columns[c]);
        }
    }
    return true;
}

/* One copy for the whole record, whose fields are one piece of memory; none when they are parts of the text, which
 * stays. */
static void keep_values(struct arena *arena, struct str text, const struct record *record,
                        const int fields[FILE_COLUMNS], const struct reference_file *file,
                        struct str values[FILE_COLUMNS])
{
    const struct str *last = &record->fields[record->field_count - 1];
    const char *begin = record->fields[0].ptr;
    struct str all = {begin, (size_t)(last->ptr + last->len - begin)};
    bool is_in_text = (uintptr_t)begin >= (uintptr_t)text.ptr && (uintptr_t)begin < (uintptr_t)(text.ptr + text.len);
    if (!is_in_text) {
        all = str_copy(arena, all);
    }
    for (int c = 0; c < FILE_COLUMNS && file->columns[c]; c++) {
        values[c] = STR("");
        if ((size_t)fields[c] < record->field_count) {
            struct str field = record->fields[fields[c]];
            values[c] = (struct str){all.ptr + (field.ptr - begin), field.len};
        }
    }
}

static bool read_rows(struct arena *arena, const struct reference_file *file, const char *path, struct str text,
                      struct records *records, struct reference *reference, struct error *err)
{
    struct record record;
    struct str values[FILE_COLUMNS];
    int fields[FILE_COLUMNS];
    enum records_step step = records_next(records, &record, err);
    if (step == RECORDS_END) {
        return error_set(err, ERROR_INPUT, "%s: the file is empty", path);
    }
    if (step == RECORDS_ROW && !find_columns(file, path, &record, fields, err)) {
        return false;
    }
    while (step == RECORDS_ROW && (step = records_next(records, &record, err)) == RECORDS_ROW) {
        keep_values(arena, text, &record, fields, file, values);
        if (!file->read_row(reference, values)) {
            return error_set(err, ERROR_INPUT, "%s:%lld: %.*s: an unknown territory, or a number that is none", path,
                             (long long)record.line, STR_ARGS(values[0]));
        }
    }
    return step == RECORDS_END || error_set(err, ERROR_INPUT, "%s:%lld: no CSV record", path, (long long)record.line);
}

static int compare_codes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* By code, which is the first member of every element. */
static void sort_items(void *items, size_t count, size_t size)
{
    for (size_t i = 1; i < count; i++) {
        if (compare_codes((char *)items + (i - 1) * size, (char *)items + i * size) > 0) {
            qsort(items, count, size, compare_codes);
            return;
        }
    }
}

static bool read_reference_file(struct arena *arena, const char *folder, const struct reference_file *file,
                                struct reference *reference, struct error *err)
{
    static const struct dialect dialect = {
        .encoding = ENCODING_UTF_8, .written = {","}, .delimiter = ',', .quote = '"'};
    char *path = file_join(arena, folder, file->name);
    struct str text;
    if (file->is_optional && !file_exists(path)) {
        return true;
    }
    if (!file_read(arena, path, &text, err)) {
        return false;
    }
    size_t lines = splitter_count_lines(text);
    size_t *count = (size_t *)(void *)((char *)reference + file->count_offset);
    void *items = arena_calloc(arena, lines, file->item_size);
    memcpy((char *)reference + file->items_offset, &items, sizeof(items));
    struct records *records = records_open(path, text, &dialect);
    bool ok = read_rows(arena, file, path, text, records, reference, err);
    records_close(records);
    sort_items(items, *count, file->item_size);
    return ok;
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

static struct territory territory_of(const struct str *values)
{
    return (struct territory){.code = values[0],
                              .name = values[1],
                              .name_locative = values[2],
                              .name_of = values[3],
                              .name_the = values[4],
                              .slug = values[5]};
}

static bool read_region(struct reference *reference, const struct str *values)
{
    reference->regions[reference->region_count++] = territory_of(values);
    return true;
}

static bool read_department(struct reference *reference, const struct str *values)
{
    struct territory department = territory_of(values);
    department.region_code = values[6];
    reference->departments[reference->department_count++] = department;
    return reference_region(reference, values[6]) != NULL;
}

/* Empty is unknown. */
static bool read_degrees(struct str text, double *out_degrees)
{
    *out_degrees = NAN;
    return text.len == 0 || number_parse_decimal(text, out_degrees);
}

/* Communes of the overseas collectivities (975, 977, 978...) stand in no department. */
static bool read_commune(struct reference *reference, const struct str *values)
{
    struct commune *commune = &reference->communes[reference->commune_count++];
    commune->code = values[0];
    commune->name = values[1];
    commune->department_code = values[2];
    return read_degrees(values[3], &commune->lon_deg) && read_degrees(values[4], &commune->lat_deg);
}

static bool read_alias(struct reference *reference, const struct str *values)
{
    reference->aliases[reference->alias_count++] = (struct commune_alias){values[0], values[1]};
    return true;
}

static bool read_postal_code(struct reference *reference, const struct str *values)
{
    reference->postal_codes[reference->postal_code_count++] = (struct postal_code){values[0], values[1]};
    return true;
}

#define INTO(items, count, type)                                                                                       \
    offsetof(struct reference, items), offsetof(struct reference, count), sizeof(struct type)

static const struct reference_file files[] = {
    {"regions.csv",
     false,
     {"code", "name", "name_locative", "name_of", "name_the", "slug"},
     read_region,
     INTO(regions, region_count, territory)},
    {"departements.csv",
     false,
     {"code", "name", "name_locative", "name_of", "name_the", "slug", "region_code"},
     read_department,
     INTO(departments, department_count, territory)},
    {"communes.csv",
     false,
     {"code", "name", "department_code", "lon_deg", "lat_deg"},
     read_commune,
     INTO(communes, commune_count, commune)},
    {"communes_anciennes.csv", false, {"old_code", "code"}, read_alias, INTO(aliases, alias_count, commune_alias)},
    {"codes_postaux.csv",
     true,
     {"postal_code", "commune_code"},
     read_postal_code,
     INTO(postal_codes, postal_code_count, postal_code)},
};

#define SLOT_NONE        SIZE_MAX
#define DEPARTMENT_SLOTS (10 * 12 + 10) /* 00..99 with 2A and 2B, then 970..979 */
#define COMMUNE_SLOTS    (10 * 12 * 1000)

static size_t digit_of(char c)
{
    return c >= '0' && c <= '9' ? (size_t)(c - '0') : SLOT_NONE;
}

/* The first two characters of a code: 0..119. */
static size_t pair_slot(struct str code)
{
    size_t tens = digit_of(code.ptr[0]);
    size_t ones = code.ptr[1] == 'A' ? 10 : code.ptr[1] == 'B' ? 11 : digit_of(code.ptr[1]);
    return tens == SLOT_NONE || ones == SLOT_NONE ? SLOT_NONE : tens * 12 + ones;
}

static size_t department_slot(struct str code)
{
    if (code.len == 2) {
        return pair_slot(code);
    }
    bool overseas = code.len == 3 && code.ptr[0] == '9' && code.ptr[1] == '7' && digit_of(code.ptr[2]) != SLOT_NONE;
    return overseas ? 10 * 12 + digit_of(code.ptr[2]) : SLOT_NONE;
}

static size_t commune_slot(struct str code)
{
    size_t slot = code.len == 5 ? pair_slot(code) : SLOT_NONE;
    for (size_t i = 2; i < 5 && slot != SLOT_NONE; i++) {
        size_t digit = digit_of(code.ptr[i]);
        slot = digit == SLOT_NONE ? SLOT_NONE : slot * 10 + digit;
    }
    return slot;
}

/* False when a code is no code of France, or there are too many. */
static bool make_slots(struct arena *arena, struct reference *reference)
{
    reference->commune_slots = arena_array(arena, uint16_t, COMMUNE_SLOTS);
    reference->department_slots = arena_array(arena, uint16_t, DEPARTMENT_SLOTS);
    for (size_t i = 0; i < reference->commune_count; i++) {
        size_t slot = commune_slot(reference->communes[i].code);
        if (i >= UINT16_MAX || slot == SLOT_NONE) {
            return false;
        }
        reference->commune_slots[slot] = (uint16_t)(i + 1);
    }
    for (size_t i = 0; i < reference->department_count; i++) {
        size_t slot = department_slot(reference->departments[i].code);
        if (i >= UINT16_MAX || slot == SLOT_NONE) {
            return false;
        }
        reference->department_slots[slot] = (uint16_t)(i + 1);
    }
    return true;
}

static const struct commune *find_commune(const struct reference *reference, struct str code)
{
    size_t slot = commune_slot(code);
    uint16_t found = slot == SLOT_NONE ? 0 : reference->commune_slots[slot];
    return found > 0 ? &reference->communes[found - 1] : NULL;
}

/* Files that are read one after the other, by one thread: a department names its region. */
static const struct part {
    size_t first, count;
} parts[] = {{0, 2}, {2, 1}, {3, 1}, {4, 1}};

enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

struct reference_reading {
    const char *folder;
    struct reference reference; /* each file fills members of its own */
    struct arena arenas[PARTS];
    struct error errors[PARTS];
};

static void read_part(void *context, size_t item, int worker)
{
    struct reference_reading *reading = context;
    struct error *err = &reading->errors[item];
    (void)worker;
    for (size_t i = parts[item].first; i < parts[item].first + parts[item].count && err->kind == ERROR_NONE; i++) {
        read_reference_file(&reading->arenas[item], reading->folder, &files[i], &reading->reference, err);
    }
}

bool reference_read(struct arena *arena, const char *folder, struct reference *out_reference, struct error *err)
{
    struct reference_reading reading = {.folder = folder};
    for (size_t i = 0; i < PARTS; i++) {
        reading.arenas[i].is_private = arena->is_private;
    }
    parallel_for(PARTS, parallel_processors(), read_part, &reading);
    bool ok = true;
    for (size_t i = 0; i < PARTS; i++) {
        arena_adopt(arena, &reading.arenas[i]);
        if (reading.errors[i].kind != ERROR_NONE) {
            ok = error_set(err, reading.errors[i].kind, "%s", reading.errors[i].message);
        }
    }
    if (ok && !make_slots(arena, &reading.reference)) {
        return error_set(err, ERROR_INPUT, "%s: a code of a commune or of a department is none of France's", folder);
    }
    if (ok) {
        *out_reference = reading.reference;
    }
    return ok;
}

/* ---- finding -------------------------------------------------------------------------------------------------- */

/* Index of the first element whose code is not before `code`. */
static size_t lower_bound(const void *items, size_t count, size_t size, struct str code)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(*(const struct str *)(const void *)((const char *)items + middle * size), code) < 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

static const void *find(const void *items, size_t count, size_t size, struct str code)
{
    size_t at = lower_bound(items, count, size, code);
    const void *item = (const char *)items + at * size;
    return at < count && str_equal(*(const struct str *)item, code) ? item : NULL;
}

const struct territory *reference_department(const struct reference *reference, struct str code)
{
    if (!reference->department_slots) /* not read from files */
        return find(reference->departments, reference->department_count, sizeof(struct territory), code);
    size_t slot = department_slot(code);
    uint16_t found = slot == SLOT_NONE ? 0 : reference->department_slots[slot];
    return found > 0 ? &reference->departments[found - 1] : NULL;
}

const struct territory *reference_region(const struct reference *reference, struct str code)
{
    return find(reference->regions, reference->region_count, sizeof(struct territory), code);
}

const struct commune *reference_commune(const struct reference *reference, struct str code)
{
    const struct commune *commune = find_commune(reference, code);
    if (commune) {
        return commune;
    }
    const struct commune_alias *alias = find(reference->aliases, reference->alias_count, sizeof(*alias), code);
    return alias ? find_commune(reference, alias->code) : NULL;
}

bool reference_is_commune(const struct reference *reference, struct str code)
{
    size_t slot = commune_slot(code);
    return slot != SLOT_NONE && reference->commune_slots[slot] > 0;
}

/* The first two digits, three overseas; Corsica is cut at 20200. */
static const struct territory *department_of_digits(const struct reference *reference, struct str postal_code)
{
    if (postal_code.len != 5) {
        return NULL;
    }
    if (str_starts(postal_code, STR("20"))) {
        return reference_department(reference, str_compare(postal_code, STR("20200")) < 0 ? STR("2A") : STR("2B"));
    }
    bool overseas = str_starts(postal_code, STR("97")) || str_starts(postal_code, STR("98"));
    return reference_department(reference, str_slice(postal_code, 0, overseas ? 3 : 2));
}

const struct territory *reference_department_of_postal_code(const struct reference *reference, struct str postal_code)
{
    size_t count = reference->postal_code_count;
    size_t at = lower_bound(reference->postal_codes, count, sizeof(struct postal_code), postal_code);
    const struct territory *only = NULL;
    for (; at < count && str_equal(reference->postal_codes[at].code, postal_code); at++) {
        const struct commune *commune = reference_commune(reference, reference->postal_codes[at].commune_code);
        const struct territory *department = commune ? reference_department(reference, commune->department_code) : NULL;
        if (only && department && department != only) {
            return department_of_digits(reference, postal_code);
        }
        only = department ? department : only;
    }
    return only ? only : department_of_digits(reference, postal_code);
}
