/* The command tag PostgreSQL gives a statement (its source: src/backend/tcop/utility.c,
 * CreateCommandTag; libpg_query leaves that file out). */
#ifndef GANDER_SQL_TAGS_H
#define GANDER_SQL_TAGS_H

#include "postgres.h"

#include "nodes/nodes.h"
#include "nodes/parsenodes.h"

const char *command_tag(const Node *node); /* static; "???" for what has none */

#endif
