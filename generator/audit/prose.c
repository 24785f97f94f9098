/* Text of any kind: numbers beside the words for persons, and what points at one of them. */
#include "prose.h"

#include "reader.h"

#define EXAMPLE_UNIT 10

/* The beginnings of words for those whom the program counts; letters are compared without their case. */
static const struct str stems[] = {
    STR_INIT("apprenant"),
    STR_INIT("inscription"),
    STR_INIT("inscrit"),
    STR_INIT("stagiaire"),
    STR_INIT("b\xc3\xa9n\xc3"),
    STR_INIT("beneficiaire"),
    STR_INIT("femme"),
    STR_INIT("homme"),
    STR_INIT("jeune"),
    STR_INIT("personne"),
    STR_INIT("abandon"),
    STR_INIT("r\xc3\xa9orient"),
    STR_INIT("reorient"),
    STR_INIT("entr\xc3\xa9"
             "e"),
    STR_INIT("entree"),
    STR_INIT("apprenti"),
    STR_INIT("\xc3\xa9tudiant"),
    STR_INIT("dipl\xc3\xb4m\xc3\xa9s"),
};

bool prose_is_of_persons(struct str word)
{
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
        if (word.len >= stems[i].len && str_equal_ascii_case(str_slice(word, 0, stems[i].len), stems[i])) {
            return true;
        }
    }
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_digit(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t skip_spaces(struct str text, size_t at)
{
    while (at < text.len && text.ptr[at] == ' ') {
        at++;
    }
    return at;
}

/* The end of the number that begins at `at`: digits in groups, decimals with it. */
static size_t number_end(struct str text, size_t at)
{
    while (is_digit(text, at)) {
        at++;
    }
    while (at + 3 < text.len && text.ptr[at] == ' ' && is_digit(text, at + 1) && is_digit(text, at + 2) &&
           is_digit(text, at + 3) && !is_digit(text, at + 4)) {
        at += 4;
    }
    if (at + 1 < text.len && (text.ptr[at] == ',' || text.ptr[at] == '.') && is_digit(text, at + 1)) {
        at++;
        while (is_digit(text, at)) {
            at++;
        }
    }
    return at;
}

static struct str word_after(struct str text, size_t at)
{
    size_t from = skip_spaces(text, at), to = from;
    while (to < text.len && is_letter(text.ptr[to])) {
        to++;
    }
    return from > at ? str_slice(text, from, to) : STR("");
}

static size_t skip_back(struct str text, size_t at, bool across_lines)
{
    while (at > 0 && (text.ptr[at - 1] == ' ' || (across_lines && text.ptr[at - 1] == '\n'))) {
        at--;
    }
    return at;
}

/* "Femmes : ", "femmes = ", "femmes " before `at`, or the word alone on a line before. */
static struct str word_before(struct str text, size_t at, bool across_lines)
{
    size_t to = skip_back(text, at, across_lines);
    bool has_sign = to > 0 && (text.ptr[to - 1] == ':' || text.ptr[to - 1] == '=');
    to = skip_back(text, to - has_sign, false);
    size_t from = to;
    while (from > 0 && is_letter(text.ptr[from - 1])) {
        from--;
    }
    bool is_alone = from == 0 || text.ptr[from - 1] == '\n' || !across_lines;
    return has_sign || is_alone ? str_slice(text, from, to) : STR("");
}

/* Rules of the protection, which name the least number of persons. */
static bool is_rule(const struct figures *figures, double value)
{
    return value == (double)figures->share_minimum || value == (double)figures->base ||
           value == (double)figures->base - 1 || value == (double)figures->threshold - 1 ||
           value == FIGURES_CONTRIBUTORS_LEAST;
}

/* "au moins 100 personnes", "calculée sur 100 personnes": tens in the words of a rule or an example. */
static bool is_example(struct str text, size_t at, double value)
{
    static const struct str before[] = {STR_INIT("moins de "), STR_INIT("au moins "), STR_INIT("faute de "),
                                        STR_INIT("calcul\xc3\xa9"
                                                 "e sur ")};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        if (str_ends(str_slice(text, 0, at), before[i])) {
            return value == EXAMPLE_UNIT * (double)(int)(value / EXAMPLE_UNIT);
        }
    }
    return false;
}

/* Does the line speak of what should be, or of what others published? */
static bool is_of_aims(struct str text, size_t at)
{
    static const struct str words[] = {STR_INIT("cible"),       STR_INIT("attend"),        STR_INIT("trajectoire"),
                                       STR_INIT("requis"),      STR_INIT("objectif"),      STR_INIT("rythme"),
                                       STR_INIT("publication"), STR_INIT("publi\xc3\xa9"), STR_INIT("manqu"),
                                       STR_INIT("pour ")};
    size_t from = at, to = str_index(text, '\n', at);
    while (from > 0 && text.ptr[from - 1] != '\n') {
        from--;
    }
    struct str line = str_slice(text, from, to);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(line, words[i], 0) < line.len) {
            return true;
        }
    }
    return false;
}

static void read_number(struct figures *figures, struct str place, struct str text, size_t from, size_t to)
{
    struct shown_number number;
    struct str word = word_after(text, to);
    bool is_share = skip_spaces(text, to) < text.len && text.ptr[skip_spaces(text, to)] == '%';
    if (is_share || !figures_parse(str_slice(text, from, to), &number)) {
        return;
    }
    /* "<dt>Femmes</dt><dd>7</dd>": a name of one word, and a number alone on the line below. */
    bool is_line = str_ends(place, STR(".html")) && (to == text.len || text.ptr[to] == '\n') &&
                   text.ptr[from - (from > 0)] == '\n';
    word = prose_is_of_persons(word) ? word : word_before(text, from, is_line);
    bool is_code = to < text.len && (text.ptr[to] == '-' || text.ptr[to] == '/'); /* "apprenants 2017-T4" */
    bool is_decimal = is_code || (number.decimals > 0 && number.decimals != 3);
    bool is_aim = figures_is_aim(figures, number.value) && is_of_aims(text, from);
    if (is_decimal || !prose_is_of_persons(word) || is_aim || is_rule(figures, number.value) ||
        is_example(text, from, number.value)) {
        return;
    }
    /* A text of the register may say "pour 12 stagiaires": it is published as it came. */
    size_t word_from = (size_t)(word.ptr - text.ptr);
    figures_count_said(figures, place, word, number,
                       word_from > from ? str_slice(text, from, word_from + word.len) : str_slice(text, word_from, to));
}

void read_prose(struct figures *figures, struct str place, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        bool begins = is_digit(text, at) && (at == 0 || (!is_letter(text.ptr[at - 1]) && text.ptr[at - 1] != ',' &&
                                                         text.ptr[at - 1] != '.' && text.ptr[at - 1] != '_'));
        size_t end = is_digit(text, at) ? number_end(text, at) : at + 1;
        if (begins) {
            read_number(figures, place, text, at, end);
        }
        at = end;
    }
}
