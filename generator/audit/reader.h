/* The readers of the published files, by their kind. Each makes claims about figures; `place` is the path below the
 * output folder. */
#ifndef GENCARTO_GENERATOR_AUDIT_READER_H
#define GENCARTO_GENERATOR_AUDIT_READER_H

#include "figures.h"
#include "traces.h"

/* HTML and SVG: elements with data-cell, columns of tables, numbers before the words for learners and enrolments,
 * lengths and places of what is drawn. */
void read_markup(struct figures *figures, struct str place, struct str content);

/* What is drawn in each <svg>: bars, points and circles with data-cell, measured and compared with their figures. */
void read_drawings(struct figures *figures, struct str place, struct str content);

/* Bars of sparklines and ticks of strips, which have no cell: each drawing is explained by the figures of the cell that
 * stands right before it. */
void read_series(struct figures *figures, struct str place, struct str content);

/* Plain text of any kind: numbers beside the words for persons and enrolments. */
void read_prose(struct figures *figures, struct str place, struct str text);

/* The same text: addresses, telephones and numbers of persons. */
void read_identity(struct figures *figures, struct str place, struct str text);

/* HTML, SVG and XML: what they carry without showing it. */
void read_hiding(struct figures *figures, struct str place, struct str content);

/* Sheets, scripts and plain texts, which say nothing of the figures. */
void read_asset(struct figures *figures, struct str place, struct str content);

/* WOFF2: nothing after its end. */
void read_font(struct figures *figures, struct str place, struct str content);

/* Any other kind: a picture or a font among the templates' own files, else a fault. */
void read_unknown(struct figures *figures, struct str place, struct str content);

/* CSV, with ',' or ';', by the names of its columns. */
void read_csv(struct figures *figures, struct str place, struct str content);

/* JSON and GeoJSON: numbers under a key that is the code of a count. */
void read_json(struct figures *figures, struct str place, struct str content);

/* PNG: chunks of text, and what no reader shows. */
void read_picture(struct figures *figures, struct str place, struct str content);

/* PDF: the text of the pages, the outline and the metadata, inflated. */
void read_report(struct figures *figures, struct str place, struct str content);

/* SQLite's pages as bytes. */
void read_database(struct figures *figures, struct str place, struct str content);

#endif
