/* The one line that counts everything. */
#ifndef GANDER_REPORT_SUMMARY_H
#define GANDER_REPORT_SUMMARY_H

#include "report/report.h"

/* What was found where: "1 error in 1 of 3 migrations". */
void write_summary_head(FILE *out, const struct summary *summary);

/* The whole, in sentences, without and with a line end. */
void write_summary(FILE *out, const struct summary *summary);
void write_summary_line(FILE *out, const struct summary *summary);

#endif
