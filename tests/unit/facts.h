/* Tables of measured facts, fixtures/facts/: tab-separated, one header line, no quoting. */
#ifndef GANDER_TESTS_FACTS_H
#define GANDER_TESTS_FACTS_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"
#include "source/source.h"

#include <stdio.h>

enum { FACT_COLUMNS = 16 };

struct fact_row {
    struct str cell[FACT_COLUMNS];
    size_t line;
};

struct fact_table {
    struct fact_row *at;
    size_t len, cap;
};

static struct fact_row fact_row(struct str line, size_t number)
{
    struct fact_row row = {.line = number};
    for (size_t column = 0, start = 0; column < FACT_COLUMNS && start <= line.len; column++) {
        size_t tab = str_find(line, STR("\t"), start);
        size_t end = tab == SIZE_MAX ? line.len : tab;
        row.cell[column] = str_slice(line, start, end);
        start = end + 1;
    }
    return row;
}

/* The rows behind the header; none when the file cannot be read. */
static inline struct fact_table fact_table(struct arena *arena, const char *name)
{
    struct fact_table table = {0};
    struct str text;
    struct error error;
    struct str path = str_format(arena, "%s/facts/%s.tsv", FIXTURES, name);
    if (!source_read_file(arena, path.at, &text, &error)) {
        fprintf(stderr, "%s\n", error.text);
        return table;
    }
    size_t number = 1;
    for (size_t start = str_find(text, STR("\n"), 0); start < text.len;) {
        size_t end = str_find(text, STR("\n"), start + 1);
        if (end == SIZE_MAX) end = text.len;
        number++;
        struct str line = str_slice(text, start + 1, end);
        if (line.len > 0) VEC_PUSH(arena, &table, fact_row(line, number));
        start = end;
    }
    return table;
}

#endif
