#include "lint/table_facts.h"

#include "base/regex.h"
#include "lint/rule.h"

struct compiled {
    const struct table_fact *said;
    struct regex *glob;
    bool any_schema; /* the glob has no dot */
};

struct table_facts {
    struct compiled *at;
    size_t count;
};

struct table_facts *table_facts_open(struct arena *arena, const struct config *config)
{
    if (config->table_fact_count == 0) return NULL;
    struct table_facts *facts = ARENA_NEW(arena, struct table_facts);
    facts->count = config->table_fact_count;
    facts->at = arena_array(arena, facts->count, sizeof *facts->at);
    for (size_t i = 0; i < facts->count; i++) {
        const struct table_fact *said = &config->table_facts[i];
        facts->at[i] =
            (struct compiled){.said = said,
                              .glob = regex_glob(said->tables, '.', NULL),
                              .any_schema = str_find(said->tables, STR("."), 0) == SIZE_MAX};
    }
    return facts;
}

void table_facts_close(struct table_facts *facts)
{
    for (size_t i = 0; facts != NULL && i < facts->count; i++) regex_free(facts->at[i].glob);
}

/* What is said of the table: of two entries that fit it the later one has its way. */
static struct table_fact said_of(const struct rule_ctx *ctx, struct name table)
{
    struct table_fact said = {0};
    if (ctx->table_facts == NULL) return said;
    const struct name full = catalog_resolve(ctx->catalog, OBJ_UNKNOWN, table);
    const struct str text = name_text(ctx->arena, full);
    for (size_t i = 0; full.name.len > 0 && i < ctx->table_facts->count; i++) {
        const struct compiled *fact = &ctx->table_facts->at[i];
        if (!regex_matches(fact->glob, fact->any_schema ? full.name : text)) continue;
        if (fact->said->has_size) said.is_small = fact->said->is_small;
        if (fact->said->has_external) said.is_external = fact->said->is_external;
    }
    return said;
}

bool is_small(const struct rule_ctx *ctx, struct name table)
{
    return said_of(ctx, table).is_small;
}

bool is_external(const struct rule_ctx *ctx, struct name table)
{
    return said_of(ctx, table).is_external;
}
