#include "report/severest.h"

const struct diagnostic **severest_first(struct arena *arena, const struct report *report)
{
    const struct diagnostic **sorted =
        arena_array(arena, report->diagnostic_count, sizeof(struct diagnostic *));
    size_t count = 0;
    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_OFF; severity--) {
        for (size_t i = 0; i < report->diagnostic_count; i++) {
            const struct diagnostic *finding = report->diagnostics[i];
            if ((int)finding->severity == severity) sorted[count++] = finding;
        }
    }
    return sorted;
}
