#include "events.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

#include "aids.h"
#include "gencarto/base/date.h"
#include "gencarto/base/parallel.h"

#define NOT_ENTERED  UINT32_MAX
#define ROWS_AT_ONCE (1u << 16)

/* Few enough to stay in the cache of a processor: events hardly repeat, so that a larger cube saves no visits to the
 * tables, and each of its events waits for memory. */
#define CUBE_CELLS_MAX (1u << 14)

static uint8_t age_value(uint8_t age)
{
    enum { UNDER_26, UP_TO_30, UP_TO_49, OVER_49, UNKNOWN };
    if (age == UINT8_MAX) {
        return UNKNOWN;
    }
    return age < 26 ? UNDER_26 : age <= 30 ? UP_TO_30 : age <= 49 ? UP_TO_49 : OVER_49;
}

static uint8_t aid_value(uint16_t aid_eur)
{
    enum { AIDED, NOT_AIDED, UNKNOWN };
    return aid_eur == AID_UNKNOWN ? UNKNOWN : aid_eur == 0 ? NOT_AIDED : AIDED;
}

/* The values of cube_dimensions stand in the order of the enums of input.h. */
_Static_assert(SEX_F == 0 && SEX_M == 1 && SEX_X == 2 && SEX_UNKNOWN == 3, "order of sexe");
_Static_assert(TERNARY_YES == 0 && TERNARY_NO == 1 && TERNARY_UNKNOWN == 2, "order of neet, qpv, zrr");
_Static_assert(OUTCOME_EMPLOYMENT == 0 && OUTCOME_TRAINING == 1 && OUTCOME_BUSINESS == 2 && OUTCOME_SEARCHING == 3 &&
                   OUTCOME_OTHER == 4 && OUTCOME_UNKNOWN == 5,
               "order of situation");

/* The value of `situation` after those of enum outcome: the three months are not over on the last day of the release.
 */
enum { OUTCOME_NOT_DUE = OUTCOME_UNKNOWN + 1 };

/* Where each training is: what `residence` and `origine` compare. */
struct places {
    const struct geography *geography;
    uint16_t *department; /* of each training: index into reference.departments, NOWHERE without a place */
    uint16_t *region;     /* of each department: index into reference.regions */
};
#define NOWHERE UINT16_MAX

struct counter {
    struct places places;
    const struct calendar *calendar;
    struct arena arena; /* of the cube */
    struct cube cube;
    struct published_tables *exact; /* of all counters */
    pthread_mutex_t *lock;          /* guards them */
    const struct event_choice *choice;
    event_visitor *visit; /* instead of the cube; NULL: count */
    void *context;
    size_t place;
};

/* Hands the cells over to the tables. */
static void flush(struct counter *counter)
{
    pthread_mutex_lock(counter->lock);
    tables_count(counter->exact, &counter->cube);
    pthread_mutex_unlock(counter->lock);
    cube_clear(&counter->cube);
}

static bool is_known(const struct counter *counter, int32_t day)
{
    return day != DATE_NONE && day <= counter->calendar->last_day;
}

/* What happened before the first quarter counts in it. */
static int quarter_of(const struct counter *counter, int32_t day)
{
    int quarter = period_of_date(day).index - counter->calendar->first.index;
    return quarter > 0 ? quarter : 0;
}

static void add(struct counter *counter, enum event event, const struct enrolment_row *row, int32_t day,
                const uint8_t values[DIMENSIONS])
{
    if (is_known(counter, day)) {
        int quarter = quarter_of(counter, day);
        if (counter->visit != NULL) {
            counter->visit(counter->context, counter->place, event, row->training, quarter, values);
            return;
        }
        if (counter->cube.count == CUBE_CELLS_MAX) {
            flush(counter);
        }
        cube_add(&counter->cube, event, row->training, (uint16_t)quarter, values);
    }
}

/* Values of `residence`; those of `origine` are one further, after the same structure. */
enum { SAME_DEPARTMENT, SAME_REGION, OTHER_REGION, NO_PLACE, PLACE_UNKNOWN };

static uint8_t compare_places(const struct places *places, uint16_t here, uint16_t there)
{
    if (here == NOWHERE || there == NOWHERE) {
        return NO_PLACE;
    }
    return here == there ? SAME_DEPARTMENT : places->region[here] == places->region[there] ? SAME_REGION : OTHER_REGION;
}

