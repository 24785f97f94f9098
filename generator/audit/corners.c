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

bool corners_number(struct str text, double *out)
{
    size_t at = 0;
    return next_number(text, &at, out) && at == text.len;
}

/* Where the pen is, and where its part of the path began. */
struct pen {
    double x, y, start_x, start_y;
    char command;
    bool starts;
};

static void take_command(struct pen *pen, char command)
{
    pen->command = command;
    pen->starts = pen->starts || command == 'M' || command == 'm';
    if (command == 'z' || command == 'Z') {
        pen->x = pen->start_x;
        pen->y = pen->start_y;
    }
}

static bool is_line(char command)
{
    return command == 'M' || command == 'm' || command == 'L' || command == 'l' || command == 'H' || command == 'h' ||
           command == 'V' || command == 'v';
}

/* Moves by the numbers of its command. */
static bool move(struct pen *pen, struct str path, size_t *at)
{
    bool is_relative = pen->command >= 'a';
    bool is_down = pen->command == 'v' || pen->command == 'V', is_across = pen->command == 'h' || pen->command == 'H';
    double x = is_relative ? 0 : pen->x, y = is_relative ? 0 : pen->y;
    if ((!is_down && !next_number(path, at, &x)) || (!is_across && !next_number(path, at, &y))) {
        return false;
    }
    pen->x = is_relative ? pen->x + x : x;
    pen->y = is_relative ? pen->y + y : y;
    if (pen->starts) {
        pen->start_x = pen->x;
        pen->start_y = pen->y;
    }
    return true;
}

size_t corners_read(struct str path, struct corner *out, size_t most)
{
    struct pen pen = {.command = 'M', .starts = true};
    size_t count = 0, at = 0;
    while (at < path.len && count < most) {
        char c = path.ptr[at];
        if (is_number_byte(c) || c == ' ' || c == ',') {
            if (!is_line(pen.command) || !move(&pen, path, &at)) {
                break;
            }
            out[count++] = (struct corner){pen.x, pen.y, pen.starts};
            pen.starts = false;
            continue;
        }
        take_command(&pen, c);
        at++;
        if ((c == 'z' || c == 'Z') && count > 0) {
            out[count++] = (struct corner){pen.x, pen.y, false};
        }
    }
    return count;
}
