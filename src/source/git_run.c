#include "source/git_run.h"

#include "base/vec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): POSIX's

/* -- what git is told -------------------------------------------------------------------------- */

/* LC_ALL: words that can be quoted and searched for. GIT_OPTIONAL_LOCKS: asking writes nothing.
 * GIT_TERMINAL_PROMPT: a partial clone fetches what is missing, and must not ask for a password. */
static const char *const settings[] = {"LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0"};

/* git rev-parse --local-env-vars: they name one repository, that of the hook gander runs in. */
static const char *const local[] = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
    "GIT_COMMON_DIR=",
    "GIT_DIR=",
    "GIT_GRAFT_FILE=",
    "GIT_INDEX_FILE=",
    "GIT_NAMESPACE=",
    "GIT_OBJECT_DIRECTORY=",
    "GIT_PREFIX=",
    "GIT_REPLACE_REF_BASE=",
    "GIT_SHALLOW_FILE=",
    "GIT_WORK_TREE=",
    "GIT_IMPLICIT_WORK_TREE=",
    "GIT_INTERNAL_SUPER_PREFIX=",
    "GIT_NO_REPLACE_OBJECTS=",
};

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_left_out(const char *variable, bool foreign)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        size_t name = (size_t)(strchr(settings[i], '=') - settings[i]) + 1;
        if (strncmp(variable, settings[i], name) == 0) return true;
    }
    for (size_t i = 0; foreign && i < sizeof local / sizeof *local; i++) {
        if (starts_with(variable, local[i])) return true;
    }
    return starts_with(variable, "LANGUAGE=");
}

/* posix_spawn() takes text that it does not change, and types that say it might. */
static char *word(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(arena_alloc(arena, size), text, size);
}

static char **environment(struct arena *arena, bool foreign)
{
    VEC(char *) all = {0};
    for (size_t i = 0; environ != NULL && environ[i] != NULL; i++) {
        if (!is_left_out(environ[i], foreign)) VEC_PUSH(arena, &all, environ[i]);
    }
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        VEC_PUSH(arena, &all, word(arena, settings[i]));
    }
    VEC_PUSH(arena, &all, NULL);
    return all.at;
}

static char **arguments(struct arena *arena, const struct git_call *call)
{
    const char *const before[] = {"git",          "--no-pager",         "--literal-pathspecs",
                                  "-c",           "core.quotepath=off", "-C",
                                  call->folder.at};
    VEC(char *) all = {0};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        VEC_PUSH(arena, &all, word(arena, before[i]));
    }
    for (size_t i = 0; call->words[i] != NULL; i++) {
        VEC_PUSH(arena, &all, word(arena, call->words[i]));
    }
    VEC_PUSH(arena, &all, NULL);
    return all.at;
}

/* -- pipes ------------------------------------------------------------------------------------- */

enum { CHILD_IN, CHILD_OUT, CHILD_ERR, CHILD_PIPES };

/* [i][0] is the end to read from, [i][1] the one to write to; -1: closed. */
struct pipes {
    int at[CHILD_PIPES][2];
};

static void close_end(int *end)
{
    if (*end >= 0) close(*end);
    *end = -1;
}

static void close_pipes(struct pipes *pipes)
{
    for (int i = 0; i < CHILD_PIPES; i++) {
        close_end(&pipes->at[i][0]);
        close_end(&pipes->at[i][1]);
    }
}

static bool open_pipes(struct pipes *pipes)
{
    for (int i = 0; i < CHILD_PIPES; i++) pipes->at[i][0] = pipes->at[i][1] = -1;
    for (int i = 0; i < CHILD_PIPES; i++) {
        if (pipe(pipes->at[i]) != 0) return false;
        for (int end = 0; end < 2; end++) {
            if (fcntl(pipes->at[i][end], F_SETFD, FD_CLOEXEC) != 0) return false;
        }
    }
    /* git may stop reading to write: our end must not block. */
    return fcntl(pipes->at[CHILD_IN][1], F_SETFL, O_NONBLOCK) == 0;
}

