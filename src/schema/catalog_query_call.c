/* What a function or an operator gives: who there is of that name, and what the chosen one returns.
 */
#include "schema/catalog_query_overload.h"

/* -- who there is ------------------------------------------------------------------------------ */

/* A parameter list while it is read. */
struct parameters {
    struct base_type *at;
    size_t len, cap;
    size_t needed; /* without defaults */
    bool variadic;
};

static struct base_type builtin_type(struct str word)
{
    struct base_type type = {.kind = BASE_BUILTIN};
    type.array = str_ends_with(word, STR("[]"));
    type.name.name = type.array ? str_slice(word, 0, word.len - 2) : word;
    return type;
}

/* The element of a VARIADIC array. */
static struct base_type element_of(struct base_type array)
{
    if (array.array) {
        array.array = false;
    } else if (str_equal(array.name.name, STR("anyarray"))) {
        array.name.name = STR("anyelement");
    } else if (str_equal(array.name.name, STR("anycompatiblearray"))) {
        array.name.name = STR("anycompatible");
    }
    return array;
}

static void add_candidate(struct candidates *all, const struct parameters *parameters,
                          struct candidate candidate)
{
    size_t count = all->call->count;
    bool expand = parameters->variadic && !all->call->variadic && count >= parameters->len;
    if (!expand && (count > parameters->len || count < parameters->needed)) return;
    if (parameters->len == 0 && count > 0) return;
    candidate.takes = arena_array(all->arena, count, sizeof *candidate.takes);
    for (size_t i = 0; i < count; i++) {
        bool rest = expand && i + 1 >= parameters->len;
        candidate.takes[i] =
            rest ? element_of(parameters->at[parameters->len - 1]) : parameters->at[i];
    }
    VEC_PUSH(all->arena, all, candidate);
}

/* "int4 [text]" */
static struct parameters read_parameters(struct arena *arena, struct str words)
{
    struct parameters parameters = {0};
    bool optional = false;
    for (size_t at = 0; at < words.len;) {
        size_t end = str_find(words, STR(" "), at);
        if (end == SIZE_MAX) end = words.len;
        struct str word = str_slice(words, at, end);
        at = end + 1;
        if (str_equal(word, STR("variadic"))) {
            parameters.variadic = true;
            continue;
        }
        if (str_starts_with(word, STR("["))) {
            optional = true;
            word = str_slice(word, 1, word.len);
        }
        bool closes = str_ends_with(word, STR("]")) && !str_ends_with(word, STR("[]"));
        if (closes || str_ends_with(word, STR("]]"))) word = str_slice(word, 0, word.len - 1);
        VEC_PUSH(arena, &parameters, builtin_type(word));
        if (!optional) parameters.needed = parameters.len;
    }
    return parameters;
}

static void add_builtin(struct candidates *all)
{
    struct str text = all->call->builtin;
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find(text, STR("; "), at);
        if (end == SIZE_MAX) end = text.len;
        size_t colon = str_find(text, STR(":"), at);
        struct parameters parameters = read_parameters(all->arena, str_slice(text, at, colon));
        add_candidate(all, &parameters,
                      (struct candidate){.result = str_slice(text, colon + 2, end)});
        at = end + 2;
    }
}

static void add_user_function(struct candidates *all, const struct catalog_object *function)
{
    struct catalog *catalog = all->call->catalog;
    const struct function_details *details = function->function->function.details;
    struct parameters parameters = {0};
    for (size_t i = 0; details != NULL && i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (argument->mode == 'o' || argument->mode == 't') continue;
        struct value_type type = query_resolve_type(catalog, &argument->type);
        if (argument->mode == 'v') parameters.variadic = true;
        struct base_type base = {.kind = BASE_UNKNOWN};
        if (type.state == TYPE_TOLD) base = value_base(catalog, &type);
        if (type.state == TYPE_TOLD && type.type.name.schema.len == 0) base.kind = BASE_BUILTIN;
        VEC_PUSH(all->arena, &parameters, base);
        if (!argument->has_default) parameters.needed = parameters.len;
    }
    add_candidate(all, &parameters, (struct candidate){.function = function});
}

/* -- what it gives ----------------------------------------------------------------------------- */

/* RETURNS, or the only OUT argument or column of RETURNS TABLE. */
static struct value_type declared(struct catalog *catalog, const struct function_details *details)
{
    const struct type_name *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < details->argument_count; i++) {
        char mode = details->arguments[i].mode;
        if (mode != 'o' && mode != 'b' && mode != 't') continue;
        only = &details->arguments[i].type;
        count++;
    }
    if (count > 1) return (struct value_type){0};
    return query_resolve_type(catalog, count == 1 ? only : &details->returns);
}

