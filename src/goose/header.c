#include "goose/header.h"

void goose_read_header(struct arena *arena, const struct scan *scan, struct goose_file *file)
{
    (void)arena;
    file->header_span = (struct span){scan->source, 0, 0};
}
