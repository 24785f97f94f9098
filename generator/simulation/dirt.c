#include "dirt.h"

#include <string.h>

#include "columns.h"

/* One row in so many is soiled, so that less than 2 % of a file is set aside. */
#define EVERY 60

const struct simulation_dirt_kind simulation_dirt_kinds[DIRT_KINDS] = {
    [DIRT_BAD_DATE] = {"bad_date", true},
    [DIRT_DUPLICATE_ID] = {"duplicate_id", true},
    [DIRT_UNKNOWN_TRAINING] = {"unknown_training", true},
    [DIRT_UNKNOWN_DEPARTMENT] = {"unknown_department", true},
    [DIRT_BAD_AGE] = {"bad_age", true},
    [DIRT_EXIT_BEFORE_ENTRY] = {"exit_before_entry", true},
    [DIRT_UNKNOWN_TERM] = {"unknown_term", true},
    [DIRT_EMPTY_ID] = {"empty_id", true},
    [DIRT_NEET_CONTRADICTED] = {"neet_contradicted", true},
    [DIRT_TOTAL_ROW] = {"total_row", true},
    [DIRT_SHORT_ROW] = {"short_row", true},
    [DIRT_LONG_ROW] = {"long_row", true},
    [DIRT_FRENCH_DATE] = {"french_date", false},
    [DIRT_SPELLING] = {"spelling", false},
    [DIRT_OLD_LEVEL] = {"old_level", false},
    [DIRT_FRENCH_NUMBER] = {"french_number", false},
    [DIRT_LINE_BREAK] = {"line_break", false},
    [DIRT_MARKUP] = {"markup", false},
    [DIRT_FORMULA] = {"formula", false},
};

/* What is done to a row: one cell gets a text, where the row has what the dirt needs. */
struct act {
    enum simulation_dirt kind;
    size_t column;
    const char *text;      /* NULL: the act is in dirt_row */
    size_t needed;         /* column that must not be blank, for the dirt to mean something */
    const char *needed_is; /* its value, NULL for any */
};

static const struct act enrolment_acts[] = {
    {DIRT_BAD_DATE, COLUMN_ENTRY_DAY, "31/02/2017", COLUMN_ENTRY_DAY, NULL},
    {DIRT_FRENCH_DATE, COLUMN_ENTRY_DAY, NULL, COLUMN_ENTRY_DAY, NULL},
    {DIRT_DUPLICATE_ID, 0, NULL, COLUMN_ENROLMENT_ID, NULL},
    {DIRT_SPELLING, COLUMN_SEX, "Femme", COLUMN_SEX, "F"},
    {DIRT_UNKNOWN_TRAINING, COLUMN_ENROLMENT_TRAINING, "F-INCONNUE", COLUMN_ENROLMENT_ID, NULL},
    {DIRT_OLD_LEVEL, COLUMN_LEVEL, "IV", COLUMN_LEVEL, "4"},
    {DIRT_UNKNOWN_DEPARTMENT, COLUMN_RESIDENCE, "99999", COLUMN_RESIDENCE, NULL},
    {DIRT_FRENCH_NUMBER, COLUMN_AID,
     "1\xc2\xa0"
     "234,50",
     COLUMN_ENTRY_DAY, NULL},
    {DIRT_BAD_AGE, COLUMN_AGE, "207", COLUMN_AGE, NULL},
    {DIRT_LINE_BREAK, COLUMN_SESSION, "2017\nrentrée d’automne", COLUMN_ENROLMENT_ID, NULL},
    {DIRT_EXIT_BEFORE_ENTRY, COLUMN_EXIT_DAY, "2015-01-05", COLUMN_EXIT_DAY, NULL},
    {DIRT_MARKUP, COLUMN_SESSION, "<script>alert(1)</script>", COLUMN_ENROLMENT_ID, NULL},
    {DIRT_UNKNOWN_TERM, COLUMN_STATUS, "à vérifier", COLUMN_STATUS, NULL},
    {DIRT_FORMULA, COLUMN_SESSION, "=cmd|' /C calc'!A0", COLUMN_ENROLMENT_ID, NULL},
    {DIRT_EMPTY_ID, COLUMN_ENROLMENT_ID, "", COLUMN_ENROLMENT_ID, NULL},
    {DIRT_NEET_CONTRADICTED, COLUMN_NEET, "non", COLUMN_NEET, "oui"},
    {DIRT_SHORT_ROW, 0, NULL, COLUMN_ENROLMENT_ID, NULL},
    {DIRT_LONG_ROW, 0, NULL, COLUMN_ENROLMENT_ID, NULL},
};

