#include "report/json_members.h"

#include "report/page.h"
#include "report/place.h"

static void write_place(struct json *json, struct place place)
{
    json_key(json, "location");
    json_begin_object_inline(json);
    json_member_string(json, "path", place.path);
    json_member_number(json, "line", place.start.line);
    json_member_number(json, "column", place.start.column);
    json_member_number(json, "end_line", place.end.line);
    json_member_number(json, "end_column", place.end.column);
    json_member_number(json, "byte_offset", place.offset);
    json_member_number(json, "byte_length", place.length);
    json_end(json);
}

static void write_location(struct json *json, struct span span, struct str path)
{
    write_place(json, place_of(span, path, COLUMN_CODE_POINTS));
}

static void write_rule(struct json *json, const struct rule *rule)
{
    char url[RULE_URL_SIZE];
    json_key(json, "rule");
    json_begin_object_inline(json);
    json_member_string(json, "id", str_from(rule->id));
    json_member_string(json, "category", str_from(category_name(rule->category)));
    json_member_string(json, "url", rule_url(rule, url, sizeof url));
    json_end(json);
}

static void write_label(struct json *json, const struct diagnostic *finding,
                        const struct label *label)
{
    json_begin_object(json);
    json_member_bool(json, "primary", label->primary);
    if (label->title.len > 0) json_member_string(json, "title", label->title);
    json_member_string(json, "text", label->text);
    write_location(json, label->primary ? finding_span(finding) : label->span, finding->path);
    if (label->origin.source != NULL) {
        json_key(json, "origin");
        json_begin_object(json);
        json_member_string(json, "text", label->origin_text);
        write_location(json, label->origin, finding->path);
        json_end(json);
    }
    json_end(json);
}

static void write_labels(struct json *json, const struct diagnostic *finding)
{
    json_key(json, "labels");
    json_begin_array(json);
    for (size_t i = 0; i < finding->label_count; i++) {
        write_label(json, finding, &finding->labels[i]);
    }
    json_end(json);
}

static void write_texts(struct json *json, const char *key, const struct str *texts, size_t count)
{
    json_key(json, key);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) json_put_string(json, texts[i]);
    json_end(json);
}

static void write_fix(struct json *json, const struct fix *fix)
{
    json_begin_object(json);
    json_member_string(json, "title", fix->title);
    json_member_string(json, "applicability", fix->safe ? STR("safe") : STR("unsafe"));
    json_key(json, "edits");
    json_begin_array(json);
    for (size_t i = 0; i < fix->edit_count; i++) {
        json_begin_object(json);
        write_place(json, place_of_edit(fix->edits[i].span, COLUMN_CODE_POINTS));
        json_member_string(json, "text", fix->edits[i].text);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void write_fixes(struct json *json, const struct diagnostic *finding)
{
    json_key(json, "fixes");
    json_begin_array(json);
    for (size_t i = 0; i < finding->fix_count; i++) write_fix(json, &finding->fixes[i]);
    json_end(json);
}

static void write_suppressed(struct json *json, const struct diagnostic *finding)
{
    const struct suppressed *suppressed = &finding->suppressed;
    if (suppressed->kind == NOT_SUPPRESSED) {
        json_member_null(json, "suppressed");
        return;
    }
    bool in_source = suppressed->kind == SUPPRESSED_IN_SOURCE;
    json_key(json, "suppressed");
    json_begin_object(json);
    json_member_string(json, "kind", in_source ? STR("in-source") : STR("baseline"));
    if (suppressed->reason.len > 0)
        json_member_string(json, "reason", suppressed->reason);
    else
        json_member_null(json, "reason");
    if (in_source)
        write_location(json, suppressed->comment, finding->path);
    else
        json_member_null(json, "location");
    json_end(json);
}

static void write_baseline(struct json *json, enum baseline_state state)
{
    switch (state) {
    case BASELINE_NONE:
        json_member_null(json, "baseline");
        break;
    case BASELINE_NEW:
        json_member_string(json, "baseline", STR("new"));
        break;
    case BASELINE_UNCHANGED:
        json_member_string(json, "baseline", STR("unchanged"));
        break;
    }
}

void members_of_finding(struct json *json, const struct diagnostic *finding,
                        const struct fingerprint *fingerprint)
{
    write_rule(json, finding->rule);
    json_member_string(json, "severity", str_from(severity_name(finding->severity)));
    json_member_string(json, "message", finding->title);
    write_location(json, finding_span(finding), finding->path);
    json_member_string(json, "section", str_from(finding_place_name(finding->place)));
    if (finding->statement > 0) {
        json_member_number(json, "statement", finding->statement);
    } else {
        json_member_null(json, "statement");
    }
    if (finding->version.len > 0) {
        json_member_string(json, "version", finding->version);
    } else {
        json_member_null(json, "version");
    }
    write_labels(json, finding);
    write_texts(json, "notes", finding->notes, finding->note_count);
    write_texts(json, "help", finding->help, finding->help_count);
    write_fixes(json, finding);
    json_member_string(json, "fingerprint", str_from(fingerprint->hex));
    write_suppressed(json, finding);
    write_baseline(json, finding->baseline);
}

void members_of_summary(struct json *json, const struct summary *summary)
{
    const char *fail_on =
        summary->fail_on == SEVERITY_OFF ? "never" : severity_name(summary->fail_on);
    json_member_count(json, "migrations", summary->migrations);
    json_member_count(json, "with_findings", summary->with_findings);
    json_member_count(json, "errors", summary->errors);
    json_member_count(json, "warnings", summary->warnings);
    json_member_count(json, "infos", summary->infos);
    json_member_count(json, "suppressed", summary->suppressed);
    json_member_count(json, "baselined", summary->baselined);
    json_member_count(json, "stale_baseline_entries", summary->stale);
    json_member_count(json, "before_start_after", summary->before_start_after);
    json_member_count(json, "not_analysed", summary->not_analysed);
    json_member_count(json, "points_of_no_return", summary->points_of_no_return);
    json_member_count(json, "fixable", summary->fixable);
    json_member_count(json, "fixable_unsafe", summary->fixable_unsafe);
    json_member_string(json, "fail_on", str_from(fail_on));
    json_member_number(json, "exit_code", summary->exit_code);
}

void members_of_notification(struct json *json, const struct notification *notification)
{
    json_member_string(json, "id", str_from(notification->id));
    json_member_string(json, "level", str_from(severity_name(notification->level)));
    if (notification->path.len > 0) {
        json_member_string(json, "path", notification->path);
    } else {
        json_member_null(json, "path");
    }
    json_member_string(json, "message", notification->text);
}

void member_position(struct json *json, const char *key, struct position position)
{
    json_key(json, key);
    json_begin_object(json);
    json_member_number(json, "line", position.line);
    json_member_number(json, "column", position.column);
    json_end(json);
}
