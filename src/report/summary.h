/* The one line that counts everything. */
#ifndef GANDER_REPORT_SUMMARY_H
#define GANDER_REPORT_SUMMARY_H

#include "report/report.h"

void write_summary_line(FILE *out, const struct summary *summary);

#endif
