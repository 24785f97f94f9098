#include "gencarto/compile/ledger/ledger.h"

/* "neet:oui+sexe:F", and "neet+sexe" of a line that names a table, to the bits of neet and sexe. */
static bool parse_dimensions(struct str breakdown, unsigned *out_dimensions)
{
    struct buf names;
    struct str rest = breakdown, part;
    buf_init(&names, NULL);
    while (rest.len > 0 && str_split(&rest, '+', &part)) {
        buf_text(&names, names.len > 0 ? "+" : "");
        buf_add(&names, str_slice(part, 0, str_index(part, ':', 0)));
    }
    bool known = tables_parse_dimensions(buf_str(&names), out_dimensions);
    buf_clear(&names);
    return known;
}

bool ledger_line_is_of(const struct ledger_line *line, enum event measure, unsigned dimensions)
{
    unsigned its;
    return str_equal(line->measure, str_from(cube_event_codes[measure])) && parse_dimensions(line->breakdown, &its) &&
           its == dimensions;
}

bool ledger_publishes(const struct ledger *ledger, enum event measure, unsigned dimensions)
{
    for (int quarter = 0; quarter < ledger->quarters; quarter++) {
        const struct ledger_file *file = &ledger->releases[quarter].file;
        for (size_t i = 0; i < file->count; i++) {
            if (ledger_line_is_of(&file->lines[i], measure, dimensions)) {
                return true;
            }
        }
    }
    return false;
}
