#include "base/hash.h"

#include <xxhash.h>

static void hex_of(const unsigned char *bytes, size_t count, char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < count; i++) {
        hex[2 * i] = digits[bytes[i] >> 4];
        hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    hex[2 * count] = '\0';
}

uint64_t digest_64(struct str text)
{
    return XXH3_64bits(text.at, text.len);
}

void digest_64_hex(struct str text, char hex[DIGEST_64_HEX + 1])
{
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits(text.at, text.len));
    hex_of(canonical.digest, sizeof canonical.digest, hex);
}

void digest_128_hex(struct str text, char hex[DIGEST_128_HEX + 1])
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.at, text.len));
    hex_of(canonical.digest, sizeof canonical.digest, hex);
}
