#include "gencarto/tabular/separator_line.h"

/* What a spreadsheet makes of "sep=;" when it writes it again: more of the same after it, one for each further column.
 * One sign is meant where the next line does not have all of them. */
static struct str repeated_once(struct str written, struct str rest)
{
    size_t same = 1;
    while (same < written.len && written.ptr[same] == written.ptr[0]) {
        same++;
    }
    struct str line = str_trim(rest);
    line = str_slice(line, 0, str_index(line, '\n', 0));
    bool is_meant = same < written.len || str_find(line, written, 0) < line.len;
    return is_meant ? written : str_slice(written, 0, 1);
}

bool separator_line_read(struct str text, struct delimiter *out_delimiter, size_t *out_len)
{
    struct str line = str_slice(text, 0, str_index(text, '\n', 0));
    line = str_slice(line, 0, str_index(line, '\r', 0));
    *out_len = line.len;
    if (str_starts(line, STR("\"")) && str_ends(line, STR("\""))) {
        line = str_slice(line, 1, line.len - 1);
    }
    return line.len > 4 && str_equal_ascii_case(str_slice(line, 0, 4), STR("sep=")) &&
           delimiter_parse(repeated_once(str_slice(line, 4, line.len), str_slice(text, *out_len, text.len)),
                           out_delimiter);
}
