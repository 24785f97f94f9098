#include "mutants.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/period.h"
#include "gencarto/simulation/simulation.h"

#define TRAININGS    "formations.csv"
#define LAST         "inscriptions-2017-T4.csv"
#define BEFORE       "inscriptions-2017-T3.csv"
#define LABELS       "labels.csv"
#define APPLICATIONS "candidatures.csv"
#define PROGRAMME    "programme.xml"

/* ---- who fits --------------------------------------------------------------------------------------------------- */

static bool is_enrolments(const struct sheet *sheet)
{
    return strncmp(sheet->name, "inscriptions", 12) == 0;
}

/* One identifier under the pseudonym, in all files. */
static bool is_only_enrolment(const struct world *world, struct str learner, struct str id)
{
    for (size_t s = 0; s < world->sheet_count; s++) {
        const struct sheet *sheet = &world->sheets[s];
        for (size_t row = 1; is_enrolments(sheet) && row < sheet->count; row++) {
            if (str_equal(sheet->rows[row][1], learner) && !str_equal(sheet->rows[row][0], id)) {
                return false;
            }
        }
    }
    return true;
}

/* No other row of the person, and a label that began before 2017 and runs to 2019: the entry may move. */
static bool is_single(const struct world *world, const struct sheet *sheet, size_t row)
{
    const struct sheet *trainings = world_sheet(world, TRAININGS);
    size_t training = sheet_find(trainings, "formation_id", sheet_get(sheet, row, "formation_id"));
    struct str last = sheet_get(trainings, training, "date_fin_label");
    return str_compare(last, STR("2019")) > 0 && sheet_get(sheet, row, "apprenant").len > 0 &&
           is_only_enrolment(world, sheet_get(sheet, row, "apprenant"), sheet_get(sheet, row, "inscription_id"));
}

static size_t pick_single(struct world *world, const struct sheet *sheet, const char *where)
{
    for (int i = 0; i < 200; i++) {
        size_t row = sheet_pick(world, sheet, where);
        if (row == NO_ROW || is_single(world, sheet, row)) {
            return row;
        }
    }
    return NO_ROW;
}

/* ---- mutants that are more than a cell -------------------------------------------------------------------------- */

static bool pick(struct world *world, struct fault *fault, const char *file, const char *where)
{
    fault->sheet = world_sheet(world, file);
    fault->row = sheet_pick(world, fault->sheet, where);
    return fault->row != NO_ROW;
}

static bool pick_one(struct world *world, struct fault *fault, const char *where)
{
    fault->sheet = world_sheet(world, LAST);
    fault->row = pick_single(world, fault->sheet, where);
    return fault->row != NO_ROW;
}

static void set(struct world *world, const struct fault *fault, const char *column, const char *value)
{
    sheet_set(world, fault->sheet, fault->row, column, str_from(value));
}

static bool duplicate_id(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LAST, "");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    return found;
}

static bool short_row(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LAST, "");
    set(world, fault, "aide_eur", ";x");
    return found;
}

static bool repeated_header(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LAST, "");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    for (size_t i = 0; i < fault->sheet->columns; i++) {
        fault->sheet->rows[fault->row][i] = fault->sheet->rows[0][i];
    }
    return found;
}

static bool total_row(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LAST, "");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    for (size_t i = 0; i < fault->sheet->columns; i++) {
        fault->sheet->rows[fault->row][i] = i == 0 ? STR("TOTAL") : i == 7 ? STR("929") : STR("");
    }
    return found;
}

static bool foreign_label_end(struct world *world, struct fault *fault, const char *status)
{
    const struct sheet *trainings = world_sheet(world, TRAININGS);
    size_t training = sheet_pick(world, trainings, status);
    if (training == NO_ROW || !pick_one(world, fault, "statut=en_formation formation_origine_id=")) {
        return false;
    }
    sheet_set(world, fault->sheet, fault->row, "formation_id", sheet_get(trainings, training, "formation_id"));
    set(world, fault, "date_entree", "2017-12-04");
    return true;
}

static bool after_label(struct world *world, struct fault *fault)
{
    return foreign_label_end(world, fault, "statut_label=expiree");
}

static bool after_withdrawal(struct world *world, struct fault *fault)
{
    return foreign_label_end(world, fault, "statut_label=retiree");
}

