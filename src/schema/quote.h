/* Names as SQL writes them: in double quotes where PostgreSQL would read something else. */
#ifndef GANDER_SCHEMA_QUOTE_H
#define GANDER_SCHEMA_QUOTE_H

#include "base/arena.h"
#include "schema/change.h"

struct str quoted(struct arena *arena, struct str name);           /* `"Order"`, `email` */
struct str quoted_name(struct arena *arena, struct name name);     /* with its schema */
struct str quoted_literal(struct arena *arena, struct str string); /* 'it''s' */

#endif
