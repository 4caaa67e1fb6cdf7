#include "report/sarif.h"

#include "base/width.h"

#include <stdlib.h>

/* Longer excerpts are cut: a log is no copy of its sources. */
enum { SNIPPET_BYTES = 2048 };

static int compare_artifacts(const void *left, const void *right)
{
    const struct sarif_artifact *a = left;
    const struct sarif_artifact *b = right;
    uintptr_t x = (uintptr_t)a->source;
    uintptr_t y = (uintptr_t)b->source;
    return x < y ? -1 : x > y;
}

void sarif_collect_artifacts(struct sarif *sarif)
{
    size_t count = sarif->report->source_count;
    struct sarif_artifact *artifacts = arena_array(sarif->arena, count, sizeof *artifacts);
    for (size_t i = 0; i < count; i++) {
        artifacts[i] = (struct sarif_artifact){sarif->report->sources[i], i};
    }
    if (count > 0) qsort(artifacts, count, sizeof *artifacts, compare_artifacts);
    sarif->artifacts = artifacts;
}

static const struct sarif_artifact *find_artifact(const struct sarif *sarif,
                                                  const struct source *source)
{
    struct sarif_artifact wanted = {.source = source};
    size_t count = sarif->report->source_count;
    if (count == 0 || source == NULL) return NULL;
    return bsearch(&wanted, sarif->artifacts, count, sizeof wanted, compare_artifacts);
}

void sarif_write_text(struct sarif *sarif, const char *key, struct str text)
{
    json_key(&sarif->json, key);
    json_begin_object(&sarif->json);
    json_member_string(&sarif->json, "text", text);
    json_end(&sarif->json);
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == '/';
}

/* RFC 3986: everything but unreserved characters and `/` percent-encoded, byte by byte. */
static struct str encoded(struct arena *arena, struct str path)
{
    static const char digits[] = "0123456789ABCDEF";
    char *uri = arena_array(arena, path.len + 1, 3);
    size_t len = 0;
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.at[i];
        if (is_unreserved(path.at[i])) {
            uri[len++] = path.at[i];
            continue;
        }
        uri[len++] = '%';
        uri[len++] = digits[byte >> 4];
        uri[len++] = digits[byte & 15];
    }
    return (struct str){uri, len};
}

/* Paths outside the repository are absolute and have no base. */
void sarif_write_uri(struct sarif *sarif, struct str path)
{
    struct str uri = encoded(sarif->arena, path);
    if (str_starts_with(path, STR("/"))) {
        uri = str_format(sarif->arena, "file://" STR_FMT, STR_ARG(uri));
        json_member_string(&sarif->json, "uri", uri);
        return;
    }
    json_member_string(&sarif->json, "uri", uri);
    json_member_string(&sarif->json, "uriBaseId", STR("%SRCROOT%"));
}

void sarif_write_artifact_location(struct sarif *sarif, const struct source *source,
                                   struct str path)
{
    const struct sarif_artifact *artifact = find_artifact(sarif, source);
    json_key(&sarif->json, "artifactLocation");
    json_begin_object(&sarif->json);
    sarif_write_uri(sarif, source == NULL ? path : source->path);
    if (artifact != NULL) json_member_count(&sarif->json, "index", artifact->index);
    json_end(&sarif->json);
}

void sarif_write_artifacts(struct sarif *sarif)
{
    struct json *json = &sarif->json;
    json_key(json, "artifacts");
    json_begin_array(json);
    for (size_t i = 0; i < sarif->report->source_count; i++) {
        const struct source *source = sarif->report->sources[i];
        json_begin_object(json);
        json_key(json, "location");
        json_begin_object(json);
        sarif_write_uri(sarif, source->path);
        json_end(json);
        json_member_count(json, "length", source->text.len);
        json_member_string(json, "mimeType", STR("application/sql"));
        json_member_string(json, "sourceLanguage", STR("sql"));
        json_key(json, "roles");
        json_begin_array(json);
        json_put_string(json, STR("analysisTarget"));
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

void sarif_write_region(struct sarif *sarif, const char *key, struct place place, struct span span,
                        bool with_snippet)
{
    struct json *json = &sarif->json;
    json_key(json, key);
    json_begin_object(json);
    json_member_number(json, "startLine", place.start.line);
    json_member_number(json, "startColumn", place.start.column);
    json_member_number(json, "endLine", place.end.line);
    json_member_number(json, "endColumn", place.end.column);
    if (with_snippet) sarif_write_text(sarif, "snippet", str_cut(span_text(span), SNIPPET_BYTES));
    json_end(json);
}

struct lines {
    uint32_t first;
    uint32_t last;
    struct str text; /* with the last line's end */
};

/* The whole lines around a span, one more on either side; one empty line when nothing was read. */
static struct lines context_of(struct span span)
{
    const struct source *source = span.source;
    if (source == NULL) return (struct lines){1, 1, STR("")};
    uint32_t first = source_line_of(source, span.start);
    uint32_t last = source_line_of(source, span.end);
    if (first > 1) first--;
    if (last < source->line_count) last++;
    size_t start = source_line_span(source, first).start;
    size_t end = last < source->line_count ? source->line_starts[last] : source->text.len;
    return (struct lines){first, last, str_slice(source->text, start, end)};
}

void sarif_write_context(struct sarif *sarif, struct span span)
{
    struct lines lines = context_of(span);
    if (lines.text.len > SNIPPET_BYTES) return;
    json_key(&sarif->json, "contextRegion");
    json_begin_object(&sarif->json);
    json_member_number(&sarif->json, "startLine", lines.first);
    json_member_number(&sarif->json, "endLine", lines.last);
    sarif_write_text(sarif, "snippet", lines.text);
    json_end(&sarif->json);
}

void sarif_write_physical(struct sarif *sarif, struct span span, struct str path)
{
    json_key(&sarif->json, "physicalLocation");
    json_begin_object(&sarif->json);
    sarif_write_artifact_location(sarif, span.source, path);
    sarif_write_region(sarif, "region", place_of(span, path, COLUMN_UTF16), span, true);
    json_end(&sarif->json);
}
