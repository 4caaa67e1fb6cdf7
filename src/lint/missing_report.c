/* What is said of something missing. */
#include "lint/missing_need.h"
#include "lint/rule.h"

#include <string.h>

/* -- the message ------------------------------------------------------------------------------- */

static struct str shown(const struct rule_ctx *ctx, const struct missing *missing)
{
    struct str name = show_name(ctx, missing->name);
    if (missing->part.len > 0 && (missing->kind == OBJ_COLUMN || missing->kind == OBJ_ATTRIBUTE)) {
        name = str_format(ctx->arena, STR_FMT "." STR_FMT, STR_ARG(name), STR_ARG(missing->part));
    } else if (missing->part.len > 0) {
        name = missing->part;
    } else if (missing->other != NULL) {
        name = str_format(ctx->arena, STR_FMT "(" STR_FMT ")", STR_ARG(name),
                          STR_ARG(missing->arguments));
    }
    return code_short(ctx->arena, name, 48);
}

static const char *what(const struct missing *missing)
{
    return missing->kind == OBJ_UNKNOWN ? "relation" : object_kind_words(missing->kind);
}

static const char *found_words(const struct missing *missing)
{
    switch (missing->found_kind) {
    case 'e':
        return "enum";
    case 'c':
        return "composite type";
    case 'r':
        return "range type";
    default:
        return object_kind_words(missing->found);
    }
}

static const char *article(const char *words)
{
    return strchr("aeiou", words[0]) != NULL ? "an" : "a";
}

static struct diagnostic *say(struct rule_ctx *ctx, const struct missing *missing)
{
    struct str name = shown(ctx, missing);
    if (missing->found != OBJ_UNKNOWN) {
        const char *is = found_words(missing);
        return report(ctx, missing->at, "`" STR_FMT "` is %s %s: goose stops here", STR_ARG(name),
                      article(is), is);
    }
    return report(ctx, missing->at, "the %s `" STR_FMT "` does not exist%s: goose stops here",
                  what(missing), STR_ARG(name), missing->later != NULL ? " yet" : "");
}

/* -- the name that was meant ------------------------------------------------------------------- */

enum { NAMES_LOOKED_AT = 512 };

struct names {
    struct str at[NAMES_LOOKED_AT];
    size_t count;
};

static void collect(struct names *names, struct str name)
{
    if (names->count < NAMES_LOOKED_AT) names->at[names->count++] = name;
}

static void collect_columns(struct names *names, const struct relation *table)
{
    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        collect(names, table->columns.at[i]->name);
    }
}

static void collect_on_table(struct names *names, const struct missing *missing)
{
    const struct relation *table = missing->within;
    if (missing->kind == OBJ_COLUMN) collect_columns(names, table);
    for (size_t i = 0; missing->kind == OBJ_CONSTRAINT && i < table->constraints.len; i++) {
        collect(names, table->constraints.at[i]->name);
    }
    for (size_t i = 0; missing->kind == OBJ_TRIGGER && i < table->triggers.len; i++) {
        collect(names, table->triggers.at[i]->name);
    }
    for (size_t i = 0; missing->kind == OBJ_POLICY && i < table->policies.len; i++) {
        collect(names, table->policies.at[i]->name);
    }
    for (size_t i = 0; missing->kind == OBJ_INDEX && i < table->indexes.len; i++) {
        collect(names, table->indexes.at[i]->name.name);
    }
}

static void collect_in_type(struct names *names, const struct missing *missing)
{
    const struct catalog_object *type = missing->other;
    for (size_t i = 0; missing->kind == OBJ_ENUM_VALUE && i < type->labels.len; i++) {
        collect(names, type->labels.at[i]->text);
    }
    for (size_t i = 0; missing->kind == OBJ_ATTRIBUTE && i < type->attributes.len; i++) {
        collect(names, type->attributes.at[i]->name);
    }
    for (size_t i = 0; missing->kind == OBJ_CONSTRAINT && i < type->constraints.len; i++) {
        collect(names, type->constraints.at[i]->name);
    }
}

static void collect_near(const struct rule_ctx *ctx, struct names *names,
                         const struct missing *missing)
{
    const struct change *change = ctx->change;
    if (missing->within != NULL) {
        collect_on_table(names, missing);
    } else if (missing->among != NULL) {
        for (size_t i = 0; i < missing->among->relations.len; i++) {
            collect_columns(names, known_relation(ctx, missing->among->relations.at[i]));
        }
    } else if (missing->other != NULL && missing->part.len > 0) {
        collect_in_type(names, missing);
    } else if (missing->kind == OBJ_COLUMN && change->kind == CHANGE_CREATE_TABLE) {
        for (size_t i = 0; i < change->create_table.column_count; i++) {
            collect(names, change->create_table.columns[i].name);
        }
    }
}

