#include "gencarto/compile/ingest/vocabulary.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/text.h"

#define YES "o|yes|y|vrai|true|1|x"
#define NO  "n|no|faux|false|0"

/* Levels: the nomenclature of 2019 (decree 2019-14) and, in Roman numerals, the one of 1969 that it replaced. What
 * stands below level 3 is 2: level 1 has no diploma, and 0 is never written. */
static const struct vocabulary_code level_codes[] = {
    {"0", NULL},
    {"1", "niveau 1|niv 1|N1"},
    {"2", "niveau 2|niv 2|N2|VI|V bis|Vbis|niveau VI|niveau V bis|infra V|sans diplôme|aucun diplôme|aucun|brevet|"
          "brevet des collèges|DNB|BEPC|CFG"},
    {"3", "niveau 3|niv 3|N3|V|niveau V|CAP|BEP|CAP BEP|CAP/BEP|infra bac|V (CAP, BEP)|3 (CAP, BEP)"},
    {"4", "niveau 4|niv 4|N4|IV|niveau IV|bac|baccalauréat|bac pro|bac général|bac techno|BP|IV (bac)|4 (bac)"},
    {"5", "niveau 5|niv 5|N5|III|niveau III|bac+2|BTS|DUT|DEUG|III (bac+2)|5 (bac+2)"},
    {"6", "niveau 6|niv 6|N6|II|niveau II|bac+3|bac+4|bac+3/4|bac+3 et 4|licence|licence pro|BUT|bachelor|maîtrise|"
          "II (bac+3)|II (bac+4)|II (bac+3/4)|6 (bac+3)|6 (bac+4)|6 (bac+3/4)"},
    {"7", "niveau 7|niv 7|N7|I|niveau I|bac+5|master|ingénieur|DEA|DESS|I (bac+5)|7 (bac+5)"},
    {"8", "niveau 8|niv 8|N8|bac+8|doctorat|8 (bac+8)"},
    {NULL, NULL},
};

