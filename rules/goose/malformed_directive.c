/* malformed-directive: a `--` line with `+goose` that goose cannot decode (reference goose.md 1.2,
 * 1.3, S40). */
#include "lint/rule.h"

/* What stands behind the last `+goose`, without blanks around it; nothing when words stand before
 * the first one too: then the line is prose. */
static struct str text_behind(struct span directive)
{
    struct str text = span_text(directive);
    size_t at = str_find(text, STR("+goose"), 0);
    if (at == SIZE_MAX) return STR("");
    for (size_t i = 0; i < at; i++) {
        if (text.at[i] != '-' && text.at[i] != '+' && text.at[i] != ' ' && text.at[i] != '\t')
            return STR("");
    }
    while (str_find(text, STR("+goose"), at + 1) != SIZE_MAX)
        at = str_find(text, STR("+goose"), at + 1);
    return str_trim(str_slice(text, at + 6, text.len));
}

static bool says_only(struct str written, enum directive_kind kind)
{
    return str_equal_ignoring_case(written, str_from(directive_name(kind)));
}

static bool begins_with(struct str written, enum directive_kind kind)
{
    struct str name = str_from(directive_name(kind));
    return str_equal_ignoring_case(str_slice(written, 0, name.len), name);
}

static void help_form(struct diagnostic *finding, enum directive_kind kind, const char *more)
{
    help(finding, "write `-- +goose %s`%s", directive_name(kind), more);
}

static struct diagnostic *unknown(struct rule_ctx *ctx, struct span at, struct str written,
                                  enum directive_kind meant)
{
    struct str shown = code_short(ctx->arena, written, 32);
    struct diagnostic *finding;
    if (meant == DIRECTIVE_INVALID) {
        finding = report_span(ctx, at,
                              "goose refuses the file: it takes this comment for a "
                              "directive");
        primary_label(finding, "`+goose` makes it one");
        help(finding, "in prose write `goose` without the plus");
        return finding;
    }
    if (says_only(written, meant)) {
        finding = report_span(ctx, at,
                              "goose refuses the file: more than `--` stands before "
                              "`+goose`");
        primary_label(finding, "the whole line must be the directive");
        help_form(finding, meant, "");
        return finding;
    }
    if (str_equal_ignoring_case(shown, str_from(directive_name(meant)))) {
        finding = report_span(ctx, at, "goose refuses the file: `%s` has exactly one blank in it",
                              directive_name(meant));
        primary_label(finding, "more than one blank, or a tab");
        help_form(finding, meant, "");
        return finding;
    }
    if (begins_with(written, meant)) {
        finding = report_span(ctx, at, "goose refuses the file: text stands behind `%s`",
                              directive_name(meant));
        primary_label(finding, "the whole line must be the directive");
        help_form(finding, meant, " alone, and the rest on a line of its own");
        return finding;
    }
    finding = report_span(ctx, at, "goose refuses the file: it knows no directive `" STR_FMT "`",
                          STR_ARG(shown));
    primary_label(finding, "not one of goose's names");
    help_form(finding, meant, "");
    return finding;
}

static struct diagnostic *report_error(struct rule_ctx *ctx, const struct goose_error *error,
                                       enum directive_kind meant, struct str written)
{
    struct diagnostic *finding;
    if (error->kind == GOOSE_DIRECTIVE_INDENTED && meant != DIRECTIVE_INVALID) {
        finding = report_span(ctx, error->span,
                              "goose refuses the file: a blank stands before "
                              "this directive");
        primary_label(finding, "must begin in column 1");
        help_form(finding, meant, " in column 1");
        return finding;
    }
    if (error->kind == GOOSE_DIRECTIVE_EMPTY) {
        finding = report_span(ctx, error->span, "goose refuses the file: `+goose` names nothing");
        primary_label(finding, "a directive without a name");
        help(finding, "name the directive (`-- +goose Up`), or delete the line");
        return finding;
    }
    if (error->kind == GOOSE_DIRECTIVE_REPEATED) {
        finding = report_span(ctx, error->span,
                              "goose refuses the file: `+goose` stands twice in "
                              "this line");
        primary_label(finding, "one directive per line");
        help(finding, "give each directive a line of its own; in prose write `goose` without the "
                      "plus");
        return finding;
    }
    return unknown(ctx, error->span, written, meant);
}

/* Nothing but the directive: its line is rewritten. Behind a right name stands text for people: it
 * becomes a comment on a line of its own. */
