#include "lint/irreversible.h"

#include "base/vec.h"
#include "schema/lex.h"

#include <string.h>

/* The words of a stretch of comments, sentence by sentence. */
struct word {
    struct str text; /* lower case */
    uint32_t at;     /* byte of the file */
    uint32_t sentence;
};

struct prose {
    struct arena *arena;
    VEC(struct word) words;
    uint32_t sentence;
};

/* A migration explains itself in a few lines; a dump's thousands of comments are not looked at. */
enum { MOST_WORDS = 4096 };

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '\'' || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

/* Lower case, a typographic apostrophe as the plain one. */
static struct str plain_word(struct arena *arena, struct str word)
{
    struct str lower = str_lower(arena, word);
    size_t quote = str_find(lower, STR("\xE2\x80\x99"), 0);
    if (quote == SIZE_MAX) return lower;
    return str_format(arena, STR_FMT "'" STR_FMT, STR_ARG(str_slice(lower, 0, quote)),
                      STR_ARG(str_slice(lower, quote + 3, lower.len)));
}

static void add_words(struct prose *prose, struct str text, uint32_t start, uint32_t end)
{
    uint32_t at = start;
    while (at < end && prose->words.len < MOST_WORDS) {
        char c = text.at[at];
        uint32_t first = at;
        while (at < end && is_word_byte(text.at[at])) at++;
        if (at == first) {
            if (strchr(".!?;", c) != NULL && c != '\0') prose->sentence++;
            at++;
            continue;
        }
        struct str word = str_slice(text, first, at);
        while (word.len > 0 && word.at[0] == '-') word = str_slice(word, 1, word.len);
        if (word.len == 0) continue;
        VEC_PUSH(prose->arena, &prose->words,
                 (struct word){plain_word(prose->arena, word), first, prose->sentence});
    }
}

/* The comments between two bytes; code between two comments ends a sentence. */
static struct prose read_comments(struct arena *arena, struct str text, uint32_t start,
                                  uint32_t end)
{
    struct prose prose = {.arena = arena};
    struct lexer lexer = {.text = str_slice(text, 0, end), .at = start};
    while (prose.words.len < MOST_WORDS) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) break;
        if (token.kind != TOKEN_LINE_COMMENT && token.kind != TOKEN_BLOCK_COMMENT) {
            prose.sentence++;
            continue;
        }
        struct str comment = str_slice(text, token.start, token.end);
        if (str_find(comment, STR("+goose"), 0) != SIZE_MAX) prose.sentence++;
        add_words(&prose, text, token.start + 2, token.end);
    }
    return prose;
}

/* -- phrases ----------------------------------------------------------------------------------- */

