/* The parser alone, for the benchmark: what any tool on libpg_query must at least spend. */
#ifndef GANDER_SQL_BARE_PARSE_H
#define GANDER_SQL_BARE_PARSE_H

#include <stdbool.h>

/* Parses a NUL-terminated string and throws the tree away; false when it does not parse. */
bool bare_parse(const char *sql);

#endif
