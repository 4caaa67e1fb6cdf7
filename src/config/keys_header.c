/* `header`: which comments stand above the first statement. */
#include "config/keys_apply.h"

void apply_header(struct loader *loader, const struct yaml_node *value)
{
    bool on = true;
    if (value->kind != YAML_SCALAR) return;
    if (!key_switch(loader, value, &on)) return;
    if (!on) loader->config->header_mode = HEADER_OFF;
}

void apply_ordered(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->header_ordered);
}

void apply_closed(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->header_closed);
}

static void apply_field_option(struct loader *loader, const struct yaml_node *key,
                               const struct yaml_node *value, struct header_field_rule *field)
{
    if (value->kind != YAML_SCALAR) {
        key_error(loader, value, STR(""), "expected text");
    } else if (str_equal(key->text, STR("pattern"))) {
        if (key_pattern(loader, value)) field->pattern = value->text;
    } else if (str_equal(key->text, STR("optional"))) {
        key_switch(loader, value, &field->optional);
    } else if (str_equal(key->text, STR("example"))) {
        field->example = value->text;
    } else {
        key_unknown(loader, key, "header.fields.*");
    }
}

static struct header_field_rule read_field(struct loader *loader, const struct yaml_node *name,
                                           const struct yaml_node *value)
{
    struct header_field_rule field = {.name = name->text};
    if (value->kind == YAML_SCALAR && value->text.len == 0) {
        /* `Ticket:` alone: required, any value */
    } else if (value->kind != YAML_MAP) {
        key_error(loader, value, STR("write {pattern: '...'}, or nothing for any value"),
                  "expected a map");
    } else {
        for (size_t i = 0; i < value->item_count; i++) {
            apply_field_option(loader, value->keys[i], value->items[i], &field);
        }
    }
    /* A field called Date without a pattern of its own keeps meaning a date. */
    field.is_date = str_equal_ignoring_case(name->text, STR("Date")) && field.pattern.len == 0;
    return field;
}

void apply_fields(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    size_t inherited = config->header_mode == HEADER_REQUIRED ? config->header_field_count : 0;
    struct header_field_rule *fields =
        arena_array(loader->arena, inherited + value->item_count, sizeof(struct header_field_rule));
    size_t count = 0;
    for (size_t i = 0; i < inherited; i++) fields[count++] = config->header_fields[i];
    for (size_t i = 0; i < value->item_count; i++) {
        struct header_field_rule field = read_field(loader, value->keys[i], value->items[i]);
        size_t at = 0;
        while (at < count && !str_equal_ignoring_case(fields[at].name, field.name)) at++;
        fields[at] = field;
        if (at == count) count++;
    }
    config->header_fields = fields;
    config->header_field_count = count;
    config->header_mode = HEADER_REQUIRED;
}
