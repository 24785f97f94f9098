#include "gencarto/compile/ingest/enrolment_table.h"

#include <assert.h>

#include "gencarto/base/period.h"

_Static_assert(sizeof(struct enrolment_packed) == 20, "ten million are kept");

/* Field by field where it stays: a copy of it would wait for its parts to be written. */
void enrolment_pack(const struct enrolment_row *row, uint32_t lines_before, struct enrolment_packed *out_packed)
{
    assert(row->training < UINT32_C(1) << ENROLMENT_TRAINING_BITS);
    out_packed->training = row->training & ENROLMENT_TRAINING_MASK;
    out_packed->age = row->age;
    out_packed->has_origin = row->origin != INDEX_NONE;
    out_packed->has_registered_day = 0;
    out_packed->sex = row->sex & 3u;
    out_packed->neet = row->neet & 3u;
    out_packed->qpv = row->qpv & 3u;
    out_packed->zrr = row->zrr & 3u;
    out_packed->status = row->status & 7u;
    out_packed->entry_situation = row->entry_situation & 7u;
    out_packed->outcome = row->outcome & 7u;
    out_packed->level = enrolment_pack_level(row->level) & 15u;
    out_packed->doubts = row->doubts & 0x7ffu;
    out_packed->session = row->session & ENROLMENT_SESSION_MASK;
    out_packed->residence = row->residence & 127u;
    out_packed->line = (lines_before + row->line) & ENROLMENT_LINE_MASK;
    out_packed->aid_code = 0;
    out_packed->entry_day = enrolment_pack_day(row->entry_day);
    out_packed->exit_day = enrolment_pack_day(row->exit_day);
}

/* The last file with fewer than `number` before it: of files without anything all but one begin where the next does. */
static uint32_t last_file_before(const uint32_t *firsts, size_t file_count, uint32_t number)
{
    size_t from = 0, to = file_count;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (firsts[middle] < number) {
            from = middle;
        } else {
            to = middle;
        }
    }
    return (uint32_t)from;
}

uint32_t enrolment_file_of_line(const struct enrolment_table *table, uint32_t line)
{
    return last_file_before(table->first_lines, table->file_count, line);
}

uint32_t enrolment_first_file_at(const struct enrolment_table *table, size_t place)
{
    return table->first_places == NULL ? enrolment_file_at(table, place)
                                       : last_file_before(table->first_places, table->file_count, (uint32_t)place + 1);
}

uint32_t enrolment_file_at(const struct enrolment_table *table, size_t place)
{
    return enrolment_file_of_line(table, table->rows[place].line);
}

uint32_t enrolment_origin_at(const struct enrolment_table *table, size_t place)
{
    size_t from = 0, to = table->rows[place].has_origin ? table->origin_count : 0;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (table->origins[middle].place < place) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return table->rows[place].has_origin ? table->origins[from].training : INDEX_NONE;
}

int32_t enrolment_registered_day_at(const struct enrolment_table *table, size_t place)
{
    const struct enrolment_packed *row = &table->rows[place];
    if (row->has_registered_day) {
        return enrolment_unpack_day(table->registered_days[place]);
    }
    return row->entry_day != 0 ? enrolment_unpack_day(row->entry_day)
                               : table->quarter_days[enrolment_file_at(table, place)];
}

uint16_t enrolment_aid_at(const struct enrolment_table *table, size_t place)
{
    if (!enrolment_has_aids(table)) {
        return AID_UNKNOWN;
    }
    uint16_t aid = table->aids ? table->aids[place] : table->aid_of_code[enrolment_aid_code_at(table, place)];
    return (uint16_t)(aid - 1u);
}

struct enrolment_row enrolment_at(const struct enrolment_table *table, size_t place)
{
    const struct enrolment_packed *row = &table->rows[place];
    uint32_t file = enrolment_file_at(table, place);
    return (struct enrolment_row){
        .learner = table->learners[place],
        .training = row->training,
        .origin = enrolment_origin_at(table, place),
        .file = file,
        .line = row->line - table->first_lines[file],
        .session = row->session,
        .registered_day = enrolment_registered_day_at(table, place),
        .entry_day = enrolment_unpack_day(row->entry_day),
        .exit_day = enrolment_unpack_day(row->exit_day),
        .age = (uint8_t)row->age,
        .level = row->level == ENROLMENT_LEVEL_NONE ? LEVEL_UNKNOWN : (uint8_t)row->level,
        .sex = (uint8_t)row->sex,
        .entry_situation = (uint8_t)row->entry_situation,
        .neet = (uint8_t)row->neet,
        .qpv = (uint8_t)row->qpv,
        .zrr = (uint8_t)row->zrr,
        .status = (uint8_t)row->status,
        .outcome = (uint8_t)row->outcome,
        .residence = (uint8_t)row->residence,
        .aid_eur = enrolment_aid_at(table, place),
        .doubts = (uint16_t)row->doubts,
    };
}

const uint16_t *enrolment_quarters(struct arena *arena)
{
    uint16_t *quarters = arena_array(arena, uint16_t, UINT16_MAX + 1);
    struct period quarter = period_of_date(enrolment_unpack_day(1));
    for (size_t day = 1; day <= UINT16_MAX; quarter.index++) {
        size_t end = (size_t)(period_last_day(quarter) - ENROLMENT_DAY_BASE);
        for (; day <= end && day <= UINT16_MAX; day++) {
            quarters[day] = (uint16_t)quarter.index;
        }
    }
    return quarters;
}

size_t enrolment_span_count(const struct enrolment_table *table)
{
    return (table->count + ENROLMENT_SPAN - 1) / ENROLMENT_SPAN;
}

size_t enrolment_span_end(const struct enrolment_table *table, size_t span)
{
    size_t end = (span + 1) * ENROLMENT_SPAN;
    return end < table->count ? end : table->count;
}

struct enrolment_table enrolment_table_of(struct arena *arena, const struct enrolment_row *rows, size_t count,
                                          size_t file_count)
{
    struct enrolment_table table = {
        .count = count,
        .rows = arena_array(arena, struct enrolment_packed, count),
        .learners = arena_array(arena, uint32_t, count),
        .registered_days = arena_array(arena, uint16_t, count),
        .aids = arena_array(arena, uint16_t, count),
        .origins = arena_array(arena, struct enrolment_origin, count),
        .file_count = file_count,
        .first_lines = arena_array(arena, uint32_t, file_count),
        .quarter_days = arena_array(arena, int32_t, file_count),
    };
    for (size_t f = 0; f < file_count; f++) {
        table.first_lines[f] = (uint32_t)(f * ((UINT32_C(1) << ENROLMENT_LINE_BITS) / file_count));
        table.quarter_days[f] = DATE_NONE;
    }
    for (size_t i = 0; i < count; i++) {
        struct enrolment_row row = rows[i];
        row.line += row.line == 0; /* no line is 0, whose file could not be told */
        enrolment_pack(&row, table.first_lines[row.file], &table.rows[i]);
        table.rows[i].has_registered_day = 1;
        table.registered_days[i] = enrolment_pack_day(row.registered_day);
        table.aids[i] = enrolment_pack_aid(row.aid_eur);
        table.learners[i] = row.learner;
        if (row.origin != INDEX_NONE) {
            table.origins[table.origin_count++] = (struct enrolment_origin){(uint32_t)i, row.origin};
        }
    }
    return table;
}
