/* `tables`: what no migration can tell. */
#include "base/regex.h"
#include "config/keys_apply.h"

static void read_size(struct loader *loader, const struct yaml_node *value, struct table_fact *fact)
{
    fact->has_size = true;
    fact->is_small = str_equal(value->text, STR("small"));
    if (fact->is_small || str_equal(value->text, STR("large"))) return;
    key_error(loader, value, STR("small or large"), "no size: `" STR_FMT "`", STR_ARG(value->text));
}

static void read_fact_key(struct loader *loader, const struct yaml_node *key,
                          const struct yaml_node *value, struct table_fact *fact)
{
    if (value->kind != YAML_SCALAR) {
        key_error(loader, value, STR(""), "expected a word");
    } else if (str_equal(key->text, STR("size"))) {
        read_size(loader, value, fact);
    } else if (str_equal(key->text, STR("external"))) {
        fact->has_external = key_switch(loader, value, &fact->is_external);
    } else {
        key_unknown(loader, key, "tables.*");
    }
}

static bool is_good_glob(struct loader *loader, const struct yaml_node *key)
{
    struct regex_error error;
    struct regex *regex = key->text.len == 0 ? NULL : regex_glob(key->text, '.', &error);
    if (regex == NULL) key_error(loader, key, STR("quote globs with '...'"), "no glob of tables");
    regex_free(regex);
    return regex != NULL;
}

void apply_tables(struct loader *loader, const struct yaml_node *value)
{
    struct config *config = loader->config;
    struct table_fact *facts = arena_array(
        loader->arena, config->table_fact_count + value->item_count, sizeof(struct table_fact));
    size_t count = 0;
    for (size_t i = 0; i < config->table_fact_count; i++) facts[count++] = config->table_facts[i];
    for (size_t i = 0; i < value->item_count; i++) {
        const struct yaml_node *entry = value->items[i];
        struct table_fact fact = {.tables = value->keys[i]->text};
        if (!is_good_glob(loader, value->keys[i])) continue;
        if (entry->kind != YAML_MAP) {
            key_error(loader, entry, STR("{size: small}, or {external: true}"), "expected a map");
            continue;
        }
        for (size_t k = 0; k < entry->item_count; k++) {
            read_fact_key(loader, entry->keys[k], entry->items[k], &fact);
        }
        facts[count++] = fact;
    }
    config->table_facts = facts;
    config->table_fact_count = count;
}
