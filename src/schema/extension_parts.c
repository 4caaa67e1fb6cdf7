#include "schema/extension_parts.h"

#include <stddef.h>

/* From the extensions' own scripts, PostgreSQL 15 and its contrib, PostGIS 3, pgvector 0.8. */
#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* clang-format off */
static const struct extension_parts known[] = {
    {"citext", NAMES("citext"), NULL, NULL},
    {"hstore", NAMES("hstore"), NAMES("hstore", "hstore_to_json", "hstore_to_jsonb", "akeys", "avals", "skeys", "svals"), NULL},
    {"ltree", NAMES("ltree", "lquery", "ltxtquery"), NAMES("subltree", "subpath", "nlevel", "lca", "text2ltree", "ltree2text"), NULL},
    {"pgcrypto", NULL, NAMES("crypt", "gen_salt", "digest", "hmac", "encrypt", "decrypt", "gen_random_bytes", "pgp_sym_encrypt", "pgp_sym_decrypt", "pgp_pub_encrypt", "pgp_pub_decrypt"), NULL},
    {"uuid-ossp", NULL, NAMES("uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v3", "uuid_generate_v4", "uuid_generate_v5", "uuid_nil", "uuid_ns_dns", "uuid_ns_url", "uuid_ns_oid", "uuid_ns_x500"), NULL},
    {"pg_trgm", NULL, NAMES("similarity", "word_similarity", "strict_word_similarity", "show_trgm"), NAMES("gin_trgm_ops", "gist_trgm_ops")},
    {"unaccent", NULL, NAMES("unaccent"), NULL},
    {"fuzzystrmatch", NULL, NAMES("levenshtein", "soundex", "metaphone", "dmetaphone", "difference"), NULL},
    {"cube", NAMES("cube"), NAMES("cube_distance"), NULL},
    {"intarray", NAMES("query_int"), NULL, NAMES("gin__int_ops", "gist__int_ops", "gist__intbig_ops")},
    {"seg", NAMES("seg"), NULL, NULL},
    {"isn", NAMES("ean13", "isbn", "isbn13", "ismn", "ismn13", "issn", "issn13", "upc"), NULL, NULL},
    {"tablefunc", NULL, NAMES("crosstab", "normal_rand", "connectby"), NULL},
    {"postgis", NAMES("geometry", "geography", "box2d", "box3d", "spheroid"), NULL, NULL},
    {"vector", NAMES("vector", "halfvec", "sparsevec"), NAMES("cosine_distance", "l2_distance", "inner_product"), NAMES("vector_l2_ops", "vector_ip_ops", "vector_cosine_ops", "halfvec_l2_ops", "halfvec_cosine_ops")},
};
/* clang-format on */

const struct extension_parts *extension_parts(struct str extension)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_equal(extension, str_from(known[i].extension))) return &known[i];
    }
    return NULL;
}