/* Its training has no label dates, so that only the length of the stay is wrong. */
static bool long_stay(struct world *world, struct fault *fault)
{
    struct sheet *trainings = world_sheet(world, TRAININGS);
    if (!pick_one(world, fault, "statut=termine date_sortie!")) {
        return false;
    }
    size_t training = sheet_find(trainings, "formation_id", sheet_get(fault->sheet, fault->row, "formation_id"));
    sheet_set(world, trainings, training, "date_label", STR(""));
    set(world, fault, "date_entree", "2010-01-05");
    return true;
}

static bool lower_id(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LAST, "");
    struct str id = sheet_get(fault->sheet, fault->row, "formation_id");
    sheet_set(world, fault->sheet, fault->row, "formation_id",
              str_format(world->arena, "f %.*s", STR_ARGS(str_slice(id, 1, id.len))));
    return found;
}

static struct str other_training(struct world *world, const struct fault *fault)
{
    const struct sheet *trainings = world_sheet(world, TRAININGS);
    struct str own = sheet_get(fault->sheet, fault->row, "formation_id");
    size_t row = sheet_pick(world, trainings, "statut_label=labellisee date_label<0");
    for (row = 1; row < trainings->count; row++) {
        if (!str_equal(sheet_get(trainings, row, "formation_id"), own) &&
            sheet_fits(trainings, row, "statut_label=renouvelee modalite=presentiel")) {
            break;
        }
    }
    return sheet_get(trainings, row, "formation_id");
}

static bool origin_same(struct world *world, struct fault *fault)
{
    bool found = pick_one(world, fault, "formation_origine_id=");
    sheet_set(world, fault->sheet, fault->row, "formation_origine_id",
              sheet_get(fault->sheet, fault->row, "formation_id"));
    return found;
}

static bool origin_alone(struct world *world, struct fault *fault)
{
    bool found = pick_one(world, fault, "formation_origine_id=");
    sheet_set(world, fault->sheet, fault->row, "formation_origine_id", other_training(world, fault));
    return found;
}

/* A second row of the same person under a new identifier. */
static void second_row(struct world *world, struct fault *fault)
{
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    set(world, fault, "inscription_id", "I9999999");
}

static bool learner_twice(struct world *world, struct fault *fault)
{
    bool found = pick_one(world, fault, "session! date_entree!");
    second_row(world, fault);
    return found;
}

static bool overlap(struct world *world, struct fault *fault)
{
    for (int i = 0; i < 100; i++) {
        int32_t entry = 0, exit = 0;
        if (!pick_one(world, fault, "statut=termine date_sortie! formation_origine_id= date_entree!")) {
            return false;
        }
        if (date_parse(sheet_get(fault->sheet, fault->row, "date_entree"), &entry) &&
            date_parse(sheet_get(fault->sheet, fault->row, "date_sortie"), &exit) && exit - entry > 60 &&
            str_compare(sheet_get(fault->sheet, fault->row, "date_entree"), STR("2016-03-01")) > 0) {
            struct str training = other_training(world, fault);
            second_row(world, fault);
            sheet_set(world, fault->sheet, fault->row, "formation_id", training);
            return true;
        }
    }
    return false;
}

static bool other_sex(struct world *world, struct fault *fault)
{
    if (!pick_one(world, fault, "sexe=M statut=termine date_sortie! formation_origine_id= date_sortie~2017-12-31")) {
        return false;
    }
    struct str training = other_training(world, fault);
    struct str exit = sheet_get(fault->sheet, fault->row, "date_sortie");
    second_row(world, fault);
    sheet_set(world, fault->sheet, fault->row, "formation_id", training);
    sheet_set(world, fault->sheet, fault->row, "date_entree", exit);
    set(world, fault, "date_sortie", "");
    set(world, fault, "statut", "en_formation");
    set(world, fault, "situation_3mois", "");
    set(world, fault, "sexe", "F");
    return true;
}

/* A row whose identifier an earlier file had with that status. */
static bool pick_known(struct world *world, struct fault *fault, const char *where, const char *status)
{
    const struct sheet *before = world_sheet(world, BEFORE);
    for (int i = 0; i < 200; i++) {
        if (!pick_one(world, fault, where)) {
            return false;
        }
        size_t row = sheet_find(before, "inscription_id", sheet_get(fault->sheet, fault->row, "inscription_id"));
        if (row != NO_ROW && sheet_fits(before, row, status)) {
            return true;
        }
    }
    return false;
}

