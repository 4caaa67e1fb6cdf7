#include "lint/git_scope.h"

#include "base/vec.h"
#include "lint/engine.h"
#include "lint/git_base.h"
#include "lint/git_history.h"
#include "lint/git_index.h"
#include "lint/rule.h"
#include "source/git.h"
#include "source/paths.h"

/* What changed in one repository since one revision; asked once however many sequences ask. */
struct comparison {
    struct git_repository repository;
    struct str ref; /* empty: HEAD */
    struct git_base base;
    struct git_changes changes;
};

struct scoping {
    struct arena *arena;
    const struct git_options *options;
    struct places places;
    VEC(struct comparison *) comparisons;
    struct error *error;
};

/* One sequence, as git sees it. */
struct place {
    struct sequence *sequence;
    struct git_repository repository;
    struct str prefix;
};

/* -- what to compare with ---------------------------------------------------------------------- */

static bool any_rule_wants_base(const struct config *config)
{
    static const char *const ids[] = {"applied-migration-changed", "out-of-order-version"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const struct rule *rule = rule_find(str_from(ids[i]));
        if (rule != NULL && rule_may_speak(config, rule)) return true;
    }
    return false;
}

static struct str ref_of(const struct scoping *scoping, const struct config *config)
{
    if (scoping->options->since.len > 0) return scoping->options->since;
    if (scoping->options->base.len > 0) return scoping->options->base;
    bool wanted = scoping->options->fixes || any_rule_wants_base(config);
    return wanted ? config->base_ref : STR("");
}

static struct comparison *compare(struct scoping *scoping, const struct place *place,
                                  struct str ref)
{
    for (size_t i = 0; i < scoping->comparisons.len; i++) {
        struct comparison *known = scoping->comparisons.at[i];
        if (str_equal(known->ref, ref) && str_equal(known->repository.root, place->repository.root))
            return known;
    }
    struct comparison *added = ARENA_NEW(scoping->arena, struct comparison);
    added->repository = place->repository;
    added->ref = ref;
    if (ref.len > 0 &&
        !git_base(scoping->arena, &added->repository, ref, &added->base, scoping->error)) {
        return NULL;
    }
    if (!git_changed(scoping->arena, &added->repository, added->base.common,
                     scoping->options->staged, &added->changes, scoping->error)) {
        return NULL;
    }
    VEC_PUSH(scoping->arena, &scoping->comparisons, added);
    return added;
}

/* -- what is reported -------------------------------------------------------------------------- */

/* A path of the sequence's directory, or below it, as git has it. */
static struct str path_for_git(struct scoping *scoping, const struct place *place, struct str shown)
{
    struct str dir = place->sequence->dir;
    struct str rest = shown;
    if (!str_equal(dir, STR(".")) && path_inside(shown, dir)) {
        size_t start = dir.len;
        while (start < shown.len && shown.at[start] == '/') start++;
        rest = str_slice(shown, start, shown.len);
    }
    return str_format(scoping->arena, STR_FMT STR_FMT, STR_ARG(place->prefix), STR_ARG(rest));
}

static bool is_changed(struct scoping *scoping, const struct place *place,
                       const struct comparison *comparison, struct str shown)
{
    char status = git_status(&comparison->changes, path_for_git(scoping, place, shown));
    return status != 0 && status != 'D';
}

static void narrow(struct scoping *scoping, const struct place *place,
                   const struct comparison *comparison)
{
    struct sequence *sequence = place->sequence;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        struct migration *migration = &sequence->migrations[i];
        /* git has not seen what comes on standard input. */
        if (migration_is_stdin(migration)) continue;
        if (!is_changed(scoping, place, comparison, migration->path)) migration->reported = false;
    }
    for (size_t i = 0; i < sequence->stray_count; i++) {
        struct stray *stray = &sequence->strays[i];
        if (!is_changed(scoping, place, comparison, stray->path)) stray->reported = false;
    }
}

/* Not only some files of it were named. */
static bool is_whole(const struct sequence *sequence)
{
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (sequence->migrations[i].reported && !sequence->migrations[i].named) return true;
    }
    return false;
}

static bool is_reported(const struct sequence *sequence)
{
    for (size_t i = 0; i < sequence->migration_count; i++) {
        if (sequence->migrations[i].reported) return true;
    }
    for (size_t i = 0; i < sequence->stray_count; i++) {
        if (sequence->strays[i].reported) return true;
    }
    return false;
}

static bool has_changes(const struct place *place, const struct comparison *comparison)
{
    for (size_t i = 0; i < place->sequence->migration_count; i++) {
        if (migration_is_stdin(&place->sequence->migrations[i])) return true;
    }
    size_t count;
    git_changes_in(&comparison->changes, place->prefix, &count);
    return count > 0;
}

/* -- one sequence ------------------------------------------------------------------------------ */

