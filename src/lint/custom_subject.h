/* The texts that the pattern of a custom rule is matched with. */
#ifndef GANDER_LINT_CUSTOM_SUBJECT_H
#define GANDER_LINT_CUSTOM_SUBJECT_H

#include "lint/rule.h"

struct subject {
    struct str text;
    enum finding_place place;
    const struct statement *statement; /* CODE, STATEMENT: it is (a part of) this string ... */
    uint32_t offset;                   /* ... from this byte on; else where it starts in the file */
};

/* Returns false to see no more of them. */
typedef bool visit_subject(const struct subject *subject, void *into);

/* Every text of [scope] in the file, in order; what is made for it lives in [scratch]. */
void visit_file(struct arena *scratch, const struct migration_file *file, enum custom_scope scope,
                visit_subject *visit, void *into);

/* The same for bytes [at] of a sent string alone: CODE, STATEMENT, COMMENT and LINE. All have
 * `statement`. */
void visit_statement(struct arena *scratch, const struct statement *statement, struct range at,
                     enum custom_scope scope, visit_subject *visit, void *into);

#endif
