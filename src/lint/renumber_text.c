#include "lint/renumber_text.h"

#include "base/vec.h"
#include "goose/goose.h"
#include "source/source.h"

/* One name as it was and as it will be. */
struct change_of_name {
    struct str before, after;
};

struct replacer {
    struct arena *arena;
    struct str text;
    size_t done;           /* bytes of `text` that are in `parts` */
    VEC(struct str) parts; /* of the new text */
    struct str said;
};

static void replace(struct replacer *replacer, size_t start, size_t end, struct str by)
{
    VEC_PUSH(replacer->arena, &replacer->parts, str_slice(replacer->text, replacer->done, start));
    VEC_PUSH(replacer->arena, &replacer->parts, by);
    replacer->done = end;
}

static void say(struct replacer *replacer, struct str what)
{
    replacer->said = replacer->said.len == 0
                         ? str_format(replacer->arena, "`" STR_FMT "`", STR_ARG(what))
                         : str_format(replacer->arena, STR_FMT ", `" STR_FMT "`",
                                      STR_ARG(replacer->said), STR_ARG(what));
}

static struct str stem_of(struct str name)
{
    size_t dot = name.len;
    while (dot > 0 && name.at[dot - 1] != '.') dot--;
    return dot == 0 ? name : str_slice(name, 0, dot - 1);
}

static struct str number_of(struct str name)
{
    return str_slice(name, 0, str_find(name, STR("_"), 0));
}

/* -- SQL --------------------------------------------------------------------------------------- */

static bool names_a_number(struct str field)
{
    return str_equal_ignoring_case(field, STR("Migration")) ||
           str_equal_ignoring_case(field, STR("Version"));
}

static void look_at_field(struct replacer *replacer, const struct header_field *field,
                          struct str before, struct str after)
{
    const struct change_of_name names[] = {
        {before, after},
        {stem_of(before), stem_of(after)},
        {number_of(before), number_of(after)},
    };
    size_t count = names_a_number(field->name) ? 3 : 2;
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(span_text(field->value_span), names[i].before)) continue;
        replace(replacer, field->value_span.start, field->value_span.end, names[i].after);
        say(replacer, str_format(replacer->arena, STR_FMT ": " STR_FMT, STR_ARG(field->name),
                                 STR_ARG(names[i].after)));
        return;
    }
}

static void look_at_sql(struct replacer *replacer, const struct renumbering *renumbering)
{
    const struct source *source =
        source_new(replacer->arena, renumbering->migration->path, replacer->text);
    const struct goose_file *file = goose_read(replacer->arena, source, NULL);
    for (size_t i = 0; i < file->header_count; i++) {
        look_at_field(replacer, &file->header[i], renumbering->migration->name, renumbering->name);
    }
}

/* -- Go ---------------------------------------------------------------------------------------- */

static void look_at_go(struct replacer *replacer, const struct renumbering *renumbering)
{
    struct str name = renumbering->migration->name;
    struct str literal = str_format(replacer->arena, "\"" STR_FMT "\"", STR_ARG(name));
    struct str by = str_format(replacer->arena, "\"" STR_FMT "\"", STR_ARG(renumbering->name));
    for (size_t at = 0;; at += literal.len) {
        at = str_find(replacer->text, literal, at);
        if (at == SIZE_MAX) return;
        replace(replacer, at, at + literal.len, by);
        if (replacer->said.len == 0) say(replacer, by);
    }
}

struct renumbered_text renumbered_text(struct arena *arena, const struct renumbering *renumbering,
                                       struct str text)
{
    struct replacer replacer = {.arena = arena, .text = text};
    if (renumbering->migration->kind == MIGRATION_SQL)
        look_at_sql(&replacer, renumbering);
    else
        look_at_go(&replacer, renumbering);
    if (replacer.parts.len == 0) return (struct renumbered_text){.text = text};
    replace(&replacer, text.len, text.len, STR(""));
    return (struct renumbered_text){str_join(arena, replacer.parts.at, replacer.parts.len, STR("")),
                                    replacer.said};
}
