/* One root cause, one diagnostic.
 *
 * Findings are sorted by file, section, statement and PostgreSQL's statement, so that what may hide
 * what stands together. Linear but for sorting and the number of rules. */
#include "base/vec.h"
#include "lint/diagnostic.h"
#include "lint/rule.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    struct diagnostic *finding;
    size_t number; /* in the list */
    bool hidden;
};

struct entries {
    struct entry *at;
    size_t len;
};

/* One finding, the gravest or first, of each rule that hides others. */
struct hiders {
    const struct entry **at;
    size_t len, cap;
};

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = str_compare(a->finding->path, b->finding->path);
    if (order == 0) order = (int)a->finding->place - (int)b->finding->place;
    if (order == 0) order = compare(a->finding->statement, b->finding->statement);
    if (order == 0) order = compare(a->finding->sql, b->finding->sql);
    if (order == 0) order = compare(a->finding->inner, b->finding->inner);
    if (order == 0) order = (int)b->finding->severity - (int)a->finding->severity;
    return order != 0 ? order : compare(a->number, b->number);
}

/* How many entries from [start] on belong together with it. */
static size_t run_length(struct entries all, size_t start,
                         bool (*together)(const struct diagnostic *, const struct diagnostic *))
{
    size_t end = start;
    while (end < all.len && together(all.at[start].finding, all.at[end].finding)) end++;
    return end - start;
}

static bool same_file(const struct diagnostic *a, const struct diagnostic *b)
{
    return str_equal(a->path, b->path);
}

static bool same_statement(const struct diagnostic *a, const struct diagnostic *b)
{
    return same_file(a, b) && a->place == b->place && a->statement == b->statement;
}

static bool same_sql(const struct diagnostic *a, const struct diagnostic *b)
{
    return same_statement(a, b) && a->sql == b->sql && a->inner == b->inner;
}

/* -- rule.hides and rule.hides_in_file --------------------------------------------------------- */

static bool named(const char *const *ids, const struct rule *rule)
{
    for (size_t i = 0; ids != NULL && i < RULE_HIDES && ids[i] != NULL; i++) {
        if (strcmp(ids[i], "*") == 0 || strcmp(ids[i], rule->id) == 0) return true;
    }
    return false;
}

/* Whether a finding hides those of another rule; rule NULL: those of any. */
typedef bool hides_fn(const struct diagnostic *hider, const struct rule *rule);

static bool hides(const struct diagnostic *hider, const struct rule *rule)
{
    if (rule == NULL) return hider->rule->hides[0] != NULL;
    return named(hider->rule->hides, rule);
}

bool diagnostic_hides(const struct diagnostic *hider, const struct diagnostic *finding)
{
    return hider->rule != finding->rule && same_sql(hider, finding) && hides(hider, finding->rule);
}

static bool hides_in_file(const struct diagnostic *hider, const struct rule *rule)
{
    if (rule == NULL) return hider->rule->hides_in_file[0] != NULL || hider->hides_in_file != NULL;
    return named(hider->rule->hides_in_file, rule) || named(hider->hides_in_file, rule);
}

static bool is_graver(const struct entry *a, const struct entry *b)
{
    if (a->finding->severity != b->finding->severity) {
        return a->finding->severity > b->finding->severity;
    }
    return a->number < b->number;
}

static bool hide_alike(const struct diagnostic *a, const struct diagnostic *b)
{
    return a->rule == b->rule && a->hides_in_file == b->hides_in_file;
}

static struct hiders collect_hiders(struct entries among, hides_fn *hide)
{
    struct hiders hiders = {0};
    for (size_t i = 0; i < among.len; i++) {
        const struct entry *entry = &among.at[i];
        if (entry->hidden || !hide(entry->finding, NULL)) continue;
        size_t h = 0;
        while (h < hiders.len && !hide_alike(hiders.at[h]->finding, entry->finding)) h++;
        if (h == hiders.len)
            VEC_PUSH(entry->finding->arena, &hiders, entry);
        else if (is_graver(entry, hiders.at[h]))
            hiders.at[h] = entry;
    }
    return hiders;
}

/* Of two rules that hide each other the graver finding stays. NULL: nothing hides it. */
static struct diagnostic *find_hider(const struct entry *entry, struct hiders hiders,
                                     hides_fn *hide)
{
    const struct rule *rule = entry->finding->rule;
    for (size_t i = 0; i < hiders.len; i++) {
        struct diagnostic *hider = hiders.at[i]->finding;
        if (hider->rule == rule || !hide(hider, rule)) continue;
        if (hide(entry->finding, hider->rule) && is_graver(entry, hiders.at[i])) continue;
        return hider;
    }
    return NULL;
}

/* Not where everything is hidden: the statement fails, and nobody waits for it. */
static void leave_note(struct diagnostic *hider, const struct diagnostic *hidden)
{
    const char *first = hider->rule->hides[0];
    if (first == NULL || strcmp(first, "*") == 0) return;
    for (size_t i = 0; i < hider->note_count; i++) {
        if (str_equal(hider->notes[i], hidden->note_if_hidden)) return;
    }
    if (hidden->note_if_hidden.len > 0) note(hider, STR_FMT, STR_ARG(hidden->note_if_hidden));
}

static void hide_by(struct entries among, struct hiders hiders, hides_fn *hide)
{
    if (hiders.len == 0) return;
    for (size_t i = 0; i < among.len; i++) {
        struct diagnostic *hider = find_hider(&among.at[i], hiders, hide);
        if (hider != NULL && !among.at[i].hidden) leave_note(hider, among.at[i].finding);
        if (hider != NULL) among.at[i].hidden = true;
    }
}

