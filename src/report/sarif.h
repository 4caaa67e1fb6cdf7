/* The parts of a SARIF 2.1.0 log as GitHub code scanning reads it; sarif.c puts them together. */
#ifndef GANDER_REPORT_SARIF_H
#define GANDER_REPORT_SARIF_H

#include "base/json.h"
#include "lint/fingerprint.h"
#include "report/line_hash.h"
#include "report/message.h"
#include "report/place.h"
#include "report/report.h"

/* GitHub refuses an upload with more. */
enum { SARIF_RESULTS = 25000 };

/* Where a source stands in artifacts[]. */
struct sarif_artifact {
    const struct source *source;
    size_t index;
};

struct sarif {
    struct json json;
    struct arena *arena;
    const struct report *report;
    const struct rule **rules; /* the log's, every enabled one */
    size_t rule_count;
    const struct sarif_artifact *artifacts; /* by address */
    const struct fingerprint *fingerprints; /* one for each finding */
    const struct message *messages;         /* one for each finding */
    const bool *left_out;                   /* findings beyond SARIF_RESULTS */
    size_t left_out_count;
    bool with_suppressions; /* some finding is suppressed: each says whether it is */
};

/* -- sarif_tool.c ------------------------------------------------------------------------------ */

void sarif_collect_rules(struct sarif *sarif);
size_t sarif_rule_index(const struct sarif *sarif, const struct rule *rule);
void sarif_write_tool(struct sarif *sarif);

/* -- sarif_notice.c ---------------------------------------------------------------------------- */

void sarif_write_descriptors(struct sarif *sarif);
void sarif_write_notifications(struct sarif *sarif);

/* -- sarif_place.c ----------------------------------------------------------------------------- */

void sarif_collect_artifacts(struct sarif *sarif);
void sarif_write_artifacts(struct sarif *sarif);
/* "artifactLocation": of a source; of a path when there is none. */
void sarif_write_artifact_location(struct sarif *sarif, const struct source *source,
                                   struct str path);
void sarif_write_uri(struct sarif *sarif, struct str path);
/* [key]: the region of [place], which is that of [span]. */
void sarif_write_region(struct sarif *sarif, const char *key, struct place place, struct span span,
                        bool with_snippet);
/* "contextRegion": the lines around. */
void sarif_write_context(struct sarif *sarif, struct span span);
/* The members of a location: "physicalLocation" */
void sarif_write_physical(struct sarif *sarif, struct span span, struct str path);
/* { "text": ... } under [key] */
void sarif_write_text(struct sarif *sarif, const char *key, struct str text);

/* -- sarif_result.c ---------------------------------------------------------------------------- */

void sarif_write_results(struct sarif *sarif);

#endif
