/* What a rule is, and everything it may use: the only header a rule includes.
 *
 * A rule is a constant value and pure functions. It sees the migration, the statement, the change
 * and the catalog that the statement will meet, and calls report(). The id names the pattern found;
 * file, symbol and fixture folder carry the same name. Texts follow lint/diagnostic.h. */
#ifndef GANDER_LINT_RULE_H
#define GANDER_LINT_RULE_H

#include "base/calendar.h"
#include "base/nearest.h"
#include "base/regex.h"
#include "base/vec.h"
#include "config/config.h"
#include "goose/guess.h"
#include "lint/base.h"
#include "lint/before.h"
#include "lint/blockers.h"
#include "lint/code.h"
#include "lint/constraint_words.h"
#include "lint/cursor.h"
#include "lint/diagnostic.h"
#include "lint/dropped.h"
#include "lint/enum_use.h"
#include "lint/file.h"
#include "lint/fill.h"
#include "lint/fix.h"
#include "lint/fix_sql.h"
#include "lint/header_lines.h"
#include "lint/live.h"
#include "lint/lock_facts.h"
#include "lint/lock_in_force.h"
#include "lint/lock_lasts.h"
#include "lint/matview.h"
#include "lint/missing.h"
#include "lint/mixed_versions.h"
#include "lint/near_directive.h"
#include "lint/null_proof.h"
#include "lint/objects.h"
#include "lint/refusal.h"
#include "lint/rerun.h"
#include "lint/retype.h"
#include "lint/session.h"
#include "lint/sql_difference.h"
#include "lint/suppression.h"
#include "lint/table_facts.h"
#include "lint/timeline.h"
#include "lint/undo.h"
#include "lint/workload.h"
#include "schema/catalog.h"
#include "schema/change.h"
#include "schema/lex.h"
#include "schema/new_column.h"
#include "schema/quote.h"

/* clang-format off */
#define CATEGORIES(X) \
    X(GOOSE, "goose") X(HEADER, "header") X(SEQUENCE, "sequence") X(SYNTAX, "syntax") \
    X(TRANSACTION, "transaction") X(LOCKING, "locking") X(REWRITING, "rewriting") \
    X(COMPATIBILITY, "compatibility") X(DATA, "data") X(REVERSIBILITY, "reversibility") \
    X(IDEMPOTENCE, "idempotence") X(SCHEMA, "schema") X(SECURITY, "security") X(CUSTOM, "custom")
/* clang-format on */

enum category {
#define X(name, text) CATEGORY_##name,
    CATEGORIES(X)
#undef X
        CATEGORY_COUNT
};

/* In which transaction a statement runs (reference goose.md 2.3, 3). */
enum transaction_mode {
    IN_GOOSE_TRANSACTION,    /* one transaction around the whole section */
    IN_IMPLICIT_TRANSACTION, /* NO TRANSACTION, but one string of several statements */
    IN_USER_TRANSACTION,     /* NO TRANSACTION, after the file's own BEGIN */
    IN_AUTOCOMMIT,           /* NO TRANSACTION, alone in its string; or after COMMIT */
};

struct rule_ctx {
    const struct rule *rule;
    const struct config *config;
    const struct sequence_files *sequence;
    const struct migration_file *file; /* NULL in check_sequence */
    enum direction direction;          /* check, check_statement */
    const struct statement *statement; /* check, check_statement: the string goose sends */
    const struct sql_statement *sql;   /* check: PostgreSQL's statement in it */
    const struct catalog *catalog;     /* before this change; check_file: after Up;
                                          check_sequence: after the newest Up */
    enum transaction_mode mode;        /* check, check_statement */
    uint32_t transaction;              /* number in the replay, as in struct origin */
    uint32_t section_transaction;      /* the first one of this file and section */
    const struct change *change;       /* check: the change at hand */
    const struct change **changes[2];  /* what section_changes() gives */
    size_t change_counts[2];
    const struct lock_facts *lock_facts; /* NULL: no rule needs them, or the file is not reported */
    const struct table_facts *table_facts; /* private to lint/table_facts.c; NULL: none */
    const struct timeline *timeline;       /* private to lint/timeline.c */
    struct arena *arena;
    struct diagnostic_list *found;
};

/* Whether `start-after` sets its findings aside. */
enum rule_history {
    HISTORY_OLD,     /* in versions up to it, unless git says that the file is new */
    HISTORY_CHANGED, /* only where the branch moves it: the finding is about a change */
    HISTORY_ALWAYS,  /* never: goose stops at it in every run */
};

enum { RULE_KINDS = 96, RULE_HIDES = 24, RULE_ALIASES = 6 };

struct rule {
    const char *id;
    enum category category;
    enum severity severity; /* by default */
    bool off;               /* silent until configured */
    enum rule_history history;
    bool needs_locks;       /* asks for statement_locks(), change_locks() or held_locks() */
    bool needs_sql;         /* only for PostgreSQL: skipped under another goose driver */
    const char *summary;    /* one line, lower case, no full stop */
    const char *why;        /* one to three sentences */
    const char *instead;    /* what to write */
    const char *exceptions; /* when it stays quiet; NULL: nothing to say */
    const char *fix;        /* "safe: what --fix does", "unsafe: ..."; NULL: no fix */
    struct {
        const char *bad;  /* the SQL of an Up section; or, with a `+goose` line, a whole file; */
        const char *good; /* or several, each after a line `-- file: 00001_x.sql` */
        const char *settings; /* for the test that runs them, as in fixtures: "width=5" */
    } example;
    const char *aliases[RULE_ALIASES]; /* squawk's names for it */
    enum change_kind on[RULE_KINDS];   /* what `check` wants to see */
    bool on_any;                       /* all of it, instead of `on` */
    bool down_too;                     /* `check` also for the Down section */
    const char *hides[RULE_HIDES]; /* ids dropped on the same statement; "*": every other rule */
    const char *hides_in_file[RULE_HIDES]; /* ids dropped in the same file */
    void (*check)(struct rule_ctx *ctx, const struct change *change);
    void (*check_statement)(
        struct rule_ctx *ctx); /* each sent string, parsed or not, both sections */
    void (*check_file)(struct rule_ctx *ctx);
    void (*check_sequence)(struct rule_ctx *ctx);
    /* Each file whose comments speak to gander, once they were applied; what it reports they
     * cannot silence. */
    void (*check_suppressions)(struct rule_ctx *ctx);
};