/* How many words from [at] on the phrase takes; 0 when it does not stand there. */
static size_t phrase_at(const struct prose *prose, size_t at, const char *phrase)
{
    size_t count = 0;
    struct str rest = str_from(phrase);
    while (rest.len > 0) {
        size_t end = str_find(rest, STR(" "), 0);
        struct str word = str_slice(rest, 0, end == SIZE_MAX ? rest.len : end);
        rest = str_slice(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
        if (at + count >= prose->words.len) return 0;
        const struct word *found = &prose->words.at[at + count];
        if (found->sentence != prose->words.at[at].sentence || !str_equal(found->text, word)) {
            return 0;
        }
        count++;
    }
    return count;
}

static size_t any_phrase_at(const struct prose *prose, size_t at, const char *const *phrases)
{
    if (at >= prose->words.len) return 0;
    const char first = prose->words.at[at].text.at[0];
    for (; *phrases != NULL; phrases++) {
        if ((*phrases)[0] != first) continue;
        size_t count = phrase_at(prose, at, *phrases);
        if (count > 0) return count;
    }
    return 0;
}

static const char *const flat_words[] = {"irreversible",
                                         "irreversibly",
                                         "non-reversible",
                                         "nonreversible",
                                         "unreversible",
                                         "not revertible",
                                         "not reversible",
                                         "not revertable",
                                         "no way back",
                                         "no going back",
                                         "no rollback",
                                         "no roll back",
                                         "point of no return",
                                         "forward-only",
                                         "one-way migration",
                                         "no downgrade",
                                         NULL};

static const char *const cannot_words[] = {
    "cannot",    "can't",         "can not",         "could not",
    "couldn't",  "impossible to", "not possible to", "not be possible to",
    "no way to", "unable to",     "must not",        "should not",
    NULL};

static const char *const adverbs[] = {
    "be", "safely", "easily", "automatically", "simply", "really", "fully", "cleanly", "we", NULL};

static const char *const undo_words[] = {"rolled back", "roll back", "rollback",   "rolled-back",
                                         "undone",      "undo",      "reversed",   "reverse",
                                         "reverted",    "revert",    "downgraded", NULL};

/* What plainly explains an empty Down, but in other places tells of a detail. */
static const char *const restore_words[] = {
    "restored",  "restore",       "recovered",   "recover", "removed", "remove", "recreate",
    "recreated", "reconstructed", "reconstruct", "dropped", "drop",    NULL};

static const char *const on_purpose[] = {"intentional no-op",
                                         "intentionally a no-op",
                                         "intentionally empty",
                                         "intentionally left empty",
                                         "deliberately empty",
                                         "deliberately left empty",
                                         "empty on purpose",
                                         "nothing on purpose",
                                         "no-op",
                                         "noop",
                                         "omitted because",
                                         "no need to",
                                         "don't need to",
                                         "do not revert",
                                         "don't revert",
                                         NULL};

static const char *const denials[] = {
    "gander", "not",    "isn't", "never",  "avoid",   "avoids",    "avoiding", "if",
    "unless", "would",  "may",   "might",  "without", "otherwise", "prevent",  "prevents",
    "wasn't", "aren't", "until", "before", "when",    NULL};

/* Something earlier in the sentence takes the phrase back or makes it a condition; or it is the
 * mark, quoted in prose. */
static bool is_denied(const struct prose *prose, size_t at)
{
    for (size_t i = at; i > 0; i--) {
        if (prose->words.at[i - 1].sentence != prose->words.at[at].sentence) break;
        if (any_phrase_at(prose, i - 1, denials) > 0) return true;
    }
    return false;
}

static bool says_cannot(const struct prose *prose, size_t at, const char *const *verbs)
{
    size_t skip = any_phrase_at(prose, at, cannot_words);
    if (skip == 0) return false;
    for (size_t i = 0; i < 3; i++) skip += any_phrase_at(prose, at + skip, adverbs);
    return any_phrase_at(prose, at + skip, verbs) > 0;
}

static bool sentence_names_migration(const struct prose *prose, size_t at)
{
    for (size_t i = at; i > 0 && prose->words.at[i - 1].sentence == prose->words.at[at].sentence;
         i--) {
        if (str_equal(prose->words.at[i - 1].text, STR("migration"))) return true;
    }
    return phrase_at(prose, at, "irreversible migration") > 0;
}

/* How much a comment must say to be believed. */
enum belief {
    BELIEVE_PLAIN,  /* beside a Down that runs nothing */
    BELIEVE_STRONG, /* at the top of the file */
    BELIEVE_WHOLE,  /* beside a Down that does something: it must name the migration */
};

static bool says_so(const struct prose *prose, size_t at, enum belief belief)
{
    bool strong = any_phrase_at(prose, at, flat_words) > 0 || says_cannot(prose, at, undo_words);
    bool plain = belief == BELIEVE_PLAIN && (says_cannot(prose, at, restore_words) ||
                                             any_phrase_at(prose, at, on_purpose) > 0);
    if (!strong && !plain) return false;
    if (is_denied(prose, at)) return false;
    return belief != BELIEVE_WHOLE || sentence_names_migration(prose, at);
}

static struct span line_of_comment(const struct source *source, uint32_t at)
{
    struct span line = source_line_span(source, source_line_of(source, at));
    while (line.start < line.end && strchr(" \t", source->text.at[line.start]) != NULL) {
        line.start++;
    }
    return line;
}

static struct span find_prose(const struct source *source, uint32_t start, uint32_t end,
                              enum belief belief)
{
    struct arena scratch;
    arena_init(&scratch);
    struct span found = {0};
    struct prose prose = read_comments(&scratch, source->text, start, end);
    for (size_t i = 0; i < prose.words.len; i++) {
        if (!says_so(&prose, i, belief)) continue;
        found = line_of_comment(source, prose.words.at[i].at);
        break;
    }
    arena_release(&scratch);
    return found;
}

/* -- `gander:irreversible` --------------------------------------------------------------------- */

static struct span find_mark(const struct suppressions *all)
{
    for (size_t i = 0; i < all->len; i++) {
        if (all->at[i].verb == SUPPRESSION_IRREVERSIBLE) return all->at[i].comment;
    }
    return (struct span){0};
}

/* -- a Down that only raises ------------------------------------------------------------------- */

static bool only_raises(const struct change *change)
{
    if (change->kind != CHANGE_DO) return false;
    struct str body = change->function.body;
    struct lexer lexer = {.text = body};
    struct token token = lex_next_code(&lexer);
    if (!token_is(body, token, "begin")) return false;
    if (!token_is(body, lex_next_code(&lexer), "raise")) return false;
    token = lex_next_code(&lexer);
    return token.kind == TOKEN_STRING || token_is(body, token, "exception");
}

static struct span find_raise(const struct migration_file *file)
{
    struct span found = {0};
    for (size_t i = 0; i < file->statement_count[DIRECTION_DOWN]; i++) {
        const struct statement *statement = &file->statements[DIRECTION_DOWN][i];
        for (size_t s = 0; s < statement->parse.statement_count; s++) {
            const struct sql_statement *sql = &statement->parse.statements[s];
            if (found.source != NULL || sql->change_count == 0 || !only_raises(&sql->changes[0])) {
                return (struct span){0};
            }
            found = goose_source_span(file->source, statement->sent, sql->at.start, sql->at.end);
        }
    }
    return found;
}

/* -- the whole file ---------------------------------------------------------------------------- */

/* Nothing, or `SELECT 'down SQL query';`. */
static bool down_runs_nothing(const struct migration_file *file)
{
    for (size_t i = 0; i < file->statement_count[DIRECTION_DOWN]; i++) {
        const struct sql_parse *parse = &file->statements[DIRECTION_DOWN][i].parse;
        if (!parse->parsed) return false;
        for (size_t s = 0; s < parse->statement_count; s++) {
            for (size_t c = 0; c < parse->statements[s].change_count; c++) {
                const struct change *change = &parse->statements[s].changes[c];
                if (change->kind != CHANGE_SELECT || !change->data.only_constants) return false;
            }
        }
    }
    return true;
}

static uint32_t end_of_up(const struct migration_file *file)
{
    const struct goose_section *up = &file->goose->up;
    if (up->statement_count == 0) return up->body.start;
    return up->statements[up->statement_count - 1].span.end;
}

struct span find_irreversible(const struct migration_file *file)
{
    const struct goose_file *goose = file->goose;
    struct span found = find_mark(file->suppressions);
    if (found.source == NULL && goose->header_span.source != NULL) {
        found = find_prose(file->source, goose->header_span.start, goose->header_span.end,
                           BELIEVE_STRONG);
    }
    if (found.source == NULL && goose->down.body.source != NULL) {
        found = find_prose(file->source, goose->down.body.start, goose->down.body.end,
                           down_runs_nothing(file) ? BELIEVE_PLAIN : BELIEVE_WHOLE);
    }
    if (found.source == NULL && !goose->down.present && goose->up.body.source != NULL) {
        found = find_prose(file->source, end_of_up(file), goose->up.body.end, BELIEVE_PLAIN);
    }
    return found.source != NULL ? found : find_raise(file);
}
