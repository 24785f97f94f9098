/* From the words of the command line to an invocation. */
#ifndef GENCARTO_GENERATOR_COMMAND_ARGUMENTS_H
#define GENCARTO_GENERATOR_COMMAND_ARGUMENTS_H

#include "command.h"

/* `words` are those after the program's name. Options stand anywhere after the command, as "--name value" or
 * "--name=value"; after "--" everything is an operand. Reading ends at --help. ERROR_USAGE for anything else, with the
 * nearest name that exists. */
bool arguments_parse(const struct command *commands, size_t command_count, char *const *words, int word_count,
                     struct invocation *out_invocation, struct error *err);

#endif