static bool regressed(struct world *world, struct fault *fault)
{
    bool found = pick_known(world, fault, "statut=termine situation_3mois!", "statut=termine");
    set(world, fault, "statut", "en_formation");
    set(world, fault, "situation_3mois", "");
    set(world, fault, "date_sortie", "");
    return found;
}

static bool other_pseudonym(struct world *world, struct fault *fault)
{
    bool found = pick_known(world, fault, "formation_origine_id=", "statut!");
    set(world, fault, "apprenant", "000000000000");
    return found;
}

/* ---- register --------------------------------------------------------------------------------------------------- */

/* A training whose structure has an earlier row. */
static bool pick_later_of_structure(struct world *world, struct fault *fault)
{
    for (int i = 0; i < 200; i++) {
        if (!pick(world, fault, TRAININGS, "structure_id! structure_nom!")) {
            return false;
        }
        if (sheet_find(fault->sheet, "structure_id", sheet_get(fault->sheet, fault->row, "structure_id")) <
            fault->row) {
            return true;
        }
    }
    return false;
}

static bool structure_names(struct world *world, struct fault *fault)
{
    bool found = pick_later_of_structure(world, fault);
    set(world, fault, "structure_nom", "Un autre nom");
    return found;
}

static bool structure_ids(struct world *world, struct fault *fault)
{
    bool found = pick_later_of_structure(world, fault);
    set(world, fault, "structure_id", "S9999");
    return found;
}

static bool siret_shared(struct world *world, struct fault *fault)
{
    if (!pick(world, fault, TRAININGS, "structure_id=S0002")) {
        return false;
    }
    set(world, fault, "siret", "73282932000074");
    size_t first = sheet_find(fault->sheet, "structure_id", STR("S0001"));
    sheet_set(world, fault->sheet, first, "siret", STR("732 829 320 00074"));
    fault->row = fault->row > first ? fault->row : first;
    return true;
}

static bool training_twice(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, TRAININGS, "intitule! structure_id!");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    set(world, fault, "formation_id", "F9998");
    return found;
}

static bool double_number(struct world *world, struct fault *fault, const char *from, const char *to, double factor)
{
    double value = 0;
    struct buf text;
    if (!number_parse_decimal(sheet_get(fault->sheet, fault->row, from), &value)) {
        return false;
    }
    buf_init(&text, world->arena);
    number_write(&text, value * factor + 5000);
    sheet_set(world, fault->sheet, fault->row, to, buf_str(&text));
    return true;
}

static bool above_cap(struct world *world, struct fault *fault)
{
    return pick(world, fault, TRAININGS, "budget_session_eur! dotation_accordee_eur>0") &&
           double_number(world, fault, "budget_session_eur", "dotation_accordee_eur", 1.2);
}

static bool above_granted(struct world *world, struct fault *fault)
{
    return pick(world, fault, TRAININGS, "dotation_accordee_eur>0 dotation_versee_eur>0") &&
           double_number(world, fault, "dotation_accordee_eur", "dotation_versee_eur", 1);
}

static bool other_commune(struct world *world, struct fault *fault)
{
    for (int i = 0; i < 500; i++) {
        struct fault other;
        if (!pick(world, fault, TRAININGS, "code_commune! commune!") ||
            !pick(world, &other, TRAININGS, "code_commune! commune!")) {
            return false;
        }
        struct str a = sheet_get(fault->sheet, fault->row, "code_commune");
        struct str b = sheet_get(other.sheet, other.row, "code_commune");
        struct str name = sheet_get(other.sheet, other.row, "commune");
        struct str own = sheet_get(fault->sheet, fault->row, "commune");
        if (str_equal(str_slice(a, 0, 2), str_slice(b, 0, 2)) && !str_equal(a, b) &&
            str_find(own, name, 0) == own.len && str_find(name, own, 0) == name.len && !str_starts(a, STR("97")) &&
            !str_starts(a, STR("751"))) {
            sheet_set(world, fault->sheet, fault->row, "commune", name);
            return true;
        }
    }
    return false;
}

static bool swapped(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, TRAININGS, "latitude! longitude!");
    struct str latitude = sheet_get(fault->sheet, fault->row, "latitude");
    sheet_set(world, fault->sheet, fault->row, "latitude", sheet_get(fault->sheet, fault->row, "longitude"));
    sheet_set(world, fault->sheet, fault->row, "longitude", latitude);
    return found;
}

