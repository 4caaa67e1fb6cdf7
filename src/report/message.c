#include "report/message.h"

#include "base/vec.h"
#include "report/place.h"
#include "report/words.h"

static const struct str nameless_origin = STR_INIT("made here");

static struct str origin_text(const struct label *label)
{
    return label->origin_text.len > 0 ? label->origin_text : nameless_origin;
}

static bool is_foreign(const struct diagnostic *finding, const struct label *label)
{
    return !label->primary && label->span.source != NULL &&
           label->span.source != finding_span(finding).source;
}

/* Labels without words still say that they are there. */
static struct str own_text(const struct label *label)
{
    if (label->title.len > 0) return label->title;
    return label->text.len > 0 ? label->text : STR("see here");
}

struct related *related_places(struct arena *arena, const struct diagnostic *finding, size_t *count)
{
    VEC(struct related) places = {0};
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct label *label = &finding->labels[i];
        if (label->origin.source != NULL) {
            VEC_PUSH(arena, &places, (struct related){label->origin, origin_text(label), true});
        }
        if (!label->primary && label->span.source != NULL) {
            bool linked = is_foreign(finding, label);
            VEC_PUSH(arena, &places, (struct related){label->span, own_text(label), linked});
        }
    }
    *count = places.len;
    return places.at;
}

/* Square brackets in a link's text end it unless escaped (SARIF 2.1.0, 3.11.6). */
static void write_link(FILE *out, struct str text, size_t number)
{
    fputc('[', out);
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '[' || text.at[i] == ']') fputc('\\', out);
        fputc(text.at[i], out);
    }
    fprintf(out, "](%zu)", number);
}

/* Text that only looks like a link must not be one. */
static void write_unlinked(FILE *out, struct str text)
{
    bool looks_linked = str_find(text, STR("]("), 0) != SIZE_MAX;
    for (size_t i = 0; i < text.len; i++) {
        if (looks_linked && text.at[i] == '[') fputc('\\', out);
        fputc(text.at[i], out);
    }
}

static struct str capital(struct arena *arena, struct str text)
{
    struct str copy = sentence(arena, text);
    /* sentence() adds a full stop unless one was there. */
    return copy.len > str_trim(text).len ? str_slice(copy, 0, copy.len - 1) : copy;
}

static void write_links(FILE *out, struct arena *arena, const struct diagnostic *finding)
{
    size_t number = 0;
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct label *label = &finding->labels[i];
        if (label->origin.source != NULL) {
            struct str origin = origin_text(label);
            fputc(' ', out);
            if (label->text.len > 0) {
                write_unlinked(out, capital(arena, label->text));
                fputs(": ", out);
            } else {
                origin = capital(arena, origin);
            }
            write_link(out, origin, ++number);
            fputc('.', out);
        }
        if (label->primary || label->span.source == NULL) continue;
        number++;
        if (!is_foreign(finding, label)) continue;
        fputc(' ', out);
        write_link(out, capital(arena, own_text(label)), number);
        fputc('.', out);
    }
}

/* A message without any name gets the file's: SARIF2014 wants to see what differs between results.
 */
static struct str full_markdown(struct arena *arena, const struct diagnostic *finding)
{
    struct words words;
    words_open(&words);
    write_unlinked(words.out, sentence(arena, finding->title));
    if (str_find(finding->title, STR("`"), 0) == SIZE_MAX) {
        fprintf(words.out, " Found in `" STR_FMT "`.", STR_ARG(base_name(finding->path)));
    }
    write_links(words.out, arena, finding);
    return words_text(&words, arena);
}

struct names {
    VEC(struct str) all;
};

static size_t number_of(struct arena *arena, struct names *names, struct str name)
{
    for (size_t i = 0; i < names->all.len; i++) {
        if (str_equal(names->all.at[i], name)) return i;
    }
    VEC_PUSH(arena, &names->all, name);
    return names->all.len - 1;
}

static void write_with_braces(FILE *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '{' || c == '}') fputc(c, out);
        fputc(c == '`' ? '\'' : c, out);
    }
}

/* The message with names taken out; fills [names] in order of appearance. */
static struct str pattern_of(struct arena *arena, struct str markdown, struct names *names)
{
    struct words words;
    words_open(&words);
    size_t at = 0;
    while (at < markdown.len) {
        size_t open = str_find(markdown, STR("`"), at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(markdown, STR("`"), open + 1);
        if (close == SIZE_MAX) break;
        write_with_braces(words.out, str_slice(markdown, at, open));
        struct str name = str_slice(markdown, open + 1, close);
        fprintf(words.out, "'{%zu}'", number_of(arena, names, name));
        at = close + 1;
    }
    write_with_braces(words.out, str_slice(markdown, at, markdown.len));
    return words_text(&words, arena);
}

struct message message_of(struct arena *arena, const struct diagnostic *finding)
{
    struct names names = {0};
    struct message message = {.markdown = full_markdown(arena, finding)};
    message.text = plain_quotes(arena, message.markdown);
    message.pattern = pattern_of(arena, message.markdown, &names);
    digest_64_hex(message.pattern, message.id);
    message.arguments = names.all.at;
    message.argument_count = names.all.len;
    return message;
}
