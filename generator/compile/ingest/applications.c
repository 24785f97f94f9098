/* candidatures*.csv: applications to the calls for projects. The scores of the grid are checked, not kept. */
#include <math.h>

#include "gencarto/compile/ingest/place.h"
#include "gencarto/compile/ingest/readers.h"
#include "gencarto/compile/ingest/reception.h"

#define USUAL_ROWS 1024
#define SCORE_MOST 20.0
#define SCORE_ANY  1e9

#define SCORE_SPREAD UINT64_C(0x9e3779b97f4a7c15) /* odd: 2^64 divided by the golden ratio */

const char *const application_criteria[APPLICATION_SCORES] = {"ancrage", "contenu", "publics", "partenariats",
                                                              "debouches"};

struct applications {
    struct reading *reading;
    struct vocabulary decisions;
    struct reception reception;
    struct buf rows; /* struct application_row each */
};

static struct application_row *rows_of(const struct applications *applications)
{
    return (struct application_row *)(void *)applications->rows.ptr;
}

static size_t count_of(const struct applications *applications)
{
    return applications->rows.len / sizeof(struct application_row);
}

/* In place of the row of an earlier file that had the same identifier, if any. */
static void keep(struct applications *applications, struct str id, struct application_row application)
{
    struct input *input = applications->reading->input;
    uint32_t replaced = id.len > 0
                            ? reception_keep(&applications->reception, id, input->file_count, count_of(applications))
                            : RECEPTION_NEW;
    if (replaced != RECEPTION_NEW) {
        input->files[input->file_count].rows_replaced++;
        rows_of(applications)[replaced] = application;
        return;
    }
    buf_add(&applications->rows, (struct str){(const char *)&application, sizeof(application)});
}

/* A hash of the scores as they stand, 0 unless all are given, to tell applications apart; and their values. */
static uint32_t read_scores(struct row *row, double *out_scores)
{
    uint64_t hash = 0;
    bool has_all = true;
    for (int i = 0; i < APPLICATION_SCORES; i++) {
        double score = row_number(row, APPLICATION_SCORE_1 + i, -SCORE_ANY, SCORE_ANY);
        if (score < 0 || score > SCORE_MOST) {
            row_report(row, RULE_SCORE, APPLICATION_SCORE_1 + i, "0 to 20");
        }
        out_scores[i] = score >= 0 && score <= SCORE_MOST ? score : NAN;
        has_all = has_all && !isnan(score);
        hash = (hash ^ str_hash(row_cell(row, APPLICATION_SCORE_1 + i))) * SCORE_SPREAD;
    }
    return has_all ? (uint32_t)(hash ^ hash >> 32) | 1u : 0;
}

static void read_row(struct row *row, void *context)
{
    struct applications *applications = context;
    const struct input *input = applications->reading->input;
    struct str id = row_cell(row, APPLICATION_ID);
    uint32_t first = id.len > 0 ? reception_first(&applications->reception, id, input->file_count) : RECEPTION_NEW;
    if (first != RECEPTION_NEW) {
        row_report_twice(row, APPLICATION_ID, rows_of(applications)[first].line);
    }
    const struct vocabulary_form *decision =
        row_code(row, APPLICATION_DECISION, &applications->decisions, RULE_UNKNOWN_VALUE);
    if (!decision && row_cell(row, APPLICATION_DECISION).len == 0) {
        row_report(row, RULE_DECISION_MISSING, APPLICATION_DECISION, "retenue or refusee");
    } else if (!decision && !row->is_set_aside) {
        row_report(row, RULE_VALUE_MISSING, APPLICATION_DECISION, "retenue or refusee");
    }
    if (row_cell(row, APPLICATION_WAVE).len == 0) {
        row_report(row, RULE_VALUE_MISSING, APPLICATION_WAVE, "the wave of the application");
    }
    if (row->is_set_aside) {
        return;
    }
    struct application_row application = {.wave = row_id(row, APPLICATION_WAVE),
                                          .retained = decision->index == 0,
                                          .structure_name = row_text(row, APPLICATION_STRUCTURE_NAME),

                                          .file = (uint32_t)input->file_count,
                                          .line = row->record->line};
    application.scores = read_scores(row, application.score);
    if (!programme_has_wave(&input->programme, application.wave)) {
        row_report(row, RULE_WAVE_UNDEFINED, APPLICATION_WAVE, NULL);
    }
    const struct territory *department =
        place_department(row, APPLICATION_DEPARTMENT_CODE, &input->reference, RULE_APPLICATION_DEPARTMENT);
    application.department_code = department ? department->code : STR("");
    keep(applications, id, application);
}

bool readers_applications(struct reading *reading, struct error *err)
{
    struct applications applications = {.reading = reading};
    buf_init(&applications.rows, NULL);
    buf_reserve(&applications.rows, USUAL_ROWS * sizeof(struct application_row));
    vocabulary_init(&applications.decisions, reading->arena, "decision", &reading->input->programme);
    reception_init(&applications.reception);
    bool ok = readers_each_row(reading, TABLE_APPLICATIONS, read_row, &applications, err);
    reception_clear(&applications.reception);
    reading->input->application_count = count_of(&applications);
    reading->input->applications = buf_settle(&applications.rows, reading->arena);
    return ok;
}
