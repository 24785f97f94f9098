/* The set of templates: reads the folder, prepares the queries, compiles the pages. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gencarto/base/file.h"
#include "gencarto/xml/document.h"

#include "program.h"

/* ---- Errors ---- */

int spot_line(const struct spot *spot)
{
    return document_place(spot->source->text, spot->offset, spot->index).line;
}

static void add_place(char *text, size_t size, const char *before, const struct spot *spot)
{
    struct place place = document_place(spot->source->text, spot->offset, spot->index);
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s:%d:%d", before, spot->source->file, place.line, place.column);
}

bool spot_error(struct error *err, const struct spot *spot, const char *format, ...)
{
    char message[1024], place[512] = "", chain[512] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_place(place, sizeof place, "", spot);
    for (const struct spot *by = spot->source->included_by; by != NULL; by = by->source->included_by) {
        add_place(chain, sizeof chain, chain[0] == '\0' ? " (included by " : ", by ", by);
    }
    return error_set(err, ERROR_OUTPUT, "%s: %s%s%s", place, message, chain, chain[0] == '\0' ? "" : ")");
}

/* Errors of the layers below become the templates'. */
static bool as_output(struct error *err, const struct error *cause)
{
    return error_set(err, ERROR_OUTPUT, "%s", cause->message);
}

/* ---- Files of a folder ---- */

struct folder {
    const char *path;
    struct str *names; /* without ending, in byte order */
    size_t count;
};

static bool folder_read(struct arena *arena, const char *parent, const char *name, const char *ending,
                        struct folder *out, struct error *err)
{
    struct str *names = NULL;
    size_t count = 0;
    out->path = file_join(arena, parent, name);
    out->count = 0;
    out->names = NULL;
    if (!file_is_folder(out->path)) {
        return true;
    }
    if (!file_names(arena, out->path, &names, &count, err)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (str_ends(names[i], str_from(ending)) && names[i].ptr[0] != '.') {
            names[out->count++] = str_slice(names[i], 0, names[i].len - strlen(ending));
        }
    }
    out->names = names;
    return true;
}

static const char *folder_file(struct arena *arena, const struct folder *folder, size_t index, const char *ending)
{
    return str_format(arena, "%s/%.*s%s", folder->path, STR_ARGS(folder->names[index]), ending).ptr;
}

/* ---- Labels ---- */

static int compare_labels(const void *a, const void *b)
{
    const struct label *left = a, *right = b;
    return str_compare(left->id, right->id);
}

static bool labels_collect(struct template_set *set, const struct node *root, struct error *err)
{
    size_t count = 0;
    for (const struct node *n = node_child(root, "label"); n != NULL; n = node_sibling(n, "label")) {
        count++;
    }
    set->labels = arena_array(set->arena, struct label, count);
    for (const struct node *n = node_child(root, "label"); n != NULL; n = node_sibling(n, "label")) {
        const struct str *id = node_attribute(n, "id");
        if (id == NULL) {
            return error_set(err, ERROR_OUTPUT, "%s:%d:%d: a label without id", set->label_file, n->line, n->column);
        }
        set->labels[set->label_count++] = (struct label){*id, node_text(set->arena, n)};
    }
    qsort(set->labels, count, sizeof *set->labels, compare_labels);
    for (size_t i = 1; i < count; i++) {
        if (str_equal(set->labels[i - 1].id, set->labels[i].id)) {
            return error_set(err, ERROR_OUTPUT, "%s: two labels have the id %.*s", set->label_file,
                             STR_ARGS(set->labels[i].id));
        }
    }
    return true;
}

static bool labels_read(struct template_set *set, struct error *err)
{
    struct str text;
    struct node *root = NULL;
    struct error cause = {0};
    set->label_file =
        str_format(set->arena, "%s/catalogue/labels.%s.xml", set->folder, language_code(set->language)).ptr;
    if (!file_exists(set->label_file)) {
        return true;
    }
    if (!file_read(set->arena, set->label_file, &text, err)) {
        return false;
    }
    if (!document_parse(set->arena, set->label_file, text, DOCUMENT_XML, &root, &cause)) {
        return as_output(err, &cause);
    }
    return labels_collect(set, root, err);
}

bool template_label(const struct template_set *set, struct str id, struct str *out_text)
{
    struct label key = {.id = id};
    const struct label *found = set->label_count == 0
                                    ? NULL
                                    : bsearch(&key, set->labels, set->label_count, sizeof *set->labels, compare_labels);
    if (found == NULL) {
        return false;
    }
    *out_text = found->text;
    return true;
}

/* ---- Queries ---- */

