#include "gencarto/base/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_open(const char *file, const char *const *names, size_t count, void *out_table, struct error *err)
{
    /* Its own names stay its own, and what it calls of the libraries it brings is looked up when it is called: of
     * libstdc++ alone a thousand names. It is never unloaded: some libraries do not survive that. */
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (library == NULL) {
        return error_set(err, ERROR_SYSTEM, "%s; install the package that has this library", dlerror());
    }
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(library, names[i]);
        if (function == NULL) {
            return error_set(err, ERROR_SYSTEM, "%s has no %s; install the version this program was built with", file,
                             names[i]);
        }
        /* POSIX: a function's address fits a pointer to an object, though C has no conversion. */
        memcpy((char *)out_table + i * sizeof function, &function, sizeof function);
    }
    return true;
}
