#include "lint/baseline.h"

#include "base/vec.h"
#include "lint/engine.h"
#include "lint/fingerprint.h"
#include "lint/rule.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { SCHEMA_VERSION = 1 };

/* -- reading ----------------------------------------------------------------------------------- */

static int compare_fingerprints(const void *left, const void *right)
{
    return str_compare(((const struct baseline_entry *)left)->fingerprint,
                       ((const struct baseline_entry *)right)->fingerprint);
}

static struct str member(struct arena *arena, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value)) return STR("");
    return str_copy(arena, (struct str){json_string_value(value), json_string_length(value)});
}

static bool take_entries(struct arena *arena, const json_t *findings, struct baseline *baseline,
                         struct error *error)
{
    baseline->entries = arena_array(arena, json_array_size(findings), sizeof *baseline->entries);
    for (size_t i = 0; i < json_array_size(findings); i++) {
        const json_t *object = json_array_get(findings, i);
        struct baseline_entry entry = {.fingerprint = member(arena, object, "fingerprint"),
                                       .rule = member(arena, object, "rule"),
                                       .path = member(arena, object, "path"),
                                       .message = member(arena, object, "message")};
        if (entry.fingerprint.len != DIGEST_128_HEX) {
            return fail(error, "%s: finding %zu has no fingerprint of %d digits", baseline->file.at,
                        i + 1, (int)DIGEST_128_HEX);
        }
        baseline->entries[baseline->count++] = entry;
    }
    if (baseline->count > 1) {
        qsort(baseline->entries, baseline->count, sizeof *baseline->entries, compare_fingerprints);
    }
    return true;
}

static bool take_document(struct arena *arena, const json_t *document, struct baseline *baseline,
                          struct error *error)
{
    const json_t *version = json_object_get(document, "schema_version");
    const json_t *findings = json_object_get(document, "findings");
    if (!json_is_integer(version) || !json_is_array(findings)) {
        return fail(error, "%s is no baseline: it lacks `schema_version` or `findings`",
                    baseline->file.at);
    }
    if (json_integer_value(version) != SCHEMA_VERSION) {
        return fail(error, "%s: this gander reads baselines of schema version %d only",
                    baseline->file.at, (int)SCHEMA_VERSION);
    }
    return take_entries(arena, findings, baseline, error);
}

bool baseline_read(struct arena *arena, struct str file, struct baseline *baseline,
                   struct error *error)
{
    *baseline = (struct baseline){.file = str_copy(arena, file)};
    struct str text;
    struct error reason;
    if (!source_read_file(arena, baseline->file.at, &text, &reason)) {
        return fail(error, "%s; `gander baseline` writes it", reason.text);
    }
    json_error_t mistake;
    json_t *document = json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &mistake);
    if (document == NULL) {
        return fail(error, "%s:%d:%d: no JSON: %s", baseline->file.at, mistake.line, mistake.column,
                    mistake.text);
    }
    bool done = take_document(arena, document, baseline, error);
    json_decref(document);
    return done;
}

/* -- matching ---------------------------------------------------------------------------------- */

struct baseline_entry *baseline_find(const struct baseline *baseline, struct str fingerprint)
{
    size_t low = 0;
    size_t high = baseline->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(baseline->entries[middle].fingerprint, fingerprint);
        if (order == 0) return &baseline->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void baseline_apply(struct arena *arena, const struct baseline *baseline,
                    struct diagnostic_list *list, size_t from)
{
    fingerprint_findings(arena, list, from);
    for (size_t i = from; i < list->len; i++) {
        struct diagnostic *finding = list->at[i];
        struct baseline_entry *entry = baseline_find(baseline, str_from(finding->fingerprint));
        finding->baseline = entry != NULL ? BASELINE_UNCHANGED : BASELINE_NEW;
        if (entry == NULL) continue;
        entry->matched = true;
        if (finding->suppressed.kind == NOT_SUPPRESSED) {
            finding->suppressed.kind = SUPPRESSED_BY_BASELINE;
        }
    }
}

static int compare_paths(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}

size_t baseline_stale(struct arena *arena, const struct baseline *baseline,
                      const struct config *config, const struct sequence_files *sequence)
{
    struct str *paths = arena_array(arena, sequence->file_count, sizeof *paths);
    size_t path_count = 0;
    for (size_t i = 0; i < sequence->file_count; i++) {
        const struct migration *migration = sequence->files[i].migration;
        if (migration->reported) paths[path_count++] = migration->path;
    }
    if (path_count == 0) return 0;
    qsort(paths, path_count, sizeof *paths, compare_paths);
    size_t stale = 0;
    for (size_t i = 0; i < baseline->count; i++) {
        const struct baseline_entry *entry = &baseline->entries[i];
        if (entry->matched) continue;
        if (bsearch(&entry->path, paths, path_count, sizeof *paths, compare_paths) == NULL)
            continue;
        const struct rule *rule = rule_find(entry->rule);
        if (rule == NULL || rule_may_speak(config, rule)) stale++;
    }
    return stale;
}
