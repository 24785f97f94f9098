/* Numbers that registers give, with their keys. Pure functions of the text, compact (field_compact) unless said
 * otherwise. */
#ifndef GENCARTO_COMPILE_INGEST_IDENTIFIERS_H
#define GENCARTO_COMPILE_INGEST_IDENTIFIERS_H

#include "gencarto/base/str.h"

/* Fourteen digits whose Luhn sum is a multiple of ten; for La Poste (SIREN 356000000) the plain sum is one of five.
 * Source: Insee, base Sirene. */
bool identifiers_is_siret(struct str digits);

/* RNCP31114, RS5141, or the digits alone: one to six. Source: France compétences. */
bool identifiers_is_rncp(struct str code);

/* A letter from A to N and four digits. Source: France Travail, ROME 4.0. */
bool identifiers_is_rome(struct str code);

/* Seven digits and the letter of their remainder by 23 in an alphabet without I, O and Q. Source: Éducation nationale,
 * répertoire UAI. */
bool identifiers_is_uai(struct str code);

/* The code that a spreadsheet wrote otherwise: ="31555", '31555, "31555" is a text; 31555.0, 31555,00 and 3,1555E+04,
 * whose digits are all there, are numbers. False when it is neither. `*out_code` lives in the arena or in the cell. */
bool identifiers_restore(struct arena *arena, struct str cell, struct str *out_code);

/* 3,5E+13 as it stands in a file: a spreadsheet rounded a long number. */
bool identifiers_is_rounded(struct str cell);

#endif