static int spawn(struct arena *arena, const struct git_call *call, const struct pipes *pipes,
                 pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipes->at[CHILD_IN][0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipes->at[CHILD_OUT][1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pipes->at[CHILD_ERR][1], STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE); /* ignored in gander itself */
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    int code = posix_spawnp(child, "git", &actions, &attributes, arguments(arena, call),
                            environment(arena, call->foreign));
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

/* -- talking ----------------------------------------------------------------------------------- */

struct buffer {
    char *at;
    size_t len, cap;
};

/* False at the end. */
static bool take(struct arena *arena, int from, struct buffer *buffer)
{
    const size_t step = (size_t)64 * 1024;
    if (buffer->cap - buffer->len < step) {
        size_t cap = buffer->cap * 2 + step;
        char *larger = arena_alloc(arena, cap + 1);
        if (buffer->len > 0) memcpy(larger, buffer->at, buffer->len);
        buffer->at = larger;
        buffer->cap = cap;
    }
    ssize_t got = read(from, buffer->at + buffer->len, buffer->cap - buffer->len);
    if (got > 0) buffer->len += (size_t)got;
    return got > 0 || (got < 0 && errno == EINTR);
}

/* False when all is said, or git no longer listens. */
static bool give(int to, struct str *input)
{
    ssize_t given = input->len == 0 ? 0 : write(to, input->at, input->len);
    if (given < 0) return errno == EINTR || errno == EAGAIN;
    *input = str_slice(*input, (size_t)given, input->len);
    return input->len > 0;
}

static void talk(struct arena *arena, struct pipes *pipes, struct str input,
                 struct buffer buffers[CHILD_PIPES])
{
    int *ends[CHILD_PIPES] = {&pipes->at[CHILD_IN][1], &pipes->at[CHILD_OUT][0],
                              &pipes->at[CHILD_ERR][0]};
    if (input.len == 0) close_end(ends[CHILD_IN]);
    while (*ends[CHILD_OUT] >= 0 || *ends[CHILD_ERR] >= 0) {
        /* poll() passes over the negative ones. */
        struct pollfd waiting[CHILD_PIPES] = {{*ends[CHILD_IN], POLLOUT, 0},
                                              {*ends[CHILD_OUT], POLLIN, 0},
                                              {*ends[CHILD_ERR], POLLIN, 0}};
        if (poll(waiting, CHILD_PIPES, -1) < 0 && errno != EINTR) return;
        if (waiting[CHILD_IN].revents != 0 && !give(*ends[CHILD_IN], &input)) {
            close_end(ends[CHILD_IN]);
        }
        for (int i = CHILD_OUT; i <= CHILD_ERR; i++) {
            if (waiting[i].revents != 0 && !take(arena, *ends[i], &buffers[i])) close_end(ends[i]);
        }
    }
}

static int wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return 128;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct str text_of(const struct buffer *buffer)
{
    return buffer->len == 0 ? STR("") : (struct str){buffer->at, buffer->len};
}

bool git_run(struct arena *arena, const struct git_call *call, struct git_reply *reply,
             struct error *error)
{
    struct pipes pipes;
    struct buffer buffers[CHILD_PIPES] = {{0}};
    pid_t child = 0;
    int code = open_pipes(&pipes) ? spawn(arena, call, &pipes, &child) : errno;
    if (code != 0) {
        close_pipes(&pipes);
        return fail(error, "cannot run git: %s", strerror(code));
    }
    close_end(&pipes.at[CHILD_IN][0]);
    close_end(&pipes.at[CHILD_OUT][1]);
    close_end(&pipes.at[CHILD_ERR][1]);
    talk(arena, &pipes, call->input, buffers);
    close_pipes(&pipes);
    *reply = (struct git_reply){wait_for(child), text_of(&buffers[CHILD_OUT]),
                                text_of(&buffers[CHILD_ERR])};
    return true;
}

/* -- git's words ------------------------------------------------------------------------------- */

struct str git_words(struct arena *arena, struct str err)
{
    VEC(struct str) lines = {0};
    for (size_t at = 0; at < err.len;) {
        size_t end = str_find(err, STR("\n"), at);
        if (end == SIZE_MAX) end = err.len;
        struct str line = str_trim(str_slice(err, at, end));
        if (line.len > 0) VEC_PUSH(arena, &lines, line);
        at = end + 1;
    }
    return str_join(arena, lines.at, lines.len, STR(" "));
}

bool git_ask(struct arena *arena, const struct git_call *call, struct str *out, struct error *error)
{
    struct git_reply reply = {0};
    if (!git_run(arena, call, &reply, error)) return false;
    *out = reply.out;
    if (reply.code == 0) return true;
    struct str words = git_words(arena, reply.err);
    if (words.len == 0) words = str_format(arena, "exit code %d", reply.code);
    return fail(error, "git %s: " STR_FMT, call->words[0], STR_ARG(words));
}
