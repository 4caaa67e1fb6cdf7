/* Which directories a run looks at, each read once however often it is reached.
 *
 * A tree is walked without `.git`, `node_modules`, `vendor` and hidden folders. A link to a folder
 * is looked at itself but not below: what lies below is either reached anyway or outside the tree,
 * and so no cycle can be entered. */
#ifndef GANDER_SOURCE_WALK_H
#define GANDER_SOURCE_WALK_H

#include "base/vec.h"
#include "source/discover.h"
#include "source/folder.h"
#include "source/paths.h"

struct settings;

struct folder {
    struct str open_path; /* to open it */
    struct str absolute;  /* normalised */
    struct str path;      /* as reports show it */
    struct folder_key key;
    struct folder *parent; /* the one it was found in; NULL for a PATH's own */
    struct entry *entries;
    size_t entry_count;
    bool asked_for;                  /* a PATH names a file in it */
    bool named;                      /* it is a PATH itself */
    bool configured;                 /* a `.goose.yml` says that goose runs it */
    bool whole;                      /* all of it is reported */
    bool walked;                     /* its sub-directories were queued */
    bool ancestors_read;             /* for `.goose.yml` */
    const struct settings *settings; /* whose `dir` it is */
    size_t number;                   /* among the sequences, from 1; 0: none */
};

struct folder_list {
    struct folder **at;
    size_t len, cap;
};

/* A symbolic link to a folder, met in a walk. */
struct folder_link {
    struct folder *parent;
    struct str name;
};

/* What one run of discover() builds up. */
struct walk {
    struct arena *arena;
    struct places places;
    struct folder_list folders; /* in the order found */
    struct folder_list roots;   /* PATHs that are folders */
    struct folder_list named;   /* those, and the folders of PATHs that are files */
    struct folder **table;      /* open addressing over `key` */
    size_t table_size;
    VEC(struct folder_link) links;   /* found in the walk, looked at when it is over */
    VEC(struct settings *) settings; /* every `.goose.yml` read */
    VEC(struct str) problems;
    VEC(struct str) notes;
};

/* The folder at [open_path], read now if it was not yet; NULL when it cannot be read, which is then
 * a problem on record. */
struct folder *walk_folder(struct walk *walk, struct str open_path);

/* The folder when it was already read, else NULL. */
struct folder *walk_known(const struct walk *walk, struct str open_path);

/* [root] and every folder below it. */
void walk_tree(struct walk *walk, struct folder *root);

/* Marks a file of [folder], or adds it when the folder has no such entry; NULL when a name like
 * that is none of our business. */
struct entry *walk_want(struct walk *walk, struct folder *folder, struct str name);

/* The links to folders met by walk_tree(). */
void walk_links(struct walk *walk);

void walk_problem(struct walk *walk, struct str text);

#endif