static const struct vocabulary_kind kinds[] = {
    {"famille_metier", true, (const struct vocabulary_code[]){{NULL, NULL}}},
    {"structure_statut", true,
     (const struct vocabulary_code[]){
         {"association", "asso|associatif|association loi 1901|structure associative"},
         {"entreprise", "société|privé|privée|entreprise privée|société commerciale|SAS|SARL|SA|EURL|SASU|SCOP|SCIC"},
         {"public", "établissement public|organisme public|structure publique|publique|université|lycée|collectivité|"
                    "collectivité territoriale|GRETA|EPCI|chambre consulaire"},
         {"autre", "autres|autre statut"},
         {NULL, NULL}}},
    {"modalite", false,
     (const struct vocabulary_code[]){
         {"presentiel", "présentiel|présentielle|en présentiel|en présence|en salle|sur site|face à face"},
         {"mixte",
          "hybride|semi-présentiel|bimodal|comodal|présentiel et distance|présentiel/distance|présentiel et à distance|blended"},
         {"distance", "à distance|distanciel|distancielle|formation à distance|formation ouverte et à distance|"
                      "visioconférence|en ligne|exclusivement en ligne|100 % en ligne|online|e-learning|FOAD"},
         {NULL, NULL}}},
    {"niveau_sortie", false, level_codes},
    {"niveau_entree", false, level_codes},
    {"statut_label", false,
     (const struct vocabulary_code[]){
         {"labellisee", "labellisé|en cours|active|actif|labellisation|label en cours|label actif|"
                        "label en vigueur|en vigueur"},
         {"renouvelee", "renouvelé|renouvellement|label renouvelé|renouvellement du label"},
         {"retiree", "retiré|retrait|label retiré|retrait du label"},
         {"expiree", "expiré|échue|échu|terminée|fin de label|fin du label|label échu|label expiré"},
         {NULL, NULL}}},
    {"gratuite", false,
     (const struct vocabulary_code[]){{"oui", YES "|gratuit|gratuite"}, {"non", NO "|payant|payante"}, {NULL, NULL}}},
    {"sexe", false,
     (const struct vocabulary_code[]){{"F", "2|femme|féminin|fille|Mme|madame|female"},
                                      {"M", "1|H|homme|masculin|garçon|monsieur|male"},
                                      {"X", "autre|non binaire|indéterminé"},
                                      {NULL, NULL}}},
    {"situation_entree", false,
     (const struct vocabulary_code[]){
         {"sans_emploi",
          "demandeur d'emploi|demandeuse d'emploi|demandeur(se) d'emploi|demandeurs d'emploi|demandeur emploi|DE|chômeur|chômeuse|chômage|"
          "au chômage|recherche d'emploi|en recherche d'emploi|en recherche"},
         {"emploi", "en emploi|salarié|salariée|en activité|en poste|actif occupé|active occupée|indépendant|"
                    "indépendante|CDI|CDD|intérim"},
         {"etudes",
          "étudiant|étudiante|en études|élève|scolaire|lycéen|lycéenne|formation|en formation|apprenti|apprentie"},
         {"inactif", "inactive|autre inactif|autre inactive|sans activité|au foyer|retraité|retraitée"},
         {NULL, NULL}}},
    {"neet", false, (const struct vocabulary_code[]){{"oui", YES}, {"non", NO}, {NULL, NULL}}},
    {"qpv", false, (const struct vocabulary_code[]){{"oui", YES "|QPV"}, {"non", NO "|hors QPV"}, {NULL, NULL}}},
    {"zrr", false, (const struct vocabulary_code[]){{"oui", YES "|ZRR"}, {"non", NO "|hors ZRR"}, {NULL, NULL}}},
    {"statut", false,
     (const struct vocabulary_code[]){
         {"inscrit", "inscrite|inscription|préinscrit|préinscrite|pré-inscrit|pré-inscrite|admis|admise"},
         {"en_formation", "en cours|en cours de formation|entré|entrée|présent|présente"},
         {"termine", "terminée|fini|finie|achevé|achevée|formation terminée|parcours terminé|diplômé|diplômée"},
         {"abandon",
          "abandonné|abandonnée|a abandonné|décrocheur|décrocheuse|décrochage|rupture|démission|interrompu|interrompue"},
         {"reoriente", "réorientée|réorientation|transféré|transférée|transfert|"
                       "réorienté vers une autre formation|réorientée vers une autre formation"},
         {NULL, NULL}}},
    {"situation_3mois", false,
     (const struct vocabulary_code[]){
         {"emploi", "en emploi|salarié|salariée|CDI|CDD|intérim|alternance|embauché|embauchée|contrat de travail"},
         {"formation",
          "en formation|poursuite de formation|poursuite en formation|poursuite d'études|reprise d'études|études|étudiant|étudiante"},
         {"creation", "création|création d'entreprise|création d'activité|créateur|créatrice|créateur d'entreprise|"
                      "créatrice d'entreprise|entrepreneur|entrepreneuse|indépendant|indépendante|auto-entrepreneur|"
                      "micro-entreprise|freelance"},
         {"recherche", "en recherche|recherche d'emploi|en recherche d'emploi|sans emploi|demandeur d'emploi|"
                       "demandeuse d'emploi|demandeur emploi|en recherche active|au chômage|chômeur|chômeuse|chômage"},
         {"autre", "autres|inactif|inactive|sans activité|autre situation"},
         {NULL, NULL}}},
    {"evenement", false,
     (const struct vocabulary_code[]){
         {"labellisation", "labellisée|labellisé|label|label accordé|attribution du label|obtention du label"},
         {"audit", "audité|auditée|audit sur place|visite d'audit|contrôle"},
         {"renouvellement", "renouvelée|renouvelé|label renouvelé|renouvellement du label"},
         {"retrait", "retirée|retiré|label retiré|retrait du label"},
         {NULL, NULL}}},
    {"decision", false,
     (const struct vocabulary_code[]){{"retenue", "retenu|acceptée|accepté|labellisée|favorable|oui|admise"},
                                      {"refusee", "refusé|rejetée|rejeté|non retenue|non retenu|défavorable|non"},
                                      {NULL, NULL}}},
};

const struct vocabulary_kind *vocabulary_kind(struct str column)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (str_equal(column, str_from(kinds[i].column))) {
            return &kinds[i];
        }
    }
    return NULL;
}

int vocabulary_code_index(const struct vocabulary_kind *kind, struct str code)
{
    for (int i = 0; kind->codes[i].code; i++) {
        if (str_equal(code, str_from(kind->codes[i].code))) {
            return i;
        }
    }
    return -1;
}

/* Room is made by vocabulary_init. */
static void add_form(struct vocabulary *vocabulary, struct arena *arena, struct str text, struct str code, int index)
{
    vocabulary->forms[vocabulary->form_count++] = (struct vocabulary_form){text_fold(arena, text), code, index};
}