static const struct act training_acts[] = {
    {DIRT_FRENCH_DATE, COLUMN_LABEL_DAY, NULL, COLUMN_LABEL_DAY, NULL},
    {DIRT_MARKUP, COLUMN_TITLE, "<script>alert(1)</script>", COLUMN_TITLE, NULL},
    {DIRT_UNKNOWN_DEPARTMENT, COLUMN_COMMUNE_CODE, "99999", COLUMN_COMMUNE_CODE, NULL},
    {DIRT_FORMULA, COLUMN_TITLE, "=cmd|' /C calc'!A0", COLUMN_TITLE, NULL},
    {DIRT_LINE_BREAK, COLUMN_ADDRESS, "Bâtiment B\n12 rue du Port", COLUMN_ADDRESS, NULL},
    {DIRT_DUPLICATE_ID, 0, NULL, COLUMN_TRAINING_ID, NULL},
    {DIRT_FRENCH_NUMBER, COLUMN_BUDGET,
     "123\xc2\xa0"
     "456,78",
     COLUMN_BUDGET, NULL},
};

static const struct {
    const struct act *acts;
    size_t count;
} acts_of[] = {
    [DIRT_TRAININGS] = {training_acts, sizeof training_acts / sizeof *training_acts},
    [DIRT_ENROLMENTS] = {enrolment_acts, sizeof enrolment_acts / sizeof *enrolment_acts},
};

struct export_style dirt_style(int number)
{
    static const struct export_style styles[] = {
        {ENCODING_WINDOWS_1252, ';', true}, {ENCODING_UTF_8, '\t', false}, {ENCODING_UTF_8_MARKED, ',', true},
        {ENCODING_UTF_16, ';', true},       {ENCODING_UTF_8, '|', false},  {ENCODING_UTF_8, ';', false},
    };
    return styles[(size_t)(number + 1) % (sizeof styles / sizeof *styles)];
}

void dirt_start(struct dirt *dirt, enum dirt_table table, int64_t *counts)
{
    *dirt = (struct dirt){.table = table, .counts = counts};
}

/* The next act, when the row can bear it and it is time. The first rows stay clean. */
static const struct act *due(struct dirt *dirt, const struct str *cells)
{
    if (!dirt->counts || dirt->row / EVERY <= (int64_t)dirt->next)
        return NULL;
    const struct act *act = &acts_of[dirt->table].acts[dirt->next % acts_of[dirt->table].count];
    struct str needed = cells[act->needed];
    if (!needed.len || (act->needed_is && !str_equal(needed, str_from(act->needed_is))))
        return NULL;
    dirt->next++;
    dirt->counts[act->kind]++;
    return act;
}

/* 2016-09-12 becomes 12/09/2016. */
static struct str french_date(struct str date, char *out)
{
    memcpy(out, date.ptr + 8, 2);
    memcpy(out + 3, date.ptr + 5, 2);
    memcpy(out + 6, date.ptr, 4);
    out[2] = out[5] = '/';
    return (struct str){out, 10};
}

void dirt_row(struct dirt *dirt, struct export *export, struct str *cells, size_t count)
{
    const struct act *act = due(dirt, cells);
    char date[10];
    struct str longer[64];
    dirt->row++;
    if (act && act->text)
        cells[act->column] = str_from(act->text);
    if (act && act->kind == DIRT_FRENCH_DATE)
        cells[act->column] = french_date(cells[act->column], date);
    if (act && act->kind == DIRT_LONG_ROW) {
        memcpy(longer, cells, count * sizeof *cells);
        longer[count++] = STR("voir note");
        cells = longer;
    }
    export_row(export, cells, act && act->kind == DIRT_SHORT_ROW ? count - 6 : count);
    if (act && act->kind == DIRT_DUPLICATE_ID)
        export_row(export, cells, count);
}

void dirt_end(struct dirt *dirt, struct export *export, size_t count)
{
    struct str cells[64] = {STR("TOTAL")};
    char number[24];
    if (!dirt->counts)
        return;
    snprintf(number, sizeof number, "%lld", (long long)dirt->row);
    cells[1] = str_from(number);
    export_row(export, cells, count);
    dirt->counts[DIRT_TOTAL_ROW]++;
}
