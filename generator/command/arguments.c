#include "arguments.h"

#include <string.h>

#include "gencarto/base/date.h"
#include "gencarto/base/nearest.h"
#include "gencarto/base/number.h"
#include "gencarto/base/period.h"

const struct option options[OPTIONS] = {
    [OPTION_OUTPUT] = {"output", 'o', OPTION_TEXT, "PATH", .help = "what to make"},
    [OPTION_CONFIG] = {"config", 0, OPTION_TEXT, "FILE", .help = "a configuration other than INPUT/programme.xml"},
    [OPTION_RELEASE] = {"release", 0, OPTION_QUARTER, "QUARTER",
                        .help = "the quarter to report on, such as 2017-T4 (default: the configuration's, else the "
                                "last complete one with data)"},
    [OPTION_AS_OF] = {"as-of", 0, OPTION_DAY, "DAY",
                      .help = "as it was on that day, such as 2017-06-30: without the files received later (recu-le in "
                              "programme.xml, else the last day of the quarter in their names)"},
    [OPTION_KEY] = {"key", 0, OPTION_TEXT, "FILE",
                    .help = "the secret that the rounding of counts draws under (default: INPUT/.gencarto-key, made at "
                            "the first run; simulated data go without)"},
    [OPTION_STRICT] = {"strict", 0, OPTION_FLAG, .help = "refuse an input with any error, below the thresholds too"},
    [OPTION_FORMAT] = {"format", 0, OPTION_CHOICE, "text|json|sarif|junit",
                       .help = "for people, or for programs: a report of Frictionless Data, SARIF 2.1.0, JUnit XML "
                               "(default: text)"},
    [OPTION_TEXT_OR_JSON] = {"format", 0, OPTION_CHOICE, "text|json",
                             .help = "for people, or for programs (default: text)"},
    [OPTION_FROM] = {"from", 0, OPTION_TEXT, "PATH",
                     .help = "a public.sqlite, a site, or an input folder, which is compiled first (default: "
                             "output/donnees/public.sqlite, else input/gen)"},
    [OPTION_PRIVATE] = {"private", 0, OPTION_FLAG,
                        .help = "add the exact counts, the files with their hashes and the lines counted, from the "
                                "input folder: for its owner alone, never to be published"},
    [OPTION_LIMIT] = {"limit", 0, OPTION_NUMBER, "N", 0, 1000000, "list at most N changes of each kind (default: 20)"},
    [OPTION_KITS] = {"kits", 0, OPTION_TEXT, "DIR",
                     .help = "write for each structure its faulty rows, to send back, into a new folder: they may be "
                             "rows about persons"},
    [OPTION_RULES] = {"rules", 0, OPTION_FLAG,
                      .help = "read nothing: list every rule, what it finds and what mends it (text or json)"},
    [OPTION_ENCODING] = {"encoding", 0, OPTION_CHOICE,
                         "UTF-8|windows-1252|macintosh|IBM850|ISO-8859-15|UTF-16LE|UTF-16BE",
                         .help = "the encoding, instead of the one found (a byte order mark wins)"},
    [OPTION_DELIMITER] = {"delimiter", 0, OPTION_TEXT, "C",
                          .help = "the delimiter, instead of the one found: ; or comma or tab or || or U+00A7"},
    [OPTION_COLUMNS] = {"columns", 0, OPTION_TEXT, "1,12,31",
                        .help = "columns of a fixed width: the characters where they begin, instead of a delimiter; a "
                                "ruler of dashes in the file wins; 1 alone: one column"},
    [OPTION_QUOTE] = {"quote", 0, OPTION_CHOICE, "double|single|none", .help = "the quotes, instead of those found"},
    [OPTION_ESCAPE] = {"escape", 0, OPTION_CHOICE, "doubled|backslash|none",
                       .help = "how quotes are written inside quotes, instead of what is found"},
    [OPTION_HEADER] = {"header", 0, OPTION_NUMBER, "N", 0, 3, "the rows of the header, instead of those found"},
    [OPTION_TABLE] = {"table", 0, OPTION_NUMBER, "N", 1, 1000000,
                      "write only table N of the file: its header and its rows"},
    [OPTION_DATA_ONLY] = {"data-only", 0, OPTION_FLAG,
                          .help = "write the rows alone: no lines above, headers, totals or notes"},
    [OPTION_EXPLAIN] = {"explain", 0, OPTION_FLAG, .help = "list the dialects that were considered, and their scores"},
    [OPTION_REPORT] = {"report", 0, OPTION_CHOICE, "text|json",
                       .help = "what was found, on standard error, for people or for programs (default: text)"},
    [OPTION_TEMPLATES] = {"templates", 0, OPTION_TEXT, "DIR",
                          .help = "another folder of templates (default: templates, here or beside the program)"},
    [OPTION_BOUNDARIES] =
        {"boundaries", 0, OPTION_TEXT, "FILE",
         .help =
             "other boundaries: GeoJSON, GeoPackage or our TopoJSON (default: input/reference/boundaries.topojson)"},
    [OPTION_FIGURES] = {"figures", 0, OPTION_CHOICE, "asked|all",
                        .help =
                            "the files of the figures that templates save: in the formats they ask, or in all, at 2x "
                            "and 300 dots an inch too (default: asked)"},
    [OPTION_LANGUAGE] = {"lang", 0, OPTION_CHOICE, "fr", .help = "language of the site (default: fr)"},
    [OPTION_TRAININGS] = {"trainings", 0, OPTION_NUMBER, "N", 1, 500000,
                          "simulate a programme of N trainings (default: 410)"},
    [OPTION_ENROLMENTS] = {"enrolments", 0, OPTION_NUMBER, "N", 0, 10000000,
                           "simulate a programme of N enrolments (default: 12000)"},
    [OPTION_SEED] = {"seed", 0, OPTION_NUMBER, "N", 0, INT64_MAX,
                     "another simulation of the same size (default: 2017)"},
    [OPTION_DIRTY] = {"dirty", 0, OPTION_FLAG, .help = "simulate with the faults that real exports have"},
    [OPTION_CANARIES] = {"canaries", 0, OPTION_TEXT, "FILE",
                         .help = "texts of the personal input, one a line, that no published file may hold"},
    [OPTION_PERSONAL] = {"input", 0, OPTION_TEXT, "DIR",
                         .help = "the input with the personal files: none of their pseudonyms, identifiers and texts "
                                 "may be published"},
    [OPTION_FORMER] = {"former", 0, OPTION_LIST, "SITE",
                       .help = "a former release to compare with, a site or its public.sqlite; several with commas "
                               "between, or the option again"},
    [OPTION_JOBS] = {"jobs", 0, OPTION_NUMBER, "N", 1, 256, "work on N processors (default: all)"},
    [OPTION_PROGRESS] = {"progress", 0, OPTION_CHOICE, "auto|never|json",
                         .help = "a line on a terminal, nothing, or JSON lines, on standard error (default: auto)"},
    [OPTION_QUIET] = {"quiet", 'q', OPTION_FLAG, .help = "say nothing but what fails"},
    [OPTION_HELP] = {"help", 'h', OPTION_FLAG, .help = "this text"},
};

