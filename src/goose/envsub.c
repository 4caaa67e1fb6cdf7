#include "goose/envsub.h"

#include "base/letter.h"
#include "base/vec.h"
#include "base/width.h"
#include "goose/envsub_value.h"
#include "goose/lines.h"

/* More than this from one line is taken for a mistake; goose would run out of memory. */
enum { LARGEST_EXPANSION = 256 * 1024 * 1024 };

enum brace_operator {
    OPERATOR_WHEN_EMPTY, /* ${NAME:-word} */
    OPERATOR_WHEN_UNSET, /* ${NAME-word} */
    OPERATOR_REQUIRED,   /* ${NAME?word} */
};

/* An open `${NAME<operator>`, whose word is being read. */
struct open_brace {
    size_t dollar;      /* byte of the line */
    size_t sent;        /* length of the output before it */
    size_t expansion;   /* number in the list of expansions */
    bool writes_around; /* what surrounds it goes to the output */
};

struct expander {
    const struct envsub *envsub;
    struct str line;
    uint32_t start; /* byte of the source */
    size_t at;
    struct sent_text *out;
    bool writes; /* false inside a word that is not used */
    VEC(struct open_brace) open;
    struct envsub_error *error;
    bool failed;
};

static struct span span_here(const struct expander *x, size_t from, size_t to)
{
    if (to > x->line.len) to = x->line.len;
    return (struct span){x->envsub->source, x->start + (uint32_t)from, x->start + (uint32_t)to};
}

/* Keeps the first reason. Returns false, for `return refuse(...)`. */
static bool refuse(struct expander *x, size_t from, const char *reason)
{
    if (x->failed) return false;
    x->failed = true;
    x->error->span = span_here(x, from, x->at);
    x->error->message = str_format(x->envsub->arena, "%s: goose refuses the file", reason);
    return false;
}

static bool has(const struct expander *x, const char *text)
{
    return str_starts_with(str_slice(x->line, x->at, x->line.len), str_from(text));
}

/* code_point_at() with a short way for ASCII, which nearly all of it is. */
static struct code_point decode(const struct expander *x, size_t at)
{
    unsigned char byte = (unsigned char)x->line.at[at];
    if (byte < 0x80) return (struct code_point){byte, 1, true};
    return code_point_at(x->line, at);
}

