/* What a custom rule can ask of a change, and say of it. */
#ifndef GANDER_LINT_CUSTOM_CHANGE_H
#define GANDER_LINT_CUSTOM_CHANGE_H

#include "lint/rule.h"

/* Compiled globs; NULL: any. */
struct custom_globs {
    struct regex *table;
    struct regex *column;
    struct regex *column_type;
    bool any_schema; /* the table's glob has no dot */
};

/* One thing that a change does and the globs match. */
struct custom_fact {
    struct str table; /* for messages; of an object that is no relation its name */
    struct str column;
    struct str type;
    struct range at;
};

struct custom_facts {
    struct custom_fact *at;
    size_t len, cap;
};

/* One for each table of the change and, with a glob for columns or types, each column that fits. */
struct custom_facts custom_facts(struct arena *arena, const struct change *change,
                                 const struct custom_globs *globs);

#endif
