#include "base/vec.h"
#include "lint/engine.h"
#include "report/page.h"
#include "report/sarif.h"
#include "report/words.h"

#include <stdlib.h>
#include <string.h>

/* -- which rules ------------------------------------------------------------------------------- */

static bool contains(const struct rule *const *all, size_t count, const struct rule *rule)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i] == rule || strcmp(all[i]->id, rule->id) == 0) return true;
    }
    return false;
}

static int compare_rules(const void *left, const void *right)
{
    const struct rule *const *a = left;
    const struct rule *const *b = right;
    return strcmp((*a)->id, (*b)->id);
}

/* Every enabled rule, found or not, so that GitHub closes alerts that are gone. */
void sarif_collect_rules(struct sarif *sarif)
{
    VEC(const struct rule *) all = {0};
    for (size_t i = 0; i < rule_count; i++) {
        if (rule_level(sarif->report->config, rules[i]) != SEVERITY_OFF) {
            VEC_PUSH(sarif->arena, &all, rules[i]);
        }
    }
    const struct house_rules *house = sarif->report->config->house;
    for (size_t i = 0; i < house_rules_count(house); i++) {
        if (rule_level(sarif->report->config, &house->at[i]) != SEVERITY_OFF) {
            VEC_PUSH(sarif->arena, &all, &house->at[i]);
        }
    }
    const struct rule *previous = NULL;
    for (size_t i = 0; i < sarif->report->diagnostic_count; i++) {
        const struct rule *rule = sarif->report->diagnostics[i]->rule;
        if (rule != previous && !contains(all.at, all.len, rule)) {
            VEC_PUSH(sarif->arena, &all, rule);
        }
        previous = rule;
    }
    if (all.len > 0) qsort(all.at, all.len, sizeof *all.at, compare_rules);
    sarif->rules = all.at;
    sarif->rule_count = all.len;
}

size_t sarif_rule_index(const struct sarif *sarif, const struct rule *rule)
{
    const struct rule **found =
        bsearch(&rule, sarif->rules, sarif->rule_count, sizeof *sarif->rules, compare_rules);
    if (found == NULL) abort();
    return (size_t)(found - sarif->rules);
}

/* -- the templates each rule's messages used ----------------------------------------------------
 */

struct used {
    const struct rule *rule;
    const struct message *message;
};

static int compare_used(const void *left, const void *right)
{
    const struct used *a = left;
    const struct used *b = right;
    int order = strcmp(a->rule->id, b->rule->id);
    return order != 0 ? order : strcmp(a->message->id, b->message->id);
}

static struct used *collect_used(const struct sarif *sarif, size_t *count)
{
    struct used *all = arena_array(sarif->arena, sarif->report->diagnostic_count, sizeof *all);
    size_t len = 0;
    for (size_t i = 0; i < sarif->report->diagnostic_count; i++) {
        if (sarif->left_out[i]) continue;
        all[len++] = (struct used){sarif->report->diagnostics[i]->rule, &sarif->messages[i]};
    }
    if (len > 0) qsort(all, len, sizeof *all, compare_used);
    *count = len;
    return all;
}

/* Writes those of [rule], which come first in [used]; returns how many there were. */
static size_t write_message_strings(struct sarif *sarif, const struct rule *rule,
                                    const struct used *used, size_t count)
{
    size_t own = 0;
    while (own < count && strcmp(used[own].rule->id, rule->id) == 0) own++;
    if (own == 0) return 0;
    json_key(&sarif->json, "messageStrings");
    json_begin_object(&sarif->json);
    for (size_t i = 0; i < own; i++) {
        if (i > 0 && strcmp(used[i].message->id, used[i - 1].message->id) == 0) continue;
        sarif_write_text(sarif, used[i].message->id, used[i].message->pattern);
    }
    json_end(&sarif->json);
    return own;
}

/* -- a rule ------------------------------------------------------------------------------------ */

static const char *problem_severity(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "error";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_INFO:
    case SEVERITY_OFF:
        return "recommendation";
    }
    return "recommendation";
}

static void write_sentences(struct sarif *sarif, const char *key, const char *text)
{
    struct str spoken = sentence(sarif->arena, str_from(text));
    sarif_write_text(sarif, key, plain_quotes(sarif->arena, spoken));
}

static void write_help(struct sarif *sarif, const struct rule *rule)
{
    char url[RULE_URL_SIZE];
    struct json *json = &sarif->json;
    json_key(json, "help");
    json_begin_object(json);
    json_member_string(json, "text", rule_help_text(sarif->arena, rule));
    json_member_string(json, "markdown", rule_page_markdown(sarif->arena, rule));
    json_end(json);
    json_member_string(json, "helpUri", rule_url(rule, url, sizeof url));
}

static void write_properties(struct sarif *sarif, const struct rule *rule)
{
    struct json *json = &sarif->json;
    json_key(json, "defaultConfiguration");
    json_begin_object(json);
    json_member_bool(json, "enabled", !rule->off);
    json_member_string(json, "level", str_from(compiler_level(rule->severity)));
    json_end(json);
    json_key(json, "properties");
    json_begin_object(json);
    json_key(json, "tags");
    json_begin_array(json);
    json_put_string(json, STR("goose"));
    json_put_string(json, STR("migrations"));
    json_put_string(json, STR("postgresql"));
    /* Tags are a set, and one category is called as the tool whose files these are. */
    if (rule->category != CATEGORY_GOOSE) {
        json_put_string(json, str_from(category_name(rule->category)));
    }
    json_end(json);
    json_member_string(json, "precision", is_house_rule(rule) ? STR("medium") : STR("high"));
    json_member_string(json, "problem.severity", str_from(problem_severity(rule->severity)));
    json_end(json);
}

static void write_rules(struct sarif *sarif)
{
    struct json *json = &sarif->json;
    size_t count = 0;
    const struct used *used = collect_used(sarif, &count);
    json_key(json, "rules");
    json_begin_array(json);
    for (size_t i = 0; i < sarif->rule_count; i++) {
        const struct rule *rule = sarif->rules[i];
        json_begin_object(json);
        json_member_string(json, "id", str_from(rule->id));
        json_member_string(json, "name", pascal_case(sarif->arena, str_from(rule->id)));
        write_sentences(sarif, "shortDescription", rule->summary);
        write_sentences(sarif, "fullDescription", rule->why == NULL ? rule->summary : rule->why);
        write_help(sarif, rule);
        write_properties(sarif, rule);
        size_t own = write_message_strings(sarif, rule, used, count);
        used += own;
        count -= own;
        json_end(json);
    }
    json_end(json);
}

void sarif_write_tool(struct sarif *sarif)
{
    struct json *json = &sarif->json;
    json_key(json, "tool");
    json_begin_object(json);
    json_key(json, "driver");
    json_begin_object(json);
    json_member_string(json, "name", STR("gander"));
    json_member_string(json, "fullName", STR("gander " GANDER_VERSION));
    json_member_string(json, "organization", STR("gander"));
    json_member_string(json, "version", STR(GANDER_VERSION));
    json_member_string(json, "semanticVersion", STR(GANDER_VERSION));
    json_member_string(json, "informationUri", STR(GANDER_URL));
    write_rules(sarif);
    sarif_write_descriptors(sarif);
    json_end(json);
    json_end(json);
}
