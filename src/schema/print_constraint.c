/* Constraints and indexes as SQL. */
#include "schema/print_parts.h"

static void put_referential_action(struct sql_text *sql, const char *event, char action,
                                   const struct str_list *columns)
{
    const char *words;
    switch (action) {
    case 'r':
        words = "RESTRICT";
        break;
    case 'c':
        words = "CASCADE";
        break;
    case 'n':
        words = "SET NULL";
        break;
    case 'd':
        words = "SET DEFAULT";
        break;
    default:
        return;
    }
    put_format(sql, " ON %s %s", event, words);
    put_word_list(sql, columns);
}

static void put_foreign_key(struct sql_text *sql, const struct constraint *spec)
{
    static const struct str_list none = {0};
    put(sql, "FOREIGN KEY");
    put_word_list(sql, &spec->columns);
    put(sql, " REFERENCES ");
    put_name(sql, spec->references);
    put_word_list(sql, &spec->referenced_columns);
    if (spec->match_full) put(sql, " MATCH FULL");
    put_referential_action(sql, "DELETE", spec->on_delete, &spec->set_columns);
    put_referential_action(sql, "UPDATE", spec->on_update, &none);
}

static void put_include(struct sql_text *sql, const struct str_list *include)
{
    if (include->len == 0) return;
    put(sql, " INCLUDE");
    put_word_list(sql, include);
}

static void put_key(struct sql_text *sql, const char *words,
                    const struct catalog_constraint *constraint)
{
    const struct constraint *spec = &constraint->spec;
    const struct relation *index = constraint->index;
    put(sql, words);
    if (spec->nulls_not_distinct) put(sql, " NULLS NOT DISTINCT");
    put_word_list(sql, &spec->columns);
    if (index == NULL) return;
    put_include(sql, &index->index.include);
    put_options(sql, " WITH ", &index->options);
}

/* Its index has the keys as the columns are called now. */
static void put_exclude(struct sql_text *sql, const struct catalog_constraint *constraint)
{
    const struct constraint *spec = &constraint->spec;
    const struct relation *index = constraint->index;
    put(sql, "EXCLUDE");
    if (spec->index == NULL || index == NULL) return;
    if (spec->index->method.len > 0)
        put_format(sql, " USING " STR_FMT, STR_ARG(spec->index->method));
    put(sql, " (");
    put_index_keys(sql, index->index.keys, index->index.key_count);
    put(sql, ")");
    put_include(sql, &index->index.include);
    put_options(sql, " WITH ", &index->options);
    if (!index->index.has_where) return;
    put(sql, " WHERE ");
    put_parenthesized(sql, &index->index.where);
}

void put_constraint(struct sql_text *sql, const struct catalog_constraint *constraint)
{
    const struct constraint *spec = &constraint->spec;
    switch (spec->kind) {
    case CONSTRAINT_CHECK:
        put(sql, "CHECK ");
        put_parenthesized(sql, &spec->check);
        if (spec->no_inherit) put(sql, " NO INHERIT");
        break;
    case CONSTRAINT_NOT_NULL:
        put(sql, "NOT NULL");
        break;
    case CONSTRAINT_UNIQUE:
        put_key(sql, "UNIQUE", constraint);
        break;
    case CONSTRAINT_PRIMARY_KEY:
        put_key(sql, "PRIMARY KEY", constraint);
        break;
    case CONSTRAINT_FOREIGN_KEY:
        put_foreign_key(sql, spec);
        break;
    case CONSTRAINT_EXCLUDE:
        put_exclude(sql, constraint);
        break;
    }
    if (spec->deferrable) put(sql, " DEFERRABLE");
    if (spec->initially_deferred) put(sql, " INITIALLY DEFERRED");
}

/* -- indexes ----------------------------------------------------------------------------------- */

/* A call stands without parentheses, everything else needs them (PostgreSQL manual, CREATE INDEX);
 * with them nothing changes. */
static void put_index_key(struct sql_text *sql, const struct index_key *key)
{
    if (key->column.len > 0)
        put_word(sql, key->column);
    else
        put_parenthesized(sql, key->expression);
    if (key->collation.len > 0) {
        put(sql, " COLLATE ");
        put_word(sql, key->collation);
    }
    if (key->opclass.len > 0) put_format(sql, " " STR_FMT, STR_ARG(key->opclass));
    if (key->descending) put(sql, " DESC");
    if (key->nulls_first != key->descending)
        put(sql, key->nulls_first ? " NULLS FIRST" : " NULLS LAST");
    if (key->exclude_with.len > 0) put_format(sql, " WITH " STR_FMT, STR_ARG(key->exclude_with));
}

void put_index_keys(struct sql_text *sql, const struct index_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) put(sql, ", ");
        put_index_key(sql, &keys[i]);
    }
}

static void put_index_on(struct sql_text *sql, const struct relation *index, bool only)
{
    put(sql, index->index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
    put_word(sql, index->name.name);
    put(sql, " ON ");
    if (only && index->table->partitioned) put(sql, "ONLY ");
    put_name(sql, index->table->name);
    if (index->index.method.len > 0 && !str_equal(index->index.method, STR("btree"))) {
        put_format(sql, " USING " STR_FMT, STR_ARG(index->index.method));
    }
    put(sql, " (");
    put_index_keys(sql, index->index.keys, index->index.key_count);
    put(sql, ")");
    put_include(sql, &index->index.include);
    if (index->index.nulls_not_distinct) put(sql, " NULLS NOT DISTINCT");
    put_options(sql, " WITH ", &index->options);
    if (index->index.has_where) {
        put(sql, " WHERE ");
        put_expression(sql, &index->index.where);
    }
}

void put_index(struct sql_text *sql, const struct relation *index)
{
    put_index_on(sql, index, !index->index.valid);
}

void put_spread_index(struct sql_text *sql, const struct relation *index)
{
    put_index_on(sql, index, true);
    if (index->parents.len == 0) return;
    put(sql, ";\nALTER INDEX ");
    put_name(sql, index->parents.at[0]->name);
    put(sql, " ATTACH PARTITION ");
    put_name(sql, index->name);
}
