/* What is called of SQLite, opened with the first connection (base/library.h). Internal to db/. */
#ifndef GENCARTO_GENERATOR_DB_SQLITE_LIBRARY_H
#define GENCARTO_GENERATOR_DB_SQLITE_LIBRARY_H

#include <sqlite3.h>

#include "gencarto/base/library.h"

#define SQLITE_FUNCTIONS(F)                                                                                            \
    F(sqlite3_, bind_double)                                                                                           \
    F(sqlite3_, bind_int64)                                                                                            \
    F(sqlite3_, bind_null)                                                                                             \
    F(sqlite3_, bind_parameter_count)                                                                                  \
    F(sqlite3_, bind_parameter_name)                                                                                   \
    F(sqlite3_, bind_text64)                                                                                           \
    F(sqlite3_, close)                                                                                                 \
    F(sqlite3_, column_count)                                                                                          \
    F(sqlite3_, column_int64)                                                                                          \
    F(sqlite3_, column_name)                                                                                           \
    F(sqlite3_, column_text)                                                                                           \
    F(sqlite3_, column_value)                                                                                          \
    F(sqlite3_, config)                                                                                                \
    F(sqlite3_, create_module_v2)                                                                                      \
    F(sqlite3_, db_handle)                                                                                             \
    F(sqlite3_, declare_vtab)                                                                                          \
    F(sqlite3_, errmsg)                                                                                                \
    F(sqlite3_, error_offset)                                                                                          \
    F(sqlite3_, exec)                                                                                                  \
    F(sqlite3_, finalize)                                                                                              \
    F(sqlite3_, free)                                                                                                  \
    F(sqlite3_, mprintf)                                                                                               \
    F(sqlite3_, open_v2)                                                                                               \
    F(sqlite3_, prepare_v2)                                                                                            \
    F(sqlite3_, prepare_v3)                                                                                            \
    F(sqlite3_, progress_handler)                                                                                      \
    F(sqlite3_, reset)                                                                                                 \
    F(sqlite3_, result_double)                                                                                         \
    F(sqlite3_, result_int64)                                                                                          \
    F(sqlite3_, result_null)                                                                                           \
    F(sqlite3_, result_text)                                                                                           \
    F(sqlite3_, set_authorizer)                                                                                        \
    F(sqlite3_, sql)                                                                                                   \
    F(sqlite3_, step)                                                                                                  \
    F(sqlite3_, stmt_readonly)                                                                                         \
    F(sqlite3_, value_blob)                                                                                            \
    F(sqlite3_, value_bytes)                                                                                           \
    F(sqlite3_, value_double)                                                                                          \
    F(sqlite3_, value_int64)                                                                                           \
    F(sqlite3_, value_text)                                                                                            \
    F(sqlite3_, value_type)

struct sqlite {
    SQLITE_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
