/* The files of each table, and the loop over the rows of one. */
#ifndef GENCARTO_COMPILE_INGEST_SOURCE_H
#define GENCARTO_COMPILE_INGEST_SOURCE_H

#include "gencarto/base/file.h"
#include "gencarto/compile/ingest/input.h"
#include "gencarto/compile/ingest/row.h"
#include "gencarto/tabular/file_text.h"

/* When what the columns of a file hold is looked at (profile.h): before its rows; later, by whoever reads the rows, if
 * the first ones are silent, so that what shows at once is not read for nothing; or when a row speaks. */
enum profiled { PROFILED_BEFORE, PROFILED_IF_SPOKEN, PROFILED_AS_READ };

struct source_file {
    struct str name; /* in the input folder */
    const struct programme_source *source;
    const struct encoding_scan *scan; /* of its bytes; NULL: source_open maps the file and scans them */
    struct file_map *map;             /* with `scan`: the file, which is the reading's from then on */
    enum profiled profiled;
};

/* The files of the folder that belong to `table`, by reception day (those without one first), then by name. Patterns
 * match whatever the case of ASCII letters. A file belongs to the first source of programme.xml that it matches, else
 * to the table whose default pattern it matches when the table has no source. */
void source_files(struct arena *arena, const struct programme *programme, const struct str *names, size_t name_count,
                  enum table_kind table, struct source_file **out_files, size_t *out_count);

/* Since when the file counts as received: the day that its source says, else the last day of the quarter in its name,
 * else DATE_NONE: always. */
int32_t source_known_day(const struct programme_source *source, struct str name);

/* Keeps the names of the files known on `day`, and those that are of no table, in their order; gives their count.
 * Where no register was known yet (it is written anew each time), the present one stands in. */
size_t source_keep_known(const struct programme *programme, struct str *names, size_t name_count, int32_t day);

/* Findings for the files that are in no table: spreadsheets named like one, CSV files that nothing reads, those named
 * like a table above all. */
void source_report_others(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, struct findings *findings);

/* Findings for each <source> that no file is of, but for those that are to come after all files that have come. */
void source_report_absent(struct arena *scratch, const struct programme *programme, const struct str *names,
                          size_t name_count, struct findings *findings);

/* '*' is any run of characters; the case of ASCII letters does not matter. */
bool source_matches(struct str pattern, struct str name);

/* The quarter in a file name: "inscriptions-2017-T2.csv", "2017T2", "2017_t2"; index 0 when it has none. */
struct period source_quarter(struct str name);

/* What the names of one supplier's exports have in common: the name without its quarter, without any digit when it has
 * none. In the arena. */
struct str source_series(struct arena *arena, struct str name);

/* A file being read: its text, and where its rows begin. Close it, whatever source_open gave. */
struct source_reading {
    struct arena *arena;
    struct arena scratch; /* of the file: what its text needs besides the map, then row by row */
    const struct table *table;
    struct findings *findings;
    struct input_file *file;
    struct file_map map;
    const char *name;        /* in messages */
    struct str text;         /* UTF-8 */
    struct file_text *large; /* NULL: all of `text` is there; else what was asked for (source_need) */
    struct dialect dialect;
    struct columns columns;
    struct profile profile;
    struct profile_columns typed; /* of its columns */
    bool is_unprofiled;           /* the profile is plain until source_profile */
    size_t header_at;             /* where in `text` the names of the columns stand */
    struct records *records;      /* the header is passed */
    bool is_empty;                /* no header, no rows */
};

/* Opens the file, reads its header, which may stand below other lines and have others below it, and looks at what its
 * columns hold (profile.h). Fills `file`, whose counts are zero. False with ERROR_INPUT when the file cannot be
 * understood as a whole. */
bool source_open(struct source_reading *reading, struct arena *arena, const struct programme *programme,
                 const char *folder, enum table_kind table, const struct source_file *source, struct findings *findings,
                 struct input_file *file, struct error *err);
void source_close(struct source_reading *reading);

/* Looks at what the columns hold after all, where source_open has put it off. */
bool source_profile(struct source_reading *reading, const struct programme *programme,
                    const struct programme_source *source, struct error *err);

/* Where not all of the text is there: makes what is read from `at` on readable, for records opened on the text, and
 * gives back what stands before `from`. To be called before each record. */
void source_need(struct source_reading *reading, size_t from, size_t at);
void source_reach(struct source_reading *reading, size_t from, struct records *records);

/* True when the record has no text at all, as spreadsheets export empty rows, ";;;;", or is a ruler. It counts as no
 * row. */
bool source_is_blank(const struct record *record);

/* Reports what is wrong with the record as such; false when its cells cannot be told and the row is set aside. */
bool source_check_record(struct row *row, enum records_step step);

/* The findings about the file as a whole, once its rows are counted. */
void source_end(struct source_reading *reading);

/* What is done with one row: it reads the cells and keeps what it wants; row->is_set_aside says that it was bad. */
typedef void source_row_reader(struct row *row, void *context);

/* Reads one file and gives each row to `read_row`. Rows without any text are passed over. What the columns hold is
 * looked at as soon as a row says something of it: most small tables say nothing. Fills the counts of `file`. False
 * with ERROR_INPUT when the file cannot be understood as a whole. */
bool source_read(struct arena *arena, const struct programme *programme, const char *folder, enum table_kind table,
                 const struct source_file *source, struct findings *findings, struct input_file *file,
                 source_row_reader *read_row, void *context, struct error *err);

#endif
