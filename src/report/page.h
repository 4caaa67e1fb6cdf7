/* A rule's page: the same words in `gander explain`, SARIF's help and the README. */
#ifndef GANDER_REPORT_PAGE_H
#define GANDER_REPORT_PAGE_H

#include "base/arena.h"
#include "base/str.h"
#include "lint/rule.h"

/* Why, what to write instead, when it is quiet, the examples, other names. Without a heading: what
 * shows it has one already. Ends with a line end. */
struct str rule_page_markdown(struct arena *arena, const struct rule *rule);

/* The same for a terminal of 80 columns, under a line with id, category and severity. */
struct str rule_page_text(struct arena *arena, const struct rule *rule);

/* Why and what to write instead, in one paragraph of plain text. */
struct str rule_help_text(struct arena *arena, const struct rule *rule);

enum { RULE_URL_SIZE = 512 };

/* Where the rule's page is on the web; written into [buffer]. */
struct str rule_url(const struct rule *rule, char *buffer, size_t size);

#endif
