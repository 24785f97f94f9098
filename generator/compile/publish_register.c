#include "publish_register.h"

#include <stdlib.h>
#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/base/text.h"
#include "gencarto/sql/sql.h"
#include "insert.h"

struct context {
    const struct public_register *reg;
    const struct calendar *calendar;
    bool has_key;
};

static struct value text(struct str s)
{
    return VALUE_OF_TEXT(s);
}

/* ---- Periods and programme ---- */

/* A file of the quarter, or the whole input, was received before its last day. */
static bool is_partial(const struct input *input, struct period period)
{
    int32_t last = period_last_day(period);
    for (size_t i = 0; i < input->file_count; i++) {
        const struct input_file *file = &input->files[i];
        if (file->personal && file->received_day != DATE_NONE && file->received_day < last &&
            calendar_quarter_of_file(file->name).index == period.index) {
            return true;
        }
    }
    return input->programme.received_day != DATE_NONE && input->programme.received_day < last;
}

static int period_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct context *c = context;
    struct period period = {c->calendar->first.index + (int)row};
    return ROW(out, text(c->calendar->codes[row]), VALUE_OF_INT(period_year(period)),
               VALUE_OF_INT(period_quarter(period)), day_or_null(arena, period_first_day(period)),
               day_or_null(arena, period_last_day(period)), VALUE_OF_INT((int64_t)row + 1),
               VALUE_OF_INT(is_partial(c->reg->input, period)),
               VALUE_OF_INT(period.index == c->calendar->release.index));
}

static int programme_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct context *c = context;
    const struct programme *p = &c->reg->input->programme;
    /* The days of the configuration are those of its own release. */
    bool own = p->release.index == 0 || p->release.index == c->calendar->release.index;
    (void)row;
    return ROW(out, text(p->name), text(p->short_name), text(p->tagline), text(p->description), text(p->owner),
               value_or_null(p->owner_address), value_or_null(p->publication_director), value_or_null(p->host),
               value_or_null(p->contact_email), value_or_null(p->contact_url), text(p->licence_name),
               value_or_null(p->licence_url), text(p->source_credit), value_or_null(p->legal_notice),
               value_or_null(p->privacy_notice),
               text(p->accessibility_status.len > 0 ? p->accessibility_status : STR("non")),
               value_or_null(p->accessibility_audit), VALUE_OF_INT(p->simulated), value_or_null(p->notice),
               text(c->calendar->codes[c->calendar->quarters - 1]), day_or_null(arena, c->calendar->last_day),
               day_or_null(arena, own ? p->published_day : DATE_NONE),
               day_or_null(arena, own ? p->next_published_day : DATE_NONE),
               day_or_null(arena, own ? p->received_day : DATE_NONE), VALUE_OF_INT(c->reg->input->has_enrolments),
               VALUE_OF_INT(p->rounding_base), text(p->suppresses ? STR("suppression") : STR("rounding")),
               VALUE_OF_INT(c->has_key), VALUE_OF_INT(p->share_minimum), text(STR(GENCARTO_VERSION)));
}

/* ---- Territories and terms ---- */

static bool is_overseas_department(const struct territory *department)
{
    return department->code.len == 3 && str_starts(department->code, STR("97"));
}

static bool is_overseas_region(const struct reference *reference, const struct territory *region)
{
    for (size_t i = 0; i < reference->department_count; i++) {
        const struct territory *department = &reference->departments[i];
        if (str_equal(department->region_code, region->code)) {
            return is_overseas_department(department);
        }
    }
    return false;
}

static int region_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct reference *reference = &((const struct context *)context)->reg->input->reference;
    const struct territory *region = &reference->regions[row];
    return ROW(out, text(STR("region")), text(region->code), text(STR("country")), text(STR(COUNTRY_CODE)),
               text(region->name), text(region->name_locative), text(region->name_of), text(region->name_the),
               text(region->slug), text(str_format(arena, "territoires/%.*s/index.html", STR_ARGS(region->slug))),
               VALUE_OF_INT(is_overseas_region(reference, region)), text(text_sort_key(arena, region->name)));
}

