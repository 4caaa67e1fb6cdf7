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
    const char *tag; /* of the outermost statement */
    struct change_list changes;
    size_t number;            /* of the statement in its string */
    struct body_list *bodies; /* of functions, for later */
    unsigned depth;           /* statements in statements: EXPLAIN, CREATE SCHEMA, WITH */
};

/* Appends a change; the pointer holds until the next one. */
struct change *lower_add(struct lowering *l, enum change_kind kind);

/* One statement of any kind; sets the tag when it is the outermost. */
void lower_statement(struct lowering *l, const Node *node);

/* -- lower_table.c, lower_alter.c, lower_column.c ---------------------------------------------- */
void lower_create_table(struct lowering *l, const CreateStmt *stmt);
void lower_alter_table(struct lowering *l, const AlterTableStmt *stmt);
void lower_column(const struct lowering *l, const ColumnDef *def, struct column *column);
struct constraint lower_constraint(const struct lowering *l, const Constraint *node,
                                   struct range at);
/* One between commas, or the last. */
struct constraint lower_table_constraint(const struct lowering *l, const Constraint *node);
struct str lower_partition_bound(const struct lowering *l, const PartitionBoundSpec *bound);

/* -- lower_index.c ------------------------------------------------------------------------------*/
void lower_create_index(struct lowering *l, const IndexStmt *stmt);

/* -- lower_object.c, lower_rename.c, lower_drop.c ---------------------------------------------- */
bool lower_object(struct lowering *l, const Node *node);
bool lower_attached(struct lowering *l, const Node *node);       /* lower_attached.c */
bool lower_cluster_object(struct lowering *l, const Node *node); /* lower_cluster.c */
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
/* What all of these parts of one statement read and call; any may be NULL. */
void lower_reads(const struct lowering *l, const void *const *nodes, size_t count,
                 struct data_change *data);

/* -- lower_session.c --------------------------------------------------------------------------- */
bool lower_session(struct lowering *l, const Node *node);

/* -- lower_function.c -------------------------------------------------------------------------- */
void lower_create_function(struct lowering *l, const CreateFunctionStmt *stmt);
void lower_do(struct lowering *l, const DoStmt *stmt);

/* -- lower_name.c ------------------------------------------------------------------------------ */
struct str lower_str(const struct lowering *l, const char *text); /* NULL gives the empty one */
struct name lower_range_var(const struct lowering *l, const RangeVar *var);
struct name lower_name_list(const struct lowering *l, const List *names);    /* [schema.]name */
struct name lower_any_name(const struct lowering *l, const Node *object);    /* of any object */
struct str lower_last_name(const struct lowering *l, const List *names);     /* the last part */
struct str_list lower_str_list(const struct lowering *l, const List *names); /* of String */
struct str lower_node_text(const struct lowering *l, const Node *node);      /* A_Const, String */
void lower_push_str(const struct lowering *l, struct str_list *list, struct str s);
void lower_push_name(const struct lowering *l, struct name_list *list, struct name name);
/* Sets the change's table and where it is named. */
void lower_target(const struct lowering *l, struct change *change, const RangeVar *var);
enum object_kind lower_object_kind(ObjectType type);

/* -- lower_type.c ------------------------------------------------------------------------------ */
struct type_name lower_type(const struct lowering *l, const TypeName *type);
/* "int4, pg_temp.t[]": types as the catalog names them. */
struct str lower_type_words(const struct lowering *l, const TypeName *type);

/* -- lower_expr.c ------------------------------------------------------------------------------ */
/* [at] is where the text stands, already known; an empty range leaves the text empty. */
struct expression lower_expression(const struct lowering *l, const Node *node, struct range at);
bool lower_is_constant(const Node *node);
/* "schema.name" or "name" of a function call, "current_date" and the like; else empty. */
struct str lower_function_name(const struct lowering *l, const Node *node);
/* Appends what is not among the first few dozen already. */
void lower_add_once(const struct lowering *l, struct str_list *list, struct str s);

/* Visits [node] and everything below it, parents first, children in order, without recursion.
 * Nodes the walker has no business in (types' insides, unknown tags) are leaves. */
typedef void lower_visitor(const Node *node, void *context);
void lower_walk(struct arena *arena, const Node *node, lower_visitor *visit, void *context);

/* A node's tag behind a cast that keeps const. */
#define LOWER_AS(type, node) ((const type *)(const void *)(node))

#endif