static void add_own_forms(struct vocabulary *vocabulary, struct arena *arena)
{
    const struct vocabulary_code *codes = vocabulary->kind->codes;
    for (int i = 0; codes[i].code; i++) {
        struct str code = str_from(codes[i].code), rest = str_from(codes[i].forms), form;
        add_form(vocabulary, arena, code, code, i);
        while (rest.len > 0 && str_split(&rest, '|', &form)) {
            add_form(vocabulary, arena, form, code, i);
        }
    }
}

static void add_programme_forms(struct vocabulary *vocabulary, struct arena *arena, const struct programme *programme)
{
    for (size_t i = 0; i < programme->term_count; i++) {
        const struct programme_term *term = &programme->terms[i];
        if (!str_equal(term->vocabulary, str_from(vocabulary->kind->column))) {
            continue;
        }
        int index = vocabulary_code_index(vocabulary->kind, term->code);
        add_form(vocabulary, arena, term->code, term->code, index);
        if (term->label_fr.len > 0) {
            add_form(vocabulary, arena, term->label_fr, term->code, index);
        }
        for (size_t m = 0; m < term->match_count; m++) {
            add_form(vocabulary, arena, term->matches[m], term->code, index);
        }
    }
}

static size_t count_forms(const struct vocabulary_kind *kind, const struct programme *programme)
{
    size_t count = 0;
    for (int i = 0; kind->codes[i].code; i++) {
        count += 2;
        for (const char *c = kind->codes[i].forms; c && *c; c++) {
            count += *c == '|';
        }
    }
    for (size_t i = 0; i < programme->term_count; i++) {
        count += 2 + programme->terms[i].match_count;
    }
    return count;
}

/* How many of the sorted forms are not above `folded`. */
static size_t count_up_to(const struct vocabulary_form *forms, size_t count, struct str folded)
{
    size_t from = 0, to = count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (str_compare(forms[middle].folded, folded) <= 0) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    return from;
}

/* A sort that keeps the order of equals: a spelling of programme.xml comes after the program's and wins. */
static void sort_forms(struct vocabulary_form *forms, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct vocabulary_form form = forms[i];
        size_t at = count_up_to(forms, i, form.folded);
        memmove(&forms[at + 1], &forms[at], (i - at) * sizeof(forms[0]));
        forms[at] = form;
    }
}

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const char *column,
                     const struct programme *programme)
{
    memset(vocabulary, 0, sizeof(*vocabulary));
    vocabulary->kind = vocabulary_kind(str_from(column));
    assert(vocabulary->kind);
    vocabulary->forms = arena_array(arena, struct vocabulary_form, count_forms(vocabulary->kind, programme) + 1);
    add_own_forms(vocabulary, arena);
    add_programme_forms(vocabulary, arena, programme);
    sort_forms(vocabulary->forms, vocabulary->form_count);
}

/* A code of programme.xml is the spelling of itself. */
static bool is_added_code(struct arena *scratch, const struct vocabulary_form *form)
{
    return form->index < 0 && str_equal(form->folded, text_fold(scratch, form->code));
}

struct str vocabulary_list(struct arena *arena, const struct vocabulary *vocabulary)
{
    struct buf list;
    buf_init(&list, arena);
    for (const struct vocabulary_code *code = vocabulary->kind->codes; code->code; code++) {
        buf_format(&list, "%s%s", list.len > 0 ? ", " : "", code->code);
    }
    for (size_t i = 0; i < vocabulary->form_count; i++) {
        if (is_added_code(arena, &vocabulary->forms[i])) {
            buf_format(&list, "%s%.*s", list.len > 0 ? ", " : "", STR_ARGS(vocabulary->forms[i].code));
        }
    }
    return buf_str(&list);
}

/* The last of the forms that equal `folded`. */
static const struct vocabulary_form *search(const struct vocabulary *vocabulary, struct str folded)
{
    size_t count = count_up_to(vocabulary->forms, vocabulary->form_count, folded);
    const struct vocabulary_form *last = count > 0 ? &vocabulary->forms[count - 1] : NULL;
    return last && str_equal(last->folded, folded) ? last : NULL;
}

/* Folding drops the sign that makes "< bac" another thing than "bac". */
static bool has_comparison(struct str text)
{
    return str_index(text, '<', 0) < text.len || str_index(text, '>', 0) < text.len;
}

