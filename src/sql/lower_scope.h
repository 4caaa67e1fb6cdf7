/* Scopes of a query and what is found in them. Only lower_scope.c and lower_mentions.c include
 * this.
 *
 * Every sub-select, WITH query and arm of a UNION is a unit with a scope of its own, linked to the
 * one around it. Units wait in a list: nothing recurses. */
#ifndef GANDER_SQL_LOWER_SCOPE_H
#define GANDER_SQL_LOWER_SCOPE_H

#include "sql/lower_mentions.h"

struct item {
    const char *alias;
    const RangeVar *relation; /* NULL: a sub-select, a WITH query or a function */
};

struct scope {
    const struct scope *outer;
    const List *ctes; /* the first so many of a WITH are seen */
    int cte_count;
    VEC(struct item) items;
    bool selects; /* FROM is complete: an only relation owns the unqualified names */
};

struct unit {
    const Node *node;
    const struct scope *outer;
    bool of_value; /* it gives a value, not rows: `SET c = (SELECT ...)` */
};

struct collector {
    const struct lowering *l;
    struct mentions *mentions;
    VEC(struct unit) units;
    size_t current; /* the first is the statement itself */
    const struct scope *scope;
    bool of_value;       /* a list of values is read, or a unit inside one */
    const List *outputs; /* of the SELECT whose ORDER BY or GROUP BY is read */
    struct mentioned found;
};

void scope_push_unit(struct collector *c, const Node *node, const struct scope *outer);
struct scope *scope_new(const struct collector *c, const struct scope *outer);
bool scope_has_cte(const struct scope *scope, const RangeVar *var);
const struct scope *scope_enter_with(struct collector *c, const WithClause *with,
                                     const struct scope *outer);
void scope_add_column(const struct collector *c, struct column_ref ref);
void scope_add_relation(const struct collector *c, struct scope *scope, const RangeVar *var,
                        bool derived);
void scope_add_target(const struct collector *c, struct scope *scope, const RangeVar *var);
void scope_add_derived(const struct collector *c, struct scope *scope, const Alias *alias);
/* ... so that a bare name is one of theirs */
bool scope_only_relations(const struct scope *scope);
const char *scope_field_text(const Node *field);
void scope_walk(struct collector *c, const void *node);

#endif
