#include "kits_words.h"

#include "gencarto/base/file.h"
#include "gencarto/base/typography.h"
#include "gencarto/compile/ingest/input.h"

#define NARROW_SPACE STR("\u202F")
#define SPACE        STR("\u00A0")

bool kits_words_open(struct kits_words *words, struct arena *arena, const char *templates, struct error *err)
{
    const char *path = file_join(arena, templates, "catalogue/labels.fr.xml");
    struct str source;
    struct node *root;
    if (!file_read(arena, path, &source, err) || !document_parse(arena, path, source, DOCUMENT_XML, &root, err))
        return false;
    *words = (struct kits_words){.arena = arena, .root = root};
    return true;
}

static struct str set_text(struct arena *arena, struct str text)
{
    struct buf french, plain;
    buf_init(&french, arena);
    buf_init(&plain, arena);
    typography_text(&french, text, LANGUAGE_FR);
    struct str rest = buf_str(&french);
    for (size_t at = str_find(rest, NARROW_SPACE, 0); at < rest.len; at = str_find(rest, NARROW_SPACE, 0)) {
        buf_add(&plain, str_slice(rest, 0, at));
        buf_add(&plain, SPACE);
        rest = str_slice(rest, at + NARROW_SPACE.len, rest.len);
    }
    buf_add(&plain, rest);
    return buf_str(&plain);
}

struct str kits_words_label(const struct kits_words *words, const char *id)
{
    for (const struct node *node = node_child(words->root, "label"); node; node = node_sibling(node, "label")) {
        const struct str *found = node_attribute(node, "id");
        if (found && str_equal(*found, str_from(id)))
            return set_text(words->arena, node_text(words->arena, node));
    }
    return str_from(id);
}

/* The label of a rule, kept in `labels`. */
static struct str rule_label(const struct kits_words *words, struct str **labels, const char *prefix,
                             const struct rule *rule)
{
    size_t count;
    const struct rule *first = input_rules(&count);
    size_t index = (size_t)(rule - first);
    if (!*labels)
        *labels = arena_array(words->arena, struct str, count);
    if ((*labels)[index].len == 0)
        (*labels)[index] = kits_words_label(words, str_format(words->arena, "%s%s", prefix, rule->id).ptr);
    return (*labels)[index];
}

struct str kits_words_rule(struct kits_words *words, const struct rule *rule)
{
    return rule_label(words, &words->rules, "regle.", rule);
}

struct str kits_words_remedy(struct kits_words *words, const struct rule *rule)
{
    return rule_label(words, &words->remedies, "remede.", rule);
}
