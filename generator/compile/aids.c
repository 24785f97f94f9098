#include "aids.h"

#include "gencarto/base/date.h"

_Static_assert(AID_MOST_EUR <= 5 * AID_UNIT_EUR, "a multiple of the usual base is worth the largest bursary");

/* [region][quarter] */
static int64_t *sum_euros(struct arena *scratch, const struct input *input, const struct calendar *calendar,
                          const struct event_choice *choice, const struct published_tables *exact)
{
    const struct enrolment_table *table = &input->enrolments;
    const struct geography *geography = exact->geography;
    size_t quarters = (size_t)exact->quarters;
    int64_t *euros = arena_array(scratch, int64_t, geography->count[ENTITY_REGION] * quarters);
    for (size_t i = 0; i < table->count; i++) {
        uint16_t aid_eur = enrolment_aid_at(table, i);
        int32_t day = enrolment_unpack_day(table->rows[i].entry_day);
        if (aid_eur == AID_UNKNOWN || aid_eur == 0 || day == DATE_NONE || day > calendar->last_day ||
            !event_is_chosen(choice, table, i)) {
            continue;
        }
        uint32_t department = geography->parent[ENTITY_TRAINING][table->rows[i].training];
        int quarter = period_of_date(day).index - calendar->first.index;
        euros[geography->parent[ENTITY_DEPARTMENT][department] * quarters + (size_t)(quarter > 0 ? quarter : 0)] +=
            aid_eur;
    }
    return euros;
}

static void add_units(const struct published_table *table, uint32_t region, const int64_t *euros)
{
    int64_t sum = 0, units = 0;
    for (int quarter = 0; quarter < table->quarters; quarter++) {
        sum += euros[quarter];
        int32_t flow = (int32_t)((sum + AID_UNIT_EUR / 2) / AID_UNIT_EUR - units);
        units += flow;
        tables_flow(table, ENTITY_REGION, region, quarter)[0] += flow;
        tables_flow(table, ENTITY_COUNTRY, 0, quarter)[0] += flow;
    }
}

void aids_count(const struct input *input, const struct calendar *calendar, const struct event_choice *choice,
                struct published_tables *exact)
{
    const struct published_table *table = tables_find(exact, EVENT_AID, 0);
    if (table == NULL || !enrolment_has_aids(&input->enrolments)) {
        return;
    }
    struct arena scratch;
    arena_init_private(&scratch);
    const int64_t *euros = sum_euros(&scratch, input, calendar, choice, exact);
    for (uint32_t region = 0; region < exact->geography->count[ENTITY_REGION]; region++) {
        add_units(table, region, euros + region * (size_t)exact->quarters);
    }
    arena_clear(&scratch);
}
