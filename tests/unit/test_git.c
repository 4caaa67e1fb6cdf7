/* Asking git: much in and out, odd names, words of failure; and URLs fit for reports. */
#define _DEFAULT_SOURCE /* NOLINT: mkdtemp() */
#include "source/git.h"
#include "source/git_origin.h"
#include "source/git_run.h"
#include "source/paths.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
    struct arena arena;
    struct str folder;
    struct git_repository repository;
};

static void git(struct scene *scene, const char *const *words)
{
    struct error error;
    struct str out;
    struct git_call call = {.folder = scene->folder, .foreign = true};
    for (int i = 0; words[i] != NULL; i++) call.words[i] = words[i];
    if (!git_ask(&scene->arena, &call, &out, &error)) fail_msg("%s", error.text);
}

#define GIT(scene, ...) git((scene), (const char *const[]){__VA_ARGS__, NULL})

static void write_file(struct scene *scene, const char *name, struct str text)
{
    struct str path = path_join(&scene->arena, scene->folder, str_from(name));
    FILE *out = fopen(path.at, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text.at, 1, text.len, out), text.len);
    assert_int_equal(fclose(out), 0);
}

static void commit(struct scene *scene)
{
    GIT(scene, "add", "-A");
    GIT(scene, "-c", "user.name=Kim", "-c", "user.email=kim@example.com", "commit", "-q", "-m",
        "x");
}

static int open_scene(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    char name[] = "/tmp/gander-git-XXXXXX";
    if (scene == NULL || mkdtemp(name) == NULL) return 1;
    signal(SIGPIPE, SIG_IGN);
    scene->folder = path_real(&scene->arena, str_from(name));
    scene->repository = (struct git_repository){.root = scene->folder, .foreign = true};
    GIT(scene, "init", "-q", "-b", "main");
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

static void test_texts__more_than_a_pipe_holds(void **state)
{
    struct scene *scene = *state;
    enum { FILES = 40, SIZE = 5000, QUESTIONS = 4000 };
    for (int i = 0; i < FILES; i++) {
        char *bytes = arena_alloc(&scene->arena, SIZE);
        memset(bytes, 'a' + i % 26, SIZE);
        bytes[0] = '\0';
        bytes[1] = '\n';
        write_file(scene, str_format(&scene->arena, "%03d", i).at, (struct str){bytes, SIZE});
    }
    GIT(scene, "add", "-A");
    struct git_files files = {0};
    struct error error;
    assert_true(git_list(&scene->arena, &scene->repository, STR(""), STR(""), &files, &error));
    assert_int_equal(files.len, FILES);
    /* The questions alone are more than git reads before it answers. */
    struct str *blobs = arena_array(&scene->arena, QUESTIONS, sizeof *blobs);
    struct str *texts = arena_array(&scene->arena, QUESTIONS, sizeof *texts);
    for (size_t i = 0; i < QUESTIONS; i++) blobs[i] = files.at[i % FILES].blob;
    assert_true(git_texts(&scene->arena, &scene->repository, blobs, QUESTIONS, texts, &error));
    assert_int_equal(texts[0].len, SIZE);
    assert_int_equal(texts[FILES + 1].at[SIZE - 1], 'b');
}

static void test_texts__missing_object_is_an_error(void **state)
{
    struct scene *scene = *state;
    struct error error;
    struct str blob = STR("0123456789012345678901234567890123456789");
    struct str text;
    assert_false(git_texts(&scene->arena, &scene->repository, &blob, 1, &text, &error));
    assert_non_null(strstr(error.text, blob.at));
}

static void test_changed__any_names(void **state)
{
    struct scene *scene = *state;
    static const char *const names[] = {"-x", "a\nb", "\xFF", "é \"q\" \\", ":(top)x", "*"};
    struct git_changes changes = {0};
    struct error error;
    write_file(scene, "kept", STR("1"));
    write_file(scene, "gone", STR("1"));
    write_file(scene, "edited", STR("1"));
    commit(scene);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) write_file(scene, names[i], STR("1"));
    GIT(scene, "add", "--", "a\nb");
    GIT(scene, "rm", "-q", "gone");
    write_file(scene, "edited", STR("2"));
    assert_true(
        git_changed(&scene->arena, &scene->repository, STR("HEAD"), false, &changes, &error));
    assert_int_equal(git_status(&changes, STR("a\nb")), 'A');
    assert_int_equal(git_status(&changes, STR("-x")), '?');
    assert_int_equal(git_status(&changes, STR("\xFF")), '?');
    assert_int_equal(git_status(&changes, STR("gone")), 'D');
    assert_int_equal(git_status(&changes, STR("edited")), 'M');
    assert_int_equal(git_status(&changes, STR("kept")), 0);
    assert_int_equal(changes.len, sizeof names / sizeof *names + 2);
}

static void test_base__tip_and_common(void **state)
{
    struct scene *scene = *state;
    struct git_base base;
    struct error error;
    write_file(scene, "a", STR("1"));
    commit(scene);
    GIT(scene, "branch", "topic");
    write_file(scene, "a", STR("2"));
    commit(scene);
    GIT(scene, "checkout", "-q", "--detach", "topic");
    assert_true(git_base(&scene->arena, &scene->repository, STR("main"), &base, &error));
    assert_false(str_equal(base.tip, base.common));
    assert_int_equal(base.tip.len, base.common.len);
    assert_false(git_base(&scene->arena, &scene->repository, STR("nope"), &base, &error));
    assert_non_null(strstr(error.text, "fatal: Not a valid object name nope"));
    assert_null(strstr(error.text, "shallow"));
    assert_false(git_base(&scene->arena, &scene->repository, STR("--all"), &base, &error));
}

static void test_words__one_line(void **state)
{
    struct scene *scene = *state;
    struct str words = git_words(&scene->arena, STR("fatal: a\nTo mend it:\n\n\tgit b\n"));
    assert_true(str_equal(words, STR("fatal: a To mend it: git b")));
    assert_int_equal(git_words(&scene->arena, STR("")).len, 0);
}

static void test_web_url__forms(void **state)
{
    struct scene *scene = *state;
    static const struct {
        const char *remote;
        const char *url;
    } forms[] = {
        {"https://example.com/a/b.git", "https://example.com/a/b"},
        {"https://kim:s3cret@example.com/a/b", "https://example.com/a/b"},
        {"https://kim:s3@cret@example.com/a/b", "https://example.com/a/b"},
        {"https://kim:s3/cret@example.com/a/b", ""},
        {"https://example.com:8443/a/b/", "https://example.com:8443/a/b"},
        {"http://example.com/a?token=x", "https://example.com/a"},
        {"ssh://git@example.com:2222/a/b.git", "https://example.com/a/b"},
        {"git@example.com:a/b.git", "https://example.com/a/b"},
        {"git://example.com/a", "https://example.com/a"},
        {"/srv/git/a.git", ""},
        {"../a", ""},
        {"file:///srv/a", ""},
        {"https://example.com/a\nb", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct str url = git_web_url(&scene->arena, str_from(forms[i].remote));
        assert_string_equal(str_copy(&scene->arena, url).at, forms[i].url);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_texts__more_than_a_pipe_holds, open_scene,
                                        close_scene),
        cmocka_unit_test_setup_teardown(test_texts__missing_object_is_an_error, open_scene,
                                        close_scene),
        cmocka_unit_test_setup_teardown(test_changed__any_names, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(test_base__tip_and_common, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(test_words__one_line, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(test_web_url__forms, open_scene, close_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
