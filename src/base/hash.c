#include "base/hash.h"

#include <stdlib.h>

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

static void hex_of_128(XXH128_hash_t hash, char *hex)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, hash);
    hex_of(canonical.digest, sizeof canonical.digest, hex);
}

void digest_128_hex(struct str text, char hex[DIGEST_128_HEX + 1])
{
    hex_of_128(XXH3_128bits(text.at, text.len), hex);
}

void digest_128_hex_of_parts(const struct str *parts, size_t count, char hex[DIGEST_128_HEX + 1])
{
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL || XXH3_128bits_reset(state) != XXH_OK) abort();
    for (size_t i = 0; i < count; i++) {
        if (i > 0) XXH3_128bits_update(state, "", 1);
        if (parts[i].len > 0) XXH3_128bits_update(state, parts[i].at, parts[i].len);
    }
    hex_of_128(XXH3_128bits_digest(state), hex);
    XXH3_freeState(state);
}
