#include "tables.h"

#include <inttypes.h>

#include "columns.h"
#include "dirt.h"
#include "gencarto/base/date.h"
#include "quota.h"

#define ID_SIZE  24
#define DAY_SIZE 16

/* "F0012": a letter and a number of at least four digits, as many as the last one needs. At most ID_SIZE bytes. */
static struct str id_text(char letter, uint64_t number, uint64_t last, char *out)
{
    int digits = 4;
    for (uint64_t bound = 10000; last >= bound; bound *= 10)
        digits++;
    out[0] = letter;
    for (int i = digits; i > 0; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
    return (struct str){out, (size_t)digits + 1};
}

static struct str training_id(const struct tables *tables, uint32_t training, char *out)
{
    return id_text('F', training + 1, tables->reg->training_count, out);
}

static struct str day_text(int32_t day, char *out)
{
    struct date_parts parts = date_parts(day);
    int len = snprintf(out, DAY_SIZE, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
    return (struct str){out, (size_t)len};
}

/* --- formations.csv --- */

static const char *const mode_codes[] = {
    [MODE_ON_SITE] = "presentiel", [MODE_MIXED] = "mixte", [MODE_ONLINE] = "distance"};
static const char *const fate_codes[] = {[LABEL_GRANTED] = "labellisee",
                                         [LABEL_RENEWED] = "renouvelee",
                                         [LABEL_WITHDRAWN] = "retiree",
                                         [LABEL_EXPIRED] = "expiree"};

static struct str structure_name(struct arena *arena, const struct structure *structure)
{
    struct buf name;
    buf_init(&name, arena);
    name_structure(&name, (enum name_status)structure->status, structure->rank);
    return buf_str(&name);
}

static void set_structure_cells(struct arena *arena, const struct tables *tables, const struct training *training,
                                struct str *cells)
{
    const struct structure *structure = &tables->reg->structures[training->structure];
    char *id = arena_alloc(arena, ID_SIZE);
    cells[COLUMN_STRUCTURE_ID] = id_text('S', training->structure + 1, tables->reg->structure_count, id);
    cells[COLUMN_STRUCTURE_NAME] = structure_name(arena, structure);
    cells[COLUMN_STRUCTURE_STATUS] = str_from(name_status_codes[structure->status]);
}

/* Of twenty sites one has no point in the export; the commune's stands for it. */
static void set_site_cells(struct arena *arena, const struct tables *tables, const struct training *training,
                           struct str *cells)
{
    if (training->place == PLACE_NONE)
        return;
    const struct place *place = &tables->places->places[training->place];
    cells[COLUMN_POSTAL_CODE] = place->postal_code;
    cells[COLUMN_COMMUNE_CODE] = place->code;
    cells[COLUMN_COMMUNE] = place->name;
    if (training->site == INDEX_NONE)
        return;
    const struct site *site = &tables->reg->sites[training->site];
    cells[COLUMN_SITE_NAME] =
        str_format(arena, "Fabrique %" PRIu32 " – %.*s", training->site + 1, STR_ARGS(place->name));
    cells[COLUMN_ADDRESS] = site->address;
    if (training->site % 20 != 19) {
        cells[COLUMN_LATITUDE] = place->lat_deg;
        cells[COLUMN_LONGITUDE] = place->lon_deg;
    }
}

static struct str number(struct arena *arena, int64_t value)
{
    return str_format(arena, "%" PRId64, value);
}

static void set_training_cells(struct arena *arena, const struct tables *tables, uint32_t index,
                               struct random_state *random, struct str *cells)
{
    const struct training *training = &tables->reg->trainings[index];
    char *texts = arena_alloc(arena, ID_SIZE + 2 * DAY_SIZE);
    bool first_wave = training->committee == COMMITTEE_2016_02;
    cells[COLUMN_TRAINING_ID] = training_id(tables, index, texts);
    cells[COLUMN_TITLE] = name_training((enum job_family)training->family, random_next(random));
    cells[COLUMN_MODE] = str_from(mode_codes[training->mode]);
    cells[COLUMN_FAMILY] = str_from(job_family_codes[training->family]);
    cells[COLUMN_EXIT_LEVEL] = number(arena, training->exit_level);
    cells[COLUMN_MONTHS] = number(arena, training->duration_months);
    int64_t hours = training->duration_months * (110 + 5 * (int64_t)random_below(random, 9));
    cells[COLUMN_HOURS] = random_below(random, 12) ? number(arena, hours) : STR("");
    cells[COLUMN_PLACES] = number(arena, training->places);
    cells[COLUMN_WAVE] = first_wave ? STR("1") : STR("2");
    cells[COLUMN_LABEL_DAY] = day_text(training->label_first_day, texts + ID_SIZE);
    cells[COLUMN_LABEL_LAST_DAY] = day_text(training->label_last_day, texts + ID_SIZE + DAY_SIZE);
    cells[COLUMN_LABEL_STATUS] = str_from(fate_codes[training->fate]);
    cells[COLUMN_FREE] = training->free_of_charge ? STR("oui") : STR("non");
    cells[COLUMN_BUDGET] = number(arena, training->budget_eur);
    cells[COLUMN_GRANTED] = number(arena, training->granted_eur);
    cells[COLUMN_PAID] = number(arena, training->paid_eur);
}

bool tables_write_trainings(const struct tables *tables, struct random_state *random, struct error *err)
{
    struct export export;
    struct dirt dirt;
    struct arena arena;
    bool dirty = tables->options->dirty;
    arena_init(&arena);
    export_open(&export, tables->options->folder, "formations.csv", dirty ? dirt_style(-1) : EXPORT_PLAIN);
    export_row(&export, training_columns, TRAINING_COLUMNS);
    dirt_start(&dirt, DIRT_TRAININGS, dirty ? tables->summary->dirt : NULL);
    for (uint32_t i = 0; i < tables->reg->training_count; i++) {
        struct arena_mark mark = arena_save(&arena);
        struct str cells[TRAINING_COLUMNS] = {{NULL, 0}};
        set_training_cells(&arena, tables, i, random, cells);
        set_structure_cells(&arena, tables, &tables->reg->trainings[i], cells);
        set_site_cells(&arena, tables, &tables->reg->trainings[i], cells);
        dirt_row(&dirt, &export, cells, TRAINING_COLUMNS);
        arena_restore(&arena, mark);
    }
    arena_clear(&arena);
    return export_close(&export, err);
}

/* --- labels.csv --- */

static const char *const withdrawal_reasons[] = {
    "Contrôle sur place : conditions du label non tenues",
    "Arrêt de l’activité de la structure",
    "Sessions non ouvertes",
    "Pièces justificatives non remises",
};

static void add_label(struct export *export, const struct tables *tables, uint32_t training, int32_t day,
                      const char *event, const char *reason)
{
    char id[ID_SIZE], text[DAY_SIZE];
    struct str cells[LABEL_COLUMNS] = {training_id(tables, training, id), day_text(day, text), str_from(event),
                                       str_from(reason)};
    export_row(export, cells, LABEL_COLUMNS);
}

/* Two in three trainings of the first wave were audited in its last months. */
static void add_label_events(struct export *export, const struct tables *tables, uint32_t index,
                             struct random_state *random)
{
    const struct training *training = &tables->reg->trainings[index];
    int32_t renewal = date_add_months(training->label_first_day, 12);
    add_label(export, tables, index, training->label_first_day, "labellisation", "");
    if (training->committee != COMMITTEE_2016_02)
        return;
    bool renewed = training->fate == LABEL_RENEWED || training->fate == LABEL_WITHDRAWN;
    if (training->fate == LABEL_EXPIRED || random_below(random, 3))
        add_label(export, tables, index, renewal - 20 - (int32_t)random_below(random, 90), "audit",
                  renewed ? "" : "Enquête restée sans réponse");
    if (renewed)
        add_label(export, tables, index, renewal, "renouvellement", "");
    if (training->fate == LABEL_WITHDRAWN) {
        const char *reason = withdrawal_reasons[random_below(random, 4)];
        add_label(export, tables, index, training->label_last_day - 30, "audit", "");
        add_label(export, tables, index, training->label_last_day, "retrait", reason);
    }
}

bool tables_write_labels(const struct tables *tables, struct random_state *random, struct error *err)
{
    struct export export;
    export_open(&export, tables->options->folder, "labels.csv", EXPORT_PLAIN);
    export_row(&export, label_columns, LABEL_COLUMNS);
    for (uint32_t i = 0; i < tables->reg->training_count; i++)
        add_label_events(&export, tables, i, random);
    return export_close(&export, err);
}

/* --- candidatures.csv --- */

struct application {
    uint64_t number, last;
    int wave;
    struct str structure_name, department_code;
    bool retained;
};

/* Marks out of 20; those of the retained are higher, and overlap with the others. */
static void add_application(struct export *export, const struct application *application, struct random_state *random)
{
    char id[ID_SIZE], marks[5][8];
    struct str cells[APPLICATION_COLUMNS] = {id_text('C', application->number, application->last, id),
                                             application->wave == 0 ? STR("1") : STR("2"), application->structure_name,
                                             application->department_code,
                                             application->retained ? STR("retenue") : STR("refusee")};
    for (int i = 0; i < 5; i++) {
        int mark = (application->retained ? 10 : 4) + (int)random_below(random, 6) + (int)random_below(random, 6);
        snprintf(marks[i], sizeof marks[i], "%d", mark);
        cells[5 + i] = str_from(marks[i]);
    }
    export_row(export, cells, APPLICATION_COLUMNS);
}

/* A refused application comes from a town, by its weight, of a structure that is not in the register. */
static void set_refused(struct arena *arena, const struct tables *tables, uint64_t number, struct random_state *random,
                        struct application *application)
{
    struct buf name;
    enum name_status status = (enum name_status)random_below(random, STATUS_COUNT);
    size_t town = (size_t)random_below(random, tables->places->town_count);
    uint32_t department = tables->places->places[tables->places->towns[town].place].department;
    buf_init(&name, arena);
    name_structure(&name, status, tables->reg->structure_count + number);
    application->structure_name = buf_str(&name);
    application->department_code = tables->places->departments[department].code;
}

static void set_retained(struct arena *arena, const struct tables *tables, const struct training *training,
                         struct application *application)
{
    const struct structure *structure = &tables->reg->structures[training->structure];
    uint32_t seat = tables->places->places[structure->seat].department;
    uint32_t department = training->mode == MODE_ONLINE ? seat : training->department;
    application->structure_name = structure_name(arena, structure);
    application->department_code = tables->places->departments[department].code;
    application->retained = true;
}

/* 360 applications for the first wave, 841 with the second: here by chance in one order, as they came in. */
bool tables_write_applications(const struct tables *tables, struct random_state *random, struct error *err)
{
    const struct register_sizes *sizes = &tables->reg->sizes;
    int64_t all = quota_scale(841, sizes->in_force, 410), first = quota_scale(360, sizes->in_force, 410);
    int64_t retained[2] = {sizes->by_committee[0], (int64_t)tables->reg->training_count - sizes->by_committee[0]};
    int64_t received[2] = {first > retained[0] ? first : retained[0], 0};
    received[1] = all - first > retained[1] ? all - first : retained[1];
    struct export export;
    struct arena arena;
    const struct training *next = tables->reg->trainings;
    uint64_t number = 0;
    arena_init(&arena);
    export_open(&export, tables->options->folder, "candidatures.csv", EXPORT_PLAIN);
    export_row(&export, application_columns, APPLICATION_COLUMNS);
    for (int wave = 0; wave < 2; wave++) {
        struct deck deck;
        deck_init(&deck, &arena, (int64_t[]){retained[wave], received[wave] - retained[wave]}, 2);
        while (deck.total) {
            struct arena_mark mark = arena_save(&arena);
            struct application application = {
                .number = ++number, .last = (uint64_t)(received[0] + received[1]), .wave = wave};
            if (deck_draw(&deck, random) == 0)
                set_retained(&arena, tables, next++, &application);
            else
                set_refused(&arena, tables, number, random, &application);
            add_application(&export, &application, random);
            arena_restore(&arena, mark);
        }
    }
    arena_clear(&arena);
    return export_close(&export, err);
}

/* --- inscriptions-*.csv --- */

static const char *const sex_codes[] = {[SEX_FEMALE] = "F", [SEX_MALE] = "M", [SEX_OTHER] = "X", [SEX_BLANK] = ""};
static const char *const answer_codes[] = {[ANSWER_YES] = "oui", [ANSWER_NO] = "non", [ANSWER_BLANK] = ""};
static const char *const situation_codes[] = {[SITUATION_UNEMPLOYED] = "sans_emploi",
                                              [SITUATION_INACTIVE] = "inactif",
                                              [SITUATION_EMPLOYED] = "emploi",
                                              [SITUATION_STUDENT] = "etudes",
                                              [SITUATION_BLANK] = ""};
static const char *const end_codes[] = {[END_NONE] = "en_formation",
                                        [END_FINISHED] = "termine",
                                        [END_DROPPED_OUT] = "abandon",
                                        [END_REDIRECTED] = "reoriente",
                                        [END_NEVER_STARTED] = "inscrit"};
static const char *const outcome_codes[] = {
    [OUTCOME_EMPLOYMENT] = "emploi",   [OUTCOME_TRAINING] = "formation", [OUTCOME_BUSINESS] = "creation",
    [OUTCOME_SEARCHING] = "recherche", [OUTCOME_OTHER] = "autre",        [OUTCOME_BLANK] = ""};

#define DAY_TEXTS    731 /* to 2017-12-31 */
#define OUTCOME_DAYS 92

/* What is used for every row. */
struct enrolment_writer {
    const struct tables *tables;
    char days[DAY_TEXTS][DAY_SIZE];
    uint64_t key; /* of the pseudonyms */
};

/* 48 bits to 48 bits, one to one: multiplications by odd numbers and shifts to the right can be undone. So pseudonyms
 * differ and say nothing of the order. */
static uint64_t scrambled(uint64_t value, uint64_t key)
{
    const uint64_t mask = (UINT64_C(1) << 48) - 1;
    value = (value ^ key) & mask;
    for (int round = 0; round < 3; round++) {
        value = value * UINT64_C(0x9e3779b97f4b) & mask;
        value ^= value >> 23;
    }
    return value;
}

static struct str pseudonym(uint64_t learner, uint64_t key, char *out)
{
    uint64_t value = scrambled(learner, key);
    for (int i = 11; i >= 0; i--, value >>= 4)
        out[i] = "0123456789abcdef"[value & 15];
    return (struct str){out, 12};
}

static struct str small_number(uint64_t value, char *out)
{
    char digits[20];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + value % 10);
    while (value /= 10);
    for (size_t i = 0; i < count; i++)
        out[i] = digits[count - 1 - i];
    return (struct str){out, count};
}

static struct str cached_day(const struct enrolment_writer *writer, int32_t day)
{
    if (day < FIRST_DAY || day >= FIRST_DAY + DAY_TEXTS)
        return STR("");
    return (struct str){writer->days[day - FIRST_DAY], 10};
}

/* "2016-09 S2" of a training's second session. */
static struct str session_name(uint16_t session, char *out)
{
    unsigned month = session / 64u, rank = session % 64u + 1;
    char *end = out + small_number(2016 + month / 12, out).len;
    *end++ = '-';
    *end++ = (char)('0' + (month % 12 + 1) / 10);
    *end++ = (char)('0' + (month % 12 + 1) % 10);
    *end++ = ' ';
    *end++ = 'S';
    end += small_number(rank, end).len;
    return (struct str){out, (size_t)(end - out)};
}

/* What the file of a quarter knows of the enrolment. */
struct knowledge {
    bool ended, outcome;
};

static int end_period(const struct enrolment *enrolment)
{
    return enrolment->end == END_NONE || enrolment->end == END_NEVER_STARTED ? PERIODS
                                                                             : learners_period(enrolment->exit_day);
}

static int outcome_period(const struct enrolment *enrolment)
{
    return enrolment->outcome == OUTCOME_BLANK ? PERIODS : learners_period(enrolment->exit_day + OUTCOME_DAYS);
}

/* False when the file of the quarter has nothing new about it. */
static bool is_reported(const struct enrolment *enrolment, int period, struct knowledge *out_knowledge)
{
    if (enrolment->received > period)
        return false;
    int end = end_period(enrolment), outcome = outcome_period(enrolment);
    *out_knowledge = (struct knowledge){.ended = end <= period, .outcome = outcome <= period};
    return enrolment->received == period || end == period || outcome == period;
}

struct enrolment_texts {
    char id[ID_SIZE], learner[12], training[ID_SIZE], origin[ID_SIZE], session[16], age[20], level[20], aid[20];
};

static void set_event_cells(const struct enrolment_writer *writer, const struct enrolment *enrolment,
                            struct knowledge knowledge, struct str *cells)
{
    bool never = enrolment->end == END_NEVER_STARTED;
    enum enrolment_end end = knowledge.ended || never ? (enum enrolment_end)enrolment->end : END_NONE;
    cells[COLUMN_ENTRY_DAY] = never ? STR("") : cached_day(writer, enrolment->entry_day);
    cells[COLUMN_EXIT_DAY] = knowledge.ended ? cached_day(writer, enrolment->exit_day) : STR("");
    cells[COLUMN_STATUS] = str_from(end_codes[end]);
    cells[COLUMN_OUTCOME] = knowledge.outcome ? str_from(outcome_codes[enrolment->outcome]) : STR("");
}

static void set_enrolment_cells(const struct enrolment_writer *writer, size_t rank, struct knowledge knowledge,
                                struct enrolment_texts *texts, struct str *cells)
{
    const struct tables *tables = writer->tables;
    const struct enrolment *enrolment = &tables->learners->enrolments[tables->learners->order[rank]];
    cells[COLUMN_ENROLMENT_ID] = id_text('I', rank + 1, tables->learners->count, texts->id);
    cells[COLUMN_LEARNER] = pseudonym(enrolment->learner, writer->key, texts->learner);
    cells[COLUMN_ENROLMENT_TRAINING] = training_id(tables, enrolment->training, texts->training);
    cells[COLUMN_SESSION] = session_name(enrolment->session, texts->session);
    set_event_cells(writer, enrolment, knowledge, cells);
    cells[COLUMN_SEX] = str_from(sex_codes[enrolment->sex]);
    cells[COLUMN_AGE] = enrolment->age == AGE_UNKNOWN ? STR("") : small_number(enrolment->age, texts->age);
    cells[COLUMN_LEVEL] = enrolment->level ? small_number(enrolment->level, texts->level) : STR("");
    cells[COLUMN_SITUATION] = str_from(situation_codes[enrolment->situation]);
    cells[COLUMN_NEET] = str_from(answer_codes[enrolment->neet]);
    cells[COLUMN_QPV] = str_from(answer_codes[enrolment->qpv]);
    cells[COLUMN_ZRR] = str_from(answer_codes[enrolment->zrr]);
    cells[COLUMN_RESIDENCE] =
        enrolment->residence == PLACE_NONE ? STR("") : tables->places->places[enrolment->residence].code;
    cells[COLUMN_ORIGIN] =
        enrolment->origin == INDEX_NONE ? STR("") : training_id(tables, enrolment->origin, texts->origin);
    cells[COLUMN_AID] =
        enrolment->aid_tens_eur ? small_number(enrolment->aid_tens_eur * UINT64_C(10), texts->aid) : STR("");
}

static void tell_progress(const struct tables *tables, int period, size_t done)
{
    const struct simulation_progress *progress = &tables->options->progress;
    int64_t all = (int64_t)tables->learners->count;
    if (progress->report)
        progress->report(progress->context, "enrolments", period * all + (int64_t)done, PERIODS * all);
}

static bool write_period(const struct enrolment_writer *writer, int period, struct error *err)
{
    const struct tables *tables = writer->tables;
    struct export export;
    struct dirt dirt;
    char name[64];
    bool dirty = tables->options->dirty;
    snprintf(name, sizeof name, "inscriptions-%d-T%d.csv", 2016 + period / 4, period % 4 + 1);
    export_open(&export, tables->options->folder, name, dirty ? dirt_style(period) : EXPORT_PLAIN);
    export_row(&export, enrolment_columns, ENROLMENT_COLUMNS);
    dirt_start(&dirt, DIRT_ENROLMENTS, dirty ? tables->summary->dirt : NULL);
    for (size_t rank = 0; rank < tables->learners->count; rank++) {
        struct knowledge knowledge;
        struct enrolment_texts texts;
        struct str cells[ENROLMENT_COLUMNS];
        if (rank % (1u << 18) == 0)
            tell_progress(tables, period, rank);
        if (!is_reported(&tables->learners->enrolments[tables->learners->order[rank]], period, &knowledge))
            continue;
        set_enrolment_cells(writer, rank, knowledge, &texts, cells);
        dirt_row(&dirt, &export, cells, ENROLMENT_COLUMNS);
    }
    dirt_end(&dirt, &export, ENROLMENT_COLUMNS);
    tables->summary->enrolment_rows += export.row_count - 1;
    return export_close(&export, err);
}

bool tables_write_enrolments(const struct tables *tables, struct error *err)
{
    struct enrolment_writer writer = {.tables = tables};
    struct random_state random;
    random_seed(&random, tables->options->seed ^ UINT64_C(0x70736575646f6e79));
    writer.key = random_next(&random);
    for (int i = 0; i < DAY_TEXTS; i++)
        day_text(FIRST_DAY + i, writer.days[i]);
    for (int period = 0; period < PERIODS; period++)
        if (!write_period(&writer, period, err))
            return false;
    tell_progress(tables, PERIODS, 0);
    return true;
}
