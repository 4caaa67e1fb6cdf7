#include "goose/header.h"

#include "base/vec.h"
#include "goose/directive.h"
#include "goose/lines.h"

enum { LONGEST_NAME = 40, MOST_WORDS = 3, CONTINUATION_INDENT = 2, MOST_FIELDS = 256 };

/* The words of a comment line. */
struct remark {
    struct str text;   /* trimmed; empty: the comment is */
    uint32_t indent;   /* blanks before it, behind the comment's mark */
    struct span whole; /* the line, trimmed */
};

enum line_kind { LINE_BLANK, LINE_COMMENT, LINE_SQL };

struct header_reader {
    struct arena *arena;
    const struct scan *scan;
    unsigned comment_depth; /* of block comments, which nest in PostgreSQL */
    bool sql_follows;       /* on the line at hand, behind a block comment */
    VEC(struct header_field) fields;
    VEC(struct str) values; /* of the last field: its own and continuation lines */
    bool continues;         /* the line before was that field or a continuation */
    uint32_t indent;        /* of that field */
};

/* -- what a line is ---------------------------------------------------------------------------- */

static struct remark remark_of(struct str text, size_t mark, size_t end, struct span whole)
{
    size_t at = mark;
    while (at < end && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
    return (struct remark){goose_trim(str_slice(text, at, end)), (uint32_t)(at - mark), whole};
}

/* Where the block comment that is open at [at] ends, or the end of the text. */
static size_t block_comment_end(struct header_reader *reader, struct str text, size_t at)
{
    while (at < text.len && reader->comment_depth != 0) {
        struct str rest = str_slice(text, at, text.len);
        if (str_starts_with(rest, STR("*/"))) {
            reader->comment_depth--;
            at += 2;
        } else if (str_starts_with(rest, STR("/*"))) {
            reader->comment_depth++;
            at += 2;
        } else {
            at++;
        }
    }
    return at;
}

/* A line of a block comment, with or without a leading star. */
static enum line_kind read_block_comment(struct header_reader *reader, struct span whole,
                                         struct remark *remark)
{
    struct str text = span_text(whole);
    size_t mark = 0;
    if (reader->comment_depth == 0) {
        reader->comment_depth = 1;
        mark = 2;
    }
    size_t end = block_comment_end(reader, text, mark);
    bool closed = reader->comment_depth == 0;
    struct str behind = goose_trim(str_slice(text, end, text.len));
    reader->sql_follows = behind.len != 0 && !str_starts_with(behind, STR("--"));
    if (closed) end -= 2;
    while (mark < end && text.at[mark] == '*') mark++;
    *remark = remark_of(text, mark, end, whole);
    return LINE_COMMENT;
}

static enum line_kind read_line(struct header_reader *reader, const struct goose_line *line,
                                struct remark *remark)
{
    struct span whole = goose_scan_span(reader->scan, line);
    struct str text = span_text(whole);
    reader->sql_follows = false;
    if (text.len == 0) return LINE_BLANK;
    if (reader->comment_depth != 0 || str_starts_with(text, STR("/*"))) {
        return read_block_comment(reader, whole, remark);
    }
    if (!str_starts_with(text, STR("--"))) return LINE_SQL;
    size_t mark = 0;
    while (mark < text.len && text.at[mark] == '-') mark++;
    *remark = remark_of(text, mark, text.len, whole);
    return LINE_COMMENT;
}

/* -- fields ------------------------------------------------------------------------------------ */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool belongs_to_name(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == ' ' || c == '_' || c == '-' || c == '/' ||
           c == '#';
}

static size_t count_words(struct str name)
{
    size_t words = 1;
    for (size_t i = 1; i < name.len; i++) {
        if (name.at[i] == ' ' && name.at[i - 1] != ' ') words++;
    }
    return words;
}

/* Offset of the colon that ends a field's name, SIZE_MAX when the text is no field: prose, a URL,
 * a cast or an assignment in commented-out code. */
static size_t find_colon(struct str text)
{
    size_t colon = str_find(str_slice(text, 0, LONGEST_NAME + 8), STR(":"), 0);
    if (colon == SIZE_MAX || !is_letter(text.at[0])) return SIZE_MAX;
    struct str name = goose_trim(str_slice(text, 0, colon));
    for (size_t i = 0; i < name.len; i++) {
        if (!belongs_to_name(name.at[i])) return SIZE_MAX;
    }
    struct str behind = str_slice(text, colon + 1, text.len);
    bool is_code = str_starts_with(behind, STR(":")) || str_starts_with(behind, STR("=")) ||
                   str_starts_with(behind, STR("//"));
    /* `-- gander:ignore x` is a word to gander, not about the migration. */
    if (str_equal_ignoring_case(name, STR("gander"))) return SIZE_MAX;
    bool is_prose = name.len > LONGEST_NAME || count_words(name) > MOST_WORDS;
    return is_code || is_prose ? SIZE_MAX : colon;
}

/* Joins the lines of the last field's value. */
static void finish_field(struct header_reader *reader)
{
    reader->continues = false;
    if (reader->fields.len == 0 || reader->values.len < 2) return;
    struct header_field *field = &reader->fields.at[reader->fields.len - 1];
    field->value = str_join(reader->arena, reader->values.at, reader->values.len, STR(" "));
}

static void add_value(struct header_reader *reader, struct str value)
{
    if (value.len == 0) return;
    struct header_field *field = &reader->fields.at[reader->fields.len - 1];
    struct str text = reader->scan->source->text;
    uint32_t start = (uint32_t)(value.at - text.at);
    if (reader->values.len == 0) {
        field->value = value;
        field->value_span.start = start;
    }
    field->value_span.end = start + (uint32_t)value.len;
    VEC_PUSH(reader->arena, &reader->values, value);
}

static void add_field(struct header_reader *reader, struct remark remark, size_t colon)
{
    finish_field(reader);
    uint32_t end =
        (uint32_t)(remark.text.at - reader->scan->source->text.at) + (uint32_t)remark.text.len;
    struct header_field field = {.name = goose_trim(str_slice(remark.text, 0, colon)),
                                 .value = {"", 0},
                                 .span = remark.whole,
                                 .value_span = {remark.whole.source, end, end}};
    VEC_PUSH(reader->arena, &reader->fields, field);
    reader->values.len = 0;
    reader->continues = true;
    reader->indent = remark.indent;
    add_value(reader, goose_trim(str_slice(remark.text, colon + 1, remark.text.len)));
}

/* Where a continuation may stand only these begin a new field: a single word, or a capital. */
static bool looks_like_name(struct str name)
{
    return count_words(name) == 1 || (name.at[0] >= 'A' && name.at[0] <= 'Z');
}

static void take_remark(struct header_reader *reader, struct remark remark)
{
    size_t colon = remark.text.len == 0 ? SIZE_MAX : find_colon(remark.text);
    bool deeper = reader->continues && remark.text.len != 0 &&
                  remark.indent >= reader->indent + CONTINUATION_INDENT;
    bool begins = colon != SIZE_MAX &&
                  (!deeper || looks_like_name(goose_trim(str_slice(remark.text, 0, colon))));
    if (begins) {
        add_field(reader, remark, colon);
    } else if (deeper) {
        add_value(reader, remark.text);
    } else {
        finish_field(reader);
    }
}

/* -- from the top to the first SQL ------------------------------------------------------------- */

/* Returns where the search ended. */
static uint32_t read_lines(struct header_reader *reader)
{
    const struct scan *scan = reader->scan;
    size_t next = 0;
    bool up_passed = false;
    struct goose_line line = {0};
    while (goose_next_line(scan->source->text, &line)) {
        if (next < scan->directive_count && scan->directives[next].line == line.number) {
            enum directive_kind kind = scan->decoded[next++].guess;
            if (kind == DIRECTIVE_DOWN && up_passed) return line.start;
            up_passed = up_passed || kind == DIRECTIVE_UP;
            finish_field(reader);
            continue;
        }
        struct remark remark = {0};
        enum line_kind kind = read_line(reader, &line, &remark);
        if (kind == LINE_SQL) return line.start;
        if (kind == LINE_BLANK) finish_field(reader);
        if (kind == LINE_COMMENT) take_remark(reader, remark);
        if (reader->sql_follows || reader->fields.len == MOST_FIELDS) return line.next;
    }
    return (uint32_t)scan->source->text.len;
}

void goose_read_header(struct arena *arena, const struct scan *scan, struct goose_file *file)
{
    struct header_reader reader = {.arena = arena, .scan = scan};
    file->header_span = (struct span){scan->source, 0, read_lines(&reader)};
    finish_field(&reader);
    file->header = reader.fields.at;
    file->header_count = reader.fields.len;
}
