#include "lint/suppression_parse.h"

#include "base/nearest.h"
#include "base/vec.h"
#include "lint/rule.h"

#include <string.h>

static const struct str verbs[] = {
    [SUPPRESSION_IGNORE] = STR_INIT("ignore"),
    [SUPPRESSION_IGNORE_FILE] = STR_INIT("ignore-file"),
    [SUPPRESSION_DISABLE] = STR_INIT("disable"),
    [SUPPRESSION_ENABLE] = STR_INIT("enable"),
    [SUPPRESSION_IRREVERSIBLE] = STR_INIT("irreversible"),
};

enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

/* Where reading stands, in bytes of the file. */
struct reader {
    struct arena *arena;
    const struct house_rules *house;
    struct suppressions *into;
    struct str text; /* of the file */
    struct span comment;
    uint32_t at;
    uint32_t end;
};

void suppression_mistake(struct arena *arena, struct suppressions *into,
                         struct suppression_mistake mistake)
{
    into->mistakes = vec_grow(arena, into->mistakes, into->mistake_count, &into->mistake_cap,
                              sizeof *into->mistakes);
    into->mistakes[into->mistake_count++] = mistake;
}

static struct span reader_span(const struct reader *reader, uint32_t start, uint32_t end)
{
    return (struct span){reader->comment.source, start, end};
}

