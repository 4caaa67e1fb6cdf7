/* Forms whose measured locks gander does not say, and why. The test fails for a reason that is no
 * longer needed. */
#ifndef GANDER_TESTS_LOCKS_REASONS_H
#define GANDER_TESTS_LOCKS_REASONS_H

struct lock_reason {
    const char *form;
    int first, last; /* versions */
    const char *reason;
};

#define NEWER   "PostgreSQL 15's parser does not know the syntax"
#define PLANNER "which rows are read, and how, is the planner's choice: WHERE may use an index"
#define MAY_BE  "a name that no migration mentions may exist; only what they drop is known absent"

static const struct lock_reason reasons[] = {
    {"SET EXPRESSION (stored)", 17, 18, NEWER},
    {"ADD COLUMN GENERATED ALWAYS AS (expr) VIRTUAL", 18, 18, NEWER},
    {"ADD COLUMN GENERATED VIRTUAL NOT NULL", 18, 18, NEWER},
    {"SET EXPRESSION (virtual)", 18, 18, NEWER},
    {"ADD CHECK NOT ENFORCED", 18, 18, NEWER},
    {"ADD FOREIGN KEY NOT ENFORCED", 18, 18, NEWER},
    {"ALTER CONSTRAINT NOT ENFORCED (fk)", 18, 18, NEWER},
    {"ALTER CONSTRAINT ENFORCED (fk)", 18, 18, NEWER},
    {"ADD NOT NULL constraint (PG18)", 18, 18, NEWER},
    {"ADD NOT NULL NOT VALID (PG18)", 18, 18, NEWER},
    {"VALIDATE NOT NULL (PG18)", 18, 18, NEWER},
    {"SET NOT NULL when NOT VALID not-null exists (PG18)", 18, 18, NEWER},
    {"ALTER CONSTRAINT NO INHERIT not-null (PG18)", 18, 18, NEWER},

    {"DROP INDEX IF EXISTS (missing)", 11, 18, MAY_BE},
    {"DROP TABLE IF EXISTS (missing)", 11, 18, MAY_BE},
    {"DROP SCHEMA CASCADE", 11, 18,
     "tables of other schemas were left out of the measurement once they were dropped"},
    {"REASSIGN OWNED", 11, 18, "who owns what is not replayed"},
    {"UPDATE FROM", 11, 18, PLANNER},
    {"SELECT through the parent (pruned)", 11, 18, PLANNER},
    {"INSERT through the parent", 12, 18,
     "which partition a row goes to is not computed: all of them are told"},
    {"DELETE from FK parent (row without refs)", 11, 18,
     "no row was deleted, and so none was looked for"},
    {"COPY TO", 11, 12,
     "the lock was given back at the end of the statement, not of the transaction"},
};

#endif
