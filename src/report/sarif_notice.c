/* Notifications: what was not analysed, and what the user should know about the run. */
#include "base/vec.h"
#include "report/sarif.h"
#include "report/words.h"

#include <string.h>

/* What is known about a notification before it is sent; all of it is shown by viewers. */
struct descriptor {
    const char *id;
    const char *summary;
    const char *description;
    const char *help;
};

static const struct descriptor descriptors[] = {
    {"bad-configuration", "A configuration file is wrong.",
     "Under a configuration that is wrong nothing is linted.",
     "Mend the line; `gander explain` and the README name the rules and keys."},
    {"go-migration", "A Go migration is not analysed.",
     "gander reads SQL only; what a Go migration changes is unknown to the replay.",
     "Tables touched by the Go migration are taken as unknown from there on."},
    {"other-driver", "A directory is not for PostgreSQL.",
     "The directory's .goose.yml names a driver other than PostgreSQL's.",
     "Only what concerns goose itself is checked there."},
    {"results-limit", "Some findings are not in this log.",
     "GitHub refuses logs with more than 25,000 results; the most severe ones were kept.",
     "Read the text or JSON report for all of them, or lint fewer files at a time."},
    {"git-failed", "git could not be asked.",
     "`--since`, `--staged` and `base-ref` need git's answer; without it nothing was linted.",
     "Read git's own words; in CI, check out with the whole history (`fetch-depth: 0`)."},
    {"rule-gave-up", "A custom rule was not applied to a whole file.",
     "Its pattern hit the limits that keep any pattern from hanging.",
     "Write the pattern without nested repetitions, or make them possessive."},
    {"unreadable-file", "A file could not be read.",
     "The file is part of a sequence but could not be read, so its changes are unknown.",
     "Make the file readable and run again."},
    {"unreadable-initial-schema", "The initial schema could not be read.",
     "The migrations were linted as if there were nothing before the first of them.",
     "Mend the file that `initial-schema` names, or the path, and run again."},
};

static const struct descriptor other = {
    NULL, "Something about this run is worth knowing.",
    "The message says what it is; it is no finding about a migration.", "Read the message."};

static struct descriptor descriptor_of(const char *id)
{
    for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++) {
        if (strcmp(descriptors[i].id, id) == 0) return descriptors[i];
    }
    struct descriptor found = other;
    found.id = id;
    return found;
}

struct ids {
    VEC(const char *) all;
};

static size_t id_index(struct sarif *sarif, struct ids *ids, const char *id)
{
    for (size_t i = 0; i < ids->all.len; i++) {
        if (strcmp(ids->all.at[i], id) == 0) return i;
    }
    VEC_PUSH(sarif->arena, &ids->all, id);
    return ids->all.len - 1;
}

/* The ids of this run, in order of appearance: descriptors and their users agree on it. */
static struct ids collect_ids(struct sarif *sarif)
{
    struct ids ids = {0};
    for (size_t i = 0; i < sarif->report->notification_count; i++) {
        id_index(sarif, &ids, sarif->report->notifications[i].id);
    }
    if (sarif->left_out_count > 0) id_index(sarif, &ids, "results-limit");
    return ids;
}

static void write_descriptor(struct sarif *sarif, const struct descriptor *descriptor)
{
    struct json *json = &sarif->json;
    struct str name = pascal_case(sarif->arena, str_from(descriptor->id));
    struct str url = str_format(sarif->arena, "%s#%s", GANDER_URL, descriptor->id);
    json_begin_object(json);
    json_member_string(json, "id", str_from(descriptor->id));
    json_member_string(json, "name", name);
    sarif_write_text(sarif, "shortDescription", str_from(descriptor->summary));
    sarif_write_text(sarif, "fullDescription", str_from(descriptor->description));
    json_key(json, "help");
    json_begin_object(json);
    json_member_string(json, "text", str_from(descriptor->help));
    json_member_string(json, "markdown", str_from(descriptor->help));
    json_end(json);
    json_member_string(json, "helpUri", url);
    json_end(json);
}

void sarif_write_descriptors(struct sarif *sarif)
{
    struct ids ids = collect_ids(sarif);
    if (ids.all.len == 0) return;
    json_key(&sarif->json, "notifications");
    json_begin_array(&sarif->json);
    for (size_t i = 0; i < ids.all.len; i++) {
        struct descriptor descriptor = descriptor_of(ids.all.at[i]);
        write_descriptor(sarif, &descriptor);
    }
    json_end(&sarif->json);
}

static void write_notification(struct sarif *sarif, struct ids *ids,
                               const struct notification *notification)
{
    struct json *json = &sarif->json;
    struct str text = sentence(sarif->arena, notification->text);
    json_begin_object(json);
    json_key(json, "descriptor");
    json_begin_object(json);
    json_member_string(json, "id", str_from(notification->id));
    json_member_count(json, "index", id_index(sarif, ids, notification->id));
    json_end(json);
    json_member_string(json, "level", str_from(compiler_level(notification->level)));
    sarif_write_text(sarif, "message", plain_quotes(sarif->arena, text));
    if (notification->path.len > 0) {
        json_key(json, "locations");
        json_begin_array(json);
        json_begin_object(json);
        sarif_write_physical(sarif, (struct span){0}, notification->path);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

void sarif_write_notifications(struct sarif *sarif)
{
    struct ids ids = collect_ids(sarif);
    if (ids.all.len == 0) return;
    json_key(&sarif->json, "toolExecutionNotifications");
    json_begin_array(&sarif->json);
    for (size_t i = 0; i < sarif->report->notification_count; i++) {
        write_notification(sarif, &ids, &sarif->report->notifications[i]);
    }
    if (sarif->left_out_count > 0) {
        struct notification limit = {.id = "results-limit", .level = SEVERITY_WARNING};
        limit.text = str_format(sarif->arena, "%zu findings were left out of this log",
                                sarif->left_out_count);
        write_notification(sarif, &ids, &limit);
    }
    json_end(&sarif->json);
}
