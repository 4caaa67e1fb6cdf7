/* pg_proc of PostgreSQL 15: functions that queries call, by what they take and give; with them
 * those of uuid-ossp, pgcrypto, unaccent and pg_trgm that migrations call. Sorted by name,
 * bytewise. */
#include "schema/builtin_results.h"

#include <stdlib.h>

struct overloads {
    const char *name;
    const char *types;
};

/* clang-format off */
static const struct overloads functions[] = {
    {"abs", "float4: float4; float8: float8; int2: int2; int4: int4; int8: int8; numeric: numeric"},
    {"acos", "float8: float8"},
    {"age", "timestamp timestamp: interval; timestamp: interval; timestamptz timestamptz: "
     "interval; timestamptz: interval; xid: int4"},
    {"area", "box: float8; circle: float8; path: float8"},
    {"array_agg", "anyarray: anyarray; anynonarray: anyarray"},
    {"array_append", "anycompatiblearray anycompatible: anycompatiblearray"},
    {"array_cat", "anycompatiblearray anycompatiblearray: anycompatiblearray"},
    {"array_dims", "anyarray: text"},
    {"array_fill", "anyelement int4[] int4[]: anyarray; anyelement int4[]: anyarray"},
    {"array_length", "anyarray int4: int4"}, {"array_lower", "anyarray int4: int4"},
    {"array_ndims", "anyarray: int4"},
    {"array_position", "anycompatiblearray anycompatible int4: int4; anycompatiblearray "
     "anycompatible: int4"},
    {"array_positions", "anycompatiblearray anycompatible: int4[]"},
    {"array_prepend", "anycompatible anycompatiblearray: anycompatiblearray"},
    {"array_remove", "anycompatiblearray anycompatible: anycompatiblearray"},
    {"array_replace", "anycompatiblearray anycompatible anycompatible: anycompatiblearray"},
    {"array_to_json", "anyarray bool: json; anyarray: json"},
    {"array_to_string", "anyarray text text: text; anyarray text: text"},
    {"array_to_tsvector", "text[]: tsvector"}, {"array_upper", "anyarray int4: int4"},
    {"ascii", "text: int4"}, {"asin", "float8: float8"}, {"atan", "float8: float8"},
    {"atan2", "float8 float8: float8"},
    {"avg", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "interval: interval; numeric: numeric"},
    {"bit_and", "bit: bit; int2: int2; int4: int4; int8: int8"},
    {"bit_count", "bit: int8; bytea: int8"}, {"bit_length", "bit: int4; bytea: int4; text: int4"},
    {"bit_or", "bit: bit; int2: int2; int4: int4; int8: int8"},
    {"bit_xor", "bit: bit; int2: int2; int4: int4; int8: int8"}, {"bool", "int4: bool"},
    {"bool_and", "bool: bool"}, {"bool_or", "bool: bool"},
    {"btrim", "bytea bytea: bytea; text text: text; text: text"}, {"cardinality", "anyarray: int4"},
    {"cbrt", "float8: float8"}, {"ceil", "float8: float8; numeric: numeric"},
    {"ceiling", "float8: float8; numeric: numeric"}, {"char_length", "bpchar: int4; text: int4"},
    {"character_length", "bpchar: int4; text: int4"}, {"chr", "int4: text"}, {"cidr", "inet: cidr"},
    {"clock_timestamp", ": timestamptz"}, {"col_description", "oid int4: text"},
    {"concat", "variadic any: text"}, {"concat_ws", "text variadic any: text"},
    {"convert", "bytea name name: bytea"}, {"convert_from", "bytea name: text"},
    {"convert_to", "text name: bytea"}, {"corr", "float8 float8: float8"},
    {"cos", "float8: float8"}, {"count", ": int8; any: int8"},
    {"covar_pop", "float8 float8: float8"}, {"covar_samp", "float8 float8: float8"},
    {"crypt", "text text: text"}, {"cume_dist", ": float8; variadic any: float8"},
    {"current_database", ": name"}, {"current_query", ": text"}, {"current_schema", ": name"},
    {"current_schemas", "bool: name[]"}, {"current_setting", "text bool: text; text: text"},
    {"current_user", ": name"}, {"currval", "regclass: int8"},
    {"date", "timestamp: date; timestamptz: date"},
    {"date_bin", "interval timestamp timestamp: timestamp; interval timestamptz timestamptz: "
     "timestamptz"},
    {"date_part", "text date: float8; text interval: float8; text time: float8; text timestamp: "
     "float8; text timestamptz: float8; text timetz: float8"},
    {"date_trunc", "text interval: interval; text timestamp: timestamp; text timestamptz text: "
     "timestamptz; text timestamptz: timestamptz"},
    {"datemultirange", ": datemultirange; daterange: datemultirange; variadic daterange[]: "
     "datemultirange"},
    {"daterange", "date date text: daterange; date date: daterange"},
    {"decode", "text text: bytea"}, {"degrees", "float8: float8"},
    {"dense_rank", ": int8; variadic any: int8"}, {"digest", "bytea text: bytea; text text: bytea"},
    {"div", "numeric numeric: numeric"}, {"encode", "bytea text: text"},
    {"enum_first", "anyenum: anyenum"}, {"enum_last", "anyenum: anyenum"},
    {"enum_range", "anyenum anyenum: anyarray; anyenum: anyarray"}, {"every", "bool: bool"},
    {"exp", "float8: float8; numeric: numeric"},
    {"extract", "text date: numeric; text interval: numeric; text time: numeric; text timestamp: "
     "numeric; text timestamptz: numeric; text timetz: numeric"},
    {"factorial", "int8: numeric"}, {"family", "inet: int4"},
    {"first_value", "anyelement: anyelement"},
    {"float4", "float8: float4; int2: float4; int4: float4; int8: float4; jsonb: float4; "
     "numeric: float4"},
    {"float8", "float4: float8; int2: float8; int4: float8; int8: float8; jsonb: float8; "
     "numeric: float8"},
    {"floor", "float8: float8; numeric: numeric"},
    {"format", "text variadic any: text; text: text"}, {"format_type", "oid int4: text"},
    {"gcd", "int4 int4: int4; int8 int8: int8; numeric numeric: numeric"},
    {"gen_random_bytes", "int4: bytea"}, {"gen_random_uuid", ": uuid"},
    {"gen_salt", "text [int4]: text"},
    {"generate_series", "int4 int4 int4: int4; int4 int4: int4; int8 int8 int8: int8; int8 int8: "
     "int8; numeric numeric numeric: numeric; numeric numeric: numeric; timestamp timestamp "
     "interval: timestamp; timestamptz timestamptz interval: timestamptz"},
    {"generate_subscripts", "anyarray int4 bool: int4; anyarray int4: int4"},
    {"get_bit", "bit int4: int4; bytea int8: int4"}, {"get_byte", "bytea int4: int4"},
    {"hashtext", "text: int4"}, {"hmac", "bytea bytea text: bytea; text text text: bytea"},
    {"host", "inet: text"}, {"hostmask", "inet: inet"}, {"inet_merge", "inet inet: cidr"},
    {"initcap", "text: text"},
    {"int4", "bit: int4; bool: int4; char: int4; float4: int4; float8: int4; int2: int4; int8: "
     "int4; jsonb: int4; numeric: int4"},
    {"int4multirange", ": int4multirange; int4range: int4multirange; variadic int4range[]: "
     "int4multirange"},
    {"int4range", "int4 int4 text: int4range; int4 int4: int4range"},
    {"int8", "bit: int8; float4: int8; float8: int8; int2: int8; int4: int8; jsonb: int8; "
     "numeric: int8; oid: int8"},
    {"int8multirange", ": int8multirange; int8range: int8multirange; variadic int8range[]: "
     "int8multirange"},
    {"int8range", "int8 int8 text: int8range; int8 int8: int8range"},
    {"isempty", "anymultirange: bool; anyrange: bool"},
    {"isfinite", "date: bool; interval: bool; timestamp: bool; timestamptz: bool"},
    {"json_agg", "anyelement: json"}, {"json_array_elements", "json: {value json}"},
    {"json_array_elements_text", "json: {value text}"}, {"json_array_length", "json: int4"},
    {"json_build_array", ": json; variadic any: json"},
    {"json_build_object", ": json; variadic any: json"},
    {"json_each", "json: {key text value json}"}, {"json_each_text", "json: {key text value text}"},
    {"json_extract_path", "json variadic text[]: json"},
    {"json_extract_path_text", "json variadic text[]: text"},
    {"json_object", "text[] text[]: json; text[]: json"}, {"json_object_agg", "any any: json"},
    {"json_object_keys", "json: text"},
    {"json_populate_record", "anyelement json [bool]: anyelement"},
    {"json_populate_recordset", "anyelement json [bool]: anyelement"},
    {"json_strip_nulls", "json: json"}, {"json_to_record", "json: record"},
    {"json_to_recordset", "json: record"},
    {"json_to_tsvector", "json jsonb: tsvector; regconfig json jsonb: tsvector"},
    {"json_typeof", "json: text"}, {"jsonb_agg", "anyelement: jsonb"},
    {"jsonb_array_elements", "jsonb: {value jsonb}"},
    {"jsonb_array_elements_text", "jsonb: {value text}"}, {"jsonb_array_length", "jsonb: int4"},
    {"jsonb_build_array", ": jsonb; variadic any: jsonb"},
    {"jsonb_build_object", ": jsonb; variadic any: jsonb"},
    {"jsonb_each", "jsonb: {key text value jsonb}"},
    {"jsonb_each_text", "jsonb: {key text value text}"},
    {"jsonb_extract_path", "jsonb variadic text[]: jsonb"},
    {"jsonb_extract_path_text", "jsonb variadic text[]: text"},
    {"jsonb_insert", "jsonb text[] jsonb [bool]: jsonb"},
    {"jsonb_object", "text[] text[]: jsonb; text[]: jsonb"}, {"jsonb_object_agg", "any any: jsonb"},
    {"jsonb_object_keys", "jsonb: text"},
    {"jsonb_path_exists", "jsonb jsonpath [jsonb bool]: bool"},
    {"jsonb_path_match", "jsonb jsonpath [jsonb bool]: bool"},
    {"jsonb_path_query", "jsonb jsonpath [jsonb bool]: jsonb"},
    {"jsonb_path_query_array", "jsonb jsonpath [jsonb bool]: jsonb"},
    {"jsonb_path_query_first", "jsonb jsonpath [jsonb bool]: jsonb"},
    {"jsonb_populate_record", "anyelement jsonb: anyelement"},
    {"jsonb_populate_recordset", "anyelement jsonb: anyelement"}, {"jsonb_pretty", "jsonb: text"},
    {"jsonb_set", "jsonb text[] jsonb [bool]: jsonb"},
    {"jsonb_set_lax", "jsonb text[] jsonb [bool text]: jsonb"},
    {"jsonb_strip_nulls", "jsonb: jsonb"}, {"jsonb_to_record", "jsonb: record"},
    {"jsonb_to_recordset", "jsonb: record"},
    {"jsonb_to_tsvector", "jsonb jsonb: tsvector; regconfig jsonb jsonb: tsvector"},
    {"jsonb_typeof", "jsonb: text"}, {"justify_days", "interval: interval"},
    {"justify_hours", "interval: interval"}, {"justify_interval", "interval: interval"},
    {"lag", "anycompatible int4 anycompatible: anycompatible; anyelement int4: anyelement; "
     "anyelement: anyelement"},
    {"last_value", "anyelement: anyelement"}, {"lastval", ": int8"},
    {"lcm", "int4 int4: int4; int8 int8: int8; numeric numeric: numeric"},
    {"lead", "anycompatible int4 anycompatible: anycompatible; anyelement int4: anyelement; "
     "anyelement: anyelement"},
    {"left", "text int4: text"},
    {"length", "bit: int4; bpchar: int4; bytea name: int4; bytea: int4; lseg: float8; path: "
     "float8; text: int4; tsvector: int4"},
    {"like", "bytea bytea: bool; name text: bool; text text: bool"}, {"line", "point point: line"},
    {"ln", "float8: float8; numeric: numeric"},
    {"log", "float8: float8; numeric numeric: numeric; numeric: numeric"},
    {"lower", "anymultirange: anyelement; anyrange: anyelement; text: text"},
    {"lower_inc", "anymultirange: bool; anyrange: bool"},
    {"lower_inf", "anymultirange: bool; anyrange: bool"},
    {"lpad", "text int4 text: text; text int4: text"},
    {"ltrim", "bytea bytea: bytea; text text: text; text: text"},
    {"make_date", "int4 int4 int4: date"},
    {"make_interval", "[int4 int4 int4 int4 int4 int4 float8]: interval"},
    {"make_time", "int4 int4 float8: time"},
    {"make_timestamp", "int4 int4 int4 int4 int4 float8: timestamp"},
    {"make_timestamptz", "int4 int4 int4 int4 int4 float8 text: timestamptz; int4 int4 int4 int4 "
     "int4 float8: timestamptz"},
    {"masklen", "inet: int4"},
    {"max", "anyarray: anyarray; anyenum: anyenum; bpchar: bpchar; date: date; float4: float4; "
     "float8: float8; inet: inet; int2: int2; int4: int4; int8: int8; interval: interval; money: "
     "money; numeric: numeric; oid: oid; pg_lsn: pg_lsn; text: text; tid: tid; time: time; "
     "timestamp: timestamp; timestamptz: timestamptz; timetz: timetz; xid8: xid8"},
    {"md5", "bytea: text; text: text"},
    {"min", "anyarray: anyarray; anyenum: anyenum; bpchar: bpchar; date: date; float4: float4; "
     "float8: float8; inet: inet; int2: int2; int4: int4; int8: int8; interval: interval; money: "
     "money; numeric: numeric; oid: oid; pg_lsn: pg_lsn; text: text; tid: tid; time: time; "
     "timestamp: timestamp; timestamptz: timestamptz; timetz: timetz; xid8: xid8"},
    {"mod", "int2 int2: int2; int4 int4: int4; int8 int8: int8; numeric numeric: numeric"},
    {"mode", "anyelement: anyelement"}, {"multirange", "anyrange: anymultirange"},
    {"netmask", "inet: inet"}, {"network", "inet: cidr"}, {"nextval", "regclass: int8"},
    {"normalize", "text [text]: text"}, {"now", ": timestamptz"},
    {"nth_value", "anyelement int4: anyelement"}, {"ntile", "int4: int4"},
    {"num_nonnulls", "variadic any: int4"}, {"num_nulls", "variadic any: int4"},
    {"nummultirange", ": nummultirange; numrange: nummultirange; variadic numrange[]: "
     "nummultirange"},
    {"numrange", "numeric numeric text: numrange; numeric numeric: numrange"},
    {"obj_description", "oid name: text; oid: text"},
    {"octet_length", "bit: int4; bpchar: int4; bytea: int4; text: int4"}, {"oid", "int8: oid"},
    {"overlaps", "time interval time interval: bool; time interval time time: bool; time time "
     "time interval: bool; time time time time: bool; timestamp interval timestamp interval: "
     "bool; timestamp interval timestamp timestamp: bool; timestamp timestamp timestamp "
     "interval: bool; timestamp timestamp timestamp timestamp: bool; timestamptz interval "
     "timestamptz interval: bool; timestamptz interval timestamptz timestamptz: bool; "
     "timestamptz timestamptz timestamptz interval: bool; timestamptz timestamptz timestamptz "
     "timestamptz: bool; timetz timetz timetz timetz: bool"},
    {"overlay", "bit bit int4 int4: bit; bit bit int4: bit; bytea bytea int4 int4: bytea; bytea "
     "bytea int4: bytea; text text int4 int4: text; text text int4: text"},
    {"percent_rank", ": float8; variadic any: float8"},
    {"percentile_cont", "float8[] float8: float8[]; float8[] interval: interval[]; float8 "
     "float8: float8; float8 interval: interval"},
    {"percentile_disc", "float8[] anyelement: anyarray; float8 anyelement: anyelement"},
    {"pg_backend_pid", ": int4"}, {"pg_collation_for", "any: text"},
    {"pg_column_size", "any: int4"}, {"pg_current_xact_id", ": xid8"},
    {"pg_database_size", "name: int8; oid: int8"},
    {"pg_get_expr", "pg_node_tree oid bool: text; pg_node_tree oid: text"},
    {"pg_get_serial_sequence", "text text: text"}, {"pg_get_userbyid", "oid: name"},
    {"pg_get_viewdef", "oid bool: text; oid int4: text; oid: text; text bool: text; text: text"},
    {"pg_has_role", "name name text: bool; name oid text: bool; name text: bool; oid name text: "
     "bool; oid oid text: bool; oid text: bool"},
    {"pg_indexes_size", "regclass: int8"}, {"pg_is_in_recovery", ": bool"},
    {"pg_notify", "text text: void"}, {"pg_postmaster_start_time", ": timestamptz"},
    {"pg_relation_size", "regclass text: int8; regclass: int8"}, {"pg_size_bytes", "text: int8"},
    {"pg_size_pretty", "int8: text; numeric: text"}, {"pg_sleep", "float8: void"},
    {"pg_table_is_visible", "oid: bool"}, {"pg_table_size", "regclass: int8"},
    {"pg_total_relation_size", "regclass: int8"}, {"pg_trigger_depth", ": int4"},
    {"pg_typeof", "any: regtype"}, {"phraseto_tsquery", "regconfig text: tsquery; text: tsquery"},
    {"pi", ": float8"}, {"plainto_tsquery", "regconfig text: tsquery; text: tsquery"},
    {"point", "box: point; circle: point; float8 float8: point; lseg: point; polygon: point"},
    {"position", "bit bit: int4; bytea bytea: int4; text text: int4"},
    {"pow", "float8 float8: float8; numeric numeric: numeric"},
    {"power", "float8 float8: float8; numeric numeric: numeric"}, {"quote_ident", "text: text"},
    {"quote_literal", "anyelement: text; text: text"},
    {"quote_nullable", "anyelement: text; text: text"}, {"radians", "float8: float8"},
    {"random", ": float8"}, {"range_agg", "anymultirange: anymultirange; anyrange: anymultirange"},
    {"range_intersect_agg", "anymultirange: anymultirange; anyrange: anyrange"},
    {"range_merge", "anymultirange: anyrange; anyrange anyrange: anyrange"},
    {"rank", ": int8; variadic any: int8"},
    {"regexp_count", "text text int4 text: int4; text text int4: int4; text text: int4"},
    {"regexp_instr", "text text int4 int4 int4 text int4: int4; text text int4 int4 int4 text: "
     "int4; text text int4 int4 int4: int4; text text int4 int4: int4; text text int4: int4; "
     "text text: int4"},
    {"regexp_like", "text text text: bool; text text: bool"},
    {"regexp_match", "text text text: text[]; text text: text[]"},
    {"regexp_matches", "text text text: text[]; text text: text[]"},
    {"regexp_replace", "text text text int4 int4 text: text; text text text int4 int4: text; "
     "text text text int4: text; text text text text: text; text text text: text"},
    {"regexp_split_to_array", "text text text: text[]; text text: text[]"},
    {"regexp_split_to_table", "text text text: text; text text: text"},
    {"regexp_substr", "text text int4 int4 text int4: text; text text int4 int4 text: text; text "
     "text int4 int4: text; text text int4: text; text text: text"},
    {"regr_avgx", "float8 float8: float8"}, {"regr_avgy", "float8 float8: float8"},
    {"regr_count", "float8 float8: int8"}, {"regr_intercept", "float8 float8: float8"},
    {"regr_r2", "float8 float8: float8"}, {"regr_slope", "float8 float8: float8"},
    {"regr_sxx", "float8 float8: float8"}, {"regr_sxy", "float8 float8: float8"},
    {"regr_syy", "float8 float8: float8"}, {"repeat", "text int4: text"},
    {"replace", "text text text: text"}, {"reverse", "text: text"}, {"right", "text int4: text"},
    {"round", "float8: float8; numeric int4: numeric; numeric: numeric"}, {"row_number", ": int8"},
    {"row_to_json", "record bool: json; record: json"},
    {"rpad", "text int4 text: text; text int4: text"},
    {"rtrim", "bytea bytea: bytea; text text: text; text: text"}, {"session_user", ": name"},
    {"set_config", "text text bool: text"}, {"set_masklen", "cidr int4: cidr; inet int4: inet"},
    {"setval", "regclass int8 bool: int8; regclass int8: int8"},
    {"setweight", "tsvector char text[]: tsvector; tsvector char: tsvector"},
    {"sha224", "bytea: bytea"}, {"sha256", "bytea: bytea"}, {"sha384", "bytea: bytea"},
    {"sha512", "bytea: bytea"}, {"shobj_description", "oid name: text"},
    {"sign", "float8: float8; numeric: numeric"},
    {"similar_to_escape", "text text: text; text: text"}, {"similarity", "text text: float4"},
    {"sin", "float8: float8"}, {"split_part", "text text int4: text"},
    {"sqrt", "float8: float8; numeric: numeric"}, {"starts_with", "text text: bool"},
    {"statement_timestamp", ": timestamptz"},
    {"stddev", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "numeric: numeric"},
    {"stddev_pop", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "numeric: numeric"},
    {"stddev_samp", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: "
     "numeric; numeric: numeric"},
    {"string_agg", "bytea bytea: bytea; text text: text"},
    {"string_to_array", "text text text: text[]; text text: text[]"},
    {"string_to_table", "text text text: text; text text: text"}, {"strip", "tsvector: tsvector"},
    {"strpos", "text text: int4"},
    {"substr", "bytea int4 int4: bytea; bytea int4: bytea; text int4 int4: text; text int4: text"},
    {"substring", "bit int4 int4: bit; bit int4: bit; bytea int4 int4: bytea; bytea int4: bytea; "
     "text int4 int4: text; text int4: text; text text text: text; text text: text"},
    {"sum", "float4: float4; float8: float8; int2: int8; int4: int8; int8: numeric; interval: "
     "interval; money: money; numeric: numeric"},
    {"tan", "float8: float8"},
    {"text", "bool: text; bpchar: text; char: text; inet: text; name: text; xml: text"},
    {"time", "interval: time; timestamp: time; timestamptz: time; timetz: time"},
    {"timeofday", ": text"},
    {"timestamp", "date time: timestamp; date: timestamp; timestamptz: timestamp"},
    {"timestamptz", "date time: timestamptz; date timetz: timestamptz; date: timestamptz; "
     "timestamp: timestamptz"},
    {"timezone", "interval timestamp: timestamptz; interval timestamptz: timestamp; interval "
     "timetz: timetz; text timestamp: timestamptz; text timestamptz: timestamp; text timetz: "
     "timetz"},
    {"to_ascii", "text int4: text; text name: text; text: text"},
    {"to_char", "float4 text: text; float8 text: text; int4 text: text; int8 text: text; "
     "interval text: text; numeric text: text; timestamp text: text; timestamptz text: text"},
    {"to_date", "text text: date"}, {"to_hex", "int4: text; int8: text"},
    {"to_json", "anyelement: json"}, {"to_jsonb", "anyelement: jsonb"},
    {"to_number", "text text: numeric"}, {"to_regclass", "text: regclass"},
    {"to_regcollation", "text: regcollation"}, {"to_regnamespace", "text: regnamespace"},
    {"to_regproc", "text: regproc"}, {"to_regrole", "text: regrole"},
    {"to_regtype", "text: regtype"},
    {"to_timestamp", "float8: timestamptz; text text: timestamptz"},
    {"to_tsquery", "regconfig text: tsquery; text: tsquery"},
    {"to_tsvector", "json: tsvector; jsonb: tsvector; regconfig json: tsvector; regconfig jsonb: "
     "tsvector; regconfig text: tsvector; text: tsvector"},
    {"transaction_timestamp", ": timestamptz"}, {"translate", "text text text: text"},
    {"trunc", "float8: float8; macaddr8: macaddr8; macaddr: macaddr; numeric int4: numeric; "
     "numeric: numeric"},
    {"ts_headline", "json tsquery text: json; json tsquery: json; jsonb tsquery text: jsonb; "
     "jsonb tsquery: jsonb; regconfig json tsquery text: json; regconfig json tsquery: json; "
     "regconfig jsonb tsquery text: jsonb; regconfig jsonb tsquery: jsonb; regconfig text "
     "tsquery text: text; regconfig text tsquery: text; text tsquery text: text; text tsquery: "
     "text"},
    {"ts_rank", "float4[] tsvector tsquery int4: float4; float4[] tsvector tsquery: float4; "
     "tsvector tsquery int4: float4; tsvector tsquery: float4"},
    {"ts_rank_cd", "float4[] tsvector tsquery int4: float4; float4[] tsvector tsquery: float4; "
     "tsvector tsquery int4: float4; tsvector tsquery: float4"},
    {"tsmultirange", ": tsmultirange; tsrange: tsmultirange; variadic tsrange[]: tsmultirange"},
    {"tsrange", "timestamp timestamp text: tsrange; timestamp timestamp: tsrange"},
    {"tstzmultirange", ": tstzmultirange; tstzrange: tstzmultirange; variadic tstzrange[]: "
     "tstzmultirange"},
    {"tstzrange", "timestamptz timestamptz text: tstzrange; timestamptz timestamptz: tstzrange"},
    {"tsvector_to_array", "tsvector: text[]"}, {"unaccent", "text: text"},
    {"unnest", "anyarray: anyelement; anymultirange: anyrange; tsvector: {lexeme text positions "
     "int2[] weights text[]}"},
    {"upper", "anymultirange: anyelement; anyrange: anyelement; text: text"},
    {"upper_inc", "anymultirange: bool; anyrange: bool"},
    {"upper_inf", "anymultirange: bool; anyrange: bool"}, {"uuid_generate_v1", ": uuid"},
    {"uuid_generate_v1mc", ": uuid"}, {"uuid_generate_v3", "uuid text: uuid"},
    {"uuid_generate_v4", ": uuid"}, {"uuid_generate_v5", "uuid text: uuid"},
    {"var_pop", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "numeric: numeric"},
    {"var_samp", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "numeric: numeric"},
    {"variance", "float4: float8; float8: float8; int2: numeric; int4: numeric; int8: numeric; "
     "numeric: numeric"},
    {"version", ": text"}, {"websearch_to_tsquery", "regconfig text: tsquery; text: tsquery"},
    {"width_bucket", "anycompatible anycompatiblearray: int4; float8 float8 float8 int4: int4; "
     "numeric numeric numeric int4: int4"},
    {"xmlagg", "xml: xml"}, {"xmlcomment", "text: xml"}, {"xmlexists", "text xml: bool"},
    {"xpath", "text xml text[]: xml[]; text xml: xml[]"},
    {"xpath_exists", "text xml text[]: bool; text xml: bool"},
};
/* clang-format on */

static int compare(const void *key, const void *element)
{
    const struct str *name = key;
    const struct overloads *entry = element;
    return str_compare_word(*name, entry->name);
}

struct str builtin_function_types(struct str name)
{
    const struct overloads *found =
        bsearch(&name, functions, sizeof functions / sizeof *functions, sizeof *functions, compare);
    return found == NULL ? STR("") : str_from(found->types);
}
