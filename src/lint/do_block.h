/* What a DO block does that a transaction does not allow, told from its words alone: its body is
 * code that runs now, but in PL/pgSQL. */
#ifndef GANDER_LINT_DO_BLOCK_H
#define GANDER_LINT_DO_BLOCK_H

#include "schema/change.h"

enum do_offence {
    DO_HARMLESS,
    DO_BUILDS_CONCURRENTLY, /* refused in every DO block, 25001 */
    DO_ENDS_TRANSACTION,    /* refused while the DO stands in a transaction, 2D000 */
};

/* [sql] is the string that holds the DO; [at] gets the words, as bytes of it. */
enum do_offence do_offence_of(struct str sql, const struct change *change, struct range *at);

#endif
