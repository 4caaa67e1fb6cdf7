/* Looking for what a custom rule wants, and saying that it was found. */
#ifndef GANDER_LINT_CUSTOM_HIT_H
#define GANDER_LINT_CUSTOM_HIT_H

#include "lint/custom_change.h"
#include "lint/custom_subject.h"
#include "lint/rule.h"

/* One rule at work on one file. */
struct checker {
    const struct custom_rule *wanted;
    const struct rule *rule;
    struct regex *pattern; /* NULL: none */
    struct custom_globs globs;
    bool kinds[CHANGE_KIND_COUNT];
    bool gave_up; /* in this file */
};

/* What a pattern was found in; `found` false: in nothing so far. */
struct hit {
    struct checker *checker;
    struct rule_ctx *ctx; /* report each hit; NULL: the first one will do */
    bool found;
    struct subject subject;
    struct regex_match match;
};

/* For visit_file() and visit_statement(), into a struct hit: stops at the first match. */
bool custom_look(const struct subject *subject, void *into);
/* ... reports every one. */
bool custom_report_each(const struct subject *subject, void *into);

bool custom_section_fits(const struct custom_rule *wanted, enum finding_place place);

/* A finding where the hit is, still without words. */
struct diagnostic *custom_report_hit(struct rule_ctx *ctx, const struct hit *hit);

/* Title, note and help; [fact] NULL: there is no change. */
void custom_write_texts(const struct rule_ctx *ctx, struct diagnostic *finding,
                        const struct hit *hit, const struct custom_fact *fact);

#endif
