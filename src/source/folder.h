/* One directory's names, as far as they matter to migrations. */
#ifndef GANDER_SOURCE_FOLDER_H
#define GANDER_SOURCE_FOLDER_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINKED_FOLDER };

struct entry {
    struct str name;
    enum entry_kind
        kind;      /* pipes, devices and broken links count as files: reading them will say */
    bool wanted;   /* named on the command line */
    bool is_stdin; /* its text is the one on standard input */
};

/* Which directory it truly is, whatever the path. */
struct folder_key {
    uint64_t device;
    uint64_t inode;
};

/* False with errno set when [path] is no directory or cannot be looked at. */
bool folder_key(const char *path, struct folder_key *key);

/* All sub-directories, `.goose.yml`, and files that could be migrations or be taken for some,
 * bytewise sorted. False with the reason when the directory cannot be read. */
bool folder_read(struct arena *arena, const char *path, struct entry **entries, size_t *count,
                 struct error *error);

/* A file of this name is among the entries. */
bool folder_lists(struct str name);

/* A sub-directory of this name is entered only when it is named. */
bool folder_is_skipped(struct str name);

/* `.sql`, whatever its case, and endings people use for PostgreSQL scripts. */
bool looks_like_sql(struct str name);

#endif
