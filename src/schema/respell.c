/* What stands in one expression, and constants and types anywhere. */
#include "schema/respell.h"

#include "schema/quote.h"
#include "schema/respelling.h"

struct str respell_column(struct arena *arena, struct str text, struct str old_name,
                          struct str new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (!token_is_name(&respelling, i, old_name) || token_is_no_column(&respelling, i))
            continue;
        respelling_replace(&respelling, i, i, quoted(arena, new_name));
    }
    return respelling_finish(&respelling);
}

struct str respell_own_column(struct arena *arena, struct str text, struct str table,
                              struct str old_name, struct str new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (!token_is_name(&respelling, i, old_name) || token_is_no_column(&respelling, i))
            continue;
        bool others = token_has_qualifier(&respelling, i) && i >= 2 &&
                      !token_is_name(&respelling, i - 2, table);
        if (!others) respelling_replace(&respelling, i, i, quoted(arena, new_name));
    }
    return respelling_finish(&respelling);
}

struct str respell_row(struct arena *arena, struct str text, struct str old_name,
                       struct str new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    for (size_t i = 2; i < respelling.tokens.len; i++) {
        bool row =
            token_is_word(&respelling, i - 2, "new") || token_is_word(&respelling, i - 2, "old");
        if (!row || !token_has_qualifier(&respelling, i) ||
            !token_is_name(&respelling, i, old_name))
            continue;
        respelling_replace(&respelling, i, i, quoted(arena, new_name));
    }
    return respelling_finish(&respelling);
}

struct str respell_literal(struct arena *arena, struct str text, struct str old_value,
                           struct str new_value)
{
    struct respelling respelling = respelling_begin(arena, text);
    struct sql_text from = {.arena = arena}, to = {.arena = arena};
    put_literal(&from, old_value);
    put_literal(&to, new_value);
    for (size_t i = 0; i < respelling.tokens.len; i++) {
        if (token_kind_at(&respelling, i) != TOKEN_STRING) continue;
        if (!str_equal(token_text_at(&respelling, i), sql_text_str(&from))) continue;
        respelling_replace(&respelling, i, i, sql_text_str(&to));
    }
    return respelling_finish(&respelling);
}

struct str respell_type(struct arena *arena, struct str text, struct name old_name,
                        struct name new_name)
{
    struct respelling respelling = respelling_begin(arena, text);
    for (size_t i = 1; i < respelling.tokens.len; i++) {
        bool names_type = token_is_operator(&respelling, i - 1, STR("::")) ||
                          token_is_word(&respelling, i - 1, "as");
        size_t last = names_type ? token_end_of_name(&respelling, i, old_name) : SIZE_MAX;
        if (last == SIZE_MAX) continue;
        respelling_replace(&respelling, i, last, spelled_name(arena, new_name));
        i = last;
    }
    return respelling_finish(&respelling);
}
