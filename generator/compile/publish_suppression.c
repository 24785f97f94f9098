#include "publish_suppression.h"

#include "insert.h"

static int report_row(struct arena *arena, const void *context, size_t row, struct value *out)
{
    static const char *const rules[SUPPRESSION_REASONS] = {
        [SUPPRESSION_NONE] = "none",
        [SUPPRESSION_THRESHOLD] = "threshold",
        [SUPPRESSION_COMPLEMENT] = "complement",
        [SUPPRESSION_SECONDARY] = "secondary",
        [SUPPRESSION_LATER] = "later",
    };
    const struct suppression_report *report = context;
    size_t level = row / SUPPRESSION_REASONS;
    size_t reason = row % SUPPRESSION_REASONS;
    (void)arena;
    return ROW(out, VALUE_OF_TEXT(str_from(entity_kind_name((enum entity_kind)level))),
               VALUE_OF_TEXT(str_from(rules[reason])), VALUE_OF_INT((int64_t)level + 1),
               VALUE_OF_INT(report->flows[level][reason]));
}

bool publish_suppression(struct db *db, const struct suppression_report *report, struct error *err)
{
    return insert_rows(db, "insert/suppression", (size_t)ENTITY_KINDS * SUPPRESSION_REASONS, report_row, report, err);
}
