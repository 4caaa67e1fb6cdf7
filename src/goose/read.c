#include "goose/directive.h"
#include "goose/goose.h"
#include "goose/header.h"
#include "goose/split.h"

#include "base/vec.h"

#include <stdlib.h>

static int compare_errors(const void *a, const void *b)
{
    const struct goose_error *x = a;
    const struct goose_error *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (int)y->in_up - (int)x->in_up;
}

/* The errors of both passes by place, those that both raise once. */
static void merge_errors(struct arena *arena, const struct goose_pass *passes,
                         struct goose_file *file)
{
    size_t total = passes[0].errors.len + passes[1].errors.len;
    if (total == 0) return;
    struct goose_error *errors = arena_array(arena, total, sizeof *errors);
    size_t len = 0;
    for (int i = 0; i < 2; i++) {
        const struct goose_error_list *list = &passes[i].errors;
        for (size_t j = 0; j < list->len; j++) errors[len++] = list->at[j];
    }
    qsort(errors, total, sizeof *errors, compare_errors);
    len = 0;
    for (size_t i = 0; i < total; i++) {
        struct goose_error *last = len == 0 ? NULL : &errors[len - 1];
        if (last != NULL && last->kind == errors[i].kind &&
            last->span.start == errors[i].span.start) {
            last->in_up |= errors[i].in_up;
            last->in_down |= errors[i].in_down;
        } else {
            errors[len++] = errors[i];
        }
    }
    file->errors = errors;
    file->error_count = len;
}

static void fill_section(struct goose_section *section, const struct goose_pass *pass)
{
    *section = pass->sections[pass->direction];
    section->accepted = pass->errors.len == 0;
    section->statements = pass->statements.at;
    section->statement_count = pass->statements.len;
    uint32_t end = (uint32_t)pass->scan->source->text.len;
    if (section->body.source == NULL) {
        section->body = (struct span){pass->scan->source, end, end};
    }
}

static void find_no_transaction(const struct scan *scan, struct goose_file *file)
{
    for (size_t i = 0; i < scan->directive_count; i++) {
        if (scan->decoded[i].guess != DIRECTIVE_NO_TRANSACTION) continue;
        file->no_transaction = true;
        file->no_transaction_directive = scan->directives[i].span;
        return;
    }
}

static void split(struct arena *arena, struct arena *scratch, const struct scan *scan,
                  const struct goose_environment *environment, struct goose_file *file)
{
    struct expansion_list expansions = {0};
    struct dropped_list dropped = {0};
    struct goose_pass passes[2] = {{.arena = NULL}, {.arena = NULL}};
    for (int i = 0; i < 2; i++) {
        passes[i] = (struct goose_pass){.arena = arena,
                                        .scratch = scratch,
                                        .scan = scan,
                                        .environment = environment,
                                        .direction = i == 0 ? DIRECTION_UP : DIRECTION_DOWN,
                                        .expansions = &expansions,
                                        .dropped = &dropped,
                                        .pending = {.arena = scratch}};
        goose_pass_run(&passes[i]);
    }
    merge_errors(arena, passes, file);
    fill_section(&file->up, &passes[0]);
    fill_section(&file->down, &passes[1]);
    file->accepted = file->up.accepted && file->down.accepted;
    file->dropped = dropped.at;
    file->dropped_count = dropped.len;
    file->expansions = expansions.at;
    file->expansion_count = expansions.len;
}

/* Nothing of the file can be told apart: one error, and empty sections. */
static void give_up(struct arena *arena, const struct scan *scan, struct goose_file *file)
{
    struct goose_error *error = ARENA_NEW(arena, struct goose_error);
    *error = (struct goose_error){.kind = GOOSE_UNREADABLE_TEXT,
                                  .line = 1,
                                  .span = scan->unreadable_at,
                                  .message = str_from(scan->unreadable),
                                  .in_up = true,
                                  .in_down = true};
    uint32_t end = (uint32_t)scan->source->text.len;
    file->errors = error;
    file->error_count = 1;
    file->up.body = (struct span){scan->source, end, end};
    file->down.body = file->up.body;
    file->header_span = (struct span){scan->source, 0, 0};
}

const struct goose_file *goose_read(struct arena *arena, const struct source *source,
                                    const struct goose_environment *environment)
{
    struct goose_file *file = ARENA_NEW(arena, struct goose_file);
    struct arena scratch;
    arena_init(&scratch);
    struct scan scan = goose_scan(arena, &scratch, source);
    if (scan.unreadable == NULL) {
        split(arena, &scratch, &scan, environment, file);
        file->directives = scan.directives;
        file->directive_count = scan.directive_count;
        find_no_transaction(&scan, file);
        goose_read_header(arena, &scan, file);
    } else {
        give_up(arena, &scan, file);
    }
    arena_release(&scratch);
    return file;
}
