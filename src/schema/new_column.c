#include "schema/new_column.h"

#include "schema/type_change.h"
#include "schema/volatility.h"

static struct new_column of_default(const struct catalog *catalog, const struct expression *value,
                                    int version)
{
    struct new_column found = {.cost = NEW_COLUMN_FREE};
    enum volatility worst = VOLATILITY_STABLE;
    for (size_t i = 0; i < value->functions.len; i++) {
        enum volatility one = function_volatility(catalog, value->functions.at[i], version);
        if (one <= worst) continue;
        worst = one;
        found.function = value->functions.at[i];
    }
    if (worst == VOLATILITY_VOLATILE) found.cost = NEW_COLUMN_VOLATILE;
    if (worst == VOLATILITY_UNKNOWN) found.cost = NEW_COLUMN_MAYBE_VOLATILE;
    return found;
}

struct new_column new_column_of(const struct catalog *catalog, const struct column *column,
                                int postgres_version)
{
    struct new_column found = {.cost = NEW_COLUMN_FREE};
    if (column->type.is_serial || column->identity != 0) {
        found.cost = NEW_COLUMN_NUMBER;
    } else if (column->generated != NULL) {
        found.cost = NEW_COLUMN_STORED;
    } else if (type_is_constrained_domain(catalog, &column->type)) {
        found.cost = NEW_COLUMN_DOMAIN;
    } else if (column->has_default) {
        found = of_default(catalog, &column->default_value, postgres_version);
    } else {
        const struct expression *value = type_default(catalog, &column->type);
        if (value != NULL) found = of_default(catalog, value, postgres_version);
        found.from_domain = true;
    }
    return found;
}
