/* The formats there are, one file each. */
#ifndef GANDER_REPORT_FORMATS_H
#define GANDER_REPORT_FORMATS_H

#include "report/report.h"

extern const struct reporter reporter_text;
extern const struct reporter reporter_concise;
extern const struct reporter reporter_json;
extern const struct reporter reporter_sarif;

#endif
