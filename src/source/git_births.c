#include "source/git_births.h"

#include "base/vec.h"
#include "source/git_run.h"

#include <stdlib.h>
#include <string.h>

/* Begins a commit in the output. */
static const char commit_mark = '\001';

static struct git_call call_in(const struct git_repository *repository)
{
    return (struct git_call){.folder = repository->root, .foreign = repository->foreign};
}

/* One line that git says; empty when it says nothing. */
static struct str ask_line(struct arena *arena, const struct git_repository *repository,
                           const char *command, const char *first, const char *second)
{
    struct git_call call = call_in(repository);
    struct git_reply reply;
    struct error error;
    call.words[0] = command;
    call.words[1] = first;
    call.words[2] = second;
    if (!git_run(arena, &call, &reply, &error) || reply.code != 0) return STR("");
    return str_trim(reply.out);
}

static bool is_cut_off(struct arena *arena, const struct git_repository *repository)
{
    struct str said = ask_line(arena, repository, "rev-parse", "--is-shallow-repository", NULL);
    return !str_equal(said, STR("false"));
}

static bool has_commits(struct arena *arena, const struct git_repository *repository)
{
    return ask_line(arena, repository, "rev-parse", "--verify", "HEAD").len > 0;
}

static bool next_field(struct str *text, struct str *field)
{
    size_t end = str_find(*text, (struct str){"", 1}, 0);
    if (end == SIZE_MAX) return false;
    *field = str_slice(*text, 0, end);
    *text = str_slice(*text, end + 1, text->len);
    return true;
}

/* Oldest commit first: per commit its three fields, then the files it added. */
static void read_log(struct arena *arena, struct str out, struct git_births *births)
{
    struct git_birth commit = {0};
    struct str field;
    while (next_field(&out, &field)) {
        if (field.len > 0 && field.at[0] == commit_mark) {
            commit.author = str_slice(field, 1, field.len);
            if (!next_field(&out, &commit.email) || !next_field(&out, &commit.date)) return;
            continue;
        }
        if (field.len > 0 && field.at[0] == '\n') field = str_slice(field, 1, field.len);
        commit.path = field;
        commit.number = births->len;
        VEC_PUSH(arena, births, commit);
    }
}

static int by_path(const void *a, const void *b)
{
    const struct git_birth *left = a;
    const struct git_birth *right = b;
    int order = str_compare(left->path, right->path);
    if (order != 0) return order;
    return left->number < right->number ? -1 : 1;
}

/* A file that was deleted and came back was born the first time. */
static void keep_first(struct git_births *births)
{
    size_t kept = 0;
    for (size_t i = 0; i < births->len; i++) {
        if (kept > 0 && str_equal(births->at[kept - 1].path, births->at[i].path)) continue;
        births->at[kept++] = births->at[i];
    }
    births->len = kept;
}

bool git_births(struct arena *arena, const struct git_repository *repository, struct str prefix,
                struct git_births *births)
{
    struct git_call call = call_in(repository);
    struct git_reply reply;
    struct error error;
    const char *const words[] = {"log",
                                 "--reverse",
                                 "--diff-filter=A",
                                 "--no-renames",
                                 "--date=short",
                                 "--name-only",
                                 "--no-show-signature",
                                 "--no-color",
                                 "-z",
                                 "--encoding=UTF-8",
                                 "--format=tformat:%x01%aN%x00%aE%x00%ad",
                                 "--"};
    size_t count = sizeof words / sizeof *words;
    memcpy(call.words, words, sizeof words);
    if (prefix.len > 0) call.words[count] = prefix.at;
    births->user = ask_line(arena, repository, "config", "user.name", NULL);
    births->email = ask_line(arena, repository, "config", "user.email", NULL);
    if (!has_commits(arena, repository)) return true;
    if (is_cut_off(arena, repository)) return false;
    if (!git_run(arena, &call, &reply, &error) || reply.code != 0) return false;
    read_log(arena, reply.out, births);
    /* qsort() is not stable: equal paths keep their order by their numbers. */
    if (births->len > 0) qsort(births->at, births->len, sizeof *births->at, by_path);
    keep_first(births);
    return true;
}

const struct git_birth *git_birth_of(const struct git_births *births, struct str path)
{
    size_t low = 0;
    size_t high = births->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(births->at[middle].path, path);
        if (order == 0) return &births->at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
