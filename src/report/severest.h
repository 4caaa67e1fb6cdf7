/* Where only so much is shown, the worst comes first. */
#ifndef GANDER_REPORT_SEVEREST_H
#define GANDER_REPORT_SEVEREST_H

#include "report/report.h"

/* The findings by severity, errors first; within one severity in the report's order. */
const struct diagnostic **severest_first(struct arena *arena, const struct report *report);

#endif
