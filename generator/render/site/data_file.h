/* Data files: each query of templates/data/ is one data set, published as CSV twice (RFC 4180; and with a byte order
 * mark, semicolons and decimal commas for French spreadsheets); when its name ends in .geojson, as GeoJSON; when it
 * ends in .json, as it is: its one row has one column, the text of the document. */
#ifndef GENERATOR_RENDER_SITE_DATA_FILE_H
#define GENERATOR_RENDER_SITE_DATA_FILE_H

#include "gencarto/db/db.h"
#include "gencarto/render/site/site.h"

struct data_file {
    struct str name;  /* of the query's file without ".sql": "structures", "formations.geojson" */
    const char *path; /* of the query's file */
};

/* The data sets of a folder of templates, in byte order of their names. */
bool data_files(struct arena *arena, const char *templates, struct data_file **out_files, size_t *out_count,
                struct error *err);

/* Runs the query and gives its file or files to the sink, under donnees/. */
bool data_file_write(struct arena *scratch, struct db *db, const struct data_file *file,
                     const struct site_options *options, int64_t *out_written, struct error *err);

#endif
