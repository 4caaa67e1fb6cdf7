#include "cli/fix_passes.h"

#include "lint/apply.h"

#include <string.h>

enum { MOST_PASSES = 10, MOST_ASKED = 64 };

/* One file's part of a pass. */
struct trial {
    struct patch patch;
    struct fixed_file *file;
    struct str text; /* in the arena of all passes */
    size_t most;
};

struct trials {
    struct trial *at;
    size_t len, cap;
};

/* -- choosing ---------------------------------------------------------------------------------- */

/* A finding, told from one pass to the next: lines move, texts stay. */
static struct str key_of(struct arena *arena, const struct diagnostic *finding)
{
    struct span at = finding->labels[0].span;
    struct str line =
        at.source == NULL ? STR("") : source_line(at.source, source_line_of(at.source, at.start));
    struct str parts[] = {str_from(finding->rule->id), finding->path, finding->title, line};
    return str_join(arena, parts, 4, STR("\n"));
}

static bool is_rejected(const struct fix_passes *passes, struct arena *arena,
                        const struct diagnostic *finding)
{
    if (passes->rejected.len == 0) return false;
    struct str key = key_of(arena, finding);
    for (size_t i = 0; i < passes->rejected.len; i++) {
        if (str_equal(passes->rejected.at[i], key)) return true;
    }
    return false;
}

/* Files are come across by path, in every run. */
static struct fixed_file *file_of(struct fix_passes *passes, const struct diagnostic *finding)
{
    size_t low = 0;
    size_t high = passes->files.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_compare(passes->files.at[middle]->path, finding->path);
        if (order == 0) return passes->files.at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    struct arena *arena = &passes->arena;
    struct fixed_file *file = ARENA_NEW(arena, struct fixed_file);
    file->path = str_copy(arena, finding->path);
    file->open_path = str_copy(arena, finding->file->migration->open_path);
    file->before = str_copy(arena, finding->file->source->text);
    file->now = file->before;
    file->most = SIZE_MAX;
    VEC_PUSH(arena, &passes->files, file);
    memmove(&passes->files.at[low + 1], &passes->files.at[low],
            (passes->files.len - 1 - low) * sizeof *passes->files.at);
    passes->files.at[low] = file;
    return file;
}

static struct trial *trial_of(struct fix_passes *passes, struct arena *arena, struct trials *trials,
                              const struct diagnostic *finding)
{
    const struct source *source = finding->file->source;
    if (trials->len > 0 && trials->at[trials->len - 1].patch.source == source)
        return &trials->at[trials->len - 1];
    VEC_PUSH(arena, trials,
             (struct trial){.patch = {.source = source}, .file = file_of(passes, finding)});
    return &trials->at[trials->len - 1];
}

/* What fits together, the first in order first. Findings come by path. */
static struct trials choose(struct fix_passes *passes, struct run *run)
{
    struct trials trials = {0};
    for (size_t i = 0; i < run->report.diagnostic_count; i++) {
        const struct diagnostic *finding = run->report.diagnostics[i];
        const struct fix *fix = fix_to_apply(finding, passes->options->unsafe_too);
        if (fix == NULL || (finding->file->applied && !passes->options->allow_applied)) continue;
        if (is_rejected(passes, &run->arena, finding)) continue;
        struct trial *trial = trial_of(passes, &run->arena, &trials, finding);
        if (trial->patch.fixed_count < trial->file->most)
            patch_add(&run->arena, &trial->patch, finding, fix);
    }
    for (size_t i = 0; i < trials.len; i++) {
        struct str text = patch_text(&run->arena, &trials.at[i].patch);
        trials.at[i].text = str_copy(&passes->arena, text);
    }
    return trials;
}

/* -- linting ----------------------------------------------------------------------------------- */

static void lint(const struct fix_passes *passes, struct run *run)
{
    struct arena arena;
    arena_init(&arena);
    struct overlay *overlays = arena_array(&arena, passes->files.len, sizeof *overlays);
    for (size_t i = 0; i < passes->files.len; i++) {
        overlays[i] = (struct overlay){passes->files.at[i]->path, passes->files.at[i]->now};
    }
    struct pipeline_options options = *passes->pipeline;
    options.overlays = overlays;
    options.overlay_count = passes->files.len;
    options.show_suppressed = false;
    if (passes->options->allow_applied) {
        options.settings.has_start_after = true;
        options.settings.start_after = 0;
    }
    pipeline_run(run, &options);
    arena_release(&arena);
}

/* -- judging ----------------------------------------------------------------------------------- */

struct tally {
    size_t at[SEVERITY_ERROR + 1];
};

static struct tally tally_of(const struct run *run, struct str path)
{
    struct tally tally = {0};
    size_t low = 0;
    size_t high = run->report.diagnostic_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(run->report.diagnostics[middle]->path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < run->report.diagnostic_count; low++) {
        if (!str_equal(run->report.diagnostics[low]->path, path)) break;
        tally.at[run->report.diagnostics[low]->severity]++;
    }
    return tally;
}

