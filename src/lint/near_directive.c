#include "lint/near_directive.h"

#include "base/vec.h"
#include "lint/code.h"
#include "lint/near_fold.h"

#include <string.h>

/* -- matching ---------------------------------------------------------------------------------- */

enum { NAME_COUNT = 7 };

/* In the order of enum directive_kind, letters only. */
static const struct str bare_names[NAME_COUNT] = {
    STR_INIT("up"),           STR_INIT("down"),          STR_INIT("statementbegin"),
    STR_INIT("statementend"), STR_INIT("notransaction"), STR_INIT("envsubon"),
    STR_INIT("envsuboff")};

static struct str letters_only(struct str name, char *buffer, size_t size)
{
    size_t len = 0;
    for (size_t i = 0; i < name.len && len < size; i++) {
        char c = name.at[i];
        if (c != ' ' && c != '\t' && c != '_' && c != '-') buffer[len++] = c;
    }
    return (struct str){buffer, len};
}

static enum directive_kind exact_directive(struct str written)
{
    char buffer[LONGEST_COMMENT];
    struct str letters = letters_only(written, buffer, sizeof buffer);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (str_equal(letters, bare_names[i])) return (enum directive_kind)i;
    }
    return DIRECTIVE_INVALID;
}

/* What stands where in `  + goose : Down ;`. */
struct shape {
    char mark; /* what leads: `-`, `#`, `/`; NUL: nothing */
    char sign; /* `+`, `@`, `!`; NUL: nothing */
    bool gap;  /* blanks between sign and word */
    bool colon;
    struct str word;
    struct str name;
};

static struct str skip_any(struct str text, const char *characters)
{
    while (text.len > 0 && strchr(characters, text.at[0]) != NULL && text.at[0] != '\0')
        text = str_slice(text, 1, text.len);
    return text;
}

static struct shape read_shape(struct str text)
{
    struct shape shape = {0};
    text = str_trim(text);
    while (text.len > 0 && strchr("-;/*. ", text.at[text.len - 1]) != NULL) text.len--;
    if (text.len > 0 && strchr("-#/", text.at[0]) != NULL) shape.mark = text.at[0];
    text = skip_any(text, "-#/* ");
    if (text.len > 0 && strchr("+@!", text.at[0]) != NULL) {
        shape.sign = text.at[0];
        text = str_slice(text, 1, text.len);
        shape.gap = text.len > 0 && text.at[0] == ' ';
        text = skip_any(text, " ");
    }
    size_t end = 0;
    while (end < text.len && text.at[end] >= 'a' && text.at[end] <= 'z') end++;
    if (str_starts_with(text, STR("goose"))) end = 5; /* `gooseDown` too */
    shape.word = str_slice(text, 0, end);
    struct str rest = skip_any(str_slice(text, end, text.len), " ");
    shape.colon = rest.len > 0 && rest.at[0] == ':';
    shape.name = skip_any(rest, ":= ");
    return shape;
}

static bool is_other_tool(const struct shape *shape)
{
    return str_equal(shape->word, STR("migrate")) || str_equal(shape->word, STR("migration"));
}

static enum directive_kind match(const struct shape *shape)
{
    if (is_other_tool(shape)) {
        if (shape->sign == '\0' && !shape->colon) return DIRECTIVE_INVALID;
    } else if (!str_equal(shape->word, STR("goose"))) {
        return DIRECTIVE_INVALID;
    }
    return exact_directive(shape->name);
}

/* -- why goose does not see it ----------------------------------------------------------------- */

static struct str word_fault(struct arena *arena, const struct folded *folded,
                             const struct shape *shape)
{
    if (is_other_tool(shape)) return STR("this is another tool's directive");
    if (folded->look_alike != 0)
        return str_format(arena, "U+%04X only looks like an ASCII character", folded->look_alike);
    if (shape->sign == '\0') return STR("the `+` before `goose` is missing");
    if (shape->sign != '+') return str_format(arena, "`%c` stands for the `+`", shape->sign);
    if (shape->gap) return STR("a blank stands between `+` and `goose`");
    if (folded->invisible != 0)
        return str_format(arena, "U+%04X, which draws nothing, is in it", folded->invisible);
    return STR("goose wants `+goose` in lower case");
}

static struct str mark_fault(struct arena *arena, const struct folded *folded,
                             const struct shape *shape)
{
    if (folded->invisible != 0)
        return str_format(arena, "U+%04X, which draws nothing, stands before `--`",
                          folded->invisible);
    if (folded->dash != 0)
        return str_format(arena, "U+%04X is a dash, but not the `-` of a comment", folded->dash);
    if (shape->mark == '\0') return STR("the `--` is missing");
    return STR("a comment starts with `--`");
}

/* -- finding ----------------------------------------------------------------------------------- */

struct search {
    struct arena *arena;
    VEC(struct near_directive) found;
};

static bool looks_exact(const struct folded *folded, const struct shape *shape)
{
    return str_equal(shape->word, STR("goose")) && shape->sign == '+' && !shape->gap &&
           folded->look_alike == 0 && folded->invisible == 0;
}

