/* envsub-unknown-variable: under ENVSUB ON an unset variable becomes nothing (reference goose.md
 * 1.8, S07). */
#include "lint/rule.h"

static bool is_unknown(const struct expansion *expansion)
{
    return expansion->name.len > 0 && !expansion->known && !expansion->has_default;
}

/* The first use of this name has been reported already. */
static bool seen_before(const struct goose_file *goose, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (is_unknown(&goose->expansions[i]) &&
            str_equal(goose->expansions[i].name, goose->expansions[at].name))
            return true;
    }
    return false;
}

static void label_other_uses(struct diagnostic *finding, const struct goose_file *goose, size_t at)
{
    enum { MOST_LABELS = 3 };
    size_t shown = 0;
    for (size_t i = at + 1; i < goose->expansion_count && shown < MOST_LABELS; i++) {
        if (!is_unknown(&goose->expansions[i]) ||
            !str_equal(goose->expansions[i].name, goose->expansions[at].name))
            continue;
        label(finding, goose->expansions[i].span, "here too");
        shown++;
    }
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    for (size_t i = 0; i < goose->expansion_count; i++) {
        const struct expansion *expansion = &goose->expansions[i];
        if (!is_unknown(expansion) || seen_before(goose, i)) continue;
        struct str name = expansion->name;
        struct diagnostic *finding =
            report_span(ctx, expansion->span,
                        "where `" STR_FMT "` is not set, goose puts nothing here", STR_ARG(name));
        primary_label(finding, "no default");
        note(finding, "goose does not complain: `LIKE '${X}%%'` becomes `LIKE '%%'`, `${S}.t` "
                      "becomes `.t`");
        label_other_uses(finding, goose, i);
        help(finding,
             "let goose stop without it, `${" STR_FMT "?not set}`, or give a default, "
             "`${" STR_FMT ":-...}`",
             STR_ARG(name), STR_ARG(name));
    }
}

const struct rule rule_envsub_unknown_variable = {
    .id = "envsub-unknown-variable",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_WARNING,
    .summary = "a variable without a default becomes nothing where it is not set",
    .why = "Under ENVSUB ON goose replaces an unset variable by nothing and goes on: a pattern "
           "then matches everything, a schema name disappears.",
    .instead = "Require it, `${VAR?not set}`, or give a default, `${VAR:-public}`.",
    .exceptions = "Variables that the configuration declares, and those with a default.",
    .example = {.bad = "-- +goose Up\n"
                       "-- +goose ENVSUB ON\n"
                       "CREATE TABLE ${TENANT}.invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Down\n"
                       "DROP TABLE ${TENANT}.invoices;\n",
                .good = "-- +goose Up\n"
                        "-- +goose ENVSUB ON\n"
                        "CREATE TABLE ${TENANT:-public}.invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE ${TENANT:-public}.invoices;\n"},
    .check_file = check_file,
};
