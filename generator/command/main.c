/* The program: its commands, and what becomes of a failure. */
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arguments.h"
#include "terminal.h"
#include "usage.h"

#define INPUT_OPTIONS  (TAKES(CONFIG) | TAKES(STRICT))
#define RENDER_OPTIONS (TAKES(TEMPLATES) | TAKES(FIGURES) | TAKES(BOUNDARIES) | TAKES(LANGUAGE) | TAKES(JOBS))
#define TALK_OPTIONS   (TAKES(PROGRESS) | TAKES(QUIET))

static const struct command commands[] = {
    {
        .name = "build",
        .operand = "[INPUT]",
        .default_operand = "input/gen",
        .default_output = "output",
        .summary = "compile, render and publish: the site of an input folder",
        .description =
            "Reads the input folder, makes the whole site beside the output folder, and exchanges the two at "
            "once. Whatever fails leaves the former site as it was. A README.md at the top of the output is "
            "kept.",
        .examples = "  " PROGRAM_NAME " build\n"
                    "  " PROGRAM_NAME " build input/historique -o site --strict\n"
                    "  " PROGRAM_NAME " build exports --as-of 2017-08-01 -o as-published-then\n"
                    "  " PROGRAM_NAME " build exports --release 2017-T3 --progress json\n",
        .takes =
            TAKES(OUTPUT) | TAKES(RELEASE) | TAKES(AS_OF) | TAKES(KEY) | INPUT_OPTIONS | RENDER_OPTIONS | TALK_OPTIONS,
        .ends = END_INPUT | END_DISCLOSURE | END_OUTPUT | END_BUSY,
        .run = build_run,
    },
    {
        .name = "check",
        .operand = "[INPUT]",
        .default_operand = "input/gen",
        .summary = "read an input folder and list everything that is wrong or odd in it",
        .description = "Lists every finding by file and rule, with its first places (FILE:LINE:COLUMN) and what mends "
                       "it; the other formats list all places, up to a thousand of each rule and file. What is "
                       "said of a row about a person is its shape, never its values. --kits gives each structure its "
                       "own faulty rows, in the form of its own file, with what is wrong in French.",
        .examples = "  " PROGRAM_NAME " check input/historique\n"
                    "  " PROGRAM_NAME " check exports --format sarif --strict\n"
                    "  " PROGRAM_NAME " check exports --kits a-renvoyer\n"
                    "  " PROGRAM_NAME " check --rules\n",
        .takes = TAKES(FORMAT) | TAKES(KITS) | TAKES(RULES) | INPUT_OPTIONS | TALK_OPTIONS,
        .ends = END_INPUT,
        .run = check_run,
    },
    {
        .name = "parse",
        .operand = "FILE",
        .summary = "show how a CSV file is read: its dialect, and its records as UTF-8 RFC 4180",
        .description =
            "Reads any CSV file, of any schema; - is standard input, which is kept in memory, since it is looked at "
            "twice. The delimiter is found, of one character or several (||, ~|~), beyond "
            "ASCII too (a section sign, U+001F); so are columns of a fixed width, where no delimiter cuts the lines and a "
            "heading stands over each column or a ruler of dashes under the header. Standard output gets every record in the order of the file, lines "
            "above the table, totals and notes with it, each with the cells the file gave it, as UTF-8 with commas "
            "and CRLF. Standard error gets the encoding and the dialect found, the lines of each part, and what is "
            "broken, as FILE:LINE:COLUMN rule message; broken records are written as best read, and fail nothing.",
        .examples = "  " PROGRAM_NAME " parse export.csv >clean.csv\n"
                    "  " PROGRAM_NAME " parse export.csv --explain --report json\n"
                    "  " PROGRAM_NAME " parse export.csv --delimiter tab --encoding windows-1252 --table 1\n"
                    "  " PROGRAM_NAME " parse export.csv --delimiter \"||\"\n"
                    "  " PROGRAM_NAME " parse listing.txt --columns 1,12,31\n"
                    "  zcat export.csv.gz | " PROGRAM_NAME " parse - >clean.csv\n",
        .takes = TAKES(ENCODING) | TAKES(DELIMITER) | TAKES(COLUMNS) | TAKES(QUOTE) | TAKES(ESCAPE) | TAKES(HEADER) |
                 TAKES(TABLE) | TAKES(DATA_ONLY) | TAKES(EXPLAIN) | TAKES(REPORT) | TAKES(QUIET),
        .ends = END_INPUT,
        .run = parse_run,
    },
    {
        .name = "compile",
        .operand = "[INPUT]",
        .default_operand = "input/gen",
        .default_output = "public.sqlite",
        .summary = "everything up to the wall: the public file, protected figures only",
        .description = "Reads the input folder, protects the counts of persons and writes every figure that may be "
                       "published into one SQLite file, which render turns into a site.",
        .examples = "  " PROGRAM_NAME " compile\n"
                    "  " PROGRAM_NAME " compile exports --release 2017-T3 -o 2017-T3.sqlite\n",
        .takes = TAKES(OUTPUT) | TAKES(RELEASE) | TAKES(AS_OF) | TAKES(KEY) | INPUT_OPTIONS | TALK_OPTIONS,
        .ends = END_INPUT | END_DISCLOSURE,
        .run = compile_run,
    },
    {
        .name = "render",
        .operand = "FILE",
        .default_output = "output",
        .summary = "everything after the wall: the site of a public file",
        .description =
            "Makes and publishes the site of a file made by compile, as build does; the input is not needed.",
        .examples = "  " PROGRAM_NAME " render public.sqlite\n"
                    "  " PROGRAM_NAME " render output/donnees/public.sqlite --templates ours -o restyled\n",
        .takes = TAKES(OUTPUT) | RENDER_OPTIONS | TALK_OPTIONS,
        .ends = END_INPUT | END_OUTPUT | END_BUSY,
        .run = render_run,
    },
    {
        .name = "release",
        .operand = "[INPUT]",
        .default_operand = "input/gen",
        .summary = "freeze a quarter: keep what was published of it in the input folder's ledger",
        .description =
            "Writes the protected counts of the released quarter, and of earlier ones that are not frozen yet, to "
            "INPUT/releases/QUARTER.csv: text, sorted, safe to commit. From then on they stay as they are; what is "
            "received later goes into the next release, whose flows hold it, and the site lists what it revises. A "
            "frozen quarter is never written again.",
        .examples = "  " PROGRAM_NAME " release\n"
                    "  " PROGRAM_NAME " release exports --release 2017-T2\n"
                    "  " PROGRAM_NAME " release exports --release 2017-T2 --as-of 2017-08-01\n",
        .takes = TAKES(RELEASE) | TAKES(AS_OF) | TAKES(KEY) | INPUT_OPTIONS | TALK_OPTIONS,
        .ends = END_INPUT | END_DISCLOSURE,
        .run = release_run,
    },
    {
        .name = "audit",
        .operand = "[OUTPUT]",
        .default_operand = "output",
        .summary = "read back a published site and try to break its protection",
        .description =
            "Reads every published file as a stranger would: pages, figures and the lengths drawn in them, tables, "
            "documents, reports, pictures, and public.sqlite with its unused bytes. Each count of persons must be a "
            "multiple of the base, the same figure the same number everywhere, and the parts must add up; what is "
            "hidden must stay hidden; no text of a personal file may be there. Ends with 4 when an attack succeeds, "
            "with 5 when only links, policies, sizes or the manifest are wrong.",
        .examples = "  " PROGRAM_NAME " audit\n"
                    "  " PROGRAM_NAME " audit site --input input/ours --former site-2017-T3 --former site-2017-T2\n"
                    "  " PROGRAM_NAME " audit site --canaries pseudonyms.txt --format json\n",
        .takes = TAKES(CANARIES) | TAKES(PERSONAL) | TAKES(FORMER) | TAKES(TEXT_OR_JSON) | TAKES(QUIET),
        .ends = END_INPUT | END_DISCLOSURE | END_OUTPUT,
        .run = audit_command_run,
    },
    {
        .name = "explain",
        .operand = "CELL",
        .summary = "where a published figure comes from: definition, computation, parts, past values",
        .description =
            "CELL is INDICATOR/ENTITY/PERIOD/BREAKDOWN, as every number of a page carries it (data-cell in its source). "
            "The indicators are those of the pages indicateurs/; an entity is country:FR, region:76, department:31, "
            "structure:ID or training:ID; a period is a quarter, 2017-T4; a breakdown is sexe:F or neet:oui+sexe:F, and "
            "nothing for the total. What is not published is answered with what is. Without --private everything it says "
            "is published: no exact count of persons.",
        .examples = "  " PROGRAM_NAME " explain part_femmes_cumul/region:76/2017-T4/\n"
                    "  " PROGRAM_NAME " explain apprenants/department:31/2017-T4/sexe:F --from site --format json\n"
                    "  " PROGRAM_NAME " explain apprenants/department:31/2017-T4/sexe:F --from exports --private\n",
        .takes = TAKES(FROM) | TAKES(PRIVATE) | TAKES(RELEASE) | TAKES(TEXT_OR_JSON) | TAKES(CONFIG) | TAKES(KEY) |
                 TAKES(PROGRESS),
        .ends = END_INPUT | END_DISCLOSURE,
        .run = explain_run,
    },
    {
        .name = "diff",
        .operand = "OLD",
        .second_operand = "NEW",
        .summary = "what changed between two publications, figure by figure",
        .description =
            "OLD and NEW are folders of sites, or public files (compile makes them, sites have them in "
            "donnees/public.sqlite). What changed in the past comes first: country before regions, "
            "totals before breakdowns, the largest changes first; then the register, the definitions, and what is "
            "new. JSON lists everything.",
        .examples = "  " PROGRAM_NAME " diff 2017-T3.sqlite 2017-T4.sqlite\n"
                    "  " PROGRAM_NAME " diff before after --limit 100\n"
                    "  " PROGRAM_NAME " diff 2017-T3.sqlite 2017-T4.sqlite --format json\n",
        .takes = TAKES(TEXT_OR_JSON) | TAKES(LIMIT),
        .ends = END_INPUT,
        .run = diff_run,
    },
    {
        .name = "new",
        .operand = "DIR",
        .summary = "start an input folder: a commented configuration, or a simulated programme",
        .description =
            "Writes a commented programme.xml and the headers of each file into a new folder: fill them in, or put "
            "your exports in their places, and let check read it. With one of the options of simulation, a whole "
            "invented programme of that size, which says so on each page.",
        .examples = "  " PROGRAM_NAME " new input/ours\n"
                    "  " PROGRAM_NAME " new simulated --trainings 410 --enrolments 12000\n"
                    "  " PROGRAM_NAME " new large --trainings 5000 --enrolments 1000000 --seed 7 --dirty\n",
        .takes = TAKES(TRAININGS) | TAKES(ENROLMENTS) | TAKES(SEED) | TAKES(DIRTY) | TALK_OPTIONS,
        .run = new_run,
    },
};