static int department_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct reference *reference = &((const struct context *)context)->reg->input->reference;
    const struct territory *department = &reference->departments[row];
    const struct territory *region = reference_region(reference, department->region_code);
    struct str path =
        str_format(arena, "territoires/%.*s/%.*s/index.html", STR_ARGS(region->slug), STR_ARGS(department->slug));
    return ROW(out, text(STR("department")), text(department->code), text(STR("region")), text(department->region_code),
               text(department->name), text(department->name_locative), text(department->name_of),
               text(department->name_the), text(department->slug), text(path),
               VALUE_OF_INT(is_overseas_department(department)), text(text_sort_key(arena, department->name)));
}

/* Terms count from 1 in each vocabulary: job families take their symbol from it. */
static int term_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct programme_term *terms = ((const struct context *)context)->reg->input->programme.terms;
    const struct programme_term *term = &terms[row];
    int64_t ordinal = 1;
    for (size_t i = 0; i < row; i++) {
        ordinal += str_equal(terms[i].vocabulary, term->vocabulary);
    }
    return ROW(out, text(term->vocabulary), text(term->code), text(term->label_fr), value_or_null(term->label_en),
               VALUE_OF_INT(ordinal), text(text_slug(arena, term->label_fr)),
               text(text_sort_key(arena, term->label_fr)));
}

/* ---- Structures, sites, trainings ---- */

static int structure_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct public_structure *structure = &((const struct context *)context)->reg->structures[row];
    return ROW(out, text(structure->id), text(structure->name), value_or_null(structure->legal_status),
               value_or_null(structure->siret), text(structure->slug),
               text(str_format(arena, "structures/%.*s/index.html", STR_ARGS(structure->slug))),
               text(text_sort_key(arena, structure->name)));
}

static struct value structure_id(const struct public_register *reg, uint32_t structure)
{
    return structure == GEOGRAPHY_NONE ? VALUE_OF_NULL : VALUE_OF_TEXT(reg->structures[structure].id);
}

static int site_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct public_register *reg = ((const struct context *)context)->reg;
    const struct public_site *site = &reg->sites[row];
    const struct training_row *first = site->training;
    const struct training_row *located = site->located;
    bool has_point = located != NULL;
    return ROW(out, text(site->id), structure_id(reg, site->structure), value_or_null(site->name),
               value_or_null(first->address), value_or_null(first->postal_code), value_or_null(first->commune_code),
               value_or_null(first->commune_name), text(first->department_code), text(first->region_code),
               has_point ? VALUE_OF_REAL(located->lon_deg) : VALUE_OF_NULL,
               has_point ? VALUE_OF_REAL(located->lat_deg) : VALUE_OF_NULL,
               has_point ? text(located->point_is_commune ? STR("commune") : STR("site")) : VALUE_OF_NULL,
               text(text_sort_key(arena, site->name.len > 0 ? site->name : first->commune_name)));
}

static int training_row_values(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct public_register *reg = ((const struct context *)context)->reg;
    const struct training_row *t = &reg->input->trainings[row];
    struct str slug = reg->training_slugs[row];
    uint32_t site = reg->site_of_training[row];
    /* Those without title come after all titles. */
    struct str sort_key = t->title.len > 0 ? text_sort_key(arena, t->title)
                                           : str_format(arena, "~%.*s", STR_ARGS(text_sort_key(arena, t->id)));
    return ROW(out, text(t->id), value_or_null(t->title), structure_id(reg, reg->geography.structure_of_training[row]),
               site == GEOGRAPHY_NONE ? VALUE_OF_NULL : text(reg->sites[site].id), value_or_null(t->mode),
               value_or_null(t->job_family), t->exit_level == 0 ? VALUE_OF_NULL : VALUE_OF_INT(t->exit_level),
               number_or_null(t->duration_months), number_or_null(t->duration_hours), count_or_null(t->places),
               value_or_null(t->wave), day_or_null(arena, t->label_first_day), day_or_null(arena, t->label_last_day),
               value_or_null(t->label_status), count_or_null(t->free_of_charge), value_or_null(t->rncp),
               value_or_null(t->url), number_or_null(t->session_budget_eur), number_or_null(t->granted_eur),
               number_or_null(t->paid_eur), value_or_null(t->commune_name), text(t->department_code),
               text(t->region_code), number_or_null(t->lon_deg), number_or_null(t->lat_deg), text(slug),
               text(str_format(arena, "formations/%.*s/index.html", STR_ARGS(slug))), text(sort_key));
}

