#include "config/origin.h"

#include "base/vec.h"

/* Plain text may stand as it is where YAML sees nothing special in it. */
static bool is_plain(struct str text)
{
    if (text.len == 0) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        bool inner = c == '-' || c == '.' || c == '/' || c == '_';
        if (!letter && !(inner && i > 0) && !(c == '.' && i == 0)) return false;
    }
    return true;
}

/* Between single quotes only the quote itself is special (YAML 1.2, section 7.3.2); a line end
 * would fold, so it is shown as a blank. */
static struct str quoted(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc(arena, text.len * 2 + 3);
    size_t len = 0;
    bytes[len++] = '\'';
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\'') bytes[len++] = '\'';
        bytes[len++] = text.at[i] == '\n' ? ' ' : text.at[i];
    }
    bytes[len++] = '\'';
    return (struct str){bytes, len};
}

static struct str scalar(struct arena *arena, struct str text)
{
    return is_plain(text) ? text : quoted(arena, text);
}

/* yaml_read() bounds the depth. */
struct str origin_text(struct arena *arena, const struct yaml_node *value)
{
    if (value->kind == YAML_SCALAR) return scalar(arena, value->text);
    struct str *texts = arena_array(arena, value->item_count, sizeof *texts);
    for (size_t i = 0; i < value->item_count; i++) {
        texts[i] = origin_text(arena, value->items[i]);
        if (value->kind == YAML_LIST) continue;
        texts[i] = str_format(arena, STR_FMT ": " STR_FMT,
                              STR_ARG(scalar(arena, value->keys[i]->text)), STR_ARG(texts[i]));
    }
    struct str inside = str_join(arena, texts, value->item_count, STR(", "));
    const char *ends = value->kind == YAML_LIST ? "[]" : "{}";
    return str_format(arena, "%c" STR_FMT "%c", ends[0], STR_ARG(inside), ends[1]);
}

static void note(struct loader *loader, struct str path, const struct yaml_node *value,
                 uint32_t line)
{
    VEC_PUSH(loader->arena, &loader->origins,
             (struct config_origin){path, origin_text(loader->arena, value), loader->path, line});
}

void origin_note(struct loader *loader, const struct key *key, struct str path,
                 const struct yaml_node *name, const struct yaml_node *value)
{
    if (key->type != KEY_MAP && key->type != KEY_LIST) {
        note(loader, path, value, name->line);
        return;
    }
    for (size_t i = 0; i < value->item_count; i++) {
        if (key->type == KEY_LIST) {
            note(loader, path, value->items[i], value->items[i]->line);
            continue;
        }
        struct str entry = str_format(loader->arena, STR_FMT "." STR_FMT, STR_ARG(path),
                                      STR_ARG(value->keys[i]->text));
        note(loader, entry, value->items[i], value->keys[i]->line);
    }
}
