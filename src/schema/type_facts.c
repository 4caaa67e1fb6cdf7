#include "schema/type_facts.h"

/* PostgreSQL 15's pg_cast and pg_opclass, the citext extension's script; 11 to 18 agree on what is
 * said here (fixtures/facts/pg15-type-matrix.tsv). */

#define REG                                                                                        \
    "regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc "      \
    "regprocedure regrole regtype"
#define NUMBERS      "int2 int4 int8 float4 float8 numeric"
#define COUNT(table) (sizeof(table) / sizeof *(table))

struct cast_rule {
    const char *from;
    const char *to;
    struct cast_fact fact;
};

#define BINARY                                                                                     \
    {                                                                                              \
        CAST_IMPLICIT, true                                                                        \
    }
#define FUNCTION                                                                                   \
    {                                                                                              \
        CAST_IMPLICIT, false                                                                       \
    }
#define EXPLICIT                                                                                   \
    {                                                                                              \
        CAST_USING, false                                                                          \
    }

/* clang-format off */
static const struct cast_rule cast_rules[] = {
    {"text varchar", "text varchar bpchar citext", BINARY},
    {"citext", "text varchar bpchar", BINARY},
    {"xml", "text varchar bpchar", BINARY},
    {"cidr", "inet", BINARY},
    {"bit", "varbit", BINARY},
    {"varbit", "bit", BINARY},
    {"int4", "oid " REG, BINARY},
    {"oid", "int4 " REG, BINARY},
    {REG, "int4 oid", BINARY},
    {"regproc regprocedure", "regproc regprocedure", BINARY},
    {"regoper regoperator", "regoper regoperator", BINARY},
    {NUMBERS, NUMBERS, FUNCTION},
    {"int2 int8", "oid " REG, FUNCTION},
    {"oid " REG, "int8", FUNCTION},
    {"int4 int8 numeric", "money", FUNCTION},
    {"money", "numeric", FUNCTION},
    {"text varchar bpchar", "char", FUNCTION},
    {"text varchar", "regclass", FUNCTION},
    {"date", "timestamp timestamptz", FUNCTION},
    {"timestamp", "date time timestamptz", FUNCTION},
    {"timestamptz", "date time timetz timestamp", FUNCTION},
    {"time", "interval timetz", FUNCTION},
    {"timetz interval", "time", FUNCTION},
    {"inet", "cidr", FUNCTION},
    {"macaddr macaddr8", "macaddr macaddr8", FUNCTION},
    {"json jsonb", "json jsonb", FUNCTION},
    {"box path", "polygon", FUNCTION},
    {"point", "box", FUNCTION},
    {"polygon", "path", FUNCTION},
    {"int4", "bool char", EXPLICIT},
    {"bool char", "int4", EXPLICIT},
    {"int4 int8", "bit", EXPLICIT},
    {"bit", "int4 int8", EXPLICIT},
    {"jsonb", "bool " NUMBERS, EXPLICIT},
    {"xid8", "xid", EXPLICIT},
    {"box", "circle lseg point", EXPLICIT},
    {"circle", "box point polygon", EXPLICIT},
    {"lseg", "point", EXPLICIT},
    {"polygon", "box circle point", EXPLICIT},
    {"int4range", "int4multirange", EXPLICIT},
    {"int8range", "int8multirange", EXPLICIT},
    {"numrange", "nummultirange", EXPLICIT},
    {"tsrange", "tsmultirange", EXPLICIT},
    {"tstzrange", "tstzmultirange", EXPLICIT},
    {"daterange", "datemultirange", EXPLICIT},
};

