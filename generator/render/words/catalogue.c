#include <stdlib.h>

#include "gencarto/base/file.h"
#include "gencarto/xml/document.h"
#include "saying.h"

/* Every pattern that the program may ask for: a catalogue has all of them. */
static const char *const WANTED[] = {
    "absent.c",
    "absent.u",
    "absent.z",
    "cumulative",
    "in",
    "points.many",
    "points.one",
    "ranking.close",
    "ranking.equal",
    "ranking.hidden.many",
    "ranking.hidden.one",
    "ranking.none",
    "ranking.one",
    "ranking.range",
    "ranking.reading",
    "ranking.reading.tied",
    "ranking.reference",
    "ranking.target.all",
    "ranking.target.none",
    "ranking.target.some",
    "ranking.title",
    "series.absent",
    "series.against",
    "series.extremes",
    "series.fall",
    "series.first",
    "series.level",
    "series.none",
    "series.reading",
    "series.rise",
    "series.same",
    "series.title",
    "series.title.one",
    "series.unclear",
    "since.end",
    "since.flow",
    "target.above",
    "target.below",
    "target.met",
    "when.end",
    "when.flow",
};

static int compare_patterns(const void *a, const void *b)
{
    return str_compare(((const struct pattern *)a)->id, ((const struct pattern *)b)->id);
}

static int compare_subjects(const void *a, const void *b)
{
    return str_compare(((const struct subject *)a)->id, ((const struct subject *)b)->id);
}

const struct pattern *words_pattern(const struct words *words, struct str id)
{
    struct pattern key = {.id = id};
    return bsearch(&key, words->patterns, words->pattern_count, sizeof key, compare_patterns);
}

const struct subject *words_subject_of(const struct words *words, struct str id)
{
    struct subject key = {.id = id};
    return bsearch(&key, words->subjects, words->subject_count, sizeof key, compare_subjects);
}

static bool read_id(const struct words *words, const struct node *node, struct str *out_id, struct error *err)
{
    const struct str *id = node_attribute(node, "id");
    if (!id)
        return error_set(err, ERROR_OUTPUT, "%s:%d: this element needs the attribute \"id\"", words->path, node->line);
    *out_id = *id;
    return true;
}

static bool read_agreement(const struct words *words, const struct node *node, int *out_agreement, struct error *err)
{
    static const struct str FORMS[] = {STR_INIT("m"), STR_INIT("f"), STR_INIT("mp"), STR_INIT("fp")};
    const struct str *form = node_attribute(node, "agreement");
    for (int i = 0; form && i < 4; i++)
        if (str_equal(*form, FORMS[i])) {
            *out_agreement = i;
            return true;
        }
    return error_set(err, ERROR_OUTPUT, "%s:%d: the attribute \"agreement\" is m, f, mp or fp", words->path,
                     node->line);
}

static size_t count_elements(const struct node *root, const char *name)
{
    size_t count = 0;
    for (const struct node *node = node_child(root, name); node; node = node_sibling(node, name))
        count++;
    return count;
}

static bool collect(struct arena *arena, struct words *words, const struct node *root, struct error *err)
{
    words->patterns = arena_array(arena, struct pattern, count_elements(root, "pattern"));
    words->subjects = arena_array(arena, struct subject, count_elements(root, "subject"));
    for (const struct node *node = node_child(root, "pattern"); node; node = node_sibling(node, "pattern")) {
        struct pattern *pattern = &words->patterns[words->pattern_count++];
        if (!read_id(words, node, &pattern->id, err))
            return false;
        pattern->text = node_text(arena, node);
        pattern->line = node->line;
    }
    for (const struct node *node = node_child(root, "subject"); node; node = node_sibling(node, "subject")) {
        struct subject *subject = &words->subjects[words->subject_count++];
        if (!read_id(words, node, &subject->id, err) || !read_agreement(words, node, &subject->agreement, err))
            return false;
        subject->text = node_text(arena, node);
        subject->line = node->line;
    }
    qsort(words->patterns, words->pattern_count, sizeof *words->patterns, compare_patterns);
    qsort(words->subjects, words->subject_count, sizeof *words->subjects, compare_subjects);
    return true;
}

static bool has_all(const struct words *words, struct error *err)
{
    for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++)
        if (!words_pattern(words, str_from(WANTED[i])))
            return error_set(err, ERROR_OUTPUT, "%s: there is no <pattern id=\"%s\">", words->path, WANTED[i]);
    return true;
}

bool words_read(struct arena *arena, const char *folder_of_templates, enum language language,
                const struct words **out_words, struct error *err)
{
    struct words *words = arena_one(arena, struct words);
    struct str source;
    struct node *root;
    words->language = language;
    words->path = str_format(arena, "%s/catalogue/words.%s.xml", folder_of_templates, language_code(language)).ptr;
    if (!file_read(arena, words->path, &source, err) ||
        !document_parse(arena, words->path, source, DOCUMENT_XML, &root, err) || !collect(arena, words, root, err) ||
        !has_all(words, err))
        return false;
    *out_words = words;
    return true;
}
