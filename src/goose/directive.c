#include "goose/directive.h"

#include "goose/guess.h"
#include "goose/lines.h"

#include <string.h>

static const struct str marker = STR_INIT("+goose");

const char *directive_name(enum directive_kind kind)
{
    switch (kind) {
    case DIRECTIVE_UP:
        return "Up";
    case DIRECTIVE_DOWN:
        return "Down";
    case DIRECTIVE_STATEMENT_BEGIN:
        return "StatementBegin";
    case DIRECTIVE_STATEMENT_END:
        return "StatementEnd";
    case DIRECTIVE_NO_TRANSACTION:
        return "NO TRANSACTION";
    case DIRECTIVE_ENVSUB_ON:
        return "ENVSUB ON";
    case DIRECTIVE_ENVSUB_OFF:
        return "ENVSUB OFF";
    case DIRECTIVE_INVALID:
        return "";
    }
    return "";
}

bool goose_is_directive(struct str line)
{
    return goose_is_comment(line) && str_find(line, marker, 0) != SIZE_MAX;
}

/* Go's strings.ReplaceAll(line, "--", ""). */
static struct str without_dashes(struct arena *scratch, struct str line)
{
    char *kept = arena_alloc(scratch, line.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.at[i] == '-' && i + 1 < line.len && line.at[i + 1] == '-') {
            i++;
        } else {
            kept[len++] = line.at[i];
        }
    }
    return (struct str){kept, len};
}

static struct str without_marker(struct arena *scratch, struct str s)
{
    size_t at = str_find(s, marker, 0);
    if (at == SIZE_MAX) return s; /* the dashes just removed may have torn it apart */
    char *kept = arena_alloc(scratch, s.len);
    memcpy(kept, s.at, at);
    memcpy(kept + at, s.at + at + marker.len, s.len - at - marker.len);
    return (struct str){kept, s.len - marker.len};
}

/* Go's strings.EqualFold against an ASCII name. Of the letters in goose's names only S has a fold
 * outside ASCII: U+017F, the long s. */
static bool equals_folded(struct str s, struct str name)
{
    size_t at = 0;
    for (size_t i = 0; i < name.len; i++) {
        bool is_s = name.at[i] == 's' || name.at[i] == 'S';
        if (is_s && str_starts_with(str_slice(s, at, s.len), STR("\xC5\xBF"))) {
            at += 2;
        } else if (at < s.len &&
                   str_equal_ignoring_case(str_slice(s, at, at + 1), str_slice(name, i, i + 1))) {
            at++;
        } else {
            return false;
        }
    }
    return at == s.len;
}

static enum directive_kind named(struct str name)
{
    for (enum directive_kind kind = DIRECTIVE_UP; kind < DIRECTIVE_INVALID; kind++) {
        if (equals_folded(name, str_from(directive_name(kind)))) return kind;
    }
    return DIRECTIVE_INVALID;
}

static struct decoded_directive refused(enum goose_error_kind error, enum directive_kind guess)
{
    return (struct decoded_directive){DIRECTIVE_INVALID, error, guess, false};
}

static struct decoded_directive decode(struct arena *scratch, struct str line)
{
    struct str rest = without_marker(scratch, without_dashes(scratch, line));
    if (str_find(rest, marker, 0) != SIZE_MAX) {
        return refused(GOOSE_DIRECTIVE_REPEATED, DIRECTIVE_INVALID);
    }
    struct str name = goose_trim(rest);
    if (name.len == 0) return refused(GOOSE_DIRECTIVE_EMPTY, DIRECTIVE_INVALID);
    enum directive_kind kind = named(name);
    if (kind == DIRECTIVE_INVALID) {
        return refused(GOOSE_DIRECTIVE_UNKNOWN, goose_guess_directive(name));
    }
    return (struct decoded_directive){.kind = kind, .guess = kind};
}

/* The kind of a line that is written as goose's manual writes it; INVALID: it is not. */
static enum directive_kind canonical_kind(struct str line)
{
    struct str prefix = STR("-- +goose ");
    if (!str_starts_with(line, prefix)) return DIRECTIVE_INVALID;
    struct str name = str_slice(line, prefix.len, line.len);
    for (enum directive_kind kind = DIRECTIVE_UP; kind < DIRECTIVE_INVALID; kind++) {
        if (str_equal(name, str_from(directive_name(kind)))) return kind;
    }
    return DIRECTIVE_INVALID;
}

struct decoded_directive goose_decode_directive(struct arena *scratch, struct str line)
{
    enum directive_kind canonical = canonical_kind(line);
    if (canonical != DIRECTIVE_INVALID) {
        return (struct decoded_directive){.kind = canonical, .guess = canonical, .canonical = true};
    }
    if (line.at[0] == ' ' || line.at[0] == '\t') {
        return refused(GOOSE_DIRECTIVE_INDENTED, decode(scratch, goose_trim(line)).guess);
    }
    return decode(scratch, line);
}
