#include "gencarto/compile/ingest/programme.h"

#include <math.h>
#include <stddef.h>

#include "gencarto/base/cell.h"
#include "gencarto/base/date.h"
#include "gencarto/base/file.h"
#include "gencarto/base/number.h"
#include "gencarto/base/text.h"
#include "gencarto/compile/ingest/programme_elements.h"
#include "gencarto/compile/ingest/table.h"
#include "gencarto/compile/ingest/vocabulary.h"

#define REFUSE_ABOVE_PERCENT 2.0
#define ROUNDING_BASE        5
#define SHARE_MINIMUM        20

/* ---- identity and publication --------------------------------------------------------------------------------- */

static const struct {
    const char *element;
    size_t offset;
} texts[] = {
    {"nom", offsetof(struct programme, name)},
    {"nom-court", offsetof(struct programme, short_name)},
    {"accroche", offsetof(struct programme, tagline)},
    {"description", offsetof(struct programme, description)},
    {"proprietaire", offsetof(struct programme, owner)},
    {"directeur-publication", offsetof(struct programme, publication_director)},
    {"hebergeur", offsetof(struct programme, host)},
    {"licence", offsetof(struct programme, licence_name)},
    {"credit", offsetof(struct programme, source_credit)},
    {"mentions-legales", offsetof(struct programme, legal_notice)},
    {"vie-privee", offsetof(struct programme, privacy_notice)},
    {"accessibilite", offsetof(struct programme, accessibility_audit)},
    {"bandeau", offsetof(struct programme, notice)},
};

static void read_identity(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        *(struct str *)((char *)p + texts[i].offset) = element_text(r, root, texts[i].element);
    }
    if (p->short_name.len == 0) {
        p->short_name = p->name;
    }
    if (p->source_credit.len == 0) {
        p->source_credit = p->owner;
    }
    p->owner_address = element_attribute(r, node_child(root, "proprietaire"), "adresse");
    p->contact_email = element_attribute(r, node_child(root, "contact"), "courriel");
    p->contact_url = element_attribute(r, node_child(root, "contact"), "url");
    p->licence_url = element_attribute(r, node_child(root, "licence"), "url");
    p->accessibility_status = element_attribute(r, node_child(root, "accessibilite"), "conformite");
    if (p->accessibility_status.len == 0) {
        p->accessibility_status = STR("non");
    }
    p->simulated = str_equal(element_attribute(r, node_child(root, "donnees"), "simulees"), STR("oui"));
}

static enum entity_kind level_of(struct str name)
{
    static const struct {
        const char *name;
        enum entity_kind level;
    } levels[] = {{"france", ENTITY_COUNTRY},
                  {"region", ENTITY_REGION},
                  {"departement", ENTITY_DEPARTMENT},
                  {"structure", ENTITY_STRUCTURE},
                  {"formation", ENTITY_TRAINING}};
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (str_equal(name, str_from(levels[i].name))) {
            return levels[i].level;
        }
    }
    return ENTITY_COUNTRY; /* the schema refuses what is none of them */
}

static bool read_levels(struct programme_reader *r, const struct node *disclosure)
{
    static const char *const required[] = {"niveau", "ventilation", NULL};
    struct programme *p = r->programme;
    p->levels = arena_array(r->arena, struct programme_level,
                            element_count(disclosure, "ouvrir") + element_count(disclosure, "fermer"));
    for (const struct node *n = disclosure ? disclosure->first : NULL; n; n = n->next) {
        bool opens = n->kind == NODE_ELEMENT && str_equal(n->name, STR("ouvrir"));
        if (!opens && !(n->kind == NODE_ELEMENT && str_equal(n->name, STR("fermer")))) {
            continue;
        }
        if (!element_require(r, n, required)) {
            return false;
        }
        p->levels[p->level_count++] = (struct programme_level){level_of(element_attribute(r, n, "niveau")),
                                                               element_attribute(r, n, "ventilation"), opens};
    }
    return true;
}

