#define PCRE2_CODE_UNIT_WIDTH 8

#include "base/regex.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>

/* Enough for any sane pattern on a line or a statement; a hopeless one ends within milliseconds. */
static const uint32_t MATCH_LIMIT = 1000000;
static const uint32_t DEPTH_LIMIT = 100000;
static const uint32_t HEAP_LIMIT_KIB = 20 * 1024;
static const size_t PATTERN_LIMIT = 64 * 1024;

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits; /* only read while matching, hence shared by threads */
    bool whole;
};

static void *must(void *made)
{
    if (made == NULL) abort(); /* out of memory */
    return made;
}

static void describe(struct regex_error *error, int code, size_t offset)
{
    if (error == NULL) return;
    error->offset = offset;
    /* A text cut to fit is still terminated (pcre2api, "Obtaining a textual error message"). */
    pcre2_get_error_message(code, (PCRE2_UCHAR *)error->text, sizeof error->text);
}

static struct regex *compile(struct str pattern, uint32_t options, struct regex_error *error)
{
    pcre2_compile_context *context = must(pcre2_compile_context_create(NULL));
    pcre2_set_newline(context, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_max_pattern_length(context, PATTERN_LIMIT);
    int code = 0;
    PCRE2_SIZE offset = 0;
    PCRE2_SPTR text = (PCRE2_SPTR)(pattern.at == NULL ? "" : pattern.at);
    pcre2_code *compiled = pcre2_compile(text, pattern.len, options | PCRE2_NEVER_BACKSLASH_C,
                                         &code, &offset, context);
    pcre2_compile_context_free(context);
    if (compiled == NULL) {
        describe(error, code, offset);
        return NULL;
    }
    /* Where there is no JIT compiler the interpreter does the same, slower. */
    (void)pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
    struct regex *regex = must(malloc(sizeof *regex));
    regex->code = compiled;
    regex->whole = (options & PCRE2_ENDANCHORED) != 0;
    regex->limits = must(pcre2_match_context_create(NULL));
    pcre2_set_match_limit(regex->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
    return regex;
}

struct regex *regex_new(struct str pattern, unsigned flags, struct regex_error *error)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
    if ((flags & REGEX_WHOLE) != 0) options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED;
    if ((flags & REGEX_IGNORE_CASE) != 0) options |= PCRE2_CASELESS;
    return compile(pattern, options, error);
}

/* Means the same byte by byte, where it also matches names that are no UTF-8. */
static bool is_bytewise(struct str glob)
{
    for (size_t i = 0; i < glob.len; i++) {
        if ((unsigned char)glob.at[i] >= 0x80 || glob.at[i] == '?' || glob.at[i] == '[') {
            return false;
        }
    }
    return true;
}

struct regex *regex_glob(struct str glob, char separator, struct regex_error *error)
{
    bool bytes = is_bytewise(glob);
    pcre2_convert_context *context = must(pcre2_convert_context_create(NULL));
    PCRE2_UCHAR *converted = NULL;
    PCRE2_SIZE length = 0;
    uint32_t options = PCRE2_CONVERT_GLOB | (bytes ? 0 : PCRE2_CONVERT_UTF);
    PCRE2_SPTR text = (PCRE2_SPTR)(glob.at == NULL ? "" : glob.at);
    struct regex *regex = NULL;
    int code = pcre2_set_glob_separator(context, (unsigned char)separator);
    if (code == 0)
        code = pcre2_pattern_convert(text, glob.len, options, &converted, &length, context);
    if (code != 0) {
        describe(error, code, length);
    } else {
        uint32_t mode = bytes ? 0 : PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF;
        struct str pattern = {(const char *)converted, length};
        regex = compile(pattern, mode, error); /* PCRE2 has put the anchors that are due */
    }
    pcre2_converted_pattern_free(converted);
    pcre2_convert_context_free(context);
    return regex;
}

void regex_free(struct regex *regex)
{
    if (regex == NULL) return;
    pcre2_match_context_free(regex->limits);
    pcre2_code_free(regex->code);
    free(regex);
}

static int run(const struct regex *regex, struct str subject, size_t from, pcre2_match_data *data)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.at == NULL ? "" : subject.at);
    int code = pcre2_match(regex->code, text, subject.len, from, 0, data, regex->limits);
    /* The JIT code's stack of 32 KiB is the thread's own; the interpreter has the heap limit. */
    if (code != PCRE2_ERROR_JIT_STACKLIMIT) return code;
    return pcre2_match(regex->code, text, subject.len, from, PCRE2_NO_JIT, data, regex->limits);
}

/* Any other failure (a limit, recursion without end) is a match given up as well. */
static enum regex_result verdict(const struct regex *regex, struct str subject, int code,
                                 const PCRE2_SIZE *ovector)
{
    if (code == PCRE2_ERROR_NOMATCH) return REGEX_NO_MATCH;
    if (code < 0) return REGEX_LIMIT;
    /* In a subject that is no UTF-8, an anchor holds at the ends of each valid stretch of it. */
    if (regex->whole && (ovector[0] != 0 || ovector[1] != subject.len)) return REGEX_NO_MATCH;
    return REGEX_MATCH;
}

static void keep(struct regex_match *match, const PCRE2_SIZE *ovector, size_t count)
{
    match->count = count < REGEX_GROUPS ? count : REGEX_GROUPS;
    for (size_t i = 0; i < match->count; i++) {
        match->groups[i].start = ovector[2 * i]; /* PCRE2_UNSET is SIZE_MAX */
        match->groups[i].end = ovector[2 * i + 1];
    }
}

enum regex_result regex_find(const struct regex *regex, struct str subject, size_t from,
                             struct regex_match *match)
{
    if (from > subject.len) return REGEX_NO_MATCH;
    pcre2_match_data *data = must(pcre2_match_data_create_from_pattern(regex->code, NULL));
    int code = run(regex, subject, from, data);
    const PCRE2_SIZE *ovector = pcre2_get_ovector_pointer(data);
    enum regex_result result = verdict(regex, subject, code, ovector);
    if (match != NULL) {
        size_t groups = result == REGEX_MATCH ? pcre2_get_ovector_count(data) : 0;
        keep(match, ovector, groups);
    }
    pcre2_match_data_free(data);
    return result;
}

bool regex_matches(const struct regex *regex, struct str subject)
{
    return regex_find(regex, subject, 0, NULL) == REGEX_MATCH;
}

unsigned regex_group(const struct regex *regex, const char *name)
{
    int number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);
    return number > 0 ? (unsigned)number : 0;
}
