#include "config/keys.h"

#include "base/regex.h"
#include "config/keys_apply.h"

/* The value is known to be one of the key's words: the loader checked. */
static bool says(const struct yaml_node *value, const char *word)
{
    return str_equal(value->text, str_from(word));
}

static void apply_postgres_version(struct loader *loader, const struct yaml_node *value)
{
    size_t dot = str_find(value->text, STR("."), 0);
    struct yaml_node major = *value;
    major.text = str_slice(value->text, 0, dot);
    int64_t number = 0;
    if (!key_number(loader, &major, &number)) return;
    if (number < 10 || number > 99) {
        key_error(loader, value, STR("10 and up"), "no PostgreSQL major version");
        return;
    }
    loader->config->postgres_version = (unsigned)number;
}

static void apply_start_after(struct loader *loader, const struct yaml_node *value)
{
    if (!key_number(loader, value, &loader->config->start_after)) return;
    loader->config->has_start_after = true;
    loader->config->start_after_path = loader->path;
}

static void apply_base_ref(struct loader *loader, const struct yaml_node *value)
{
    if (value->text.len > 0 && value->text.at[0] != '-') {
        loader->config->base_ref = value->text;
    } else {
        key_error(loader, value, STR("a branch such as origin/main, a tag, or a commit"),
                  "no git revision");
    }
}

static void apply_fail_on(struct loader *loader, const struct yaml_node *value)
{
    enum severity severity = SEVERITY_OFF;
    if (!says(value, "never")) severity_from_name(value->text, &severity);
    loader->config->fail_on = severity;
}

static void apply_format(struct loader *loader, const struct yaml_node *value)
{
    loader->config->format = value->text;
}

static void apply_strict(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->strict);
}

static void apply_migrations(struct loader *loader, const struct yaml_node *value)
{
    loader->config->migrations = key_texts(loader, value);
}

/* Relative to the file it stands in. */
static struct str joined_path(const struct loader *loader, struct str path)
{
    if (path.at[0] == '/' || loader->dir.len == 0) return path;
    return str_format(loader->arena, STR_FMT "/" STR_FMT, STR_ARG(loader->dir), STR_ARG(path));
}

static void apply_baseline(struct loader *loader, const struct yaml_node *value)
{
    if (value->text.len == 0) {
        key_error(loader, value, STR("gander-baseline.json"), "expected the path of a file");
        return;
    }
    loader->config->baseline = joined_path(loader, value->text);
}

static void apply_initial_schema(struct loader *loader, const struct yaml_node *value)
{
    struct globs paths = key_texts(loader, value);
    struct str *joined = arena_array(loader->arena, paths.len, sizeof *joined);
    for (size_t i = 0; i < paths.len; i++) {
        if (paths.at[i].len == 0) {
            key_error(loader, value, STR("db/schema.sql"), "expected the path of a file");
            return;
        }
        joined[i] = joined_path(loader, paths.at[i]);
    }
    loader->config->initial_schema = (struct globs){joined, paths.len, loader->dir};
}

static void apply_exclude(struct loader *loader, const struct yaml_node *value)
{
    loader->config->exclude = key_texts(loader, value);
}

static void apply_engine(struct loader *loader, const struct yaml_node *value)
{
    loader->config->engine = says(value, "provider") ? ENGINE_PROVIDER : ENGINE_CLI;
}

static void apply_variables(struct loader *loader, const struct yaml_node *value)
{
    struct variable_value *variables =
        arena_array(loader->arena, value->item_count + loader->config->variable_count,
                    sizeof(struct variable_value));
    size_t count = 0;
    for (size_t i = 0; i < value->item_count; i++) {
        if (value->items[i]->kind != YAML_SCALAR) {
            key_error(loader, value->items[i], STR(""), "a variable's value is text");
            continue;
        }
        variables[count++] = (struct variable_value){value->keys[i]->text, value->items[i]->text};
    }
    for (size_t i = 0; i < loader->config->variable_count; i++) {
        variables[count++] = loader->config->variables[i];
    }
    loader->config->variables = variables;
    loader->config->variable_count = count;
}

