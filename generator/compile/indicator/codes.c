#include "gencarto/compile/indicator/indicator.h"

#include "gencarto/sql/sql.h"

static bool read_codes(struct db *db, struct arena *arena, struct str **out_codes, size_t *out_count, struct error *err)
{
    struct query *query = NULL;
    struct str *codes = NULL;
    size_t count = 0;
    size_t capacity = 0;
    bool row = false;
    bool ok = query_prepare(db, "indicator_codes", sql_text("indicator_codes"), &query, err);
    while (ok && (ok = query_step(query, &row, err)) && row) {
        if (count == capacity) {
            size_t more = capacity == 0 ? 64 : capacity * 2;
            codes = arena_grow(arena, codes, capacity * sizeof *codes, more * sizeof *codes);
            capacity = more;
        }
        codes[count++] = str_copy(arena, query_column(query, 0).text);
    }
    query_free(query);
    *out_codes = codes;
    *out_count = count;
    return ok;
}

bool indicator_codes(struct arena *arena, struct str **out_codes, size_t *out_count, struct error *err)
{
    struct db *db = NULL;
    bool ok = db_open("", DB_MEMORY, &db, err) &&
              db_run(db, "schema/observation", sql_text("schema/observation"), err) &&
              db_run(db, "catalogue", sql_text("catalogue"), err) && read_codes(db, arena, out_codes, out_count, err);
    db_close(db);
    return ok;
}
