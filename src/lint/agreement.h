/* Most migrations hold no surprise: every string that goose sends is whole to PostgreSQL too. */
#ifndef GANDER_LINT_AGREEMENT_H
#define GANDER_LINT_AGREEMENT_H

#include "lint/file.h"

/* True when each string outside a block is one statement that parses and ends at its own `;`, each
 * block parses, and every one is an unbroken stretch of the file. Then every literal and comment
 * ends in the string it begins in: no cut of goose's is wrong, and no directive stands in a
 * literal. False says nothing. Needs `goose` and `statements`. */
bool goose_agrees(const struct migration_file *file);

#endif