static void apply_numbering(struct loader *loader, const struct yaml_node *value)
{
    loader->config->numbering = says(value, "sequential")  ? NUMBERING_SEQUENTIAL
                                : says(value, "timestamp") ? NUMBERING_TIMESTAMP
                                                           : NUMBERING_ANY;
}

static void apply_width(struct loader *loader, const struct yaml_node *value)
{
    int64_t width = 0;
    if (!key_number(loader, value, &width)) return;
    if (width > 19) {
        key_error(loader, value, STR("0 means: not checked"), "a version has at most 19 digits");
        return;
    }
    loader->config->width = (unsigned)width;
}

static void apply_contiguous(struct loader *loader, const struct yaml_node *value)
{
    key_switch(loader, value, &loader->config->contiguous);
}

bool key_pattern(struct loader *loader, const struct yaml_node *value)
{
    struct regex_error error;
    struct regex *regex = regex_new(value->text, REGEX_WHOLE, &error);
    if (regex == NULL) {
        key_error(loader, value, STR("quote patterns with '...'"), "bad pattern: %s", error.text);
        return false;
    }
    regex_free(regex);
    return true;
}

static void apply_name_pattern(struct loader *loader, const struct yaml_node *value)
{
    if (key_pattern(loader, value)) loader->config->name_pattern = value->text;
}

