/* invalid-file-name: a file that looks like a migration and is none for goose: its command line
 * stops at it, or never sees it (goose v3.27.3, NumericComponent and the glob of collect). */
#include "lint/rule.h"

static const char form[] = "`<digits>_<name>.sql`, digits from 1 up";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of the first run of digits at or after [from]. */
static struct str digits_in(struct str name, size_t from)
{
    size_t start = from;
    while (start < name.len && !is_digit(name.at[start])) start++;
    size_t end = start;
    while (end < name.len && is_digit(name.at[end])) end++;
    return str_slice(name, start, end);
}

/* `V1__add.sql` and `001-add.sql`: goose would take the number, written its way. */
static void help_with_name(struct rule_ctx *ctx, struct diagnostic *finding, struct str name)
{
    struct str digits = digits_in(name, 0);
    size_t before = digits.len == 0 ? 0 : (size_t)(digits.at - name.at);
    size_t rest = before + digits.len;
    while (rest < name.len && (name.at[rest] == '-' || name.at[rest] == '_')) rest++;
    struct str renamed = str_format(ctx->arena, STR_FMT "_" STR_FMT, STR_ARG(digits),
                                    STR_ARG(str_slice(name, rest, name.len)));
    int64_t version;
    struct str prefix;
    enum migration_kind kind;
    if (before <= 1 && migration_name(renamed, &version, &prefix, &kind) && kind == MIGRATION_SQL &&
        rest + 4 < name.len && !is_digit(name.at[rest])) {
        help(finding, "if it is a migration: git mv " STR_FMT " " STR_FMT, STR_ARG(name),
             STR_ARG(renamed));
    } else {
        help(finding, "if it is a migration, name it %s", form);
    }
    help(finding, "if it is none, move it out of the directory");
}

static void report_refused(struct rule_ctx *ctx, const struct stray *stray)
{
    bool provider = ctx->config->engine == ENGINE_PROVIDER;
    struct diagnostic *finding =
        report_stray(ctx, stray,
                     provider ? "goose never applies `" STR_FMT "`"
                              : "goose stops at `" STR_FMT "` and applies nothing",
                     STR_ARG(stray->name));
    note(finding, provider ? "its name gives no version, and the Provider skips it in silence"
                           : "its name gives no version, and the goose command reads every `*.sql` "
                             "of the directory; a Provider would skip it in silence");
    if (stray->kind == STRAY_HIDDEN)
        help(finding, "delete it, and keep its like out with .gitignore");
    else
        help_with_name(ctx, finding, stray->name);
}

static void report_unseen(struct rule_ctx *ctx, const struct stray *stray, const char *reason,
                          const char *remedy)
{
    struct diagnostic *finding =
        report_stray(ctx, stray, "goose never applies `" STR_FMT "`", STR_ARG(stray->name));
    note(finding, "%s, and says nothing", reason);
    help(finding, "%s", remedy);
}

static void report_directory(struct rule_ctx *ctx, const struct stray *stray)
{
    struct diagnostic *finding = report_stray(
        ctx, stray, "goose takes the directory `" STR_FMT "` for a migration and fails reading it",
        STR_ARG(stray->name));
    help(finding, "rename the directory, so that its name does not end in `.sql`");
}

static void check_stray(struct rule_ctx *ctx, const struct stray *stray)
{
    switch (stray->kind) {
    case STRAY_REFUSED:
    case STRAY_HIDDEN:
        report_refused(ctx, stray);
        break;
    case STRAY_EXTENSION:
        report_unseen(ctx, stray, "goose looks for `.sql` and `.go` alone, in lower case",
                      "rename it so that it ends in `.sql`");
        break;
    case STRAY_TEST_GO:
        report_unseen(ctx, stray, "goose passes over every file that ends in `_test.go`",
                      "name it so that `_test` is not the last word");
        break;
    case STRAY_IN_SUBDIRECTORY:
        report_unseen(ctx, stray, "goose does not look into sub-directories",
                      "move it beside the other migrations");
        break;
    case STRAY_DIRECTORY:
        report_directory(ctx, stray);
        break;
    }
}

static void check_sequence(struct rule_ctx *ctx)
{
    const struct sequence *sequence = ctx->sequence->sequence;
    for (size_t i = 0; i < sequence->stray_count; i++) {
        if (sequence->strays[i].reported) check_stray(ctx, &sequence->strays[i]);
    }
}

const struct rule rule_invalid_file_name = {
    .id = "invalid-file-name",
    .category = CATEGORY_SEQUENCE,
    .severity = SEVERITY_ERROR,
    .summary = "a file that looks like a migration is refused or never seen by goose",
    .why = "The goose command gives up on the whole directory when one `*.sql` has no version in "
           "its name; a Provider skips the file without a word. Files with another extension, in a "
           "sub-directory, or called `*_test.go` are never looked at.",
    .instead = "Name migrations `<digits>_<name>.sql`, in the directory itself, and keep other SQL "
               "elsewhere.",
    .example = {.bad = "-- file: 00001_init.sql\n"
                       "-- +goose Up\n"
                       "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                       "-- +goose Down\n"
                       "DROP TABLE invoices;\n"
                       "-- file: seed.sql\n"
                       "INSERT INTO invoices VALUES (1);\n",
                .good = "-- file: 00001_init.sql\n"
                        "-- +goose Up\n"
                        "CREATE TABLE invoices (id bigint PRIMARY KEY);\n"
                        "-- +goose Down\n"
                        "DROP TABLE invoices;\n"
                        "-- file: 00002_seed.sql\n"
                        "-- +goose Up\n"
                        "INSERT INTO invoices VALUES (1);\n"
                        "-- +goose Down\n"
                        "DELETE FROM invoices WHERE id = 1;\n"},
    .check_sequence = check_sequence,
};
