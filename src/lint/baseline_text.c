#include "base/json.h"
#include "lint/baseline.h"

#include <stdlib.h>

static int compare_entries(const void *left, const void *right)
{
    const struct baseline_entry *a = left;
    const struct baseline_entry *b = right;
    int order = str_compare(a->path, b->path);
    if (order == 0) order = str_compare(a->rule, b->rule);
    return order != 0 ? order : str_compare(a->fingerprint, b->fingerprint);
}

static void write_entry(FILE *out, const struct baseline_entry *entry)
{
    struct json json;
    json_init(&json, out);
    json_begin_object_inline(&json);
    json_member_string(&json, "fingerprint", entry->fingerprint);
    json_member_string(&json, "rule", entry->rule);
    json_member_string(&json, "path", entry->path);
    json_member_string(&json, "message", entry->message);
    json_end(&json);
}

struct str baseline_text(struct arena *arena, struct baseline_entry *entries, size_t count)
{
    if (count > 1) qsort(entries, count, sizeof *entries, compare_entries);
    char *buffer = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&buffer, &size);
    if (out == NULL) abort();
    fputs("{\"schema_version\": 1, \"tool\": \"gander " GANDER_VERSION "\", \"findings\": [\n",
          out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) fputs(",\n", out);
        write_entry(out, &entries[i]);
    }
    fputs(count > 0 ? "\n]}\n" : "]}\n", out);
    if (fclose(out) != 0) abort();
    struct str text = str_copy(arena, (struct str){buffer, size});
    free(buffer);
    return text;
}