/* The type in "{value json}"; a row of several has none. */
static struct str only_type(struct str row)
{
    size_t space = str_find(row, STR(" "), 0);
    bool several = str_find(row, STR(" "), space + 1) != SIZE_MAX;
    return several ? STR("record") : str_slice(row, space + 1, row.len - 1);
}

static struct value_type given(const struct candidates *all, const struct candidate *candidate)
{
    struct value_type type = {0};
    if (candidate->function != NULL) {
        const struct function_details *details = candidate->function->function->function.details;
        if (details != NULL) type = declared(all->call->catalog, details);
    } else {
        bool row = str_starts_with(candidate->result, STR("{"));
        struct base_type base =
            builtin_type(row ? only_type(candidate->result) : candidate->result);
        type.state = TYPE_TOLD;
        type.type.name = base.name;
        type.type.array_dimensions = base.array;
    }
    struct str name = type.type.name.name;
    if (type.state == TYPE_TOLD && type.type.name.schema.len == 0) {
        if (str_equal(name, STR("record")) || str_equal(name, STR("void"))) {
            return (struct value_type){0};
        }
        if (str_starts_with(name, STR("any"))) return overload_polymorphic(all, candidate, name);
    }
    return type;
}

/* An argument that nobody can tell: all that is left give the same. */
static struct value_type agreed(const struct candidates *all)
{
    struct value_type agreed = {0};
    for (size_t c = 0; c < all->len; c++) {
        if (all->at[c].out) continue;
        struct value_type type = given(all, &all->at[c]);
        bool first = agreed.state == TYPE_UNTOLD;
        if (type.state != TYPE_TOLD) return type;
        bool same = first || (name_equal(agreed.type.name, type.type.name) &&
                              agreed.type.array_dimensions == type.type.array_dimensions);
        if (!same) return (struct value_type){0};
        agreed = type;
    }
    return agreed;
}

static struct value_type with_collation(const struct candidates *all, struct value_type type)
{
    type.strength = COLLATION_NONE;
    type.collation = (struct name){0};
    for (size_t i = 0; i < all->call->count; i++) merge_collation(&type, &all->call->arguments[i]);
    drop_idle_collation(all->call->catalog, &type);
    return type;
}

static struct value_type first_argument(const struct candidates *all,
                                        const struct candidate *candidate)
{
    const struct value_type *argument = &all->call->arguments[0];
    const struct base_type *takes = &candidate->takes[0];
    bool same = argument->state == TYPE_TOLD && base_type_same(&all->said[0], takes);
    if (same || str_starts_with(takes->name.name, STR("any"))) return *argument;
    struct value_type type = {.state = TYPE_TOLD};
    type.type.name = takes->name;
    type.type.array_dimensions = takes->array;
    merge_collation(&type, argument);
    return type;
}

static void read_arguments(struct candidates *all)
{
    const struct call *call = all->call;
    all->is = arena_array(all->arena, call->count, sizeof *all->is);
    all->said = arena_array(all->arena, call->count, sizeof *all->said);
    for (size_t i = 0; i < call->count; i++) {
        if (call->arguments[i].state != TYPE_TOLD) continue;
        all->is[i] = value_base(call->catalog, &call->arguments[i]);
        all->said[i] = all->is[i];
        all->said[i].name = call->arguments[i].type.name;
        all->said[i].array = call->arguments[i].type.array_dimensions > 0;
    }
}

/* False: there is an overload that nobody knows enough of. */
static bool add_user_functions(struct candidates *all)
{
    for (const struct catalog_object *f = all->call->user; f != NULL; f = f->next_overload) {
        if (f->state == KNOWN_ABSENT) continue;
        if (f->state == UNKNOWN || f->function == NULL) return false;
        add_user_function(all, f);
    }
    return true;
}

static struct call_result answer(struct candidates *all)
{
    struct call_result result = {0};
    add_builtin(all);
    if (!add_user_functions(all)) return result;
    read_arguments(all);
    const struct candidate *found = all->call->named ? NULL : overload_choose(all);
    if (found == NULL) {
        result.type = with_collation(all, agreed(all));
        return result;
    }
    result.type = with_collation(all, given(all, found));
    result.function = found->function;
    if (str_starts_with(found->result, STR("{"))) result.row = found->result;
    if (all->call->count > 0) result.first = first_argument(all, found);
    return result;
}

struct call_result query_call(const struct call *call)
{
    struct arena scratch;
    arena_init(&scratch);
    struct candidates all = {.arena = &scratch, .call = call};
    struct call_result result = answer(&all);
    arena_release(&scratch);
    return result;
}
