#include "path.h"

#include <assert.h>

static bool is_command(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_blanks(struct path_reader *reader)
{
    while (reader->at < reader->data.len &&
           (reader->data.ptr[reader->at] == ' ' || reader->data.ptr[reader->at] == ','))
        reader->at++;
}

/* Sign, digits, point, digits; a second point or a sign starts the next number. */
static double next_number(struct path_reader *reader)
{
    skip_blanks(reader);
    const char *text = reader->data.ptr;
    size_t from = reader->at, at = from, length = reader->data.len;
    bool negative = at < length && text[at] == '-';
    if (negative)
        at++;
    double value = 0, unit = 1;
    size_t digits = at;
    for (; at < length && is_digit(text[at]); at++)
        value = 10 * value + (text[at] - '0');
    if (at < length && text[at] == '.')
        for (at++; at < length && is_digit(text[at]); at++) {
            value = 10 * value + (text[at] - '0');
            unit *= 10;
        }
    assert(at > digits);
    (void)digits;
    reader->at = at;
    return (negative ? -value : value) / unit;
}

static struct point next_point(struct path_reader *reader, bool relative)
{
    double x = next_number(reader), y = next_number(reader);
    return relative ? (struct point){reader->current.x + x, reader->current.y + y} : (struct point){x, y};
}

/* Where the line of H h V v ends. */
static struct point next_along(struct path_reader *reader, char command)
{
    struct point end = reader->current;
    double value = next_number(reader);
    switch (command) {
    case 'H':
        end.x = value;
        break;
    case 'h':
        end.x += value;
        break;
    case 'V':
        end.y = value;
        break;
    default:
        end.y += value;
    }
    return end;
}

bool path_next(struct path_reader *reader, struct path_step *out_step)
{
    skip_blanks(reader);
    if (reader->at == reader->data.len)
        return false;
    if (is_command(reader->data.ptr[reader->at]))
        reader->command = reader->data.ptr[reader->at++];
    bool relative = reader->command >= 'a';
    struct path_step step = {PATH_LINE, {{0, 0}, {0, 0}, {0, 0}}};
    switch (reader->command) {
    case 'M':
    case 'm':
        step.kind = PATH_MOVE;
        step.points[0] = reader->start = next_point(reader, relative);
        reader->command = relative ? 'l' : 'L'; /* numbers that follow without a command are lines */
        break;
    case 'C':
    case 'c':
        step.kind = PATH_CURVE;
        for (size_t i = 0; i < 3; i++)
            step.points[i] = next_point(reader, relative);
        break;
    case 'H':
    case 'h':
    case 'V':
    case 'v':
        step.points[0] = next_along(reader, reader->command);
        break;
    case 'Z':
    case 'z':
        step.kind = PATH_CLOSE;
        step.points[0] = reader->start;
        break;
    default:
        assert(reader->command == 'L' || reader->command == 'l');
        step.points[0] = next_point(reader, relative);
    }
    reader->current = step.points[step.kind == PATH_CURVE ? 2 : 0];
    *out_step = step;
    return true;
}