static bool read_disclosure(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *disclosure = node_child(root, "diffusion");
    int64_t base, minimum;
    if (!element_whole(r, disclosure, "base", ROUNDING_BASE, &base) ||
        !element_whole(r, disclosure, "seuil-part", SHARE_MINIMUM, &minimum)) {
        return false;
    }
    p->suppresses = str_equal(element_attribute(r, disclosure, "mode"), STR("suppression"));
    p->rounding_base = (int)base;
    p->share_minimum = (int)minimum;
    return read_levels(r, disclosure);
}

static bool read_publication(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *node = node_child(root, "publication");
    if (!element_quarter(r, node, "trimestre", &p->release) || !element_day(r, node, "publie-le", &p->published_day) ||
        !element_day(r, node, "prochaine-le", &p->next_published_day) ||
        !element_day(r, node, "donnees-recues-le", &p->received_day)) {
        return false;
    }
    return read_disclosure(r, root);
}

static bool read_languages(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    struct str rest = element_text(r, root, "langues"), code;
    if (rest.len == 0) {
        rest = STR("fr");
    }
    p->languages = arena_array(r->arena, struct str, rest.len / 2 + 1);
    while (str_split(&rest, ' ', &code)) {
        for (size_t i = 0; i < p->language_count; i++) {
            if (str_equal(p->languages[i], code)) {
                return element_fault(r, node_child(root, "langues")->line, "langues", code, "named twice");
            }
        }
        p->languages[p->language_count++] = code;
    }
    return true;
}

/* ---- targets and waves ---------------------------------------------------------------------------------------- */

/* "FR", "pays:FR", "departement:31" -> the entity of cell ids, "country:FR", "department:31". */
static struct str entity_of(struct programme_reader *r, struct str text)
{
    size_t colon = str_index(text, ':', 0);
    struct str kind = str_slice(text, 0, colon), code = str_slice(text, colon + 1, text.len);
    if (colon == text.len || str_equal(code, STR(COUNTRY_CODE))) {
        return STR("country:" COUNTRY_CODE);
    }
    if (str_equal(kind, STR("departement"))) {
        return str_format(r->arena, "department:%.*s", STR_ARGS(code));
    }
    return text;
}

static bool read_points(struct programme_reader *r, const struct node *node, struct programme_target *target)
{
    target->points = arena_array(r->arena, struct programme_point, element_count(node, "etape"));
    int previous = target->start.index - 1;
    static const char *const required[] = {"trimestre", "valeur", NULL};
    for (const struct node *step = node_child(node, "etape"); step; step = node_sibling(step, "etape")) {
        struct programme_point *point = &target->points[target->point_count++];
        if (!element_require(r, step, required) || !element_quarter(r, step, "trimestre", &point->period) ||
            !element_number(r, step, "valeur", 0, &point->value)) {
            return false;
        }
        if (point->period.index <= previous || point->period.index > target->deadline.index) {
            return element_fault(r, step->line, "trimestre", element_attribute(r, step, "trimestre"),
                                 "expected steps in time order, from debut to echeance");
        }
        previous = point->period.index;
    }
    target->is_stepped = str_equal(element_attribute(r, node, "trajectoire"), STR("paliers"));
    return true;
}

static bool is_indicator(struct str code)
{
    bool is_code = code.len > 0 && code.ptr[0] >= 'a' && code.ptr[0] <= 'z';
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        is_code = is_code && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
    }
    return is_code;
}

static bool read_target_names(struct programme_reader *r, const struct node *node, struct programme_target *target)
{
    static const char *const required[] = {"indicateur", "valeur", "debut", "echeance", NULL};
    struct str territory = element_attribute(r, node, "territoire");
    target->line = node->line;
    target->indicator = element_attribute(r, node, "indicateur");
    target->entity = entity_of(r, territory);
    target->milestone_label = element_attribute(r, node, "jalon");
    if (!element_require(r, node, required)) {
        return false;
    }
    if (!is_indicator(target->indicator)) {
        return element_fault(r, node->line, "indicateur", target->indicator,
                             "no indicator code; expected small letters, digits and _, such as part_femmes_cumul");
    }
    return str_starts(target->entity, STR("country:" COUNTRY_CODE)) || str_starts(target->entity, STR("region:")) ||
           str_starts(target->entity, STR("department:")) ||
           element_fault(r, node->line, "territoire", territory, "expected FR, region:76 or departement:31");
}

