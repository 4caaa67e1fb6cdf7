#include "lint/diagnostic.h"

#include "lint/rule.h"

#include <stdlib.h>

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_findings(const void *left, const void *right)
{
    const struct diagnostic *a = *(const struct diagnostic *const *)left;
    const struct diagnostic *b = *(const struct diagnostic *const *)right;
    int order = str_compare(a->path, b->path);
    if (order != 0) return order;
    /* A finding about the name has no span, so that it stands at 0, before all others. */
    order = compare_numbers(a->labels[0].span.start, b->labels[0].span.start);
    if (order != 0) return order;
    order = str_compare(str_from(a->rule->id), str_from(b->rule->id));
    return order != 0 ? order : str_compare(a->title, b->title);
}

void diagnostics_sort(struct diagnostic_list *list)
{
    if (list->len > 1) qsort(list->at, list->len, sizeof *list->at, compare_findings);
}
