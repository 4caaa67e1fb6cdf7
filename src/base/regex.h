/* Regular expressions and path globs: the only door to PCRE2.
 *
 * A pattern comes from a user, a subject from a file: neither can make a match hang or crash. Text
 * is UTF-8 with Unicode classes; bytes that are no UTF-8 are matched by nothing but do no harm.
 * Compiled once, used from any number of threads at the same time, freed by its owner. */
#ifndef GANDER_BASE_REGEX_H
#define GANDER_BASE_REGEX_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum regex_flags {
    REGEX_WHOLE = 1,       /* must match the whole subject */
    REGEX_IGNORE_CASE = 2, /* full Unicode case folding, simple form */
};

enum regex_result {
    REGEX_NO_MATCH,
    REGEX_MATCH,
    REGEX_LIMIT, /* given up: the pattern backtracks too much on this subject */
};

enum { REGEX_GROUPS = 16 }; /* the match itself and its first fifteen groups are kept */

struct regex_match {
    size_t count; /* groups in the pattern, the match itself included; at most REGEX_GROUPS */
    struct {
        size_t start; /* bytes of the subject; SIZE_MAX: the group took no part */
        size_t end;
    } groups[REGEX_GROUPS];
};

struct regex_error {
    size_t offset;  /* byte of the pattern */
    char text[256]; /* PCRE2's words: "missing closing parenthesis" */
};

struct regex;

/* NULL with the reason when [pattern] is none; [error] may be NULL. */
struct regex *regex_new(struct str pattern, unsigned flags, struct regex_error *error);

/* A glob over whole paths: `*` and `?` stay inside one component, `**` crosses, `[a-z]` and `[!a]`
 * are sets, a backslash quotes. [separator] is '/', '\\' or '.'. */
struct regex *regex_glob(struct str glob, char separator, struct regex_error *error);

void regex_free(struct regex *regex); /* NULL is fine */

/* First match at or after byte [from]; [match] may be NULL. */
enum regex_result regex_find(const struct regex *regex, struct str subject, size_t from,
                             struct regex_match *match);

/* Matches at all; a match given up is none. */
bool regex_matches(const struct regex *regex, struct str subject);

/* Number of the group called [name] (NUL-terminated); 0 when there is none. */
unsigned regex_group(const struct regex *regex, const char *name);

#endif
