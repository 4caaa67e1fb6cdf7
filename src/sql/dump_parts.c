#include "sql/dump_fields.h"

/* -- types and expressions --------------------------------------------------------------------- */

void dump_type(struct dump *dump, const char *name, struct type_name type)
{
    if (type.name.name.len == 0) return;
    struct str words = name_text(dump->arena, type.name);
    if (type.typmod_count == 1) {
        words = str_format(dump->arena, STR_FMT "(%d)", STR_ARG(words), type.typmods[0]);
    }
    if (type.typmod_count == 2) {
        words = str_format(dump->arena, STR_FMT "(%d,%d)", STR_ARG(words), type.typmods[0],
                           type.typmods[1]);
    }
    for (unsigned i = 0; i < type.array_dimensions; i++) {
        words = str_format(dump->arena, STR_FMT "[]", STR_ARG(words));
    }
    words = str_format(dump->arena, "%s" STR_FMT "%s%s", type.setof ? "setof " : "", STR_ARG(words),
                       type.of_column ? "%type" : "", type.is_serial ? " serial" : "");
    struct str written = str_equal(words, type.text) ? STR("") : type.text;
    if (written.len > 0) {
        words = str_format(dump->arena, STR_FMT ", written `" STR_FMT "`", STR_ARG(words),
                           STR_ARG(written));
    }
    dump_str(dump, name, words);
}

static struct str ref_text(struct dump *dump, const struct column_ref *ref)
{
    struct str table = name_text(dump->arena, ref->relation);
    if (table.len == 0) table = ref->qualifier;
    return str_format(dump->arena, STR_FMT "%s" STR_FMT "%s", STR_ARG(table),
                      table.len > 0 ? "." : "", STR_ARG(ref->column),
                      ref->maybe_row ? " (or the row)" : "");
}

static struct str cast_text(struct dump *dump, const struct cast *cast)
{
    struct str type = name_text(dump->arena, cast->type.name);
    if (cast->type.array_dimensions > 0) {
        type = str_format(dump->arena, STR_FMT "[]", STR_ARG(type));
    }
    if (!cast->of_literal) return type;
    return str_format(dump->arena, "'" STR_FMT "'::" STR_FMT, STR_ARG(cast->literal),
                      STR_ARG(type));
}

static void dump_mentioned(struct dump *dump, const struct mentions *mentions)
{
    struct str_list refs = {0};
    struct str_list casts = {0};
    for (size_t i = 0; i < mentions->columns.len; i++) {
        VEC_PUSH(dump->arena, &refs, ref_text(dump, &mentions->columns.at[i]));
    }
    for (size_t i = 0; i < mentions->casts.len; i++) {
        VEC_PUSH(dump->arena, &casts, cast_text(dump, &mentions->casts.at[i]));
    }
    dump_names(dump, "relations", mentions->relations);
    dump_names(dump, "writes", mentions->writes);
    dump_list(dump, "columns", refs);
    dump_names(dump, "calls", mentions->functions);
    dump_list(dump, "casts", casts);
    dump_names(dump, "sequences", mentions->sequences);
}

static bool mentions_any(const struct mentions *mentions)
{
    return mentions != NULL &&
           (mentions->relations.len > 0 || mentions->writes.len > 0 || mentions->columns.len > 0 ||
            mentions->functions.len > 0 || mentions->casts.len > 0 || mentions->sequences.len > 0 ||
            mentions->literals.len > 0);
}

void dump_mentions(struct dump *dump, const char *name, const struct mentions *mentions)
{
    if (!mentions_any(mentions)) return;
    dump_open(dump, name);
    dump_mentioned(dump, mentions);
    dump_list(dump, "literals", mentions->literals);
    dump_close(dump);
}

void dump_expression(struct dump *dump, const char *name, struct expression expression)
{
    if (expression.text.len == 0 && !mentions_any(expression.mentions)) return;
    dump_open(dump, name);
    dump_str(dump, "text", expression.text);
    dump_bool(dump, "constant", expression.is_constant);
    dump_bool(dump, "null", expression.is_null);
    dump_bool(dump, "value_function", expression.has_value_function);
    dump_bool(dump, "subquery", expression.has_subquery);
    dump_str(dump, "only_column", expression.column);
    if (expression.cast_to != NULL) dump_type(dump, "cast_to", *expression.cast_to);
    dump_list(dump, "proves_not_null", expression.not_null);
    if (expression.mentions != NULL) dump_mentioned(dump, expression.mentions);
    dump_list(dump, "literals", expression.literals);
    dump_close(dump);
}

/* -- storage, keys, constraints ---------------------------------------------------------------- */

static const char *on_commit_words(char action)
{
    return action == 'd'   ? "drop"
           : action == 'r' ? "delete rows"
           : action == 'p' ? "preserve rows"
                           : NULL;
}

void dump_storage(struct dump *dump, const struct storage *storage)
{
    if (storage == NULL) return;
    dump_values(dump, "options", storage->options);
    dump_str(dump, "access_method", storage->access_method);
    dump_str(dump, "tablespace", storage->tablespace);
    dump_words(dump, "on_commit", on_commit_words(storage->on_commit));
}

