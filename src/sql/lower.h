/* What the lowering files share: from PostgreSQL's raw parse tree to changes.
 *
 * Only src/sql/ includes this. Nodes live in libpg_query's memory context and die with it, so every
 * text is copied into the arena. Trees can be a million nodes deep (`1+1+...`): nothing here
 * recurses into expressions. Locations PostgreSQL does not keep are found with the lexer, in one
 * pass over the statement (ranges.h). */
#ifndef GANDER_SQL_LOWER_H
#define GANDER_SQL_LOWER_H

#include "postgres.h"

#include "nodes/nodes.h"
#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "nodes/primnodes.h"
#include "nodes/value.h"

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "schema/change.h"
#include "sql/body.h"
#include "sql/parse.h"
#include "sql/ranges.h"

struct lowering {
    struct arena *arena;
    struct str sql;  /* the whole string */
    struct range at; /* the statement in it, trimmed */
    uint32_t base;   /* where in `sql` the text begins that was parsed */
    const char *tag; /* of the outermost statement */
    struct change_list changes;
    size_t number;            /* of the statement in its string */
    struct body_list *bodies; /* of functions, for later */
    unsigned do_depth;        /* DO blocks around */
    size_t *unrolled;         /* pieces of loops so far, of all DO blocks of the statement */
    unsigned depth;           /* statements in statements: EXPLAIN, CREATE SCHEMA, WITH */
};

/* A location of PostgreSQL's tree that is not -1, as byte of `sql`. */
static inline uint32_t lower_at(const struct lowering *l, int location)
{
    return l->base + (uint32_t)location;
}

/* Appends a change; the pointer holds until the next one. */
struct change *lower_add(struct lowering *l, enum change_kind kind);

/* One statement of any kind; sets the tag when it is the outermost. */
void lower_statement(struct lowering *l, const Node *node);

/* -- lower_table.c, lower_alter.c, lower_alter_kind.c, lower_column.c -------------------------- */
void lower_create_table(struct lowering *l, const CreateStmt *stmt);
void lower_alter_table(struct lowering *l, const AlterTableStmt *stmt);
enum change_kind lower_alter_kind(const AlterTableCmd *cmd, ObjectType objtype);
void lower_column(const struct lowering *l, const ColumnDef *def, struct column *column);
struct constraint lower_constraint(const struct lowering *l, const Constraint *node,
                                   struct range at);
/* One between commas, or the last. */
struct constraint lower_table_constraint(const struct lowering *l, const Constraint *node);
struct str lower_partition_bound(const struct lowering *l, const PartitionBoundSpec *bound);

/* -- lower_index.c ------------------------------------------------------------------------------*/
void lower_create_index(struct lowering *l, const IndexStmt *stmt);
/* [item] is the key in the text; empty: not known. */
struct index_key lower_index_key(const struct lowering *l, const IndexElem *element,
                                 struct range item);

/* -- lower_object.c, lower_rename.c, lower_drop.c ---------------------------------------------- */
bool lower_object(struct lowering *l, const Node *node);
bool lower_type_object(struct lowering *l, const Node *node);    /* lower_type_object.c */
bool lower_attached(struct lowering *l, const Node *node);       /* lower_attached.c */
bool lower_cluster_object(struct lowering *l, const Node *node); /* lower_cluster.c */
bool lower_role_object(struct lowering *l, const Node *node);    /* lower_role.c */
/* ALTER ROLE, ALTER DATABASE ... SET, RESET: of the change added last. */
void lower_default_setting(struct lowering *l, const VariableSetStmt *stmt);
struct change *lower_add_object(struct lowering *l, enum change_kind kind, enum object_kind object,
                                struct name name);
/* [at] from these words on, and the place of the name behind them. */
void lower_head(const struct lowering *l, struct change *change, const char *words);
struct name lower_plain_name(const struct lowering *l, const char *name);
void lower_rename(struct lowering *l, const RenameStmt *stmt);
void lower_set_schema(struct lowering *l, const AlterObjectSchemaStmt *stmt);
void lower_set_owner(struct lowering *l, const AlterOwnerStmt *stmt);
void lower_comment(struct lowering *l, const CommentStmt *stmt);
void lower_drop(struct lowering *l, const DropStmt *stmt);

/* -- lower_data.c ------------------------------------------------------------------------------ */
bool lower_data(struct lowering *l, const Node *node);
bool lower_view(struct lowering *l, const Node *node); /* lower_view.c */

/* -- lower_query.c ----------------------------------------------------------------------------- */
/* What a query reads and calls, limits and locks. */
void lower_query(const struct lowering *l, const Node *query, struct data_change *data);
/* lower_output.c: the columns of a query that begins at [start] in the text. NULL for none. */
const struct query *lower_outputs(const struct lowering *l, const Node *query, uint32_t start);
/* What a whole statement reads and calls. */
void lower_reads(const struct lowering *l, const Node *statement, struct data_change *data);
/* The columns that a condition equates with constants, and the constants. */
void lower_equalities(const struct lowering *l, const Node *where, struct data_change *data);
void lower_rows(const struct lowering *l, const List *rows, struct data_change *data);
void lower_merge_when(const struct lowering *l, const MergeWhenClause *when,
                      struct data_change *data);
