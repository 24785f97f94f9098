/* The corners of a drawn path, as our own writer makes them: M, L, H, V, their small letters, Z; arcs and curves end
 * the reading. */
#include "corners.h"

#include "gencarto/base/number.h"

static bool is_number_byte(char c)
{
    return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* The number at *at: it ends before a second point or a sign. */
static bool next_number(struct str path, size_t *at, double *out)
{
    while (*at < path.len && (path.ptr[*at] == ' ' || path.ptr[*at] == ',')) {
        ++*at;
    }
    size_t from = *at;
    bool has_point = false;
    while (*at < path.len && is_number_byte(path.ptr[*at])) {
        bool is_point = path.ptr[*at] == '.';
        if ((is_point && has_point) || (path.ptr[*at] == '-' && *at > from)) {
            break;
        }
        has_point = has_point || is_point;
        ++*at;
    }
    struct str text = str_slice(path, from, *at);
    bool is_fraction = str_starts(text, STR(".")) || str_starts(text, STR("-."));
    double sign = str_starts(text, STR("-")) ? -1 : 1, value = 0, unit = 1;
    if (!is_fraction) {
        return number_parse_decimal(text, out);
    }
    for (size_t i = sign < 0 ? 2 : 1; i < text.len; i++) {
        unit /= 10;
        value += (text.ptr[i] - '0') * unit;
    }
    *out = sign * value;
    return text.len > (sign < 0 ? 2 : 1);
}

size_t corners_read(struct str path, struct corner *out, size_t most)
{
    double x = 0, y = 0, number;
    size_t count = 0, at = 0;
    char command = 'M';
    while (at < path.len && count < most) {
        char c = path.ptr[at];
        if (!is_number_byte(c) && c != ' ' && c != ',') {
            command = c;
            at++;
            continue;
        }
        bool is_relative = command >= 'a', is_x = command != 'v' && command != 'V';
        bool is_known = command == 'M' || command == 'm' || command == 'L' || command == 'l' || command == 'H' ||
                        command == 'h' || command == 'V' || command == 'v';
        if (!is_known || !next_number(path, &at, &number)) {
            break;
        }
        double *first = is_x ? &x : &y;
        *first = is_relative ? *first + number : number;
        bool has_second = command != 'h' && command != 'H' && is_x;
        if (has_second) {
            if (!next_number(path, &at, &number)) {
                break;
            }
            y = is_relative ? y + number : number;
        }
        out[count++] = (struct corner){x, y};
    }
    return count;
}