static uint8_t residence_of(const struct places *places, const struct enrolment_row *row)
{
    uint16_t here = places->department[row->training];
    switch (row->residence) {
    case RESIDENCE_UNKNOWN:
        return PLACE_UNKNOWN;
    case RESIDENCE_ELSEWHERE:
        return here == NOWHERE ? NO_PLACE : OTHER_REGION;
    default:
        return compare_places(places, here, row->residence);
    }
}

static uint8_t origin_of(const struct places *places, const struct enrolment_row *row)
{
    const uint32_t *structures = places->geography->structure_of_training;
    uint32_t structure = structures[row->training];
    if (structure != GEOGRAPHY_NONE && structure == structures[row->origin]) {
        return 0;
    }
    return (uint8_t)(1 + compare_places(places, places->department[row->training], places->department[row->origin]));
}

static uint16_t index_of_code(const struct territory *territories, size_t count, struct str code)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(territories[i].code, code)) {
            return (uint16_t)i;
        }
    }
    return NOWHERE;
}

static struct places find_places(struct arena *scratch, const struct input *input, const struct geography *geography)
{
    const struct reference *reference = &input->reference;
    struct places places = {.geography = geography,
                            .department = arena_array(scratch, uint16_t, input->training_count),
                            .region = arena_array(scratch, uint16_t, reference->department_count)};
    for (size_t i = 0; i < input->training_count; i++) {
        places.department[i] =
            index_of_code(reference->departments, reference->department_count, input->trainings[i].department_code);
    }
    for (size_t i = 0; i < reference->department_count; i++) {
        places.region[i] =
            index_of_code(reference->regions, reference->region_count, reference->departments[i].region_code);
    }
    return places;
}

static void traits_of(const struct places *places, const struct enrolment_row *row, uint8_t out[DIMENSIONS])
{
    out[DIMENSION_SEX] = row->sex;
    out[DIMENSION_NEET] = row->neet;
    out[DIMENSION_QPV] = row->qpv;
    out[DIMENSION_ZRR] = row->zrr;
    out[DIMENSION_AGE] = age_value(row->age);
    out[DIMENSION_OUTCOME] = DIMENSION_ABSENT;
    out[DIMENSION_RESIDENCE] = residence_of(places, row);
    out[DIMENSION_ORIGIN] = DIMENSION_ABSENT;
    out[DIMENSION_AID] = aid_value(row->aid_eur);
}

/* Somebody redirected enters another training: counted there, by where the former one was. */
static void add_arrival(struct counter *counter, const struct enrolment_row *row)
{
    if (row->origin != INDEX_NONE) {
        uint8_t values[DIMENSIONS];
        memset(values, DIMENSION_ABSENT, sizeof values);
        values[DIMENSION_ORIGIN] = origin_of(&counter->places, row);
        add(counter, EVENT_ARRIVAL, row, row->entry_day, values);
    }
}

static void add_exit(struct counter *counter, const struct enrolment_row *row, const uint8_t traits[DIMENSIONS])
{
    if (row->exit_day == DATE_NONE) {
        return;
    }
    switch (row->status) {
    case ENROLMENT_FINISHED: {
        uint8_t outcome[DIMENSIONS];
        memset(outcome, DIMENSION_ABSENT, sizeof outcome);
        bool due = is_known(counter, date_add_months(row->exit_day, 3));
        outcome[DIMENSION_OUTCOME] = due ? row->outcome : OUTCOME_NOT_DUE;
        add(counter, EVENT_COMPLETION, row, row->exit_day, traits);
        add(counter, EVENT_OUTCOME, row, row->exit_day, outcome);
        break;
    }
    case ENROLMENT_DROPPED_OUT:
        add(counter, EVENT_DROPOUT, row, row->exit_day, traits);
        break;
    case ENROLMENT_REDIRECTED:
        add(counter, EVENT_REDIRECTION, row, row->exit_day, traits);
        break;
    default:
        break;
    }
}

/* The release that first counted the entry at a place: it knew the row, and the quarter was over. */
static int release_of(const struct counter *counter, const struct enrolment_table *table, uint32_t place)
{
    int quarter = quarter_of(counter, enrolment_unpack_day(table->rows[place].entry_day));
    int known = counter->choice->file_release[enrolment_first_file_at(table, place)];
    return quarter > known ? quarter : known;
}

static bool enters_before(const struct counter *counter, const struct enrolment_table *table, uint32_t place,
                          uint32_t other)
{
    if (counter->choice->file_release != NULL) {
        int release = release_of(counter, table, place), other_release = release_of(counter, table, other);
        if (release != other_release) {
            return release < other_release;
        }
    }
    return table->rows[place].entry_day < table->rows[other].entry_day;
}

