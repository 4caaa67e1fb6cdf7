#include "cli/message.h"

#include "base/width.h"
#include "cli/commands.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void print_visibly(FILE *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        struct code_point point = code_point_at(text, at);
        if (code_point_is_control(point.value)) {
            for (size_t i = 0; i < point.len; i++) {
                fprintf(out, "\\x%02x", (unsigned)(unsigned char)text.at[at + i]);
            }
        } else {
            fwrite(text.at + at, 1, point.len, out);
        }
        at += point.len;
    }
}

static void print_line(struct str text)
{
    print_visibly(stderr, text);
    fputc('\n', stderr);
}

void print_message(struct str text)
{
    fputs("gander: ", stderr);
    print_line(text);
}

void print_frame(struct str text)
{
    fputs("gander: ", stderr);
    for (size_t at = 0; at < text.len;) {
        size_t end = str_find(text, STR("\n"), at);
        print_line(str_slice(text, at, end));
        at = end == SIZE_MAX ? text.len : end + 1;
    }
}

int trouble(const struct error *error)
{
    print_message(str_from(error->text));
    return EXIT_TROUBLE;
}

/* `gander check | head`: whoever read stdout has enough. */
static bool reader_is_gone(void)
{
    struct pollfd pipe = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&pipe, 1, 0) == 1 && (pipe.revents & POLLERR) != 0;
}

int finish_stdout(int code)
{
    errno = 0;
    bool failed = fflush(stdout) != 0 || ferror(stdout);
    int number = errno;
    if (!failed || number == EPIPE || reader_is_gone()) return code;
    struct error error;
    fail(&error, "cannot write standard output: %s",
         number == 0 ? "Write error" : strerror(number));
    return trouble(&error);
}
