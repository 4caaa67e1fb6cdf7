#include "pipeline_collect.h"

#include "lint/apply.h"
#include "lint/fingerprint.h"
#include "lint/suppress.h"
#include "pipeline_parts.h"

#include <stdlib.h>

void collect_trouble(struct run *run, struct collection *all, const char *id, struct str path,
                     struct str problem)
{
    VEC_PUSH(&run->arena, &all->problems, problem);
    VEC_PUSH(&run->arena, &all->notifications,
             (struct notification){id, path, problem, SEVERITY_ERROR});
}

void collect_initial_schema(struct run *run, struct collection *all, const struct config *config,
                            struct sequence_files *files)
{
    const size_t before = all->problems.len;
    read_initial(&run->arena, config, files, &all->problems);
    if (all->problems.len == before) return;
    VEC_PUSH(&run->arena, &all->notifications,
             (struct notification){"unreadable-initial-schema", STR(""), all->problems.at[before],
                                   SEVERITY_ERROR});
}

void collect_file(struct run *run, struct collection *all, const struct load *load)
{
    const struct migration *migration = load->migration;
    struct summary *summary = &run->report.summary;
    if (load->file == NULL) {
        collect_trouble(run, all, "unreadable-file", migration->path, load->problem);
        summary->not_analysed++;
        return;
    }
    if (!migration->reported) return;
    summary->migrations++;
    if (migration->kind == MIGRATION_GO) {
        summary->not_analysed++;
        return;
    }
    VEC_PUSH(&run->arena, &all->sources, load->file->source);
    if (load->file->irreversible.source != NULL) summary->points_of_no_return++;
}

/* One line for a sequence, however many there are. */
void collect_go_migrations(struct run *run, struct collection *all, const struct sequence *sequence)
{
    const struct migration *first = NULL;
    size_t count = 0;
    for (size_t i = 0; i < sequence->migration_count; i++) {
        const struct migration *migration = &sequence->migrations[i];
        if (migration->kind != MIGRATION_GO || !migration->reported) continue;
        if (first == NULL) first = migration;
        count++;
    }
    if (first == NULL) return;
    struct str more =
        count == 1
            ? STR(" is a Go migration, which is")
            : str_format(&run->arena, " and %zu more are Go migrations, which are", count - 1);
    struct str text = str_format(&run->arena,
                                 "`" STR_FMT "`" STR_FMT " not analysed: what happens in there "
                                 "is not known to the migrations that follow",
                                 STR_ARG(first->path), STR_ARG(more));
    VEC_PUSH(&run->arena, &all->notifications,
             (struct notification){"go-migration", first->path, text, SEVERITY_INFO});
}

/* Patterns of custom rules that PCRE2 would not follow to the end. */
void collect_gave_up(struct run *run, struct collection *all, const struct gave_up_list *list)
{
    for (size_t i = 0; i < list->len; i++) {
        const struct gave_up *one = &list->at[i];
        struct str text = str_format(&run->arena,
                                     "the pattern of custom rule `%s` backtracks too much on "
                                     "`" STR_FMT "`: the rule was not applied to the rest of it",
                                     one->rule->id, STR_ARG(one->path));
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"rule-gave-up", one->path, text, SEVERITY_WARNING});
        run->report.summary.not_analysed++;
    }
}

static int by_path(const void *a, const void *b)
{
    const struct source *const *left = a;
    const struct source *const *right = b;
    return str_compare((*left)->path, (*right)->path);
}

static void count_fix(struct summary *summary, const struct diagnostic *finding)
{
    if (finding->file == NULL || finding->file->applied) return;
    if (fix_to_apply(finding, false) != NULL)
        summary->fixable++;
    else if (fix_to_apply(finding, true) != NULL)
        summary->fixable_unsafe++;
}

static void count_findings(struct summary *summary, const struct diagnostic_list *findings)
{
    struct str path = STR(""); /* of the live finding before */
    for (size_t i = 0; i < findings->len; i++) {
        const struct diagnostic *finding = findings->at[i];
        if (finding->suppressed.kind == SUPPRESSED_IN_SOURCE) summary->suppressed++;
        if (finding->suppressed.kind == SUPPRESSED_BY_BASELINE) summary->baselined++;
        if (finding->suppressed.kind != NOT_SUPPRESSED) continue;
        if (finding->severity == SEVERITY_ERROR) summary->errors++;
        if (finding->severity == SEVERITY_WARNING) summary->warnings++;
        if (finding->severity == SEVERITY_INFO) summary->infos++;
        count_fix(summary, finding);
        if (str_equal(finding->path, path)) continue;
        path = finding->path;
        summary->with_findings++;
        /* What only looks like a migration was looked at too. */
        if (finding->file == NULL) summary->migrations++;
    }
}

/* Each sequence has its own threshold. */
bool findings_fail(const struct config *config, const struct diagnostic_list *findings, size_t from)
{
    if (config->fail_on == SEVERITY_OFF) return false;
    for (size_t i = from; i < findings->len; i++) {
        bool live = findings->at[i]->suppressed.kind == NOT_SUPPRESSED;
        if (live && findings->at[i]->severity >= config->fail_on) return true;
    }
    return false;
}