static bool optional_code(struct world *world, struct fault *fault, const char *column, const char *value)
{
    bool found = pick(world, fault, TRAININGS, "");
    sheet_fill_column(fault->sheet, column);
    set(world, fault, column, value);
    return found;
}

static bool wrong_rome(struct world *world, struct fault *fault)
{
    return optional_code(world, fault, "code_rome", "Z99");
}

static bool wrong_uai(struct world *world, struct fault *fault)
{
    return optional_code(world, fault, "uai", "0751717K");
}

/* ---- labels -------------------------------------------------------------------------------------------------------
 */

/* Of a training that was not withdrawn before. */
static bool late_renewal(struct world *world, struct fault *fault)
{
    for (int i = 0; i < 200; i++) {
        if (!pick(world, fault, LABELS, "evenement=renouvellement")) {
            return false;
        }
        struct str training = sheet_get(fault->sheet, fault->row, "formation_id");
        bool is_withdrawn = false;
        for (size_t row = 1; row < fault->sheet->count; row++) {
            is_withdrawn = is_withdrawn || (str_equal(sheet_get(fault->sheet, row, "formation_id"), training) &&
                                            sheet_fits(fault->sheet, row, "evenement=retrait"));
        }
        if (!is_withdrawn) {
            set(world, fault, "date", "2018-06-04");
            return true;
        }
    }
    return false;
}

static bool event_twice(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, LABELS, "");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    return found;
}

/* ---- applications -------------------------------------------------------------------------------------------------
 */

static bool application_twice(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, APPLICATIONS, "structure_nom! note_ancrage! note_debouches!");
    fault->row = sheet_append_copy(world, fault->sheet, fault->row);
    set(world, fault, "candidature_id", "C9999");
    return found;
}

static bool missing_application(struct world *world, struct fault *fault)
{
    bool found = pick(world, fault, APPLICATIONS, "");
    sheet_remove_row(fault->sheet, fault->row);
    fault->row = NO_ROW;
    return found;
}

/* ---- files and series ---------------------------------------------------------------------------------------------
 */

static bool fewer_columns(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, BEFORE), NO_ROW};
    fault->sheet->columns--;
    fault->sheet->is_changed = true;
    return true;
}

static bool fewer_rows(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LAST), NO_ROW};
    fault->sheet->count /= 12;
    fault->sheet->is_changed = true;
    return true;
}

static bool missing_quarter(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, BEFORE), NO_ROW};
    world_sheet(world, "inscriptions-2017-T2.csv")->is_removed = true;
    return true;
}

/* Nobody of the training has an entry any more, and some have left. */
static bool unbalanced(struct world *world, struct fault *fault)
{
    struct fault row;
    if (!pick(world, &row, LAST, "statut=termine date_sortie!")) {
        return false;
    }
    struct str training = sheet_get(row.sheet, row.row, "formation_id");
    for (size_t s = 0; s < world->sheet_count; s++) {
        struct sheet *sheet = &world->sheets[s];
        for (size_t i = 1; is_enrolments(sheet) && i < sheet->count; i++) {
            if (str_equal(sheet_get(sheet, i, "formation_id"), training)) {
                sheet_set(world, sheet, i, "date_entree", STR(""));
            }
        }
    }
    fault->sheet = world_sheet(world, TRAININGS);
    fault->row = sheet_find(fault->sheet, "formation_id", training);
    return true;
}

/* One place for the training that most rows are of. */
static bool crowded(struct world *world, struct fault *fault)
{
    const struct sheet *last = world_sheet(world, LAST);
    size_t most = 0;
    fault->sheet = world_sheet(world, TRAININGS);
    for (size_t t = 1; t < fault->sheet->count; t++) {
        size_t count = 0;
        struct str id = sheet_get(fault->sheet, t, "formation_id");
        for (size_t i = 1; i < last->count; i++) {
            count += str_equal(sheet_get(last, i, "formation_id"), id) && sheet_fits(last, i, "statut=en_formation");
        }
        if (count > most) {
            most = count;
            fault->row = t;
        }
    }
    set(world, fault, "places", "1");
    return most > 30;
}

static bool is_of_structure(const struct world *world, struct str training, struct str structure)
{
    const struct sheet *trainings = world_sheet(world, TRAININGS);
    size_t row = sheet_find(trainings, "formation_id", training);
    return str_equal(sheet_get(trainings, row, "structure_id"), structure);
}

