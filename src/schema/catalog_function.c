/* Functions, procedures, aggregates: several may have one name, told apart by argument types. */
#include "schema/catalog_impl.h"

static struct str type_words(const struct catalog *catalog, struct arena *arena,
                             struct type_name type)
{
    struct str words = name_text(arena, catalog_resolve_type(catalog, type, NULL).name);
    for (unsigned i = 0; i < type.array_dimensions && i < 1; i++) {
        words = str_format(arena, STR_FMT "[]", STR_ARG(words)); /* PostgreSQL counts no further */
    }
    return words;
}

static bool is_input(char mode)
{
    return mode == 'i' || mode == 'b' || mode == 'v' || mode == 0;
}

struct str catalog_change_signature(const struct catalog *catalog, struct arena *arena,
                                    const struct change *change)
{
    struct str_list words = {0};
    const struct signature *signature = change->signature;
    if (signature != NULL) {
        for (size_t i = 0; i < signature->type_count; i++) {
            VEC_PUSH(arena, &words, type_words(catalog, arena, signature->types[i]));
        }
        return str_join(arena, words.at, words.len, STR(", "));
    }
    if (change->kind != CHANGE_CREATE_FUNCTION) return STR("");
    const struct function_details *details = change->function.details;
    if (details == NULL) return change->function.argument_types;
    for (size_t i = 0; i < details->argument_count; i++) {
        if (!is_input(details->arguments[i].mode)) continue;
        VEC_PUSH(arena, &words, type_words(catalog, arena, details->arguments[i].type));
    }
    return str_join(arena, words.at, words.len, STR(", "));
}

struct catalog_object *catalog_function(const struct catalog *catalog, struct name name,
                                        const struct str *signature)
{
    struct catalog_object *found = catalog_object(catalog, OBJ_ROUTINE, name);
    while (found != NULL && signature != NULL && !str_equal(found->signature, *signature)) {
        found = found->next_overload;
    }
    return found;
}

const struct catalog_object *catalog_same_function(const struct catalog *catalog,
                                                   struct arena *arena, const struct change *change)
{
    struct str signature = catalog_change_signature(catalog, arena, change);
    struct name name = change->object_name;
    if (change->kind == CHANGE_CREATE_FUNCTION) {
        name = catalog_resolve_new(catalog, OBJ_FUNCTION, name, false);
    }
    return catalog_function(catalog, name, &signature);
}

/* -- what a function leans on ------------------------------------------------------------------ */

/* Bodies in quotes are text to PostgreSQL; BEGIN ATOMIC and RETURN are not (manual 5.14). */
static void function_edges(struct catalog *catalog, struct catalog_object *function)
{
    const struct function_details *details = function->function->function.details;
    if (details == NULL) return;
    struct catalog_edge edge = {
        .kind = function->kind, .object = function, .edition = function->edition};
    for (size_t i = 0; i < details->argument_count; i++) {
        catalog_type_edge(catalog, details->arguments[i].type, edge);
        catalog_expression_edges(catalog, &details->arguments[i].default_value, edge);
    }
    catalog_type_edge(catalog, details->returns, edge);
    if (function->function->function.sql_body) {
        catalog_mention_edges(catalog, details->reads, edge);
    }
}

/* -- CREATE, ALTER ----------------------------------------------------------------------------- */

static void describe(struct catalog *catalog, struct catalog_object *function,
                     const struct change *change)
{
    char volatility = change->function.volatility;
    CATALOG_SET(catalog, function->function, change);
    CATALOG_SET(catalog, function->definition, change);
    CATALOG_SET(catalog, function->volatility, volatility == 0 ? 'v' : volatility);
    CATALOG_SET(catalog, function->security_definer, change->function.security_definer);
    function_edges(catalog, function);
}

/* OR REPLACE keeps the result's type (42P13). */
static bool returns_otherwise(const struct catalog *catalog, const struct change *old,
                              const struct change *now)
{
    if (old == NULL || old->function.details == NULL || now->function.details == NULL) return false;
    const struct type_name *was = &old->function.details->returns;
    const struct type_name *is = &now->function.details->returns;
    if (was->name.name.len == 0 || is->name.name.len == 0 || was->of_column || is->of_column) {
        return false;
    }
    struct type_name a = catalog_resolve_type(catalog, *was, NULL);
    struct type_name b = catalog_resolve_type(catalog, *is, NULL);
    return !str_equal(a.name.name, b.name.name) || was->setof != is->setof ||
           (was->array_dimensions > 0) != (is->array_dimensions > 0);
}

