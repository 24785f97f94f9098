#include "step.h"

#include "gencarto/base/file.h"
#include "gencarto/base/parallel.h"
#include "gencarto/render/site/site.h"
#include "key.h"
#include "place.h"
#include "report.h"
#include "suppression_text.h"
#include "terminal.h"

static int32_t as_of(const struct invocation *invocation)
{
    const struct option_value *day = &invocation->values[OPTION_AS_OF];
    return day->given ? (int32_t)day->number : INT32_MAX;
}

bool step_read(const struct invocation *invocation, struct arena *personal, struct progress *progress,
               struct input *out_input, struct error *err)
{
    struct input_options wanted = {
        .folder = invocation->operand,
        .config = invocation_text(invocation, OPTION_CONFIG, NULL),
        .day = as_of(invocation),
        .keeps_places = invocation->values[OPTION_KITS].given,
    };
    progress_report(progress, "read", 0, 0);
    bool done = place_reference(personal, &wanted.reference_folder, err) &&
                input_read_with(personal, &wanted, out_input, err) && compile_check(personal, out_input, err);
    progress_end(progress);
    return done;
}

static void tell_findings(const struct invocation *invocation, const struct input *input)
{
    if (invocation->values[OPTION_QUIET].given)
        return;
    struct buf text;
    buf_init(&text, NULL);
    report_write_summary(&text, invocation->operand, input);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

static void tell_suppression(const struct invocation *invocation, const struct compile_summary *made)
{
    if (invocation->values[OPTION_QUIET].given || !made->suppresses)
        return;
    struct buf text;
    buf_init(&text, NULL);
    suppression_text_write(&text, &made->suppression);
    terminal_tell(buf_str(&text));
    buf_clear(&text);
}

bool step_prepare(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  struct progress *progress, struct compile_options *out_options, struct error *err)
{
    struct compile_options compile = {
        .folder = invocation->operand,
        .config = invocation_text(invocation, OPTION_CONFIG, NULL),
        .release = {(int)invocation->values[OPTION_RELEASE].number},
        .progress = progress_report,
        .context = progress,
    };
    tell_findings(invocation, input);
    bool done = input_accept(input, invocation->values[OPTION_STRICT].given, err) &&
                place_reference(personal, &compile.reference, err) &&
                key_find(personal, invocation, input, &compile.key, err);
    *out_options = compile;
    return done;
}

bool step_compile(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  const char *path, struct progress *progress, struct compile_summary *out_summary, struct error *err)
{
    struct compile_options compile;
    bool done = step_prepare(invocation, personal, input, progress, &compile, err) &&
                compile_public(personal, input, path, &compile, out_summary, err);
    progress_end(progress);
    if (done)
        tell_suppression(invocation, out_summary);
    return done;
}

bool step_release(const struct invocation *invocation, struct arena *personal, const struct input *input,
                  struct progress *progress, struct release_summary *out_summary, struct error *err)
{
    struct compile_options compile;
    bool done = step_prepare(invocation, personal, input, progress, &compile, err) &&
                compile_release(personal, input, &compile, out_summary, err);
    progress_end(progress);
    return done;
}

/* --- render and publish --- */

static bool add_file(void *context, struct str path, struct str content, struct error *err)
{
    return publish_add(context, path, content, err);
}

/* Said unless --quiet: the site is made all the same. */
static void warn(void *context, struct str message)
{
    (void)context;
    struct buf line;
    buf_init(&line, NULL);
    buf_text(&line, "warning: ");
    terminal_write_plain(&line, message);
    buf_byte(&line, '\n');
    terminal_tell(buf_str(&line));
    buf_clear(&line);
}

static bool render(const struct invocation *invocation, const char *database, struct publication *publication,
                   struct progress *progress, struct site_summary *out_summary, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    const struct option_value *jobs = &invocation->values[OPTION_JOBS];
    struct site_options site = {
        .database = database,
        .language = LANGUAGE_FR,
        .all_formats = invocation->values[OPTION_FIGURES].number == 1,
        .jobs = jobs->given ? (int)jobs->number : parallel_processors(),
        .sink = add_file,
        .sink_context = publication,
        .progress = progress_report,
        .progress_context = progress,
        .warn = invocation->values[OPTION_QUIET].given ? NULL : warn,
    };
    bool done = place_templates(&scratch, invocation, &site.templates, err) &&
                place_boundaries(&scratch, invocation, &site.boundaries, err) && site_render(&site, out_summary, err);
    progress_end(progress);
    arena_clear(&scratch);
    return done;
}

static void write_made(struct buf *out, const char *output, const struct site_summary *site,
                       const struct publish_summary *made)
{
    buf_format(out, "%s: ", output);
    terminal_write_plural(out, site->pages, "page");
    buf_text(out, ", ");
    terminal_write_plural(out, site->figures, "figure");
    buf_text(out, "; ");
    terminal_write_plural(out, made->files, "file");
    buf_text(out, " of ");
    buf_decimal(out, (double)made->bytes / 1e6, 1);
    buf_text(out, " MB: ");
    terminal_write_count(out, made->written);
    buf_text(out, " written, ");
    terminal_write_count(out, made->unchanged);
    buf_text(out, " unchanged, ");
    terminal_write_count(out, made->removed);
    buf_text(out, " removed\n");
}

static bool print_made(const struct invocation *invocation, const struct site_summary *site,
                       const struct publish_summary *made, int64_t begun_ms, struct error *err)
{
    if (invocation->values[OPTION_QUIET].given)
        return true;
    const char *output = invocation_text(invocation, OPTION_OUTPUT, invocation->command->default_output);
    struct buf text;
    buf_init(&text, NULL);
    write_made(&text, output, site, made);
    buf_decimal(&text, (double)(progress_clock_ms() - begun_ms) / 1000, 2);
    buf_text(&text, " s; open ");
    buf_text(&text, output);
    buf_text(&text, str_ends(str_from(output), STR("/")) ? "index.html\n" : "/index.html\n");
    bool done = terminal_print(buf_str(&text), err);
    buf_clear(&text);
    return done;
}

bool step_publish(const struct invocation *invocation, const char *database, struct period release,
                  struct publication *publication, struct progress *progress, int64_t begun_ms, struct error *err)
{
    struct site_summary site;
    struct publish_summary made;
    struct buf name;
    buf_init(&name, NULL);
    period_write(&name, release);
    bool done = render(invocation, database, publication, progress, &site, err) &&
                publish_add_file(publication, STR(PLACE_DATABASE), database, err) &&
                publish_commit(publication, buf_str(&name), &made, err) &&
                print_made(invocation, &site, &made, begun_ms, err);
    buf_clear(&name);
    return done;
}
