/* Signals while a file is half written: none is left beside it, and the signal still ends us. */
#define _DEFAULT_SOURCE /* NOLINT: mkdtemp() */
#include "base/interrupt.h"
#include "cli/output.h"
#include "source/paths.h"
#include "source/replace.h"
#include "source/source.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    struct arena arena;
    struct str folder;
    struct str path;
};

static int open_scene(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    char name[] = "/tmp/gander-interrupt-XXXXXX";
    if (scene == NULL || mkdtemp(name) == NULL) return 1;
    scene->folder = path_real(&scene->arena, str_from(name));
    scene->path = path_join(&scene->arena, scene->folder, STR("report"));
    *state = scene;
    return 0;
}

static int close_scene(void **state)
{
    struct scene *scene = *state;
    struct str command = str_format(&scene->arena, "rm -rf '" STR_FMT "'", STR_ARG(scene->folder));
    int code = system(command.at); /* NOLINT: a name of our own */
    arena_release(&scene->arena);
    free(scene);
    return code;
}

static size_t files_in(const struct scene *scene)
{
    size_t count = 0;
    DIR *folder = opendir(scene->folder.at);
    assert_non_null(folder);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') count++;
    }
    closedir(folder);
    return count;
}

/* The signal arrives in the middle of the text, while the temporary file is there. */
static void write_and_be_stopped(FILE *out, const struct report *report,
                                 const struct report_style *style)
{
    (void)style;
    fputs("first half", out);
    fflush(out);
    raise((int)report->summary.errors);
    fputs(", second half", out);
}

static const struct reporter stopped = {.name = "stopped", .write = write_and_be_stopped};

static int run_stopped(const struct scene *scene, int number)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct error error;
        const struct report report = {.summary.errors = (size_t)number};
        const struct output output = {.reporter = &stopped, .path = scene->path};
        const struct report_style style = {.columns = 100};
        output_write(&output, &report, &style, &error);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_report__whole_and_nothing_beside_it(void **state)
{
    struct scene *scene = *state;
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct error error;
        struct str text;
        int status = run_stopped(scene, numbers[i]);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), numbers[i]);
        assert_int_equal(files_in(scene), 1);
        assert_true(source_read_file(&scene->arena, scene->path.at, &text, &error));
        assert_string_equal(text.at, "first half, second half");
    }
}

static void test_replace__too_large_leaves_nothing(void **state)
{
    struct scene *scene = *state;
    struct error error;
    assert_true(replace_file(&scene->arena, scene->path.at, STR("old"), &error));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = {4, 4};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(2);
        _exit(replace_file(&scene->arena, scene->path.at, STR("longer"), &error) ? 1 : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(files_in(scene), 1);
    struct str text;
    assert_true(source_read_file(&scene->arena, scene->path.at, &text, &error));
    assert_string_equal(text.at, "old");
}

static void test_hold__one_inside_another(void **state)
{
    (void)state;
    struct interrupt outer;
    struct interrupt inner;
    interrupt_hold(&outer);
    interrupt_hold(&inner);
    interrupt_release(&inner);
    sigset_t now;
    assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    assert_int_equal(sigismember(&now, SIGTERM), 1);
    interrupt_release(&outer);
    assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &now), 0);
    assert_int_equal(sigismember(&now, SIGTERM), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_report__whole_and_nothing_beside_it, open_scene,
                                        close_scene),
        cmocka_unit_test_setup_teardown(test_replace__too_large_leaves_nothing, open_scene,
                                        close_scene),
        cmocka_unit_test(test_hold__one_inside_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
