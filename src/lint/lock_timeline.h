/* Which locks migrations take, from when to when: for `gander locks`.
 *
 * A sequence is replayed; each statement's locks are asked for before it (lint/lock_facts.h) and
 * what a reviewer does not ask about is left out. The result is plain: no catalog behind it. */
#ifndef GANDER_LINT_LOCK_TIMELINE_H
#define GANDER_LINT_LOCK_TIMELINE_H

#include "base/vec.h"
#include "lint/rule.h"

/* One relation that a statement locks. */
struct timeline_lock {
    struct str relation; /* with its schema */
    struct str shown;    /* for people: without `public` */
    enum object_kind kind;
    enum lock_mode mode;
    enum standing standing;
    bool partitioned;
    size_t members; /* partitions and children locked like it and not listed; what is done to them
                       counts as done to it */
    bool rewrite, scan, scan_twice, builds_index, new_file, waits_for_snapshots, uncertain;
    const char *condition;             /* "if its branch runs"; NULL: in any case */
    struct str inside;                 /* the function that takes it, "f()"; empty: none */
    const char *why;                   /* never NULL */
    const char *source;                /* of the fact */
    const struct timeline_lock *under; /* rewrite, scan, build: the strongest lock that an earlier
                                          statement took, as long as that blocks; NULL: none */
    struct span under_taken;
};

struct timeline_statement {
    struct span at;
    struct str text; /* on one line */
    const char *tag; /* "ALTER TABLE" */
    struct timeline_lock *locks;
    size_t lock_count;
    struct span given_back; /* the ROLLBACK TO SAVEPOINT that gives them back; source NULL: held to
                               the end */
};

/* The strongest lock on one relation; rewrite, scan ...: of any of its statements. */
struct timeline_strongest {
    struct timeline_lock lock;
    struct span taken; /* by the first statement that takes it in this strength */
};

struct timeline_strongest_list {
    struct timeline_strongest *at; /* in order of first locking */
    size_t len, cap;
    uint32_t top;    /* number, from 1, of the strongest on a relation in use; 0: none */
    uint32_t *slots; /* private: numbers by the relation's name */
    size_t slot_count;
};

struct timeline_transaction {
    unsigned number; /* in its migration, from 1, those without locks counted */
    enum direction direction;
    enum transaction_mode mode;
    const char *until;    /* what ends it: "goose commits", "COMMIT" */
    struct span last;     /* its last statement */
    bool ended_by_itself; /* `last` is the COMMIT or ROLLBACK */
    VEC(struct timeline_statement) statements;
    struct timeline_strongest_list strongest;
};

struct timeline_migration {
    struct str path;
    struct str name;
    int64_t version;
    VEC(struct timeline_transaction) transactions; /* that hold locks */
    VEC(struct str) problems; /* what could not be read, one line each, with the place */
};

struct timeline_sequence {
    struct str dir;
    unsigned postgres_version;
    struct timeline_migration *migrations; /* those asked about */
    size_t migration_count;
    struct timeline_strongest_list strongest; /* over all its transactions */
};

struct lock_timeline {
    struct timeline_sequence *sequences;
    size_t sequence_count;
    size_t migrations; /* of all sequences */
    size_t old;        /* migrations left out: not above `start-after` */
    size_t new_left;   /* locks left out: on what is new */
    size_t weak_left;  /* ... that block nothing an application does */
};

struct timeline_options {
    bool down; /* Down sections, too */
    bool all;  /* leave nothing out */
};

/* Adds what one sequence's reported files lock. */
void lock_timeline_read(struct arena *arena, const struct config *config,
                        const struct sequence_files *files, const struct timeline_options *options,
                        struct lock_timeline *timeline, struct timeline_sequence *sequence);

#endif
