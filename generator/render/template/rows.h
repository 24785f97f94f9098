/* Queries run for a page. */
#ifndef GENCARTO_RENDER_TEMPLATE_ROWS_H
#define GENCARTO_RENDER_TEMPLATE_ROWS_H

#include "worker.h"

/* Runs the call from its start. No row is there before rows_next. */
bool rows_start(struct template_worker *worker, const struct call *call, struct error *err);

/* Brings the next row to the call's frame. */
bool rows_next(struct template_worker *worker, const struct call *call, bool *out_row, struct error *err);

/* Brings the only row to the call's frame; another number of rows is an error. Its texts are in the page's memory,
 * or in the run's for a query without parameters. */
bool rows_only(struct template_worker *worker, const struct call *call, struct error *err);

/* All rows, in the page's memory. The call has no frame. */
bool rows_all(struct template_worker *worker, const struct call *call, struct figure_table *out_table,
              struct error *err);

#endif
