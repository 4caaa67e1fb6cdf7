/* A slice of text: pointer and length in bytes, not owned, not NUL-terminated.
 *
 * Slices of source text live as long as the source; those made here live in the arena given. */
#ifndef GANDER_BASE_STR_H
#define GANDER_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *at;
    size_t len; /* bytes */
};

/* A slice of a string literal. */
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* The same where a constant is needed: in the initialiser of a static table. */
#define STR_INIT(literal)                                                                          \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

/* For printf: `printf(STR_FMT, STR_ARG(s))`. */
#define STR_FMT    "%.*s"
#define STR_ARG(s) str_printf_length(s), (s).at == NULL ? "" : (s).at

/* Attribute of functions that take a printf format. */
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

int str_printf_length(struct str s);

struct str str_from(const char *nul_terminated);              /* NULL gives the empty slice */
struct str str_slice(struct str s, size_t start, size_t end); /* clamped to the text */

bool str_equal(struct str a, struct str b);
bool str_equal_ignoring_case(struct str a, struct str b); /* ASCII case */
int str_compare(struct str a, struct str b);              /* bytewise, shorter first; <0, 0, >0 */
int str_compare_word(struct str s, const char *word);     /* the same, for long tables of words */
bool str_starts_with(struct str s, struct str prefix);
bool str_ends_with(struct str s, struct str suffix);

/* One of the [words], which single blanks part. */
bool str_has_word(struct str words, struct str word);

/* First byte offset of [needle] in [s] at or after [from]; SIZE_MAX when absent. */
size_t str_find(struct str s, struct str needle, size_t from);
/* The same whatever the ASCII case of [needle], which is lower case and begins with a letter. */
size_t str_find_ignoring_case(struct str s, struct str needle, size_t from);

/* How many bytes are ASCII before the first that is not. */
size_t str_ascii_length(struct str s);

/* Without leading and trailing ASCII white space. */
struct str str_trim(struct str s);

/* Copies, NUL-terminated behind the slice so that `.at` also serves as a C string. */
struct str str_copy(struct arena *arena, struct str s);
struct str str_lower(struct arena *arena, struct str s); /* ASCII */
struct str str_format(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_format_list(struct arena *arena, const char *format, va_list arguments)
    PRINTF_LIKE(2, 0);

/* [items] joined by [separator]. */
struct str str_join(struct arena *arena, const struct str *items, size_t count,
                    struct str separator);

#endif