/* Findings like that one, in its section. */
static size_t count_of(const struct run *run, struct str path, const struct diagnostic *like)
{
    size_t count = 0;
    for (size_t i = 0; i < run->report.diagnostic_count; i++) {
        const struct diagnostic *finding = run->report.diagnostics[i];
        if (finding->rule == like->rule && finding->place == like->place &&
            str_equal(finding->path, path)) {
            count++;
        }
    }
    return count;
}

/* A rule that finds as much as before in that section was not helped, and would be fixed again and
 * again. What Up has said already it may say of Down now. */
static bool helps(const struct run *was, const struct run *is, const struct trial *trial)
{
    const struct diagnostic *asked = NULL;
    for (size_t i = 0; i < trial->patch.fixed_count; i++) {
        const struct diagnostic *fixed = trial->patch.fixed[i];
        if (asked != NULL && fixed->rule == asked->rule && fixed->place == asked->place) continue;
        if (i > MOST_ASKED) return true;
        asked = fixed;
        if (count_of(is, trial->file->path, fixed) >= count_of(was, trial->file->path, fixed))
            return false;
    }
    return true;
}

/* What is wrong with a trial; NULL: nothing. */
static const char *fault_of(struct run *was, const struct run *is, const struct trial *trial)
{
    if (!patch_keeps_cuts(&was->arena, &trial->patch, trial->text))
        return "goose would cut other statements differently";
    if (!helps(was, is, trial)) return "its finding would still be there";
    enum severity least = SEVERITY_ERROR;
    for (size_t i = 0; i < trial->patch.fixed_count; i++) {
        if (trial->patch.fixed[i]->severity < least) least = trial->patch.fixed[i]->severity;
    }
    struct tally before = tally_of(was, trial->file->path);
    struct tally after = tally_of(is, trial->file->path);
    for (int severity = (int)least + 1; severity <= SEVERITY_ERROR; severity++) {
        if (after.at[severity] > before.at[severity])
            return "it would bring a finding of higher severity";
    }
    return NULL;
}

static void reject(struct fix_passes *passes, const struct trial *trial, const char *fault)
{
    const struct diagnostic *finding = trial->patch.fixed[0];
    VEC_PUSH(&passes->arena, &passes->rejected, key_of(&passes->arena, finding));
    uint32_t line = source_line_of(trial->patch.source, finding->labels[0].span.start);
    VEC_PUSH(&passes->arena, &passes->taken_back,
             str_format(&passes->arena, STR_FMT ":%u: fix of %s taken back: %s",
                        STR_ARG(finding->path), line, finding->rule->id, fault));
}

/* True when the trial stands. Of several fixes that do harm together half are tried next. */
static bool settle(struct fix_passes *passes, struct trial *trial, const char *fault,
                   struct str old_text)
{
    if (fault == NULL) {
        trial->file->fixed += trial->patch.fixed_count;
        trial->file->most = SIZE_MAX;
        return true;
    }
    trial->file->now = old_text;
    if (trial->patch.fixed_count == 1)
        reject(passes, trial, fault);
    else
        trial->file->most = trial->patch.fixed_count / 2;
    return false;
}

/* -- the passes -------------------------------------------------------------------------------- */

/* One pass over [run], which becomes the run of what is there afterwards. False: nothing to do. */
static bool pass(struct fix_passes *passes, struct run *run)
{
    struct trials trials = choose(passes, run);
    if (trials.len == 0) return false;
    struct str *old_texts = arena_array(&run->arena, trials.len, sizeof *old_texts);
    for (size_t i = 0; i < trials.len; i++) {
        old_texts[i] = trials.at[i].file->now;
        trials.at[i].file->now = trials.at[i].text;
    }
    struct run next;
    lint(passes, &next);
    bool all_stand = true;
    for (size_t i = 0; i < trials.len; i++) {
        const char *fault = fault_of(run, &next, &trials.at[i]);
        if (!settle(passes, &trials.at[i], fault, old_texts[i])) all_stand = false;
    }
    pipeline_release(run);
    if (all_stand) {
        *run = next;
    } else {
        pipeline_release(&next);
        lint(passes, run);
    }
    return true;
}

static void keep_problems(struct fix_passes *passes, const struct run *run)
{
    struct arena *arena = &passes->arena;
    if (run->unknown_rule.len > 0)
        VEC_PUSH(arena, &passes->problems, str_copy(arena, run->unknown_rule));
    for (size_t i = 0; i < run->problem_count; i++)
        VEC_PUSH(arena, &passes->problems, str_copy(arena, run->problems[i]));
    for (size_t i = 0; i < run->frame_count; i++)
        VEC_PUSH(arena, &passes->problems, str_copy(arena, run->frames[i]));
}

void fix_passes_run(struct fix_passes *passes, const struct pipeline_options *pipeline,
                    const struct fix_options *options)
{
    *passes = (struct fix_passes){.pipeline = pipeline, .options = options};
    struct run run;
    lint(passes, &run);
    keep_problems(passes, &run);
    for (int i = 0; i < MOST_PASSES && pass(passes, &run); i++) continue;
    pipeline_release(&run);
}

void fix_passes_release(struct fix_passes *passes)
{
    arena_release(&passes->arena);
}