static void fix_line(struct diagnostic *finding, const struct goose_error *error,
                     enum directive_kind meant, struct str written)
{
    if (meant == DIRECTIVE_INVALID || error->kind == GOOSE_DIRECTIVE_REPEATED) return;
    const char *name = directive_name(meant);
    struct span line = source_line_span(error->span.source, error->line);
    struct fix_draft fix = safe_fix(finding, "write the directive as goose wants it");
    struct str rest = STR("");
    if (error->kind == GOOSE_DIRECTIVE_UNKNOWN && begins_with(written, meant))
        rest = str_trim(str_slice(written, str_from(name).len, written.len));
    edit_replace(&fix, line, "-- +goose %s", name);
    if (rest.len > 0 && !str_equal(rest, STR(";"))) {
        const char *mark = str_starts_with(rest, STR("--")) ? "" : "-- ";
        struct str comment = str_format(finding->arena, "%s" STR_FMT, mark, STR_ARG(rest));
        edit_insert_lines(&fix, line.source, error->line + 1, comment);
    }
    offer_fix(&fix);
}

/* What goose says of the rest of the file follows from the directive it could not read. */
static void hide_consequences(struct diagnostic *finding, enum directive_kind meant)
{
    static const char *const of_up[] = {"missing-up", "misplaced-directive", "empty-up", NULL};
    static const char *const of_down[] = {"missing-down", "empty-down", "unfinished-statement",
                                          NULL};
    static const char *const of_no_transaction[] = {"forbidden-in-transaction", NULL};
    static const char *const of_block[] = {"misplaced-directive", "missing-statement-begin",
                                           "unfinished-statement", NULL};
    if (meant == DIRECTIVE_UP) finding->hides_in_file = of_up;
    if (meant == DIRECTIVE_DOWN) finding->hides_in_file = of_down;
    if (meant == DIRECTIVE_NO_TRANSACTION) finding->hides_in_file = of_no_transaction;
    if (meant == DIRECTIVE_STATEMENT_BEGIN || meant == DIRECTIVE_STATEMENT_END)
        finding->hides_in_file = of_block;
}

/* A line goose refuses although it stands in a literal: the reader may wonder. */
static void note_enclosed(struct rule_ctx *ctx, struct diagnostic *finding,
                          const struct enclosed_directive *one)
{
    const char *words = token_kind_words(one->token.kind);
    note(finding, "it stands in %s, but goose looks at lines alone", words);
    label(finding, enclosed_opening(ctx->file->source, one), "the %s opens here", words + 2);
}

static bool concerns(enum goose_error_kind kind)
{
    return kind == GOOSE_DIRECTIVE_INDENTED || kind == GOOSE_DIRECTIVE_EMPTY ||
           kind == GOOSE_DIRECTIVE_REPEATED || kind == GOOSE_DIRECTIVE_UNKNOWN;
}

static void check_file(struct rule_ctx *ctx)
{
    const struct goose_file *goose = ctx->file->goose;
    size_t count = 0;
    size_t next = 0;
    const struct enclosed_directive *enclosed = NULL;
    bool looked = false;
    for (size_t i = 0; i < goose->error_count; i++) {
        const struct goose_error *error = &goose->errors[i];
        if (!concerns(error->kind)) continue;
        if (!looked) enclosed = enclosed_directives(ctx->arena, ctx->file->source, goose, &count);
        looked = true;
        struct str written = text_behind(error->span);
        enum directive_kind meant = DIRECTIVE_INVALID;
        for (enum directive_kind kind = DIRECTIVE_UP; kind < DIRECTIVE_INVALID; kind++) {
            if (says_only(written, kind)) meant = kind;
        }
        if (meant == DIRECTIVE_INVALID) meant = goose_guess_directive(written);
        struct diagnostic *finding = report_error(ctx, error, meant, written);
        hide_consequences(finding, meant);
        while (next < count && enclosed[next].directive->line < error->line) next++;
        if (next < count && enclosed[next].directive->line == error->line)
            note_enclosed(ctx, finding, &enclosed[next]);
        else
            fix_line(finding, error, meant, written);
    }
}

const struct rule rule_malformed_directive = {
    .id = "malformed-directive",
    .category = CATEGORY_GOOSE,
    .severity = SEVERITY_ERROR,
    .summary = "a line with `+goose` is no directive that goose can read",
    .why = "goose takes every `--` line that holds `+goose` for a directive, in prose, literals "
           "and function bodies too, and refuses the file when it cannot read one. The error "
           "names no line.",
    .instead = "Write `-- +goose Up`, `Down`, `StatementBegin`, `StatementEnd`, `NO TRANSACTION`, "
               "`ENVSUB ON` or `ENVSUB OFF`, from column 1 and with nothing else on the line. In "
               "prose leave the plus out.",
    .fix = "safe: writes the directive that was meant, where one is near",
    .example = {.bad = "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "\n"
                       "-- +goose Donw\n"
                       "DROP TABLE invoices;\n",
                .good = "-- goose runs this in a transaction\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"},
    .check_file = check_file,
};
