/* The names the catalog knows, shared by its lookups and its replay. Only src/schema/catalog*.c
 * include this. */
#ifndef GANDER_SCHEMA_CATALOG_NAMES_H
#define GANDER_SCHEMA_CATALOG_NAMES_H

#include "base/vec.h"
#include "schema/catalog.h"

/* Names of one space exclude each other: a view cannot have the name of a table. Relations, types
 * and routines are one space each; any other kind of object is its own. */
enum space { SPACE_RELATION = OBJ_TABLE, SPACE_TYPE = OBJ_TYPE, SPACE_ROUTINE = OBJ_ROUTINE };

/* Something made by the migrations; its name may change. */
struct made {
    struct relation relation;
    struct made *parent; /* an index's table, a partition's: dies with it */
    bool is_parent;
    struct entry *schema;
    uint32_t schema_drops; /* of its schema, when this was made: dies with that, too */
};

/* What is known of one name. */
struct entry {
    enum object_kind space;
    struct name name;
    enum knowledge state;
    struct made *made; /* KNOWN */
    uint32_t drops;    /* of a schema */
    uint32_t members;  /* of a schema: how often something was put into it */
};

/* What an entry and what it names were, before something may have changed them. */
struct saved {
    struct entry *entry;
    struct entry entry_was;
    struct made made_was;
};

struct catalog {
    struct arena *arena;
    struct entry **slots; /* open addressing, linear probing; a power of two, half empty */
    size_t slot_count;
    size_t entry_count;
    VEC(struct saved) saved; /* while a mark is set */
    size_t mark_count;
};

/* Relations, types and routines are one space each; another kind of object is its own. */
enum object_kind catalog_space(enum object_kind kind);

/* The entry of a name, UNKNOWN when it is new; without a schema the name is one of `public`. */
struct entry *catalog_entry(struct catalog *catalog, enum object_kind kind, struct name name);

/* The name with its schema: a temporary relation's, else `public`. */
struct name catalog_resolve(const struct catalog *catalog, enum object_kind kind, struct name name);

bool catalog_is_live(const struct entry *entry);

/* To be called before an entry, or what it names, is changed: keeps what catalog_undo() needs. */
void catalog_save(struct catalog *catalog, struct entry *entry);

#endif
