/* Triggers, policies, rules: what hangs on a relation. */
#include "schema/catalog_impl.h"

static struct name function_name(const struct catalog *catalog, struct name name)
{
    const struct catalog_object *function = catalog_function(catalog, name, NULL);
    return function != NULL ? function->name : name;
}

#define FIND(list, wanted, found)                                                                  \
    for (size_t i = 0; i < (list)->len; i++) {                                                     \
        if (str_equal((list)->at[i]->name, wanted)) (found) = (list)->at[i];                       \
    }

/* -- triggers ---------------------------------------------------------------------------------- */

static void trigger_edges(struct catalog *catalog, struct catalog_trigger *trigger)
{
    struct catalog_edge edge = {.kind = OBJ_TRIGGER,
                                .relation = trigger->table,
                                .trigger = trigger,
                                .edition = trigger->edition};
    struct catalog_object *function = catalog_function(catalog, trigger->function, NULL);
    if (function != NULL) catalog_depend_on_object(catalog, function, edge);
}

static void describe_trigger(struct catalog *catalog, struct catalog_trigger *trigger,
                             const struct change *change)
{
    CATALOG_SET(catalog, trigger->definition, change);
    CATALOG_SET(catalog, trigger->function, function_name(catalog, change->trigger.function));
    CATALOG_SET(catalog, trigger->update_of, change->trigger.update_of);
    CATALOG_SET(catalog, trigger->when, change->trigger.when);
    CATALOG_SET(catalog, trigger->when_columns, change->trigger.when_columns);
    trigger_edges(catalog, trigger);
}

void catalog_copy_trigger(struct catalog *catalog, struct relation *child,
                          const struct catalog_trigger *from)
{
    if (from->definition == NULL || !from->definition->trigger.for_each_row) return;
    struct catalog_trigger *copy = NULL;
    FIND(&child->triggers, from->name, copy)
    if (copy != NULL) return;
    copy = ARENA_NEW(catalog->arena, struct catalog_trigger);
    *copy = *from;
    copy->table = child;
    copy->made = catalog->origin;
    copy->inherited = true;
    copy->edition = 0;
    CATALOG_PUSH(catalog, &child->triggers, copy);
    trigger_edges(catalog, copy);
}

static void create_trigger(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    if (table == NULL) return;
    struct catalog_trigger *trigger = NULL;
    FIND(&table->triggers, change->name, trigger)
    if (trigger != NULL) {
        if (!change->or_replace || catalog->conditional) return;
        CATALOG_SET(catalog, trigger->edition, trigger->edition + 1);
        describe_trigger(catalog, trigger, change);
        return;
    }
    trigger = ARENA_NEW(catalog->arena, struct catalog_trigger);
    trigger->name = change->name;
    trigger->state = catalog->conditional ? UNKNOWN : KNOWN;
    trigger->made = catalog->origin;
    trigger->table = table;
    trigger->firing = 'o';
    CATALOG_PUSH(catalog, &table->triggers, trigger);
    describe_trigger(catalog, trigger, change);
    struct relation_list all = catalog_with_children(catalog, table, !table->partitioned);
    for (size_t i = 1; i < all.len; i++) catalog_copy_trigger(catalog, all.at[i], trigger);
}

static bool has_named(const struct relation *table, struct str name, bool rule)
{
    const struct catalog_trigger *trigger = NULL;
    const struct catalog_rule *found = NULL;
    if (rule)
        FIND(&table->rules, name, found)
    else
        FIND(&table->triggers, name, trigger)
    return trigger != NULL || found != NULL;
}

static void fire(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation(catalog, change->table);
    if (table == NULL || catalog->conditional) return;
    bool rule = change->kind == CHANGE_ENABLE_RULE || change->kind == CHANGE_DISABLE_RULE;
    bool every = change->firing.all || change->firing.user;
    char state = change->firing.state == 0 ? 'o' : change->firing.state;
    if (!every && !has_named(table, change->name, rule)) {
        catalog_refuse_missing(catalog, table); /* 42704 */
        return;
    }
    struct relation_list all = catalog_with_children(catalog, table, change->only || rule);
    for (size_t n = 0; n < all.len; n++) {
        struct relation *it = all.at[n];
        for (size_t i = 0; !rule && i < it->triggers.len; i++) {
            struct catalog_trigger *trigger = it->triggers.at[i];
            if (!every && !str_equal(trigger->name, change->name)) continue;
            CATALOG_SET(catalog, trigger->firing, state);
        }
        for (size_t i = 0; rule && i < it->rules.len; i++) {
            if (!str_equal(it->rules.at[i]->name, change->name)) continue;
            CATALOG_SET(catalog, it->rules.at[i]->firing, state);
        }
    }
}

/* -- policies ---------------------------------------------------------------------------------- */

static void policy_edges(struct catalog *catalog, struct catalog_policy *policy)
{
    struct catalog_edge edge = {.kind = OBJ_POLICY,
                                .relation = policy->table,
                                .policy = policy,
                                .edition = policy->edition};
    catalog_expression_edges(catalog, &policy->using, edge);
    catalog_expression_edges(catalog, &policy->check, edge);
}

