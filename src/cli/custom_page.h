/* Custom rules of the configuration in force, for the commands that show rules. */
#ifndef GANDER_CLI_CUSTOM_PAGE_H
#define GANDER_CLI_CUSTOM_PAGE_H

#include "base/json.h"
#include "lint/rule.h"
#include "lint/settings.h"

struct custom_page {
    const struct rule *rule;
    const struct custom_rule *custom;
    struct str path; /* of the file it stands in, as reports show it */
    uint32_t line;
};

/* The rule [id] of the gander.yml in force in the working directory, else of one that holds for
 * migrations below it. [known] gets the ids there are. What is wrong in a file is printed. */
bool custom_page_find(struct arena *arena, const struct settings_options *options, struct str id,
                      struct custom_page *page, struct str **known, size_t *known_count);

/* What follows the page of every rule: what it looks for, and where it is configured. */
void custom_page_text(struct arena *arena, const struct custom_page *page);
void custom_page_markdown(struct arena *arena, const struct custom_page *page);
void custom_page_json(struct arena *arena, const struct custom_page *page, struct json *json);

#endif