const char *invocation_text(const struct invocation *invocation, enum option_name name, const char *otherwise)
{
    return invocation->values[name].given ? invocation->values[name].text : otherwise;
}

/* The words still to be read. */
struct reading {
    const struct command *commands;
    size_t command_count;
    char *const *words;
    int count, next;
    bool only_operands; /* after "--" */
    struct invocation *out;
};

static bool takes(const struct command *command, int option)
{
    return option == OPTION_HELP || (command->takes >> option & 1);
}

/* --- values --- */

static bool refuse_value(const struct option *option, const char *text, const char *expected, struct error *err)
{
    return error_set(err, ERROR_USAGE, "--%s %s: expected %s", option->name, text, expected);
}

static bool read_number(const struct option *option, struct option_value *value, struct error *err)
{
    if (number_parse_int(str_from(value->text), &value->number) && value->number >= option->minimum &&
        value->number <= option->maximum)
        return true;
    return error_set(err, ERROR_USAGE, "--%s %s: expected a whole number from %lld to %lld", option->name, value->text,
                     (long long)option->minimum, (long long)option->maximum);
}

static bool read_quarter(const struct option *option, struct option_value *value, struct error *err)
{
    struct period period;
    if (!period_parse(str_from(value->text), &period))
        return refuse_value(option, value->text, "a year and a quarter, such as 2017-T4", err);
    value->number = period.index;
    return true;
}