/* The registry, made from the listing of rules/: by id. */
extern const struct rule *const rules[];
extern const size_t rule_count;

const char *category_name(enum category category);
const struct rule *rule_find(struct str id_or_alias); /* NULL when unknown */

/* -- reporting. Each returns the finding, to be filled in; texts are printf formats. ----------- */

/* At bytes of the statement at hand. */
struct diagnostic *report(struct rule_ctx *ctx, struct range at, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* At bytes of the file at hand (or, in check_sequence, of the span's own file). */
struct diagnostic *report_span(struct rule_ctx *ctx, struct span at, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* About the name of a file of the sequence. */
struct diagnostic *report_name(struct rule_ctx *ctx, const struct migration_file *file,
                               const char *format, ...) PRINTF_LIKE(3, 4);
/* About a migration that is no longer there. */
struct diagnostic *report_gone(struct rule_ctx *ctx, const struct migration *migration,
                               const char *format, ...) PRINTF_LIKE(3, 4);
/* About the name of a file that is no migration. */
struct diagnostic *report_stray(struct rule_ctx *ctx, const struct stray *stray, const char *format,
                                ...) PRINTF_LIKE(3, 4);

/* -- findings that the one at hand may join: never one that another comment silences ----------- */

/* What the rule at hand reported last, when that is about the same PostgreSQL statement; else NULL:
 * for a rule that says once what several changes of a statement have in common. `check` only. */
struct diagnostic *found_in_statement(const struct rule_ctx *ctx);
/* What it reported, a few findings before in this file, with [cause] as its second label, and no
 * other rule hides; NULL. */
struct diagnostic *found_about(const struct rule_ctx *ctx, struct span cause);
/* An error that it reported in this file's Up and that no other rule hides: for Down; NULL. */
const struct diagnostic *found_in_up(const struct rule_ctx *ctx);
/* The same across the statements of a section, for changes of one table: [finding] gathers them
 * from here on, and found_on_table() gives it again. */
void gather_on_table(struct diagnostic *finding, struct name table);
struct diagnostic *found_on_table(const struct rule_ctx *ctx, struct name table);

void primary_label(struct diagnostic *finding, const char *format, ...) PRINTF_LIKE(2, 3);
/* A secondary label. An empty span (source NULL) is left out. */
void label(struct diagnostic *finding, struct span span, const char *format, ...) PRINTF_LIKE(3, 4);
/* Says of the last label where its object was made: "created in 00001_init.sql:3". */
void label_origin(struct diagnostic *finding, struct span origin, const char *text);
void note(struct diagnostic *finding, const char *format, ...) PRINTF_LIKE(2, 3);
void help(struct diagnostic *finding, const char *format, ...) PRINTF_LIKE(2, 3);

/* -- questions rules ask ----------------------------------------------------------------------- */

/* The source bytes of a range of the statement at hand. */
struct span span_of(const struct rule_ctx *ctx, struct range range);

/* The relation was created earlier in the same transaction: nobody else can see it yet. */
bool created_here(const struct rule_ctx *ctx, struct name relation);
/* ... earlier in the same file and section, whatever the transactions. */
bool created_in_file(const struct rule_ctx *ctx, struct name relation);
/* Both names lead to one relation, now. */
bool is_same_relation(const struct rule_ctx *ctx, struct name a, struct name b);
/* What a relation is called after a RENAME or SET SCHEMA. */
struct name name_after(const struct change *change);
/* The same for objects that are no relations. */
bool object_created_in_file(const struct rule_ctx *ctx, enum object_kind kind, struct name name);
/* The relation as the replay knows it; NULL when it is not known to exist. */
const struct relation *known_relation(const struct rule_ctx *ctx, struct name relation);

/* PostgreSQL refuses it inside a transaction block (25001; PostgreSQL manual of each command);
 * [why] gets the words for the message, "CREATE INDEX CONCURRENTLY". */
bool forbidden_in_transaction(const struct rule_ctx *ctx, const struct change *change,
                              const char **what);
/* The same words for what a DO block runs: no transaction mode around it helps. NULL: allowed. */
const char *forbidden_in_do(const struct rule_ctx *ctx, const struct change *change);

/* Waits until all files of the sequence are there, those behind this one too. */
void read_ahead(const struct rule_ctx *ctx);

/* All changes of a section, in execution order: for looks ahead and behind. */
size_t section_changes(const struct rule_ctx *ctx, enum direction direction,
                       const struct change ***changes);

/* Names the command that gives new migrations other numbers; without a base it would not know
 * which those are, and nothing is said. */
void help_renumber(const struct rule_ctx *ctx, struct diagnostic *finding);

/* A name for a message: `schema.name`, without a redundant `public`. */
struct str show_name(const struct rule_ctx *ctx, struct name name);

#endif
