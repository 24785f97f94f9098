/* Where things are: the data shipped with the program, and folders that must stay apart. */
#ifndef GENCARTO_GENERATOR_COMMAND_PLACE_H
#define GENCARTO_GENERATOR_COMMAND_PLACE_H

#include "command.h"
#include "gencarto/geo/source.h"

#define PLACE_DATABASE "donnees/public.sqlite" /* in a site */

/* The public file: `path` itself, or that of the site in the folder `path`. */
const char *place_database(struct arena *arena, const char *path);

/* What --templates says, else `templates` in the working folder, else beside the program's folder. ERROR_USAGE when
 * there is none with a theme.xml. */
bool place_templates(struct arena *arena, const struct invocation *invocation, const char **out_folder,
                     struct error *err);

/* `input/reference`, in the working folder, else beside the program's folder. */
bool place_reference(struct arena *arena, const char **out_folder, struct error *err);

/* What --boundaries says, else the file of the reference folder; that one too; and the cache, a hidden folder beside
 * the output: "x/.site.cache" of "x/site". */
bool place_boundaries(struct arena *arena, const struct invocation *invocation, struct atlas_source *out_source,
                      struct error *err);

/* What place_database says; ERROR_INPUT when it is not there. */
bool place_public_file(struct arena *arena, const char *path, const char **out_file, struct error *err);

/* ERROR_USAGE when one of the two paths lies in the other, or is the other; they need not exist. */
bool place_check_apart(const char *input, const char *output, struct error *err);

/* `path`, or a folder above what exists of it, holds what a published site does: a manifest and a folder of data. */
bool place_is_published(struct arena *scratch, const char *path);

#endif