static bool read_day(const struct option *option, struct option_value *value, struct error *err)
{
    int32_t day;
    if (!date_parse(str_from(value->text), &day))
        return refuse_value(option, value->text, "a day of the calendar, such as 2017-06-30", err);
    value->number = day;
    return true;
}

static bool read_choice(const struct option *option, struct option_value *value, struct error *err)
{
    struct str rest = str_from(option->argument), choice;
    for (value->number = 0; str_split(&rest, '|', &choice); value->number++)
        if (str_equal(choice, str_from(value->text)))
            return true;
    return refuse_value(option, value->text, option->argument, err);
}

static bool read_value(const struct option *option, struct option_value *value, struct error *err)
{
    if (option->kind != OPTION_FLAG && value->text[0] == '\0')
        return error_set(err, ERROR_USAGE, "--%s: the %s is empty", option->name, option->argument);
    switch (option->kind) {
    case OPTION_NUMBER:
        return read_number(option, value, err);
    case OPTION_QUARTER:
        return read_quarter(option, value, err);
    case OPTION_DAY:
        return read_day(option, value, err);
    case OPTION_CHOICE:
        return read_choice(option, value, err);
    case OPTION_FLAG:
    case OPTION_TEXT:
    case OPTION_LIST:
        return true;
    }
    return true;
}

/* --- options --- */

/* One that the command takes: two options may have one name. -1 when there is none. */
static int find_option(const struct command *command, struct str name)
{
    for (int i = 0; i < OPTIONS; i++)
        if (takes(command, i) && str_equal(name, str_from(options[i].name)))
            return i;
    return -1;
}

static int find_letter(const struct command *command, char letter)
{
    for (int i = 0; i < OPTIONS; i++)
        if (takes(command, i) && options[i].letter == letter)
            return i;
    return -1;
}

static bool refuse_unknown(const struct command *command, struct str name, const char *word, struct error *err)
{
    struct nearest nearest = nearest_start(name);
    for (int i = 0; i < OPTIONS; i++)
        if (takes(command, i))
            nearest_try(&nearest, str_from(options[i].name));
    if (nearest.best.len)
        return error_set(err, ERROR_USAGE, "%s has no option %s; did you mean --%.*s?", command->name, word,
                         STR_ARGS(nearest.best));
    return error_set(err, ERROR_USAGE, "%s has no option %s; " PROGRAM_NAME " %s --help lists them", command->name,
                     word, command->name);
}

static bool add_to_list(const struct option *option, struct invocation *out, const char *text, struct error *err)
{
    if (out->list_count == OPTION_LIST_MAX)
        return error_set(err, ERROR_USAGE, "--%s: given more than %d times", option->name, OPTION_LIST_MAX);
    out->list[out->list_count++] = text;
    return true;
}

/* `attached`: what stands in the same word as the option ("--jobs=2", "-oDIR"), or NULL. */
static bool read_option(struct reading *reading, int index, const char *attached, struct error *err)
{
    const struct option *option = &options[index];
    struct option_value value = {.given = true, .text = attached};
    if (option->kind == OPTION_FLAG && attached)
        return error_set(err, ERROR_USAGE, "--%s takes no value", option->name);
    if (option->kind != OPTION_FLAG && !attached) {
        const char *next = reading->next < reading->count ? reading->words[reading->next] : NULL;
        bool is_negative = next && next[0] == '-' && next[1] >= '0' && next[1] <= '9';
        if (!next || (next[0] == '-' && next[1] && !is_negative))
            return error_set(err, ERROR_USAGE, "--%s: its value is missing: --%s %s", option->name, option->name,
                             option->argument);
        value.text = next;
        reading->next++;
    }
    if (!read_value(option, &value, err) ||
        (option->kind == OPTION_LIST && !add_to_list(option, reading->out, value.text, err)))
        return false;
    reading->out->values[index] = value;
    return true;
}

static bool read_long(struct reading *reading, const char *word, struct error *err)
{
    struct str whole = str_from(word + 2);
    size_t equals = str_index(whole, '=', 0);
    struct str name = str_slice(whole, 0, equals);
    int index = find_option(reading->out->command, name);
    if (index < 0)
        return refuse_unknown(reading->out->command, name, word, err);
    return read_option(reading, index, equals < whole.len ? whole.ptr + equals + 1 : NULL, err);
}

