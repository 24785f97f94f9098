/* What --help and --version say, made from the tables. */
#ifndef GENCARTO_GENERATOR_COMMAND_USAGE_H
#define GENCARTO_GENERATOR_COMMAND_USAGE_H

#include "command.h"
#include "gencarto/base/buf.h"

void usage_write_program(struct buf *out, const struct command *commands, size_t count);
void usage_write_command(struct buf *out, const struct command *command);
void usage_write_version(struct buf *out);

#endif
