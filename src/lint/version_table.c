#include "lint/version_table.h"

#include "lint/rule.h"

struct name version_table(const struct rule_ctx *ctx)
{
    const struct str table = ctx->sequence->sequence->table;
    const size_t dot = str_find(table, STR("."), 0);
    if (dot == SIZE_MAX) return (struct name){.name = table};
    return (struct name){.schema = str_slice(table, 0, dot),
                         .name = str_slice(table, dot + 1, table.len)};
}

struct str version_table_schema(const struct rule_ctx *ctx)
{
    const struct str schema = version_table(ctx).schema;
    return schema.len > 0 ? schema : STR("public");
}

/* [value] is a list of schema names, joined by ", ". */
static bool path_holds(struct str value, struct str schema)
{
    size_t start = 0;
    while (start < value.len) {
        size_t end = str_find(value, STR(","), start);
        if (end == SIZE_MAX) end = value.len;
        const struct str entry = str_trim(str_slice(value, start, end));
        if (str_equal_ignoring_case(entry, schema)) return true;
        start = end + 1;
    }
    return false;
}

enum reach version_table_after(const struct rule_ctx *ctx, const struct change *change)
{
    if (!str_equal(change->set.variable, STR("search_path"))) return REACH_YES;
    if (version_table(ctx).schema.len > 0) return REACH_YES;
    const struct str value = str_trim(change->set.value);
    if (value.len == 0 || str_equal(value, STR("\"\""))) return REACH_NO;
    if (path_holds(value, STR("public"))) return REACH_YES;
    return REACH_UNLIKELY;
}