void dump_keys(struct dump *dump, const struct index_key *keys, size_t count)
{
    if (count == 0) return;
    dump_open_list(dump, "keys");
    for (size_t i = 0; i < count; i++) {
        const struct index_key *key = &keys[i];
        dump_open_item(dump, "key", key->column);
        if (dump->json != NULL) dump_str(dump, "column", key->column);
        if (key->expression != NULL) dump_expression(dump, "expression", *key->expression);
        dump_str(dump, "opclass", key->opclass);
        dump_str(dump, "collation", key->collation);
        dump_bool(dump, "descending", key->descending);
        dump_bool(dump, "nulls_first", key->nulls_first);
        dump_str(dump, "exclude_with", key->exclude_with);
        dump_close(dump);
    }
    dump_close_list(dump);
}

static const char *constraint_words(enum constraint_kind kind)
{
    static const char *const words[] = {
        [CONSTRAINT_CHECK] = "CHECK",
        [CONSTRAINT_NOT_NULL] = "NOT NULL",
        [CONSTRAINT_UNIQUE] = "UNIQUE",
        [CONSTRAINT_PRIMARY_KEY] = "PRIMARY KEY",
        [CONSTRAINT_FOREIGN_KEY] = "FOREIGN KEY",
        [CONSTRAINT_EXCLUDE] = "EXCLUDE",
    };
    return words[kind];
}

static void dump_constraint_index(struct dump *dump, const struct constraint_index *index)
{
    if (index == NULL) return;
    dump_str(dump, "method", index->method);
    dump_keys(dump, index->keys, index->key_count);
    dump_list(dump, "include", index->include);
    dump_expression(dump, "where", index->where);
    dump_storage(dump, &index->storage);
}

static void dump_foreign_key(struct dump *dump, const struct constraint *constraint)
{
    dump_name(dump, "references", constraint->references);
    dump_range(dump, "references_at", constraint->references_at);
    dump_list(dump, "referenced", constraint->referenced_columns);
    dump_char(dump, "on_delete", constraint->on_delete);
    dump_list(dump, "set_columns", constraint->set_columns);
    dump_char(dump, "on_update", constraint->on_update);
    dump_bool(dump, "match_full", constraint->match_full);
}

void dump_constraint(struct dump *dump, const struct constraint *constraint)
{
    dump_words(dump, "kind", constraint_words(constraint->kind));
    if (dump->json != NULL) dump_str(dump, "name", constraint->name);
    dump_range(dump, "at", constraint->at);
    dump_list(dump, "columns", constraint->columns);
    dump_expression(dump, "check", constraint->check);
    if (constraint->kind == CONSTRAINT_FOREIGN_KEY) dump_foreign_key(dump, constraint);
    dump_str(dump, "using_index", constraint->using_index);
    dump_constraint_index(dump, constraint->index);
    dump_bool(dump, "not_valid", constraint->not_valid);
    dump_bool(dump, "no_inherit", constraint->no_inherit);
    dump_bool(dump, "deferrable", constraint->deferrable);
    dump_bool(dump, "initially_deferred", constraint->initially_deferred);
    dump_bool(dump, "nulls_not_distinct", constraint->nulls_not_distinct);
}

void dump_constraints(struct dump *dump, const struct constraint *constraints, size_t count)
{
    if (count == 0) return;
    dump_open_list(dump, "constraints");
    for (size_t i = 0; i < count; i++) {
        dump_open_item(dump, "constraint", constraints[i].name);
        dump_constraint(dump, &constraints[i]);
        dump_close(dump);
    }
    dump_close_list(dump);
}

/* -- columns and sequences --------------------------------------------------------------------- */

static void dump_limits(struct dump *dump, const struct sequence_options *options)
{
    if (options->has_min) dump_number(dump, "min", options->min);
    dump_bool(dump, "no_min", options->no_min);
    if (options->has_max) dump_number(dump, "max", options->max);
    dump_bool(dump, "no_max", options->no_max);
}

void dump_sequence_options(struct dump *dump, const char *name,
                           const struct sequence_options *options)
{
    if (options == NULL) return;
    dump_open(dump, name);
    dump_type(dump, "type", options->type);
    if (options->has_start) dump_number(dump, "start", options->start);
    if (options->has_increment) dump_number(dump, "increment", options->increment);
    dump_limits(dump, options);
    if (options->has_cache) dump_number(dump, "cache", options->cache);
    if (options->has_cycle) dump_words(dump, "cycle", options->cycle ? "yes" : "no");
    dump_bool(dump, "restart", options->has_restart && !options->restart_with);
    if (options->restart_with) dump_number(dump, "restart_with", options->restart);
    dump_name(dump, "owned_by", options->owned_by);
    dump_str(dump, "owned_by_column", options->owned_by_column);
    dump_bool(dump, "owned_by_none", options->owned_by_none);
    dump_name(dump, "sequence_name", options->sequence_name);
    dump_char(dump, "generated", options->generated);
    dump_close(dump);
}

void dump_column(struct dump *dump, const struct column *column)
{
    dump_open_item(dump, "column", column->name);
    if (dump->json != NULL) dump_str(dump, "name", column->name);
    dump_type(dump, "type", column->type);
    dump_range(dump, "at", column->at);
    dump_name(dump, "collation", column->collation_name);
    dump_str(dump, "compression", column->compression);
    dump_bool(dump, "not_null", column->not_null);
    dump_bool(dump, "primary_key", column->primary_key);
    if (column->has_default) dump_expression(dump, "default", column->default_value);
    dump_char(dump, "identity", column->identity);
    dump_sequence_options(dump, "identity_options", column->identity_options);
    if (column->generated != NULL) dump_expression(dump, "generated", *column->generated);
    dump_constraints(dump, column->constraints, column->constraint_count);
    dump_close(dump);
}
