/* The forms of `gander locks`. */
#ifndef GANDER_REPORT_LOCKS_H
#define GANDER_REPORT_LOCKS_H

#include "lint/lock_timeline.h"
#include "report/report.h"

typedef void locks_writer(FILE *out, const struct lock_timeline *timeline,
                          const struct report_style *style);

locks_writer locks_write_text;
locks_writer locks_write_json;
locks_writer locks_write_markdown; /* for a comment on a pull request */

#endif