static struct str rest_of(const struct reader *reader)
{
    return str_slice(reader->text, reader->at, reader->end);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static void skip_blanks(struct reader *reader)
{
    while (reader->at < reader->end && is_blank(reader->text.at[reader->at])) reader->at++;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

static struct str take_word(struct reader *reader)
{
    uint32_t start = reader->at;
    while (reader->at < reader->end && is_word_byte(reader->text.at[reader->at])) reader->at++;
    return str_slice(reader->text, start, reader->at);
}

/* Without an end mark that a block comment has. */
static void trim_end(struct reader *reader, bool block)
{
    if (block && reader->end - reader->at >= 2 &&
        str_equal(str_slice(reader->text, reader->end - 2, reader->end), STR("*/"))) {
        reader->end -= 2;
    }
    while (reader->end > reader->at && (is_blank(reader->text.at[reader->end - 1]) ||
                                        reader->text.at[reader->end - 1] == '\n')) {
        reader->end--;
    }
}

/* -- names ------------------------------------------------------------------------------------- */

struct targets {
    struct suppression_target *at;
    size_t len, cap;
};

static void unknown_name(struct reader *reader, struct span at)
{
    struct str name = span_text(at);
    struct suppression_mistake mistake = {.at = at, .instead = selector_nearest(name)};
    if (str_equal(name, STR("all"))) mistake.instead = STR("");
    mistake.title = str_format(
        reader->arena, "`" STR_FMT "` silences nothing: no rule is called so", STR_ARG(name));
    mistake.label = str_equal(name, STR("all")) ? STR("name the rules or categories one by one")
                                                : STR("neither a rule nor a category");
    mistake.help = STR("`gander rules` lists all names");
    suppression_mistake(reader->arena, reader->into, mistake);
}

/* Another tool's name may stand for several rules. */
static void take_target(struct reader *reader, struct targets *targets,
                        struct suppression_target target)
{
    const struct str name = span_text(target.name);
    VEC_PUSH(reader->arena, targets, target);
    if (target.selected.rule == NULL || str_equal(name, str_from(target.selected.rule->id))) return;
    for (size_t number = 1;; number++) {
        const struct rule *rule = selector_alias(name, number);
        if (rule == NULL) return;
        target.selected.rule = rule;
        target.again = true;
        VEC_PUSH(reader->arena, targets, target);
    }
}

static void take_name(struct reader *reader, struct targets *targets)
{
    uint32_t start = reader->at;
    while (reader->at < reader->end && !is_blank(reader->text.at[reader->at]) &&
           reader->text.at[reader->at] != ',') {
        reader->at++;
    }
    struct suppression_target target = {.name = reader_span(reader, start, reader->at)};
    if (selector_find(reader->house, span_text(target.name), &target.selected) &&
        !target.selected.all) {
        take_target(reader, targets, target);
    } else {
        unknown_name(reader, target.name);
    }
}

static bool lacks_name(struct reader *reader)
{
    if (reader->at < reader->end && reader->text.at[reader->at] != ',' &&
        !str_starts_with(rest_of(reader), STR("--"))) {
        return false;
    }
    suppression_mistake(
        reader->arena, reader->into,
        (struct suppression_mistake){
            .at = reader->comment,
            .title = STR("this comment silences nothing: the name of a rule is missing"),
            .help = STR("write `-- gander:ignore RULE, RULE -- reason`")});
    return true;
}

/* RULE {, RULE}; false when it is not that. */
static bool take_names(struct reader *reader, struct suppression *suppression)
{
    struct targets targets = {0};
    for (;;) {
        skip_blanks(reader);
        if (lacks_name(reader)) return false;
        take_name(reader, &targets);
        suppression->targets = targets.at;
        suppression->target_count = targets.len;
        skip_blanks(reader);
        if (reader->at == reader->end || reader->text.at[reader->at] != ',') return true;
        reader->at++;
    }
}

/* [-- reason]; false when other words stand there. */
static bool take_reason(struct reader *reader, struct suppression *suppression)
{
    if (reader->at < reader->end && !str_starts_with(rest_of(reader), STR("--"))) {
        suppression_mistake(
            reader->arena, reader->into,
            (struct suppression_mistake){
                .at = reader_span(reader, reader->at, reader->end),
                .title = STR("this comment silences nothing: words stand behind the names"),
                .label = STR("neither `,` nor `--` before this"),
                .help = STR("separate names by `,`; a reason follows ` -- `")});
        return false;
    }
    while (reader->at < reader->end && reader->text.at[reader->at] == '-') reader->at++;
    suppression->reason = str_trim(rest_of(reader));
    return true;
}

/* -- what the comment is ----------------------------------------------------------------------- */

static int find_verb(struct str word)
{
    for (int i = 0; i < VERB_COUNT; i++) {
        if (str_equal(word, verbs[i])) return i;
    }
    return -1;
}

static struct suppression *take_command(struct reader *reader, enum suppression_verb verb)
{
    struct suppression suppression = {.verb = verb, .comment = reader->comment};
    if (verb == SUPPRESSION_IRREVERSIBLE) {
        skip_blanks(reader);
        while (reader->at < reader->end && reader->text.at[reader->at] == '-') reader->at++;
        suppression.reason = str_trim(rest_of(reader));
    } else {
        size_t before = reader->into->mistake_count;
        if (!take_names(reader, &suppression)) return NULL;
        size_t unknown = reader->into->mistake_count;
        if (!take_reason(reader, &suppression)) { /* words that are no names were meant as none */
            reader->into->mistakes[before] = reader->into->mistakes[unknown];
            reader->into->mistake_count = before + 1;
            return NULL;
        }
    }
    VEC_PUSH(reader->arena, reader->into, suppression);
    return &reader->into->at[reader->into->len - 1];
}

static void unknown_verb(struct reader *reader, uint32_t start, struct str word)
{
    int near = nearest_word(word, verbs, VERB_COUNT);
    struct suppression_mistake mistake = {.at = reader_span(reader, start, reader->at)};
    mistake.title =
        str_format(reader->arena, "`gander:" STR_FMT "` silences nothing", STR_ARG(word));
    mistake.label = STR("no word of these comments");
    mistake.help = STR("write `ignore`, `ignore-file`, `disable`, `enable` or `irreversible`");
    if (near >= 0) mistake.instead = verbs[near];
    suppression_mistake(reader->arena, reader->into, mistake);
}

/* `gander ignore x`, `Gander: ignore x`, `gander-ignore x`: meant, but not said. */
static void near_miss(struct reader *reader)
{
    uint32_t start = reader->at;
    reader->at += 6;
    bool marked = false;
    while (reader->at < reader->end && strchr(" \t:_-", reader->text.at[reader->at]) != NULL &&
           reader->text.at[reader->at] != '\0') {
        marked |= !is_blank(reader->text.at[reader->at]);
        reader->at++;
    }
    uint32_t separated = reader->at;
    struct str word = take_word(reader);
    int verb = nearest_word(word, verbs, VERB_COUNT);
    for (int i = 0; i < VERB_COUNT; i++) {
        if (str_equal_ignoring_case(word, verbs[i])) verb = i;
    }
    if (verb < 0 || separated == start + 6) return;
    if (!marked) { /* prose, unless a rule follows */
        struct selected selected;
        uint32_t end = reader->at;
        skip_blanks(reader);
        if (!selector_find(reader->house, take_word(reader), &selected)) return;
        reader->at = end;
    }
    struct suppression_mistake mistake = {
        .at = reader_span(reader, start, separated + (uint32_t)word.len)};
    mistake.title = STR("this comment silences nothing: it is not written as gander reads it");
    mistake.instead = str_format(reader->arena, "gander:" STR_FMT, STR_ARG(verbs[verb]));
    suppression_mistake(reader->arena, reader->into, mistake);
}

static void block_comment(struct reader *reader)
{
    struct str text = rest_of(reader);
    bool whole = str_starts_with(text, STR("gander:"));
    reader->at += 7;
    bool known = whole && find_verb(take_word(reader)) >= 0;
    if (!known) return;
    suppression_mistake(
        reader->arena, reader->into,
        (struct suppression_mistake){
            .at = reader->comment,
            .title = STR("this comment silences nothing: only `--` comments are read"),
            .help = STR("write it behind `--`")});
}

struct suppression *suppression_parse(struct arena *arena, const struct house_rules *house,
                                      struct span comment, bool block, struct suppressions *into)
{
    struct reader reader = {.arena = arena,
                            .house = house,
                            .into = into,
                            .text = comment.source->text,
                            .comment = comment};
    reader.at = comment.start + 2;
    reader.end = comment.end;
    trim_end(&reader, block);
    reader.comment = reader_span(&reader, comment.start, block ? comment.end : reader.end);
    uint32_t dashes_end = reader.at;
    while (reader.at < reader.end && strchr("-* \t\r\n", reader.text.at[reader.at]) != NULL &&
           reader.text.at[reader.at] != '\0') {
        if (!is_blank(reader.text.at[reader.at])) dashes_end = reader.at + 1;
        reader.at++;
    }
    if (!str_equal_ignoring_case(str_slice(reader.text, reader.at, reader.at + 6), STR("gander"))) {
        return NULL;
    }
    if (block) {
        block_comment(&reader);
        return NULL;
    }
    bool exact =
        str_starts_with(rest_of(&reader), STR("gander:")) && dashes_end == comment.start + 2;
    uint32_t verb_at = reader.at + 7;
    if (!exact || verb_at >= reader.end || !is_word_byte(reader.text.at[verb_at])) {
        near_miss(&reader);
        return NULL;
    }
    reader.at = verb_at;
    struct str word = take_word(&reader);
    int verb = find_verb(word);
    bool ends = reader.at == reader.end || is_blank(reader.text.at[reader.at]);
    if (verb >= 0 && ends) return take_command(&reader, (enum suppression_verb)verb);
    unknown_verb(&reader, verb_at, word);
    return NULL;
}
