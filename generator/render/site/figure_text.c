#include "figure.h"
#include "gencarto/base/file.h"
#include "gencarto/base/text.h"

/* A path below the templates: no way up, no absolute one. */
static bool is_inside(struct str path)
{
    return path.len > 0 && path.ptr[0] != '/' && str_find(path, STR(".."), 0) == path.len;
}

bool figure_source(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                   struct error *err)
{
    struct figure_context *figures = context;
    struct str path, content;
    if (!call_need(call, "file", &path, err))
        return false;
    if (!is_inside(path))
        return call_error(call, err, "gen:file is \"%.*s\"; expected a path below the templates", STR_ARGS(path));
    if (!file_read(arena, file_join(arena, figures->options->templates, str_text(arena, path)), &content, err))
        return false;
    text_write_escaped(out, str_trim(content));
    return true;
}
