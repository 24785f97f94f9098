/* What the command line can say: the commands, their options, and one reading of it. */
#ifndef GENCARTO_GENERATOR_COMMAND_COMMAND_H
#define GENCARTO_GENERATOR_COMMAND_COMMAND_H

#include <stdint.h>

#include "gencarto/base/error.h"
#include "gencarto/base/str.h"

#define PROGRAM_NAME "gencarto"
#define PROGRAM      PROGRAM_NAME " " GENCARTO_VERSION

enum option_name {
    OPTION_OUTPUT,
    OPTION_CONFIG,
    OPTION_RELEASE,
    OPTION_AS_OF,
    OPTION_KEY,
    OPTION_STRICT,
    OPTION_FORMAT,
    OPTION_TEXT_OR_JSON, /* --format too, of commands with these two alone */
    OPTION_FROM,
    OPTION_PRIVATE,
    OPTION_LIMIT,
    OPTION_KITS,
    OPTION_RULES,
    OPTION_ENCODING,
    OPTION_DELIMITER,
    OPTION_COLUMNS,
    OPTION_QUOTE,
    OPTION_ESCAPE,
    OPTION_HEADER,
    OPTION_TABLE,
    OPTION_DATA_ONLY,
    OPTION_EXPLAIN,
    OPTION_REPORT,
    OPTION_TEMPLATES,
    OPTION_BOUNDARIES,
    OPTION_FIGURES,
    OPTION_LANGUAGE,
    OPTION_TRAININGS,
    OPTION_ENROLMENTS,
    OPTION_SEED,
    OPTION_DIRTY,
    OPTION_CANARIES,
    OPTION_PERSONAL,
    OPTION_FORMER,
    OPTION_JOBS,
    OPTION_PROGRESS,
    OPTION_QUIET,
    OPTION_HELP,
    OPTIONS
};

#define TAKES(option) (UINT64_C(1) << OPTION_##option)

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_LIST, /* texts: given again it adds; a command takes one such option at most */
    OPTION_NUMBER,
    OPTION_QUARTER,
    OPTION_DAY,
    OPTION_CHOICE
};

#define OPTION_LIST_MAX 64

struct option {
    const char *name; /* without "--" */
    char letter;      /* of the short form, 0 when there is none */
    enum option_kind kind;
    const char *argument;     /* in the usage: "FILE"; of a choice, the choices: "text|json" */
    int64_t minimum, maximum; /* of a number */
    const char *help;
};

extern const struct option options[OPTIONS];

struct option_value {
    bool given;
    const char *text; /* as written, the last one given; NULL for a flag */
    int64_t number; /* of a number; of a choice, its place; of a quarter, its index (period.h); of a day, its number */
};

/* How a command may end besides well, with something unreadable, or with a command line that is wrong. */
enum command_end { END_INPUT = 1, END_DISCLOSURE = 2, END_OUTPUT = 4, END_BUSY = 8 };

struct invocation;

/* Runs to its end, printing what it has to say. What fails is told by the caller. */
typedef bool command_run(const struct invocation *invocation, struct error *err);

struct command {
    const char *name;
    const char *operand;         /* in the usage: "[INPUT]", "DIR" */
    const char *second_operand;  /* NULL where there is one at most; a second one must be given */
    const char *default_operand; /* NULL: it must be given */
    const char *default_output;  /* of --output; NULL where there is none */
    const char *summary;         /* a line of the list of commands */
    const char *description;
    const char *examples;
    uint64_t takes; /* TAKES(...) of each option */
    unsigned ends;  /* bits of enum command_end */
    command_run *run;
};

struct invocation {
    const struct command *command; /* NULL with neither help nor version asked for: nothing was said */
    bool wants_help, wants_version;
    const char *operand; /* as given, else the default */
    const char *second_operand;
    struct option_value values[OPTIONS];
    const char *list[OPTION_LIST_MAX]; /* of the option of kind OPTION_LIST, in the order given */
    size_t list_count;
};

/* "[INPUT]" in the usage is INPUT in a sentence. */
struct str operand_name(const char *operand);

/* The text of an option, or `otherwise`. */
const char *invocation_text(const struct invocation *invocation, enum option_name name, const char *otherwise);

command_run audit_command_run, build_run, check_run, compile_run, diff_run, explain_run, new_run, parse_run,
    release_run, render_run;

#endif
