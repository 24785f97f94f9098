#include "site_folder.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gencarto/base/file.h"

void site_folder_init(struct site_folder *site)
{
    memset(site, 0, sizeof *site);
    arena_init(&site->arena);
    snprintf(site->path, sizeof site->path, "/tmp/test-template-XXXXXX");
    assert_non_null(mkdtemp(site->path));
    site->templates = file_join(&site->arena, site->path, "t");
    site->database = file_join(&site->arena, site->path, "public.sqlite");
    buf_init(&site->written, NULL);
    static const char *const folders[] = {"pages", "includes", "queries", "catalogue"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        assert_true(file_make_folders(file_join(&site->arena, site->templates, folders[i]), &site->err));
    }
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

void site_folder_clear(struct site_folder *site)
{
    nftw(site->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    buf_clear(&site->written);
    arena_clear(&site->arena);
}

void site_folder_add(struct site_folder *site, const char *name, struct str content)
{
    struct error err = {0};
    if (!file_write(file_join(&site->arena, site->templates, name), content, &err)) {
        fail_msg("%s", err.message);
    }
}

/* Shows what it is asked: [kind name=value rows(column,column: cell,cell; cell,cell)]. */
static bool show_figure(void *context, struct arena *arena, const struct figure_call *call, struct buf *out,
                        struct error *err)
{
    (void)context, (void)err;
    buf_format(out, "[%.*s", STR_ARGS(call->kind));
    for (size_t i = 0; i < call->attribute_count; i++) {
        const struct figure_attribute *a = &call->attributes[i];
        buf_format(out, " %.*s=%.*s", STR_ARGS(a->name), STR_ARGS(a->value));
    }
    for (size_t i = 0; i < call->table_count; i++) {
        const struct figure_table *table = &call->tables[i];
        buf_format(out, " %.*s(", STR_ARGS(table->name));
        for (size_t j = 0; j < table->column_count; j++) {
            buf_format(out, "%s%.*s", j > 0 ? "," : "", STR_ARGS(table->columns[j]));
        }
        for (size_t j = 0; j < table->column_count * table->row_count; j++) {
            struct str cell = value_text(arena, table->cells[j]);
            buf_format(out, "%s%.*s", j % table->column_count > 0 ? "," : "; ", STR_ARGS(cell));
        }
        buf_byte(out, ')');
    }
    buf_byte(out, ']');
    return true;
}

static const struct template_variable VARIABLES[] = {
    {STR_INIT("base_url"), {VALUE_TEXT, 0, 0, STR_INIT("https://example.org")}}};
static const struct template_host HOST = {VARIABLES, 1, show_figure};

static bool database_make(struct site_folder *site, struct db **out_db)
{
    struct db *db = NULL;
    bool ok = db_open(site->database, DB_CREATE, &db, &site->err) && db_run(db, "data", site->data, &site->err);
    db_close(db);
    return ok && db_open(site->database, DB_READ, out_db, &site->err);
}

bool site_folder_open(struct site_folder *site)
{
    struct db *db = NULL;
    if (!database_make(site, &db)) {
        fail_msg("%s", site->err.message);
    }
    bool ok = template_set_open(&site->arena, site->templates, LANGUAGE_FR, &HOST, db, &site->set, &site->err);
    db_close(db);
    return ok;
}

static bool keep_page(void *context, struct str path, struct str content, struct error *err)
{
    struct site_folder *site = context;
    (void)err;
    buf_format(&site->written, "%.*s\n", STR_ARGS(path));
    buf_add(&site->written, content);
    return true;
}

bool site_folder_render(struct site_folder *site, size_t count)
{
    struct template_worker *workers[8] = {NULL};
    bool ok = site_folder_open(site);
    for (size_t w = 0; ok && w < count; w++) {
        ok = template_worker_open(site->set, site->database, NULL, &workers[w], &site->err);
        for (size_t page = 0; ok && page < template_page_count(site->set); page++) {
            ok = template_page_render(workers[w], page, w, count, keep_page, site, &site->err);
        }
    }
    ok = ok && template_workers_check_paths(workers, count, &site->err);
    for (size_t w = 0; w < count; w++) {
        template_worker_close(workers[w]);
    }
    return ok;
}
