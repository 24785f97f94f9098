#include "publish_releases.h"

#include "insert.h"

static struct value period_value(struct arena *arena, struct period period)
{
    struct buf out;
    buf_init(&out, arena);
    period_write(&out, period);
    return VALUE_OF_TEXT(buf_str(&out));
}

static int release_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    const struct published_release *release = (const struct published_release *)context + row;
    return ROW(out, period_value(arena, release->period), VALUE_OF_TEXT(str_from(release->origin)),
               day_or_null(arena, release->received_day), VALUE_OF_INT(release->method), VALUE_OF_INT(release->base),
               VALUE_OF_INT(release->trainings_moved), VALUE_OF_TEXT(release->note));
}

bool publish_releases(struct db *db, const struct published_release *releases, size_t count, struct error *err)
{
    return insert_rows(db, "insert/release", count, release_row, releases, err);
}
