/* How gander is set up: defaults, and later what `gander.yml` and the command line say. Constant
 * once made; every pointer lives as long as the run. */
#ifndef GANDER_CONFIG_CONFIG_H
#define GANDER_CONFIG_CONFIG_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

enum header_mode {
    HEADER_AUTO, /* required where at least one file of the sequence carries a field */
    HEADER_OFF,
    HEADER_REQUIRED, /* the fields were named by the user */
};

struct header_field_rule {
    struct str name;    /* compared ignoring case */
    struct str pattern; /* PCRE2, must match the whole value; empty: any value */
    struct str example; /* a value that would do, for messages; may be empty */
    bool is_date;       /* an ISO date that exists */
    bool optional;
};

enum numbering { NUMBERING_ANY, NUMBERING_SEQUENTIAL, NUMBERING_TIMESTAMP };

enum goose_engine { ENGINE_CLI, ENGINE_PROVIDER };

struct variable_value {
    struct str name;
    struct str value;
};

/* `--rule SELECTOR=LEVEL`: a higher layer wins (a file, the one that extends it, the command line);
 * inside one layer an id or alias beats a category beats `all`, whatever their order; then the
 * later one. */
struct rule_level {
    struct str selector;
    enum severity level;
    bool on; /* the rule's own severity instead of `level` */
    unsigned layer;
    bool has_level; /* false: only `start_after` is said */
    bool has_start_after;
    int64_t start_after; /* findings in versions up to this one are not reported */
};

enum override_section { OVERRIDE_BOTH, OVERRIDE_UP, OVERRIDE_DOWN };

/* Levels for some files or one section only; later entries win, all of them over `rules`. */
struct override {
    const struct str *paths; /* globs, relative to `dir` */
    size_t path_count;       /* 0: every file */
    struct str dir;          /* of the file it stands in */
    enum override_section section;
    const struct rule_level *rule_levels;
    size_t rule_level_count;
};

/* Where the pattern of a custom rule looks. */
enum custom_scope {
    CUSTOM_CODE,      /* a statement, comments and the inside of literals blanked */
    CUSTOM_STATEMENT, /* a statement as goose sends it */
    CUSTOM_COMMENT,   /* each comment */
    CUSTOM_LINE,      /* each line of the file */
    CUSTOM_HEADER,    /* the lines above the first statement */
    CUSTOM_FILE_NAME, /* the base name */
};

/* What only this house forbids or asks for: an entry of `custom-rules`. */
struct custom_rule {
    struct str id;
    enum severity level;
    struct str message; /* one line each; {table}, {match}, ... are filled in */
    struct str note;    /* may be empty */
    struct str help;    /* may be empty */
    enum override_section section;
    struct str pattern; /* PCRE2; empty: none */
    enum custom_scope scope;
    bool required;    /* the pattern must match somewhere in each file */
    const int *kinds; /* enum change_kind; with a pattern both must hold */
    size_t kind_count;
    struct str table; /* globs over names as PostgreSQL folds them; empty: any */
    struct str column;
    struct str column_type;
};

/* What no migration can tell of a table: an entry of `tables`. Of several whose glob matches the
 * last that says a thing counts. */
struct table_fact {
    struct str tables; /* glob over names as PostgreSQL folds them; without a dot: in any schema */
    bool has_size;
    bool is_small; /* scans and rewrites are over at once */
    bool has_external;
    bool is_external; /* made elsewhere: it is there, and nothing else is known of it */
};

/* Globs, relative to the folder of the file they stand in. */
struct globs {
    const struct str *at;
    size_t len;
    struct str dir;
};

struct house_rules;

struct config {
    enum header_mode header_mode;
    const struct header_field_rule *header_fields;
    size_t header_field_count;
    enum numbering numbering;
    unsigned width;          /* digits of the version; 0: not checked */
    bool contiguous;         /* no holes in sequential numbers */
    struct str name_pattern; /* PCRE2 over the whole base name; empty: none */
    enum goose_engine engine;
    const struct variable_value *variables; /* what ENVSUB will see */
    size_t variable_count;
    unsigned postgres_version; /* major */
    enum severity fail_on;     /* SEVERITY_OFF: never */
    const struct rule_level *rule_levels;
    size_t rule_level_count;
    unsigned file_layers; /* files that were read over the first: their layers are 0 to this */
    const struct override *overrides;
    size_t override_count;
    const struct custom_rule *custom_rules;
    size_t custom_rule_count;
    const struct table_fact *table_facts;
    size_t table_fact_count;
    const struct house_rules *house; /* the same as rules (lint/house_rules.h); NULL: none */
    bool header_ordered;             /* header fields in the order given */
    bool header_closed;              /* no other `-- Name: value` line */
    struct globs migrations;         /* directories, when no PATH is given; none: look for them */
    struct globs exclude;            /* files that are neither discovered nor reported */
    bool has_start_after;
    int64_t start_after;         /* findings in versions up to this one are dropped and counted */
    struct str start_after_path; /* the file that says so; empty: the command line */
    struct str base_ref;         /* git revision of what is already applied; empty: none */
    struct str baseline;         /* path of a file of accepted findings; empty: none */
    struct globs initial_schema; /* paths of SQL files that are replayed first */
    struct str format;           /* of the report on standard output; empty: not said */
    bool strict;                 /* anything not analysed is exit code 2 */
};

/* Author and Date in mode auto, any numbering, PostgreSQL 15, fail on errors. */
struct config config_default(void);

const char *severity_name(enum severity severity);                 /* "error" */
bool severity_from_name(struct str name, enum severity *severity); /* also "off" */

#endif
