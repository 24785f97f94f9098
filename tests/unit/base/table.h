/* Cases in a text file: one a line, columns apart by '|', blanks around them dropped; '#' starts a comment line.
 * A '~' stands for U+00A0 and a '^' for U+202F, which nobody can tell apart on a screen. */
#ifndef GENCARTO_TESTS_BASE_TABLE_H
#define GENCARTO_TESTS_BASE_TABLE_H

#include "gencarto/base/str.h"

enum { TABLE_COLUMNS = 4 };

struct table_case {
    int line;
    struct str columns[TABLE_COLUMNS]; /* what a line lacks is empty */
};

typedef void table_check(const struct table_case *row, struct arena *arena);

/* Calls `check` for each case of tests/tables/NAME; gives how many there were. Fails the test when it cannot read. */
int table_each(const char *name, table_check *check);

/* Fails the test, naming table and line, unless the two texts are equal. */
void table_expect(const char *name, const struct table_case *row, struct str found, struct str expected);

#endif
