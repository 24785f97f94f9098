/* A foreign library opened when it is first needed, instead of with the program. The dynamic loader reads, relocates
 * and starts each library that a program is linked with, and all that these are linked with, before main(): PROJ alone
 * brings curl, GnuTLS, LDAP and Kerberos and takes nine milliseconds, more than all of a small `check`.
 *
 * Such a library has one private header in the folder that may call it, which includes the library's own (proj.h) and
 * lists the functions once:
 *
 *     #define PROJ_FUNCTIONS(F) F(proj_, create) F(proj_, destroy)
 *     struct proj {
 *         PROJ_FUNCTIONS(LIBRARY_MEMBER)
 *     };
 *
 * and is called through the table, with the types of its own header:
 *
 *     struct proj proj;
 *     if (!LIBRARY_OPEN(PROJ_LIBRARY, PROJ_FUNCTIONS, &proj, err)) return false;
 *     PJ *transformation = proj.create(context, text);
 *
 * Nothing is linked, so a call that does not go through the table does not link either. PROJ_LIBRARY, the file's name,
 * is that of the library the build found (gencarto_lazy() in CMakeLists.txt). A handle of the library keeps its own
 * table: opening again costs microseconds, and nothing is shared between threads.
 */
#ifndef GENCARTO_BASE_LIBRARY_H
#define GENCARTO_BASE_LIBRARY_H

#include "gencarto/base/error.h"

/* The member and the name of one function of the list: create, "proj_create". */
#define LIBRARY_MEMBER(prefix, name) __typeof__(prefix##name) *name;
#define LIBRARY_NAME(prefix, name)   #prefix #name,

/* `table` points to a struct of the list's members and nothing else. */
#define LIBRARY_OPEN(file, functions, table, err)                                                                      \
    library_open(file, (const char *const[]){functions(LIBRARY_NAME)}, sizeof *(table) / sizeof(void *), table, err)

/* Fills the table with the addresses of the `count` functions, in the order of the names. The library stays open to the
 * end of the process. Thread-safe.
 * ERROR_SYSTEM with what the loader says and the remedy: no such library here, or one without a function of the list.
 * The table is then not to be used. */
bool library_open(const char *file, const char *const *names, size_t count, void *out_table, struct error *err);

#endif