/* Nothing changed: what is here is what the base has, and git need not be asked. */
static void take_all(struct scoping *scoping, const struct place *place, struct base_sequence *base)
{
    for (size_t i = 0; i < place->sequence->migration_count; i++) {
        struct base_migration *added = base_add(scoping->arena, base, place->sequence->dir,
                                                place->sequence->migrations[i].name);
        if (added != NULL) added->shared = added->at_ref = true;
    }
}

static bool take_base(struct scoping *scoping, const struct place *place,
                      const struct comparison *comparison, bool whole, struct base_sequence **base)
{
    *base = base_new(scoping->arena, comparison->ref, whole);
    if (!has_changes(place, comparison)) {
        take_all(scoping, place, *base);
        return true;
    }
    const struct git_base_question question = {
        .repository = &place->repository,
        .prefix = place->prefix,
        .revisions = comparison->base,
        .changes = &comparison->changes,
        .sequence = place->sequence,
    };
    return git_base_fill(scoping->arena, &question, *base, scoping->error);
}

static bool mark_fresh(struct scoping *scoping, const struct place *place,
                       const struct comparison *comparison, const struct config *config,
                       bool *stands)
{
    const struct git_history_question question = {
        .repository = &place->repository,
        .commit = comparison->base.common,
        .changes = &comparison->changes,
        .config = config,
    };
    if (!git_history_stands(scoping->arena, &question, stands, scoping->error)) return false;
    if (*stands) {
        git_history_mark(scoping->arena, &comparison->changes, place->prefix, place->sequence);
    }
    return true;
}

static bool scope_staged(struct scoping *scoping, const struct place *place,
                         const struct config *config, bool whole)
{
    const struct comparison *staged = compare(scoping, place, STR(""));
    if (staged == NULL) return false;
    if (has_changes(place, staged) &&
        !git_index_use(scoping->arena, &place->repository, place->prefix, whole, place->sequence,
                       scoping->error)) {
        return false;
    }
    narrow(scoping, place, staged);
    bool stands;
    return mark_fresh(scoping, place, staged, config, &stands);
}

static bool scope_one(struct scoping *scoping, struct place *place, const struct config *config,
                      struct base_sequence **base)
{
    struct str ref = ref_of(scoping, config);
    if (ref.len == 0 && !scoping->options->staged) return true;
    bool whole = is_whole(place->sequence);
    if (scoping->options->staged && !scope_staged(scoping, place, config, whole)) return false;
    if (ref.len == 0) return true;
    const struct comparison *comparison = compare(scoping, place, ref);
    if (comparison == NULL) return false;
    if (scoping->options->since.len > 0) narrow(scoping, place, comparison);
    bool stands;
    if (!mark_fresh(scoping, place, comparison, config, &stands)) return false;
    bool wanted = scoping->options->fixes || any_rule_wants_base(config);
    if (!wanted) return true;
    if (!take_base(scoping, place, comparison, whole, base)) return false;
    (*base)->start_after_stands = stands;
    return true;
}

/* False when there is no directory that git could know: standard input, or one not yet made. */
static bool find_folder(const struct scoping *scoping, const struct sequence *sequence,
                        struct str *folder)
{
    if (sequence->migration_count == 1 && str_equal(sequence->migrations[0].path, STR("<stdin>"))) {
        return false;
    }
    *folder = sequence->dir;
    if (folder->at[0] != '/') *folder = path_join(scoping->arena, scoping->places.root, *folder);
    *folder = path_real(scoping->arena, *folder);
    return folder->len > 0;
}

/* -- all of them ------------------------------------------------------------------------------- */

static bool has_gone(const struct base_sequence *base)
{
    for (size_t i = 0; base != NULL && base->whole && i < base->len; i++) {
        if (base->at[i].fate == BASE_GONE) return true;
    }
    return false;
}

bool git_scope(struct arena *arena, struct discovery *found, struct settings *settings,
               const struct git_options *options, struct git_scope *scope, struct error *error)
{
    struct scoping scoping = {
        .arena = arena, .options = options, .places = paths_here(arena), .error = error};
    bool narrows = options->staged || options->since.len > 0;
    size_t kept = 0;
    scope->unchanged = 0;
    scope->by_sequence = arena_array(arena, found->sequence_count + 1, sizeof *scope->by_sequence);
    for (size_t i = 0; i < found->sequence_count; i++) {
        struct place place = {.sequence = &found->sequences[i]};
        struct base_sequence *base = NULL;
        struct str folder;
        bool wanted = is_reported(place.sequence) &&
                      (narrows || ref_of(&scoping, settings->by_sequence[i]).len > 0);
        if (wanted && find_folder(&scoping, place.sequence, &folder) &&
            (!git_find(arena, folder, &place.repository, &place.prefix, error) ||
             !scope_one(&scoping, &place, settings->by_sequence[i], &base))) {
            return false;
        }
        bool unchanged = narrows && !is_reported(place.sequence);
        if (unchanged) scope->unchanged++;
        if (unchanged && !has_gone(base)) continue;
        found->sequences[kept] = found->sequences[i];
        settings->by_sequence[kept] = settings->by_sequence[i];
        scope->by_sequence[kept++] = base;
    }
    found->sequence_count = kept;
    return true;
}
