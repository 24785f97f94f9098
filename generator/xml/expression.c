/* The expression is read once from left to right, and again for each repetition of a part, with the set of places of
 * the text where what was read of it may end: no way back is ever taken, whatever the expression. */
#include "expression.h"

#include <string.h>

#define REPEATS_MOST 1000

struct places {
    bool at[EXPRESSION_TEXT_MOST + 1];
};

struct matching {
    struct str expression, text;
    bool is_understood;
};

static char mark_at(const struct matching *m, size_t at)
{
    return at < m->expression.len ? m->expression.ptr[at] : '\0';
}

static bool is_one_of(char c, const char *marks)
{
    return c != '\0' && strchr(marks, c) != NULL;
}

static size_t give_up(struct matching *m)
{
    m->is_understood = false;
    return m->expression.len;
}

static bool add(const struct matching *m, struct places *to, const struct places *from)
{
    bool has_grown = false;
    for (size_t i = 0; i <= m->text.len; i++) {
        has_grown |= from->at[i] && !to->at[i];
        to->at[i] |= from->at[i];
    }
    return has_grown;
}

/* ---- one character -------------------------------------------------------------------------------------------- */

/* The code point at `at` of valid UTF-8, and where it ends. */
static uint32_t code_at(struct str text, size_t at, size_t *out_end)
{
    unsigned char first = (unsigned char)text.ptr[at];
    size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
    uint32_t code = more == 0 ? first : first & (0x3Fu >> more);
    for (size_t i = 1; i <= more; i++) {
        code = code << 6 | ((unsigned char)text.ptr[at + i] & 0x3F);
    }
    *out_end = at + 1 + more;
    return code;
}

static bool is_space(uint32_t code)
{
    return code == ' ' || code == '\t' || code == '\n' || code == '\r';
}

/* What a character, escaped or not, stands for, which may not be one of `marks`; where it ends. */
static size_t read_character(struct matching *m, size_t at, const char *marks, uint32_t *out_code)
{
    bool is_escaped = mark_at(m, at) == '\\';
    if (is_escaped ? !is_one_of(mark_at(m, at + 1), "\\|.?*+(){}-[]^")
                   : at >= m->expression.len || is_one_of(mark_at(m, at), marks)) {
        return give_up(m);
    }
    *out_code = code_at(m->expression, at + is_escaped, &at);
    return at;
}

/* One member of a class, a character or a range of them; where it ends. */
static size_t match_member(struct matching *m, size_t at, uint32_t code, bool *out_matches)
{
    uint32_t first = 0, last = 0;
    if (mark_at(m, at) == '\\' && mark_at(m, at + 1) == 's') {
        *out_matches |= is_space(code);
        return at + 2;
    }
    at = read_character(m, at, "[]^-", &first);
    last = first;
    if (mark_at(m, at) == '-') {
        at = read_character(m, at + 1, "[]^-", &last);
    }
    *out_matches |= first <= code && code <= last;
    return at;
}

/* A class, from behind its '['; where it ends. */
static size_t match_class(struct matching *m, size_t at, uint32_t code, bool *out_matches)
{
    bool is_member = false, is_negated = mark_at(m, at) == '^';
    at += is_negated;
    do {
        at = match_member(m, at, code, &is_member);
    } while (at < m->expression.len && mark_at(m, at) != ']');
    *out_matches = is_member != is_negated;
    return mark_at(m, at) == ']' ? at + 1 : give_up(m);
}

static size_t match_character(struct matching *m, size_t at, uint32_t code, bool *out_matches)
{
    uint32_t expected = 0;
    if (mark_at(m, at) == '[') {
        return match_class(m, at + 1, code, out_matches);
    }
    if (mark_at(m, at) == '\\' && mark_at(m, at + 1) == 's') {
        *out_matches = is_space(code);
        return at + 2;
    }
    at = read_character(m, at, ".?*+(){}[]^$", &expected);
    *out_matches = code == expected;
    return at;
}

/* ---- parts ---------------------------------------------------------------------------------------------------- */

static size_t match_alternatives(struct matching *m, size_t at, const struct places *begins, struct places *out_ends);

/* A group or a character; where it ends in the expression. */
static size_t match_atom(struct matching *m, size_t at, const struct places *begins, struct places *out_ends)
{
    bool matches;
    *out_ends = (struct places){0};
    if (mark_at(m, at) == '(') {
        size_t end = match_alternatives(m, at + 1, begins, out_ends);
        return mark_at(m, end) == ')' ? end + 1 : give_up(m);
    }
    size_t end = match_character(m, at, 0, &matches); /* where it ends, if it begins nowhere */
    for (size_t i = 0, next; i < m->text.len; i++) {
        if (begins->at[i]) {
            uint32_t code = code_at(m->text, i, &next);
            match_character(m, at, code, &matches);
            out_ends->at[next] |= matches;
        }
    }
    return end;
}

struct quantifier {
    size_t least, most;
};

static size_t read_number(const struct matching *m, size_t at, size_t *out_number)
{
    for (*out_number = 0; mark_at(m, at) >= '0' && mark_at(m, at) <= '9' && *out_number < REPEATS_MOST; at++) {
        *out_number = *out_number * 10 + (size_t)(mark_at(m, at) - '0');
    }
    return at;
}

static size_t read_quantifier(struct matching *m, size_t at, struct quantifier *out_quantifier)
{
    char mark = mark_at(m, at);
    *out_quantifier = (struct quantifier){mark != '?' && mark != '*', mark == '*' || mark == '+' ? SIZE_MAX : 1};
    if (mark != '{') {
        return at + is_one_of(mark, "?*+");
    }
    size_t begin = at + 1;
    at = read_number(m, begin, &out_quantifier->least);
    out_quantifier->most = out_quantifier->least;
    if (mark_at(m, at) == ',' && mark_at(m, at + 1) == '}') {
        out_quantifier->most = SIZE_MAX;
        at++;
    } else if (mark_at(m, at) == ',') {
        at = read_number(m, at + 1, &out_quantifier->most);
    }
    return mark_at(m, at) == '}' && at > begin ? at + 1 : give_up(m);
}

/* An atom as often as its quantifier allows. `*places` is where it begins, then where it ends. */
static size_t match_part(struct matching *m, size_t from, struct places *places)
{
    struct places now = *places, next;
    struct quantifier quantifier;
    size_t end = read_quantifier(m, match_atom(m, from, &now, &next), &quantifier);
    *places = (struct places){0};
    for (size_t times = 0; m->is_understood; times++) {
        bool is_new = times < quantifier.least || add(m, places, &now);
        if (!is_new || times == quantifier.most || times == REPEATS_MOST) {
            break;
        }
        match_atom(m, from, &now, &next);
        now = next;
    }
    return end;
}

/* To the ')' or the end. */
static size_t match_alternatives(struct matching *m, size_t at, const struct places *begins, struct places *out_ends)
{
    struct places ends = {0};
    for (;; at++) {
        struct places places = *begins;
        while (m->is_understood && at < m->expression.len && !is_one_of(mark_at(m, at), "|)")) {
            at = match_part(m, at, &places);
        }
        add(m, &ends, &places);
        if (mark_at(m, at) != '|') {
            *out_ends = ends;
            return at;
        }
    }
}

bool expression_matches(struct str expression, struct str text)
{
    struct matching m = {expression, text, true};
    struct places begin = {{true}}, ends;
    if (text.len > EXPRESSION_TEXT_MOST) {
        return false;
    }
    size_t end = match_alternatives(&m, 0, &begin, &ends);
    return m.is_understood && end == expression.len && ends.at[text.len];
}
