/* Sequences, and the columns that own one, as SQL. */
#include "schema/lex.h"
#include "schema/print_parts.h"

static int64_t type_maximum(const struct type_name *type)
{
    if (str_equal(type->name.name, STR("int2"))) return INT16_MAX;
    if (str_equal(type->name.name, STR("int4"))) return INT32_MAX;
    return INT64_MAX;
}

/* PostgreSQL manual, CREATE SEQUENCE. */
static int64_t default_maximum(const struct relation *sequence)
{
    return sequence->sequence.increment < 0 ? -1 : type_maximum(&sequence->sequence.type);
}

static int64_t default_minimum(const struct relation *sequence)
{
    return sequence->sequence.increment < 0 ? -type_maximum(&sequence->sequence.type) - 1 : 1;
}

void put_sequence_options(struct sql_text *sql, const struct relation *sequence)
{
    bool down = sequence->sequence.increment < 0;
    int64_t first = down ? sequence->sequence.max : sequence->sequence.min;
    if (sequence->sequence.increment != 1) {
        put_format(sql, " INCREMENT BY %lld", (long long)sequence->sequence.increment);
    }
    if (sequence->sequence.min != default_minimum(sequence)) {
        put_format(sql, " MINVALUE %lld", (long long)sequence->sequence.min);
    }
    if (sequence->sequence.max != default_maximum(sequence)) {
        put_format(sql, " MAXVALUE %lld", (long long)sequence->sequence.max);
    }
    if (sequence->sequence.start != first) {
        put_format(sql, " START WITH %lld", (long long)sequence->sequence.start);
    }
    if (sequence->sequence.cache != 1) {
        put_format(sql, " CACHE %lld", (long long)sequence->sequence.cache);
    }
    if (sequence->sequence.cycle) put(sql, " CYCLE");
}

void put_sequence(struct sql_text *sql, const struct relation *sequence)
{
    put(sql, sequence->unlogged ? "CREATE UNLOGGED SEQUENCE " : "CREATE SEQUENCE ");
    put_name(sql, sequence->name);
    const struct type_name *type = &sequence->sequence.type;
    if (type->name.name.len > 0 && !str_equal(type->name.name, STR("int8"))) {
        put(sql, " AS ");
        put_type(sql, type);
    }
    put_sequence_options(sql, sequence);
}

static bool has_default_options(const struct relation *sequence)
{
    struct arena arena;
    arena_init(&arena);
    struct sql_text sql = {.arena = &arena};
    put_sequence_options(&sql, sequence);
    bool none = sql.len == 0;
    arena_release(&arena);
    return none;
}

/* nextval('s') with nothing around it. */
static bool is_only_nextval(struct str text)
{
    struct lexer lexer = {.text = text};
    if (!token_is(text, lex_next_code(&lexer), "nextval")) return false;
    size_t depth = 0;
    do {
        struct token token = lex_next_code(&lexer);
        if (token.kind == TOKEN_END) return false;
        if (token.kind == TOKEN_OPEN) depth++;
        if (token.kind == TOKEN_CLOSE) depth--;
    } while (depth > 0);
    return lex_next_code(&lexer).kind == TOKEN_END;
}

bool column_counts(const struct catalog_column *column)
{
    const struct expression *value = &column->default_value;
    if (column->sequence == NULL || !column->has_default || !is_only_nextval(value->text)) {
        return false;
    }
    const struct mentions *mentions = value->mentions;
    return mentions == NULL ||
           (mentions->sequences.len == 1 &&
            str_equal(mentions->sequences.at[0].name, column->sequence->name.name));
}

bool column_is_serial(const struct catalog_column *column)
{
    const struct relation *sequence = column->sequence;
    if (sequence == NULL || sequence->sequence.internal || column->identity != 0) return false;
    if (!column_counts(column) || !column->not_null || column->type.array_dimensions > 0)
        return false;
    struct arena arena;
    arena_init(&arena);
    struct str wanted =
        catalog_object_name(&arena, column->table->name.name, column->name, STR("seq"));
    bool named = str_equal(wanted, sequence->name.name) &&
                 str_equal(sequence->name.schema, column->table->name.schema);
    arena_release(&arena);
    bool integer = str_equal(column->type.name.name, STR("int2")) ||
                   str_equal(column->type.name.name, STR("int4")) ||
                   str_equal(column->type.name.name, STR("int8"));
    return named && integer &&
           str_equal(sequence->sequence.type.name.name, column->type.name.name) &&
           sequence->unlogged == column->table->unlogged && has_default_options(sequence);
}
