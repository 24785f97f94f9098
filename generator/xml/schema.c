#include "schema.h"

#include "cursor.h"
#include "expression.h"
#include "gencarto/base/number.h"
#include "gencarto/base/text.h"

#define DEPTH_MOST     50
#define PARTICLES_MOST 64

static const struct node *element_at(const struct node *node)
{
    while (node && node->kind != NODE_ELEMENT) {
        node = node->next;
    }
    return node;
}

/* The first pattern in `pattern`, and the one after `pattern`; NULL: none. */
static const struct node *pattern_in(const struct node *pattern)
{
    return element_at(pattern->first);
}

static const struct node *pattern_after(const struct node *pattern)
{
    return element_at(pattern->next);
}

/* The one pattern that `pattern` holds; NULL: none or several. */
static const struct node *only_in(const struct node *pattern)
{
    const struct node *only = pattern_in(pattern);
    return only && !pattern_after(only) ? only : NULL;
}

static bool is_called(const struct node *pattern, const char *name)
{
    return str_equal(pattern->name, str_from(name));
}

static const struct node *definition_of(const struct node *schema, const struct node *ref)
{
    const struct str *name = node_attribute(ref, "name");
    for (const struct node *define = node_child(schema, "define"); name && define;
         define = node_sibling(define, "define")) {
        const struct str *own = node_attribute(define, "name");
        if (own && str_equal(*own, *name) && !node_attribute(define, "combine")) {
            return define;
        }
    }
    return NULL;
}

/* ---- values --------------------------------------------------------------------------------------------------- */

static struct str text_in(const struct node *pattern)
{
    return pattern->first && pattern->first->kind == NODE_TEXT && !pattern->first->next ? pattern->first->text
                                                                                        : STR("");
}

/* One space at most between words and none at the ends: it is the same collapsed. */
static bool is_collapsed(struct str text)
{
    bool after_space = true;
    for (size_t i = 0; i < text.len; i++) {
        bool is_blank = cursor_is_blank(text.ptr[i]);
        if (is_blank && (after_space || text.ptr[i] != ' ')) {
            return false;
        }
        after_space = is_blank;
    }
    return text.len == 0 || !after_space;
}

static size_t count_visible(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += !cursor_is_blank(text.ptr[i]) && ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Digits, few enough for an int64_t. */
static bool read_count(struct str text, int64_t *out_count)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len <= 9 && number_parse_int(text, out_count);
}

/* Each is strict where blanks at the ends or a sign might count or not. */
static bool has_least_length(struct str limit, struct str text)
{
    int64_t least;
    return read_count(limit, &least) && count_visible(text) >= (size_t)least;
}

static bool has_most_length(struct str limit, struct str text)
{
    int64_t most;
    return read_count(limit, &most) && text_length(text) <= (size_t)most;
}

static bool has_pattern(struct str expression, struct str text)
{
    return is_collapsed(text) && expression_matches(expression, text);
}

static bool is_at_least(struct str limit, struct str text)
{
    int64_t least, value;
    return read_count(limit, &least) && read_count(text, &value) && value >= least;
}

static bool is_at_most(struct str limit, struct str text)
{
    int64_t most, value;
    return read_count(limit, &most) && read_count(text, &value) && value <= most;
}

static bool holds_parameter(const struct node *parameter, struct str text)
{
    static const struct {
        const char *name;
        bool (*holds)(struct str limit, struct str text);
    } facets[] = {{"minLength", has_least_length},
                  {"maxLength", has_most_length},
                  {"pattern", has_pattern},
                  {"minInclusive", is_at_least},
                  {"maxInclusive", is_at_most}};
    const struct str *name = node_attribute(parameter, "name");
    for (size_t i = 0; name && is_called(parameter, "param") && i < sizeof facets / sizeof *facets; i++) {
        if (str_equal(*name, str_from(facets[i].name))) {
            return facets[i].holds(text_in(parameter), text);
        }
    }
    return false;
}

static bool is_data(const struct node *pattern, struct str text)
{
    const struct str *type = node_attribute(pattern, "type");
    int64_t count;
    bool is_text = type && (str_equal(*type, STR("string")) || str_equal(*type, STR("token")));
    bool is_number = type && (str_equal(*type, STR("integer")) || str_equal(*type, STR("nonNegativeInteger")));
    if (!is_text && !(is_number && read_count(text, &count))) {
        return false;
    }
    for (const struct node *parameter = pattern_in(pattern); parameter; parameter = pattern_after(parameter)) {
        if (!holds_parameter(parameter, text)) {
            return false;
        }
    }
    return true;
}