static bool read_target(struct programme_reader *r, const struct node *node, struct programme_target *target)
{
    if (!read_target_names(r, node, target)) {
        return false;
    }
    if (!element_number(r, node, "valeur", 0, &target->value) || !element_quarter(r, node, "debut", &target->start) ||
        !element_number(r, node, "valeur-initiale", 0, &target->start_value) ||
        !element_quarter(r, node, "echeance", &target->deadline)) {
        return false;
    }
    if (target->deadline.index < target->start.index) {
        return element_fault(r, node->line, "echeance", element_attribute(r, node, "echeance"),
                             "it comes before debut");
    }
    return read_points(r, node, target);
}

static bool read_targets(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "cibles");
    p->targets = arena_array(r->arena, struct programme_target, element_count(list, "cible"));
    for (const struct node *n = list ? node_child(list, "cible") : NULL; n; n = node_sibling(n, "cible")) {
        struct programme_target *target = &p->targets[p->target_count];
        if (!read_target(r, n, target)) {
            return false;
        }
        for (size_t i = 0; i < p->target_count; i++) {
            const struct programme_target *other = &p->targets[i];
            if (str_equal(other->indicator, target->indicator) && str_equal(other->entity, target->entity) &&
                other->deadline.index == target->deadline.index &&
                (other->milestone_label.len > 0) == (target->milestone_label.len > 0)) {
                return element_fault(r, n->line, "cible", target->indicator,
                                     "two targets for one territory and deadline");
            }
        }
        p->target_count++;
    }
    return true;
}

static bool read_waves(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "vagues");
    p->waves = arena_array(r->arena, struct programme_wave, element_count(list, "vague"));
    for (const struct node *n = list ? node_child(list, "vague") : NULL; n; n = node_sibling(n, "vague")) {
        struct programme_wave *wave = &p->waves[p->wave_count];
        wave->code = element_attribute(r, n, "code");
        if (!element_day(r, n, "ouverte-le", &wave->opened_day) ||
            !element_day(r, n, "decidee-le", &wave->decided_day) ||
            !element_whole(r, n, "candidatures", -1, &wave->applications) ||
            !element_whole(r, n, "retenues", -1, &wave->retained)) {
            return false;
        }
        for (size_t i = 0; i < p->wave_count; i++) {
            if (str_equal(p->waves[i].code, wave->code)) {
                return element_fault(r, n->line, "vague", wave->code, "named twice");
            }
        }
        p->wave_count++;
    }
    return true;
}

/* ---- vocabularies --------------------------------------------------------------------------------------------- */

static bool read_term(struct programme_reader *r, const struct node *node, struct str column,
                      const struct vocabulary_kind *kind, struct programme_term *term)
{
    *term = (struct programme_term){.vocabulary = column,
                                    .code = element_attribute(r, node, "code"),
                                    .label_fr = element_attribute(r, node, "fr"),
                                    .label_en = element_attribute(r, node, "en")};
    if (!kind->open && vocabulary_code_index(kind, term->code) < 0) {
        struct buf codes;
        buf_init(&codes, r->arena);
        for (int i = 0; kind->codes[i].code; i++) {
            buf_format(&codes, "%s%s", i > 0 ? ", " : "the codes of this column are ", kind->codes[i].code);
        }
        buf_byte(&codes, '\0');
        return element_fault(r, node->line, "terme", term->code, codes.ptr);
    }
    term->matches = arena_array(r->arena, struct str, element_count(node, "forme"));
    for (const struct node *form = node_child(node, "forme"); form; form = node_sibling(form, "forme")) {
        term->matches[term->match_count++] = text_nfc(r->arena, node_text(r->arena, form));
    }
    return true;
}