/* For each person the row of the first entry. */
static uint32_t *first_entries(struct arena *scratch, const struct input *input, const struct counter *counter)
{
    uint32_t *first = arena_array(scratch, uint32_t, input->learner_count);
    memset(first, 0xff, input->learner_count * sizeof *first);
    const struct enrolment_table *table = &input->enrolments;
    for (size_t i = 0; i < table->count; i++) {
        uint16_t entry_day = table->rows[i].entry_day;
        if (!is_known(counter, enrolment_unpack_day(entry_day))) {
            continue;
        }
        uint32_t *best = &first[table->learners[i]];
        if (*best == NOT_ENTERED || enters_before(counter, table, (uint32_t)i, *best)) {
            *best = (uint32_t)i;
        }
    }
    return first;
}

bool event_is_chosen(const struct event_choice *choice, const struct enrolment_table *table, size_t place)
{
    return (choice->first_files == NULL || choice->first_files[enrolment_first_file_at(table, place)]) &&
           (choice->trainings == NULL || choice->trainings[table->rows[place].training]);
}

/* The rows from `begin` to before `end`. `first` is of first_entries. */
static void each_row(const struct input *input, struct counter *counter, const uint32_t *first, size_t begin,
                     size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (!event_is_chosen(counter->choice, &input->enrolments, i)) {
            continue;
        }
        counter->place = i;
        struct enrolment_row open = enrolment_at(&input->enrolments, i);
        const struct enrolment_row *row = &open;
        assert(row->training < input->training_count);
        uint8_t traits[DIMENSIONS];
        traits_of(&counter->places, row, traits);
        add(counter, EVENT_ENROLMENT, row, row->registered_day, traits);
        add(counter, EVENT_ENTRY, row, row->entry_day, traits);
        if (first[row->learner] == i) {
            add(counter, EVENT_LEARNER, row, row->entry_day, traits);
        }
        add_arrival(counter, row);
        if (counter->visit != NULL && traits[DIMENSION_AID] == 0) {
            add(counter, EVENT_AID, row, row->entry_day, traits);
        }
        add_exit(counter, row, traits);
    }
}

/* Counting by several workers, each with a cube: sums do not tell in which order they were made. */
struct counting {
    const struct input *input;
    const uint32_t *first;
    struct counter *counters; /* [worker] */
};

static void count_rows(void *context, size_t item, int worker)
{
    struct counting *counting = context;
    size_t begin = item * ROWS_AT_ONCE, count = counting->input->enrolments.count;
    size_t end = count - begin < ROWS_AT_ONCE ? count : begin + ROWS_AT_ONCE;
    each_row(counting->input, &counting->counters[worker], counting->first, begin, end);
}

static const struct event_choice everything;

void events_count(const struct input *input, const struct calendar *calendar, const struct event_choice *choice,
                  struct published_tables *exact)
{
    assert(input->enrolments.count < NOT_ENTERED);
    struct arena scratch;
    arena_init(&scratch);
    pthread_mutex_t lock;
    pthread_mutex_init(&lock, NULL);
    struct counter plan = {.places = find_places(&scratch, input, exact->geography),
                           .calendar = calendar,
                           .exact = exact,
                           .lock = &lock,
                           .choice = choice == NULL ? &everything : choice};
    int workers = parallel_processors();
    struct counting counting = {.input = input,
                                .first = first_entries(&scratch, input, &plan),
                                .counters = arena_array(&scratch, struct counter, (size_t)workers)};
    for (int i = 0; i < workers; i++) {
        counting.counters[i] = plan;
        arena_init(&counting.counters[i].arena);
        cube_init(&counting.counters[i].cube, &counting.counters[i].arena);
    }
    parallel_for((input->enrolments.count + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, workers, count_rows, &counting);
    for (int i = 0; i < workers; i++) {
        flush(&counting.counters[i]);
        arena_clear(&counting.counters[i].arena);
    }
    aids_count(input, calendar, plan.choice, exact);
    pthread_mutex_destroy(&lock);
    arena_clear(&scratch);
}

void events_visit(const struct input *input, const struct calendar *calendar, const struct geography *geography,
                  const struct event_choice *choice, event_visitor *visit, void *context)
{
    struct counter counter = {
        .calendar = calendar, .choice = choice == NULL ? &everything : choice, .visit = visit, .context = context};
    struct arena scratch;
    arena_init(&scratch);
    counter.places = find_places(&scratch, input, geography);
    each_row(input, &counter, first_entries(&scratch, input, &counter), 0, input->enrolments.count);
    arena_clear(&scratch);
}