void lower_targets(const struct lowering *l, const List *targets, bool update,
                   struct data_change *data); /* SET, or the list of INSERT's SELECT */

/* -- lower_options.c --------------------------------------------------------------------------- */
struct named_values lower_options(const struct lowering *l, const List *options); /* of DefElem */
const struct storage *lower_storage(const struct lowering *l, const List *options,
                                    const char *access_method, const char *tablespace,
                                    OnCommitAction on_commit); /* NULL: nothing was said */
const struct sequence_options *lower_sequence_options(const struct lowering *l,
                                                      const List *options);
struct str_list lower_roles(const struct lowering *l, const List *roles); /* of RoleSpec */
struct str lower_role(const struct lowering *l, const RoleSpec *role);
/* CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW: what is made. */
void lower_into(const struct lowering *l, const IntoClause *into, struct change *change);

/* -- lower_session.c --------------------------------------------------------------------------- */
bool lower_session(struct lowering *l, const Node *node);
struct str lower_joined_values(const struct lowering *l, const List *values); /* "a, b" */

/* -- lower_function.c -------------------------------------------------------------------------- */
void lower_create_function(struct lowering *l, const CreateFunctionStmt *stmt);
void lower_do(struct lowering *l, const DoStmt *stmt);
void lower_do_body(struct lowering *l,
                   const struct change *change); /* lower_do.c; [change]: a copy */

/* What a condition asks for, lower_guard.c; NULL: it is no [NOT] EXISTS over the system catalogs.
 */
const struct guard *lower_guard(const struct lowering *l, struct str condition);

void lower_function_options(const struct lowering *l, const List *options, struct change *change);
/* lower_signature.c; all NULL where no types are given. */
const struct signature *lower_signature(const struct lowering *l, const List *types);
const struct signature *lower_object_signature(const struct lowering *l, const Node *object);
const struct signature *lower_aggregate_signature(const struct lowering *l, const List *args);

/* -- lower_name.c ------------------------------------------------------------------------------ */
struct str lower_str(const struct lowering *l, const char *text); /* NULL gives the empty one */
struct name lower_range_var(const struct lowering *l, const RangeVar *var);
struct name lower_name_list(const struct lowering *l, const List *names);    /* [schema.]name */
struct name lower_any_name(const struct lowering *l, const Node *object);    /* of any object */
struct str lower_last_name(const struct lowering *l, const List *names);     /* the last part */
struct str_list lower_str_list(const struct lowering *l, const List *names); /* of String */
struct str lower_node_text(const struct lowering *l, const Node *node);      /* A_Const, String */
struct name lower_name_in_text(const struct lowering *l, struct str text); /* `s."N"` in a string */
void lower_push_str(const struct lowering *l, struct str_list *list, struct str s);
/* Appends what is not among the first few dozen already. */
void lower_add_once(const struct lowering *l, struct str_list *list, struct str s);
void lower_push_name(const struct lowering *l, struct name_list *list, struct name name);
/* Sets the change's table and where it is named. */
void lower_target(const struct lowering *l, struct change *change, const RangeVar *var);
enum object_kind lower_object_kind(ObjectType type);

/* -- lower_type.c ------------------------------------------------------------------------------ */
struct type_name lower_type(const struct lowering *l, const TypeName *type);
/* "int4, pg_temp.t[]": types as the catalog names them. */
struct str lower_type_words(const struct lowering *l, const TypeName *type);

/* -- lower_expr.c ------------------------------------------------------------------------------ */
/* [at] is where the text stands, already known; an empty range leaves the text empty. [owner]: the
 * table whose columns are meant; NULL: it need not be named. */
struct expression lower_expression(const struct lowering *l, const Node *node, struct range at);
struct expression lower_expression_of(const struct lowering *l, const Node *node, struct range at,
                                      const RangeVar *owner);
bool lower_is_constant(const Node *node);

/* Visits [node] and what is below it, parents first, children in order, without recursion; not
 * below a node for which [visit] returns false. Nodes the walker has no business in (types'
 * insides, unknown tags) are leaves. */
typedef bool lower_visitor(const Node *node, void *context);
void lower_walk(struct arena *arena, const Node *node, lower_visitor *visit, void *context);

/* lower_not_null.c: the columns a CHECK proves NOT NULL when it is true. */
struct str_list lower_not_null(const struct lowering *l, const Node *check);

/* A node's tag behind a cast that keeps const. */
#define LOWER_AS(type, node) ((const type *)(const void *)(node))

#endif