void catalog_create_function(struct catalog *catalog, const struct change *change)
{
    struct name name = change->object_name;
    if (!catalog_target(catalog, OBJ_FUNCTION, &name, false)) return;
    struct str signature = catalog_change_signature(catalog, catalog->arena, change);
    struct catalog_object *there = catalog_function(catalog, name, &signature);
    if (there != NULL) {
        if (!change->or_replace) return;
        if (catalog->conditional) {
            CATALOG_SET(catalog, there->complete, false);
            return;
        }
        if (returns_otherwise(catalog, there->function, change)) {
            if (object_is_sure(there)) catalog_refuse(catalog);
            return;
        }
        CATALOG_SET(catalog, there->edition, there->edition + 1);
        describe(catalog, there, change);
        return;
    }
    struct catalog_object *function = catalog_new_object(catalog, change, change->object, name);
    if (function == NULL) return;
    function->signature = signature;
    catalog_put_object(catalog, function);
    describe(catalog, function, change);
}

/* The later setting of a variable holds. */
static struct named_values merge_settings(struct catalog *catalog, const struct named_values *old,
                                          const struct named_values *added)
{
    struct named_values all = {0};
    for (size_t i = 0; i < old->len; i++) {
        bool again = false;
        for (size_t k = 0; k < added->len; k++) {
            again |= str_equal(old->at[i].name, added->at[k].name) ||
                     str_equal(added->at[k].name, STR("all"));
        }
        if (!again) VEC_PUSH(catalog->arena, &all, old->at[i]);
    }
    for (size_t k = 0; k < added->len; k++) {
        bool resets = str_equal(added->at[k].value, STR("DEFAULT")) ||
                      str_equal(added->at[k].name, STR("all"));
        if (!resets) VEC_PUSH(catalog->arena, &all, added->at[k]);
    }
    return all;
}

static struct function_details merge_details(struct catalog *catalog,
                                             const struct function_details *old,
                                             const struct function_details *said)
{
    struct function_details merged = *old;
    if (said->strict || said->not_strict) merged.strict = said->strict;
    if (said->leakproof || said->not_leakproof) merged.leakproof = said->leakproof;
    if (said->parallel != 0) merged.parallel = said->parallel;
    if (said->cost.len > 0) merged.cost = said->cost;
    if (said->rows.len > 0) merged.rows = said->rows;
    if (said->support.len > 0) merged.support = said->support;
    merged.set = merge_settings(catalog, &old->set, &said->set);
    return merged;
}

/* Its CREATE FUNCTION, as if that had said this as well. */
static void alter_details(struct catalog *catalog, struct catalog_object *function,
                          const struct function_details *said)
{
    const struct change *made = function->function;
    if (made == NULL || made->function.details == NULL) return;
    struct function_details *details = ARENA_NEW(catalog->arena, struct function_details);
    *details = merge_details(catalog, made->function.details, said);
    struct change *altered = ARENA_NEW(catalog->arena, struct change);
    *altered = *made;
    altered->function.details = details;
    CATALOG_SET(catalog, function->function, altered);
}

void catalog_alter_function(struct catalog *catalog, const struct change *change)
{
    struct str signature = catalog_change_signature(catalog, catalog->arena, change);
    struct catalog_object *function = catalog_function(
        catalog, change->object_name, change->signature == NULL ? NULL : &signature);
    if (function == NULL) return;
    if (catalog->conditional) {
        CATALOG_SET(catalog, function->complete, false);
        return;
    }
    if (change->function.volatility != 0) {
        CATALOG_SET(catalog, function->volatility, change->function.volatility);
    }
    if (change->function.security_definer) CATALOG_SET(catalog, function->security_definer, true);
    const struct function_details *details = change->function.details;
    if (details != NULL && details->security_invoker) {
        CATALOG_SET(catalog, function->security_definer, false);
    }
    if (details != NULL) alter_details(catalog, function, details);
}
