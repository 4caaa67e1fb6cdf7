/* Which statement a finding is about, as far as rules gather and hide by it. */
#ifndef GANDER_LINT_FOUND_H
#define GANDER_LINT_FOUND_H

#include "lint/diagnostic.h"

struct rule_ctx;

struct finding_site {
    enum finding_place place;
    uint32_t statement, sql, inner; /* as in struct diagnostic */
};

struct finding_site site_at_hand(const struct rule_ctx *ctx);

#endif
