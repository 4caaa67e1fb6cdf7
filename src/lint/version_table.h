/* goose's own table, and what a section leaves in force when goose writes to it. */
#ifndef GANDER_LINT_VERSION_TABLE_H
#define GANDER_LINT_VERSION_TABLE_H

#include "lint/cursor.h"

/* Its name as goose was told; without a schema goose leaves it to the search_path. */
struct name version_table(const struct rule_ctx *ctx);

/* Its schema as far as the files tell: `public` unless it is qualified. */
struct str version_table_schema(const struct rule_ctx *ctx);

enum reach {
    REACH_YES,
    REACH_UNLIKELY, /* only if goose's connection happens to find it there */
    REACH_NO
};

/* Whether goose finds its table after this SET or set_config(), taken alone. */
enum reach version_table_after(const struct rule_ctx *ctx, const struct change *change);

#endif
