/* What cells hold that names or reaches a person, whatever the header says. Pure functions of their text. */
#ifndef GENCARTO_COMPILE_INGEST_CONTENTS_H
#define GENCARTO_COMPILE_INGEST_CONTENTS_H

#include "gencarto/base/str.h"

/* name@host.tld, maybe in a sentence. */
bool contents_has_email(struct str cell);

/* Ten digits of a French number, 06 12 34 56 78 or +33 6 12 34 56 78; without its leading zero only when nine digits
 * stand in pairs. */
bool contents_is_phone(struct str cell);

/* A French social security number: sex, year, month, department, commune and order, with or without its key, which must
 * be right when it is there (97 minus the number modulo 97). */
bool contents_is_social_security(struct str cell);

#endif
