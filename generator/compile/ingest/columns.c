#include "gencarto/compile/ingest/columns.h"

#include <string.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/nearest.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/contents.h"
#include "gencarto/compile/ingest/field.h"
#include "gencarto/compile/ingest/header_words.h"
#include "gencarto/compile/ingest/rules.h"

/* ---- names ---------------------------------------------------------------------------------------------------- */

/* Folded, letters and digits only: "Date d'entrée" -> "datedentree". */
static struct str key_of(struct arena *arena, struct str name)
{
    struct str folded = text_fold(arena, name);
    struct buf key;
    buf_init(&key, arena);
    for (size_t i = 0; i < folded.len; i++) {
        unsigned char c = (unsigned char)folded.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80) {
            buf_byte(&key, (char)c);
        }
    }
    return buf_str(&key);
}

/* Is it key_of the name of a column? Those are of small letters, digits and '_'. */
static bool is_key_of(struct str key, const char *column)
{
    size_t at = 0;
    for (; *column; column++) {
        if (*column != '_' && (at == key.len || key.ptr[at++] != *column)) {
            return false;
        }
    }
    return at == key.len;
}

/* ---- persons -------------------------------------------------------------------------------------------------- */

struct personal_name {
    struct str key;
    enum { WORD, PART } where;          /* a word of the folded header, or a part of its key */
    enum { ANYWHERE, PERSONAL } tables; /* refused in every table, or in those about persons */
};

static const struct personal_name personal_names[] = {
    {STR_INIT("prenom"), PART, ANYWHERE},
    {STR_INIT("prenoms"), WORD, ANYWHERE},
    {STR_INIT("nomdefamille"), PART, ANYWHERE},
    {STR_INIT("nomdenaissance"), PART, ANYWHERE},
    {STR_INIT("nomdusage"), PART, ANYWHERE},
    {STR_INIT("nomusuel"), PART, ANYWHERE},
    {STR_INIT("nomcontact"), PART, ANYWHERE},
    {STR_INIT("nomreferent"), PART, ANYWHERE},
    {STR_INIT("nomresponsable"), PART, ANYWHERE},
    {STR_INIT("patronyme"), PART, ANYWHERE},
    {STR_INIT("nomstagiaire"), PART, ANYWHERE},
    {STR_INIT("nomapprenant"), PART, ANYWHERE},
    {STR_INIT("nombeneficiaire"), PART, ANYWHERE},
    {STR_INIT("nometudiant"), PART, ANYWHERE},
    {STR_INIT("nomeleve"), PART, ANYWHERE},
    {STR_INIT("nomparticipant"), PART, ANYWHERE},
    {STR_INIT("nomcandidat"), PART, ANYWHERE},
    {STR_INIT("firstname"), PART, ANYWHERE},
    {STR_INIT("lastname"), PART, ANYWHERE},
    {STR_INIT("fullname"), PART, ANYWHERE},
    {STR_INIT("surname"), PART, ANYWHERE},
    {STR_INIT("email"), PART, ANYWHERE},
    {STR_INIT("mail"), WORD, ANYWHERE},
    {STR_INIT("mel"), WORD, ANYWHERE},
    {STR_INIT("courriel"), PART, ANYWHERE},
    {STR_INIT("adressemail"), PART, ANYWHERE},
    {STR_INIT("adresseelectronique"), PART, ANYWHERE},
    {STR_INIT("telephone"), PART, ANYWHERE},
    {STR_INIT("tel"), WORD, ANYWHERE},
    {STR_INIT("portable"), PART, ANYWHERE},
    {STR_INIT("mobile"), WORD, ANYWHERE},
    {STR_INIT("phone"), WORD, ANYWHERE},
    {STR_INIT("gsm"), WORD, ANYWHERE},
    {STR_INIT("nir"), WORD, ANYWHERE},
    {STR_INIT("nss"), WORD, ANYWHERE},
    {STR_INIT("secu"), WORD, ANYWHERE},
    {STR_INIT("securitesociale"), PART, ANYWHERE},
    {STR_INIT("ss"), WORD, PERSONAL},
    {STR_INIT("numss"), WORD, ANYWHERE},
    {STR_INIT("identifiantnational"), PART, PERSONAL},
    {STR_INIT("naissance"), PART, ANYWHERE},
    {STR_INIT("ddn"), WORD, ANYWHERE},
    {STR_INIT("neele"), PART, PERSONAL},
    {STR_INIT("birth"), PART, ANYWHERE},
    {STR_INIT("iban"), WORD, ANYWHERE},
    {STR_INIT("identite"), WORD, PERSONAL},
    {STR_INIT("name"), WORD, PERSONAL},
    {STR_INIT("adresse"), WORD, PERSONAL},
    {STR_INIT("address"), WORD, PERSONAL},
    {STR_INIT("rue"), WORD, PERSONAL},
    {STR_INIT("ine"), WORD, PERSONAL},
};

