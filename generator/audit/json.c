#include "reader.h"

/* Every `"key": number`, wherever it stands. */
void read_json(struct figures *figures, struct str place, struct str content)
{
    for (size_t at = str_index(content, '"', 0); at < content.len;) {
        size_t end = str_index(content, '"', at + 1);
        struct str key = str_slice(content, at + 1, end);
        struct str after = str_trim(str_slice(content, end + 1, end + 64));
        const struct audit_indicator *indicator = figures_indicator(figures, key);
        struct shown_number number;
        if (indicator != NULL && indicator->is_count && str_starts(after, STR(":")) &&
            figures_parse(str_slice(after, 1, after.len), &number)) {
            figures_count(figures, STR("key-not-multiple"), place, key, number);
        }
        at = str_index(content, '"', end + 1);
    }
}