static size_t count_terms(const struct node *list)
{
    size_t count = 0;
    for (const struct node *n = list ? node_child(list, "vocabulaire") : NULL; n; n = node_sibling(n, "vocabulaire")) {
        count += element_count(n, "terme");
    }
    return count;
}

static bool read_vocabularies(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "vocabulaires");
    p->terms = arena_array(r->arena, struct programme_term, count_terms(list));
    for (const struct node *v = list ? node_child(list, "vocabulaire") : NULL; v; v = node_sibling(v, "vocabulaire")) {
        struct str column = element_attribute(r, v, "colonne");
        const struct vocabulary_kind *kind = vocabulary_kind(column);
        if (!kind) {
            return element_fault(r, v->line, "colonne", column,
                                 "this column has no vocabulary (famille_metier, modalite, ...)");
        }
        for (const struct node *t = node_child(v, "terme"); t; t = node_sibling(t, "terme")) {
            if (!read_term(r, t, column, kind, &p->terms[p->term_count])) {
                return false;
            }
            p->term_count++;
        }
    }
    return true;
}

/* ---- sources -------------------------------------------------------------------------------------------------- */

static bool read_mappings(struct programme_reader *r, const struct node *node, const struct table *table,
                          struct programme_source *source)
{
    source->mappings = arena_array(r->arena, struct programme_mapping, element_count(node, "colonne"));
    for (const struct node *n = node_child(node, "colonne"); n; n = node_sibling(n, "colonne")) {
        struct programme_mapping *mapping = &source->mappings[source->mapping_count++];
        mapping->header = element_attribute(r, n, "entete");
        mapping->column = element_attribute(r, n, "nom");
        if (table_find_column(table, mapping->column) < 0) {
            return element_fault(r, n->line, "nom", mapping->column, "the table has no such column");
        }
    }
    source->allowed_columns = arena_array(r->arena, struct str, element_count(node, "colonne-autorisee"));
    for (const struct node *n = node_child(node, "colonne-autorisee"); n; n = node_sibling(n, "colonne-autorisee")) {
        source->allowed_columns[source->allowed_count++] = text_nfc(r->arena, node_text(r->arena, n));
    }
    return true;
}

static bool read_source(struct programme_reader *r, const struct node *node, struct programme_source *source)
{
    source->table = element_attribute(r, node, "table");
    if (table_find(source->table) < 0) {
        return element_fault(r, node->line, "table", source->table,
                             "expected formations, inscriptions, labels, candidatures or references");
    }
    const struct table *table = &tables[table_find(source->table)];
    source->pattern = element_attribute(r, node, "fichiers");
    if (source->pattern.len == 0) {
        source->pattern = str_from(table->default_pattern);
    }
    source->line = node->line;
    source->encoding = element_attribute(r, node, "encodage");
    const struct str *delimiter = node_attribute(node, "separateur");
    if (delimiter &&
        !delimiter_parse(str_equal(*delimiter, STR("tabulation")) ? STR("tab") : *delimiter, &source->delimiter)) {
        return element_fault(
            r, node->line, "separateur", *delimiter,
            "expected up to 15 bytes without a quotation mark or a line end, tabulation, or U+ and a number");
    }
    const struct str *columns = node_attribute(node, "largeur-fixe");
    struct fixed_width *fixed_width = columns ? arena_one(r->arena, struct fixed_width) : NULL;
    source->fixed_width = fixed_width;
    if (columns && (delimiter || !fixed_width_parse(*columns, fixed_width))) {
        return element_fault(r, node->line, "largeur-fixe", *columns,
                             "expected the characters where columns begin, from 1, in order, as 1,12,31; and no "
                             "separateur beside it");
    }
    if (!element_day(r, node, "recu-le", &source->received_day) ||
        !element_number(r, node, "refus-au-dela", REFUSE_ABOVE_PERCENT, &source->refuse_above_percent)) {
        return false;
    }
    if (!(source->refuse_above_percent >= 0 && source->refuse_above_percent <= 100)) {
        return element_fault(r, node->line, "refus-au-dela", element_attribute(r, node, "refus-au-dela"),
                             "expected 0 to 100");
    }
    return read_mappings(r, node, table, source);
}

