/* The key file: the secret that the protection draws under. 128 bits of the system's generator, as 32 hexadecimal
 * digits on one line, readable by its owner alone. It stays beside the input, is never published, and must be kept:
 * another key draws other figures. */
#ifndef GENCARTO_GENERATOR_COMMAND_KEY_H
#define GENCARTO_GENERATOR_COMMAND_KEY_H

#include "command.h"
#include "gencarto/compile/ingest/input.h"

/* What --key names, else INPUT/.gencarto-key. Without --key, the file of real data is made when it is absent, and told
 * on standard error; simulated data, and a folder that cannot be written, go without: `out_key` is empty. ERROR_INPUT
 * for a file that is absent (--key), no key, or readable by others than its owner. */
bool key_find(struct arena *arena, const struct invocation *invocation, const struct input *input, struct str *out_key,
              struct error *err);

#endif
