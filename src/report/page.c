#include "report/page.h"

#include "report/words.h"

#include <string.h>

enum { PAGE_COLUMNS = 80, PAGE_INDENT = 2 };

static bool has_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static bool has_aliases(const struct rule *rule)
{
    return rule->aliases[0] != NULL;
}

/* "warning", "warning, off by default" */
static void write_severity(FILE *out, const struct rule *rule)
{
    fputs(severity_name(rule->severity), out);
    if (rule->off) fputs(", off by default", out);
}

static void write_aliases(FILE *out, const struct rule *rule, const char *quote)
{
    for (size_t i = 0; i < RULE_ALIASES && rule->aliases[i] != NULL; i++) {
        fprintf(out, "%s%s%s%s", i == 0 ? "" : ", ", quote, rule->aliases[i], quote);
    }
}

static void write_sentence(FILE *out, struct arena *arena, const char *text)
{
    struct str s = sentence(arena, str_from(text));
    fwrite(s.at, 1, s.len, out);
}

/* "safe: puts the line there" -> "`--fix` puts the line there"; NULL: no fix. */
static const char *fix_words(struct arena *arena, const struct rule *rule)
{
    struct str fix = str_from(rule->fix);
    if (fix.len == 0) return NULL;
    bool safe = str_starts_with(fix, STR("safe: "));
    struct str what = str_slice(fix, str_find(fix, STR(": "), 0) + 2, fix.len);
    return str_format(arena, "`%s` " STR_FMT, safe ? "--fix" : "--fix --unsafe-fixes",
                      STR_ARG(what))
        .at;
}

/* -- markdown ---------------------------------------------------------------------------------- */

static void markdown_paragraph(FILE *out, struct arena *arena, const char *head, const char *text)
{
    if (!has_text(text)) return;
    fprintf(out, "**%s:** ", head);
    write_sentence(out, arena, text);
    fputs("\n\n", out);
}

static void markdown_example(FILE *out, const char *head, const char *sql)
{
    if (!has_text(sql)) return;
    struct str code = str_trim(str_from(sql));
    fprintf(out, "%s:\n\n```sql\n" STR_FMT "\n```\n\n", head, STR_ARG(code));
}

struct str rule_page_markdown(struct arena *arena, const struct rule *rule)
{
    struct words words;
    words_open(&words);
    if (has_text(rule->why)) {
        write_sentence(words.out, arena, rule->why);
        fputs("\n\n", words.out);
    }
    markdown_paragraph(words.out, arena, "Instead", rule->instead);
    markdown_paragraph(words.out, arena, "Quiet when", rule->exceptions);
    markdown_paragraph(words.out, arena, "Fix", fix_words(arena, rule));
    markdown_example(words.out, "Bad", rule->example.bad);
    markdown_example(words.out, "Good", rule->example.good);
    fprintf(words.out, "Category `%s`, ", category_name(rule->category));
    write_severity(words.out, rule);
    fputs(".", words.out);
    if (has_aliases(rule)) {
        fputs(" Also found under ", words.out);
        write_aliases(words.out, rule, "`");
        fputs(".", words.out);
    }
    fputs("\n", words.out);
    return words_text(&words, arena);
}

/* -- text -------------------------------------------------------------------------------------- */

static void text_paragraph(FILE *out, struct arena *arena, const char *head, const char *text)
{
    if (!has_text(text)) return;
    fprintf(out, "\n%s\n%*s", head, PAGE_INDENT, "");
    write_wrapped(out, sentence(arena, str_from(text)), PAGE_COLUMNS, PAGE_INDENT, PAGE_INDENT);
    fputc('\n', out);
}

static void text_example(FILE *out, const char *head, const char *sql)
{
    if (!has_text(sql)) return;
    struct str code = str_trim(str_from(sql));
    fprintf(out, "\n%s\n", head);
    for (size_t at = 0; at < code.len;) {
        size_t end = str_find(code, STR("\n"), at);
        if (end == SIZE_MAX) end = code.len;
        struct str line = str_slice(code, at, end);
        if (line.len > 0) fprintf(out, "%*s" STR_FMT, PAGE_INDENT * 2, "", STR_ARG(line));
        fputc('\n', out);
        at = end + 1;
    }
}

struct str rule_page_text(struct arena *arena, const struct rule *rule)
{
    struct words words;
    words_open(&words);
    fprintf(words.out, "%s (%s, ", rule->id, category_name(rule->category));
    write_severity(words.out, rule);
    fputs(")\n", words.out);
    write_wrapped(words.out, sentence(arena, str_from(rule->summary)), PAGE_COLUMNS, 0, 0);
    fputc('\n', words.out);
    /* A custom rule without a note says the same twice. */
    bool says_why = strcmp(rule->why, rule->summary) != 0;
    text_paragraph(words.out, arena, "Why", says_why ? rule->why : NULL);
    text_paragraph(words.out, arena, "Instead", rule->instead);
    text_paragraph(words.out, arena, "Quiet when", rule->exceptions);
    text_paragraph(words.out, arena, "Fix", fix_words(arena, rule));
    text_example(words.out, "Bad", rule->example.bad);
    text_example(words.out, "Good", rule->example.good);
    if (has_aliases(rule)) {
        fputs("\nAlso found under\n  ", words.out);
        write_aliases(words.out, rule, "");
        fputc('\n', words.out);
    }
    return words_text(&words, arena);
}

struct str rule_help_text(struct arena *arena, const struct rule *rule)
{
    struct str why = sentence(arena, str_from(rule->why));
    if (!has_text(rule->instead)) return plain_quotes(arena, why);
    struct str instead = sentence(arena, str_from(rule->instead));
    return plain_quotes(
        arena, str_format(arena, STR_FMT " Instead: " STR_FMT, STR_ARG(why), STR_ARG(instead)));
}

struct str rule_url(const struct rule *rule, char *buffer, size_t size)
{
    const char *anchor = is_house_rule(rule) ? "house-rules" : rule->id;
    int len = snprintf(buffer, size, "%s#%s", GANDER_URL, anchor);
    if (len < 0) return STR(GANDER_URL);
    return (struct str){buffer, (size_t)len < size ? (size_t)len : size - 1};
}
