#include "source/git_origin.h"

#include "source/git.h"
#include "source/git_run.h"
#include "source/paths.h"

#include <stdint.h>

static struct str first_line(struct arena *arena, const struct git_repository *repository,
                             const char *const words[4])
{
    struct error ignored;
    struct str out;
    struct git_call call = {.folder = repository->root, .foreign = repository->foreign};
    for (int i = 0; i < 4; i++) call.words[i] = words[i];
    if (!git_ask(arena, &call, &out, &ignored)) return STR("");
    return str_copy(arena, str_slice(out, 0, str_find(out, STR("\n"), 0)));
}

struct git_origin git_origin(struct arena *arena)
{
    static const char *const remote[] = {"remote", "get-url", "origin", NULL};
    static const char *const revision[] = {"rev-parse", "--verify", "HEAD^{commit}", NULL};
    static const char *const branch[] = {"symbolic-ref", "--quiet", "--short", "HEAD"};
    struct git_origin origin = {0};
    struct git_repository here = {.root = path_repository(arena, path_real(arena, STR(".")))};
    if (here.root.len == 0) return origin;
    here.root = str_copy(arena, here.root);
    origin.repository = git_web_url(arena, first_line(arena, &here, remote));
    if (origin.repository.len == 0) return origin;
    origin.revision = first_line(arena, &here, revision);
    origin.branch = first_line(arena, &here, branch);
    return origin;
}

/* -- URLs -------------------------------------------------------------------------------------- */

static struct str without_end(struct str text, struct str end)
{
    return str_ends_with(text, end) ? str_slice(text, 0, text.len - end.len) : text;
}

/* `host:path`, as scp and git have it: a colon before any slash. */
static bool split_scp(struct str remote, struct str *host, struct str *path)
{
    size_t colon = str_find(remote, STR(":"), 0);
    size_t slash = str_find(remote, STR("/"), 0);
    if (colon == SIZE_MAX || slash < colon) return false;
    *host = str_slice(remote, 0, colon);
    *path = str_slice(remote, colon + 1, remote.len);
    return true;
}

/* `scheme://host/path`. The port is https's own only there. */
static bool split_url(struct str remote, struct str *host, struct str *path)
{
    static const struct str schemes[] = {STR_INIT("https://"), STR_INIT("http://"),
                                         STR_INIT("ssh://"), STR_INIT("git+ssh://"),
                                         STR_INIT("git://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!str_starts_with(remote, schemes[i])) continue;
        struct str rest = str_slice(remote, schemes[i].len, remote.len);
        size_t slash = str_find(rest, STR("/"), 0);
        if (slash == SIZE_MAX) return false;
        *host = str_slice(rest, 0, slash);
        *path = str_slice(rest, slash + 1, rest.len);
        size_t at = str_find(*host, STR("@"), 0);
        size_t port = str_find(*host, STR(":"), at == SIZE_MAX ? 0 : at);
        if (i > 0 && port != SIZE_MAX) *host = str_slice(*host, 0, port);
        return true;
    }
    return false;
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] <= ' ' || text.at[i] >= 0x7F || text.at[i] == '\\') return false;
    }
    return text.len > 0;
}

struct str git_web_url(struct arena *arena, struct str remote)
{
    struct str host;
    struct str path;
    bool is_url = str_find(remote, STR("://"), 0) != SIZE_MAX;
    if (is_url ? !split_url(remote, &host, &path) : !split_scp(remote, &host, &path)) {
        return STR("");
    }
    for (size_t at = str_find(host, STR("@"), 0); at != SIZE_MAX;
         at = str_find(host, STR("@"), 0)) {
        host = str_slice(host, at + 1, host.len);
    }
    while (str_starts_with(path, STR("/"))) path = str_slice(path, 1, path.len);
    path = without_end(path, STR("/"));
    path = without_end(path, STR(".git"));
    path = str_slice(path, 0, str_find(path, STR("?"), 0)); /* may hold a token */
    path = str_slice(path, 0, str_find(path, STR("#"), 0));
    /* An `@` there belongs to a password with a slash in it. */
    if (str_find(path, STR("@"), 0) != SIZE_MAX) return STR("");
    if (!is_plain(host) || !is_plain(path)) return STR("");
    return str_format(arena, "https://" STR_FMT "/" STR_FMT, STR_ARG(host), STR_ARG(path));
}
