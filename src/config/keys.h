/* The keys of `gander.yml`, in one table: what reads them, checks them, explains them. */
#ifndef GANDER_CONFIG_KEYS_H
#define GANDER_CONFIG_KEYS_H

#include "config/load.h"
#include "config/yaml.h"

enum key_type {
    KEY_SECTION, /* a map of other keys of the table */
    KEY_TEXT,
    KEY_SWITCH, /* on, off, true, false, yes, no */
    KEY_NUMBER,
    KEY_WORD,  /* one of `words` */
    KEY_TEXTS, /* a list of texts, or one text */
    KEY_MAP,   /* names chosen by the user */
    KEY_LIST,  /* of maps */
    KEY_LEVEL, /* off, info, warning, error, on; or a map of other keys of the table */
};

struct loader;

struct key {
    const char *path; /* "file-names.width"; `*` is a name chosen by the user, or a list's entry */
    enum key_type type;
    const char *words;   /* KEY_WORD: "any sequential timestamp" */
    const char *unset;   /* what holds when nobody says, for people */
    const char *summary; /* one line */
    void (*apply)(struct loader *loader, const struct yaml_node *value);
};

extern const struct key config_keys[];
extern const size_t config_key_count;

/* The state of reading one file over the settings made so far. */
struct loader {
    struct arena *arena;
    const struct config_rules *rules;
    struct config *config;
    struct str path; /* of this file */
    struct str dir;  /* its folder; empty: the working directory */
    struct str text;
    struct {
        struct str *at;
        size_t len, cap;
    } custom_ids; /* which `rules` may name beside gander's own */
    struct {
        struct config_error *at;
        size_t len, cap;
    } errors;
    struct {
        struct config_origin *at;
        size_t len, cap;
    } origins;
};

/* Notes a mistake at [node]; [help] may be empty. */
void key_error(struct loader *loader, const struct yaml_node *node, struct str help,
               const char *format, ...) PRINTF_LIKE(4, 5);

/* The value's type, checked; false with the error noted. */
bool key_number(struct loader *loader, const struct yaml_node *value, int64_t *number);
bool key_switch(struct loader *loader, const struct yaml_node *value, bool *on);
struct globs key_texts(struct loader *loader, const struct yaml_node *value);

/* Notes that [name] is no key below [section], "header.fields.*" for example. */
void key_unknown(struct loader *loader, const struct yaml_node *name, const char *section);

/* "did you mean `x`?", or empty. */
struct str key_suggestion(struct arena *arena, struct str written, const struct str *known,
                          size_t count);

#endif
