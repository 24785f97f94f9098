#include "gencarto/compile/ingest/enrolment_quick.h"

#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/enrolment_facts.h"
#include "gencarto/compile/ingest/plain_date.h"

#define SLOT_SHIFT 58 /* of 64 bits, as many remain as there are slots */
_Static_assert(UINT64_C(1) << (64 - SLOT_SHIFT) == ENROLMENT_QUICK_SLOTS, "a slot for each number");

/* The eight columns of codes are read by one function, whose column is known wherever it stands. */
#define INLINED inline __attribute__((always_inline))

#define NO_STATUS UINT8_MAX /* of an empty cell: a finding */

/* ---- cells ---------------------------------------------------------------------------------------------------- */

/* As it stands: whoever takes it knows it with the blanks at its ends. */
static inline struct str cell_of(const struct enrolment_quick *quick, const struct record *record, int column)
{
    static const char nothing[STR_WORD_ROOM] = "";
    int field = quick->columns->fields[column];
    return field < 0 ? (struct str){nothing, 0} : record->fields[field];
}

static INLINED bool read_day(const struct enrolment_quick *quick, const struct record *record, int column,
                             int32_t *out_day)
{
    struct str cell = cell_of(quick, record, column);
    if (cell.len == 0) {
        *out_day = DATE_NONE;
        return true;
    }
    if (cell.len == PLAIN_DATE_BYTES && cell.ptr[4] == '-') {
        return plain_date_iso(cell.ptr, out_day);
    }
    return !quick->is_iso_only && plain_date(cell, out_day);
}

static inline bool read_age(const struct enrolment_quick *quick, const struct record *record, uint8_t *out_age)
{
    struct str cell = cell_of(quick, record, ENROLMENT_AGE);
    unsigned tens = (unsigned char)cell.ptr[0] - '0', ones = (unsigned char)cell.ptr[1] - '0';
    *out_age = cell.len == 0 ? AGE_UNKNOWN : (uint8_t)(tens * 10 + ones);
    return cell.len == 0 || (cell.len == 2 && tens - 1 < 9 && ones < 10);
}

static inline bool read_aid(const struct enrolment_quick *quick, const struct record *record, uint16_t *out_aid_eur)
{
    struct str cell = cell_of(quick, record, ENROLMENT_AID);
    int plain = 0;
    bool is_told = quick->columns->fields[ENROLMENT_AID] >= 0;
    bool is_plain = cell.len == 0 || (row_plain_count(cell, &plain) && plain <= AID_MOST_EUR);
    *out_aid_eur = is_told ? (uint16_t)plain : AID_UNKNOWN;
    return is_plain;
}

/* The department is that of the code's first digits. */
static inline bool read_residence(const struct enrolment_quick *quick, const struct record *record, uint8_t *out_place)
{
    struct str cell = cell_of(quick, record, ENROLMENT_RESIDENCE);
    if (cell.len == 0) {
        *out_place = RESIDENCE_UNKNOWN;
        return true;
    }
    size_t slot = insee_commune_slot(cell);
    if (slot == INSEE_SLOT_NONE || !communes_has(&quick->parser->reference->communes, slot)) {
        return false;
    }
    *out_place = quick->residences[insee_department_of_commune(slot)];
    return true;
}

static inline bool read_training(const struct enrolment_quick *quick, const struct record *record, int column,
                                 uint32_t *out_training)
{
    struct str cell = cell_of(quick, record, column);
    *out_training = cell.len > STR_WORD_MOST ? NAME_INDEX_NONE
                                             : training_ids_find_word(quick->parser->trainings, str_word_in_room(cell));
    return *out_training != NAME_INDEX_NONE;
}

/* The table of the trainings may be far: it is fetched while the other cells are read. */
static inline void fetch_training(const struct enrolment_quick *quick, const struct record *record)
{
    struct str cell = cell_of(quick, record, ENROLMENT_TRAINING);
    if (cell.len <= STR_WORD_MOST) {
        training_ids_fetch_word(quick->parser->trainings, str_word_in_room(cell));
    }
}

static inline bool read_origin(const struct enrolment_quick *quick, const struct record *record, uint32_t training,
                               uint32_t *out_origin)
{
    if (cell_of(quick, record, ENROLMENT_ORIGIN).len == 0) {
        *out_origin = INDEX_NONE;
        return true;
    }
    return read_training(quick, record, ENROLMENT_ORIGIN, out_origin) && *out_origin != training;
}

/* ---- codes ---------------------------------------------------------------------------------------------------- */

static const struct {
    enum enrolment_column column;
    uint8_t unknown;
} codes[ENROLMENT_CODES] = {
    [CODE_STATUS] = {ENROLMENT_STATUS, NO_STATUS},
    [CODE_OUTCOME] = {ENROLMENT_OUTCOME, OUTCOME_UNKNOWN},
    [CODE_LEVEL] = {ENROLMENT_LEVEL, LEVEL_UNKNOWN},
    [CODE_SEX] = {ENROLMENT_SEX, SEX_UNKNOWN},
    [CODE_ENTRY_SITUATION] = {ENROLMENT_ENTRY_SITUATION, ENTRY_UNKNOWN},
    [CODE_NEET] = {ENROLMENT_NEET, TERNARY_UNKNOWN},
    [CODE_QPV] = {ENROLMENT_QPV, TERNARY_UNKNOWN},
    [CODE_ZRR] = {ENROLMENT_ZRR, TERNARY_UNKNOWN},
};

