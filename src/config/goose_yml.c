#include "config/goose_yml.h"

#include "config/yaml.h"

#include <stddef.h>

static bool read_key(const struct yaml_node *map, const char *key, struct str *value,
                     struct error *error)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL) return true;
    if (node->kind != YAML_SCALAR) {
        return fail(error, "line %u: `%s` must be a text", (unsigned)node->line, key);
    }
    *value = node->text;
    return true;
}

bool goose_yml_parse(struct arena *arena, struct str text, struct goose_yml *result,
                     struct error *error)
{
    *result = (struct goose_yml){0};
    struct yaml_error broken;
    const struct yaml_node *root = yaml_read(arena, text, &broken);
    if (root == NULL) {
        return fail(error, "line %u: " STR_FMT, (unsigned)broken.line, STR_ARG(broken.message));
    }
    if (root->kind != YAML_MAP) return fail(error, "line 1: expected `key: value` lines");
    return read_key(root, "driver", &result->driver, error) &&
           read_key(root, "dir", &result->dir, error) &&
           read_key(root, "table", &result->table, error);
}

bool goose_driver_is_postgres(struct str driver)
{
    /* The drivers goose v3.27.3 opens with pgx, and the name people use for them. */
    static const struct str names[] = {STR_INIT("postgres"), STR_INIT("postgresql"),
                                       STR_INIT("pgx"), STR_INIT("redshift")};
    if (driver.len == 0 || str_find(driver, STR("$"), 0) != SIZE_MAX) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal_ignoring_case(driver, names[i])) return true;
    }
    return false;
}
