#include "lint/renumber.h"

#include "base/calendar.h"
#include "base/vec.h"

/* Numbers that are in use, each list by version, asked for in rising order. */
struct taken {
    const struct renumber_request *request;
    size_t in_base;
    size_t in_sequence;
};

bool renumber_may(const struct base_sequence *base, const struct migration *migration)
{
    return base_find(base, migration) == NULL && !base_was_renamed(base, migration);
}

static bool may_move(const struct renumber_request *request, const struct migration *migration)
{
    return migration->reported && renumber_may(request->base, migration);
}

static bool is_taken(struct taken *taken, int64_t version)
{
    const struct base_sequence *base = taken->request->base;
    const struct sequence *sequence = taken->request->sequence;
    size_t *at = &taken->in_base;
    while (*at < base->len && base->at[*at].migration.version < version) (*at)++;
    if (*at < base->len && base->at[*at].migration.version == version) return true;
    at = &taken->in_sequence;
    while (*at < sequence->migration_count && sequence->migrations[*at].version < version) (*at)++;
    for (size_t i = *at; i < sequence->migration_count; i++) {
        const struct migration *other = &sequence->migrations[i];
        if (other->version != version) return false;
        if (!may_move(taken->request, other)) return true;
    }
    return false;
}

/* Only a time sorts behind a time. */
static bool counts_in_times(const struct renumber_request *request, int64_t previous)
{
    return request->config->numbering == NUMBERING_TIMESTAMP || is_timestamp_shaped(previous);
}

/* The migration's own number will do. */
static bool fits(const struct renumber_request *request, const struct migration *migration,
                 int64_t previous)
{
    const struct config *config = request->config;
    bool is_time = is_timestamp(migration->version);
    if (migration->version <= previous) return false;
    if (counts_in_times(request, previous)) return is_time;
    if (is_time) return config->numbering == NUMBERING_ANY;
    return !config->contiguous || migration->version == previous + 1;
}

/* 0: there is none. */
static int64_t next_version(struct taken *taken, int64_t previous)
{
    const struct renumber_request *request = taken->request;
    for (;;) {
        if (counts_in_times(request, previous)) {
            bool is_past = request->from == 0 && previous < request->now;
            previous = is_past ? request->now : timestamp_after(previous);
        } else {
            previous = previous == INT64_MAX ? 0 : previous + 1;
        }
        if (previous == 0 || !is_taken(taken, previous)) return previous;
    }
}

/* Digits, leading zeros included. */
static unsigned width_of(const struct renumber_request *request, const struct migration *highest,
                         const struct migration *migration)
{
    enum { GOOSE_WIDTH = 5, LONGEST = 19 };
    struct str digits = migration->digits;
    if (request->config->width > 0) return request->config->width;
    if (is_timestamp_shaped(migration->version)) {
        if (highest == NULL || is_timestamp_shaped(highest->version)) return GOOSE_WIDTH;
        digits = highest->digits;
    }
    size_t width = digits.len - (digits.at[0] == '+' ? 1 : 0);
    return width > LONGEST ? LONGEST : (unsigned)width;
}

static struct str name_with(struct arena *arena, const struct migration *migration, int64_t version,
                            unsigned width)
{
    struct str rest = str_slice(migration->name, migration->digits.len, migration->name.len);
    return str_format(arena, "%0*lld" STR_FMT, (int)width, (long long)version, STR_ARG(rest));
}

/* The number that the first new migration must be above. */
static bool find_start(const struct renumber_request *request, const struct migration *highest,
                       int64_t *start, struct error *error)
{
    *start = highest == NULL ? 0 : highest->version;
    if (request->from == 0) return true;
    if (request->config->numbering == NUMBERING_TIMESTAMP && !is_timestamp(request->from)) {
        return fail(error, "%lld is no timestamp, which `file-names.numbering` asks for",
                    (long long)request->from);
    }
    if (highest != NULL && request->from <= *start) {
        return fail(error, "%lld is not above `" STR_FMT "`, the newest migration of `" STR_FMT "`",
                    (long long)request->from, STR_ARG(highest->name), STR_ARG(request->base->ref));
    }
    *start = request->from - 1;
    return true;
}

bool renumber_plan(struct arena *arena, const struct renumber_request *request,
                   struct renumber_plan *plan, struct error *error)
{
    struct taken taken = {.request = request};
    int64_t previous;
    *plan = (struct renumber_plan){.highest = base_highest(request->base)};
    if (!find_start(request, plan->highest, &previous, error)) return false;
    for (size_t i = 0; i < request->sequence->migration_count; i++) {
        const struct migration *migration = &request->sequence->migrations[i];
        if (!may_move(request, migration)) continue;
        plan->fresh++;
        bool stays = fits(request, migration, previous);
        if (stays) previous = migration->version;
        stays = stays && !is_taken(&taken, previous);
        int64_t version = stays ? previous : next_version(&taken, previous);
        if (version == 0) {
            return fail(error, "no number is left for `" STR_FMT "`", STR_ARG(migration->path));
        }
        previous = version;
        if (stays) continue;
        unsigned width = width_of(request, plan->highest, migration);
        struct str name = name_with(arena, migration, version, width);
        VEC_PUSH(arena, plan, (struct renumbering){migration, version, name});
    }
    return true;
}
