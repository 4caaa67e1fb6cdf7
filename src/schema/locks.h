/* What a change locks, for every relation it touches, and whether the lock lasts: a rewrite, a
 * scan, an index build.
 *
 * Facts of PostgreSQL 11 to 18, measured on servers (fixtures/facts/). They stand in one table in
 * locks.c; what depends on the schema is decided in the locks_*.c beside it. */
#ifndef GANDER_SCHEMA_LOCKS_H
#define GANDER_SCHEMA_LOCKS_H

#include "schema/catalog.h"
#include "schema/type_change.h"

/* Manual, 13.3.1, weakest first. */
enum lock_mode {
    LOCK_NONE,
    LOCK_ACCESS_SHARE,
    LOCK_ROW_SHARE,
    LOCK_ROW_EXCLUSIVE,
    LOCK_SHARE_UPDATE_EXCLUSIVE,
    LOCK_SHARE,
    LOCK_SHARE_ROW_EXCLUSIVE,
    LOCK_EXCLUSIVE,
    LOCK_ACCESS_EXCLUSIVE,
};

/* What one change, or one statement, does to one relation. */
struct lock {
    struct name relation;         /* schema filled; name empty: an index PostgreSQL names itself */
    const struct relation *known; /* what the catalog has of it; NULL: nothing, or it is new */
    enum object_kind kind;        /* table, index, sequence, view ...; type: a composite type */
    enum lock_mode mode;          /* the strongest */
    bool created;                 /* by this very statement: nobody else can wait for it */
    bool rewrite;                 /* all rows are written anew */
    bool scan;                    /* all rows that are there are read while the lock is held */
    bool scan_twice;
    bool builds_index; /* this index is built, or an index of this table is */
    bool new_file;     /* the relation gets a new, empty file: TRUNCATE; transactions with an older
                          snapshot see no rows */
    bool waits_for_snapshots; /* CONCURRENTLY: waits until older transactions are over */
    const char *condition;    /* "if its branch runs": then only; NULL: in any case */
    struct str inside;        /* the function whose body takes it, "f()"; empty: the statement */
    bool uncertain;           /* rewrite or scan: taken for granted, nobody can tell from here */
    const char *why;          /* "the foreign key is checked against every row"; never NULL */
    const char *source;       /* of the fact; never NULL */
};

struct lock_list {
    struct lock *at;
    size_t len, cap;
};

/* What changes[which] locks on the catalog as it is before its statement. The [count] changes are
 * those of the statement: proofs that it makes or drops itself do not count. One entry for each
 * relation, in order of appearance. New and empty tables are told like others: `known` says so. */
struct lock_list locks_of_change(struct arena *arena, const struct catalog *catalog,
                                 const struct lock_settings *settings, const struct change *changes,
                                 size_t count, size_t which);

/* Both write rows of one table in one way and read nothing else: while the schema stays, they lock
 * the same. False when that takes a closer look. */
bool locks_alike(const struct change *a, const struct change *b);

/* All of a statement's changes together: the lock is taken at once, from its start to the end of
 * the transaction. */
struct lock_list locks_of_statement(struct arena *arena, const struct catalog *catalog,
                                    const struct lock_settings *settings,
                                    const struct change *changes, size_t count);

/* Several lists as one. */
struct lock_list locks_together(struct arena *arena, const struct lock_list *lists, size_t count);

const char *lock_mode_name(enum lock_mode mode); /* "ACCESS EXCLUSIVE" */
bool lock_blocks_reads(enum lock_mode mode);
bool lock_blocks_writes(enum lock_mode mode);

/* "reads and writes", "writes", "other DDL and VACUUM", "nothing the application does" */
const char *lock_blocks_words(enum lock_mode mode);

#endif
