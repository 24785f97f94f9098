#include "gencarto/compile/ingest/programme_elements.h"

struct word {
    const char *word, *code; /* of the configuration, of the catalogue */
};

/* The code of a word; the schema has the same lists. */
static bool read_word(struct programme_reader *r, const struct node *node, const char *name, const struct word *words,
                      struct str *out_code)
{
    struct str text = element_attribute(r, node, name);
    for (; words->word; words++) {
        if (str_equal(text, str_from(words->word))) {
            *out_code = str_from(words->code);
            return true;
        }
    }
    return element_fault(r, node->line, name, text, "not one of the words that programme.rng lists");
}

static const struct word unit_words[] = {{"personnes", "persons"},
                                         {"inscriptions", "enrolments"},
                                         {"places", "places"},
                                         {"formations", "trainings"},
                                         {"sites", "sites"},
                                         {"structures", "structures"},
                                         {"pourcent", "percent"},
                                         {"euros", "euros"},
                                         {"candidatures", "applications"},
                                         {NULL, NULL}};
static const struct word direction_words[] = {{"hausse", "up"}, {"baisse", "down"}, {"aucun", "none"}, {NULL, NULL}};
static const struct word periodicity_words[] = {
    {"flux", "flow"}, {"cumul", "cumulative"}, {"stock", "stock"}, {NULL, NULL}};

static void read_indicator_texts(struct programme_reader *r, const struct node *node, struct programme_indicator *out)
{
    out->label = element_text(r, node, "libelle");
    out->label_en = element_text(r, node, "libelle-en");
    out->short_label = element_text(r, node, "court");
    out->definition = element_text(r, node, "definition");
    out->numerator = element_text(r, node, "numerateur");
    out->denominator = element_text(r, node, "denominateur");
    out->scope = element_text(r, node, "champ");
    out->unknown = element_text(r, node, "inconnus");
    out->source = element_text(r, node, "origine");
    out->notes = element_text(r, node, "remarques");
    out->label_en = out->label_en.len > 0 ? out->label_en : out->label;
    out->short_label = out->short_label.len > 0 ? out->short_label : out->label;
}

static bool read_indicator(struct programme_reader *r, const struct node *node, struct programme_indicator *out)
{
    static const char *const attributes[] = {"code", "fichier", "unite", "nature", NULL};
    static const char *const elements[] = {"libelle", "definition", "champ", "inconnus", "origine"};
    struct str persons = element_attribute(r, node, "personnes");
    int64_t decimals;
    *out = (struct programme_indicator){.code = element_attribute(r, node, "code"),
                                        .file = element_attribute(r, node, "fichier"),
                                        .direction = STR("none")};
    if (!element_require(r, node, attributes) || !read_word(r, node, "unite", unit_words, &out->unit) ||
        !read_word(r, node, "nature", periodicity_words, &out->periodicity) ||
        (node_attribute(node, "sens") && !read_word(r, node, "sens", direction_words, &out->direction)) ||
        !element_whole(r, node, "decimales", str_equal(out->unit, STR("percent")), &decimals)) {
        return false;
    }
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (element_text(r, node, elements[i]).len == 0) {
            return element_fault(r, node->line, "element", str_from(elements[i]), "required, and not there");
        }
    }
    if (decimals < 0 || decimals > 3) {
        return element_fault(r, node->line, "decimales", element_attribute(r, node, "decimales"), "expected 0 to 3");
    }
    out->decimals = (int)decimals;
    bool of_persons = str_equal(out->unit, STR("persons")) || str_equal(out->unit, STR("enrolments"));
    /* The side of care: a share is one of persons unless the configuration says that it is not. */
    out->is_personal = of_persons || (str_equal(out->unit, STR("percent")) && !str_equal(persons, STR("non")));
    read_indicator_texts(r, node, out);
    return true;
}

bool programme_read_indicators(struct programme_reader *r, const struct node *root)
{
    struct programme *p = r->programme;
    const struct node *list = node_child(root, "indicateurs");
    p->indicators = arena_array(r->arena, struct programme_indicator, element_count(list, "indicateur"));
    for (const struct node *n = list ? node_child(list, "indicateur") : NULL; n; n = node_sibling(n, "indicateur")) {
        struct programme_indicator *indicator = &p->indicators[p->indicator_count];
        if (!read_indicator(r, n, indicator)) {
            return false;
        }
        for (size_t i = 0; i < p->indicator_count; i++) {
            if (str_equal(p->indicators[i].code, indicator->code)) {
                return element_fault(r, n->line, "indicateur", indicator->code, "named twice");
            }
        }
        p->indicator_count++;
    }
    return true;
}
