#include "publish_selection.h"

#include <math.h>

#include "insert.h"

#define APPLICATIONS_LEAST 5 /* of a mean that is shown */

struct tally {
    int64_t applications;
    double sum;
};

static struct tally count_scores(const struct input *input, struct str wave, size_t criterion, bool retained)
{
    struct tally tally = {0, 0};
    for (size_t i = 0; i < input->application_count; i++) {
        const struct application_row *row = &input->applications[i];
        double score = row->score[criterion];
        if (row->retained == retained && !isnan(score) && str_equal(row->wave, wave)) {
            tally.applications++;
            tally.sum += score;
        }
    }
    return tally;
}

/* A row a wave, criterion and decision. */
static int selection_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct input *input = context;
    const struct programme_wave *wave = &input->programme.waves[row / 2 / APPLICATION_SCORES];
    size_t criterion = row / 2 % APPLICATION_SCORES;
    bool retained = row % 2 == 0;
    struct tally tally = count_scores(input, wave->code, criterion, retained);
    (void)arena;
    return ROW(out, VALUE_OF_TEXT(wave->code), VALUE_OF_TEXT(str_from(application_criteria[criterion])),
               VALUE_OF_TEXT(retained ? STR("retenue") : STR("refusee")), VALUE_OF_INT(tally.applications),
               tally.applications < APPLICATIONS_LEAST
                   ? VALUE_OF_NULL
                   : VALUE_OF_REAL(round(tally.sum / (double)tally.applications * 10) / 10),
               VALUE_OF_INT((int64_t)row + 1));
}

static bool has_scores(const struct input *input)
{
    for (size_t i = 0; i < input->application_count; i++) {
        for (size_t c = 0; c < APPLICATION_SCORES; c++) {
            if (!isnan(input->applications[i].score[c])) {
                return true;
            }
        }
    }
    return false;
}

bool publish_selection(struct db *db, const struct input *input, struct error *err)
{
    size_t rows = has_scores(input) ? input->programme.wave_count * APPLICATION_SCORES * 2 : 0;
    return insert_rows(db, "insert/selection", rows, selection_row, input, err);
}
