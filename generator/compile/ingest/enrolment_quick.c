#include "gencarto/compile/ingest/enrolment_quick.h"

#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/enrolment_facts.h"
#include "gencarto/compile/ingest/plain_date.h"

#define SLOT_SHIFT 58 /* of 64 bits, as many remain as there are slots */
_Static_assert(UINT64_C(1) << (64 - SLOT_SHIFT) == ENROLMENT_QUICK_SLOTS, "a slot for each number");

#define INLINED inline __attribute__((always_inline))

/* After a chain of what may fail the compiler takes what follows for rare, and makes it short in place of quick. */
#define USUAL(condition) __builtin_expect(condition, true)

/* A function that has the processor's registers for itself: a row, a loop, and what few rows need. */
#define APART __attribute__((noinline))

#define FACT_OF_A_FINDING (UINT32_C(1) << 15) /* beside those of enrolment_facts.h: the row is left */

/* The days of a row, before they are packed. */
struct days {
    int32_t entry, exit, registered;
};

/* ---- cells ---------------------------------------------------------------------------------------------------- */

/* As it stands: whoever takes it knows it with the blanks at its ends. */
static inline struct str cell_of(const struct enrolment_quick *quick, const struct record *record, int column)
{
    static const char nothing[STR_WORD_ROOM] = "";
    int field = quick->columns->fields[column];
    return field < 0 ? (struct str){nothing, 0} : record->fields[field];
}

/* A cell without blanks at its ends. */
static inline struct str trimmed(const struct record *record, struct str cell)
{
    return record->is_trimmed || !field_needs_trim(cell) ? cell : field_trim(cell);
}

/* Of a text that may hold anything: nothing is said of its column. */
static INLINED bool is_silent_cell(const struct enrolment_quick *quick, struct str cell)
{
    return cell.len < CONTENTS_NUMBER_DIGITS || !quick->must_be_silent || !contents_may_be_number(cell);
}