/* Columns, parameters and plan, as SQLite sees them. */
static bool query_describe(struct template_set *set, struct query_info *info, struct query *query, struct error *err)
{
    info->column_count = query_columns(query);
    info->columns = arena_array(set->arena, struct str, (size_t)info->column_count);
    info->parameter_count = query_parameters(query);
    info->parameters = arena_array(set->arena, struct str, (size_t)info->parameter_count);
    for (int i = 0; i < info->column_count; i++) {
        info->columns[i] = str_copy(set->arena, query_column_name(query, i));
    }
    for (int i = 0; i < info->parameter_count; i++) {
        info->parameters[i] = str_copy(set->arena, query_parameter_name(query, i + 1));
        if (info->parameters[i].len == 0) {
            return error_set(err, ERROR_OUTPUT, "%s: a parameter without name; write :name instead of ?", info->file);
        }
    }
    if (info->column_count > set->column_count) {
        set->column_count = info->column_count;
    }
    info->scans = info->parameter_count > 0 && query_scans(query, set->arena, &info->plan);
    return true;
}

static bool query_read(struct template_set *set, struct query_info *info, struct db *db, struct error *err)
{
    struct error cause = {0};
    struct query *query = NULL;
    if (!file_read(set->arena, info->file, &info->sql, err)) {
        return false;
    }
    struct str start = str_trim(info->sql);
    if (!str_starts(start, STR("--")) && !str_starts(start, STR("/*"))) {
        return error_set(err, ERROR_OUTPUT,
                         "%s:1:1: no comment at the start; say what the query gives and what it wants", info->file);
    }
    if (!query_prepare(db, info->file, info->sql, &query, &cause)) {
        return as_output(err, &cause);
    }
    bool ok = query_describe(set, info, query, err);
    query_free(query);
    return ok;
}

static bool queries_read(struct template_set *set, struct db *db, struct error *err)
{
    struct folder folder;
    if (!folder_read(set->arena, set->folder, "queries", ".sql", &folder, err)) {
        return false;
    }
    set->queries = arena_array(set->arena, struct query_info, folder.count);
    set->query_count = folder.count;
    for (size_t i = 0; i < folder.count; i++) {
        struct query_info *info = &set->queries[i];
        info->name = folder.names[i];
        info->file = folder_file(set->arena, &folder, i, ".sql");
        if (!query_read(set, info, db, err)) {
            return false;
        }
    }
    return true;
}

/* ---- Includes and pages ---- */

static bool tree_read(struct template_set *set, const char *file, struct str *out_text, struct node **out_root,
                      struct error *err)
{
    return file_read(set->arena, file, out_text, err) &&
           document_parse(set->arena, file, *out_text, DOCUMENT_XHTML, out_root, err);
}

static bool includes_read(struct template_set *set, struct error *err)
{
    struct folder folder;
    if (!folder_read(set->arena, set->folder, "includes", ".xhtml", &folder, err)) {
        return false;
    }
    set->includes = arena_array(set->arena, struct include, folder.count);
    set->include_count = folder.count;
    for (size_t i = 0; i < folder.count; i++) {
        struct include *include = &set->includes[i];
        struct node *root = NULL;
        include->name = folder.names[i];
        include->file = folder_file(set->arena, &folder, i, ".xhtml");
        if (!tree_read(set, include->file, &include->text, &root, err)) {
            return false;
        }
        include->root = root;
    }
    return true;
}

static bool pages_read(struct template_set *set, struct error *err)
{
    struct folder folder;
    if (!folder_read(set->arena, set->folder, "pages", ".xhtml", &folder, err)) {
        return false;
    }
    if (folder.count == 0) {
        return error_set(err, ERROR_OUTPUT, "%s: no page; expected files NAME.xhtml", folder.path);
    }
    set->pages = arena_array(set->arena, struct page, folder.count);
    for (size_t i = 0; i < folder.count; i++) {
        struct page *page = &set->pages[set->page_count++];
        struct node *root = NULL;
        page->source.file = folder_file(set->arena, &folder, i, ".xhtml");
        if (!tree_read(set, page->source.file, &page->source.text, &root, err) || !page_compile(set, page, root, err)) {
            return false;
        }
    }
    return true;
}

/* Where each query's statements stand among a worker's. */
static void statements_number(struct template_set *set)
{
    for (size_t i = 0; i < set->query_count; i++) {
        set->queries[i].first_statement = set->statement_count;
        set->statement_count += set->queries[i].levels;
    }
}

bool template_set_open(struct arena *arena, const char *folder, enum language language,
                       const struct template_host *host, struct db *db, struct template_set **out_set,
                       struct error *err)
{
    struct template_set *set = arena_one(arena, struct template_set);
    set->arena = arena;
    set->folder = str_text(arena, str_from(folder));
    set->language = language;
    set->host = host;
    if (!labels_read(set, err) || !queries_read(set, db, err) || !includes_read(set, err) || !pages_read(set, err)) {
        return false;
    }
    statements_number(set);
    *out_set = set;
    return true;
}

size_t template_page_count(const struct template_set *set)
{
    return set->page_count;
}

bool template_page_repeats(const struct template_set *set, size_t page)
{
    return set->pages[page].rows != NULL;
}
