#include "source/overlay.h"

#include <stdlib.h>

static int by_path(const void *key, const void *element)
{
    const struct str *path = key;
    const struct overlay *overlay = element;
    return str_compare(*path, overlay->path);
}

void overlay_texts(struct discovery *found, const struct overlay *overlays, size_t count)
{
    if (count == 0) return;
    for (size_t i = 0; i < found->sequence_count; i++) {
        for (size_t m = 0; m < found->sequences[i].migration_count; m++) {
            struct migration *migration = &found->sequences[i].migrations[m];
            const struct overlay *overlay =
                bsearch(&migration->path, overlays, count, sizeof *overlays, by_path);
            if (overlay == NULL) continue;
            migration->has_text = true;
            migration->text = overlay->text;
        }
    }
}
