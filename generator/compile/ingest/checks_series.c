/* Trainings and structures over time: who is present, who stopped reporting. */
#include "gencarto/base/date.h"
#include "gencarto/base/parallel.h"
#include "gencarto/compile/ingest/checks.h"
#include "gencarto/compile/ingest/name_index.h"
#include "gencarto/compile/ingest/source.h"

#define CAPACITY_FACTOR  3  /* several sessions may run at once */
#define CAPACITY_PERSONS 20 /* more than the places, at least */
#define SILENT_FILES     4  /* a year of quarters */
#define REGULAR_QUARTERS 3

#define CELLS_AT_ONCE (1 << 21) /* trainings are taken in turns, so that their quarters fit the memory */

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* What the rows say of one training. */
struct series {
    uint64_t quarters;  /* of entries: a bit each, modulo 64 */
    uint32_t last_line; /* of its rows, lines of all files counted on; 0: it has none */
};

/* What one thread counts, of its share of the rows. */
struct share {
    struct series *series; /* by training */
    int first, last;       /* quarters of entries and exits */
    int32_t *changes;      /* of the trainings of a turn, by quarter: entries less exits */
};

struct rows {
    const struct input *input;
    const uint16_t *quarters; /* of days */
    struct share *shares;     /* of each worker; in the end all stands in the first */
    int workers;
    int first, count;    /* the quarters of all */
    size_t from, number; /* the trainings of the turn */
};

static void note_quarter(struct share *share, int quarter)
{
    share->first = quarter < share->first ? quarter : share->first;
    share->last = quarter > share->last ? quarter : share->last;
}

static void note_rows(void *context, size_t span, int worker)
{
    const struct rows *rows = context;
    const struct enrolment_table *table = &rows->input->enrolments;
    struct share *share = &rows->shares[worker];
    for (size_t i = span * ENROLMENT_SPAN; i < enrolment_span_end(table, span); i++) {
        const struct enrolment_packed *row = &table->rows[i];
        struct series *series = &share->series[row->training];
        int entry = rows->quarters[row->entry_day], left = rows->quarters[row->exit_day];
        series->last_line = row->line > series->last_line ? row->line : series->last_line;
        if (entry != 0) {
            series->quarters |= UINT64_C(1) << entry % 64;
            note_quarter(share, entry);
        }
        if (left != 0) {
            note_quarter(share, left);
        }
    }
}

static void count_changes(void *context, size_t span, int worker)
{
    const struct rows *rows = context;
    const struct enrolment_table *table = &rows->input->enrolments;
    struct share *share = &rows->shares[worker];
    for (size_t i = span * ENROLMENT_SPAN; i < enrolment_span_end(table, span); i++) {
        const struct enrolment_packed *row = &table->rows[i];
        size_t training = row->training - rows->from;
        if (training < rows->number) {
            int32_t *changes = &share->changes[training * (size_t)rows->count];
            int entry = rows->quarters[row->entry_day] - rows->first,
                left = rows->quarters[row->exit_day] - rows->first;
            if (entry >= 0) {
                changes[entry]++;
            }
            if (left >= 0) {
                changes[left]--;
            }
        }
    }
}

static void begin_rows(struct arena *scratch, const struct input *input, struct rows *out_rows)
{
    *out_rows = (struct rows){
        .input = input, .quarters = enrolment_quarters(scratch), .workers = parallel_processors(), .first = INT32_MAX};
    out_rows->shares = arena_array(scratch, struct share, (size_t)out_rows->workers);
    for (int w = 0; w < out_rows->workers; w++) {
        out_rows->shares[w] = (struct share){
            .series = arena_array(scratch, struct series, input->training_count + 1), .first = INT32_MAX, .last = 0};
    }
    parallel_for(enrolment_span_count(&input->enrolments), out_rows->workers, note_rows, out_rows);
    int last = 0;
    struct share *all = &out_rows->shares[0];
    for (int w = 0; w < out_rows->workers; w++) {
        const struct share *share = &out_rows->shares[w];
        out_rows->first = share->first < out_rows->first ? share->first : out_rows->first;
        last = share->last > last ? share->last : last;
        for (size_t t = 0; t < input->training_count; t++) {
            all->series[t].quarters |= share->series[t].quarters;
            all->series[t].last_line = share->series[t].last_line > all->series[t].last_line
                                           ? share->series[t].last_line
                                           : all->series[t].last_line;
        }
    }
    out_rows->count = last > 0 ? last - out_rows->first + 1 : 0;
}

