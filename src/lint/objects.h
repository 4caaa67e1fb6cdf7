/* Which objects a change needs, makes and takes away, and what the catalog says of them: for the
 * rules about statements that PostgreSQL refuses for what is there, or is not. */
#ifndef GANDER_LINT_OBJECTS_H
#define GANDER_LINT_OBJECTS_H

#include "schema/catalog.h"

struct rule_ctx;
struct diagnostic;

/* Where the statement at hand names [name]: its first such word in [within], or [within] itself. */
struct range range_naming(const struct rule_ctx *ctx, struct range within, struct str name);

/* Another part of the same ALTER TABLE: PostgreSQL carries out drops and new columns first, in
 * whatever order they are written (manual, ALTER TABLE; AlterTablePass in its source). */
bool sibling_drops(const struct rule_ctx *ctx, const struct change *change, enum object_kind kind,
                   struct str name);
bool sibling_adds(const struct rule_ctx *ctx, const struct change *change, enum object_kind kind,
                  struct str name);

/* Adds a label at [made], unless nobody knows where that is: "created here". */
void label_made(struct diagnostic *finding, struct origin made, const char *words);

/* -- names that are taken ---------------------------------------------------------------------- */

/* A name that a change wants to give, and that something bears already. */
struct taken {
    struct str name;       /* as messages say it */
    enum object_kind kind; /* what bears it */
    struct range at;       /* where the change gives it */
    struct origin made;    /* of what bears it */
    const char *code;      /* PostgreSQL's */
    bool second_key;       /* no name: a second primary key of the table `name` */
    bool twice;            /* ... but the change itself, which gives it twice */
};

/* What PostgreSQL refuses in [change] because it is there already. */
bool find_taken(const struct rule_ctx *ctx, const struct change *change, struct taken *taken);

#endif