static int label_row_values(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct input *input = ((const struct context *)context)->reg->input;
    const struct label_row *label = &input->labels[row];
    return ROW(out, text(input->trainings[label->training].id), day_or_null(arena, label->day), text(label->event),
               text(label->reason));
}

/* ---- Calls ---- */

struct calls {
    const struct input *input;
    struct str *waves; /* declared, then the others found */
    size_t count;
};

static bool has_wave(const struct calls *calls, struct str wave)
{
    for (size_t i = 0; i < calls->count; i++) {
        if (str_equal(calls->waves[i], wave)) {
            return true;
        }
    }
    return false;
}

static void add_wave(struct calls *calls, struct str wave)
{
    if (wave.len > 0 && !has_wave(calls, wave)) {
        calls->waves[calls->count++] = wave;
    }
}

static struct calls list_calls(struct arena *arena, const struct input *input)
{
    size_t most = input->programme.wave_count + input->training_count + input->application_count;
    struct calls calls = {.input = input, .waves = arena_array(arena, struct str, most)};
    for (size_t i = 0; i < input->programme.wave_count; i++) {
        add_wave(&calls, input->programme.waves[i].code);
    }
    for (size_t i = 0; i < input->training_count; i++) {
        add_wave(&calls, input->trainings[i].wave);
    }
    for (size_t i = 0; i < input->application_count; i++) {
        add_wave(&calls, input->applications[i].wave);
    }
    return calls;
}

static int call_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct calls *calls = context;
    const struct programme *programme = &calls->input->programme;
    struct programme_wave wave = {
        .opened_day = DATE_NONE, .decided_day = DATE_NONE, .applications = -1, .retained = -1};
    for (size_t i = 0; i < programme->wave_count; i++) {
        if (str_equal(programme->waves[i].code, calls->waves[row])) {
            wave = programme->waves[i];
        }
    }
    int64_t applications = 0;
    int64_t retained = 0;
    for (size_t i = 0; i < calls->input->application_count; i++) {
        const struct application_row *application = &calls->input->applications[i];
        bool is_here = str_equal(application->wave, calls->waves[row]);
        applications += is_here;
        retained += is_here && application->retained;
    }
    bool counted = applications > 0;
    return ROW(out, text(calls->waves[row]), day_or_null(arena, wave.opened_day), day_or_null(arena, wave.decided_day),
               count_or_null(wave.applications < 0 && counted ? applications : wave.applications),
               count_or_null(wave.retained < 0 && counted ? retained : wave.retained));
}

static bool write_calls(struct db *db, const struct input *input, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    struct calls calls = list_calls(&arena, input);
    bool ok = insert_rows(db, "insert/call", calls.count, call_row, &calls, err);
    arena_clear(&arena);
    return ok;
}

bool publish_register(struct db *db, const struct public_register *reg, const struct calendar *calendar, bool has_key,
                      struct error *err)
{
    const struct input *input = reg->input;
    const struct reference *reference = &input->reference;
    struct context c = {reg, calendar, has_key};
    return insert_rows(db, "insert/period", (size_t)calendar->quarters, period_row, &c, err) &&
           insert_rows(db, "insert/programme", 1, programme_row, &c, err) &&
           db_run(db, "insert/country", sql_text("insert/country"), err) &&
           insert_rows(db, "insert/territory", reference->region_count, region_row, &c, err) &&
           insert_rows(db, "insert/territory", reference->department_count, department_row, &c, err) &&
           db_run(db, "insert/not_located", sql_text("insert/not_located"), err) &&
           insert_rows(db, "insert/term", input->programme.term_count, term_row, &c, err) &&
           insert_rows(db, "insert/structure", reg->geography.count[ENTITY_STRUCTURE], structure_row, &c, err) &&
           insert_rows(db, "insert/site", reg->site_count, site_row, &c, err) &&
           insert_rows(db, "insert/training", input->training_count, training_row_values, &c, err) &&
           insert_rows(db, "insert/label_event", input->label_count, label_row_values, &c, err) &&
           write_calls(db, input, err);
}

/* ---- Targets ---- */