static inline size_t slot_of(struct str_word word)
{
    return (word.low ^ (word.high << 23 | word.high >> 41)) * UINT64_C(0x9e3779b97f4a7c15) >> SLOT_SHIFT;
}

/* Among the words of all columns. */
static inline size_t place_of(enum enrolment_code code, struct str_word word)
{
    return code * ENROLMENT_QUICK_SLOTS + slot_of(word);
}

/* What stood there goes to the slot beside it. */
static void remember(struct enrolment_quick *quick, size_t place, struct str_word word, uint8_t code)
{
    quick->words[place ^ 1] = quick->words[place];
    quick->codes[place ^ 1] = quick->codes[place];
    quick->words[place] = word;
    quick->codes[place] = code;
}

/* A cell that does not stand in its slot. One that looks like a number of a person is looked at closely elsewhere. */
static bool find_code(struct enrolment_quick *quick, enum enrolment_code code, struct str cell, struct arena *scratch,
                      uint8_t *out_code)
{
    bool is_short = cell.len <= STR_WORD_MOST;
    struct str_word word = is_short ? str_word_of(cell) : (struct str_word){0, 0};
    size_t place = place_of(code, word);
    if (is_short && str_word_equal(quick->words[place ^ 1], word)) {
        *out_code = quick->codes[place ^ 1];
        return true;
    }
    struct str text = field_trim(cell);
    const struct vocabulary_form *form = NULL;
    if (text.len > 0) {
        form = vocabulary_find(quick->vocabularies[code], scratch, text);
        if (!form || form->index < 0 || contents_may_be_number(text)) {
            return false;
        }
    }
    *out_code = form ? (uint8_t)form->index : codes[code].unknown;
    if (is_short) {
        remember(quick, place, word, *out_code);
    }
    return true;
}

static INLINED bool read_code(struct enrolment_quick *quick, const struct record *record, enum enrolment_code code,
                              struct arena *scratch, uint8_t *out_code)
{
    struct str cell = cell_of(quick, record, (int)codes[code].column);
    if (cell.len <= STR_WORD_MOST) {
        struct str_word word = str_word_in_room(cell);
        size_t place = place_of(code, word);
        if (str_word_equal(quick->words[place], word)) {
            *out_code = quick->codes[place];
            return true;
        }
    }
    return find_code(quick, code, cell, scratch, out_code);
}

