#include "report/layout.h"

#include "report/place.h"

enum { LEAST_DIGITS = 2 };

struct layout layout_of(struct arena *arena, const struct diagnostic *finding)
{
    struct layout layout = {.finding = finding};
    const struct source *source = finding_span(finding).source;
    if (source != NULL) layout.frame = frame_of(arena, finding, source, NULL);
    for (size_t i = 0; i < finding->label_count; i++) {
        const struct label *label = &finding->labels[i];
        if (label->primary || label->span.source == NULL || label->span.source == source) continue;
        struct frame frame = frame_of(arena, finding, label->span.source, label);
        VEC_PUSH(arena, &layout.asides, (struct aside){label, frame});
    }
    layout.diffs = arena_array(arena, finding->fix_count, sizeof *layout.diffs);
    layout.diff_counts = arena_array(arena, finding->fix_count, sizeof *layout.diff_counts);
    for (size_t i = 0; i < finding->fix_count; i++) {
        layout.diffs[i] = diffs_of(arena, &finding->fixes[i], &layout.diff_counts[i]);
    }
    return layout;
}

static unsigned digits_of(uint32_t number)
{
    unsigned digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits > LEAST_DIGITS ? digits : LEAST_DIGITS;
}

static void raise_to(uint32_t *largest, uint32_t number)
{
    if (number > *largest) *largest = number;
}

unsigned layout_digits(const struct layout *layout)
{
    uint32_t largest = frame_last_line(&layout->frame);
    for (size_t i = 0; i < layout->asides.len; i++) {
        raise_to(&largest, frame_last_line(&layout->asides.at[i].frame));
    }
    for (size_t i = 0; i < layout->finding->fix_count; i++) {
        for (size_t j = 0; j < layout->diff_counts[i]; j++) {
            raise_to(&largest, diff_last_line(&layout->diffs[i][j]));
        }
    }
    return digits_of(largest);
}