/* "-o DIR", "-oDIR"; letters are not bundled. */
static bool read_short(struct reading *reading, const char *word, struct error *err)
{
    int index = find_letter(reading->out->command, word[1]);
    if (index < 0)
        return refuse_unknown(reading->out->command, str_from(word + 1), word, err);
    return read_option(reading, index, word[2] ? word + 2 : NULL, err);
}

/* --- operands --- */

struct str operand_name(const char *operand)
{
    struct str name = str_from(operand);
    return name.ptr[0] == '[' ? str_slice(name, 1, name.len - 1) : name;
}

static bool read_operand(struct reading *reading, const char *word, struct error *err)
{
    const struct command *command = reading->out->command;
    if (word[0] == '\0')
        return error_set(err, ERROR_USAGE, "%s: its %.*s is an empty text", command->name,
                         STR_ARGS(operand_name(command->operand)));
    if (!reading->out->operand)
        reading->out->operand = word;
    else if (command->second_operand && !reading->out->second_operand)
        reading->out->second_operand = word;
    else
        return error_set(err, ERROR_USAGE, "%s takes one %.*s, and %s was given already: unexpected %s", command->name,
                         STR_ARGS(operand_name(command->second_operand ? command->second_operand : command->operand)),
                         command->second_operand ? reading->out->second_operand : reading->out->operand, word);
    return true;
}

static bool read_word(struct reading *reading, struct error *err)
{
    const char *word = reading->words[reading->next++];
    if (reading->only_operands || word[0] != '-' || word[1] == '\0')
        return read_operand(reading, word, err);
    if (strcmp(word, "--") == 0) {
        reading->only_operands = true;
        return true;
    }
    return word[1] == '-' ? read_long(reading, word, err) : read_short(reading, word, err);
}

/* --- the command --- */

static bool refuse_command(const struct reading *reading, const char *word, struct error *err)
{
    struct nearest nearest = nearest_start(str_from(word));
    for (size_t i = 0; i < reading->command_count; i++)
        nearest_try(&nearest, str_from(reading->commands[i].name));
    if (nearest.best.len)
        return error_set(err, ERROR_USAGE, "there is no command %s; did you mean %.*s?", word, STR_ARGS(nearest.best));
    return error_set(err, ERROR_USAGE, "there is no command %s; " PROGRAM_NAME " --help lists them", word);
}

static bool read_command(struct reading *reading, struct error *err)
{
    const char *word = reading->words[reading->next++];
    reading->out->wants_help = strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
    reading->out->wants_version = strcmp(word, "--version") == 0;
    if (reading->out->wants_help || reading->out->wants_version)
        return true;
    if (word[0] == '-')
        return error_set(err, ERROR_USAGE, "the command comes first, then %s: " PROGRAM_NAME " --help", word);
    for (size_t i = 0; i < reading->command_count; i++)
        if (strcmp(word, reading->commands[i].name) == 0)
            reading->out->command = &reading->commands[i];
    return reading->out->command || refuse_command(reading, word, err);
}

static bool finish(struct invocation *invocation, struct error *err)
{
    const struct command *command = invocation->command;
    if (!invocation->operand)
        invocation->operand = command->default_operand;
    bool has_second = !command->second_operand || invocation->second_operand;
    const char *missing = !invocation->operand ? command->operand : command->second_operand;
    return (invocation->operand && has_second) ||
           error_set(err, ERROR_USAGE, "%s: its %s is missing: " PROGRAM_NAME " %s %s%s%s", command->name, missing,
                     command->name, command->operand, command->second_operand ? " " : "",
                     command->second_operand ? command->second_operand : "");
}

bool arguments_parse(const struct command *commands, size_t command_count, char *const *words, int word_count,
                     struct invocation *out_invocation, struct error *err)
{
    struct invocation invocation = {0};
    struct reading reading = {commands, command_count, words, word_count, .out = &invocation};
    if (word_count > 0 && !read_command(&reading, err))
        return false;
    while (invocation.command && reading.next < reading.count && !invocation.wants_help) {
        if (!read_word(&reading, err))
            return false;
        invocation.wants_help = invocation.values[OPTION_HELP].given;
    }
    if (invocation.command && !invocation.wants_help && !finish(&invocation, err))
        return false;
    *out_invocation = invocation;
    return true;
}
