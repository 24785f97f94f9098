/* gencarto check: what is wrong or odd in an input folder. */
#include "kits.h"
#include "kits_folder.h"
#include "place.h"
#include "report.h"
#include "step.h"
#include "terminal.h"

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_JUNIT }; /* the order of the option's choices */

#define PARTS_TOLD 20

/* A program wants to know which bytes it was told of. */
static bool read_digests(const struct invocation *invocation, struct arena *scratch, struct report *report,
                         struct error *err)
{
    struct digest *digests;
    if (!report->input || invocation->values[OPTION_FORMAT].number != FORMAT_JSON)
        return true;
    bool done = digests_read(scratch, report->folder, report->input, &digests, err);
    report->digests = digests;
    return done;
}

static bool print(const struct invocation *invocation, const struct input *input, const struct error *refusal,
                  struct error *err)
{
    static report_writer *const writers[] = {
        [FORMAT_JSON] = report_write_json, [FORMAT_SARIF] = report_write_sarif, [FORMAT_JUNIT] = report_write_junit};
    struct report report = {
        .folder = invocation->operand, .input = input, .refusal = refusal, .screen = terminal_screen()};
    struct arena scratch;
    struct buf text;
    arena_init(&scratch);
    buf_init(&text, NULL);
    bool done = read_digests(invocation, &scratch, &report, err);
    if (invocation->values[OPTION_FORMAT].number != FORMAT_TEXT)
        writers[invocation->values[OPTION_FORMAT].number](&text, &report);
    else if (input && !invocation->values[OPTION_QUIET].given)
        report_write_text(&text, &report);
    done = done && terminal_print(buf_str(&text), err);
    buf_clear(&text);
    arena_clear(&scratch);
    return done;
}

static void write_part(struct buf *out, const struct kits_part *part)
{
    buf_format(out, "  %.*s: ", STR_ARGS(part->structure));
    terminal_write_plural(out, part->rows, "row");
    buf_text(out, ", ");
    terminal_write_plural(out, part->files, "file");
    buf_byte(out, '\n');
}

/* Whom to call first. */
static void tell_kits(const struct invocation *invocation, const struct kits_summary *made)
{
    if (invocation->values[OPTION_QUIET].given)
        return;
    struct buf text;
    buf_init(&text, NULL);
    buf_format(&text, "%s: ", invocation->values[OPTION_KITS].text);
    terminal_write_plural(&text, (int64_t)made->part_count, "structure");
    buf_text(&text, ", ");
    terminal_write_plural(&text, made->files, "file");
    buf_text(&text, ", ");
    terminal_write_plural(&text, made->rows, "row");
    buf_text(&text, "; they may be rows about persons\n");
    for (size_t i = 0; i < made->part_count && i < PARTS_TOLD; i++)
        write_part(&text, &made->parts[i]);
    if (made->part_count > PARTS_TOLD)
        buf_format(&text, "  and %zu more\n", made->part_count - PARTS_TOLD);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

static bool write_kits(const struct invocation *invocation, const struct input *input, struct error *err)
{
    struct arena scratch;
    struct kits_summary made;
    struct kits_options kits = {.folder = invocation->values[OPTION_KITS].text, .input = invocation->operand};
    arena_init(&scratch);
    bool done =
        place_templates(&scratch, invocation, &kits.templates, err) && kits_write(&scratch, &kits, input, &made, err);
    if (done)
        tell_kits(invocation, &made);
    arena_clear(&scratch);
    return done;
}

/* A verdict that stands on the screen already is not told again below it. */
static bool end_refused(const struct invocation *invocation, bool read, const struct error *refusal, struct error *err)
{
    bool is_shown = read && invocation->values[OPTION_FORMAT].number == FORMAT_TEXT &&
                    !invocation->values[OPTION_QUIET].given && terminal_screen().columns > 0;
    return error_set(err, refusal->kind, "%s", is_shown ? "" : refusal->message);
}

static bool check(const struct invocation *invocation, struct arena *personal, struct error *refusal, struct error *err)
{
    struct progress progress;
    struct input input;
    progress_init(&progress, invocation);
    bool read = step_read(invocation, personal, &progress, &input, refusal);
    bool accepted = read && input_accept(&input, invocation->values[OPTION_STRICT].given, refusal);
    bool done = print(invocation, read ? &input : NULL, refusal, err);
    if (done && read && invocation->values[OPTION_KITS].given)
        done = write_kits(invocation, &input, err);
    return done && (accepted || end_refused(invocation, read, refusal, err));
}

static bool print_rules(const struct invocation *invocation, struct error *err)
{
    int64_t format = invocation->values[OPTION_FORMAT].number;
    struct buf text;
    if (invocation->values[OPTION_KITS].given)
        return error_set(err, ERROR_USAGE, "--rules --kits: --rules reads no input; leave one of them out");
    if (format != FORMAT_TEXT && format != FORMAT_JSON)
        return error_set(err, ERROR_USAGE, "--rules --format %s: expected text or json",
                         invocation->values[OPTION_FORMAT].text);
    buf_init(&text, NULL);
    (format == FORMAT_JSON ? report_write_rules_json : report_write_rules)(&text);
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool check_run(const struct invocation *invocation, struct error *err)
{
    if (invocation->values[OPTION_RULES].given)
        return print_rules(invocation, err);
    struct arena personal;
    struct error refusal = {0};
    const struct option_value *kits = &invocation->values[OPTION_KITS];
    if (kits->given && !kits_folder_check(kits->text, invocation->operand, err))
        return false;
    arena_init_private(&personal);
    bool done = check(invocation, &personal, &refusal, err);
    arena_clear(&personal);
    return done;
}
