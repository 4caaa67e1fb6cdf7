/* `.goose.yml`: how a project runs goose. goose itself reads no such file; the projects that keep
 * one agree on these keys, and whatever else they write there is none of our business. */
#ifndef GANDER_CONFIG_GOOSE_YML_H
#define GANDER_CONFIG_GOOSE_YML_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>

/* Empty: the file does not say. */
struct goose_yml {
    struct str driver;
    struct str dir;
    struct str table;
};

/* False, with "line N: why" in [error], when [text] is no YAML mapping or one of the keys is no
 * text. An empty file says nothing. */
bool goose_yml_parse(struct arena *arena, struct str text, struct goose_yml *result,
                     struct error *error);

/* The driver speaks PostgreSQL: no driver, those goose runs through pgx, and a value filled in from
 * the environment, which nobody can know here. */
bool goose_driver_is_postgres(struct str driver);

#endif
