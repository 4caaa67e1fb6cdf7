/* How gander is set up: defaults, and later what `gander.yml` and the command line say. Constant
 * once made; every pointer lives as long as the run. */
#ifndef GANDER_CONFIG_CONFIG_H
#define GANDER_CONFIG_CONFIG_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

enum header_mode {
    HEADER_AUTO, /* required where at least one file of the sequence carries a field */
    HEADER_OFF,
    HEADER_REQUIRED, /* the fields were named by the user */
};

struct header_field_rule {
    struct str name;    /* compared ignoring case */
    struct str pattern; /* PCRE2, must match the whole value; empty: any value */
    bool is_date;       /* an ISO date that exists */
    bool optional;
};

enum numbering { NUMBERING_ANY, NUMBERING_SEQUENTIAL, NUMBERING_TIMESTAMP };

enum goose_engine { ENGINE_CLI, ENGINE_PROVIDER };

struct variable_value {
    struct str name;
    struct str value;
};

/* `--rule SELECTOR=LEVEL`: later entries win, an id beats a category beats `all`. */
struct rule_level {
    struct str selector;
    enum severity level;
    bool on; /* the rule's own severity instead of `level` */
};

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
};

/* Author and Date in mode auto, any numbering, PostgreSQL 15, fail on errors. */
struct config config_default(void);

const char *severity_name(enum severity severity);                 /* "error" */
bool severity_from_name(struct str name, enum severity *severity); /* also "off" */

#endif
