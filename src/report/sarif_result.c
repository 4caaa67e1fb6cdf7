#include "report/sarif.h"
#include "report/words.h"

/* The line hashes of the file at hand: findings come file by file. */
struct hashed {
    const struct source *source;
    struct arena arena;
    const struct line_hash *lines;
    size_t count;
};

static struct line_hash line_hash_at(struct hashed *hashed, struct span span)
{
    bool fresh = hashed->lines == NULL;
    if (fresh || hashed->source != span.source) {
        struct str text = span.source == NULL ? STR("") : span.source->text;
        if (!fresh) arena_release(&hashed->arena);
        arena_init(&hashed->arena);
        hashed->source = span.source;
        hashed->lines = line_hashes(&hashed->arena, text, &hashed->count);
    }
    uint32_t line = span.source == NULL ? 1 : source_line_of(span.source, span.start);
    return hashed->lines[line <= hashed->count ? line - 1 : hashed->count - 1];
}

static struct str spoken(struct sarif *sarif, struct str text)
{
    return plain_quotes(sarif->arena, sentence(sarif->arena, text));
}

static void write_message(struct sarif *sarif, const struct message *message)
{
    struct json *json = &sarif->json;
    json_key(json, "message");
    json_begin_object(json);
    json_member_string(json, "text", message->text);
    json_member_string(json, "markdown", message->markdown);
    json_member_string(json, "id", str_from(message->id));
    if (message->argument_count > 0) {
        json_key(json, "arguments");
        json_begin_array(json);
        for (size_t i = 0; i < message->argument_count; i++) {
            json_put_string(json, message->arguments[i]);
        }
        json_end(json);
    }
    json_end(json);
}

static void write_locations(struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *json = &sarif->json;
    struct span span = finding_span(finding);
    json_key(json, "locations");
    json_begin_array(json);
    json_begin_object(json);
    json_key(json, "physicalLocation");
    json_begin_object(json);
    sarif_write_artifact_location(sarif, span.source, finding->path);
    sarif_write_region(sarif, "region", place_of(span, finding->path, COLUMN_UTF16), span, true);
    sarif_write_context(sarif, span);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void write_related(struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *json = &sarif->json;
    size_t count = 0;
    const struct related *places = related_places(sarif->arena, finding, &count);
    if (count == 0) return;
    json_key(json, "relatedLocations");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_member_count(json, "id", i + 1);
        sarif_write_physical(sarif, places[i].span, finding->path);
        sarif_write_text(sarif, "message", spoken(sarif, places[i].text));
        json_end(json);
    }
    json_end(json);
}

static void write_step(struct sarif *sarif, struct span span, struct str path, struct str text)
{
    struct json *json = &sarif->json;
    json_begin_object(json);
    json_key(json, "location");
    json_begin_object(json);
    sarif_write_physical(sarif, span, path);
    sarif_write_text(sarif, "message", spoken(sarif, text));
    json_end(json);
    json_end(json);
}

/* How it came to this: where the objects were made, then the finding. */
static void write_code_flow(struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *json = &sarif->json;
    bool any = false;
    for (size_t i = 0; i < finding->label_count; i++) {
        any = any || finding->labels[i].origin.source != NULL;
    }
    if (!any) return;
    json_key(json, "codeFlows");
    json_begin_array(json);
    json_begin_object(json);
    json_key(json, "threadFlows");
    json_begin_array(json);
    json_begin_object(json);
    json_key(json, "locations");
    json_begin_array(json);
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct label *label = &finding->labels[i];
        if (label->origin.source == NULL) continue;
        struct str text = label->origin_text.len > 0 ? label->origin_text : STR("made here");
        write_step(sarif, label->origin, finding->path, text);
    }
    struct str text = finding->labels[0].text;
    write_step(sarif, finding_span(finding), finding->path, text.len > 0 ? text : finding->title);
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
}

static void write_replacement(struct sarif *sarif, const struct edit *edit)
{
    struct json *json = &sarif->json;
    json_begin_object(json);
    sarif_write_region(sarif, "deletedRegion", place_of_edit(edit->span, COLUMN_UTF16), edit->span,
                       false);
    if (edit->text.len > 0) sarif_write_text(sarif, "insertedContent", edit->text);
    json_end(json);
}