/* A header with "nom" is a person's name unless one of these words says whose name it is. */
static const char *const named_things[] = {"formation",   "structure", "organisme", "etablissement", "site",
                                           "fabrique",    "session",   "commune",   "ville",         "region",
                                           "departement", "programme", "groupe",    "parcours",      "fichier"};

static bool has_word(struct str folded, struct str wanted)
{
    struct str rest = folded, word;
    while (str_split(&rest, ' ', &word)) {
        if (str_equal(word, wanted)) {
            return true;
        }
    }
    return false;
}

/* In a public table a name beside another word is that of a thing ("nom_formation"); alone it is anyone's. */
static bool is_name_of_person(struct str folded, bool personal)
{
    if (!has_word(folded, STR("nom")) && !has_word(folded, STR("noms"))) {
        return false;
    }
    for (size_t i = 0; i < sizeof(named_things) / sizeof(named_things[0]); i++) {
        if (has_word(folded, str_from(named_things[i]))) {
            return false;
        }
    }
    return personal || str_index(folded, ' ', 0) == folded.len;
}

/* Signs of the fold other than blanks part words too. */
static struct str words_of(struct arena *arena, struct str header)
{
    struct str folded = text_fold(arena, header);
    char *words = str_text(arena, folded);
    for (size_t i = 0; i < folded.len; i++) {
        unsigned char c = (unsigned char)words[i];
        if (c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
            words[i] = ' ';
        }
    }
    return (struct str){words, folded.len};
}

bool columns_look_personal(struct arena *scratch, struct str header, bool personal)
{
    struct arena_mark mark = arena_save(scratch);
    struct str key = key_of(scratch, header), words = words_of(scratch, header);
    bool found = is_name_of_person(words, personal);
    for (size_t i = 0; i < sizeof(personal_names) / sizeof(personal_names[0]) && !found; i++) {
        const struct personal_name *name = &personal_names[i];
        bool same = name->where == WORD ? has_word(words, name->key) : str_find(key, name->key, 0) < key.len;
        found = same && (name->tables == ANYWHERE || personal);
    }
    arena_restore(scratch, mark);
    return found;
}

/* Words by which exports call a column, besides its own name. */
static const struct {
    const char *column, *words[5];
} other_names[] = {
    {"formation_id", {"codeformation", "refformation", "idformation", "numeroformation"}},
    {"inscription_id", {"codeinscription", "idinscription", "numeroinscription", "dossier"}},
    {"apprenant", {"stagiaire", "beneficiaire", "etudiant", "pseudonyme", "eleve"}},
    {"date_entree", {"datedebut", "debut", "entree", "arrivee", "datestart"}},
    {"date_sortie", {"datefin", "sortie", "depart"}},
    {"sexe", {"genre", "civilite"}},
    {"age_entree", {"age"}},
    {"niveau_entree", {"niveau", "diplome"}},
    {"statut", {"etat", "status", "situation"}},
    {"code_commune_residence", {"residence", "insee", "codeinsee"}},
    {"situation_3mois", {"devenir", "insertion", "troismois"}},
};

static bool has_other_name(const char *column, struct str key)
{
    for (size_t i = 0; i < sizeof(other_names) / sizeof(other_names[0]); i++) {
        for (size_t k = 0;
             k < 5 && other_names[i].words[k] && str_equal(str_from(column), str_from(other_names[i].column)); k++) {
            if (str_find(key, str_from(other_names[i].words[k]), 0) < key.len) {
                return true;
            }
        }
    }
    return false;
}