/* Takes the structure's rows out of the files of 2017; says in how many quarters it had entries before. */
static int silence(struct world *world, struct str structure)
{
    bool quarters[8] = {false};
    int count = 0;
    for (size_t s = 0; s < world->sheet_count; s++) {
        struct sheet *sheet = &world->sheets[s];
        bool is_late = is_enrolments(sheet) && strstr(sheet->name, "2017") != NULL;
        for (size_t i = sheet->count - 1; is_enrolments(sheet) && i > 0; i--) {
            int32_t entry;
            if (!is_of_structure(world, sheet_get(sheet, i, "formation_id"), structure)) {
                continue;
            }
            if (is_late) {
                sheet_remove_row(sheet, i);
            } else if (date_parse(sheet_get(sheet, i, "date_entree"), &entry)) {
                int quarter = period_of_date(entry).index - 2016 * 4;
                quarters[quarter >= 0 && quarter < 8 ? quarter : 0] = true;
            }
        }
    }
    for (int i = 0; i < 8; i++) {
        count += quarters[i];
    }
    return count;
}

/* The first of its trainings, by id, whose label is in force at the end is the one that is told. */
static bool silent(struct world *world, struct fault *fault)
{
    if (!pick(world, fault, TRAININGS, "vague=1 statut_label=renouvelee modalite=distance")) {
        return false;
    }
    struct str structure = sheet_get(fault->sheet, fault->row, "structure_id");
    int quarters = silence(world, structure);
    for (fault->row = 1; !sheet_fits(fault->sheet, fault->row, "statut_label~retiree statut_label~expiree") ||
                         !str_equal(sheet_get(fault->sheet, fault->row, "structure_id"), structure);
         fault->row++) {
    }
    return quarters >= 3;
}

/* Every date of the column in another form. The finding is at the header. */
static bool rewrite_dates(struct world *world, struct fault *fault, const char *form)
{
    *fault = (struct fault){world_sheet(world, LAST), 0};
    for (size_t row = 1; row < fault->sheet->count; row++) {
        int32_t day;
        struct str cell = sheet_get(fault->sheet, row, "date_entree");
        if (!date_parse(cell, &day)) {
            continue;
        }
        struct date_parts parts = date_parts(day);
        int serial = day + 25569;
        struct str text =
            form[0] == 'M'   ? str_format(world->arena, "%02d/%02d/%04d", parts.month, parts.day, parts.year)
            : form[0] == 'S' ? str_format(world->arena, "%d", serial)
                             : str_format(world->arena, "%02d/%02d/%02d", parts.day, parts.month, parts.year % 100);
        sheet_set(world, fault->sheet, row, "date_entree", text);
    }
    return true;
}

static bool month_first(struct world *world, struct fault *fault)
{
    return rewrite_dates(world, fault, "M");
}

static bool serials(struct world *world, struct fault *fault)
{
    return rewrite_dates(world, fault, "S");
}

static bool short_years(struct world *world, struct fault *fault)
{
    return rewrite_dates(world, fault, "Y");
}

static bool unknown_column(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LAST), 0};
    sheet_fill_column(fault->sheet, "couleur");
    return true;
}

static bool renamed_column(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LAST), 0};
    sheet_set(world, fault->sheet, 0, "date_entree", STR("Début de la formation"));
    return true;
}

static bool header_only(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LABELS), NO_ROW};
    fault->sheet->count = 1;
    fault->sheet->is_changed = true;
    return true;
}

/* The simulated configuration names each file of enrolments. */
static bool unread_file(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_add_sheet(world, "inscriptions-suite.csv", world_sheet(world, LAST)), NO_ROW};
    return true;
}

/* The first file: what it said stands in later ones too. The fault is at its line of programme.xml. */
static bool absent_file(struct world *world, struct fault *fault)
{
    struct str text, line;
    struct error err = {0};
    struct sheet *configuration = arena_one(world->arena, struct sheet), *gone = &world->sheets[0];
    while (!is_enrolments(gone)) {
        gone++;
    }
    gone->is_removed = true;
    configuration->name = "programme.xml";
    *fault = (struct fault){configuration, 0};
    if (!file_read(world->arena, file_join(world->arena, world->folder, configuration->name), &text, &err)) {
        fail_msg("%s", err.message);
    }
    while (str_split(&text, '\n', &line) && str_find(line, str_from(gone->name), 0) == line.len) {
        fault->row++;
    }
    return true;
}