/* A comment: [inside] is what stands between its marks. */
static void look_at_comment(struct search *search, struct span span, struct str inside,
                            bool own_line)
{
    struct folded folded = {0};
    if (!near_fold(&folded, inside)) return;
    struct shape shape = read_shape((struct str){folded.text, folded.len});
    enum directive_kind kind = match(&shape);
    if (kind == DIRECTIVE_INVALID) return;
    bool is_block = span_text(span).at[0] == '/';
    bool displaced = is_block || !own_line;
    if (displaced && shape.sign == '\0') return; /* `x; -- goose up` is a remark */
    struct near_directive near = {.kind = kind, .span = span, .own_line = own_line};
    if (displaced && looks_exact(&folded, &shape))
        near.fault = is_block ? STR("goose reads directives in `--` lines only")
                              : STR("goose reads a directive only at the start of a line");
    else
        near.fault = word_fault(search->arena, &folded, &shape);
    VEC_PUSH(search->arena, &search->found, near);
}

/* A line whose first token is no comment; true when it is a near directive. */
static bool look_at_line(struct search *search, struct span line)
{
    struct folded folded = {0};
    if (!near_fold(&folded, span_text(line))) return false;
    struct shape shape = read_shape((struct str){folded.text, folded.len});
    if (shape.mark == '\0' && shape.sign == '\0') return false;
    enum directive_kind kind = match(&shape);
    if (kind == DIRECTIVE_INVALID) return false;
    struct near_directive near = {.kind = kind, .span = line, .is_sql = true, .own_line = true};
    near.fault = mark_fault(search->arena, &folded, &shape);
    VEC_PUSH(search->arena, &search->found, near);
    return true;
}

static struct span trimmed(struct span span)
{
    struct str text = span_text(span);
    struct str inner = str_trim(text);
    uint32_t start = inner.len == 0 ? span.start : span.start + (uint32_t)(inner.at - text.at);
    return (struct span){span.source, start, start + (uint32_t)inner.len};
}

static struct str comment_inside(struct str text, const struct token *token)
{
    struct str inside = str_slice(text, token->start + 2, token->end);
    if (token->kind == TOKEN_BLOCK_COMMENT && str_ends_with(inside, STR("*/"))) inside.len -= 2;
    return inside;
}

/* A sign, or a character that only looks like one; a plain word begins a statement. */
static bool may_begin_directive(struct str text, const struct token *token)
{
    if (token->kind == TOKEN_OPERATOR || token->kind == TOKEN_OTHER) return true;
    return token->kind == TOKEN_WORD && (unsigned char)text.at[token->start] >= 0x80;
}

/* The line that holds [offset], looking on from [line]. */
static uint32_t line_onward(const struct source *source, uint32_t line, uint32_t offset)
{
    while (line < source->line_count && source->line_starts[line] <= offset) line++;
    return line;
}

/* [name] begins at [at], whatever stands before and between its letters. */
static bool may_begin_with(struct str text, size_t at, struct str name)
{
    const struct str between = STR(" \t:=_-");
    for (size_t letter = 0; letter < name.len; at++) {
        if (at >= text.len) return false;
        if (memchr(between.at, text.at[at], between.len) != NULL) continue;
        if ((text.at[at] | 0x20) != name.at[letter++]) return false;
    }
    return true;
}

static bool may_be_named(struct str text, size_t at)
{
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if (may_begin_with(text, at, bare_names[i])) return true;
    }
    return false;
}

/* The first directive that ends behind [at], looking on from [next]. */
static size_t directive_onward(const struct goose_file *goose, size_t next, size_t at)
{
    while (next < goose->directive_count && goose->directives[next].span.end <= at) next++;
    return next;
}

/* Outside of directives, the name of one behind [stem], which has an ending of one of these
 * lengths. */
static bool may_hold_word(struct str text, const struct goose_file *goose, struct str stem,
                          size_t shorter, size_t longer)
{
    size_t next = 0;
    for (size_t at = 0;; at++) {
        at = str_find_ignoring_case(text, stem, at);
        if (at == SIZE_MAX) return false;
        next = directive_onward(goose, next, at);
        if (next < goose->directive_count && goose->directives[next].span.start <= at) continue;
        size_t end = at + stem.len;
        if (may_be_named(text, end + shorter) || may_be_named(text, end + longer)) return true;
    }
}

/* Whether anything in the text can be one: a letter outside ASCII, or a word and a name. Most
 * headers say `Migration:` and no more. */
static bool may_hold_directive(struct str text, const struct goose_file *goose)
{
    return str_ascii_length(text) < text.len || may_hold_word(text, goose, STR("goose"), 0, 0) ||
           may_hold_word(text, goose, STR("migrat"), strlen("e"), strlen("ion"));
}

const struct near_directive *near_directives(struct arena *arena, const struct source *source,
                                             const struct goose_file *goose, size_t *count)
{
    struct search search = {.arena = arena};
    *count = 0;
    if (!may_hold_directive(source->text, goose)) return NULL;
    struct lexer lexer = {.text = code_text(arena, source, goose)};
    uint32_t line = 0;      /* where the token before ends */
    uint32_t done_line = 0; /* taken whole */
    for (;;) {
        struct token token = lex_next(&lexer);
        if (token.kind == TOKEN_END) break;
        uint32_t token_line = line_onward(source, line, token.start);
        bool first = token_line != line;
        line = line_onward(source, token_line, token.end - 1);
        if (token_line == done_line) continue;
        struct span span = {source, token.start, token.end};
        if (token.kind == TOKEN_LINE_COMMENT || token.kind == TOKEN_BLOCK_COMMENT) {
            look_at_comment(&search, trimmed(span), comment_inside(lexer.text, &token), first);
        } else if (first && may_begin_directive(lexer.text, &token)) {
            if (look_at_line(&search, trimmed(source_line_span(source, token_line))))
                done_line = token_line;
        }
    }
    *count = search.found.len;
    return search.found.at;
}
