/* `*` in the text of a view becomes the columns it stands for when the view is made: PostgreSQL
 * keeps those (manual, CREATE VIEW). */
#include "schema/catalog_query.h"
#include "schema/lex.h"
#include "schema/sql_text.h"

#include <stdlib.h>

/* The `*` at or behind a qualifier that begins at [at]; its length is 0 when it is not there. */
static struct token find_star(struct str text, uint32_t at)
{
    struct lexer lexer = {.text = text, .at = at};
    struct token token = lex_next_code(&lexer);
    while (token.kind == TOKEN_WORD || token.kind == TOKEN_QUOTED_NAME || token.kind == TOKEN_DOT) {
        token = lex_next_code(&lexer);
    }
    bool star =
        token.kind == TOKEN_OPERATOR && token.end == token.start + 1 && text.at[token.start] == '*';
    return star ? token : (struct token){.kind = TOKEN_END};
}

static void put_column(struct sql_text *sql, struct str before, struct str name)
{
    if (sql->len > 0) put(sql, ", ");
    put_str(sql, before);
    put_word(sql, name);
}

static bool is_only_one(const struct query_scope *scope, struct str alias)
{
    size_t count = 0;
    for (size_t i = 0; i < scope->names.len; i++) {
        const struct namespace *names = &scope->names.at[i];
        count += names->rows && str_equal(names->alias, alias);
    }
    return count == 1;
}

/* For the columns that [star] stands for, of one name in FROM. */
static struct str prefix(const struct query_scope *scope, const struct namespace *names,
                         struct str as_written)
{
    bool alone = scope->names.len == 1 && names->relation != NULL && as_written.len == 0;
    if (alone || !names->rows || names->alias.len == 0) return STR("");
    if (as_written.len > 0 && !is_only_one(scope, names->alias)) return as_written;
    struct sql_text sql = {.arena = scope->work->arena};
    put_word(&sql, names->alias);
    put(&sql, ".");
    return sql_text_str(&sql);
}

void query_note_star(const struct query_scope *scope, const struct value *star,
                     const struct namespace *only)
{
    struct query_work *work = scope->work;
    if (star->at == UINT32_MAX || star->at >= work->text.len) return;
    struct token token = find_star(work->text, star->at);
    if (token.kind == TOKEN_END) return;
    struct sql_text sql = {.arena = work->arena};
    for (size_t i = 0; i < scope->names.len; i++) {
        const struct namespace *names = &scope->names.at[i];
        if (only != NULL ? names != only : !names->bare) continue;
        if (names->columns.partial) return;
        struct str before = prefix(scope, names, str_slice(work->text, star->at, token.start));
        for (size_t c = 0; c < names->columns.len; c++) {
            const struct query_column *column = &names->columns.at[c];
            if (only == NULL && column->merged) continue;
            put_column(&sql, before, column->name);
        }
    }
    struct query_star noted = {star->at, token.end, sql_text_str(&sql)};
    if (noted.columns.len > 0) VEC_PUSH(work->arena, &work->stars, noted);
}

static int by_place(const void *a, const void *b)
{
    const struct query_star *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

struct str query_without_stars(struct query_work *work)
{
    if (work->stars.len == 0) return work->text;
    qsort(work->stars.at, work->stars.len, sizeof *work->stars.at, by_place);
    struct sql_text sql = {.arena = work->catalog->arena};
    uint32_t copied = 0;
    for (size_t i = 0; i < work->stars.len; i++) {
        const struct query_star *star = &work->stars.at[i];
        if (star->start < copied) continue; /* the same once more */
        put_str(&sql, str_slice(work->text, copied, star->start));
        put_str(&sql, star->columns);
        copied = star->end;
    }
    put_str(&sql, str_slice(work->text, copied, work->text.len));
    return sql_text_str(&sql);
}