static const struct index_class index_classes[] = {
    /* types                    btree  hash   polymorphic */
    {"text varchar",            true,  true,  false},
    {"oid " REG,                true,  true,  false},
    {"inet cidr",               true,  true,  false},
    {"bpchar",                  true,  true,  false},
    {"citext",                  true,  true,  false},
    {"name",                    true,  true,  false},
    {"char",                    true,  true,  false},
    {"bool",                    true,  true,  false},
    {"bytea",                   true,  true,  false},
    {"int2",                    true,  true,  false},
    {"int4",                    true,  true,  false},
    {"int8",                    true,  true,  false},
    {"float4",                  true,  true,  false},
    {"float8",                  true,  true,  false},
    {"numeric",                 true,  true,  false},
    {"date",                    true,  true,  false},
    {"time",                    true,  true,  false},
    {"timetz",                  true,  true,  false},
    {"timestamp",               true,  true,  false},
    {"timestamptz",             true,  true,  false},
    {"interval",                true,  true,  false},
    {"uuid",                    true,  true,  false},
    {"jsonb",                   true,  true,  false},
    {"macaddr",                 true,  true,  false},
    {"macaddr8",                true,  true,  false},
    {"oidvector",               true,  true,  false},
    {"pg_lsn",                  true,  true,  false},
    {"tid",                     true,  true,  false},
    {"xid8",                    true,  true,  false},
    {"bit",                     true,  false, false},
    {"varbit",                  true,  false, false},
    {"money",                   true,  false, false},
    {"tsvector",                true,  false, false},
    {"tsquery",                 true,  false, false},
    {"xid",                     false, true,  false},
    {"cid",                     false, true,  false},
    {"aclitem",                 false, true,  false},
    {"int4range",               true,  true,  true},
    {"int8range",               true,  true,  true},
    {"numrange",                true,  true,  true},
    {"tsrange",                 true,  true,  true},
    {"tstzrange",               true,  true,  true},
    {"daterange",               true,  true,  true},
    {"int4multirange",          true,  true,  true},
    {"int8multirange",          true,  true,  true},
    {"nummultirange",           true,  true,  true},
    {"tsmultirange",            true,  true,  true},
    {"tstzmultirange",          true,  true,  true},
    {"datemultirange",          true,  true,  true},
    {"json",                    false, false, false},
    {"jsonpath",                false, false, false},
    {"xml",                     false, false, false},
    {"point",                   false, false, false},
    {"line",                    false, false, false},
    {"lseg",                    false, false, false},
    {"box",                     false, false, false},
    {"path",                    false, false, false},
    {"polygon",                 false, false, false},
    {"circle",                  false, false, false},
    {"pg_snapshot",             false, false, false},
    {"txid_snapshot",           false, false, false},
    {"refcursor",               false, false, false},
};
/* clang-format on */

struct cast_fact type_cast(struct str from, struct str to)
{
    for (size_t i = 0; i < COUNT(cast_rules); i++) {
        if (str_has_word(str_from(cast_rules[i].from), from) &&
            str_has_word(str_from(cast_rules[i].to), to)) {
            return cast_rules[i].fact;
        }
    }
    /* Through the text form: to a string type with an assignment, from one only when asked for
     * (manual, CREATE CAST, "automatic I/O conversion casts"). */
    if (type_is_string(to)) return (struct cast_fact){CAST_IMPLICIT, false};
    if (type_is_string(from)) return (struct cast_fact){CAST_USING, false};
    return (struct cast_fact){CAST_NONE, false};
}

struct index_class type_index_class(struct str type)
{
    for (size_t i = 0; i < COUNT(index_classes); i++) {
        if (str_has_word(str_from(index_classes[i].types), type)) return index_classes[i];
    }
    return (struct index_class){0};
}

enum modifier_kind type_modifier(struct str type)
{
    if (str_has_word(STR("varchar varbit"), type)) return MODIFIER_LENGTH;
    if (str_has_word(STR("numeric"), type)) return MODIFIER_NUMERIC;
    if (str_has_word(STR("time timetz timestamp timestamptz"), type)) return MODIFIER_SECONDS;
    if (str_has_word(STR("interval"), type)) return MODIFIER_INTERVAL;
    return MODIFIER_EXACT;
}

bool type_is_string(struct str type)
{
    return str_has_word(STR("text varchar bpchar name citext"), type);
}
