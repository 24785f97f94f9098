/* A program of the build: write-codes FILE.c writes indicator_codes(), the codes of the catalogue as an array. */
#include <stdio.h>

#include "gencarto/base/buf.h"
#include "gencarto/base/file.h"
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"

static bool write_codes(struct db *db, struct buf *out, struct error *err)
{
    struct query *query = NULL;
    bool row = false;
    bool ok = query_prepare(db, "indicator_codes", sql_text("indicator_codes"), &query, err);
    while (ok && (ok = query_step(query, &row, err)) && row) {
        struct str code = query_column(query, 0).text;
        buf_format(out, "    STR_INIT(\"%.*s\"),\n", STR_ARGS(code));
    }
    query_free(query);
    return ok;
}

static bool write_source(struct db *db, struct buf *out, struct error *err)
{
    buf_text(out, "/* Generated from generator/sql/catalogue.sql by write_codes.c. */\n"
                  "#include \"gencarto/compile/indicator/indicator.h\"\n\n"
                  "static const struct str codes[] = {\n");
    bool ok = db_run(db, "schema/observation", sql_text("schema/observation"), err) &&
              db_run(db, "catalogue", sql_text("catalogue"), err) && write_codes(db, out, err);
    buf_text(out, "};\n\n"
                  "const struct str *indicator_codes(size_t *out_count)\n"
                  "{\n"
                  "    *out_count = sizeof codes / sizeof codes[0];\n"
                  "    return codes;\n"
                  "}\n");
    return ok;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct db *db = NULL;
    struct buf source;
    buf_init(&source, NULL);
    bool ok = argc == 2 && db_open("", DB_MEMORY, &db, &err) && write_source(db, &source, &err) &&
              file_write(argv[1], buf_str(&source), &err);
    db_close(db);
    buf_clear(&source);
    if (!ok) {
        fprintf(stderr, "write-codes: %s\n", argc == 2 ? err.message : "one argument, the file to write");
    }
    return ok ? 0 : 1;
}
