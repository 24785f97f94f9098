#include "sample.h"

#include <math.h>

#include "gencarto/base/cell.h"
#include "gencarto/base/date.h"
#include "gencarto/base/random.h"

static uint32_t below(struct random_state *state, uint32_t bound)
{
    return (uint32_t)random_below(state, bound);
}

static bool once_in(struct random_state *state, uint32_t times)
{
    return below(state, times) == 0;
}

static int32_t day_of(int year, int month, int day)
{
    int32_t result = DATE_NONE;
    date_from_parts(year, month, day, &result);
    return result;
}

static void sample_training(struct arena *arena, const struct reference *reference, struct random_state *state,
                            uint32_t index, uint32_t trainings, struct training_row *out)
{
    uint32_t structure = below(state, 1 + trainings / 3);
    const struct territory *department = &reference->departments[below(state, (uint32_t)reference->department_count)];
    bool is_distant = once_in(state, 20);
    int32_t labelled = day_of(2016, 2, 3) + (int32_t)below(state, 500);
    *out = (struct training_row){
        .id = str_format(arena, "F%06u", index),
        .title = once_in(state, 8) ? STR("") : str_format(arena, "Formation d’essai %u", index % 17),
        .structure_id = once_in(state, 9) ? STR("") : str_format(arena, "S%05u", structure),
        .structure_name = once_in(state, 15) ? STR("") : str_format(arena, "Structure d’essai %u", structure),
        .mode = is_distant ? STR("distance") : STR("presentiel"),
        .job_family = STR("developpement"),
        .department_code = is_distant ? STR(TERRITORY_NOT_LOCATED) : department->code,
        .region_code = is_distant ? STR(TERRITORY_NOT_LOCATED) : department->region_code,
        .commune_code =
            is_distant ? STR("") : str_format(arena, "%.*s%03u", STR_ARGS(department->code), below(state, 3)),
        .lon_deg = is_distant ? (double)NAN : 2.0 + random_unit(state),
        .lat_deg = is_distant ? (double)NAN : 46.0 + random_unit(state),
        .point_is_commune = once_in(state, 2),
        .duration_months = NAN,
        .duration_hours = NAN,
        .session_budget_eur = NAN,
        .granted_eur = once_in(state, 3) ? (double)NAN : 10000.0 + below(state, 60000),
        .paid_eur = once_in(state, 3) ? (double)NAN : below(state, 60000),
        .places = once_in(state, 6) ? -1 : (int64_t)(8 + below(state, 30)),
        .wave = once_in(state, 5) ? STR("") : (once_in(state, 2) ? STR("1") : STR("2")),
        .label_first_day = once_in(state, 10) ? DATE_NONE : labelled,
        .label_last_day = once_in(state, 4) ? DATE_NONE : labelled + 365,
        .label_status = STR("labellisee"),
        .free_of_charge = -1,
        .file = STR("formations.csv"),
        .line = (int64_t)index + 2,
    };
}

static void sample_enrolment(struct random_state *state, struct sample_size size, struct enrolment_row *out)
{
    int32_t start = day_of(2016, 1, 1) + (int32_t)below(state, 760); /* a few after the release */
    bool has_entered = !once_in(state, 15);
    uint8_t status = (uint8_t)below(state, 5);
    *out = (struct enrolment_row){
        .learner = below(state, size.learners),
        .training = below(state, 1 + below(state, size.trainings)),
        .origin = once_in(state, 12) ? below(state, size.trainings) : INDEX_NONE,
        .residence = (uint8_t)(once_in(state, 4) ? RESIDENCE_UNKNOWN : below(state, 96)),
        .registered_day = start,
        .entry_day = has_entered ? start : DATE_NONE,
        .exit_day = has_entered && status >= ENROLMENT_FINISHED && !once_in(state, 20)
                        ? start + (int32_t)below(state, 200)
                        : DATE_NONE,
        .age = once_in(state, 12) ? UINT8_MAX : (uint8_t)(17 + below(state, 45)),
        .level = UINT8_MAX,
        .sex = (uint8_t)(once_in(state, 30)   ? SEX_UNKNOWN
                         : once_in(state, 90) ? SEX_X
                         : once_in(state, 4)  ? SEX_F
                                              : SEX_M),
        .entry_situation = ENTRY_UNKNOWN,
        .neet = (uint8_t)below(state, 3),
        .qpv = (uint8_t)below(state, 3),
        .zrr = (uint8_t)below(state, 3),
        .status = status,
        .outcome = (uint8_t)below(state, 6),
        .aid_eur = (uint16_t)(once_in(state, 9)   ? AID_UNKNOWN
                              : once_in(state, 4) ? 1 + below(state, 6000)
                                                  : 0),
    };
}

static const struct programme_point steps[] = {{{2016 * 4 + 3}, 400}};
static struct programme sample_programme(struct arena *arena)
{
    struct programme programme = {
        .name = STR("Programme d’essai"),
        .short_name = STR("Essai"),
        .release = {2017 * 4 + 3},
        .published_day = DATE_NONE,
        .next_published_day = DATE_NONE,
        .received_day = DATE_NONE,
        .simulated = true,
        .rounding_base = 5,
        .share_minimum = 20,
    };
    programme.targets = arena_array(arena, struct programme_target, 3);
    programme.target_count = 3;
    struct programme_target learners = {
        .indicator = STR("apprenants_cumul"),
        .entity = STR("country:FR"),
        .value = 1000,
        .start = {2016 * 4},
        .deadline = {2017 * 4 + 3},
        .points = arena_array(arena, struct programme_point, 1),
        .point_count = 1,
    };
    learners.points[0] = steps[0];
    programme.targets[0] = learners;
    programme.targets[1] = learners;
    programme.targets[1].value = 300;
    programme.targets[1].deadline = (struct period){2016 * 4 + 3};
    programme.targets[1].point_count = 0;
    programme.targets[1].milestone_label = STR("Première vague");
    programme.targets[2] = learners;
    programme.targets[2].indicator = STR("part_femmes_cumul");
    programme.targets[2].value = 30;
    programme.targets[2].start_value = 30;
    programme.targets[2].point_count = 0;
    programme.waves = arena_array(arena, struct programme_wave, 1);
    programme.wave_count = 1;
    programme.waves[0] = (struct programme_wave){STR("1"), DATE_NONE, day_of(2016, 2, 3), 360, 171};
    return programme;
}

void sample_input(struct arena *arena, const struct reference *reference, uint64_t seed, struct sample_size size,
                  struct input *out)
{
    struct random_state state;
    random_seed(&state, seed);
    *out = (struct input){
        .programme = sample_programme(arena),
        .reference = *reference,
        .trainings = arena_array(arena, struct training_row, size.trainings),
        .training_count = size.trainings,
        .learner_count = size.learners,
        .labels = arena_array(arena, struct label_row, size.trainings),
        .has_enrolments = true,
    };
    findings_init(&out->findings, arena);
    for (uint32_t i = 0; i < size.trainings; i++) {
        sample_training(arena, reference, &state, i, size.trainings, &out->trainings[i]);
        if (once_in(&state, 12)) {
            out->labels[out->label_count++] = (struct label_row){
                .training = i, .day = day_of(2017, 1, 1) + (int32_t)below(&state, 300), .event = STR("retrait")};
        }
    }
    struct enrolment_row *rows = arena_array(arena, struct enrolment_row, size.enrolments);
    for (uint32_t i = 0; i < size.enrolments; i++) {
        sample_enrolment(&state, size, &rows[i]);
    }
    out->enrolments = enrolment_table_of(arena, rows, size.enrolments, 1);
}
