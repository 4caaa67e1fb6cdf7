/* What the bodies of functions read, for rules: they are not replayed. */
#include "base/vec.h"
#include "sql/body.h"
#include "sql/lower_mentions.h"
#include "sql/plpgsql_split.h"
#include "sql/subtree.h"

struct reader {
    struct arena *arena;
    struct mentions *mentions;
};

static void read_tree(const List *tree, struct str sql, void *context)
{
    const struct reader *reader = context;
    struct lowering l = {.arena = reader->arena, .sql = sql, .at = {0, (uint32_t)sql.len}};
    if (reader->mentions == NULL) return;
    for (int i = 0; i < list_length(tree); i++) {
        const Node *statement = LOWER_AS(RawStmt, list_nth(tree, i))->stmt;
        lower_mentions(&l, statement, NULL, reader->mentions);
    }
}

bool sql_body_reads(struct arena *arena, const struct body *body, struct sql_error *error)
{
    struct reader reader = {arena, body->reads};
    return sql_read(arena, body->text, error, read_tree, &reader);
}

/* -- PL/pgSQL ---------------------------------------------------------------------------------- */

/* A piece as a statement of SQL, without PL/pgSQL's INTO. */
static void append_piece(struct arena *arena, struct str_list *parts, struct str text,
                         const struct piece *piece)
{
    struct range at = piece->at;
    if (piece->kind == PIECE_PERFORM) at.start += (uint32_t)strlen("PERFORM");
    bool query = piece->kind == PIECE_PERFORM || piece->kind == PIECE_EXPRESSION;
    if (query) VEC_PUSH(arena, parts, STR("SELECT "));
    if (piece->into.end > piece->into.start) {
        VEC_PUSH(arena, parts, str_slice(text, at.start, piece->into.start));
        at.start = piece->into.end;
    }
    VEC_PUSH(arena, parts, str_slice(text, at.start, at.end));
    VEC_PUSH(arena, parts, STR(";\n"));
}

/* Types as written are slices of what was parsed. */
static void keep_types(struct arena *arena, struct mentions *mentions)
{
    for (size_t i = 0; i < mentions->casts.len; i++) {
        struct type_name *type = &mentions->casts.at[i].type;
        type->text = str_copy(arena, type->text);
    }
}

/* All pieces in one run of the parser; one by one where it refuses them together. */
void plpgsql_body_reads(struct arena *arena, const struct body *body)
{
    struct arena scratch;
    arena_init(&scratch);
    struct reader reader = {arena, body->reads};
    struct str_list all = {0};
    struct range whole = {0, (uint32_t)body->text.len};
    struct piece_list pieces = plpgsql_split(&scratch, body->text, whole).pieces;
    for (size_t i = 0; i < pieces.len; i++) {
        if (pieces.at[i].kind == PIECE_EXECUTE) continue;
        append_piece(&scratch, &all, body->text, &pieces.at[i]);
    }
    struct sql_error refused;
    struct str joined = str_join(&scratch, all.at, all.len, STR(""));
    bool read = all.len == 0 || sql_read(&scratch, joined, &refused, read_tree, &reader);
    for (size_t i = 0; i < pieces.len && !read; i++) {
        struct str_list one = {0};
        if (pieces.at[i].kind == PIECE_EXECUTE) continue;
        append_piece(&scratch, &one, body->text, &pieces.at[i]);
        sql_read(&scratch, str_join(&scratch, one.at, one.len, STR("")), &refused, read_tree,
                 &reader);
    }
    keep_types(arena, body->reads);
    arena_release(&scratch);
}