const struct key config_keys[] = {
    {"extends", KEY_TEXT, NULL, "none", "a file to start from", NULL},
    {"migrations", KEY_TEXTS, NULL, "wherever a file speaks of goose",
     "globs of the directories that are looked at when no PATH is given", apply_migrations},
    {"exclude", KEY_TEXTS, NULL, "none",
     "globs of files, or folders with all in them, that are not reported", apply_exclude},
    {"postgres-version", KEY_TEXT, NULL, "15", "the oldest server the migrations must run on",
     apply_postgres_version},
    {"goose", KEY_SECTION, NULL, NULL, "what runs the migrations", NULL},
    {"goose.engine", KEY_WORD, "cli provider", "cli", "goose's command line, or its Provider",
     apply_engine},
    {"goose.variables", KEY_MAP, NULL, "none", "what ENVSUB will see", apply_variables},
    {"goose.variables.*", KEY_TEXT, NULL, NULL, "the value", NULL},
    {"start-after", KEY_NUMBER, NULL, "none", "versions up to this one are read, not reported",
     apply_start_after},
    {"base-ref", KEY_TEXT, NULL, "none", "git revision of what is already applied somewhere",
     apply_base_ref},
    {"baseline", KEY_TEXT, NULL, "none", "file of findings that are accepted (gander baseline)",
     apply_baseline},
    {"initial-schema", KEY_TEXTS, NULL, "none",
     "SQL files of what was there before the first migration (pg_dump --schema-only)",
     apply_initial_schema},
    {"tables", KEY_MAP, NULL, "none",
     "what no migration can tell; a glob of tables, audit.* for example: {size, external}",
     apply_tables},
    {"tables.*.size", KEY_WORD, "large small", "large",
     "small: scans and rewrites are over at once", NULL},
    {"tables.*.external", KEY_SWITCH, NULL, "off",
     "made elsewhere: it is there, and nothing else is known of it", NULL},
    {"fail-on", KEY_WORD, "info warning error never", "error",
     "the lowest severity that makes the exit code 1", apply_fail_on},
    {"format", KEY_WORD,
     "text concise json jsonl sarif github gitlab junit checkstyle rdjson rdjsonl azure markdown",
     "text", "the report on standard output when no option gives one", apply_format},
    {"strict", KEY_SWITCH, NULL, "off", "anything not analysed makes the exit code 2",
     apply_strict},
    {"rules", KEY_MAP, NULL, "each rule's own",
     "rule or category: off, info, warning, error, on, or {level, start-after}", apply_rules},
    {"rules.*", KEY_LEVEL, NULL, NULL, "a level, or what else concerns this rule", NULL},
    {"rules.*.level", KEY_WORD, "off info warning error on", NULL, "on: the rule's own", NULL},
    {"rules.*.start-after", KEY_NUMBER, NULL, NULL, "this rule reports from later versions on",
     NULL},
    {"overrides", KEY_LIST, NULL, "none", "levels for some paths or one section", apply_overrides},
    {"overrides.*.paths", KEY_TEXTS, NULL, NULL, "globs of files, relative to this one", NULL},
    {"overrides.*.section", KEY_WORD, "up down", NULL, "only this part of each file", NULL},
    {"overrides.*.rules", KEY_MAP, NULL, NULL, "as the key `rules`", NULL},
    {"overrides.*.rules.*", KEY_LEVEL, NULL, NULL, "a level", NULL},
    {"overrides.*.rules.*.level", KEY_WORD, "off info warning error on", NULL, "on: the rule's own",
     NULL},
    {"header", KEY_SECTION, NULL, "Author and Date, where at least one file has them",
     "`-- Name: value` comments above the first statement; or off", apply_header},
    {"header.fields", KEY_MAP, NULL, "Author, Date", "name: {pattern, optional, example}",
     apply_fields},
    {"header.fields.*.pattern", KEY_TEXT, NULL, NULL, "PCRE2 that matches the whole value", NULL},
    {"header.fields.*.optional", KEY_SWITCH, NULL, NULL, "the field may be missing", NULL},
    {"header.fields.*.example", KEY_TEXT, NULL, NULL, "a value that would do, for messages", NULL},
    {"header.ordered", KEY_SWITCH, NULL, "off", "fields stand in the order given", apply_ordered},
    {"header.closed", KEY_SWITCH, NULL, "off", "no other `-- Name: value` line", apply_closed},
    {"file-names", KEY_SECTION, NULL, NULL, "how migrations are called", NULL},
    {"file-names.numbering", KEY_WORD, "any sequential timestamp", "any", "kind of version",
     apply_numbering},
    {"file-names.width", KEY_NUMBER, NULL, "0", "digits of the version; 0: not checked",
     apply_width},
    {"file-names.contiguous", KEY_SWITCH, NULL, "off", "no holes between sequential versions",
     apply_contiguous},
    {"file-names.pattern", KEY_TEXT, NULL, "none", "PCRE2 that matches the whole base name",
     apply_name_pattern},
    {"custom-rules", KEY_MAP, NULL, "none",
     "rules of your own: id: {message, and pattern or changes or both}", apply_custom_rules},
    {"custom-rules.*.message", KEY_TEXT, NULL, NULL,
     "the finding; {table}, {column}, {type}, {match}, or a group's name is filled in", NULL},
    {"custom-rules.*.note", KEY_TEXT, NULL, NULL, "a fact behind it", NULL},
    {"custom-rules.*.help", KEY_TEXT, NULL, NULL, "what to do", NULL},
    {"custom-rules.*.level", KEY_WORD, "off info warning error", "warning", "how grave it is",
     NULL},
    {"custom-rules.*.section", KEY_WORD, "both up down", "both", "only this part of each file",
     NULL},
    {"custom-rules.*.pattern", KEY_TEXT, NULL, NULL, "PCRE2 that matches somewhere", NULL},
    {"custom-rules.*.in", KEY_WORD, "code statement comment line header file-name", "code",
     "where the pattern looks", NULL},
    {"custom-rules.*.required", KEY_SWITCH, NULL, "off",
     "the finding is that the pattern matches nowhere in a file", NULL},
    {"custom-rules.*.changes", KEY_TEXTS, NULL, NULL, "kinds of change, drop-table for example",
     NULL},
    {"custom-rules.*.table", KEY_TEXT, NULL, NULL, "glob of tables, audit.* for example", NULL},
    {"custom-rules.*.column", KEY_TEXT, NULL, NULL, "glob of columns", NULL},
    {"custom-rules.*.column-type", KEY_TEXT, NULL, NULL, "glob of types", NULL},
};
const size_t config_key_count = sizeof config_keys / sizeof *config_keys;
