/* The formats there are, one file each. */
#ifndef GANDER_REPORT_FORMATS_H
#define GANDER_REPORT_FORMATS_H

#include "report/report.h"

extern const struct reporter reporter_text;
extern const struct reporter reporter_concise;
extern const struct reporter reporter_json;
extern const struct reporter reporter_jsonl;
extern const struct reporter reporter_sarif;
extern const struct reporter reporter_github;
extern const struct reporter reporter_gitlab;
extern const struct reporter reporter_junit;
extern const struct reporter reporter_checkstyle;
extern const struct reporter reporter_rdjson;
extern const struct reporter reporter_rdjsonl;
extern const struct reporter reporter_azure;
extern const struct reporter reporter_markdown;

#endif