static INLINED bool read_day(struct enrolment_quick *quick, const struct record *record, int column, int32_t *out_day)
{
    struct str cell = cell_of(quick, record, column);
    if (cell.len == 0) {
        *out_day = DATE_NONE;
        return true;
    }
    if (cell.len == PLAIN_DATE_BYTES && cell.ptr[4] == '-') {
        return known_months_day(&quick->months, cell.ptr, out_day);
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
    size_t slot = cell.len == INSEE_COMMUNE_LENGTH ? insee_slot_of_digits(cell.ptr) : INSEE_SLOT_NONE;
    slot = slot != INSEE_SLOT_NONE ? slot : insee_commune_slot(cell);
    if (slot == INSEE_SLOT_NONE || !communes_has(&quick->parser->reference->communes, slot)) {
        return false;
    }
    *out_place = quick->residences[insee_department_of_commune(slot)];
    return true;
}

static inline bool find_training(const struct enrolment_quick *quick, struct str_word id, uint32_t *out_training)
{
    *out_training = training_ids_find_word(quick->parser->trainings, id);
    return *out_training != NAME_INDEX_NONE;
}

/* The word of a cell; the empty one's, where it is longer than any. */
static inline struct str_word word_of(struct str cell)
{
    return str_word_in_room(cell.len <= STR_WORD_MOST ? cell : (struct str){cell.ptr, 0});
}

/* The table of the trainings may be far: it is fetched while the other cells are read. */
static inline struct str_word fetch_training(const struct enrolment_quick *quick, const struct record *record)
{
    struct str_word word = word_of(cell_of(quick, record, ENROLMENT_TRAINING));
    if (!str_word_equal(word, quick->training_word)) {
        training_ids_fetch_word(quick->parser->trainings, word);
    }
    return word;
}

/* `word` is what fetch_training gave. */
static inline bool read_training(struct enrolment_quick *quick, const struct record *record, struct str_word word,
                                 uint32_t *out_training)
{
    if (!str_word_equal(word, quick->training_word)) {
        if (!find_training(quick, word, &quick->training) ||
            !is_silent_cell(quick, cell_of(quick, record, ENROLMENT_TRAINING))) {
            quick->training_word = (struct str_word){0, 0};
            return false;
        }
        quick->training_word = word;
    }
    *out_training = quick->training;
    return word.high != 0;
}

static inline bool read_origin(const struct enrolment_quick *quick, const struct record *record, uint32_t training,
                               uint32_t *out_origin)
{
    struct str cell = cell_of(quick, record, ENROLMENT_ORIGIN);
    if (cell.len == 0) {
        *out_origin = INDEX_NONE;
        return true;
    }
    return find_training(quick, word_of(cell), out_origin) && *out_origin != training && is_silent_cell(quick, cell);
}

/* ---- codes ---------------------------------------------------------------------------------------------------- */

static const struct {
    enum enrolment_column column;
    uint8_t unknown;
} codes[ENROLMENT_CODES] = {
    [CODE_STATUS] = {ENROLMENT_STATUS, 0},
    [CODE_OUTCOME] = {ENROLMENT_OUTCOME, OUTCOME_UNKNOWN},
    [CODE_LEVEL] = {ENROLMENT_LEVEL, LEVEL_UNKNOWN},
    [CODE_SEX] = {ENROLMENT_SEX, SEX_UNKNOWN},
    [CODE_ENTRY_SITUATION] = {ENROLMENT_ENTRY_SITUATION, ENTRY_UNKNOWN},
    [CODE_NEET] = {ENROLMENT_NEET, TERNARY_UNKNOWN},
    [CODE_QPV] = {ENROLMENT_QPV, TERNARY_UNKNOWN},
    [CODE_ZRR] = {ENROLMENT_ZRR, TERNARY_UNKNOWN},
};

/* Of one column; the others add their own. */
static struct enrolment_said said_by(enum enrolment_code code, uint8_t value)
{
    struct enrolment_packed row = {.codes = 0};
    switch (code) {
    case CODE_STATUS:
        row.status = value & 7u;
        break;
    case CODE_OUTCOME:
        row.outcome = value & 7u;
        break;
    case CODE_LEVEL:
        row.level = enrolment_pack_level(value) & 15u;
        break;
    case CODE_SEX:
        row.sex = value & 3u;
        break;
    case CODE_ENTRY_SITUATION:
        row.entry_situation = value & 7u;
        break;
    case CODE_NEET:
        break; /* the facts decide: init_neets */
    case CODE_QPV:
        row.qpv = value & 3u;
        break;
    case CODE_ZRR:
        row.zrr = value & 3u;
        break;
    case ENROLMENT_CODES:
        break;
    }
    return (struct enrolment_said){row.codes, enrolment_facts_of_code(code, value)};
}

static struct enrolment_said said_by_empty(enum enrolment_code code)
{
    struct enrolment_said said = said_by(code, codes[code].unknown);
    said.facts |= code == CODE_STATUS ? FACT_OF_A_FINDING : 0;
    return said;
}

static inline struct enrolment_said both(struct enrolment_said a, struct enrolment_said b)
{
    return (struct enrolment_said){a.codes | b.codes, a.facts | b.facts};
}

/* The usual spellings of a column get a slot each: tried for this multiplier. */
static inline size_t slot_of(struct str_word word)
{
    return (word.low * 8 + word.high) * UINT64_C(0xc2b2ae3d27d4eb4f) >> SLOT_SHIFT;
}

/* What stood there goes to the slot beside it. */
static void remember(struct enrolment_spelling *column, size_t slot, struct enrolment_spelling spelling)
{
    column[slot ^ 1] = column[slot];
    column[slot] = spelling;
}

/* A cell that does not stand in its slot. One that looks like a number of a person is looked at closely elsewhere. */
APART static bool find_code(struct enrolment_quick *quick, enum enrolment_code code, struct str cell,
                            struct arena *scratch, struct enrolment_said *out_said)
{
    struct enrolment_spelling *column = quick->spellings[code], spelling = {.word = {0, 0}};
    bool is_short = cell.len <= STR_WORD_MOST;
    spelling.word = is_short ? str_word_of(cell) : spelling.word;
    size_t slot = slot_of(spelling.word);
    if (is_short && str_word_equal(column[slot ^ 1].word, spelling.word)) {
        *out_said = column[slot ^ 1].said;
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
    spelling.said = form ? said_by(code, (uint8_t)form->index) : said_by_empty(code);
    *out_said = spelling.said;
    if (is_short) {
        remember(column, slot, spelling);
    }
    return true;
}

/* What all columns say. */
APART static struct enrolment_said read_codes(struct enrolment_quick *quick, const struct str *fields,
                                              struct arena *scratch)
{
    static const struct enrolment_said none = {0, FACT_OF_A_FINDING};
    struct enrolment_said said, all = quick->absent;
    const struct enrolment_code_column *end = quick->code_columns + quick->code_count;
    for (const struct enrolment_code_column *column = quick->code_columns; column < end; column++) {
        const struct str *cell = &fields[column->field];
        if (cell->len <= STR_WORD_MOST) {
            struct str_word word = str_word_in_room(*cell);
            const struct enrolment_spelling *spelling = &column->spellings[slot_of(word)];
            if (str_word_equal(spelling->word, word)) {
                all = both(all, spelling->said);
                continue;
            }
        }
        if (!find_code(quick, column->code, *cell, scratch, &said)) {
            return none;
        }
        all = both(all, said);
    }
    return all;
}

/* What the facts say, or the column where they do not: nothing may stand against it. */
static inline struct enrolment_said neet_of(const struct enrolment_quick *quick, uint32_t facts)
{
    return quick->neets[facts >> FACTS_OF_NEET_SHIFT & ((1u << FACTS_OF_NEET_BITS) - 1)];
}

/* ---- rows ----------------------------------------------------------------------------------------------------- */

/* Where the file has no profile yet: what no column reads. */
static inline bool is_silent(const struct enrolment_quick *quick, const struct record *record)
{
    for (int i = 0; i < quick->text_count; i++) {
        if (contents_may_be_number(record->fields[quick->texts[i]])) {
            return false;
        }
    }
    return true;
}

static inline bool read_name(const struct enrolment_quick *quick, const struct record *record, int column,
                             struct str *out_name)
{
    struct str cell = cell_of(quick, record, column);
    *out_name = trimmed(record, cell);
    return out_name->len > 0 && is_silent_cell(quick, cell);
}

static inline bool read_session(struct enrolment_quick *quick, const struct record *record, uint32_t *out_session)
{
    struct str cell = cell_of(quick, record, ENROLMENT_SESSION);
    struct str_word word = word_of(cell);
    bool is_short = cell.len <= STR_WORD_MOST;
    if (is_short && str_word_equal(word, quick->session_word)) {
        *out_session = quick->session;
        return true;
    }
    if (!is_silent_cell(quick, cell)) {
        return false;
    }
    *out_session = enrolment_session_of(trimmed(record, cell));
    if (is_short) {
        quick->session_word = word;
        quick->session = *out_session;
    }
    return true;
}

/* Field by field where it stays, and those that share a word of it side by side. */
static inline void pack(struct enrolment_entry *entry, uint32_t training, uint8_t age, uint32_t codes_said,
                        uint32_t session, uint8_t residence, int64_t line)
{
    struct enrolment_packed *row = &entry->row;
    row->training = training & ENROLMENT_TRAINING_MASK;
    row->age = age;
    row->has_origin = entry->origin != INDEX_NONE;
    row->has_registered_day = 0;
    row->codes = codes_said;
    row->session = session & ENROLMENT_SESSION_MASK;
    row->residence = residence & 127u;
    row->line = (uint32_t)line & ENROLMENT_LINE_MASK;
    row->aid_code = 0;
}

/* The day that makes it count stands apart when it is neither the entry nor the first day of the file's quarter. False
 * when it is not known. */
static inline bool pack_days(const struct enrolment_quick *quick, const struct days *days,
                             struct enrolment_entry *entry)
{
    int32_t usual = days->entry != DATE_NONE ? days->entry : quick->quarter_day;
    entry->row.entry_day = enrolment_pack_day(days->entry);
    entry->row.exit_day = enrolment_pack_day(days->exit);
    if (days->registered != DATE_NONE && days->registered != usual) {
        entry->row.has_registered_day = 1;
        entry->registered_day = enrolment_pack_day(days->registered);
        return true;
    }
    return usual != DATE_NONE;
}

/* Neither blank nor a total nor another table's: and has nothing to say of columns that nobody reads. */
static inline bool may_be_read(const struct enrolment_quick *quick, const struct record *record)
{
    return record->has_room && record->field_count == quick->columns->field_count && record->line < UINT32_MAX &&
           !row_may_be_total(record) && (!quick->must_be_silent || is_silent(quick, record));
}

APART bool enrolment_quick_read(struct enrolment_quick *quick, const struct record *record, struct arena *scratch,
                                struct enrolment_entry *out_entry, struct enrolment_names *out_names)
{
    struct days days;
    uint32_t training, session;
    uint8_t age, residence;
    uint16_t aid_eur;
    if (!USUAL(may_be_read(quick, record))) {
        return false;
    }
    struct str_word training_word = fetch_training(quick, record);
    if (!USUAL(read_name(quick, record, ENROLMENT_ID, &out_names->id)) ||
        !USUAL(read_name(quick, record, ENROLMENT_LEARNER, &out_names->learner)) ||
        !USUAL(read_day(quick, record, ENROLMENT_ENTRY_DAY, &days.entry)) ||
        !USUAL(read_day(quick, record, ENROLMENT_EXIT_DAY, &days.exit)) ||
        !USUAL(read_day(quick, record, ENROLMENT_REGISTERED_DAY, &days.registered)) ||
        !USUAL(read_residence(quick, record, &residence)) || !USUAL(read_age(quick, record, &age)) ||
        !USUAL(read_aid(quick, record, &aid_eur)) || !USUAL(read_session(quick, record, &session)) ||
        !USUAL(read_training(quick, record, training_word, &training)) ||
        !USUAL(read_origin(quick, record, training, &out_entry->origin))) {
        return false;
    }
    struct enrolment_said said = read_codes(quick, record->fields, scratch);
    said.facts |= enrolment_facts_of_age(age);
    said = both(said, neet_of(quick, said.facts));
    pack(out_entry, training, age, said.codes, session, residence, record->line);
    out_entry->aid = enrolment_pack_aid(aid_eur);
    return pack_days(quick, &days, out_entry) && (said.facts & FACT_OF_A_FINDING) == 0 &&
           enrolment_faults_of_person(said.facts, age) == 0 &&
           enrolment_faults_of_course(said.facts, days.entry, days.exit, quick->received_day) == 0;
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
    for (int i = 0; i < ENROLMENT_CODES; i++) {
        for (int slot = 0; slot < ENROLMENT_QUICK_SLOTS; slot++) {
            quick->spellings[i][slot] = (struct enrolment_spelling){{0, 0}, said_by_empty((enum enrolment_code)i)};
        }
    }
}

static void init_neets(struct enrolment_quick *quick)
{
    for (uint32_t i = 0; i < 1u << FACTS_OF_NEET_BITS; i++) {
        uint32_t facts = i << FACTS_OF_NEET_SHIFT;
        uint8_t declared = facts & FACT_SAYS_NEET       ? TERNARY_YES
                           : facts & FACT_SAYS_NOT_NEET ? TERNARY_NO
                                                        : TERNARY_UNKNOWN;
        uint8_t derived = enrolment_neet_of_facts(facts), neet = derived == TERNARY_UNKNOWN ? declared : derived;
        bool is_against = declared != TERNARY_UNKNOWN && declared != neet;
        struct enrolment_packed row = {.neet = neet & 3u};
        quick->neets[i] = (struct enrolment_said){row.codes, is_against ? FACT_OF_A_FINDING : 0};
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
    init_neets(quick);
    init_residences(quick, parser->reference);
    known_months_init(&quick->months);
}

/* Does what is read of the field show that it holds no number of a person? Some are looked at as they are read. */
static bool is_told_by_reading(const struct columns *columns, int field)
{
    static const enum enrolment_column told[] = {
        ENROLMENT_ID,        ENROLMENT_LEARNER,  ENROLMENT_TRAINING, ENROLMENT_SESSION,   ENROLMENT_REGISTERED_DAY,
        ENROLMENT_ENTRY_DAY, ENROLMENT_EXIT_DAY, ENROLMENT_AGE,      ENROLMENT_RESIDENCE, ENROLMENT_ORIGIN,
        ENROLMENT_AID};
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

static void list_codes(struct enrolment_quick *quick)
{
    quick->code_count = 0;
    quick->absent = (struct enrolment_said){0, 0};
    for (int i = 0; i < ENROLMENT_CODES; i++) {
        enum enrolment_code code = (enum enrolment_code)i;
        int field = quick->columns->fields[codes[code].column];
        if (field >= 0) {
            quick->code_columns[quick->code_count++] =
                (struct enrolment_code_column){code, field, quick->spellings[code]};
        } else {
            quick->absent = both(quick->absent, said_by_empty(code));
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
    list_codes(quick);
    quick->training_word = quick->session_word = (struct str_word){0, 0};
    quick->training = NAME_INDEX_NONE;
    quick->session = 0;
}
