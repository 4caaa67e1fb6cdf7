/* Who else may be using a relation when a statement meets it (PostgreSQL manual 13.3; reference
 * hazards.md 2.2). */
#ifndef GANDER_LINT_LIVE_H
#define GANDER_LINT_LIVE_H

#include "lint/diagnostic.h"
#include "schema/catalog_model.h"

struct rule_ctx;

enum standing {
    STANDING_LIVE,       /* in use, or nothing is known of it: then it is old and full */
    STANDING_NEW,        /* made in this transaction, or temporary: nobody else sees it */
    STANDING_UNRELEASED, /* visible, but hardly in use yet: made in this file and committed, or in
                            another one that the base ref does not have */
    STANDING_ABSENT,     /* not there any more: the statement fails or does nothing */
};

enum standing standing_of(const struct rule_ctx *ctx, struct name relation);

/* The same for a column alone: it may be younger than its table. */
enum standing standing_of_column(const struct rule_ctx *ctx, struct name relation,
                                 struct str column);

/* Other sessions use the table and may have filled it. False where nobody else sees it, where a
 * young one has had no rows since it was made, and where this transaction has emptied it; one that
 * a release may know is taken to be full, whatever the files put into it. */
bool has_rows_in_use(const struct rule_ctx *ctx, struct name table);

/* Going through the table takes time that others notice: it has rows in use, and the configuration
 * does not call it small. */
bool scan_takes_long(const struct rule_ctx *ctx, struct name table);

/* The same as standing_of() for an index: that of its table, when the index or its table is known
 * to be young. */
enum standing standing_of_index(const struct rule_ctx *ctx, struct name index);

/* The index that a CREATE, DROP or REINDEX INDEX names; without a name when PostgreSQL picks it. */
struct name index_of(const struct change *change);

/* The table an index belongs to; an empty name when the replay does not know. */
struct name table_of_index(const struct rule_ctx *ctx, struct name index);

bool is_partitioned(const struct rule_ctx *ctx, struct name relation);
/* The change is about a foreign table, whose rows are elsewhere. */
bool is_foreign(const struct rule_ctx *ctx, const struct change *change);

/* One level lower, but never below info. */
void soften(struct diagnostic *finding);
/* That for what a young table, or a Down, makes less likely or less bad. */
void soften_young_or_down(const struct rule_ctx *ctx, struct diagnostic *finding,
                          struct name table);

/* At most [severity]. */
void at_most(struct diagnostic *finding, enum severity severity);

/* Marks where the statement names an existing relation, and says where that was made, or that it is
 * not made in these migrations. [words]: "existing table". */
void label_existing(const struct rule_ctx *ctx, struct diagnostic *finding, struct range at,
                    struct name relation, const char *words);

/* A note: what a rewrite of the table means to transactions that began before it. */
void note_rewrite(struct diagnostic *finding);

/* Notes: what a column that goes, or gets another name, means to prepared statements. */
void note_cached_plans(struct diagnostic *finding);

/* Help: how to run the statement at hand outside a transaction, [how] being what to write there:
 * "CREATE INDEX CONCURRENTLY". */
void help_outside_transaction(const struct rule_ctx *ctx, struct diagnostic *finding,
                              const char *how);

/* The fix that goes with it: CONCURRENTLY, and the header where the file lacks it and holds nothing
 * that would miss its transaction; CREATE INDEX and DROP INDEX of one index go together. */
void fix_concurrently(const struct rule_ctx *ctx, struct diagnostic *finding, const char *title);

#endif