/* How far a header is from the name of a column; one that holds the other, or a word for it, is near. */
static size_t header_distance(struct arena *scratch, struct str header, const char *column)
{
    struct str key = key_of(scratch, str_from(column)), other = key_of(scratch, header);
    size_t edits = nearest_distance(key, other);
    bool is_inside = str_find(other, key, 0) < other.len || str_find(key, other, 0) < key.len;
    if (other.len == 0) {
        return SIZE_MAX;
    }
    return edits > 2 && (is_inside || has_other_name(column, other) || header_words_resemble(scratch, header, column))
               ? 2
               : edits;
}

static bool is_taken(const struct columns *columns, size_t field)
{
    for (int i = 0; i < TABLE_COLUMN_LIMIT; i++) {
        if (columns->fields[i] == (int)field) {
            return true;
        }
    }
    return false;
}

/* Among the headers that are no column, one at most `farthest` away; empty when none is. */
static struct str nearest_header(struct arena *scratch, const struct record *header, const struct columns *columns,
                                 const char *column, size_t farthest)
{
    struct str nearest = STR("");
    size_t least = farthest + 1;
    for (size_t i = 0; i < header->field_count; i++) {
        size_t edits = is_taken(columns, i) ? SIZE_MAX : header_distance(scratch, header->fields[i], column);
        if (edits < least) {
            least = edits;
            nearest = header->fields[i];
        }
    }
    return nearest;
}

/* A text as the value of an XML attribute. */
static struct str attribute_of(struct arena *arena, struct str text)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '&' || c == '<' || c == '"') {
            buf_text(&out, c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&quot;");
        } else {
            buf_byte(&out, c);
        }
    }
    return buf_str(&out);
}

/* The line of programme.xml that maps a header: ready to paste. */
static struct str mapping_line(struct arena *arena, struct str header, const char *column)
{
    return str_format(arena, "<colonne entete=\"%.*s\" nom=\"%s\"/>", STR_ARGS(attribute_of(arena, header)), column);
}

/* ---- matching ------------------------------------------------------------------------------------------------- */

struct matching {
    struct arena *scratch;
    const char *file;
    const struct table *table;
    const struct programme_source *source;
    int64_t line;
    bool is_header; /* else the cells may be those of a row about a person, which no message may hold */
    struct error *err;
};

bool columns_is_allowed(struct arena *scratch, const struct programme_source *source, struct str header)
{
    struct str key = key_of(scratch, header);
    for (size_t i = 0; i < source->allowed_count; i++) {
        if (str_equal(key, key_of(scratch, source->allowed_columns[i]))) {
            return true;
        }
    }
    return false;
}

/* The column that a header of this key is, or -1. A mapping comes before the canonical name. */
static int column_of(const struct matching *m, struct str key, bool *out_mapped)
{
    *out_mapped = true;
    for (size_t i = 0; i < m->source->mapping_count; i++) {
        if (str_equal(key, key_of(m->scratch, m->source->mappings[i].header))) {
            return table_find_column(m->table, m->source->mappings[i].column);
        }
    }
    *out_mapped = false;
    for (int i = 0; i < m->table->column_count; i++) {
        if (is_key_of(key, m->table->columns[i].name)) {
            return i;
        }
    }
    return -1;
}

/* A row of data has no cell that is the name of a required column, nor two that are names of others. */
static bool is_header(const struct matching *m, const struct record *record)
{
    int known = 0;
    bool is_mapped;
    for (size_t i = 0; i < record->field_count; i++) {
        int column = column_of(m, key_of(m->scratch, record->fields[i]), &is_mapped);
        column = column < 0 ? header_words_column(m->scratch, m->table, record->fields[i]) : column;
        known += column < 0 ? 0 : m->table->columns[column].required ? 2 : 1;
    }
    return known >= 2;
}

static bool refuse_headless(const struct matching *m)
{
    struct buf names;
    buf_init(&names, m->scratch);
    for (int i = 0; i < m->table->column_count; i++) {
        if (m->table->columns[i].required) {
            buf_format(&names, "%s%s", names.len > 0 ? ", " : "", m->table->columns[i].name);
        }
    }
    return error_set(
        m->err, ERROR_INPUT,
        "%s:%lld: the names of the columns do not stand there; expected %.*s among them: export the file with "
        "its header, or map its names with <colonne entete=\"...\" nom=\"...\"/> in the "
        "<source table=\"%s\"> of programme.xml",
        m->file, (long long)m->line, STR_ARGS(buf_str(&names)), m->table->name);
}

