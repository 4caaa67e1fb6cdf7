#include "source/walk.h"

#include "source/settings.h"

#include <errno.h>
#include <string.h>

static size_t slot_of(const struct walk *walk, struct folder_key key)
{
    uint64_t mixed = (key.inode * 0x9E3779B97F4A7C15u) ^ (key.device * 0xC2B2AE3D27D4EB4Fu);
    size_t slot = (size_t)(mixed >> 20) & (walk->table_size - 1);
    for (;; slot = (slot + 1) & (walk->table_size - 1)) {
        const struct folder *there = walk->table[slot];
        if (there == NULL) return slot;
        if (there->key.device == key.device && there->key.inode == key.inode) return slot;
    }
}

static void remember(struct walk *walk, struct folder *folder)
{
    VEC_PUSH(walk->arena, &walk->folders, folder);
    if (walk->folders.len * 2 <= walk->table_size) {
        walk->table[slot_of(walk, folder->key)] = folder;
        return;
    }
    walk->table_size = walk->table_size == 0 ? 64 : walk->table_size * 2;
    walk->table = arena_array(walk->arena, walk->table_size, sizeof *walk->table);
    for (size_t i = 0; i < walk->folders.len; i++) {
        struct folder *moved = walk->folders.at[i];
        walk->table[slot_of(walk, moved->key)] = moved;
    }
}

static struct folder *find(const struct walk *walk, struct folder_key key)
{
    return walk->table_size == 0 ? NULL : walk->table[slot_of(walk, key)];
}

void walk_problem(struct walk *walk, struct str text)
{
    VEC_PUSH(walk->arena, &walk->problems, str_copy(walk->arena, text));
}

struct folder *walk_known(const struct walk *walk, struct str open_path)
{
    struct folder_key key;
    return folder_key(open_path.at, &key) ? find(walk, key) : NULL;
}

/* [parent] NULL: the path was given by the user. */
static struct folder *read_folder(struct walk *walk, struct str open_path, struct folder *parent)
{
    struct folder_key key;
    if (!folder_key(open_path.at, &key)) {
        walk_problem(walk, str_format(walk->arena, "cannot read " STR_FMT ": %s",
                                      STR_ARG(open_path), strerror(errno)));
        return NULL;
    }
    struct folder *folder = find(walk, key);
    if (folder != NULL) return folder;

    struct error error;
    folder = ARENA_NEW(walk->arena, struct folder);
    folder->key = key;
    folder->parent = parent;
    folder->open_path = str_copy(walk->arena, open_path);
    folder->absolute = parent == NULL
                           ? path_absolute(walk->arena, &walk->places, open_path)
                           : path_join(walk->arena, parent->absolute, path_base(open_path));
    folder->path = path_shown(walk->arena, &walk->places, folder->absolute);
    /* Remembered even when it cannot be read, so that it is complained about once. */
    remember(walk, folder);
    if (!folder_read(walk->arena, folder->open_path.at, &folder->entries, &folder->entry_count,
                     &error)) {
        walk_problem(walk, str_from(error.text));
    }
    return folder;
}

struct folder *walk_folder(struct walk *walk, struct str open_path)
{
    return read_folder(walk, open_path, NULL);
}

struct entry *walk_want(struct walk *walk, struct folder *folder, struct str name)
{
    size_t at = 0;
    size_t end = folder->entry_count;
    if (!folder_lists(name)) return NULL;
    while (at < end) {
        size_t middle = at + (end - at) / 2;
        if (str_compare(folder->entries[middle].name, name) < 0)
            at = middle + 1;
        else
            end = middle;
    }
    if (at == folder->entry_count || !str_equal(folder->entries[at].name, name)) {
        struct entry *entries = arena_array(walk->arena, folder->entry_count + 1, sizeof *entries);
        for (size_t i = 0; i < folder->entry_count; i++) {
            entries[i < at ? i : i + 1] = folder->entries[i];
        }
        entries[at] = (struct entry){.name = str_copy(walk->arena, name), .kind = ENTRY_FILE};
        folder->entries = entries;
        folder->entry_count++;
    }
    folder->asked_for = true;
    folder->entries[at].wanted = true;
    return &folder->entries[at];
}

/* Settings are read in folder order, which is name order: the same on every machine. */
static void enter(struct walk *walk, struct folder *folder)
{
    folder->walked = true;
    folder->whole = true;
    settings_read_in(walk, folder);
}

static void enter_below(struct walk *walk, struct folder *parent, struct str name,
                        struct folder_list *open)
{
    struct str path = path_join(walk->arena, parent->open_path, name);
    struct folder *folder = read_folder(walk, path, parent);
    if (folder == NULL || folder->walked) return;
    if (folder->parent == NULL) folder->parent = parent;
    enter(walk, folder);
    if (open != NULL) VEC_PUSH(walk->arena, open, folder);
}

void walk_tree(struct walk *walk, struct folder *root)
{
    struct folder_list open = {0};
    if (root->walked) return;
    enter(walk, root);
    VEC_PUSH(walk->arena, &open, root);
    while (open.len > 0) {
        struct folder *folder = open.at[--open.len];
        for (size_t i = 0; i < folder->entry_count; i++) {
            const struct entry *entry = &folder->entries[i];
            if (entry->kind == ENTRY_FILE || folder_is_skipped(entry->name)) continue;
            if (entry->kind == ENTRY_FOLDER)
                enter_below(walk, folder, entry->name, &open);
            else
                VEC_PUSH(walk->arena, &walk->links, (struct folder_link){folder, entry->name});
        }
    }
}

void walk_links(struct walk *walk)
{
    for (size_t i = 0; i < walk->links.len; i++) {
        enter_below(walk, walk->links.at[i].parent, walk->links.at[i].name, NULL);
    }
}
