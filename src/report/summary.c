#include "report/summary.h"

/* "1 error", "2 errors" */
static void write_count(FILE *out, size_t count, const char *thing)
{
    fprintf(out, "%zu %s%s", count, thing, count == 1 ? "" : "s");
}

/* Writes ", " between the parts that are there. */
static void separate(FILE *out, unsigned *parts, const char *opening)
{
    fputs(*parts == 0 ? opening : ", ", out);
    (*parts)++;
}

static void write_findings(FILE *out, const struct summary *summary)
{
    unsigned parts = 0;
    if (summary->errors > 0) {
        separate(out, &parts, "");
        write_count(out, summary->errors, "error");
    }
    if (summary->warnings > 0) {
        separate(out, &parts, "");
        write_count(out, summary->warnings, "warning");
    }
    if (summary->infos > 0) {
        separate(out, &parts, "");
        write_count(out, summary->infos, "info");
    }
    fprintf(out, " in %zu of ", summary->with_findings);
    write_count(out, summary->migrations, "migration");
}

/* What was found or seen without being reported above. */
static void write_asides(FILE *out, const struct summary *summary)
{
    unsigned parts = 0;
    const struct {
        size_t count;
        const char *words;
    } asides[] = {
        {summary->suppressed, "suppressed"},
        {summary->baselined, "baselined"},
        {summary->stale, summary->stale == 1 ? "stale baseline entry" : "stale baseline entries"},
        {summary->before_start_after, "before start-after"},
        {summary->not_analysed, "not analysed"},
    };
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++) {
        if (asides[i].count == 0) continue;
        separate(out, &parts, " (");
        fprintf(out, "%zu %s", asides[i].count, asides[i].words);
    }
    if (summary->points_of_no_return > 0) {
        separate(out, &parts, " (");
        fprintf(out, "%zu %s of no return", summary->points_of_no_return,
                summary->points_of_no_return == 1 ? "point" : "points");
    }
    if (parts > 0) fputc(')', out);
}

static void write_fixable(FILE *out, const struct summary *summary)
{
    if (summary->fixable > 0) fprintf(out, " %zu fixable with --fix", summary->fixable);
    if (summary->fixable_unsafe > 0) {
        fprintf(out,
                summary->fixable > 0 ? ", %zu more with --unsafe-fixes"
                                     : " %zu fixable with --unsafe-fixes",
                summary->fixable_unsafe);
    }
    if (summary->fixable > 0 || summary->fixable_unsafe > 0) fputc('.', out);
}

void write_summary_head(FILE *out, const struct summary *summary)
{
    if (summary->errors + summary->warnings + summary->infos > 0) {
        write_findings(out, summary);
    } else {
        write_count(out, summary->migrations, "migration");
        fputs(" checked, no findings", out);
    }
}

void write_summary(FILE *out, const struct summary *summary)
{
    write_summary_head(out, summary);
    write_asides(out, summary);
    fputc('.', out);
    write_fixable(out, summary);
}

void write_summary_line(FILE *out, const struct summary *summary)
{
    write_summary(out, summary);
    fputc('\n', out);
}
