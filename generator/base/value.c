#include "gencarto/base/value.h"

#include <assert.h>
#include <math.h>

#include "gencarto/base/number.h"

double value_number(struct value value)
{
    assert(value_is_number(value));
    return value.type == VALUE_INT ? (double)value.integer : value.real;
}

bool value_is_number(struct value value)
{
    return value.type == VALUE_INT || value.type == VALUE_REAL;
}

struct str value_text(struct arena *arena, struct value value)
{
    struct buf out;
    buf_init(&out, arena);
    switch (value.type) {
    case VALUE_NULL:
        return STR("");
    case VALUE_TEXT:
        return value.text;
    case VALUE_INT:
        buf_int(&out, value.integer);
        break;
    case VALUE_REAL:
        number_write(&out, value.real);
        break;
    }
    return buf_str(&out);
}

/* Exact, where a conversion to double would take 2^53 and 2^53 + 1 for equal. */
static int compare_int_real(int64_t integer, double real)
{
    if (real >= 0x1p63)
        return -1;
    if (real < -0x1p63)
        return 1;
    double whole = trunc(real);
    if (integer != (int64_t)whole)
        return integer < (int64_t)whole ? -1 : 1;
    return (real < whole) - (real > whole);
}

static int compare_numbers(struct value a, struct value b)
{
    if (a.type == VALUE_INT && b.type == VALUE_INT)
        return (a.integer > b.integer) - (a.integer < b.integer);
    if (a.type == VALUE_INT)
        return compare_int_real(a.integer, b.real);
    if (b.type == VALUE_INT)
        return -compare_int_real(b.integer, a.real);
    return (a.real > b.real) - (a.real < b.real);
}

static int type_rank(struct value value)
{
    return value.type == VALUE_NULL ? 0 : value.type == VALUE_TEXT ? 2 : 1;
}

struct value value_copy(struct arena *arena, struct value value)
{
    if (value.type == VALUE_TEXT)
        value.text = str_copy(arena, value.text);
    return value;
}

int value_compare(struct value a, struct value b)
{
    int rank = type_rank(a);
    if (rank != type_rank(b))
        return rank - type_rank(b);
    switch (rank) {
    case 0:
        return 0;
    case 1:
        return compare_numbers(a, b);
    default:
        return str_compare(a.text, b.text);
    }
}