struct str columns_shown(struct arena *scratch, struct str header, bool personal)
{
    if (!personal || (!contents_has_email(header) && !contents_looks_like_number(header))) {
        return header;
    }
    struct buf shape;
    buf_init(&shape, scratch);
    field_write_shape(&shape, header);
    return buf_str(&shape);
}

static bool refuse_personal(const struct matching *m, struct str header)
{
    if (!m->is_header) {
        return refuse_headless(m);
    }
    struct str shown = columns_shown(m->scratch, header, m->table->personal);
    return error_set(m->err, ERROR_INPUT,
                     "%s:%lld: the column \"%.*s\" looks like data that name or reach a person; remove it from the "
                     "export, or, if it does not, allow it with <colonne-autorisee>%.*s</colonne-autorisee> in the "
                     "<source table=\"%s\"> of programme.xml",
                     m->file, (long long)m->line, STR_ARGS(shown), STR_ARGS(shown), m->table->name);
}

static bool match_field(const struct matching *m, const struct record *header, size_t field, struct columns *columns)
{
    struct str name = header->fields[field], key = key_of(m->scratch, name);
    if (key.len == 0) {
        return true;
    }
    bool is_mapped;
    int column = column_of(m, key, &is_mapped);
    bool is_checked = column < 0 || (is_mapped && m->table->personal);
    if (is_checked && columns_look_personal(m->scratch, name, m->table->personal) &&
        !columns_is_allowed(m->scratch, m->source, name)) {
        return refuse_personal(m, name);
    }
    if (column < 0) {
        return true;
    }
    if (columns->fields[column] >= 0) {
        struct str first = header->fields[columns->fields[column]];
        return error_set(m->err, ERROR_INPUT, "%s:%lld: two columns are %s: \"%.*s\" and \"%.*s\"; rename one of them",
                         m->file, (long long)m->line, m->table->columns[column].name, STR_ARGS(first), STR_ARGS(name));
    }
    columns->fields[column] = (int)field;
    return true;
}

/* The headers that are left, for the columns that are left: a column of which two headers have the words is neither. */
static void match_words(const struct matching *m, const struct record *header, struct columns *columns)
{
    int fields[TABLE_COLUMN_LIMIT];
    memset(fields, -1, sizeof(fields));
    for (size_t i = 0; i < header->field_count; i++) {
        int column = is_taken(columns, i) ? -1 : header_words_column(m->scratch, m->table, header->fields[i]);
        if (column >= 0) {
            fields[column] = fields[column] == -1 ? (int)i : -2;
        }
    }
    for (int i = 0; i < m->table->column_count; i++) {
        if (columns->fields[i] < 0 && fields[i] >= 0) {
            columns->fields[i] = fields[i];
        }
    }
}

static bool require(const struct matching *m, const struct record *header, const struct columns *columns)
{
    for (int i = 0; i < m->table->column_count; i++) {
        const char *name = m->table->columns[i].name;
        if (!m->table->columns[i].required || columns->fields[i] >= 0) {
            continue;
        }
        if (!m->is_header) {
            return refuse_headless(m);
        }
        struct str near = nearest_header(m->scratch, header, columns, name, strlen(name) / 2);
        return error_set(
            m->err, ERROR_INPUT,
            "%s:%lld: no column %s%s%.*s%s; name it so, or map it with %.*s in the <source table=\"%s\"> of "
            "programme.xml",
            m->file, (long long)m->line, name, near.len > 0 ? " (the nearest is \"" : "", STR_ARGS(near),
            near.len > 0 ? "\")" : "", STR_ARGS(mapping_line(m->scratch, near.len > 0 ? near : STR("..."), name)),
            m->table->name);
    }
    return true;
}

/* ---- absent columns ------------------------------------------------------------------------------------------- */

/* Columns that may be absent, but not under another name: without them the figures of the file are lost. */
static bool is_needed(const struct table *table, int column)
{
    return table == &tables[TABLE_ENROLMENTS] && column == ENROLMENT_ENTRY_DAY;
}

