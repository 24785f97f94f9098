/* bench-count INPUT REFERENCE: reads and checks an input folder as gencarto does, and prints what duckdb.mjs prints of
 * the same folder: distinct learners at their first entry, women and NEET among them, and entries, by department and
 * quarter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/compile/ingest/input.h"

#define QUARTERS 200 /* from 1990 on */

struct cell {
    long learners, women, neet, entries;
};

struct table {
    const struct input *input;
    struct cell *cells;       /* department, quarter; the department after the last is the place unknown */
    uint32_t *departments;    /* of each training */
    const uint16_t *quarters; /* of days */
    int first_quarter;
};

static struct cell *cell_of(const struct table *table, const struct enrolment_packed *row)
{
    int quarter = table->quarters[row->entry_day] - table->first_quarter;
    return &table->cells[table->departments[row->training] * QUARTERS + (size_t)quarter];
}

static void count(struct table *table, struct arena *arena)
{
    const struct input *input = table->input;
    uint32_t *first = arena_array(arena, uint32_t, input->learner_count);
    memset(first, 0xff, input->learner_count * sizeof(*first));
    const struct enrolment_table *rows = &input->enrolments;
    for (size_t i = 0; i < rows->count; i++) {
        const struct enrolment_packed *row = &rows->rows[i];
        if (row->entry_day == 0)
            continue;
        cell_of(table, row)->entries++;
        uint32_t *best = &first[rows->learners[i]];
        if (*best == UINT32_MAX || row->entry_day < rows->rows[*best].entry_day)
            *best = (uint32_t)i;
    }
    for (uint32_t i = 0; i < input->learner_count; i++) {
        if (first[i] == UINT32_MAX)
            continue;
        const struct enrolment_packed *row = &rows->rows[first[i]];
        struct cell *cell = cell_of(table, row);
        cell->learners++;
        cell->women += row->sex == SEX_F;
        cell->neet += row->neet == TERNARY_YES;
    }
}

static void print(const struct table *table)
{
    const struct reference *reference = &table->input->reference;
    puts("departement,trimestre,apprenants,femmes,neet,entrees");
    for (size_t d = 0; d <= reference->department_count; d++)
        for (int q = 0; q < QUARTERS; q++) {
            const struct cell *c = &table->cells[d * QUARTERS + (size_t)q];
            struct period period = {table->first_quarter + q};
            struct str code = d < reference->department_count ? reference->departments[d].code : STR("");
            if (c->learners || c->entries)
                printf("%.*s,%d-T%d,%ld,%ld,%ld,%ld\n", STR_ARGS(code), period_year(period), period_quarter(period),
                       c->learners, c->women, c->neet, c->entries);
        }
}

int main(int argc, char **argv)
{
    struct arena arena;
    struct input input;
    struct error err = {0};
    arena_init(&arena);
    if (argc != 3 || !input_read(&arena, argv[1], NULL, argv[2], &input, &err)) {
        fprintf(stderr, "bench-count INPUT REFERENCE: %s\n", err.message);
        return 1;
    }
    int32_t day;
    date_from_parts(1990, 1, 1, &day);
    struct table table = {.input = &input, .first_quarter = period_of_date(day).index};
    table.quarters = enrolment_quarters(&arena);
    table.cells = arena_array(&arena, struct cell, (input.reference.department_count + 1) * QUARTERS);
    table.departments = arena_array(&arena, uint32_t, input.training_count);
    for (size_t i = 0; i < input.training_count; i++) {
        const struct territory *place = reference_department(&input.reference, input.trainings[i].department_code);
        table.departments[i] =
            (uint32_t)(place ? (size_t)(place - input.reference.departments) : input.reference.department_count);
    }
    count(&table, &arena);
    print(&table);
    arena_clear(&arena);
    return 0;
}
