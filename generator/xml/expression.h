/* The regular expressions of XML Schema, as far as a schema of a configuration needs them: characters, \s and escaped
 * marks, classes, groups, alternatives and quantifiers. Internal to xml/. */
#ifndef GENERATOR_XML_EXPRESSION_H
#define GENERATOR_XML_EXPRESSION_H

#include "gencarto/base/str.h"

#define EXPRESSION_TEXT_MOST 255

/* Whether the expression matches the whole text; both are valid UTF-8. False too when that cannot be said: an
 * expression with anything else in it, or a text above EXPRESSION_TEXT_MOST bytes. */
bool expression_matches(struct str expression, struct str text);

#endif
