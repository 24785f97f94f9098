/* What rows of public.sqlite no longer use, and the texts of all of them. */
#include "gencarto/base/buf.h"
#include "pages.h"
#include "reader.h"

static void leftover_fault(struct figures *figures, struct str place, struct str what, size_t count, const char *unit)
{
    if (count > 0) {
        figures_fault(figures, (struct audit_fault){STR("database-leftover"), place, what,
                                                    str_format(figures->arena, "%zu %s", count, unit), STR("none")});
    }
}

static void add_text(void *context, const struct pages_value *value)
{
    if (value->is_text) {
        buf_add(context, value->text);
        buf_byte(context, '\n');
    }
}

void read_database(struct figures *figures, struct str place, struct str content)
{
    struct buf texts;
    if (pages_size(content) == 0 || !pages_is_whole(content)) {
        figures_fault(figures, (struct audit_fault){STR("unknown-bytes"), place, STR("the file"), STR("no whole pages"),
                                                    STR("an SQLite database")});
        return;
    }
    buf_init(&texts, NULL);
    pages_read_values(content, add_text, &texts);
    leftover_fault(figures, place, STR("free pages"), pages_count_free(content), "pages");
    leftover_fault(figures, place, STR("unused bytes"), pages_count_leftover(content), "bytes that are not 0");
    traces_find(figures->traces, figures, place, buf_str(&texts));
    read_identity(figures, place, buf_str(&texts));
    buf_clear(&texts);
}
