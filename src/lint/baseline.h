/* The findings a project has accepted: a JSON file of fingerprints, one finding a line.
 *
 *     {"schema_version": 1, "tool": "gander 0.1.0", "findings": [
 *     {"fingerprint": "f64b...", "rule": "drop-column", "path": "db/x.sql", "message": "..."}
 *     ]}
 *
 * Sorted, without line numbers or dates: merges stay readable, and edits elsewhere change nothing.
 * Findings are matched by fingerprint alone; the rest of an entry is for people. */
#ifndef GANDER_LINT_BASELINE_H
#define GANDER_LINT_BASELINE_H

#include "base/error.h"
#include "lint/diagnostic.h"
#include "lint/file.h"

struct baseline_entry {
    struct str fingerprint;
    struct str rule;
    struct str path; /* as reports show it */
    struct str message;
    bool matched;
};

struct baseline {
    struct str file;                /* NUL-terminated */
    struct baseline_entry *entries; /* by fingerprint */
    size_t count;
};

/* False with the reason when the file cannot be read or is no baseline. */
bool baseline_read(struct arena *arena, struct str file, struct baseline *baseline,
                   struct error *error);

/* NULL: it has none like this. */
struct baseline_entry *baseline_find(const struct baseline *baseline, struct str fingerprint);

/* Tells of each finding of one sequence, those of [list] from number [from] on, whether it is in
 * the baseline, and marks entries as matched. Sorts them; they get their fingerprints. */
void baseline_apply(struct arena *arena, const struct baseline *baseline,
                    struct diagnostic_list *list, size_t from);

/* Entries of reported files of the sequence that matched nothing, though their rule is on. */
size_t baseline_stale(struct arena *arena, const struct baseline *baseline,
                      const struct config *config, const struct sequence_files *sequence);

/* The file's text; sorts the entries. */
struct str baseline_text(struct arena *arena, struct baseline_entry *entries, size_t count);

#endif
