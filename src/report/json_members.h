/* What the JSON formats say about one thing, as members of an object that the caller opened: json
 * and jsonl differ in what stands around it. */
#ifndef GANDER_REPORT_JSON_MEMBERS_H
#define GANDER_REPORT_JSON_MEMBERS_H

#include "base/json.h"
#include "lint/fingerprint.h"
#include "report/report.h"

void members_of_finding(struct json *json, const struct diagnostic *finding,
                        const struct fingerprint *fingerprint);
void members_of_summary(struct json *json, const struct summary *summary);
void members_of_notification(struct json *json, const struct notification *notification);

/* `"key": {"line": 1, "column": 1}`, for the formats that say nothing else of a place. */
void member_position(struct json *json, const char *key, struct position position);

#endif
