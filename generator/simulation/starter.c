#include "columns.h"
#include "documents.h"
#include "export.h"
#include "folder.h"
#include "gencarto/base/file.h"
#include "gencarto/simulation/simulation.h"

static const struct {
    const char *name;
    const struct str *columns;
    size_t count;
} files[] = {
    {"formations.csv", training_columns, TRAINING_COLUMNS},
    {"inscriptions.csv", enrolment_columns, ENROLMENT_COLUMNS},
    {"labels.csv", label_columns, LABEL_COLUMNS},
    {"candidatures.csv", application_columns, APPLICATION_COLUMNS},
    {"references.csv", reference_columns, REFERENCE_COLUMNS},
};

static bool write_headers(const char *folder, struct error *err)
{
    bool done = true;
    for (size_t i = 0; i < sizeof files / sizeof *files && done; i++) {
        struct export export;
        export_open(&export, folder, files[i].name, EXPORT_PLAIN);
        export_row(&export, files[i].columns, files[i].count);
        done = export_close(&export, err);
    }
    return done;
}

bool starter_write(const char *folder, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    bool done = folder_prepare(folder, err) &&
                file_write(file_join(&arena, folder, "programme.xml"), document_text("starter.xml"), err) &&
                file_write(file_join(&arena, folder, "LISEZMOI.md"), document_text("starter.md"), err) &&
                write_headers(folder, err);
    arena_clear(&arena);
    return done;
}
