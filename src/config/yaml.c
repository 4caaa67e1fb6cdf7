#include "config/yaml.h"

#include "base/width.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64 };

struct yaml_reader {
    struct arena *arena;
    struct yaml_error *error;
};

static struct yaml_node *refuse(struct yaml_reader *reader, const struct yaml_node *at,
                                const char *message)
{
    *reader->error = (struct yaml_error){str_from(message), at->line, at->column, at->length};
    return NULL;
}

static uint32_t count_code_points(struct str text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += !code_point_goes_on(text.at[i]);
    return count;
}

static void place(struct yaml_node *node, const struct fy_mark *start, const struct fy_mark *end)
{
    if (start == NULL) return;
    node->line = (uint32_t)start->line + 1;
    node->column = (uint32_t)start->column + 1;
    bool one_line = end != NULL && end->line == start->line && end->column > start->column;
    node->length = one_line ? (uint32_t)(end->column - start->column) : 1;
}

static struct yaml_node *convert(struct yaml_reader *reader, struct fy_node *from, int depth);

static struct yaml_node *convert_scalar(struct yaml_reader *reader, struct fy_node *from)
{
    struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);
    size_t length = 0;
    const char *text = fy_node_get_scalar(from, &length);
    node->text = str_copy(reader->arena, (struct str){text, text == NULL ? 0 : length});
    struct fy_token *token = fy_node_get_scalar_token(from);
    if (token != NULL) place(node, fy_token_start_mark(token), fy_token_end_mark(token));
    if (node->length == 0) node->length = count_code_points(node->text);
    if (fy_node_is_alias(from)) {
        return refuse(reader, node, "an unquoted `*` begins a YAML alias: quote it, '*...'");
    }
    return node;
}

static struct yaml_node *convert_list(struct yaml_reader *reader, struct fy_node *from, int depth)
{
    struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);
    node->kind = YAML_LIST;
    int count = fy_node_sequence_item_count(from);
    node->items = arena_array(reader->arena, (size_t)count, sizeof(struct yaml_node *));
    void *place_in_list = NULL;
    struct fy_node *item = NULL;
    while ((item = fy_node_sequence_iterate(from, &place_in_list)) != NULL) {
        struct yaml_node *converted = convert(reader, item, depth + 1);
        if (converted == NULL) return NULL;
        if (node->item_count == 0) {
            node->line = converted->line;
            node->column = converted->column;
            node->length = converted->length;
        }
        node->items[node->item_count++] = converted;
    }
    return node;
}

static struct yaml_node *convert_map(struct yaml_reader *reader, struct fy_node *from, int depth)
{
    struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);
    node->kind = YAML_MAP;
    size_t count = (size_t)fy_node_mapping_item_count(from);
    node->items = arena_array(reader->arena, count, sizeof(struct yaml_node *));
    node->keys = arena_array(reader->arena, count, sizeof(struct yaml_node *));
    void *place_in_map = NULL;
    struct fy_node_pair *pair = NULL;
    while ((pair = fy_node_mapping_iterate(from, &place_in_map)) != NULL) {
        struct yaml_node *key = convert(reader, fy_node_pair_key(pair), depth + 1);
        if (key == NULL) return NULL;
        if (key->kind != YAML_SCALAR) return refuse(reader, key, "a key is a plain word");
        if (str_equal(key->text, STR("<<"))) {
            return refuse(reader, key, "merge keys are not read: write the keys out");
        }
        struct fy_node *from_value = fy_node_pair_value(pair);
        struct yaml_node *value = from_value == NULL ? ARENA_NEW(reader->arena, struct yaml_node)
                                                     : convert(reader, from_value, depth + 1);
        if (value == NULL) return NULL;
        if (value->line == 0) {
            value->line = key->line;
            value->column = key->column;
            value->length = key->length;
        }
        if (node->item_count == 0) {
            node->line = key->line;
            node->column = key->column;
            node->length = key->length;
        }
        node->keys[node->item_count] = key;
        node->items[node->item_count++] = value;
    }
    return node;
}

static struct yaml_node *convert(struct yaml_reader *reader, struct fy_node *from, int depth)
{
    struct yaml_node nowhere = {.line = 1, .column = 1, .length = 1};
    if (from == NULL) return ARENA_NEW(reader->arena, struct yaml_node);
    if (depth > DEEPEST) return refuse(reader, &nowhere, "nested too deeply");
    if (fy_node_get_tag_token(from) != NULL) {
        struct fy_token *tag = fy_node_get_tag_token(from);
        place(&nowhere, fy_token_start_mark(tag), fy_token_end_mark(tag));
        return refuse(reader, &nowhere, "tags are not read: write the plain value");
    }
    switch (fy_node_get_type(from)) {
    case FYNT_SCALAR:
        return convert_scalar(reader, from);
    case FYNT_SEQUENCE:
        return convert_list(reader, from, depth);
    case FYNT_MAPPING:
        return convert_map(reader, from, depth);
    }
    return NULL;
}

static void first_error(struct yaml_reader *reader, struct fy_diag *diag)
{
    void *at = NULL;
    struct fy_diag_error *found = fy_diag_errors_iterate(diag, &at);
    *reader->error = (struct yaml_error){STR("this is no YAML"), 1, 1, 1};
    if (found == NULL) return;
    reader->error->message = str_copy(reader->arena, str_from(found->msg));
    reader->error->line = found->line > 0 ? (uint32_t)found->line : 1;
    reader->error->column = found->column > 0 ? (uint32_t)found->column : 1;
}

static const struct yaml_node *read_document(struct yaml_reader *reader, struct fy_parser *parser,
                                             struct fy_diag *diag)
{
    struct fy_document *document = fy_parse_load_document(parser);
    if (document == NULL || fy_document_root(document) == NULL) {
        bool failed = fy_diag_got_error(diag);
        if (document != NULL) fy_parse_document_destroy(parser, document);
        if (failed) {
            first_error(reader, diag);
            return NULL;
        }
        struct yaml_node *empty = ARENA_NEW(reader->arena, struct yaml_node);
        empty->kind = YAML_MAP;
        empty->line = empty->column = 1;
        return empty;
    }
    struct yaml_node *root = convert(reader, fy_document_root(document), 0);
    fy_parse_document_destroy(parser, document);
    struct fy_document *second = root == NULL ? NULL : fy_parse_load_document(parser);
    if (second != NULL) {
        fy_parse_document_destroy(parser, second);
        return refuse(reader, root, "only one document is read: delete what is behind `---`");
    }
    if (root != NULL && fy_diag_got_error(diag)) {
        first_error(reader, diag);
        return NULL;
    }
    return root;
}

const struct yaml_node *yaml_read(struct arena *arena, struct str text, struct yaml_error *error)
{
    struct yaml_reader reader = {arena, error};
    struct fy_diag_cfg diag_settings;
    fy_diag_cfg_default(&diag_settings);
    struct fy_diag *diag = fy_diag_create(&diag_settings);
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg settings = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    struct fy_parser *parser = fy_parser_create(&settings);
    const struct yaml_node *root = NULL;
    *error = (struct yaml_error){STR("cannot read YAML"), 1, 1, 1};
    if (parser != NULL && fy_parser_set_string(parser, text.at, text.len) == 0) {
        root = read_document(&reader, parser, diag);
    }
    if (parser != NULL) fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    return root;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != YAML_MAP) return NULL;
    for (size_t i = 0; i < map->item_count; i++) {
        if (str_equal(map->keys[i]->text, str_from(key))) return map->items[i];
    }
    return NULL;
}
