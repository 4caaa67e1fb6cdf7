/* Whose parser this is. */
#ifndef GANDER_SQL_VERSION_H
#define GANDER_SQL_VERSION_H

/* "15.1" */
const char *sql_postgres_version(void);

#endif
