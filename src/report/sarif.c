/* SARIF 2.1.0 for GitHub code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
#include "report/sarif.h"

#include "lint/engine.h"
#include "report/formats.h"

enum { TROUBLE = 2 }; /* the exit code of a run that did not do all it should */

/* Beyond GitHub's limit the most severe findings stay, in their order. */
static void choose_results(struct sarif *sarif)
{
    size_t count = sarif->report->diagnostic_count;
    bool *left_out = arena_array(sarif->arena, count, sizeof *left_out);
    sarif->left_out = left_out;
    if (count <= SARIF_RESULTS) return;
    size_t room = SARIF_RESULTS;
    for (int level = SEVERITY_ERROR; level >= SEVERITY_OFF; level--) {
        for (size_t i = 0; i < count; i++) {
            if ((int)sarif->report->diagnostics[i]->severity != level) continue;
            left_out[i] = room == 0;
            if (room > 0) room--;
        }
    }
    sarif->left_out_count = count - SARIF_RESULTS;
}

static void prepare(struct sarif *sarif)
{
    const struct report *report = sarif->report;
    struct message *messages =
        arena_array(sarif->arena, report->diagnostic_count, sizeof *messages);
    for (size_t i = 0; i < report->diagnostic_count; i++) {
        messages[i] = message_of(sarif->arena, report->diagnostics[i]);
        sarif->with_suppressions |= report->diagnostics[i]->suppressed.kind != NOT_SUPPRESSED;
    }
    sarif->messages = messages;
    sarif->fingerprints = fingerprints(sarif->arena, report->diagnostics, report->diagnostic_count);
    choose_results(sarif);
    sarif_collect_rules(sarif);
    sarif_collect_artifacts(sarif);
}

static void write_member(struct json *json, const char *key, const char *inner, struct str text)
{
    json_key(json, key);
    json_begin_object(json);
    json_member_string(json, inner, text);
    json_end(json);
}

static void write_encoding(struct json *json)
{
    json_member_string(json, "columnKind", STR("utf16CodeUnits"));
    json_member_string(json, "defaultEncoding", STR("utf-8"));
    json_key(json, "newlineSequences");
    json_begin_array(json);
    json_put_string(json, STR("\r\n"));
    json_put_string(json, STR("\n"));
    json_end(json);
    json_member_string(json, "language", STR("en-US"));
}

/* The root has no address of its own: the log is the same on every machine. */
static void write_bases(struct sarif *sarif)
{
    struct json *json = &sarif->json;
    json_key(json, "originalUriBaseIds");
    json_begin_object(json);
    json_key(json, "%SRCROOT%");
    json_begin_object(json);
    write_member(json, "description", "text", STR("The root of the repository."));
    json_end(json);
    json_end(json);
}

static void write_provenance(struct sarif *sarif)
{
    const struct report *report = sarif->report;
    struct json *json = &sarif->json;
    if (report->repository.len == 0) return;
    json_key(json, "versionControlProvenance");
    json_begin_array(json);
    json_begin_object(json);
    json_member_string(json, "repositoryUri", report->repository);
    if (report->revision.len > 0) json_member_string(json, "revisionId", report->revision);
    if (report->branch.len > 0) json_member_string(json, "branch", report->branch);
    write_member(json, "mappedTo", "uriBaseId", STR("%SRCROOT%"));
    json_end(json);
    json_end(json);
}

static bool is_changed(const struct sarif *sarif, const struct rule *rule)
{
    enum severity by_default = rule->off ? SEVERITY_OFF : rule->severity;
    return rule_level(sarif->report->config, rule) != by_default;
}

static void write_override(struct sarif *sarif, size_t index)
{
    struct json *json = &sarif->json;
    const struct rule *rule = sarif->rules[index];
    enum severity level = rule_level(sarif->report->config, rule);
    json_begin_object(json);
    json_key(json, "descriptor");
    json_begin_object(json);
    json_member_string(json, "id", str_from(rule->id));
    json_member_count(json, "index", index);
    json_end(json);
    json_key(json, "configuration");
    json_begin_object(json);
    if (rule->off) json_member_bool(json, "enabled", level != SEVERITY_OFF);
    if (level != SEVERITY_OFF) json_member_string(json, "level", str_from(compiler_level(level)));
    json_end(json);
    json_end(json);
}

static void write_overrides(struct sarif *sarif)
{
    bool any = false;
    for (size_t i = 0; i < sarif->rule_count; i++) {
        if (!is_changed(sarif, sarif->rules[i])) continue;
        if (!any) {
            json_key(&sarif->json, "ruleConfigurationOverrides");
            json_begin_array(&sarif->json);
            any = true;
        }
        write_override(sarif, i);
    }
    if (any) json_end(&sarif->json);
}

static struct str command_line(struct sarif *sarif)
{
    struct arena *arena = sarif->arena;
    size_t count = sarif->report->argument_count;
    struct str *words = arena_array(arena, count + 1, sizeof *words);
    words[0] = STR("gander");
    for (size_t i = 0; i < count; i++) words[i + 1] = str_from(sarif->report->arguments[i]);
    return str_join(arena, words, count + 1, STR(" "));
}

static void write_invocation(struct sarif *sarif)
{
    const struct report *report = sarif->report;
    struct json *json = &sarif->json;
    json_key(json, "invocations");
    json_begin_array(json);
    json_begin_object(json);
    json_member_bool(json, "executionSuccessful", report->summary.exit_code != TROUBLE);
    json_member_number(json, "exitCode", report->summary.exit_code);
    json_member_string(json, "commandLine", command_line(sarif));
    json_key(json, "arguments");
    json_begin_array(json);
    for (size_t i = 0; i < report->argument_count; i++) {
        json_put_string(json, str_from(report->arguments[i]));
    }
    json_end(json);
    write_overrides(sarif);
    sarif_write_notifications(sarif);
    json_end(json);
    json_end(json);
}

static void write_run(struct sarif *sarif)
{
    struct json *json = &sarif->json;
    json_begin_object(json);
    sarif_write_tool(sarif);
    write_member(json, "automationDetails", "id", STR("gander/"));
    write_encoding(json);
    write_bases(sarif);
    write_provenance(sarif);
    sarif_write_artifacts(sarif);
    write_invocation(sarif);
    sarif_write_results(sarif);
    json_end(json);
}

static void write_sarif(FILE *out, const struct report *report, const struct report_style *style)
{
    (void)style;
    struct arena arena;
    arena_init(&arena);
    struct sarif sarif = {.arena = &arena, .report = report};
    prepare(&sarif);
    json_init(&sarif.json, out);
    json_begin_object(&sarif.json);
    json_member_string(&sarif.json, "$schema",
                       STR("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                           "sarif-schema-2.1.0.json"));
    json_member_string(&sarif.json, "version", STR("2.1.0"));
    json_key(&sarif.json, "runs");
    json_begin_array(&sarif.json);
    write_run(&sarif);
    json_end(&sarif.json);
    json_end(&sarif.json);
    json_finish(&sarif.json);
    arena_release(&arena);
}

const struct reporter reporter_sarif = {
    .name = "sarif",
    .summary = "SARIF 2.1.0, for GitHub code scanning and editors",
    .write = write_sarif,
    .marks_suppressed = true,
};