static void create_policy(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    struct catalog_policy *policy = NULL;
    if (table == NULL) return;
    FIND(&table->policies, change->name, policy)
    if (policy != NULL) return;
    policy = ARENA_NEW(catalog->arena, struct catalog_policy);
    policy->name = change->name;
    policy->state = catalog->conditional ? UNKNOWN : KNOWN;
    policy->made = catalog->origin;
    policy->table = table;
    policy->command = change->policy.command;
    policy->permissive = change->policy.permissive;
    policy->roles = change->policy.roles;
    policy->has_using = change->policy.has_using;
    policy->has_check = change->policy.has_check;
    policy->using = change->policy.using;
    policy->check = change->policy.check;
    CATALOG_PUSH(catalog, &table->policies, policy);
    policy_edges(catalog, policy);
}

static void alter_policy(struct catalog *catalog, const struct change *change)
{
    const struct relation *table = catalog_relation(catalog, change->table);
    struct catalog_policy *policy = NULL;
    if (table == NULL) return;
    FIND(&table->policies, change->name, policy)
    if (policy == NULL) return;
    if (catalog->conditional) {
        CATALOG_SET(catalog, policy->state, UNKNOWN);
        return;
    }
    if (change->policy.roles.len > 0) CATALOG_SET(catalog, policy->roles, change->policy.roles);
    if (change->policy.has_using) {
        CATALOG_SET(catalog, policy->has_using, true);
        CATALOG_SET(catalog, policy->using, change->policy.using);
    }
    if (change->policy.has_check) {
        CATALOG_SET(catalog, policy->has_check, true);
        CATALOG_SET(catalog, policy->check, change->policy.check);
    }
    CATALOG_SET(catalog, policy->edition, policy->edition + 1);
    policy_edges(catalog, policy);
}

/* -- rules ------------------------------------------------------------------------------------- */

static void create_rule(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation_or_shell(catalog, OBJ_TABLE, change->table);
    struct catalog_rule *rule = NULL;
    if (table == NULL) return;
    FIND(&table->rules, change->name, rule)
    if (rule != NULL && (!change->or_replace || catalog->conditional)) return;
    if (rule == NULL) {
        rule = ARENA_NEW(catalog->arena, struct catalog_rule);
        rule->name = change->name;
        rule->state = catalog->conditional ? UNKNOWN : KNOWN;
        rule->made = catalog->origin;
        rule->table = table;
        rule->firing = 'o';
        CATALOG_PUSH(catalog, &table->rules, rule);
    }
    CATALOG_SET(catalog, rule->definition, change);
    CATALOG_SET(catalog, rule->text, change->rule.text);
    CATALOG_SET(catalog, rule->where, change->rule.where);
    CATALOG_SET(catalog, rule->edition, rule->edition + 1);
    struct catalog_edge edge = {
        .kind = OBJ_RULE, .relation = table, .rule = rule, .edition = rule->edition};
    catalog_mention_edges(catalog, change->rule.mentions, edge);
    const struct mentions *mentions = change->rule.mentions;
    for (size_t i = 0; mentions != NULL && i < mentions->writes.len; i++) {
        struct relation *written = catalog_relation(catalog, mentions->writes.at[i]);
        if (written != NULL) catalog_depend_on_relation(catalog, written, edge);
    }
}

/* -- dropping ---------------------------------------------------------------------------------- */

#define DROP_NAMED(catalog, list, wanted)                                                          \
    for (size_t i = (list)->len; i-- > 0;) {                                                       \
        if (!str_equal((list)->at[i]->name, wanted)) continue;                                     \
        if ((catalog)->conditional) {                                                              \
            CATALOG_SET(catalog, (list)->at[i]->state, UNKNOWN);                                   \
        } else {                                                                                   \
            CATALOG_SET(catalog, (list)->at[i]->state, KNOWN_ABSENT);                              \
            CATALOG_REMOVE(catalog, list, i);                                                      \
        }                                                                                          \
    }

static void drop_trigger(struct catalog *catalog, const struct change *change,
                         struct relation *table)
{
    struct relation_list all = catalog_with_children(catalog, table, !table->partitioned);
    for (size_t n = 0; n < all.len; n++) {
        struct catalog_trigger_list *triggers = &all.at[n]->triggers;
        for (size_t i = triggers->len; i-- > 0;) {
            struct catalog_trigger *trigger = triggers->at[i];
            if (!str_equal(trigger->name, change->name)) continue;
            if (trigger->inherited != (n > 0)) continue; /* a copy goes with its original only */
            enum knowledge state = catalog->conditional ? UNKNOWN : KNOWN_ABSENT;
            CATALOG_SET(catalog, trigger->state, state);
            if (state == KNOWN_ABSENT) CATALOG_REMOVE(catalog, triggers, i);
        }
    }
}

void catalog_attached_change(struct catalog *catalog, const struct change *change)
{
    struct relation *table = catalog_relation(catalog, change->table);
    switch ((int)change->kind) {
    case CHANGE_CREATE_TRIGGER:
        create_trigger(catalog, change);
        break;
    case CHANGE_CREATE_POLICY:
        create_policy(catalog, change);
        break;
    case CHANGE_ALTER_POLICY:
        alter_policy(catalog, change);
        break;
    case CHANGE_CREATE_RULE:
        create_rule(catalog, change);
        break;
    case CHANGE_DROP_TRIGGER:
        if (table != NULL) drop_trigger(catalog, change, table);
        break;
    case CHANGE_DROP_POLICY:
        if (table != NULL) DROP_NAMED(catalog, &table->policies, change->name)
        break;
    case CHANGE_DROP_RULE:
        if (table != NULL) DROP_NAMED(catalog, &table->rules, change->name)
        break;
    default:
        fire(catalog, change);
        break;
    }
}