/* A header that is no column, and the absent column that it may be: -1 when it resembles none. */
static int absent_column_near(const struct matching *m, struct str header, const struct columns *columns)
{
    int nearest = -1;
    size_t least = SIZE_MAX;
    for (int i = 0; i < m->table->column_count; i++) {
        const char *name = m->table->columns[i].name;
        size_t edits = columns->fields[i] < 0 ? header_distance(m->scratch, header, name) : SIZE_MAX;
        if (edits <= strlen(name) / 3 && edits < least) {
            least = edits;
            nearest = i;
        }
    }
    return nearest;
}

static void report_unknown(const struct matching *m, const struct record *header, const struct columns *columns,
                           struct findings *findings)
{
    for (size_t i = 0; i < header->field_count; i++) {
        struct str name = header->fields[i];
        struct str shown = str_slice(columns_shown(m->scratch, name, m->table->personal), 0, 60);
        if (is_taken(columns, i) || key_of(m->scratch, name).len == 0) {
            continue;
        }
        int near = absent_column_near(m, name, columns);
        struct str detail = str_format(m->scratch, "\"%.*s\"", STR_ARGS(shown));
        if (near >= 0) {
            detail = str_format(m->scratch, "\"%.*s\"; is it %s? then put %.*s in the <source table=\"%s\">",
                                STR_ARGS(shown), m->table->columns[near].name,
                                STR_ARGS(mapping_line(m->scratch, name, m->table->columns[near].name)), m->table->name);
        }
        findings_add(findings, &rules[RULE_UNKNOWN_COLUMN], str_from(m->file), m->line, (int)i + 1, detail);
    }
}

static void report_absent(const struct matching *m, const struct record *header, const struct columns *columns,
                          struct findings *findings)
{
    for (int i = 0; i < m->table->column_count; i++) {
        const char *name = m->table->columns[i].name;
        if (columns->fields[i] >= 0 || !is_needed(m->table, i)) {
            continue;
        }
        struct str near = nearest_header(m->scratch, header, columns, name, strlen(name) / 2);
        if (near.len > 0) {
            findings_add(
                findings, &rules[RULE_ABSENT_COLUMN], str_from(m->file), m->line, 0,
                str_format(m->scratch,
                           "no column %s, but \"%.*s\"; put %.*s in the <source table=\"%s\"> of programme.xml", name,
                           STR_ARGS(str_slice(near, 0, 60)), STR_ARGS(mapping_line(m->scratch, near, name)),
                           m->table->name));
        }
    }
}

/* A header that is no column. */
static bool has_others(const struct record *header, const struct columns *columns)
{
    for (size_t i = 0; i < header->field_count; i++) {
        if (header->fields[i].len > 0 && !is_taken(columns, i)) {
            return true;
        }
    }
    return false;
}

uint64_t columns_names_hash(const struct record *record)
{
    uint64_t hash = record->field_count;
    for (size_t i = 0; i < record->field_count; i++) {
        hash = hash * 31 + str_hash(field_trim(record->fields[i]));
    }
    return hash;
}

bool columns_match(struct arena *scratch, const char *file, const struct table *table, const struct record *header,
                   const struct programme_source *source, struct findings *findings, struct columns *out_columns,
                   struct error *err)
{
    struct matching m = {scratch, file, table, source, header->line, !table->personal, err};
    struct columns columns = {.field_count = header->field_count, .names_hash = columns_names_hash(header)};
    columns.first_name_len = header->field_count > 0 ? field_trim(header->fields[0]).len : 0;
    memset(columns.fields, -1, sizeof(columns.fields));
    struct arena_mark mark = arena_save(scratch);
    bool ok = true;
    m.is_header = m.is_header || is_header(&m, header);
    for (size_t i = 0; i < header->field_count && ok; i++) {
        ok = match_field(&m, header, i, &columns);
    }
    if (ok && m.is_header && has_others(header, &columns)) {
        match_words(&m, header, &columns);
    }
    if (ok && m.is_header) {
        report_absent(&m, header, &columns, findings);
        report_unknown(&m, header, &columns, findings);
    }
    ok = ok && require(&m, header, &columns);
    arena_restore(scratch, mark);
    if (ok) {
        *out_columns = columns;
    }
    return ok;
}
