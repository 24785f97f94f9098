/* Trainings and structures over time: who is present, who stopped reporting. */
#include <string.h>

#include "gencarto/base/date.h"

#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/name_index.h"
#include "gencarto/compile/ingest/source.h"

#define CAPACITY_FACTOR  3  /* several sessions may run at once */
#define CAPACITY_PERSONS 20 /* more than the places, at least */
#define SILENT_FILES     4  /* a year of quarters */
#define REGULAR_QUARTERS 3

/* Quarters from 1990 to 2100, the years of a plausible date. */
#define FIRST_QUARTER (1990 * 4)
#define QUARTERS      ((2101 - 1990) * 4)

/* ---- presence ------------------------------------------------------------------------------------------------- */

struct presence {
    int64_t entries[QUARTERS], exits[QUARTERS]; /* in the quarter */
};

static void count_day(int64_t *counts, int32_t day)
{
    int quarter = day == DATE_NONE ? -1 : period_of_date(day).index - FIRST_QUARTER;
    if (quarter >= 0 && quarter < QUARTERS) {
        counts[quarter]++;
    }
}

/* present(t) = present(t - 1) + entries(t) - exits(t). The last quarter tells most: an exit that is to come is none. */
static void check_presence(struct arena *scratch, struct input *input, const struct training_row *training,
                           const struct presence *presence)
{
    int64_t present = 0, most = 0;
    int most_quarter = 0;
    for (int q = 0; q < QUARTERS; q++) {
        present += presence->entries[q] - presence->exits[q];
        if (present > most) {
            most = present;
            most_quarter = q;
        }
        if (present < 0) {
            struct buf detail;
            buf_init(&detail, scratch);
            buf_text(&detail, "below zero at the end of ");
            period_write(&detail, (struct period){FIRST_QUARTER + q});
            checks_report_training(input, RULE_BALANCE, training, buf_str(&detail));
            return;
        }
    }
    if (training->places > 0 && most > CAPACITY_FACTOR * training->places &&
        most >= training->places + CAPACITY_PERSONS) {
        struct buf detail;
        buf_init(&detail, scratch);
        buf_format(&detail, "places: %lld; most persons at the end of ", (long long)training->places);
        period_write(&detail, (struct period){FIRST_QUARTER + most_quarter});
        checks_report_training(input, RULE_OVER_CAPACITY, training, buf_str(&detail));
    }
}

static uint32_t training_of(const struct enrolment_row *row)
{
    return row->training;
}

static void check_trainings(struct arena *scratch, struct input *input)
{
    struct row_groups groups = checks_group(scratch, input, (uint32_t)input->training_count, training_of);
    struct presence *presence = arena_one(scratch, struct presence);
    for (size_t t = 0; t < input->training_count; t++) {
        if (groups.starts[t] == groups.starts[t + 1]) {
            continue;
        }
        memset(presence, 0, sizeof(*presence));
        for (uint32_t i = groups.starts[t]; i < groups.starts[t + 1]; i++) {
            count_day(presence->entries, input->enrolments[groups.order[i]].entry_day);
            count_day(presence->exits, input->enrolments[groups.order[i]].exit_day);
        }
        check_presence(scratch, input, &input->trainings[t], presence);
    }
}

/* ---- structures ----------------------------------------------------------------------------------------------- */

struct structure {
    uint32_t last_file;              /* + 1, among the files; 0: never sent anything */
    uint64_t quarters;               /* of entries: a bit each, modulo 64 */
    const struct training_row *open; /* a training with its label in force at the end */
};

/* The day of the last file of enrolments, and the file from which on silence is long: 0 when there are too few. */
static size_t silence_begins(const struct input *input, int32_t *out_day)
{
    struct str table = str_from(tables[TABLE_ENROLMENTS].name);
    size_t recent[SILENT_FILES], count = 0;
    *out_day = DATE_NONE;
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        if (str_equal(file->table, table)) {
            struct period quarter = source_quarter(file->name);
            recent[count++ % SILENT_FILES] = i;
            *out_day = file->received_day != DATE_NONE ? file->received_day
                       : quarter.index > 0             ? period_last_day(quarter)
                                                       : DATE_NONE;
        }
    }
    return count > SILENT_FILES ? recent[count % SILENT_FILES] : 0;
}

static bool is_in_force(const struct training_row *training, int32_t day)
{
    return day != DATE_NONE && training->label_first_day != DATE_NONE && training->label_first_day <= day &&
           training->label_last_day != DATE_NONE && training->label_last_day >= day &&
           !str_equal(training->label_status, STR("retiree"));
}

static void find_structures(struct arena *scratch, const struct input *input, int32_t day, uint32_t *structure_of,
                            struct structure *structures)
{
    struct name_index owners;
    name_index_init(&owners);
    for (size_t t = 0; t < input->training_count; t++) {
        bool is_new;
        struct str owner = checks_owner(scratch, &input->trainings[t]);
        structure_of[t] = owner.len > 0 ? name_index_add(&owners, owner, &is_new) : INDEX_NONE;
        if (owner.len > 0 && !structures[structure_of[t]].open && is_in_force(&input->trainings[t], day)) {
            structures[structure_of[t]].open = &input->trainings[t];
        }
    }
    name_index_clear(&owners);
}

/* Entries in several quarters: who had one session of a few months has nothing more to send. */
static bool reported_regularly(const struct structure *structure)
{
    int quarters = 0;
    for (int i = 0; i < 64; i++) {
        quarters += (int)(structure->quarters >> i & 1);
    }
    return quarters >= REGULAR_QUARTERS;
}

static void note_row(struct structure *structure, const struct enrolment_row *row)
{
    if (row->file + 1u > structure->last_file) {
        structure->last_file = row->file + 1u;
    }
    if (row->entry_day != DATE_NONE) {
        structure->quarters |= UINT64_C(1) << period_of_date(row->entry_day).index % 64;
    }
}

static void check_structures(struct arena *scratch, struct input *input)
{
    int32_t day;
    size_t silent_from = silence_begins(input, &day);
    uint32_t *structure_of = arena_array(scratch, uint32_t, input->training_count + 1);
    struct structure *structures = arena_array(scratch, struct structure, input->training_count + 1);
    if (silent_from == 0) {
        return;
    }
    find_structures(scratch, input, day, structure_of, structures);
    for (size_t i = 0; i < input->enrolment_count; i++) {
        const struct enrolment_row *row = &input->enrolments[i];
        uint32_t structure = structure_of[row->training];
        if (structure != INDEX_NONE) {
            note_row(&structures[structure], row);
        }
    }
    for (size_t s = 0; s < input->training_count; s++) {
        bool is_silent = structures[s].last_file > 0 && structures[s].last_file <= silent_from;
        if (is_silent && structures[s].open && reported_regularly(&structures[s])) {
            struct str last = input->files[structures[s].last_file - 1].name;
            checks_report_training(input, RULE_STRUCTURE_SILENT, structures[s].open,
                                   str_format(scratch, "last enrolments in %.*s", STR_ARGS(last)));
        }
    }
}

void checks_series(struct arena *scratch, struct input *input)
{
    if (input->has_enrolments) {
        check_trainings(scratch, input);
        check_structures(scratch, input);
    }
}
