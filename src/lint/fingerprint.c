#include "lint/fingerprint.h"

#include "lint/rule.h"
#include "schema/lex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct str fingerprint_text(struct arena *arena, struct str sql)
{
    char *text = arena_alloc(arena, sql.len + 1);
    size_t len = 0;
    uint32_t previous_end = 0;
    struct lexer lexer = {.text = sql};
    struct token token;
    for (token = lex_next_code(&lexer); token.kind != TOKEN_END; token = lex_next_code(&lexer)) {
        if (len > 0 && token.start > previous_end) text[len++] = ' ';
        memcpy(text + len, sql.at + token.start, token.end - token.start);
        len += token.end - token.start;
        previous_end = token.end;
    }
    while (len > 0 && (text[len - 1] == ';' || text[len - 1] == ' ')) len--;
    return (struct str){text, len};
}

const char *finding_place_name(enum finding_place place)
{
    switch (place) {
    case PLACE_UP:
        return "up";
    case PLACE_DOWN:
        return "down";
    case PLACE_FILE:
        return "file";
    }
    return "file";
}

static const struct statement *statement_of(const struct diagnostic *finding)
{
    if (finding->place == PLACE_FILE || finding->file == NULL || finding->statement == 0) {
        return NULL;
    }
    enum direction direction = finding->place == PLACE_UP ? DIRECTION_UP : DIRECTION_DOWN;
    if (finding->statement > finding->file->statement_count[direction]) return NULL;
    return &finding->file->statements[direction][finding->statement - 1];
}

static struct str sent_slice(const struct statement *statement, struct range at)
{
    return str_slice(statement->sent->sql, at.start, at.end);
}

/* The text of the PostgreSQL statement the finding starts in; of the whole sent string when it
 * does not parse. Inside a block that sends many statements, an edit of one leaves the others'
 * fingerprints alone. */
static struct str sql_around(const struct diagnostic *finding, const struct statement *statement)
{
    const struct sql_parse *parse = &statement->parse;
    if (!parse->parsed || parse->statement_count == 0) return statement->sent->sql;
    if (parse->statement_count == 1) return sent_slice(statement, parse->statements[0].at);

    struct span primary = finding->label_count > 0 ? finding->labels[0].span : (struct span){0};
    size_t low = 0;
    size_t high = parse->statement_count;
    while (high - low > 1) { /* the last statement that starts at or before the finding */
        size_t middle = low + (high - low) / 2;
        struct range at = parse->statements[middle].at;
        struct span span =
            goose_source_span(primary.source, statement->sent, at.start, at.start + 1);
        if (span.start <= primary.start) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return sent_slice(statement, parse->statements[low].at);
}

/* Findings of one statement follow each other: its text is made once. */
struct text_cache {
    const char *sql_at;
    struct str text;
};

static struct str statement_text(struct arena *arena, const struct diagnostic *finding,
                                 struct text_cache *cache)
{
    const struct statement *statement = statement_of(finding);
    if (statement == NULL) return STR("");
    struct str sql = sql_around(finding, statement);
    if (cache->sql_at != sql.at) {
        cache->text = fingerprint_text(arena, sql);
        cache->sql_at = sql.at;
    }
    return cache->text;
}

/* A finding by its first five fields, and where it stands in the list. */
struct keyed {
    char key[DIGEST_128_HEX + 1];
    size_t position;
};

static int compare_keyed(const void *left, const void *right)
{
    const struct keyed *a = left;
    const struct keyed *b = right;
    int order = memcmp(a->key, b->key, DIGEST_128_HEX);
    if (order != 0) return order;
    return a->position < b->position ? -1 : a->position > b->position;
}

static size_t *occurrences(struct arena *arena, struct keyed *keyed, size_t count)
{
    size_t *numbers = arena_array(arena, count, sizeof *numbers);
    if (count > 0) qsort(keyed, count, sizeof *keyed, compare_keyed);
    size_t number = 0;
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && memcmp(keyed[i].key, keyed[i - 1].key, DIGEST_128_HEX) == 0;
        number = same ? number + 1 : 1;
        numbers[keyed[i].position] = number;
    }
    return numbers;
}

enum { FIELDS = 6 };

static void fill_fields(struct str *fields, const struct diagnostic *finding, struct str text)
{
    fields[0] = str_from(finding->rule->id);
    fields[1] = finding->path;
    fields[2] = str_from(finding_place_name(finding->place));
    fields[3] = finding->place == PLACE_FILE ? STR("") : finding->object;
    fields[4] = text;
}

static const struct fingerprint *
known_fingerprints(struct arena *arena, const struct diagnostic *const *diagnostics, size_t count)
{
    struct fingerprint *result = arena_array(arena, count, sizeof *result);
    for (size_t i = 0; i < count; i++) {
        if (diagnostics[i]->fingerprint == NULL) return NULL;
        memcpy(result[i].hex, diagnostics[i]->fingerprint, DIGEST_128_HEX);
    }
    return result;
}

void fingerprint_findings(struct arena *arena, struct diagnostic_list *list, size_t from)
{
    struct diagnostic_list part = {.at = list->at + from, .len = list->len - from};
    if (part.len == 0) return;
    diagnostics_sort(&part);
    const struct fingerprint *prints =
        fingerprints(arena, (const struct diagnostic *const *)part.at, part.len);
    for (size_t i = 0; i < part.len; i++) part.at[i]->fingerprint = prints[i].hex;
}

const struct fingerprint *fingerprints(struct arena *arena,
                                       const struct diagnostic *const *diagnostics, size_t count)
{
    const struct fingerprint *known = known_fingerprints(arena, diagnostics, count);
    if (known != NULL) return known;
    struct fingerprint *result = arena_array(arena, count, sizeof *result);
    struct keyed *keyed = arena_array(arena, count, sizeof *keyed);
    struct str *texts = arena_array(arena, count, sizeof *texts);
    struct text_cache cache = {0};
    struct str fields[FIELDS];
    for (size_t i = 0; i < count; i++) {
        texts[i] = statement_text(arena, diagnostics[i], &cache);
        fill_fields(fields, diagnostics[i], texts[i]);
        digest_128_hex_of_parts(fields, FIELDS - 1, keyed[i].key);
        keyed[i].position = i;
    }
    const size_t *numbers = occurrences(arena, keyed, count);
    for (size_t i = 0; i < count; i++) {
        char number[24];
        int len = snprintf(number, sizeof number, "%zu", numbers[i]);
        fill_fields(fields, diagnostics[i], texts[i]);
        fields[FIELDS - 1] = (struct str){number, (size_t)len};
        digest_128_hex_of_parts(fields, FIELDS, result[i].hex);
    }
    return result;
}
