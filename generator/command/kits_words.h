/* The French words of the kits: labels of templates/catalogue/labels.fr.xml, set as French is, with the no-break spaces
 * that every encoding of the kits has (U+00A0 alone). */
#ifndef GENCARTO_GENERATOR_COMMAND_KITS_WORDS_H
#define GENCARTO_GENERATOR_COMMAND_KITS_WORDS_H

#include "gencarto/base/arena.h"
#include "gencarto/base/error.h"
#include "gencarto/base/finding.h"
#include "gencarto/xml/document.h"

struct kits_words {
    struct arena *arena;
    const struct node *root;
    struct str *rules, *remedies; /* by place in the table of rules; made when they are first needed */
};

/* The catalogue of a folder of templates, in the arena. */
bool kits_words_open(struct kits_words *words, struct arena *arena, const char *templates, struct error *err);

/* The id itself when the catalogue has no such label. */
struct str kits_words_label(const struct kits_words *words, const char *id);

/* What is wrong; what was expected, and how to mend it. */
struct str kits_words_rule(struct kits_words *words, const struct rule *rule);
struct str kits_words_remedy(struct kits_words *words, const struct rule *rule);

#endif
