/* Which of several functions or operators is meant: manual, 10.2 and 10.3; func_select_candidate()
 * and binary_oper_exact() of PostgreSQL 15. */
#include "schema/catalog_query_overload.h"

static size_t left(const struct candidates *all)
{
    size_t count = 0;
    for (size_t i = 0; i < all->len; i++) count += !all->at[i].out;
    return count;
}

static const struct candidate *only_one(const struct candidates *all)
{
    if (left(all) != 1) return NULL;
    for (size_t i = 0; i < all->len; i++) {
        if (!all->at[i].out) return &all->at[i];
    }
    return NULL;
}

/* All arguments are exactly what it takes; [types] stands for them. */
static bool is_exact(const struct candidates *all, const struct candidate *candidate,
                     const struct base_type *types)
{
    for (size_t i = 0; i < all->call->count; i++) {
        if (!base_type_same(&types[i], &candidate->takes[i])) return false;
    }
    return true;
}

static const struct candidate *find_exact(const struct candidates *all,
                                          const struct base_type *types)
{
    for (size_t i = 0; i < all->len; i++) {
        if (is_exact(all, &all->at[i], types)) return &all->at[i];
    }
    return NULL;
}

static const struct candidate *exact(const struct candidates *all)
{
    const struct call *call = all->call;
    size_t told = 0;
    for (size_t i = 0; i < call->count; i++) told += call->arguments[i].state == TYPE_TOLD;
    if (told == call->count) return find_exact(all, all->said);
    if (!call->is_operator || call->count != 2 || told != 1) return NULL;
    /* An undecided operand is taken to be of the other's type first. */
    size_t known = call->arguments[0].state == TYPE_TOLD ? 0 : 1;
    if (call->arguments[1 - known].state != TYPE_UNDECIDED) return NULL;
    struct base_type both[2] = {all->said[known], all->said[known]};
    const struct candidate *found = find_exact(all, both);
    if (found != NULL) return found;
    both[0] = both[1] = all->is[known];
    return find_exact(all, both);
}

static bool takes(const struct candidates *all, const struct candidate *candidate)
{
    for (size_t i = 0; i < all->call->count; i++) {
        if (all->call->arguments[i].state != TYPE_TOLD) continue;
        bool fits = base_type_same(&all->said[i], &candidate->takes[i]) ||
                    type_coerces(&all->is[i], &candidate->takes[i]);
        if (!fits) return false;
    }
    return overload_is_consistent(all, candidate);
}

/* Keeps those that match best: exactly, or with a preferred type as well. */
static void keep_best(struct candidates *all, bool preferred)
{
    unsigned best = 0;
    for (size_t c = 0; c < all->len; c++) {
        struct candidate *candidate = &all->at[c];
        candidate->score = 0;
        for (size_t i = 0; i < all->call->count; i++) {
            if (all->call->arguments[i].state != TYPE_TOLD) continue;
            const struct base_type *type = &candidate->takes[i];
            bool same = base_type_same(&all->is[i], type);
            bool liked = preferred && type_is_preferred(type) &&
                         type_category(type) == type_category(&all->is[i]);
            candidate->score += same || liked;
        }
        if (!candidate->out && candidate->score > best) best = candidate->score;
    }
    for (size_t c = 0; c < all->len; c++) {
        all->at[c].out = all->at[c].out || all->at[c].score < best;
    }
}

/* The category that the candidates ask for where nothing is decided; 0: they do not agree. */
static char wanted_category(const struct candidates *all, size_t i, bool *has_preferred)
{
    char wanted = 0;
    bool conflict = false;
    for (size_t c = 0; c < all->len; c++) {
        if (all->at[c].out) continue;
        const struct base_type *type = &all->at[c].takes[i];
        char category = type_category(type);
        if (wanted == 0 || (category != wanted && category == 'S')) {
            wanted = category;
            *has_preferred = type_is_preferred(type);
        } else if (category == wanted) {
            *has_preferred = *has_preferred || type_is_preferred(type);
        } else {
            conflict = true;
        }
    }
    return conflict && wanted != 'S' ? 0 : wanted;
}

/* False: PostgreSQL gives up on undecided arguments here. */
static bool by_category(struct candidates *all)
{
    size_t count = all->call->count;
    char *wanted = arena_array(all->arena, count, sizeof *wanted);
    bool *preferred = arena_array(all->arena, count, sizeof *preferred);
    for (size_t i = 0; i < count; i++) {
        if (all->call->arguments[i].state != TYPE_UNDECIDED) continue;
        wanted[i] = wanted_category(all, i, &preferred[i]);
        if (wanted[i] == 0) return false;
    }
    bool any = false;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t c = 0; c < all->len; c++) {
            bool keep = true;
            for (size_t i = 0; i < count; i++) {
                const struct base_type *type = &all->at[c].takes[i];
                if (wanted[i] == 0) continue;
                keep = keep && type_category(type) == wanted[i] &&
                       (!preferred[i] || type_is_preferred(type));
            }
            if (pass == 0) any = any || (keep && !all->at[c].out);
            if (pass == 1 && any) all->at[c].out = all->at[c].out || !keep;
        }
    }
    return true;
}

/* All that is known is of one type: the undecided ones are taken to be, too. */
static const struct candidate *by_same_type(const struct candidates *all)
{
    const struct base_type *known = NULL;
    for (size_t i = 0; i < all->call->count; i++) {
        if (all->call->arguments[i].state != TYPE_TOLD) continue;
        if (known != NULL && !base_type_same(known, &all->is[i])) return NULL;
        known = &all->is[i];
    }
    if (known == NULL) return NULL;
    const struct candidate *found = NULL;
    for (size_t c = 0; c < all->len; c++) {
        bool fits = !all->at[c].out;
        for (size_t i = 0; i < all->call->count; i++) {
            fits = fits && type_coerces(known, &all->at[c].takes[i]);
        }
        if (!fits) continue;
        if (found != NULL) return NULL;
        found = &all->at[c];
    }
    return found;
}

const struct candidate *overload_choose(struct candidates *all)
{
    const struct candidate *found = exact(all);
    if (found != NULL || all->at == NULL || all->call->catalog->has_implicit_cast) return found;
    for (size_t i = 0; i < all->len; i++) all->at[i].out = !takes(all, &all->at[i]);
    bool undecided = false;
    for (size_t i = 0; i < all->call->count; i++) {
        undecided = undecided || all->call->arguments[i].state == TYPE_UNDECIDED;
        if (all->call->arguments[i].state == TYPE_UNTOLD) return only_one(all);
    }
    if (left(all) <= 1) return only_one(all);
    keep_best(all, false);
    if (left(all) == 1) return only_one(all);
    keep_best(all, true);
    if (left(all) == 1 || !undecided) return only_one(all);
    if (by_category(all) && left(all) == 1) return only_one(all);
    return by_same_type(all);
}