static bool is_value(const struct node *pattern, struct str text)
{
    return !pattern->attributes && text.len > 0 && is_collapsed(text) && str_equal(text_in(pattern), text);
}

struct validation {
    const struct node *schema;
    struct arena *scratch;
};

static bool accepts_text(const struct validation *v, const struct node *pattern, struct str text, int depth);

/* Words of one kind, at least one. */
static bool is_list(const struct validation *v, const struct node *pattern, struct str text, int depth)
{
    const struct node *words = only_in(pattern), *word = words ? only_in(words) : NULL;
    if (!word || !is_called(words, "oneOrMore") || !is_collapsed(text)) {
        return false;
    }
    for (struct str part; str_split(&text, ' ', &part);) {
        if (!accepts_text(v, word, part, depth)) {
            return false;
        }
    }
    return true;
}

static bool is_choice(const struct validation *v, const struct node *pattern, struct str text, int depth)
{
    const struct node *alternative = pattern_in(pattern);
    while (alternative && !accepts_text(v, alternative, text, depth)) {
        alternative = pattern_after(alternative);
    }
    return alternative != NULL;
}

static bool accepts_text(const struct validation *v, const struct node *pattern, struct str text, int depth)
{
    if (depth > DEPTH_MOST) {
        return false;
    }
    if (is_called(pattern, "ref")) {
        const struct node *definition = definition_of(v->schema, pattern),
                          *only = definition ? only_in(definition) : NULL;
        return only && accepts_text(v, only, text, depth + 1);
    }
    return is_called(pattern, "text") || (is_called(pattern, "value") && is_value(pattern, text)) ||
           (is_called(pattern, "data") && is_data(pattern, text)) ||
           (is_called(pattern, "list") && is_list(v, pattern, text, depth + 1)) ||
           (is_called(pattern, "choice") && is_choice(v, pattern, text, depth + 1));
}

/* ---- what may stand in an element ----------------------------------------------------------------------------- */

/* An attribute or an element. */
struct particle {
    const struct node *pattern;
    struct str name;
    bool is_required, repeats;
    bool is_found;
};

struct contents {
    struct particle particles[PARTICLES_MOST];
    size_t count, elements;
    const struct node *text; /* its pattern; NULL: none */
};

struct occurrence {
    bool is_required, repeats;
};

static bool collect(const struct validation *v, const struct node *pattern, struct occurrence occurrence, int depth,
                    struct contents *contents);

/* All in `pattern`. Where their order matters only one of them may be of elements. */
static bool collect_all(const struct validation *v, const struct node *pattern, struct occurrence occurrence,
                        bool is_ordered, int depth, struct contents *contents)
{
    size_t kinds = 0;
    for (const struct node *part = pattern_in(pattern); part; part = pattern_after(part)) {
        size_t before = contents->elements;
        if (!collect(v, part, occurrence, depth, contents)) {
            return false;
        }
        kinds += contents->elements > before;
    }
    return !is_ordered || kinds <= 1;
}

static bool collect_only(const struct validation *v, const struct node *pattern, struct occurrence occurrence,
                         int depth, struct contents *contents)
{
    const struct node *only = only_in(pattern);
    return only && collect(v, only, occurrence, depth, contents);
}

static bool add_particle(const struct node *pattern, struct occurrence occurrence, struct contents *contents)
{
    const struct str *name = node_attribute(pattern, "name");
    bool is_element = is_called(pattern, "element");
    if (!name || contents->count == PARTICLES_MOST || (occurrence.repeats && !is_element)) {
        return false;
    }
    contents->particles[contents->count++] =
        (struct particle){pattern, *name, occurrence.is_required, occurrence.repeats, false};
    contents->elements += is_element;
    return true;
}

static bool set_text(const struct node *pattern, struct occurrence occurrence, struct contents *contents)
{
    bool is_only = !contents->text && occurrence.is_required && !occurrence.repeats;
    contents->text = pattern;
    return is_only;
}

