/* WITH (...), OPTIONS (...), sequence options, roles: lists of named values. */
#include "sql/lower.h"

#include <stdlib.h>
#include <string.h>

/* -- named values ------------------------------------------------------------------------------ */

static struct str option_value(const struct lowering *l, const Node *value)
{
    if (value == NULL) return STR("");
    if (IsA(value, TypeName)) return name_text(l->arena, lower_any_name(l, value));
    if (!IsA(value, List)) return lower_node_text(l, value);
    struct str_list parts = {0};
    const List *list = LOWER_AS(List, value);
    for (int i = 0; i < list_length(list); i++) {
        lower_push_str(l, &parts, lower_node_text(l, list_nth(list, i)));
    }
    return str_join(l->arena, parts.at, parts.len, STR("."));
}

static char option_action(DefElemAction action)
{
    switch (action) {
    case DEFELEM_ADD:
        return 'a';
    case DEFELEM_SET:
        return 's';
    case DEFELEM_DROP:
        return 'd';
    case DEFELEM_UNSPEC:
        break;
    }
    return 0;
}

struct named_values lower_options(const struct lowering *l, const List *options)
{
    struct named_values list = {0};
    for (int i = 0; i < list_length(options); i++) {
        const DefElem *option = LOWER_AS(DefElem, list_nth(options, i));
        struct name name = {lower_str(l, option->defnamespace), lower_str(l, option->defname)};
        struct named_value value = {.name = name_text(l->arena, name),
                                    .value = option_value(l, option->arg),
                                    .action = option_action(option->defaction)};
        VEC_PUSH(l->arena, &list, value);
    }
    return list;
}

static char on_commit_action(OnCommitAction action)
{
    switch (action) {
    case ONCOMMIT_DROP:
        return 'd';
    case ONCOMMIT_DELETE_ROWS:
        return 'r';
    case ONCOMMIT_PRESERVE_ROWS:
        return 'p';
    case ONCOMMIT_NOOP:
        break;
    }
    return 0;
}

const struct storage *lower_storage(const struct lowering *l, const List *options,
                                    const char *access_method, const char *tablespace,
                                    OnCommitAction on_commit)
{
    bool said =
        options != NIL || access_method != NULL || tablespace != NULL || on_commit != ONCOMMIT_NOOP;
    if (!said) return NULL;
    struct storage *storage = ARENA_NEW(l->arena, struct storage);
    storage->options = lower_options(l, options);
    storage->access_method = lower_str(l, access_method);
    storage->tablespace = lower_str(l, tablespace);
    storage->on_commit = on_commit_action(on_commit);
    return storage;
}

void lower_into(const struct lowering *l, const IntoClause *into, struct change *change)
{
    change->create_table_as.temporary = into->rel->relpersistence == 't';
    change->create_table_as.unlogged = into->rel->relpersistence == 'u';
    change->create_table_as.with_no_data = into->skipData;
    change->create_table_as.columns = lower_str_list(l, into->colNames);
    change->create_table_as.storage =
        lower_storage(l, into->options, into->accessMethod, into->tableSpaceName, into->onCommit);
}

/* -- sequences --------------------------------------------------------------------------------- */

/* Numbers beyond int are kept as text by the grammar. */
static int64_t number(const struct lowering *l, const Node *node)
{
    struct str text = lower_node_text(l, node);
    return text.len == 0 ? 0 : strtoll(text.at, NULL, 10);
}

static void owned_by(const struct lowering *l, const List *owner, struct sequence_options *options)
{
    int length = list_length(owner);
    if (length < 2) {
        options->owned_by_none = true;
        return;
    }
    options->owned_by_column = lower_node_text(l, list_nth(owner, length - 1));
    options->owned_by.name = lower_node_text(l, list_nth(owner, length - 2));
    if (length > 2) options->owned_by.schema = lower_node_text(l, list_nth(owner, length - 3));
}

static bool is_named(const DefElem *option, const char *name)
{
    return strcmp(option->defname, name) == 0;
}

static void limit_option(const struct lowering *l, const DefElem *option,
                         struct sequence_options *options)
{
    bool min = is_named(option, "minvalue");
    bool given = option->arg != NULL;
    if (min) {
        options->has_min = given;
        options->no_min = !given;
        if (given) options->min = number(l, option->arg);
    } else {
        options->has_max = given;
        options->no_max = !given;
        if (given) options->max = number(l, option->arg);
    }
}

static void sequence_option(const struct lowering *l, const DefElem *option,
                            struct sequence_options *options)
{
    if (is_named(option, "as")) {
        options->type = lower_type(l, LOWER_AS(TypeName, option->arg));
    } else if (is_named(option, "start")) {
        options->has_start = true;
        options->start = number(l, option->arg);
    } else if (is_named(option, "increment")) {
        options->has_increment = true;
        options->increment = number(l, option->arg);
    } else if (is_named(option, "minvalue") || is_named(option, "maxvalue")) {
        limit_option(l, option, options);
    } else if (is_named(option, "cache")) {
        options->has_cache = true;
        options->cache = number(l, option->arg);
    } else if (is_named(option, "cycle")) {
        options->has_cycle = true;
        options->cycle = str_equal(lower_node_text(l, option->arg), STR("true"));
    } else if (is_named(option, "restart")) {
        options->has_restart = true;
        options->restart_with = option->arg != NULL;
        if (option->arg != NULL) options->restart = number(l, option->arg);
    } else if (is_named(option, "owned_by") && option->arg != NULL) {
        owned_by(l, LOWER_AS(List, option->arg), options);
    } else if (is_named(option, "sequence_name") && option->arg != NULL) {
        options->sequence_name = lower_any_name(l, option->arg);
    } else if (is_named(option, "generated")) {
        options->generated = (char)number(l, option->arg);
    }
}

const struct sequence_options *lower_sequence_options(const struct lowering *l, const List *options)
{
    struct sequence_options *lowered = ARENA_NEW(l->arena, struct sequence_options);
    for (int i = 0; i < list_length(options); i++) {
        sequence_option(l, LOWER_AS(DefElem, list_nth(options, i)), lowered);
    }
    return lowered;
}

/* -- roles ------------------------------------------------------------------------------------- */

struct str lower_role(const struct lowering *l, const RoleSpec *role)
{
    if (role == NULL) return STR("");
    switch (role->roletype) {
    case ROLESPEC_CURRENT_ROLE:
        return STR("current_role");
    case ROLESPEC_CURRENT_USER:
        return STR("current_user");
    case ROLESPEC_SESSION_USER:
        return STR("session_user");
    case ROLESPEC_PUBLIC:
        return STR("public");
    case ROLESPEC_CSTRING:
        break;
    }
    return lower_str(l, role->rolename);
}

struct str_list lower_roles(const struct lowering *l, const List *roles)
{
    struct str_list list = {0};
    for (int i = 0; i < list_length(roles); i++) {
        lower_push_str(l, &list, lower_role(l, LOWER_AS(RoleSpec, list_nth(roles, i))));
    }
    return list;
}
