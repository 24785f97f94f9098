#include "usage.h"

#include "terminal.h"

#define COMMAND_WIDTH 22
#define OPTION_WIDTH  33

static const struct {
    int code;
    unsigned end; /* 0: of every command */
    const char *meaning;
} exit_codes[] = {
    {ERROR_NONE, 0, "done; findings below the thresholds are counted at the end"},
    {ERROR_SYSTEM, 0, "something exists and cannot be read or written"},
    {ERROR_USAGE, 0, "the command line"},
    {ERROR_INPUT, END_INPUT, "the input is refused: absent, invalid, or too many rows set aside"},
    {ERROR_DISCLOSURE, END_DISCLOSURE, "the protection of persons could not be established, or the audit broke it"},
    {ERROR_OUTPUT, END_OUTPUT, "a template or a page is wrong; the former site stays"},
    {ERROR_BUSY, END_BUSY, "another run holds the output"},
};

static void write_operands(struct buf *out, const struct command *command)
{
    buf_format(out, "%s %s", command->name, command->operand);
    if (command->second_operand)
        buf_format(out, " %s", command->second_operand);
}

static void write_exit_codes(struct buf *out, unsigned ends)
{
    buf_text(out, "\nExit codes:\n");
    for (size_t i = 0; i < sizeof exit_codes / sizeof *exit_codes; i++)
        if (exit_codes[i].end == 0 || (exit_codes[i].end & ends))
            buf_format(out, "  %2d  %s\n", exit_codes[i].code, exit_codes[i].meaning);
}

void usage_write_program(struct buf *out, const struct command *commands, size_t count)
{
    buf_text(out, PROGRAM ": from a training programme's CSV exports to its published site\n\n"
                          "Usage: " PROGRAM_NAME " COMMAND [options]\n\nCommands:\n");
    for (size_t i = 0; i < count; i++) {
        size_t start = out->len;
        buf_text(out, "  ");
        write_operands(out, &commands[i]);
        terminal_write_pad(out, start, COMMAND_WIDTH);
        terminal_write_wrapped(out, str_from(commands[i].summary), COMMAND_WIDTH);
    }
    buf_text(out, "\n  " PROGRAM_NAME " COMMAND --help lists the options of a command\n"
                  "  " PROGRAM_NAME " --version tells the version\n");
    write_exit_codes(out, ~0u);
}

static void write_option(struct buf *out, const struct option *option)
{
    size_t start = out->len;
    if (option->letter)
        buf_format(out, "  -%c, --%s", option->letter, option->name);
    else
        buf_format(out, "      --%s", option->name);
    if (option->argument)
        buf_format(out, " %s", option->argument);
    if (terminal_width(str_slice(buf_str(out), start, out->len)) >= OPTION_WIDTH) { /* its help begins below it */
        buf_byte(out, '\n');
        start = out->len;
    }
    terminal_write_pad(out, start, OPTION_WIDTH);
}

static void write_options(struct buf *out, const struct command *command)
{
    buf_text(out, "\nOptions:\n");
    for (int i = 0; i < OPTIONS; i++) {
        if (i != OPTION_HELP && !(command->takes >> i & 1))
            continue;
        write_option(out, &options[i]);
        if (i == OPTION_OUTPUT)
            buf_format(out, "%s (default: %s)\n", options[i].help, command->default_output);
        else
            terminal_write_wrapped(out, str_from(options[i].help), OPTION_WIDTH);
    }
}

void usage_write_command(struct buf *out, const struct command *command)
{
    buf_text(out, "Usage: " PROGRAM_NAME " ");
    write_operands(out, command);
    buf_text(out, " [options]\n\n");
    terminal_write_wrapped(out, str_from(command->description), 0);
    if (command->default_operand)
        buf_format(out, "\nDefault of %.*s: %s\n", STR_ARGS(operand_name(command->operand)), command->default_operand);
    write_options(out, command);
    buf_format(out, "\nExamples:\n%s", command->examples);
    write_exit_codes(out, command->ends);
}

void usage_write_version(struct buf *out)
{
    buf_text(out, PROGRAM "\n");
}