/* A ticked box folds to nothing, as an empty one does: they are a cross and a 0. */
static struct str fold_box(struct arena *scratch, struct str text)
{
    static const struct {
        const char *box, *meaning;
    } boxes[] = {{"✓", "x"}, {"✔", "x"}, {"√", "x"}, {"✅", "x"}, {"☑", "x"},
                 {"☒", "x"}, {"☐", "0"}, {"✗", "0"}, {"✘", "0"}, {"❌", "0"}};
    for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
        if (str_equal(text, str_from(boxes[i].box))) {
            return str_from(boxes[i].meaning);
        }
    }
    return text_fold(scratch, text);
}

static bool is_ending(struct str word)
{
    static const struct str endings[] = {STR_INIT("e"),   STR_INIT("es"),   STR_INIT("s"),    STR_INIT("ne"),
                                         STR_INIT("ve"),  STR_INIT("se"),   STR_INIT("euse"), STR_INIT("trice"),
                                         STR_INIT("ice"), STR_INIT("rice"), STR_INIT("ere"),  STR_INIT("ale")};
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        if (str_equal(word, endings[i])) {
            return true;
        }
    }
    return false;
}

/* "Inscrit(e)", "réorienté·e", "demandeur/euse d'emploi": as if it were written of one person. */
static struct str without_endings(struct arena *scratch, struct str folded)
{
    struct buf plain;
    struct str word;
    buf_init(&plain, scratch);
    for (bool is_first = true; str_split(&folded, ' ', &word); is_first = false) {
        if (is_first || !is_ending(word)) {
            buf_text(&plain, is_first ? "" : " ");
            buf_add(&plain, word);
        }
    }
    return buf_str(&plain);
}

static const struct vocabulary_form *search_text(const struct vocabulary *vocabulary, struct arena *scratch,
                                                 struct str text)
{
    struct str folded = fold_box(scratch, text);
    const struct vocabulary_form *form = folded.len > 0 ? search(vocabulary, folded) : NULL;
    return form || folded.len == 0 ? form : search(vocabulary, without_endings(scratch, folded));
}

/* "Niveau 5 (bac+2)", "emploi (CDI)": without what stands in brackets at the end, unless that says another thing. */
static const struct vocabulary_form *search_before_brackets(const struct vocabulary *vocabulary, struct arena *scratch,
                                                            struct str text)
{
    size_t open = str_index(text, '(', 0);
    if (open == 0 || open == text.len || text.ptr[open - 1] != ' ' || text.ptr[text.len - 1] != ')') {
        return NULL;
    }
    struct str inside = str_slice(text, open + 1, text.len - 1);
    const struct vocabulary_form *form = search_text(vocabulary, scratch, str_slice(text, 0, open));
    const struct vocabulary_form *other = search_text(vocabulary, scratch, inside);
    return form && other && !str_equal(form->code, other->code) ? NULL : form;
}

static const struct vocabulary_form *find_folded(const struct vocabulary *vocabulary, struct arena *scratch,
                                                 struct str text)
{
    if (has_comparison(text)) {
        return NULL;
    }
    struct arena_mark mark = arena_save(scratch);
    const struct vocabulary_form *form = search_text(vocabulary, scratch, text);
    form = form ? form : search_before_brackets(vocabulary, scratch, text);
    arena_restore(scratch, mark);
    return form;
}

/* The byte in the middle tells "retenue" from "refusee". */
static size_t memo_slot(struct str text)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    return (bytes[0] * 7u + bytes[text.len / 2] * 5u + bytes[text.len - 1] * 3u + text.len) % VOCABULARY_MEMO_SLOTS;
}

const struct vocabulary_form *vocabulary_find(struct vocabulary *vocabulary, struct arena *scratch, struct str text)
{
    if (text.len == 0 || text.len > VOCABULARY_MEMO_TEXT) {
        return find_folded(vocabulary, scratch, text);
    }
    struct vocabulary_memo *memo = &vocabulary->memo[memo_slot(text)];
    if (!str_equal((struct str){memo->text, memo->len}, text)) {
        memo->form = find_folded(vocabulary, scratch, text);
        memo->len = (uint8_t)text.len;
        memcpy(memo->text, text.ptr, text.len);
    }
    return memo->form;
}

const struct vocabulary_form *vocabulary_of_code(struct vocabulary *vocabulary, struct arena *scratch, struct str code)
{
    const struct vocabulary_form *form = vocabulary_find(vocabulary, scratch, code);
    return form && str_equal(form->code, code) ? form : NULL;
}
