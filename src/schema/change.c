#include "schema/change.h"

#include "base/hash.h"

const char *transaction_end(const struct change *change)
{
    if (change->kind != CHANGE_TRANSACTION) return NULL;
    switch (change->transaction.command) {
    case TRANSACTION_COMMIT:
        return "COMMIT";
    case TRANSACTION_ROLLBACK:
        return "ROLLBACK";
    case TRANSACTION_PREPARE:
        return "COMMIT PREPARED";
    case TRANSACTION_BEGIN:
    case TRANSACTION_SAVEPOINT:
    case TRANSACTION_RELEASE:
    case TRANSACTION_ROLLBACK_TO:
    case TRANSACTION_COMMIT_PREPARED:
    case TRANSACTION_ROLLBACK_PREPARED:
        break;
    }
    return NULL;
}

struct str name_text(struct arena *arena, struct name name)
{
    if (name.schema.len == 0) return name.name;
    return str_format(arena, STR_FMT "." STR_FMT, STR_ARG(name.schema), STR_ARG(name.name));
}

bool name_equal(struct name a, struct name b)
{
    return str_equal(a.schema, b.schema) && str_equal(a.name, b.name);
}

uint64_t name_hash(struct name name)
{
    return digest_64(name.name) + 31 * digest_64(name.schema);
}

struct name name_copy(struct arena *arena, struct name name)
{
    return (struct name){str_copy(arena, name.schema), str_copy(arena, name.name)};
}