static struct entries part(struct entries all, size_t start, size_t len)
{
    return (struct entries){all.at + start, len};
}

/* A finding about the whole string concerns each of PostgreSQL's statements in it, and they it;
 * those stand first, because their number is 0. */
static void hide_in_statement(struct entries found)
{
    size_t whole_count = found.at[0].finding->sql == 0 ? run_length(found, 0, same_sql) : 0;
    struct entries whole = part(found, 0, whole_count);
    hide_by(whole, collect_hiders(found, hides), hides);
    struct hiders of_whole = collect_hiders(whole, hides);
    for (size_t i = whole_count; i < found.len;) {
        struct entries one = part(found, i, run_length(found, i, same_sql));
        hide_by(one, collect_hiders(one, hides), hides);
        hide_by(one, of_whole, hides);
        i += one.len;
    }
}

/* -- diagnostic.explains ----------------------------------------------------------------------- */

/* Explaining spans by start. Of all up to this one: the furthest end, and the furthest end among
 * the other rules, because a rule does not explain itself away. */
struct cover {
    uint32_t start;
    uint32_t end;
    const struct rule *rule;
    uint32_t other_end;
};

struct covers {
    struct cover *at;
    size_t len, cap;
};

static bool is_explained(const struct entry *entry, struct covers covers)
{
    const struct span primary = entry->finding->labels[0].span;
    if (primary.source == NULL) return false;
    size_t low = 0;
    size_t high = covers.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (covers.at[middle].start <= primary.start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0) return false;
    const struct cover *cover = &covers.at[low - 1];
    return primary.start < (cover->rule == entry->finding->rule ? cover->other_end : cover->end);
}

static void add_cover(struct covers *covers, struct diagnostic *finding)
{
    struct cover cover = {
        .start = finding->explains.start, .end = finding->explains.end, .rule = finding->rule};
    if (covers->len != 0) {
        const struct cover *last = &covers->at[covers->len - 1];
        if (last->rule == cover.rule) {
            cover.other_end = last->other_end;
            if (last->end > cover.end) cover.end = last->end;
        } else if (last->end >= cover.end) {
            uint32_t other = last->other_end > cover.end ? last->other_end : cover.end;
            cover.rule = last->rule;
            cover.end = last->end;
            cover.other_end = other;
        } else {
            cover.other_end = last->end;
        }
    }
    VEC_PUSH(finding->arena, covers, cover);
}

/* By start, the wider first. */
static int compare_explaining(const void *left, const void *right)
{
    const struct entry *a = *(struct entry *const *)left;
    const struct entry *b = *(struct entry *const *)right;
    int order = compare(a->finding->explains.start, b->finding->explains.start);
    if (order == 0) order = compare(b->finding->explains.end, a->finding->explains.end);
    return order != 0 ? order : compare(a->number, b->number);
}

/* Two findings that explain each other: the one whose span starts first, or is wider, stays. */
static void hide_explained(struct entries found)
{
    struct {
        struct entry **at;
        size_t len, cap;
    } explaining = {0};
    for (size_t i = 0; i < found.len; i++) {
        struct diagnostic *finding = found.at[i].finding;
        if (finding->explains.source != NULL) {
            VEC_PUSH(finding->arena, &explaining, &found.at[i]);
        }
    }
    if (explaining.len == 0) return;
    qsort(explaining.at, explaining.len, sizeof *explaining.at, compare_explaining);
    struct covers covers = {0};
    for (size_t i = 0; i < explaining.len; i++) {
        struct entry *entry = explaining.at[i];
        if (is_explained(entry, covers)) entry->hidden = true;
        add_cover(&covers, entry->finding);
    }
    for (size_t i = 0; i < found.len; i++) {
        bool explains = found.at[i].finding->explains.source != NULL;
        if (!explains && is_explained(&found.at[i], covers)) found.at[i].hidden = true;
    }
}

/* -- the whole list ---------------------------------------------------------------------------- */

/* Spans go first: where goose cuts text wrongly, what is said of the pieces explains nothing. A
 * finding that is hidden hides no other. */
static void hide_in_file(struct entries found)
{
    hide_explained(found);
    hide_by(found, collect_hiders(found, hides_in_file), hides_in_file);
    for (size_t i = 0; i < found.len;) {
        size_t len = run_length(found, i, same_statement);
        if (found.at[i].finding->statement != 0) hide_in_statement(part(found, i, len));
        i += len;
    }
}

static int compare_numbers(const void *left, const void *right)
{
    return compare(((const struct entry *)left)->number, ((const struct entry *)right)->number);
}

void diagnostics_hide(struct diagnostic_list *list, struct diagnostic_list *hidden)
{
    if (list->len < 2) return;
    struct entries all = {arena_array(list->at[0]->arena, list->len, sizeof(struct entry)),
                          list->len};
    for (size_t i = 0; i < list->len; i++) {
        all.at[i] = (struct entry){.finding = list->at[i], .number = i};
    }
    qsort(all.at, all.len, sizeof *all.at, compare_entries);
    for (size_t i = 0; i < all.len;) {
        struct entries file = part(all, i, run_length(all, i, same_file));
        hide_in_file(file);
        i += file.len;
    }
    qsort(all.at, all.len, sizeof *all.at, compare_numbers);
    list->len = 0;
    for (size_t i = 0; i < all.len; i++) {
        struct diagnostic *finding = all.at[i].finding;
        if (!all.at[i].hidden)
            list->at[list->len++] = finding;
        else if (hidden != NULL)
            VEC_PUSH(finding->arena, hidden, finding);
    }
}