static bool read_sources(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "sources");
    p->sources = arena_array(r->arena, struct programme_source, element_count(list, "source"));
    for (const struct node *n = list ? node_child(list, "source") : NULL; n; n = node_sibling(n, "source")) {
        if (!read_source(r, n, &p->sources[p->source_count])) {
            return false;
        }
        p->source_count++;
    }
    return true;
}

/* ---- revisions ------------------------------------------------------------------------------------------------ */

static bool read_revision(struct programme_reader *r, const struct node *node, struct programme_revision *revision)
{
    static const char *const required[] = {"trimestre", "publication", NULL};
    if (!element_require(r, node, required) || !element_quarter(r, node, "trimestre", &revision->quarter) ||
        !element_quarter(r, node, "publication", &revision->release)) {
        return false;
    }
    if (revision->quarter.index >= revision->release.index) {
        return element_fault(r, node->line, "trimestre", element_attribute(r, node, "trimestre"),
                             "a revision concerns a quarter before its publication");
    }
    revision->is_method = str_equal(element_attribute(r, node, "cause"), STR("methode"));
    revision->reason = text_nfc(r->arena, str_trim(node_text(r->arena, node)));
    return revision->reason.len > 0 ||
           element_fault(r, node->line, "element", node->name, "say in it why the quarter is revised");
}

static bool read_revisions(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "revisions");
    p->revisions = arena_array(r->arena, struct programme_revision, element_count(list, "revision"));
    for (const struct node *n = list ? node_child(list, "revision") : NULL; n; n = node_sibling(n, "revision")) {
        if (!read_revision(r, n, &p->revisions[p->revision_count])) {
            return false;
        }
        p->revision_count++;
    }
    return true;
}

/* What the schema leaves to the program: no element twice, and the three that are required. */
static bool check_elements(struct programme_reader *r, const struct node *root)
{
    static const char *const required[] = {"nom", "proprietaire", "licence"};
    for (const struct node *node = root->first; node; node = node->next) {
        for (const struct node *other = node->next; node->kind == NODE_ELEMENT && other; other = other->next) {
            if (other->kind == NODE_ELEMENT && str_equal(node->name, other->name)) {
                return element_fault(r, other->line, "element", other->name, "it stands twice");
            }
        }
    }
    for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
        if (!node_child(root, required[i])) {
            return element_fault(r, root->line, "element", str_from(required[i]), "required, and not there");
        }
    }
    return true;
}

static bool read_all(struct programme_reader *r, const struct node *root)
{
    if (!check_elements(r, root)) {
        return false;
    }
    read_identity(r, root);
    return read_publication(r, root) && read_languages(r, root) && read_targets(r, root) && read_waves(r, root) &&
           read_vocabularies(r, root) && read_sources(r, root) && programme_read_indicators(r, root) &&
           read_revisions(r, root);
}

bool programme_read(struct arena *arena, const char *path, struct programme *out_programme, struct error *err)
{
    struct programme programme = {0};
    struct programme_reader r = {arena, path, &programme, err};
    struct node *root;
    if (!file_read(arena, path, &programme.source, err) ||
        !document_parse(arena, path, programme.source, DOCUMENT_XML, &root, err) ||
        (str_equal(root->name, STR("programme")) && !read_all(&r, root))) {
        return false;
    }
    programme.path = str_copy(arena, str_from(path));
    *out_programme = programme;
    return true;
}

bool programme_schema_read(struct arena *arena, struct document_schema **out_schema, struct error *err)
{
    return document_schema_read(arena, "programme.rng", programme_schema(), out_schema, err);
}

bool programme_validate(const struct programme *programme, const struct document_schema *schema, struct error *err)
{
    return document_validate(programme->path.ptr, programme->source, schema, err);
}

bool programme_has_wave(const struct programme *programme, struct str code)
{
    for (size_t i = 0; i < programme->wave_count; i++) {
        if (str_equal(programme->waves[i].code, code)) {
            return true;
        }
    }
    return programme->wave_count == 0;
}
