/* A page of Markdown that must not grow beyond what its reader takes. */
#ifndef GANDER_REPORT_MARKDOWN_PAGE_H
#define GANDER_REPORT_MARKDOWN_PAGE_H

#include "report/words.h"

#include <stdbool.h>

struct markdown_page {
    FILE *out;
    size_t room;     /* bytes */
    size_t left_out; /* parts */
};

/* Closes [part] and writes it if it fits; behind what does not fit nothing more does. */
bool markdown_page_add(struct markdown_page *page, struct words *part);

#endif