static bool help_with_near(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct missing *missing)
{
    struct names names;
    names.count = 0;
    collect_near(ctx, &names, missing);
    const struct str wanted = missing->part.len > 0 ? missing->part : missing->name.name;
    int near = names.count == 0 ? -1 : nearest_word(wanted, names.at, names.count);
    if (near >= 0) help(finding, "did you mean `" STR_FMT "`?", STR_ARG(names.at[near]));
    return near >= 0;
}

/* -- what to do -------------------------------------------------------------------------------- */

static const char *key_words(enum object_kind kind)
{
    switch ((int)kind) {
    case OBJ_FOREIGN_TABLE:
        return "FOREIGN TABLE";
    case OBJ_VIEW:
        return "VIEW";
    case OBJ_MATERIALIZED_VIEW:
        return "MATERIALIZED VIEW";
    case OBJ_INDEX:
        return "INDEX";
    case OBJ_SEQUENCE:
        return "SEQUENCE";
    case OBJ_TYPE:
        return "TYPE";
    case OBJ_DOMAIN:
        return "DOMAIN";
    case OBJ_FUNCTION:
        return "FUNCTION";
    case OBJ_PROCEDURE:
        return "PROCEDURE";
    case OBJ_AGGREGATE:
        return "AGGREGATE";
    default:
        return "TABLE";
    }
}

static void help_with_kind(const struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct missing *missing)
{
    const bool whole = missing->part.len == 0 && ctx->change->drop.names.len == 1;
    if (is_drop(ctx->change) && whole) {
        help(finding, "write `DROP %s`", key_words(missing->found));
    } else {
        const char *wanted = missing->kind == OBJ_TYPE ? "enum" : what(missing);
        help(finding, "%s %s is needed here", article(wanted), wanted);
    }
}

/* The arguments that tell it from others, as CREATE FUNCTION wrote them. */
static struct str declared(const struct rule_ctx *ctx, const struct catalog_object *function)
{
    const struct change *made = function->definition;
    struct str_list words = {0};
    if (made == NULL || made->function.details == NULL) return function->signature;
    const struct function_details *details = made->function.details;
    for (size_t i = 0; i < details->argument_count; i++) {
        const struct argument *argument = &details->arguments[i];
        if (argument->mode == 'o' || argument->mode == 't') continue;
        VEC_PUSH(ctx->arena, &words, argument->type.text);
    }
    return str_join(ctx->arena, words.at, words.len, STR(", "));
}

/* "Drop it before" is no help: what goes along with something else often cannot. */
static void help_gone(struct diagnostic *finding)
{
    help(finding, "leave this out: it is gone already");
}

static void help_with_name(struct rule_ctx *ctx, struct diagnostic *finding,
                           const struct missing *missing)
{
    const struct missing_past past = missing_find_past(ctx, missing);
    missing_label_past(finding, &past);
    if (missing->kind == OBJ_ENUM_VALUE) label_made(finding, missing->other->made, "its values");
    if (is_taken_along(ctx, &past)) {
        help_gone(finding);
        return;
    }
    if (help_with_near(ctx, finding, missing)) return;
    if (missing->other != NULL && missing->part.len == 0) {
        label_made(finding, missing->other->made, "has other arguments");
        help(finding, "write the arguments as they were declared: `" STR_FMT "(" STR_FMT ")`",
             STR_ARG(show_name(ctx, missing->name)), STR_ARG(declared(ctx, missing->other)));
    } else if (is_dropped_again(ctx, &past)) {
        help_gone(finding);
    } else if (past.known) {
        help(finding, "name what is there now, or leave this out");
    } else {
        help(finding, "correct the name, or make it first");
    }
}

void report_missing(struct rule_ctx *ctx, const struct missing *missing)
{
    struct diagnostic *finding = say(ctx, missing);
    primary_label(finding, "PostgreSQL refuses this (%s)", missing->code);
    if (missing->found != OBJ_UNKNOWN) {
        label_made(finding, missing->found_made, "created here");
        help_with_kind(ctx, finding, missing);
    } else if (missing->later != NULL) {
        label(finding, missing->later->at, "made only here");
        help(finding, "move this behind the statement that makes it");
    } else {
        help_with_name(ctx, finding, missing);
    }
}