/* Replacements are grouped by file; edits of one file follow each other. */
static void write_fix(struct sarif *sarif, const struct fix *fix)
{
    struct json *json = &sarif->json;
    json_begin_object(json);
    sarif_write_text(sarif, "description", spoken(sarif, fix->title));
    json_key(json, "artifactChanges");
    json_begin_array(json);
    for (size_t i = 0; i < fix->edit_count;) {
        const struct source *source = fix->edits[i].span.source;
        json_begin_object(json);
        sarif_write_artifact_location(sarif, source, STR(""));
        json_key(json, "replacements");
        json_begin_array(json);
        for (; i < fix->edit_count && fix->edits[i].span.source == source; i++) {
            write_replacement(sarif, &fix->edits[i]);
        }
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_key(json, "properties");
    json_begin_object(json);
    json_member_string(json, "applicability", fix->safe ? STR("safe") : STR("unsafe"));
    json_end(json);
    json_end(json);
}

static void write_fixes(struct sarif *sarif, const struct diagnostic *finding)
{
    if (finding->fix_count == 0) return;
    json_key(&sarif->json, "fixes");
    json_begin_array(&sarif->json);
    for (size_t i = 0; i < finding->fix_count; i++) {
        if (finding->fixes[i].edit_count > 0) write_fix(sarif, &finding->fixes[i]);
    }
    json_end(&sarif->json);
}

static void write_properties(struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *json = &sarif->json;
    json_key(json, "properties");
    json_begin_object(json);
    json_member_string(json, "section", str_from(finding_place_name(finding->place)));
    if (finding->statement > 0) json_member_number(json, "statement", finding->statement);
    if (finding->version.len > 0) json_member_string(json, "version", finding->version);
    json_end(json);
}

static void write_fingerprints(struct sarif *sarif, size_t number, struct hashed *hashed)
{
    struct json *json = &sarif->json;
    struct span span = finding_span(sarif->report->diagnostics[number]);
    struct line_hash hash = line_hash_at(hashed, span);
    json_key(json, "partialFingerprints");
    json_begin_object(json);
    json_member_string(json, "gander/v1", str_from(sarif->fingerprints[number].hex));
    json_member_string(json, "primaryLocationLineHash", line_hash_text(sarif->arena, hash));
    json_end(json);
}

static void write_suppression(struct sarif *sarif, const struct diagnostic *finding)
{
    const struct suppressed *suppressed = &finding->suppressed;
    struct json *json = &sarif->json;
    bool in_source = suppressed->kind == SUPPRESSED_IN_SOURCE;
    json_begin_object(json);
    json_member_string(json, "kind", in_source ? STR("inSource") : STR("external"));
    json_member_string(json, "status", STR("accepted"));
    if (suppressed->reason.len > 0) {
        json_member_string(json, "justification", suppressed->reason);
    }
    if (in_source) {
        json_key(json, "location");
        json_begin_object(json);
        sarif_write_physical(sarif, suppressed->comment, finding->path);
        json_end(json);
    }
    json_end(json);
}

/* On every result or on none (SARIF 3.27.23); and whether the baseline knew it (3.27.24). */
static void write_suppressions(struct sarif *sarif, const struct diagnostic *finding)
{
    struct json *json = &sarif->json;
    if (finding->baseline != BASELINE_NONE) {
        bool known = finding->baseline == BASELINE_UNCHANGED;
        json_member_string(json, "baselineState", known ? STR("unchanged") : STR("new"));
    }
    if (!sarif->with_suppressions) return;
    json_key(json, "suppressions");
    json_begin_array(json);
    if (finding->suppressed.kind != NOT_SUPPRESSED) write_suppression(sarif, finding);
    json_end(json);
}

static void write_result(struct sarif *sarif, size_t number, struct hashed *hashed)
{
    const struct diagnostic *finding = sarif->report->diagnostics[number];
    struct json *json = &sarif->json;
    json_begin_object(json);
    json_member_string(json, "ruleId", str_from(finding->rule->id));
    json_member_count(json, "ruleIndex", sarif_rule_index(sarif, finding->rule));
    json_member_string(json, "kind", STR("fail"));
    json_member_string(json, "level", str_from(compiler_level(finding->severity)));
    write_message(sarif, &sarif->messages[number]);
    write_locations(sarif, finding);
    write_related(sarif, finding);
    write_code_flow(sarif, finding);
    write_fingerprints(sarif, number, hashed);
    write_fixes(sarif, finding);
    write_suppressions(sarif, finding);
    write_properties(sarif, finding);
    json_end(json);
}

void sarif_write_results(struct sarif *sarif)
{
    struct hashed hashed = {0};
    json_key(&sarif->json, "results");
    json_begin_array(&sarif->json);
    for (size_t i = 0; i < sarif->report->diagnostic_count; i++) {
        if (!sarif->left_out[i]) write_result(sarif, i, &hashed);
    }
    json_end(&sarif->json);
    if (hashed.lines != NULL) arena_release(&hashed.arena);
}
