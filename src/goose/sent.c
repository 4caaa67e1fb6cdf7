#include "goose/sent.h"

#include "base/vec.h"
#include "goose/lines.h"

#include <string.h>

void sent_clear(struct sent_text *text)
{
    text->len = 0;
    text->piece_count = 0;
}

struct sent_mark sent_mark(const struct sent_text *text)
{
    size_t count = text->piece_count;
    return (struct sent_mark){text->len, count, count == 0 ? 0 : text->pieces[count - 1].len};
}

void sent_take_back(struct sent_text *text, struct sent_mark mark)
{
    text->len = mark.len;
    text->piece_count = mark.piece_count;
    if (mark.piece_count == 0) return;
    struct piece *last = &text->pieces[mark.piece_count - 1];
    if (!last->expanded) last->source_len = mark.last_len;
    last->len = mark.last_len;
}

void sent_add_bytes(struct sent_text *text, struct str bytes)
{
    if (bytes.len == 0) return;
    if (text->cap - text->len < bytes.len) {
        size_t cap = text->cap == 0 ? 256 : text->cap;
        while (cap - text->len < bytes.len) cap *= 2;
        char *moved = arena_alloc(text->arena, cap);
        if (text->len != 0) memcpy(moved, text->bytes, text->len);
        text->bytes = moved;
        text->cap = cap;
    }
    memcpy(text->bytes + text->len, bytes.at, bytes.len);
    text->len += bytes.len;
}

static void add_piece(struct sent_text *text, struct piece piece)
{
    text->pieces = vec_grow(text->arena, text->pieces, text->piece_count, &text->piece_cap,
                            sizeof *text->pieces);
    text->pieces[text->piece_count++] = piece;
}

void sent_add_source(struct sent_text *text, struct str bytes, uint32_t source)
{
    if (bytes.len == 0) return;
    uint32_t len = (uint32_t)bytes.len;
    uint32_t sent = (uint32_t)text->len;
    sent_add_bytes(text, bytes);
    struct piece *last = text->piece_count == 0 ? NULL : &text->pieces[text->piece_count - 1];
    if (last != NULL && !last->expanded && last->source + last->len == source) {
        last->len += len;
        last->source_len += len;
        return;
    }
    add_piece(text, (struct piece){sent, source, len, len, false});
}

void sent_close_expansion(struct sent_text *text, size_t sent_start, uint32_t source,
                          uint32_t source_len)
{
    add_piece(text, (struct piece){(uint32_t)sent_start, source, (uint32_t)(text->len - sent_start),
                                   source_len, true});
}

/* The part of [piece] inside [start, end) of the sent text, counted from [start]. */
static struct piece cut_piece(struct piece piece, uint32_t start, uint32_t end)
{
    uint32_t from = piece.sent < start ? start : piece.sent;
    uint32_t to = piece.sent + piece.len > end ? end : piece.sent + piece.len;
    struct piece cut = piece;
    cut.sent = from - start;
    cut.len = to - from;
    if (!piece.expanded) {
        cut.source += from - piece.sent;
        cut.source_len = cut.len;
    }
    return cut;
}

static void cut_pieces(const struct sent_text *text, struct arena *arena, uint32_t start,
                       uint32_t end, struct goose_statement *statement)
{
    size_t first = 0;
    size_t last = text->piece_count;
    while (text->pieces[first].sent + text->pieces[first].len <= start) first++;
    while (text->pieces[last - 1].sent >= end) last--;
    struct piece *pieces = arena_array(arena, last - first, sizeof *pieces);
    for (size_t i = first; i < last; i++) {
        pieces[i - first] = cut_piece(text->pieces[i], start, end);
    }
    statement->pieces = pieces;
    statement->piece_count = last - first;
}

bool sent_statement(const struct sent_text *text, struct arena *arena, const struct source *source,
                    struct goose_statement *statement)
{
    struct str whole = {text->bytes == NULL ? "" : text->bytes, text->len};
    struct str trimmed = goose_trim(whole);
    statement->sql = str_copy(arena, trimmed);
    if (trimmed.len == 0) return false;
    uint32_t start = (uint32_t)(trimmed.at - whole.at);
    cut_pieces(text, arena, start, start + (uint32_t)trimmed.len, statement);
    statement->span = goose_source_span(source, statement, 0, (uint32_t)trimmed.len);
    statement->start_line = source_line_of(source, statement->span.start);
    statement->end_line = source_line_of(source, statement->span.end - 1);
    return true;
}

/* The piece that holds byte [sent] of the statement. */
static const struct piece *piece_at(const struct goose_statement *statement, uint32_t sent)
{
    size_t low = 0;
    size_t high = statement->piece_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (statement->pieces[middle].sent <= sent) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &statement->pieces[low];
}

struct span goose_source_span(const struct source *source, const struct goose_statement *statement,
                              uint32_t start, uint32_t end)
{
    if (statement->piece_count == 0) {
        return (struct span){source, statement->span.start, statement->span.start};
    }
    uint32_t len = (uint32_t)statement->sql.len;
    if (end > len) end = len;
    if (start > end) start = end;
    const struct piece *first = piece_at(statement, start);
    uint32_t from = first->expanded ? first->source : first->source + (start - first->sent);
    if (start == end) {
        bool behind = first->expanded && start >= first->sent + first->len;
        if (behind) from = first->source + first->source_len;
        return (struct span){source, from, from};
    }
    const struct piece *last = piece_at(statement, end - 1);
    uint32_t to =
        last->expanded ? last->source + last->source_len : last->source + (end - last->sent);
    return (struct span){source, from, to};
}
