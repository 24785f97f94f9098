/* What a suppression hid, in words for standard error: by level and rule, no count of persons. */
#ifndef GENCARTO_GENERATOR_COMMAND_SUPPRESSION_TEXT_H
#define GENCARTO_GENERATOR_COMMAND_SUPPRESSION_TEXT_H

#include "gencarto/base/buf.h"
#include "gencarto/compile/disclosure/suppress.h"

void suppression_text_write(struct buf *out, const struct suppression_report *report);

#endif
