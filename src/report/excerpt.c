#include "report/excerpt.h"

#include "base/width.h"
#include "report/words.h"

static const struct str ellipsis = STR_INIT("...");

enum {
    TAB_CELLS = 4,
    NARROWEST = 24,   /* below this a cut line would show nothing */
    LONG_LINE = 4096, /* bytes from which on a line is not measured from its start */
};

static size_t cells_at(struct str line, size_t at, size_t cell, uint32_t *len)
{
    struct code_point point = code_point_at(line, at);
    *len = point.len;
    if (point.value == '\t') return TAB_CELLS - cell % TAB_CELLS;
    return visible_cells(str_slice(line, at, at + point.len));
}

/* Cells of the bytes [from, to), drawn from cell 0; stops once past [limit]. */
static size_t measure(struct str line, size_t from, size_t to, size_t limit)
{
    size_t cell = 0;
    for (size_t at = from; at < to && cell <= limit;) {
        uint32_t len;
        cell += cells_at(line, at, cell, &len);
        at += len;
    }
    return cell;
}

/* The first byte at which [columns] cells, drawn from byte [from], are full. */
static size_t fill(struct str line, size_t from, size_t columns)
{
    size_t cell = 0;
    size_t at = from;
    while (at < line.len) {
        uint32_t len;
        cell += cells_at(line, at, cell, &len);
        if (cell > columns) break;
        at += len;
    }
    return at;
}

/* Where a line is to begin so that something is seen of what stands before [start]. */
static size_t lead_in(size_t start, unsigned columns)
{
    size_t lead = columns / 4;
    return start > lead ? start - lead : 0;
}

struct excerpt excerpt_from(struct str line, size_t first, unsigned columns)
{
    if (columns < NARROWEST) columns = NARROWEST;
    while (first < line.len && code_point_goes_on(line.at[first])) first++;
    struct excerpt excerpt = {.line = line, .first = first < line.len ? first : line.len};
    size_t room = columns - (excerpt.first > 0 ? ellipsis.len : 0);
    excerpt.last = fill(line, excerpt.first, room);
    if (excerpt.last < line.len) excerpt.last = fill(line, excerpt.first, room - ellipsis.len);
    return excerpt;
}

struct excerpt excerpt_of(struct str line, size_t start, size_t end, unsigned columns)
{
    if (columns < NARROWEST) columns = NARROWEST;
    if (start > line.len) start = line.len;
    struct excerpt excerpt = {.line = line, .first = 0, .last = line.len};
    if (line.len < LONG_LINE) {
        if (measure(line, 0, line.len, columns) <= columns) return excerpt;
        if (measure(line, 0, end < line.len ? end : line.len, columns) + ellipsis.len <= columns) {
            excerpt.last = fill(line, 0, columns - ellipsis.len);
            return excerpt;
        }
    }
    return excerpt_from(line, lead_in(start, columns), columns);
}

void excerpt_write(FILE *out, const struct excerpt *excerpt)
{
    size_t cell = 0;
    if (excerpt->first > 0) fputs(ellipsis.at, out);
    for (size_t at = excerpt->first; at < excerpt->last;) {
        uint32_t len;
        size_t cells = cells_at(excerpt->line, at, cell, &len);
        if (excerpt->line.at[at] == '\t') {
            fprintf(out, "%*s", (int)cells, "");
        } else {
            write_visible(out, str_slice(excerpt->line, at, at + len));
        }
        cell += cells;
        at += len;
    }
    if (excerpt->last < excerpt->line.len) fputs(ellipsis.at, out);
}

size_t excerpt_cell(const struct excerpt *excerpt, size_t byte)
{
    size_t prefix = excerpt->first > 0 ? ellipsis.len : 0;
    if (byte > excerpt->last) byte = excerpt->last;
    return prefix + measure(excerpt->line, excerpt->first, byte, SIZE_MAX - 1);
}

bool excerpt_shows(const struct excerpt *excerpt, size_t byte)
{
    bool to_the_end = excerpt->last == excerpt->line.len;
    return byte >= excerpt->first && (byte < excerpt->last || to_the_end);
}
