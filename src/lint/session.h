/* Session settings: what takes one back, and whether goose still finds its own table after one. */
#ifndef GANDER_LINT_SESSION_H
#define GANDER_LINT_SESSION_H

#include "schema/change.h"
#include "source/source.h"

struct rule_ctx;

/* RESET, RESET ALL, SET ... TO DEFAULT, DISCARD ALL: [variable] has its old value again. */
bool takes_back_setting(const struct change *change, struct str variable);

/* goose's version table as goose was told; without a schema goose leaves it to the search_path. */
struct name version_table(const struct rule_ctx *ctx);

/* Its schema as far as the files tell: `public` unless it is qualified. */
struct str version_table_schema(const struct rule_ctx *ctx);

enum reach {
    REACH_YES,
    REACH_UNLIKELY, /* only if goose's connection happens to find it there */
    REACH_NO,
};

/* Whether goose finds its table after this SET or set_config(), taken alone. [sql] is the string
 * that holds it. */
enum reach version_table_after(const struct rule_ctx *ctx, struct str sql,
                               const struct change *change);

/* The query in front of a SET TRANSACTION ISOLATION LEVEL that makes it fail with 25001 (PostgreSQL
 * manual, SET TRANSACTION); no place when it stands right. In `check` only. */
struct span query_before_isolation(const struct rule_ctx *ctx, const struct change *change);

#endif
