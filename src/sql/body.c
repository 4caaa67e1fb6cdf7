#include "sql/body.h"

/* Bytes of the quoted form that stand for one byte of the text. */
static uint32_t quoted_length(struct str sql, const struct body *body, uint32_t at)
{
    bool doubled = sql.at[at] == '\'' || (body->backslashes && sql.at[at] == '\\');
    return doubled && at + 1 < body->at.end ? 2 : 1;
}

/* Where a byte of the text stands in the sent string. */
static uint32_t sent_offset(struct str sql, const struct body *body, uint32_t offset)
{
    if (body->verbatim) return body->at.start + offset;
    uint32_t at = body->at.start;
    for (; offset > 0 && at < body->at.end; offset--) at += quoted_length(sql, body, at);
    return at < body->at.end ? at : body->at.end;
}

static struct range sent_range(struct str sql, const struct body *body, struct range at)
{
    if (body->at.end == body->at.start || at.end == at.start) return (struct range){0, 0};
    return (struct range){sent_offset(sql, body, at.start), sent_offset(sql, body, at.end)};
}

static bool check(struct arena *arena, struct arena *scratch, struct str sql,
                  const struct body *body, struct body_error *error)
{
    struct range at = {0, 0};
    if (str_equal(body->language, STR("plpgsql"))) {
        if (!plpgsql_check(scratch, body, &error->message, &at)) {
            if (body->reads != NULL) plpgsql_body_reads(arena, body);
            return false;
        }
    } else if (str_equal(body->language, STR("sql"))) {
        struct sql_error refused;
        if (sql_body_reads(arena, body, &refused)) return false;
        error->message = refused.message;
        at = refused.at;
    } else {
        return false;
    }
    error->language = body->language;
    error->at = sent_range(sql, body, at);
    return true;
}

bool body_check(struct arena *arena, struct str sql, const struct body *body,
                struct body_error *error)
{
    struct arena scratch; /* several copies of the body are made for its compiler */
    arena_init(&scratch);
    bool wrong = check(arena, &scratch, sql, body, error);
    if (wrong) error->message = str_copy(arena, error->message);
    arena_release(&scratch);
    return wrong;
}
