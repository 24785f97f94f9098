/* A folder of templates and a database made for one test. */
#ifndef GENCARTO_TESTS_TEMPLATE_SITE_FOLDER_H
#define GENCARTO_TESTS_TEMPLATE_SITE_FOLDER_H

#include "gencarto/render/template/template.h"

struct site_folder {
    struct arena arena;
    struct error err;
    char path[40];
    char *templates, *database;
    struct str data;    /* SQL script that fills the database */
    struct buf written; /* every page rendered: "PATH\nCONTENT" */
    struct template_set *set;
};

void site_folder_init(struct site_folder *site);
void site_folder_clear(struct site_folder *site);

/* "pages/a.xhtml". */
void site_folder_add(struct site_folder *site, const char *name, struct str content);

/* Opens the set; false leaves the message in site->err. */
bool site_folder_open(struct site_folder *site);

/* Opens the set and renders all pages on `workers` workers, into site->written. */
bool site_folder_render(struct site_folder *site, size_t workers);

#endif
