/* A string being put together as goose puts it together, with the source bytes of every part. */
#ifndef GANDER_GOOSE_SENT_H
#define GANDER_GOOSE_SENT_H

#include "goose/goose.h"

struct sent_text {
    struct arena *arena; /* where it grows */
    char *bytes;
    size_t len;
    size_t cap;
    struct piece *pieces;
    size_t piece_count;
    size_t piece_cap;
};

/* Where a text stood, to take back what was added since. */
struct sent_mark {
    size_t len;
    size_t piece_count;
    uint32_t last_len; /* of the last piece, which may have grown */
};

void sent_clear(struct sent_text *text);
struct sent_mark sent_mark(const struct sent_text *text);
void sent_take_back(struct sent_text *text, struct sent_mark mark);

/* Source text as it stands there, from byte [source] on. */
void sent_add_source(struct sent_text *text, struct str bytes, uint32_t source);

/* Bytes of an expansion; sent_close_expansion() says where they came from. */
void sent_add_bytes(struct sent_text *text, struct str bytes);
void sent_close_expansion(struct sent_text *text, size_t sent_start, uint32_t source,
                          uint32_t source_len);

/* The text trimmed as goose trims it, with its pieces, in [arena]; span and lines filled in. False
 * when nothing is left of it: then only `sql` is set. */
bool sent_statement(const struct sent_text *text, struct arena *arena, const struct source *source,
                    struct goose_statement *statement);

#endif
