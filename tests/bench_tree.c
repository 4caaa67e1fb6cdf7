#include "bench_tree.h"

#include "base/arena.h"
#include "source/source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void die(const char *what)
{
    perror(what);
    exit(2);
}

struct bench_template {
    const char *name; /* "01_accounts.sql.in" */
    struct str text;
};

static int is_template(const struct dirent *entry)
{
    return str_ends_with(str_from(entry->d_name), STR(".sql.in"));
}

static struct bench_template *read_templates(struct arena *arena, const char *dir, size_t *count)
{
    struct dirent **names;
    int found = scandir(dir, &names, is_template, alphasort);
    if (found <= 0) die(dir);
    *count = (size_t)found;
    struct bench_template *templates = arena_array(arena, *count, sizeof *templates);
    for (size_t i = 0; i < *count; i++) {
        struct error error;
        struct str path = str_format(arena, "%s/%s", dir, names[i]->d_name);
        templates[i].name = str_copy(arena, str_from(names[i]->d_name)).at;
        if (!source_read_file(arena, path.at, &templates[i].text, &error)) die(path.at);
        free(names[i]);
    }
    free(names);
    return templates;
}

static void write_migration(const char *path, struct str text, size_t round)
{
    FILE *out = fopen(path, "w");
    if (out == NULL) die(path);
    size_t at = 0;
    for (;;) {
        size_t next = str_find(text, STR("{n}"), at);
        struct str part = str_slice(text, at, next);
        fwrite(part.at, 1, part.len, out);
        if (next == SIZE_MAX) break;
        fprintf(out, "%zu", round);
        at = next + 3;
    }
    if (fclose(out) != 0) die(path);
}

static void make_directory(const char *dir)
{
    if (mkdir(dir, 0777) != 0 && access(dir, W_OK) != 0) die(dir);
}

void bench_write_tree(const char *templates, const char *dir, size_t count)
{
    struct arena arena;
    arena_init(&arena);
    size_t template_count;
    const struct bench_template *all = read_templates(&arena, templates, &template_count);
    make_directory(dir);
    for (size_t i = 0; i < count; i++) {
        const struct bench_template *one = &all[i % template_count];
        int name = (int)strlen(one->name) - (int)strlen("01_") - (int)strlen(".in");
        struct str path = str_format(&arena, "%s/%05zu_%.*s", dir, i + 1, name, one->name + 3);
        write_migration(path.at, one->text, i / template_count + 1);
    }
    arena_release(&arena);
}

void bench_write_alone(const char *templates, const char *dir, char *alone, size_t size)
{
    snprintf(alone, size, "%s-alone", dir);
    bench_write_tree(templates, alone, 1);
}