/* "region:76" */
static bool split_entity(struct str entity, struct str *out_kind, struct str *out_code)
{
    enum entity_kind kind;
    size_t colon = str_index(entity, ':', 0);
    *out_kind = str_slice(entity, 0, colon);
    *out_code = str_slice(entity, colon + 1, entity.len);
    return out_code->len > 0 && entity_kind_parse(*out_kind, &kind);
}

static int target_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct programme_target *target = &((const struct programme *)context)->targets[row];
    struct str kind;
    struct str code;
    split_entity(target->entity, &kind, &code);
    return ROW(out, text(target->indicator), text(kind), text(code), VALUE_OF_REAL(target->value),
               period_value(arena, target->start), VALUE_OF_REAL(target->start_value),
               period_value(arena, target->deadline), VALUE_OF_INT(target->milestone_label.len > 0),
               text(target->milestone_label), VALUE_OF_INT((int64_t)row + 1), VALUE_OF_INT(target->is_stepped));
}

static int point_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct programme_target *target = context;
    struct str kind;
    struct str code;
    split_entity(target->entity, &kind, &code);
    return ROW(out, text(target->indicator), text(kind), text(code), period_value(arena, target->deadline),
               VALUE_OF_INT(target->milestone_label.len > 0), period_value(arena, target->points[row].period),
               VALUE_OF_REAL(target->points[row].value));
}

static bool is_same_target(const struct programme_target *a, const struct programme_target *b)
{
    return str_equal(a->indicator, b->indicator) && str_equal(a->entity, b->entity) &&
           a->deadline.index == b->deadline.index && (a->milestone_label.len > 0) == (b->milestone_label.len > 0);
}

/* The indicator is in the catalogue, the entity is a territory. */
static bool check_known(struct query *known, const struct programme_target *target, struct error *err)
{
    struct str kind;
    struct str code;
    bool row = false;
    bool is_entity = split_entity(target->entity, &kind, &code);
    query_bind(known, 1, VALUE_OF_TEXT(target->indicator));
    query_bind(known, 2, VALUE_OF_TEXT(kind));
    query_bind(known, 3, VALUE_OF_TEXT(code));
    if (!query_step(known, &row, err)) {
        return false;
    }
    bool has_indicator = query_column(known, 0).integer != 0;
    bool has_territory = is_entity && query_column(known, 1).integer != 0;
    query_reset(known);
    if (!has_indicator) {
        return error_set(err, ERROR_INPUT, "target of \"%.*s\": no indicator of the catalogue has this code",
                         STR_ARGS(target->indicator));
    }
    return has_territory ||
           error_set(err, ERROR_INPUT,
                     "target of %.*s: \"%.*s\" is no territory; expected country:FR, region:CODE or department:CODE",
                     STR_ARGS(target->indicator), STR_ARGS(target->entity));
}

static bool check_target(struct query *known, const struct programme *programme, size_t index, struct error *err)
{
    const struct programme_target *target = &programme->targets[index];
    if (target->deadline.index < target->start.index) {
        return error_set(err, ERROR_INPUT, "target of %.*s: its deadline is before its start",
                         STR_ARGS(target->indicator));
    }
    for (size_t i = 0; i < index; i++) {
        if (is_same_target(&programme->targets[i], target)) {
            return error_set(err, ERROR_INPUT, "target of %.*s for %.*s: given twice with the same deadline",
                             STR_ARGS(target->indicator), STR_ARGS(target->entity));
        }
    }
    return check_known(known, target, err);
}

bool publish_targets(struct db *db, const struct programme *programme, struct error *err)
{
    struct query *known = NULL;
    bool ok = query_prepare(db, "target_known", sql_text("target_known"), &known, err);
    for (size_t i = 0; ok && i < programme->target_count; i++) {
        ok = check_target(known, programme, i, err);
    }
    query_free(known);
    ok = ok && insert_rows(db, "insert/target", programme->target_count, target_row, programme, err) &&
         db_run(db, "prepare/target_point", sql_text("prepare/target_point"), err);
    for (size_t i = 0; ok && i < programme->target_count; i++) {
        const struct programme_target *target = &programme->targets[i];
        ok = insert_rows(db, "insert/target_point", target->point_count, point_row, target, err);
    }
    return ok;
}
