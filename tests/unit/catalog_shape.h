/* For tests of the catalog: feeds it with statements as the replay does, and says in a line what it
 * then knows. What is expected was seen on PostgreSQL 15. */
#ifndef GANDER_TESTS_CATALOG_SHAPE_H
#define GANDER_TESTS_CATALOG_SHAPE_H

#include "base/arena.h"
#include "base/vec.h"
#include "schema/catalog.h"
#include "sql/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct replay {
    struct arena arena;
    struct catalog *catalog;
    uint32_t transaction;
};

static inline int set_up(void **state)
{
    static struct replay replay;
    arena_init(&replay.arena);
    replay.catalog = catalog_new(&replay.arena);
    replay.transaction = 0;
    *state = &replay;
    return 0;
}

static inline int tear_down(void **state)
{
    struct replay *replay = *state;
    arena_release(&replay->arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

/* One string is one transaction here; [conditional] as in a DO block under IF. */
static inline void run_as(void **state, const char *sql, bool conditional)
{
    struct replay *replay = *state;
    struct sql_parse parsed = sql_parse(&replay->arena, str_from(sql));
    if (!parsed.parsed) fail_msg("%s: " STR_FMT, sql, STR_ARG(parsed.error.message));
    replay->transaction++;
    struct origin origin = {.transaction = replay->transaction};
    for (size_t i = 0; i < parsed.statement_count; i++) {
        catalog_begin_statement(replay->catalog);
        for (size_t k = 0; k < parsed.statements[i].change_count; k++) {
            struct change *change = &parsed.statements[i].changes[k];
            change->conditional = conditional;
            catalog_replay(replay->catalog, change, origin);
        }
    }
}

static inline void run(void **state, const char *sql)
{
    run_as(state, sql, false);
}

/* "t", "app.t" */
static inline struct name name_of(const char *text)
{
    const char *dot = strchr(text, '.');
    if (dot == NULL) return (struct name){{"", 0}, str_from(text)};
    return (struct name){{text, (size_t)(dot - text)}, str_from(dot + 1)};
}

static inline const struct relation *known(void **state, const char *name)
{
    struct replay *replay = *state;
    const struct relation *relation = NULL;
    if (catalog_find(replay->catalog, OBJ_UNKNOWN, name_of(name), &relation) != KNOWN) {
        fail_msg("%s is not known", name);
    }
    return relation;
}

static inline enum knowledge find_relation(void **state, enum object_kind kind, const char *name)
{
    struct replay *replay = *state;
    const struct relation *relation = NULL;
    enum knowledge knowledge = catalog_find(replay->catalog, kind, name_of(name), &relation);
    if (knowledge == KNOWN) assert_non_null(relation);
    if (knowledge == KNOWN_ABSENT) assert_null(relation);
    return knowledge;
}

static inline enum knowledge find(void **state, const char *name)
{
    return find_relation(state, OBJ_UNKNOWN, name);
}

static inline struct str join(void **state, const struct str_list *list, const char *between)
{
    struct replay *replay = *state;
    return str_join(&replay->arena, list->at, list->len, str_from(between));
}

/* "id int4 not null default, b text" */
static inline struct str columns(void **state, const char *table)
{
    struct replay *replay = *state;
    const struct relation *relation = known(state, table);
    struct str_list words = {0};
    for (size_t i = 0; i < relation->columns.len; i++) {
        const struct catalog_column *column = relation->columns.at[i];
        struct str text = str_format(
            &replay->arena, STR_FMT " " STR_FMT "%s%s%s%s", STR_ARG(column->name),
            STR_ARG(name_text(&replay->arena, column->type.name)),
            column->type.array_dimensions > 0 ? "[]" : "", column->not_null ? " not null" : "",
            column->has_default ? " default" : "", column->identity != 0 ? " identity" : "");
        VEC_PUSH(&replay->arena, &words, text);
    }
    return join(state, &words, ", ");
}

/* "primary t_pkey(id), check t_a_check", NOT VALID ones with a `?` */
static inline struct str constraints(void **state, const char *table)
{
    static const char *const kinds[] = {"check",   "not null", "unique",
                                        "primary", "foreign",  "exclude"};
    struct replay *replay = *state;
    const struct relation *relation = known(state, table);
    struct str_list words = {0};
    for (size_t i = 0; i < relation->constraints.len; i++) {
        const struct catalog_constraint *constraint = relation->constraints.at[i];
        bool check = constraint->spec.kind == CONSTRAINT_CHECK;
        struct str of = join(state, &constraint->spec.columns, ",");
        struct str text = str_format(&replay->arena, "%s " STR_FMT "%s%s" STR_FMT "%s",
                                     kinds[constraint->spec.kind], STR_ARG(constraint->name),
                                     constraint->validated ? "" : "?", check ? "" : "(",
                                     STR_ARG(check ? STR("") : of), check ? "" : ")");
        VEC_PUSH(&replay->arena, &words, text);
    }
    return join(state, &words, ", ");
}

/* All that is known to be there, in the order it was made: "t_id_seq t t_pkey". */
static inline struct str relations(void **state)
{
    struct replay *replay = *state;
    const struct relation_list *all = catalog_relations(replay->catalog);
    struct str_list words = {0};
    for (size_t i = 0; i < all->len; i++) {
        if (all->at[i]->state != KNOWN) continue;
        struct name name = all->at[i]->name;
        if (str_equal(name.schema, STR("public"))) name.schema = STR("");
        VEC_PUSH(&replay->arena, &words, name_text(&replay->arena, name));
    }
    return join(state, &words, " ");
}

static inline void is(struct str found, const char *expected)
{
    if (!str_equal(found, str_from(expected))) {
        fail_msg("found:    " STR_FMT "\nexpected: %s", STR_ARG(found), expected);
    }
}

#endif