static int exit_code(const struct summary *summary, const struct collection *all)
{
    if (all->problems.len + all->frames.len > 0 || (all->strict && summary->not_analysed > 0))
        return 2;
    return all->failed ? 1 : 0;
}

void collect_lack_of_files(struct run *run, struct collection *all, const struct discovery *found)
{
    if (run->report.summary.migrations + all->strays + all->problems.len + all->frames.len > 0)
        return;
    struct str hint = STR("");
    if (found->skipped > 0) {
        hint = str_format(&run->arena,
                          " (%zu numbered .sql file%s passed over: no `-- +goose` line in %s)",
                          found->skipped, found->skipped == 1 ? "" : "s",
                          found->skipped == 1 ? "it or beside it" : "any of them");
    }
    VEC_PUSH(&run->arena, &all->problems,
             str_format(&run->arena, "no goose migration found" STR_FMT, STR_ARG(hint)));
}

void collect_report(struct run *run, struct collection *all, const struct config *overall)
{
    struct report *report = &run->report;
    diagnostics_sort(&all->findings);
    if (all->sources.len > 0) {
        qsort(all->sources.at, all->sources.len, sizeof *all->sources.at, by_path);
    }
    count_findings(&report->summary, &all->findings);
    bool silenced = report->summary.suppressed + report->summary.baselined > 0;
    if (silenced) fingerprint_findings(&run->arena, &all->findings, 0);
    if (!all->show_suppressed) drop_suppressed(&all->findings);
    report->summary.fail_on = overall->fail_on;
    report->summary.exit_code = exit_code(&report->summary, all);
    report->diagnostics = (const struct diagnostic *const *)all->findings.at;
    report->diagnostic_count = all->findings.len;
    report->notifications = all->notifications.at;
    report->notification_count = all->notifications.len;
    report->sources = all->sources.at;
    report->source_count = all->sources.len;
    report->config = overall;
    run->problems = all->problems.at;
    run->problem_count = all->problems.len;
    run->frames = all->frames.at;
    run->frame_count = all->frames.len;
}

void collect_discovery(struct run *run, struct collection *all, const struct discovery *found)
{
    for (size_t i = 0; i < found->problem_count; i++) {
        collect_trouble(run, all, "unreadable-file", STR(""), found->problems[i]);
    }
    for (size_t i = 0; i < found->note_count; i++) {
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"other-driver", STR(""), found->notes[i], SEVERITY_INFO});
    }
    for (size_t i = 0; i < found->sequence_count; i++) {
        for (size_t j = 0; j < found->sequences[i].stray_count; j++) {
            if (found->sequences[i].strays[j].reported) all->strays++;
        }
    }
}

/* A configuration that is wrong is no configuration: nothing is linted under it. */
bool collect_mistakes(struct run *run, struct collection *all, const struct settings *settings)
{
    for (size_t i = 0; i < settings->error_count; i++) {
        struct str frame = config_error_frame(&run->arena, &settings->errors[i]);
        VEC_PUSH(&run->arena, &all->frames, frame);
        VEC_PUSH(&run->arena, &all->notifications,
                 (struct notification){"bad-configuration", settings->errors[i].path,
                                       settings->errors[i].message, SEVERITY_ERROR});
    }
    return settings->error_count > 0;
}

/* NULL, with the trouble noted, when it cannot be read: then nothing is accepted. */
static struct baseline *find_baseline(struct run *run, struct collection *all, struct str file)
{
    for (size_t i = 0; i < all->baselines.len; i++) {
        if (str_equal(all->baselines.at[i]->file, file)) return all->baselines.at[i];
    }
    struct baseline *baseline = ARENA_NEW(&run->arena, struct baseline);
    struct error error;
    if (!baseline_read(&run->arena, file, baseline, &error)) {
        struct str problem = str_copy(&run->arena, str_from(error.text));
        *baseline = (struct baseline){.file = file};
        collect_trouble(run, all, "unreadable-file", STR(""), problem);
    }
    VEC_PUSH(&run->arena, &all->baselines, baseline);
    return baseline;
}

/* What the project has accepted. */
void accept_findings(struct run *run, struct collection *all, const struct config *config,
                     const struct sequence_files *files, size_t from)
{
    if (config->baseline.len == 0 || all->no_baseline) return;
    const struct baseline *baseline = find_baseline(run, all, config->baseline);
    baseline_apply(&run->arena, baseline, &all->findings, from);
    run->report.summary.stale += baseline_stale(&run->arena, baseline, config, files);
}

void note_baseline(struct run *run, const struct settings *settings, size_t count)
{
    run->baseline = count > 0 ? settings->by_sequence[0]->baseline : settings->overall->baseline;
    for (size_t i = 1; i < count; i++) {
        if (!str_equal(settings->by_sequence[i]->baseline, run->baseline)) {
            run->baselines_differ = true;
        }
    }
}
