#include "cli/commands.h"
#include "cli/run.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* A file that gander opens must not become standard output because that was closed. Opened the
 * wrong way round, so that using what the caller closed still fails. */
static void keep_standard_files(void)
{
    static const int wrong_way[] = {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; i++) {
        if (fcntl(i, F_GETFD) >= 0 || errno != EBADF) continue;
        if (open("/dev/null", wrong_way[i]) != i) _exit(EXIT_TROUBLE);
    }
}

int main(int argc, char **argv)
{
    keep_standard_files();
    /* A reader that goes away is seen as a failed write. */
    signal(SIGPIPE, SIG_IGN);
    return run_command_line(argc, argv);
}