/* The file is written without quotes: one before a name opens what nothing closes. */
static bool quoted_name(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LAST), 0};
    sheet_set(world, fault->sheet, 0, "date_entree", STR("\"date_entree"));
    return true;
}

static bool empty_file(struct world *world, struct fault *fault)
{
    *fault = (struct fault){world_sheet(world, LABELS), NO_ROW};
    fault->sheet->count = 0;
    fault->sheet->is_changed = true;
    return true;
}

/* ---- the table ----------------------------------------------------------------------------------------------------
 */

#define GONE "unknown-training origin-unknown wave-totals origin-without-redirection redirected-nowhere"

const struct mutant mutants[] = {
    {"absent-column", LAST, "", "", GONE " age balance entry-missing exit-open header-drift volume", renamed_column,
     false},
    {"age", LAST, "age_entree!", "age_entree=207", "", NULL, true},
    {"age-education", LAST, "niveau_entree>5 neet=non", "age_entree=15", "", NULL, true},
    {"age-situation", LAST, "neet=non", "age_entree=75|situation_entree=etudes", "", NULL, true},
    {"application-department", APPLICATIONS, "", "code_departement=999", "", NULL, false},
    {"application-twice", APPLICATIONS, "", "", "wave-totals", application_twice, false},
    {"balance", TRAININGS, "", "", "entry-missing", unbalanced, false},
    {"boolean", LAST, "", "qpv=peut-être", "", NULL, false},
    {"code-beside-name", LAST, "", "code_commune_residence=75056 Paris", "", NULL, false},
    {"code-number", LAST, "", "code_commune_residence=31555.0", "", NULL, false},
    {"commune-ambiguous", LAST, "", "code_commune_residence=01440", "", NULL, false},
    {"commune-department", TRAININGS, "code_commune>20000 code_commune<90000 code_postal<90000", "code_postal=97400",
     "", NULL, false},
    {"commune-merged", LAST, "", "code_commune_residence=01003", "", NULL, false},
    {"commune-name", TRAININGS, "", "", "", other_commune, false},
    {"commune-unknown", LAST, "", "code_commune_residence=99999", "", NULL, false},
    {"control-character", TRAININGS, "intitule!", "intitule=Web\x01 mobile", "", NULL, false},
    {"coordinates", TRAININGS, "latitude!", "latitude=nord", "", NULL, false},
    {"coordinates-department", TRAININGS,
     "latitude>48.7 latitude<49.0 longitude>2.2 longitude<2.5 code_commune>75000 code_commune<76000",
     "latitude=48.80|longitude=1.90", "", NULL, false},
    {"coordinates-far", TRAININGS, "latitude>46 longitude<3 longitude>0", "latitude=43.6", "", NULL, false},
    {"coordinates-outside", TRAININGS, "latitude!", "latitude=10.0|longitude=10.0", "", NULL, false},
    {"coordinates-swapped", TRAININGS, "", "", "", swapped, false},
    {"corsica-code", LAST, "", "code_commune_residence=20004", "", NULL, false},
    {"date", LAST, "date_entree!", "date_entree=31/02/2017", GONE, NULL, false},
    {"date-implausible", LAST, "date_entree!", "date_entree=1917-05-02", GONE, NULL, false},
    {"date-order", LAST, "", "", "", month_first, false},
    {"date-serial", LAST, "", "", "", serials, false},
    {"date-short-year", LAST, "", "", "", short_years, false},
    {"dates-reversed", LAST, "date_sortie! statut=termine", "date_sortie=2015-01-05", GONE, NULL, false},
    {"decision-missing", APPLICATIONS, "", "decision=", "wave-totals", NULL, false},
    {"department-name", APPLICATIONS, "", "code_departement=Ardèche", "", NULL, false},
    {"duration", TRAININGS, "duree_mois>2 duree_heures!", "duree_heures=2", "", NULL, false},
    {"empty-file", LABELS, "", "", "label-withdrawal", empty_file, false},
    {"enrolment-after-label", LAST, "", "", "", after_label, false},
    {"enrolment-after-withdrawal", LAST, "", "", "", after_withdrawal, false},
    {"enrolment-before-label", LAST, "statut=en_formation", "date_entree=2015-09-01", "", NULL, true},
    {"entry-missing", LAST, "statut=en_formation date_entree!", "date_entree=", "balance", NULL, true},
    {"exit-future", LAST, "statut=termine date_sortie!", "date_sortie=2018-06-30", "", NULL, true},
    {"exit-missing", LAST, "statut=termine", "date_sortie=", "", NULL, true},
    {"exit-open", LAST, "statut=en_formation date_sortie=", "date_entree=2017-11-06|date_sortie=2017-12-20", "", NULL,
     true},
    {"field-count", LAST, "", "", GONE, short_row, false},
    {"formula-like", TRAININGS, "", "intitule==SOMME(A1)", "", NULL, false},
    {"future-entry", LAST, "statut=en_formation date_sortie=", "date_entree=2018-03-01", "", NULL, true},
    {"grant-above-cap", TRAININGS, "", "", "", above_cap, false},
    {"header-drift", BEFORE, "", "", "", fewer_columns, false},
    {"header-only", LABELS, "", "", "", header_only, false},
    {"header-quote", LAST, "", "", "", quoted_name, false},
    {"header-repeated", LAST, "", "", "", repeated_header, false},
    {"id-duplicate", LAST, "", "", "", duplicate_id, false},
    {"id-missing", LAST, "", "inscription_id=", GONE, NULL, false},
    {"label-end-missing", TRAININGS, "statut_label=renouvelee", "statut_label=expiree|date_fin_label=", "", NULL,
     false},
    {"label-event-after-end", LABELS, "evenement=audit", "date=2025-01-06", "", NULL, false},
    {"label-event-before-start", LABELS, "evenement=audit", "date=2015-01-05", "", NULL, false},
    {"label-event-twice", LABELS, "", "", "", event_twice, false},
    {"label-gap", LABELS, "", "", "", late_renewal, false},
    {"label-reversed", TRAININGS, "date_fin_label!", "date_fin_label=2010-01-01", GONE, NULL, false},
    {"label-withdrawal", TRAININGS, "statut_label=renouvelee", "statut_label=retiree", "", NULL, false},
    {"leading-zero", TRAININGS, "", "siret=2012345600079", "", NULL, false},
    {"learner-changed", LAST, "", "", "", other_pseudonym, false},
    {"learner-differs", LAST, "", "", "", other_sex, false},
    {"learner-missing", LAST, "statut=en_formation formation_origine_id=", "apprenant=", "", NULL, true},
    {"learner-twice", LAST, "", "", "", learner_twice, false},
    {"level", LAST, "neet=non", "niveau_entree=bac+99", "", NULL, false},
    {"markup-like", TRAININGS, "", "intitule=<b>Web</b>", "", NULL, false},
    {"mojibake", TRAININGS, "", "intitule=DÃ©veloppeur web", "", NULL, false},
    {"neet-differs", LAST, "age_entree>30 neet=non", "neet=oui", "", NULL, false},
    {"not-located", TRAININGS, "modalite=presentiel", "code_commune=|code_postal=", "", NULL, false},
    {"number", TRAININGS, "", "places=beaucoup", "", NULL, false},
    {"number-range", TRAININGS, "", "duree_mois=400", "", NULL, false},
    {"origin-same", LAST, "", "", "", origin_same, false},
    {"origin-unknown", LAST, "formation_origine_id=", "formation_origine_id=F99999", "", NULL, false},
    {"origin-without-redirection", LAST, "", "", "", origin_alone, false},
    {"outcome-early", LAST, "statut=en_formation", "situation_3mois=emploi", "", NULL, false},
    {"over-capacity", TRAININGS, "", "", "", crowded, false},
    {"overseas-code", LAST, "", "code_commune_residence=9D411", "", NULL, false},
    {"paid-above-granted", TRAININGS, "", "", "", above_granted, false},
    {"paid-without-grant", TRAININGS, "dotation_versee_eur>0", "dotation_accordee_eur=", "", NULL, false},
    {"places-zero", TRAININGS, "", "places=0", "", NULL, false},
    {"postal-code", TRAININGS, "", "code_postal=ABCDE", "", NULL, false},
    {"postal-code-as-commune", LAST, "", "code_commune_residence=33000", "", NULL, false},
    {"quarter-missing", BEFORE, "", "", GONE " balance source-absent status-regressed volume", missing_quarter, false},
    {"redirected-nowhere", LAST, "statut=termine formation_origine_id=", "statut=reoriente|situation_3mois=", "", NULL,
     true},
    {"reference-repaired", LAST, "", "", "", lower_id, false},
    {"rncp", TRAININGS, "", "rncp=titre professionnel", "", NULL, false},
    {"rome", TRAININGS, "", "", "", wrong_rome, false},
    {"scientific", TRAININGS, "", "siret=7,32829E+13", "", NULL, false},
    {"score", APPLICATIONS, "", "note_ancrage=25", "", NULL, false},
    {"sessions-overlap", LAST, "", "", "", overlap, false},
    {"siret", TRAININGS, "", "siret=73282932000075", "", NULL, false},
    {"siret-shared", TRAININGS, "", "", "", siret_shared, false},
    {"source-absent", PROGRAMME, "", "", GONE " learner-twice", absent_file, false},
    {"status-missing", LAST, "statut=en_formation date_sortie=", "statut=", "", NULL, false},
    {"status-regressed", LAST, "", "", "", regressed, false},
    {"status-value", LAST, "", "statut=parti", GONE, NULL, false},
    {"stay-too-long", LAST, "", "", "", long_stay, false},
    {"structure-ids", TRAININGS, "", "", "", structure_ids, false},
    {"structure-names", TRAININGS, "", "", "", structure_names, false},
    {"structure-silent", TRAININGS, "", "", GONE " volume", silent, false},
    {"table-unread", LAST, "", "", "", unread_file, false},
    {"total-row", LAST, "", "", "", total_row, false},
    {"training-twice", TRAININGS, "", "", "", training_twice, false},
    {"two-numbers", TRAININGS, "", "places=15-20", "", NULL, false},
    {"uai", TRAININGS, "", "", "", wrong_uai, false},
    {"unit-dropped", TRAININGS, "places>0", "duree_mois=6 mois|duree_heures=600", "grant-above-cap", NULL, false},
    {"unknown-column", LAST, "", "", "", unknown_column, false},
    {"unknown-training", LAST, "", "formation_id=ZZ", GONE, NULL, false},
    {"unknown-value", LAST, "", "sexe=Z", "", NULL, false},
    {"url", TRAININGS, "", "url=notre site", "", NULL, false},
    {"vocabulary", TRAININGS, "", "famille_metier=astrologie", "", NULL, false},
    {"volume", LAST, "", "", GONE " balance", fewer_rows, false},
    {"wave-totals", APPLICATIONS, "", "", "", missing_application, false},
    {"wave-undefined", TRAININGS, "", "vague=9", "", NULL, false},
};
const size_t mutant_count = sizeof mutants / sizeof *mutants;