static bool is_letter(uint32_t value)
{
    bool ascii = (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
    return ascii || (value >= 0x80 && code_point_is_letter(value));
}

static void skip_one(struct expander *x)
{
    if (x->at < x->line.len) x->at += decode(x, x->at).len;
}

/* -- what is written --------------------------------------------------------------------------- */

/* Line text from [from] to here, unchanged. */
static void write_text(struct expander *x, size_t from)
{
    struct str text = str_slice(x->line, from, x->at);
    if (!x->writes) return;
    if (x->open.len == 0) {
        sent_add_source(x->out, text, x->start + (uint32_t)from);
    } else {
        sent_add_bytes(x->out, text);
    }
}

/* The end of what replaces the text from [dollar] to here, of which the output begins at [sent]. */
static void close_replacement(struct expander *x, size_t dollar, size_t sent)
{
    if (x->open.len != 0) return; /* part of the outermost one */
    sent_close_expansion(x->out, sent, x->start + (uint32_t)dollar, (uint32_t)(x->at - dollar));
}

static void write_replacement(struct expander *x, size_t from, struct str text)
{
    size_t sent = x->out->len;
    if (x->writes) sent_add_bytes(x->out, text);
    close_replacement(x, from, sent);
}

static size_t record(struct expander *x, size_t dollar, struct str name, bool has_default,
                     bool known)
{
    if (x->envsub->expansions == NULL) return 0;
    struct expansion expansion = {span_here(x, dollar, x->at), name, has_default, known,
                                  x->envsub->direction};
    VEC_PUSH(x->envsub->arena, x->envsub->expansions, expansion);
    return x->envsub->expansions->len - 1;
}

/* -- $NAME, ${NAME...} ------------------------------------------------------------------------- */

static bool read_name(struct expander *x, size_t dollar, struct str *name)
{
    size_t from = x->at;
    if (from >= x->line.len || !is_letter(decode(x, from).value)) {
        skip_one(x);
        return refuse(
            x, dollar,
            "under ENVSUB ON a `$` must begin a variable, whose name starts with a letter");
    }
    while (x->at < x->line.len) {
        struct code_point c = decode(x, x->at);
        bool belongs =
            c.valid && (is_letter(c.value) || code_point_is_number(c.value) || c.value == '_');
        if (!belongs) break;
        x->at += c.len;
    }
    *name = str_slice(x->line, from, x->at);
    return true;
}

static void write_variable(struct expander *x, size_t dollar, struct str name)
{
    struct envsub_value value = envsub_value(x->envsub->environment, name);
    record(x, dollar, name, false, value.known);
    write_replacement(x, dollar, value.text);
}

/* A number of `${NAME:offset:length}`: up to [stops], or an invalid byte, where goose stops too. */
static bool read_number(struct expander *x, size_t dollar, const char *stops, int64_t *number)
{
    size_t from = x->at;
    while (x->at < x->line.len) {
        struct code_point c = decode(x, x->at);
        bool stop = c.value == 0xFFFD || c.value == (uint32_t)stops[0] ||
                    (stops[1] != '\0' && c.value == (uint32_t)stops[1]);
        if (stop) break;
        x->at += c.len;
    }
    if (envsub_number(goose_trim(str_slice(x->line, from, x->at)), number)) return true;
    return refuse(x, dollar, "behind `:` ENVSUB wants the offset of a substring, a number");
}

static bool expand_substring(struct expander *x, size_t dollar, struct str name)
{
    int64_t offset = 0;
    int64_t length = 0;
    bool has_length = false;
    if (!read_number(x, dollar, ":}", &offset)) return false;
    if (!has(x, "}")) {
        skip_one(x);
        has_length = true;
        if (!read_number(x, dollar, "}", &length)) return false;
    }
    if (!has(x, "}")) return refuse(x, dollar, "this `${` is not closed by `}` on its line");
    x->at++;
    struct envsub_value value = envsub_value(x->envsub->environment, name);
    record(x, dollar, name, false, value.known);
    write_replacement(x, dollar,
                      value.is_placeholder
                          ? value.text
                          : envsub_substring(value.text, offset, has_length, length));
    return true;
}

/* Opens `${NAME<operator>word}`: the word is read by expand_all(), written or not. */
static void open_word(struct expander *x, size_t dollar, struct str name, enum brace_operator op)
{
    struct envsub_value value = envsub_value(x->envsub->environment, name);
    size_t expansion = record(x, dollar, name, true, value.known);
    struct open_brace brace = {dollar, x->out->len, expansion, x->writes};
    bool uses_word = !value.known || (op == OPERATOR_WHEN_EMPTY && value.text.len == 0);
    if (op == OPERATOR_REQUIRED && uses_word) {
        if (x->writes && !value.is_placeholder) {
            refuse(x, dollar, "the variable is not set, and `?` requires it");
        }
        uses_word = false;
    }
    if (!uses_word && x->writes) sent_add_bytes(x->out, value.text);
    x->writes = x->writes && uses_word;
    VEC_PUSH(x->envsub->scratch, &x->open, brace);
}

static void close_word(struct expander *x)
{
    struct open_brace brace = x->open.at[--x->open.len];
    x->at++;
    x->writes = brace.writes_around;
    close_replacement(x, brace.dollar, brace.sent);
    if (x->envsub->expansions != NULL) {
        x->envsub->expansions->at[brace.expansion].span = span_here(x, brace.dollar, x->at);
    }
}

static bool expand_brace(struct expander *x, size_t dollar)
{
    struct str name = {0};
    x->at++;
    if (!read_name(x, dollar, &name)) return false;
    if (has(x, "}")) {
        x->at++;
        write_variable(x, dollar, name);
    } else if (has(x, ":-")) {
        x->at += 2;
        open_word(x, dollar, name, OPERATOR_WHEN_EMPTY);
    } else if (has(x, ":")) {
        x->at++;
        return expand_substring(x, dollar, name);
    } else if (has(x, "-")) {
        x->at++;
        open_word(x, dollar, name, OPERATOR_WHEN_UNSET);
    } else if (has(x, "?")) {
        x->at++;
        open_word(x, dollar, name, OPERATOR_REQUIRED);
    } else {
        skip_one(x);
        return refuse(x, dollar, "behind the name ENVSUB wants `}`, `:-`, `-`, `?` or `:`");
    }
    return true;
}

static bool expand_dollar(struct expander *x)
{
    size_t dollar = x->at++;
    if (has(x, "{")) return expand_brace(x, dollar);
    struct str name = {0};
    if (!read_name(x, dollar, &name)) return false;
    write_variable(x, dollar, name);
    return true;
}

/* -- text -------------------------------------------------------------------------------------- */

static void expand_escape(struct expander *x)
{
    size_t from = x->at;
    bool doubled = has(x, "$$");
    x->at += 2;
    write_replacement(x, from, STR("$"));
    if (doubled) record(x, from, (struct str){"", 0}, false, true);
}

/* Up to the next character that may mean something. An invalid byte becomes U+FFFD, as in Go. */
static void expand_text(struct expander *x)
{
    size_t from = x->at;
    struct code_point first = decode(x, from);
    x->at += first.len;
    if (!first.valid) {
        write_replacement(x, from, STR("\xEF\xBF\xBD"));
        return;
    }
    while (x->at < x->line.len) {
        char c = x->line.at[x->at];
        if (c == '$' || c == '\\' || (c == '}' && x->open.len != 0)) break;
        struct code_point next = decode(x, x->at);
        if (!next.valid) break;
        x->at += next.len;
    }
    write_text(x, from);
}

static bool expand_one(struct expander *x)
{
    if (x->open.len != 0 && has(x, "}")) {
        close_word(x);
    } else if (has(x, "\\\\") || has(x, "$(")) {
        x->at += 2;
        write_text(x, x->at - 2);
    } else if (has(x, "\\$") || has(x, "$$")) {
        expand_escape(x);
    } else if (has(x, "$") && x->at + 1 < x->line.len) {
        return expand_dollar(x);
    } else {
        expand_text(x);
    }
    return true;
}

static bool expand_all(struct expander *x)
{
    size_t before = x->out->len;
    while (x->at < x->line.len) {
        if (!expand_one(x)) return false;
        if (x->out->len - before > LARGEST_EXPANSION) {
            return refuse(x, 0, "this line expands to more text than any migration needs");
        }
    }
    if (x->open.len == 0) return !x->failed;
    return refuse(x, x->open.at[0].dollar, "this `${` is not closed by `}` on its line");
}

bool goose_expand(const struct envsub *envsub, struct str line, uint32_t start,
                  struct sent_text *out, struct envsub_error *error)
{
    struct expander x = {
        .envsub = envsub, .line = line, .start = start, .out = out, .writes = true, .error = error};
    struct sent_mark mark = sent_mark(out);
    if (expand_all(&x)) return true;
    sent_take_back(out, mark);
    return false;
}
