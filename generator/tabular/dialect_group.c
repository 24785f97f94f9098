#include "gencarto/tabular/dialect_group.h"

#include <string.h>

#include "gencarto/tabular/dialect_score.h"
#include "gencarto/tabular/shape.h"

#define TOKENS_LEAST 0.7 /* of the lines: one column of dates, numbers, codes or addresses */
#define OTHERS_MOST  (DIALECT_HEAD_RECORDS * 3 / 10 + 1) /* lines that are none: with more, too few are left to be */
#define TOKEN_BYTES  40
#define PART_LOSS    0.5 /* a sign that stands in a longer delimiter only */

struct finding_groups {
    const struct dialect_sample *sample;
    struct dialect_group *groups;
    size_t count;
};

/* Spaces inside stand before groups of three digits. */
static bool is_number_alone(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        struct str group = str_slice(line, i + 1, line.len);
        group = str_slice(group, 0, str_index(group, ' ', 0));
        if (line.ptr[i] == ' ' && (group.len < 3 || (group.len > 3 && group.ptr[3] >= '0' && group.ptr[3] <= '9'))) {
            return false;
        }
    }
    return true;
}

static bool is_token(struct str line)
{
    enum shape shape = line.len <= TOKEN_BYTES ? shape_of(line) : SHAPE_OTHER;
    bool is_fact = shape_is_value(shape) || shape == SHAPE_CODE || shape == SHAPE_ADDRESS;
    return shape == SHAPE_NUMBER ? is_number_alone(line) : is_fact || shape == SHAPE_WORD;
}

/* Most lines are one date, number, code, word or address: one column. Its name, the first line, may be a text. */
static bool has_tokens(const struct dialect_sample *sample)
{
    struct str rest = sample->parts[0], line;
    size_t lines = 0, tokens = 0;
    bool is_first_token = false;
    while (lines < DIALECT_HEAD_RECORDS && rest.len > 0 && lines - tokens <= OTHERS_MOST) {
        size_t end = str_index(rest, '\n', 0);
        end = str_index(str_slice(rest, 0, end), '\r', 0);
        line = str_trim(str_slice(rest, 0, end));
        rest = str_slice(rest, end + 1, rest.len);
        bool is_one = line.len > 0 && is_token(line);
        is_first_token = lines == 0 ? is_one : is_first_token;
        lines += line.len > 0;
        tokens += is_one;
    }
    lines -= lines > 2 && !is_first_token;
    return (double)tokens >= TOKENS_LEAST * (double)lines;
}

static void add_group(struct finding_groups *found, struct delimiter_prior prior)
{
    struct dialect_group *group = &found->groups[found->count];
    *group = (struct dialect_group){.prior = prior, .order = found->count++};
    group->most = prior.prior * DIALECT_PATTERN_QUOTED;
}

struct delimiter_prior dialect_group_prior(const struct delimiter *delimiter)
{
    for (size_t i = 0; i < DELIMITERS_SINGLE; i++) {
        if (str_equal(delimiter_text(&delimiter_single(i)->delimiter), delimiter_text(delimiter))) {
            return *delimiter_single(i);
        }
    }
    return (struct delimiter_prior){*delimiter, 1, false}; /* one that nobody guesses */
}

/* Dates, times, numbers and addresses have it inside. */
static bool is_in_tokens(const struct delimiter_prior *prior)
{
    return prior->is_of_texts && !strchr("#!$*", prior->delimiter.bytes[0]);
}

static void add_single(struct finding_groups *found, struct delimiter_prior prior,
                       const struct delimiter_prior *guesses, size_t guess_count)
{
    bool is_part = false;
    char sign = prior.delimiter.bytes[0];
    for (size_t i = 0; i < guess_count && !is_part; i++) {
        const struct delimiter *guess = &guesses[i].delimiter;
        struct str text = delimiter_text(guess);
        is_part = str_index(text, sign, 0) < text.len && delimiter_is_part(found->sample->parts[0], sign, guess);
    }
    prior.prior *= is_part ? PART_LOSS : 1;
    add_group(found, prior);
}

size_t dialect_groups_find(const struct dialect_sample *sample, size_t parts, const struct delimiter *wish,
                           bool is_full, struct dialect_group *out_groups)
{
    struct finding_groups found = {sample, out_groups, 0};
    struct delimiter_prior guesses[DELIMITER_GUESSES];
    if (wish->bytes[0]) {
        add_group(&found, dialect_group_prior(wish));
        return found.count;
    }
    bool are_tokens = has_tokens(sample);
    size_t guess_count = delimiter_guess(sample->parts[0], guesses);
    for (size_t i = 0; i < DELIMITERS_SINGLE; i++) {
        const struct delimiter_prior *prior = delimiter_single(i);
        bool is_tried = i < DELIMITERS_USUAL || !is_full ||
                        dialect_parts_hold(sample->parts, parts, delimiter_text(&prior->delimiter));
        if (is_tried && (i < DELIMITERS_USUAL || !(are_tokens && is_in_tokens(prior)))) {
            add_single(&found, *prior, guesses, guess_count);
        }
    }
    for (size_t i = 0; i < guess_count; i++) {
        if (!(are_tokens && is_in_tokens(&guesses[i]))) {
            add_group(&found, guesses[i]);
        }
    }
    return found.count;
}
