/* A name for a finding that outlives edits elsewhere in the file: `gander/v1`.
 *
 * XXH3-128 over rule id, path, section, object, statement text and an occurrence number, joined by
 * NUL bytes. No line numbers, no message, no severity: those change while the finding stays. */
#ifndef GANDER_LINT_FINGERPRINT_H
#define GANDER_LINT_FINGERPRINT_H

#include "base/hash.h"
#include "lint/diagnostic.h"

struct fingerprint {
    char hex[DIGEST_128_HEX + 1];
};

/* One for each finding: its own, where it has one already. [diagnostics] must be sorted, because
 * equal ones are told apart by their order. */
const struct fingerprint *fingerprints(struct arena *arena,
                                       const struct diagnostic *const *diagnostics, size_t count);

/* Makes those of [list] from number [from] on, which are all findings of a sequence, and sorts
 * them. What is suppressed counts, so that the others keep theirs. */
void fingerprint_findings(struct arena *arena, struct diagnostic_list *list, size_t from);

/* Without comments and the final `;`, each run of blanks outside literals one blank, trimmed. */
struct str fingerprint_text(struct arena *arena, struct str sql);

/* "up", "down", "file" */
const char *finding_place_name(enum finding_place place);

#endif