/* ---- presence ------------------------------------------------------------------------------------------------- */

/* present(t) = present(t - 1) + entries(t) - exits(t). The last quarter tells most: an exit that is to come is none. */
static void check_presence(struct arena *scratch, struct input *input, const struct training_row *training,
                           const struct rows *rows, const int32_t *changes)
{
    int64_t present = 0, most = 0;
    int most_quarter = 0;
    for (int q = 0; q < rows->count; q++) {
        present += changes[q];
        if (present > most) {
            most = present;
            most_quarter = q;
        }
        if (present < 0) {
            struct buf detail;
            buf_init(&detail, scratch);
            buf_text(&detail, "below zero at the end of ");
            period_write(&detail, (struct period){rows->first + q});
            checks_report_training(input, RULE_BALANCE, training, buf_str(&detail));
            return;
        }
    }
    if (training->places > 0 && most > CAPACITY_FACTOR * training->places &&
        most >= training->places + CAPACITY_PERSONS) {
        struct buf detail;
        buf_init(&detail, scratch);
        buf_format(&detail, "places: %lld; most persons at the end of ", (long long)training->places);
        period_write(&detail, (struct period){rows->first + most_quarter});
        checks_report_training(input, RULE_OVER_CAPACITY, training, buf_str(&detail));
    }
}

static void check_turn(struct arena *scratch, struct input *input, struct rows *rows)
{
    size_t cells = rows->number * (size_t)rows->count;
    for (int w = 0; w < rows->workers; w++) {
        rows->shares[w].changes = arena_array(scratch, int32_t, cells);
    }
    parallel_for(enrolment_span_count(&input->enrolments), rows->workers, count_changes, rows);
    int32_t *all = rows->shares[0].changes;
    for (int w = 1; w < rows->workers; w++) {
        for (size_t i = 0; i < cells; i++) {
            all[i] += rows->shares[w].changes[i];
        }
    }
    for (size_t t = 0; t < rows->number; t++) {
        check_presence(scratch, input, &input->trainings[rows->from + t], rows, &all[t * (size_t)rows->count]);
    }
}

static void check_trainings(struct arena *scratch, struct input *input, struct rows *rows)
{
    if (rows->count == 0) {
        return;
    }
    size_t at_once = CELLS_AT_ONCE / (size_t)rows->count;
    for (rows->from = 0; rows->from < input->training_count; rows->from += at_once) {
        size_t left = input->training_count - rows->from;
        struct arena_mark mark = arena_save(scratch);
        rows->number = left < at_once ? left : at_once;
        check_turn(scratch, input, rows);
        arena_restore(scratch, mark);
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

static void note_training(struct structure *structure, const struct series *series, uint32_t file)
{
    if (file + 1 > structure->last_file) {
        structure->last_file = file + 1;
    }
    structure->quarters |= series->quarters;
}

static void check_structures(struct arena *scratch, struct input *input, const struct rows *rows)
{
    int32_t day;
    size_t silent_from = silence_begins(input, &day);
    uint32_t *structure_of = arena_array(scratch, uint32_t, input->training_count + 1);
    struct structure *structures = arena_array(scratch, struct structure, input->training_count + 1);
    if (silent_from == 0) {
        return;
    }
    find_structures(scratch, input, day, structure_of, structures);
    for (size_t t = 0; t < input->training_count; t++) {
        const struct series *series = &rows->shares[0].series[t];
        if (series->last_line > 0 && structure_of[t] != INDEX_NONE) {
            note_training(&structures[structure_of[t]], series,
                          enrolment_file_of_line(&input->enrolments, series->last_line));
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
        struct rows rows;
        begin_rows(scratch, input, &rows);
        check_trainings(scratch, input, &rows);
        check_structures(scratch, input, &rows);
    }
}