#define COMMAND_COUNT (sizeof commands / sizeof *commands)

/* A file must never get the number of a closed standard output: what is printed would go into it. */
static void open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd)
            _exit(ERROR_SYSTEM);
}

/* No image of the memory, which holds rows about persons, is written to disk; a reader who goes away is no signal. */
static void prepare_process(void)
{
    open_standard_streams();
    arena_prepare_process();
    signal(SIGPIPE, SIG_IGN);
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0); /* the limit does not hold where the system pipes images to a program */
}

static bool print_help(const struct invocation *invocation, struct error *err)
{
    struct buf text;
    buf_init(&text, NULL);
    if (invocation->wants_version)
        usage_write_version(&text);
    else if (invocation->command)
        usage_write_command(&text, invocation->command);
    else
        usage_write_program(&text, commands, COMMAND_COUNT);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

static bool run(const struct invocation *invocation, struct error *err)
{
    if (invocation->wants_help || invocation->wants_version)
        return print_help(invocation, err);
    if (invocation->command)
        return invocation->command->run(invocation, err);
    struct buf text;
    buf_init(&text, NULL);
    usage_write_program(&text, commands, COMMAND_COUNT);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
    return error_set(err, ERROR_USAGE, "give a command");
}

/* Without a message it was told already. */
static void tell_failure(const struct error *err)
{
    if (err->message[0] == '\0' && err->kind != ERROR_NONE)
        return;
    struct buf text;
    buf_init(&text, NULL);
    buf_text(&text, PROGRAM_NAME ": ");
    terminal_write_plain(&text, str_from(err->message));
    buf_byte(&text, '\n');
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

int main(int argc, char **argv)
{
    prepare_process();
    struct error err = {0};
    struct invocation invocation;
    int words = argc > 0 ? argc - 1 : 0;
    bool done = arguments_parse(commands, COMMAND_COUNT, argv + (words ? 1 : 0), words, &invocation, &err) &&
                run(&invocation, &err);
    if (!done)
        tell_failure(&err);
    return done ? 0 : err.kind == ERROR_NONE ? ERROR_SYSTEM : (int)err.kind;
}
