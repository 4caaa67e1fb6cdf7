/* Fixes of one file put together: which of them fit beside each other, the text they make, and
 * whether goose still cuts everything else where it did. */
#ifndef GANDER_LINT_APPLY_H
#define GANDER_LINT_APPLY_H

#include "lint/diagnostic.h"
#include "lint/file.h"

struct patch {
    const struct source *source;
    struct edit *edits; /* by place; none overlaps another */
    size_t edit_count, edit_cap;
    const struct diagnostic **fixed; /* the findings whose fixes these are */
    size_t fixed_count, fixed_cap;
    struct span *recuts; /* where statements may change besides the edits */
    size_t recut_count, recut_cap;
};

/* The first fix of a finding that may be applied; NULL: none. Only fixes whose edits are all in the
 * finding's own file are applied. */
const struct fix *fix_to_apply(const struct diagnostic *finding, bool unsafe_too);

/* False, and nothing added, when an edit of the fix overlaps one that is there or would stand at
 * the same place: then their order would matter. */
bool patch_add(struct arena *arena, struct patch *patch, const struct diagnostic *finding,
               const struct fix *fix);

struct str patch_text(struct arena *arena, const struct patch *patch);

/* Every statement goose sends that no edit touches is sent in [after] too, the same, from the same
 * bytes. */
bool patch_keeps_cuts(struct arena *arena, const struct patch *patch, struct str after);

#endif
