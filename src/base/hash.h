/* XXH3 with seed 0: names for things that must stay the same between machines and releases. */
#ifndef GANDER_BASE_HASH_H
#define GANDER_BASE_HASH_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_64_HEX = 16, DIGEST_128_HEX = 32 };

uint64_t digest_64(struct str text);

/* Lower-case hexadecimal of the canonical (big-endian) form, NUL-terminated. */
void digest_64_hex(struct str text, char hex[DIGEST_64_HEX + 1]);
void digest_128_hex(struct str text, char hex[DIGEST_128_HEX + 1]);

/* Of [parts] joined by one NUL byte, without joining them. */
void digest_128_hex_of_parts(const struct str *parts, size_t count, char hex[DIGEST_128_HEX + 1]);

#endif