static bool collect(const struct validation *v, const struct node *pattern, struct occurrence occurrence, int depth,
                    struct contents *contents)
{
    if (depth > DEPTH_MOST) {
        return false;
    }
    depth++;
    if (is_called(pattern, "element") || is_called(pattern, "attribute")) {
        return add_particle(pattern, occurrence, contents);
    }
    if (is_called(pattern, "optional")) {
        return collect_only(v, pattern, (struct occurrence){false, occurrence.repeats}, depth, contents);
    }
    if (is_called(pattern, "zeroOrMore")) {
        return collect_only(v, pattern, (struct occurrence){false, true}, depth, contents);
    }
    if (is_called(pattern, "oneOrMore")) {
        return collect_only(v, pattern, (struct occurrence){occurrence.is_required, true}, depth, contents);
    }
    if (is_called(pattern, "choice")) {
        return occurrence.repeats && !occurrence.is_required &&
               collect_all(v, pattern, occurrence, false, depth, contents);
    }
    if (is_called(pattern, "interleave")) {
        return occurrence.is_required && !occurrence.repeats &&
               collect_all(v, pattern, occurrence, false, depth, contents);
    }
    if (is_called(pattern, "ref")) {
        const struct node *definition = definition_of(v->schema, pattern);
        bool is_one = definition && only_in(definition);
        return definition && (is_one || (occurrence.is_required && !occurrence.repeats)) &&
               collect_all(v, definition, occurrence, true, depth, contents);
    }
    bool is_text = is_called(pattern, "text") || is_called(pattern, "data") || is_called(pattern, "list");
    return is_text && set_text(pattern, occurrence, contents);
}

/* ---- elements ------------------------------------------------------------------------------------------------- */

static struct particle *find(struct contents *contents, const char *kind, struct str name)
{
    for (size_t i = 0; i < contents->count; i++) {
        struct particle *particle = &contents->particles[i];
        if (str_equal(particle->name, name) && is_called(particle->pattern, kind)) {
            bool is_free = !particle->is_found || particle->repeats;
            particle->is_found = true;
            return is_free ? particle : NULL;
        }
    }
    return NULL;
}

static bool accepts_attributes(const struct validation *v, struct contents *contents, const struct node *node)
{
    for (const struct attribute *attribute = node->attributes; attribute; attribute = attribute->next) {
        const struct particle *particle = find(contents, "attribute", attribute->name);
        const struct node *pattern = particle ? pattern_in(particle->pattern) : NULL;
        bool is_any = particle && !pattern;
        if (!is_any && !(pattern && !pattern_after(pattern) && accepts_text(v, pattern, attribute->value, 0))) {
            return false;
        }
    }
    return true;
}

static bool is_blank(struct str text)
{
    return count_visible(text) == 0;
}

static bool accepts_element(const struct validation *v, const struct node *pattern, const struct node *node, int depth);

/* Blanks between elements say nothing. */
static bool accepts_elements(const struct validation *v, struct contents *contents, const struct node *node, int depth)
{
    for (const struct node *child = node->first; child; child = child->next) {
        if (child->kind == NODE_TEXT) {
            if (contents->elements == 0 || !is_blank(child->text)) {
                return false;
            }
            continue;
        }
        const struct particle *particle = find(contents, "element", child->name);
        if (!particle || !accepts_element(v, particle->pattern, child, depth + 1)) {
            return false;
        }
    }
    return true;
}

/* Texts are one, whatever comments stand between. */
static bool accepts_content(const struct validation *v, struct contents *contents, const struct node *node, int depth)
{
    if (!contents->text) {
        return accepts_elements(v, contents, node, depth);
    }
    const struct node *text = node->first;
    return contents->elements == 0 && (!text || (text->kind == NODE_TEXT && !text->next)) &&
           accepts_text(v, contents->text, text ? text->text : STR(""), 0);
}

static bool accepts_element(const struct validation *v, const struct node *pattern, const struct node *node, int depth)
{
    struct contents *contents = arena_one(v->scratch, struct contents);
    if (depth > DEPTH_MOST || !collect_all(v, pattern, (struct occurrence){true, false}, true, 0, contents) ||
        !accepts_attributes(v, contents, node) || !accepts_content(v, contents, node, depth)) {
        return false;
    }
    for (size_t i = 0; i < contents->count; i++) {
        if (contents->particles[i].is_required && !contents->particles[i].is_found) {
            return false;
        }
    }
    return true;
}

static bool attribute_is(const struct node *node, const char *name, struct str value)
{
    const struct str *found = node_attribute(node, name);
    return found && str_equal(*found, value);
}

bool schema_accepts(struct arena *scratch, const struct node *schema, const struct node *root)
{
    const struct validation validation = {schema, scratch};
    const struct node *start = node_child(schema, "start"), *pattern = start ? only_in(start) : NULL;
    const struct str *name = pattern ? node_attribute(pattern, "name") : NULL;
    return is_called(schema, "grammar") && attribute_is(schema, "xmlns", STR("http://relaxng.org/ns/structure/1.0")) &&
           attribute_is(schema, "datatypeLibrary", STR("http://www.w3.org/2001/XMLSchema-datatypes")) && name &&
           is_called(pattern, "element") && str_equal(*name, root->name) &&
           accepts_element(&validation, pattern, root, 0);
}
