#include "json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 256 };

char json_peek(struct json *json)
{
    while (json->at < json->text.len) {
        char c = json->text.ptr[json->at];
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
            return c;
        }
        json->at++;
    }
    return '\0';
}

bool json_wrong(struct json *json, const char *expected, struct error *err)
{
    char c = json_peek(json);
    if (json->at >= json->text.len) {
        return error_set(err, ERROR_INPUT, "%s: byte %zu: found the end of the file; expected %s; is it cut short?",
                         json->name, json->at, expected);
    }
    bool is_plain = c > ' ' && c < '\x7f';
    return is_plain
               ? error_set(err, ERROR_INPUT, "%s: byte %zu: found '%c'; expected %s", json->name, json->at, c, expected)
               : error_set(err, ERROR_INPUT, "%s: byte %zu: found byte 0x%02X; expected %s", json->name, json->at,
                           (unsigned)(unsigned char)c, expected);
}

bool json_expect(struct json *json, char c, struct error *err)
{
    if (json_peek(json) == c) {
        json->at++;
        return true;
    }
    char expected[] = {'\'', c, '\'', '\0'};
    return json_wrong(json, expected, err);
}

bool json_string(struct json *json, struct str *out_raw, struct error *err)
{
    if (!json_expect(json, '"', err)) {
        return false;
    }
    size_t start = json->at;
    while (json->at < json->text.len && json->text.ptr[json->at] != '"') {
        json->at += json->text.ptr[json->at] == '\\' ? 2 : 1;
    }
    if (json->at >= json->text.len) {
        json->at = json->text.len;
        return json_wrong(json, "the closing quote of a text", err);
    }
    *out_raw = str_slice(json->text, start, json->at++);
    return true;
}

/* Up to 2^53 and 10^22 both are exact, so one division rounds once: Clinger, "How to read floating point numbers
 * accurately" (1990). Anything longer goes through strtod. */
static const double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

#define NUMBER_LENGTH_MAX 63

static double slow_number(struct str text)
{
    char copy[NUMBER_LENGTH_MAX + 1];
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return strtod(copy, NULL);
}

bool json_number(struct json *json, double *out_number, struct error *err)
{
    char c = json_peek(json);
    const char *p = json->text.ptr + json->at, *end = json->text.ptr + json->text.len, *start = p;
    if (c != '-' && !is_digit(c)) {
        return json_wrong(json, "a number", err);
    }
    bool is_negative = c == '-';
    p += is_negative;
    uint64_t mantissa = 0;
    int digits = 0, decimals = 0;
    for (bool after_point = false; p < end && (is_digit(*p) || (*p == '.' && !after_point)); p++) {
        if (*p == '.') {
            after_point = true;
            continue;
        }
        mantissa = digits < 19 ? 10 * mantissa + (uint64_t)(*p - '0') : mantissa;
        digits++;
        decimals += after_point;
    }
    bool is_short = digits > 0 && mantissa < (1ULL << 53) && digits < 19 && decimals <= 22;
    if (p < end && (*p == 'e' || *p == 'E')) {
        is_short = false;
        p++;
        p += p < end && (*p == '+' || *p == '-');
        while (p < end && is_digit(*p)) {
            p++;
        }
    }
    if (digits == 0 || (!is_short && p - start > NUMBER_LENGTH_MAX)) {
        return json_wrong(json, digits == 0 ? "a number" : "a number of at most 63 characters", err);
    }
    double magnitude = (double)mantissa / powers_of_ten[is_short ? decimals : 0];
    *out_number = !is_short     ? slow_number((struct str){start, (size_t)(p - start)})
                  : is_negative ? -magnitude
                                : magnitude;
    json->at = (size_t)(p - json->text.ptr);
    return true;
}

static bool skip_scalar(struct json *json, struct error *err)
{
    static const struct str words[] = {STR_INIT("true"), STR_INIT("false"), STR_INIT("null")};
    char c = json_peek(json);
    if (c == '"') {
        struct str unused;
        return json_string(json, &unused, err);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_starts(str_slice(json->text, json->at, json->text.len), words[i])) {
            json->at += words[i].len;
            return true;
        }
    }
    double unused;
    return json_number(json, &unused, err);
}

/* Without recursion: the closing brackets that are owed stand in an array. */
bool json_skip(struct json *json, struct error *err)
{
    char owed[DEPTH_MAX];
    size_t depth = 0;
    do {
        char c = json_peek(json);
        if (c == '{' || c == '[') {
            if (depth == DEPTH_MAX) {
                return json_wrong(json, "at most 256 levels of brackets", err);
            }
            owed[depth++] = c == '{' ? '}' : ']';
            json->at++;
        } else if (depth > 0 && c == owed[depth - 1]) {
            depth--;
            json->at++;
        } else if (depth > 0 && (c == ',' || c == ':')) {
            json->at++;
        } else if (!skip_scalar(json, err)) {
            return false;
        }
    } while (depth > 0);
    return true;
}

/* Whether what stands before is the opening bracket: blanks were skipped, so look back over them. */
static bool is_first(const struct json *json, char open)
{
    size_t at = json->at;
    while (at > 0 && strchr(" \n\t\r", json->text.ptr[at - 1]) != NULL) {
        at--;
    }
    return at > 0 && json->text.ptr[at - 1] == open;
}

static bool next_item(struct json *json, char open, char close, bool *out_more, struct error *err)
{
    char c = json_peek(json);
    *out_more = c != close;
    if (c == close) {
        json->at++;
        return true;
    }
    return is_first(json, open) || json_expect(json, ',', err);
}

bool json_member(struct json *json, bool *out_more, struct str *out_key, struct error *err)
{
    return next_item(json, '{', '}', out_more, err) &&
           (!*out_more || (json_string(json, out_key, err) && json_expect(json, ':', err)));
}

bool json_element(struct json *json, bool *out_more, struct error *err)
{
    return next_item(json, '[', ']', out_more, err);
}