static INLINED bool read_codes(struct enrolment_quick *quick, const struct record *record, struct arena *scratch,
                               struct enrolment_row *e)
{
    return read_code(quick, record, CODE_STATUS, scratch, &e->status) && e->status != NO_STATUS &&
           read_code(quick, record, CODE_OUTCOME, scratch, &e->outcome) &&
           read_code(quick, record, CODE_LEVEL, scratch, &e->level) &&
           read_code(quick, record, CODE_SEX, scratch, &e->sex) &&
           read_code(quick, record, CODE_ENTRY_SITUATION, scratch, &e->entry_situation) &&
           read_code(quick, record, CODE_NEET, scratch, &e->neet) &&
           read_code(quick, record, CODE_QPV, scratch, &e->qpv) && read_code(quick, record, CODE_ZRR, scratch, &e->zrr);
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* Where the file has no profile yet. The other columns say what they are by being read. */
static inline bool is_silent(const struct enrolment_quick *quick, const struct record *record)
{
    bool is_silent = true;
    for (int i = 0; i < quick->text_count; i++) {
        is_silent = is_silent && !contents_may_be_number(record->fields[quick->texts[i]]);
    }
    return is_silent;
}

static inline bool read_days(const struct enrolment_quick *quick, const struct record *record, struct enrolment_row *e)
{
    if (!read_day(quick, record, ENROLMENT_ENTRY_DAY, &e->entry_day) ||
        !read_day(quick, record, ENROLMENT_EXIT_DAY, &e->exit_day) ||
        !read_day(quick, record, ENROLMENT_REGISTERED_DAY, &e->registered_day)) {
        return false;
    }
    int32_t usual = e->entry_day != DATE_NONE ? e->entry_day : quick->quarter_day;
    e->registered_day = e->registered_day != DATE_NONE ? e->registered_day : usual;
    return e->registered_day != DATE_NONE;
}

/* The column says what is not known of the facts, and nothing against them. */
static inline bool settle_neet(struct enrolment_row *e)
{
    uint8_t declared = e->neet, derived = enrolment_derive_neet(e);
    e->neet = derived == TERNARY_UNKNOWN ? declared : derived;
    return declared == TERNARY_UNKNOWN || declared == e->neet;
}

/* A cell without blanks at its ends. */
static inline struct str text_of(const struct enrolment_quick *quick, const struct record *record, int column)
{
    struct str cell = cell_of(quick, record, column);
    return record->is_trimmed || !field_needs_trim(cell) ? cell : field_trim(cell);
}

bool enrolment_quick_read(struct enrolment_quick *quick, const struct record *record, struct arena *scratch,
                          struct enrolment_row *out_enrolment, struct enrolment_names *out_names)
{
    struct enrolment_row *e = out_enrolment;
    if (!record->has_room || record->field_count != quick->columns->field_count || record->line >= UINT32_MAX ||
        row_may_be_total(record) || (quick->must_be_silent && !is_silent(quick, record))) {
        return false;
    }
    out_names->id = text_of(quick, record, ENROLMENT_ID);
    out_names->learner = text_of(quick, record, ENROLMENT_LEARNER);
    fetch_training(quick, record);
    if (out_names->id.len == 0 || out_names->learner.len == 0 || !read_days(quick, record, e) ||
        !read_residence(quick, record, &e->residence) || !read_age(quick, record, &e->age) ||
        !read_aid(quick, record, &e->aid_eur) || !read_codes(quick, record, scratch, e) ||
        !read_training(quick, record, ENROLMENT_TRAINING, &e->training) ||
        !read_origin(quick, record, e->training, &e->origin)) {
        return false;
    }
    e->session = enrolment_session_of(text_of(quick, record, ENROLMENT_SESSION));
    e->line = (uint32_t)record->line;
    e->doubts = 0;
    return settle_neet(e) && (enrolment_course_faults(e, quick->received_day) | enrolment_person_faults(e)) == 0;
}

/* ---- life ----------------------------------------------------------------------------------------------------- */

static void init_codes(struct enrolment_quick *quick, struct enrolment_parser *parser)
{
    quick->vocabularies[CODE_STATUS] = &parser->statuses;
    quick->vocabularies[CODE_OUTCOME] = &parser->outcomes;
    quick->vocabularies[CODE_LEVEL] = &parser->levels;
    quick->vocabularies[CODE_SEX] = &parser->sexes;
    quick->vocabularies[CODE_ENTRY_SITUATION] = &parser->situations;
    quick->vocabularies[CODE_NEET] = &parser->neets;
    quick->vocabularies[CODE_QPV] = &parser->qpvs;
    quick->vocabularies[CODE_ZRR] = &parser->zrrs;
    memset(quick->words, 0, sizeof(quick->words));
    for (int i = 0; i < ENROLMENT_CODES; i++) {
        memset(quick->codes + i * ENROLMENT_QUICK_SLOTS, codes[i].unknown, ENROLMENT_QUICK_SLOTS);
    }
}

static void init_residences(struct enrolment_quick *quick, const struct reference *reference)
{
    memset(quick->residences, RESIDENCE_ELSEWHERE, sizeof(quick->residences));
    for (size_t i = 0; i < reference->department_count && i < RESIDENCE_ELSEWHERE; i++) {
        size_t slot = insee_department_slot(reference->departments[i].code);
        if (slot != INSEE_SLOT_NONE) {
            quick->residences[slot] = (uint8_t)i;
        }
    }
}

void enrolment_quick_init(struct enrolment_quick *quick, struct enrolment_parser *parser)
{
    quick->parser = parser;
    init_codes(quick, parser);
    init_residences(quick, parser->reference);
}

/* Does what is read of the field show that it holds no number of a person? */
static bool is_told_by_reading(const struct columns *columns, int field)
{
    static const enum enrolment_column told[] = {
        ENROLMENT_REGISTERED_DAY, ENROLMENT_ENTRY_DAY, ENROLMENT_EXIT_DAY, ENROLMENT_AGE, ENROLMENT_AID,
        ENROLMENT_RESIDENCE};
    bool is_told = false;
    for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
        is_told = is_told || columns->fields[told[i]] == field;
    }
    for (int i = 0; i < ENROLMENT_CODES; i++) {
        is_told = is_told || columns->fields[codes[i].column] == field;
    }
    return is_told;
}

static void list_texts(struct enrolment_quick *quick)
{
    quick->text_count = 0;
    for (size_t i = 0; i < quick->columns->field_count; i++) {
        if (!is_told_by_reading(quick->columns, (int)i)) {
            quick->texts[quick->text_count++] = (int)i;
        }
    }
}

static bool has_month_first(const struct profile *profile)
{
    for (int column = 0; column < ENROLMENT_COLUMNS; column++) {
        if (profile->dates[column].month_first) {
            return true;
        }
    }
    return false;
}

void enrolment_quick_begin(struct enrolment_quick *quick, const struct source_reading *source, int32_t quarter_day)
{
    quick->columns = &source->columns;
    quick->received_day = source->file->received_day;
    quick->quarter_day = quarter_day;
    quick->must_be_silent = source->is_unprofiled;
    quick->is_iso_only = source->is_unprofiled || has_month_first(&source->profile);
    list_texts(quick);
}
