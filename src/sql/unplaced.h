/* Changes of a text that stands nowhere in the sent string, such as what format() makes. */
#ifndef GANDER_SQL_UNPLACED_H
#define GANDER_SQL_UNPLACED_H

#include "schema/change.h"

/* The change is at [at], and where its parts stand is not known. */
void change_unplace(struct change *change, struct range at);

#endif
