#include "gencarto/compile/ingest/programme_elements.h"

#include "gencarto/base/date.h"
#include "gencarto/base/number.h"
#include "gencarto/base/text.h"

bool element_fault(struct programme_reader *r, int line, const char *what, struct str found, const char *expected)
{
    return error_set(r->err, ERROR_INPUT, "%s:%d: %s \"%.*s\": %s", r->path, line, what, STR_ARGS(found), expected);
}

struct str element_text(struct programme_reader *r, const struct node *parent, const char *name)
{
    const struct node *node = node_child(parent, name);
    return node ? text_nfc(r->arena, node_text(r->arena, node)) : STR("");
}

/* The empty text when the node or the attribute is absent. */
struct str element_attribute(struct programme_reader *r, const struct node *node, const char *name)
{
    const struct str *value = node ? node_attribute(node, name) : NULL;
    return value ? text_nfc(r->arena, str_trim(*value)) : STR("");
}

size_t element_count(const struct node *parent, const char *name)
{
    size_t count = 0;
    for (const struct node *n = parent ? node_child(parent, name) : NULL; n; n = node_sibling(n, name)) {
        count++;
    }
    return count;
}

bool element_day(struct programme_reader *r, const struct node *node, const char *name, int32_t *out_day)
{
    struct str text = element_attribute(r, node, name);
    *out_day = DATE_NONE;
    return text.len == 0 || date_parse(text, out_day) ||
           element_fault(r, node->line, name, text, "the calendar has no such day; expected AAAA-MM-JJ");
}

bool element_quarter(struct programme_reader *r, const struct node *node, const char *name, struct period *out_period)
{
    struct str text = element_attribute(r, node, name);
    *out_period = (struct period){0};
    return text.len == 0 || period_parse(text, out_period) ||
           element_fault(r, node->line, name, text, "no quarter; expected the form 2017-T4");
}

bool element_number(struct programme_reader *r, const struct node *node, const char *name, double missing,
                    double *out_value)
{
    struct str text = element_attribute(r, node, name);
    *out_value = missing;
    return text.len == 0 || number_parse_french(text, out_value) ||
           element_fault(r, node->line, name, text, "not a number; expected digits with a point or a comma");
}

bool element_whole(struct programme_reader *r, const struct node *node, const char *name, int64_t missing,
                   int64_t *out_value)
{
    struct str text = element_attribute(r, node, name);
    *out_value = missing;
    return text.len == 0 || number_parse_int(text, out_value) ||
           element_fault(r, node->line, name, text, "not a whole number of this size");
}

/* The schema asks for them too, but its message does not say which one is missing. */
bool element_require(struct programme_reader *r, const struct node *node, const char *const *names)
{
    for (; *names; names++) {
        if (element_attribute(r, node, *names).len == 0) {
            return element_fault(r, node->line, "attribute", str_from(*names), "required, and not there");
        }
    }
    return true;
}
