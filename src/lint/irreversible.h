/* A migration that says of itself that there is no way back. */
#ifndef GANDER_LINT_IRREVERSIBLE_H
#define GANDER_LINT_IRREVERSIBLE_H

#include "lint/file.h"

/* The comment `gander:irreversible <why>` anywhere; plain words ("irreversible", "cannot be rolled
 * back") in a comment of the header or of the Down section; or a Down that does nothing but raise
 * an error. No source: none. The file's statements must be parsed, its `-- gander:` comments read.
 */
struct span find_irreversible(const struct migration_file *file);

#endif
