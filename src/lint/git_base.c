#include "lint/git_base.h"

#include "base/vec.h"

/* Texts to ask for, each with the number of the migration it belongs to. */
struct wanted {
    VEC(struct str) blobs;
    VEC(size_t) numbers;
};

static enum base_fate fate_of(struct arena *arena, const struct git_base_question *question,
                              const struct migration *was)
{
    const struct migration *is = migration_find(question->sequence, was->version, was->name);
    if (is != NULL && migration_is_stdin(is)) return BASE_EDITED;
    char status =
        git_status(question->changes, str_format(arena, STR_FMT STR_FMT, STR_ARG(question->prefix),
                                                 STR_ARG(was->name)));
    if (status == 0) return BASE_KEPT;
    return status == 'D' && is == NULL ? BASE_GONE : BASE_EDITED;
}

static void add(struct arena *arena, const struct git_base_question *question,
                struct base_sequence *base, struct str name, const struct git_file *shared,
                const struct git_file *at_ref, struct wanted *wanted)
{
    struct base_migration *added = base_add(arena, base, question->sequence->dir, name);
    if (added == NULL) return;
    added->shared = shared != NULL;
    added->at_ref = at_ref != NULL;
    if (shared == NULL || at_ref == NULL) return;
    added->fate = fate_of(arena, question, &added->migration);
    bool readable = at_ref->is_text && added->migration.kind == MIGRATION_SQL;
    if (added->fate == BASE_KEPT || !readable) return;
    VEC_PUSH(arena, &wanted->blobs, at_ref->blob);
    VEC_PUSH(arena, &wanted->numbers, base->len - 1);
}

/* Both lists are sorted by name. */
static void merge(struct arena *arena, const struct git_base_question *question,
                  struct base_sequence *base, const struct git_files *shared,
                  const struct git_files *at_ref, struct wanted *wanted)
{
    size_t left = 0;
    size_t right = 0;
    while (left < shared->len || right < at_ref->len) {
        int order = left == shared->len ? 1
                    : right == at_ref->len
                        ? -1
                        : str_compare(shared->at[left].name, at_ref->at[right].name);
        struct str name = order <= 0 ? shared->at[left].name : at_ref->at[right].name;
        const struct git_file *one = order <= 0 ? &shared->at[left++] : NULL;
        const struct git_file *other = order >= 0 ? &at_ref->at[right++] : NULL;
        add(arena, question, base, name, one, other, wanted);
    }
}

bool git_base_fill(struct arena *arena, const struct git_base_question *question,
                   struct base_sequence *base, struct error *error)
{
    struct git_files shared = {0};
    struct git_files at_ref = {0};
    struct wanted wanted = {0};
    if (!git_list(arena, question->repository, question->revisions.common, question->prefix,
                  &shared, error) ||
        !git_list(arena, question->repository, question->revisions.tip, question->prefix, &at_ref,
                  error)) {
        return false;
    }
    merge(arena, question, base, &shared, &at_ref, &wanted);
    struct str *texts = arena_array(arena, wanted.blobs.len, sizeof *texts);
    if (!git_texts(arena, question->repository, wanted.blobs.at, wanted.blobs.len, texts, error)) {
        return false;
    }
    for (size_t i = 0; i < wanted.blobs.len; i++) {
        struct migration *migration = &base->at[wanted.numbers.at[i]].migration;
        migration->has_text = true;
        migration->text = texts[i];
    }
    return true;
}
