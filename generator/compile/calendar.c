#include "calendar.h"

#include "gencarto/base/date.h"

#define QUARTERS_MAX 200

struct period calendar_quarter_of_file(struct str name)
{
    struct period period = {0};
    for (size_t from = 0; from + 7 <= name.len; from++) {
        if (period_parse(str_slice(name, from, from + 7), &period)) {
            return period;
        }
    }
    return (struct period){0};
}

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b; /* DATE_NONE is before every day */
}

/* Smallest and greatest day of what happened, up to `limit`. */
struct span {
    int32_t first, last;
};

static void span_add(struct span *span, int32_t day, int32_t limit)
{
    if (day == DATE_NONE || day > limit) {
        return;
    }
    if (span->first == DATE_NONE || day < span->first) {
        span->first = day;
    }
    span->last = later(span->last, day);
}

static struct span span_of_enrolments(const struct input *input, int32_t limit)
{
    struct span span = {DATE_NONE, DATE_NONE};
    const struct enrolment_table *table = &input->enrolments;
    for (size_t i = 0; i < table->count; i++) {
        span_add(&span, enrolment_registered_day_at(table, i), limit);
        span_add(&span, enrolment_unpack_day(table->rows[i].entry_day), limit);
        span_add(&span, enrolment_unpack_day(table->rows[i].exit_day), limit);
    }
    return span;
}

static struct span span_of_labels(const struct input *input, int32_t limit)
{
    struct span span = {DATE_NONE, DATE_NONE};
    for (size_t i = 0; i < input->training_count; i++) {
        span_add(&span, input->trainings[i].label_first_day, limit);
    }
    for (size_t i = 0; i < input->programme.wave_count; i++) {
        span_add(&span, input->programme.waves[i].decided_day, limit);
    }
    return span;
}

/* The first or the last quarter that the names of the enrolment files hold, or index 0. */
static struct period quarter_of_files(const struct input *input, bool first)
{
    struct period found = {0};
    for (size_t i = 0; i < input->file_count; i++) {
        struct period period = calendar_quarter_of_file(input->files[i].name);
        if (!input->files[i].personal || period.index == 0) {
            continue;
        }
        if (found.index == 0 || (first ? period.index < found.index : period.index > found.index)) {
            found = period;
        }
    }
    return found;
}

/* From public facts where there are any: if the earliest event said where the publication begins, one early person
 * would be seen in it. */
static struct period choose_first(const struct input *input, const struct calendar *calendar)
{
    struct period named = quarter_of_files(input, true);
    if (named.index != 0 && named.index <= calendar->release.index) {
        return named;
    }
    struct span span = span_of_labels(input, calendar->last_day);
    if (span.first == DATE_NONE) {
        span = span_of_enrolments(input, calendar->last_day);
    }
    return span.first == DATE_NONE ? calendar->release : period_of_date(span.first);
}

/* The last quarter that is over on the day of the last reception, as far as that day is known. */
static struct period release_of_data(const struct input *input)
{
    int32_t received = input->programme.received_day;
    for (size_t i = 0; i < input->file_count; i++) {
        received = later(received, input->files[i].received_day);
    }
    int32_t limit = received == DATE_NONE ? INT32_MAX : received;
    struct span events = span_of_enrolments(input, limit);
    struct span labels = span_of_labels(input, limit);
    int32_t last = later(events.last, events.last == DATE_NONE ? labels.last : DATE_NONE);
    if (last == DATE_NONE) {
        return (struct period){0};
    }
    struct period period = period_of_date(last);
    return period_last_day(period) > limit ? (struct period){period.index - 1} : period;
}

static struct period choose_release(const struct input *input, struct period asked)
{
    if (asked.index != 0) {
        return asked;
    }
    if (input->programme.release.index != 0) {
        return input->programme.release;
    }
    struct period named = quarter_of_files(input, false);
    return named.index != 0 ? named : release_of_data(input);
}

bool calendar_make(struct arena *arena, const struct input *input, struct period release, struct calendar *out,
                   struct error *err)
{
    struct calendar calendar = {.release = choose_release(input, release)};
    if (calendar.release.index == 0) {
        return error_set(err, ERROR_INPUT,
                         "no quarter to release: no enrolment and no label is dated; set release in programme.xml");
    }
    struct period latest = quarter_of_files(input, false);
    if (release.index != 0 && latest.index != 0 && release.index > latest.index) {
        return error_set(
            err, ERROR_INPUT,
            "release %d-T%d: the last enrolment file is of %d-T%d; add the later ones, or release that quarter",
            period_year(release), period_quarter(release), period_year(latest), period_quarter(latest));
    }
    calendar.last_day = period_last_day(calendar.release);
    *out = calendar;
    return calendar_begin(arena, choose_first(input, &calendar), out, err);
}

bool calendar_begin(struct arena *arena, struct period first, struct calendar *out, struct error *err)
{
    struct calendar calendar = *out;
    calendar.first = first;
    calendar.quarters = calendar.release.index - calendar.first.index + 1;
    if (calendar.quarters > QUARTERS_MAX) {
        return error_set(err, ERROR_INPUT, "the data begin in %d, the release is of %d: expected at most 50 years",
                         period_year(calendar.first), period_year(calendar.release));
    }
    calendar.codes = arena_array(arena, struct str, (size_t)calendar.quarters);
    for (int i = 0; i < calendar.quarters; i++) {
        struct buf code;
        buf_init(&code, arena);
        period_write(&code, (struct period){calendar.first.index + i});
        calendar.codes[i] = buf_str(&code);
    }
    *out = calendar;
    return true;
}
