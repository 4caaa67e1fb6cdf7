/* The header of a migration: `-- Name: value` comments above its first SQL. */
#ifndef GANDER_GOOSE_HEADER_H
#define GANDER_GOOSE_HEADER_H

#include "goose/goose.h"
#include "goose/scan.h"

/* Fills the header's members of [file]. */
void goose_read_header(struct arena *arena, const struct scan *scan, struct goose_file *file);

#endif