/* ---- planting ---------------------------------------------------------------------------------------------------
 */

static void set_cells(struct world *world, const struct fault *fault, const char *cells)
{
    struct str rest = str_from(cells), part;
    while (rest.len > 0 && str_split(&rest, '|', &part)) {
        size_t sign = str_index(part, '=', 0);
        char *column = str_text(world->arena, str_slice(part, 0, sign));
        sheet_set(world, fault->sheet, fault->row, column, str_slice(part, sign + 1, part.len));
    }
}

bool mutant_plant(const struct mutant *mutant, struct world *world, struct fault *fault)
{
    if (mutant->make) {
        return mutant->make(world, fault);
    }
    bool found =
        mutant->is_single ? pick_one(world, fault, mutant->where) : pick(world, fault, mutant->file, mutant->where);
    if (found) {
        set_cells(world, fault, mutant->set);
    }
    return found;
}

bool mutant_lists(const char *list, const char *rule)
{
    size_t len = strlen(rule);
    for (const char *at = strstr(list, rule); at; at = strstr(at + 1, rule)) {
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

int64_t mutant_line(const struct mutant *mutant, const struct fault *fault)
{
    static const char files[] = "empty-file header-drift header-only quarter-missing table-unread volume wave-totals";
    return mutant_lists(files, mutant->rule) ? 0 : (int64_t)fault->row + 1;
}

void mutants_simulate(const char *folder, int trainings)
{
    struct simulation_summary summary;
    struct simulation_options options = SIMULATION_DEFAULTS;
    struct error err = {0};
    options.folder = folder;
    options.reference_folder = SOURCE_DIR "/input/reference";
    options.trainings = trainings;
    options.enrolments = 4000;
    if (!simulation_write(&options, &summary, &err)) {
        fail_msg("%s", err.message);
    }
}
