/* What is called of GLPK, opened with a pattern of suppressions (base/library.h). Internal to disclosure/. */
#ifndef GENCARTO_GENERATOR_COMPILE_DISCLOSURE_GLPK_LIBRARY_H
#define GENCARTO_GENERATOR_COMPILE_DISCLOSURE_GLPK_LIBRARY_H

#include <glpk.h>

#include "gencarto/base/library.h"

#define GLPK_FUNCTIONS(F)                                                                                              \
    F(glp_, add_cols)                                                                                                  \
    F(glp_, add_rows)                                                                                                  \
    F(glp_, adv_basis)                                                                                                 \
    F(glp_, create_prob)                                                                                               \
    F(glp_, delete_prob)                                                                                               \
    F(glp_, get_col_prim)                                                                                              \
    F(glp_, get_num_cols)                                                                                              \
    F(glp_, get_status)                                                                                                \
    F(glp_, init_iocp)                                                                                                 \
    F(glp_, init_smcp)                                                                                                 \
    F(glp_, intopt)                                                                                                    \
    F(glp_, ios_terminate)                                                                                             \
    F(glp_, mip_col_val)                                                                                               \
    F(glp_, mip_status)                                                                                                \
    F(glp_, set_col_bnds)                                                                                              \
    F(glp_, set_col_kind)                                                                                              \
    F(glp_, set_mat_row)                                                                                               \
    F(glp_, set_obj_coef)                                                                                              \
    F(glp_, set_row_bnds)                                                                                              \
    F(glp_, simplex)                                                                                                   \
    F(glp_, term_out)

struct glpk {
    GLPK_FUNCTIONS(LIBRARY_MEMBER)
};

#endif
