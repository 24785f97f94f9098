/* gencarto render: everything after the wall, from one public file. */
#include "gencarto/db/db.h"
#include "gencarto/sql/sql.h"
#include "step.h"

static bool read_period(struct query *query, const char *database, struct period *out_release, struct error *err)
{
    bool has_row = false;
    if (!query_step(query, &has_row, err))
        return false;
    struct value code = has_row ? query_column(query, 0) : VALUE_OF_NULL;
    return (code.type == VALUE_TEXT && period_parse(code.text, out_release)) ||
           error_set(err, ERROR_INPUT, "%s: it names no released quarter; make it again with " PROGRAM_NAME " compile",
                     database);
}

/* Opening it also tells whether it is a public file of this schema. */
static bool read_release(const char *database, struct period *out_release, struct error *err)
{
    struct db *db = NULL;
    struct query *query = NULL;
    bool done = db_open(database, DB_READ, &db, err) &&
                query_prepare(db, "release.sql", sql_text("release"), &query, err) &&
                read_period(query, database, out_release, err);
    query_free(query);
    db_close(db);
    return done;
}

bool render_run(const struct invocation *invocation, struct error *err)
{
    int64_t begun_ms = progress_clock_ms();
    struct progress progress;
    progress_init(&progress, invocation);
    struct publication *publication = NULL;
    struct period release;
    const char *output = invocation_text(invocation, OPTION_OUTPUT, invocation->command->default_output);
    bool done = read_release(invocation->operand, &release, err) && publish_open(output, PROGRAM, &publication, err) &&
                step_publish(invocation, invocation->operand, release, publication, &progress, begun_ms, err);
    publish_close(publication);
    return done;
}
