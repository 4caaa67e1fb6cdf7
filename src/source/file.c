#include "source/file.h"

#include "source/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Why a thing that is no regular file is not read; NULL when it is one. */
static const char *why_not(mode_t mode)
{
    if (S_ISREG(mode)) return NULL;
    if (S_ISDIR(mode)) return "Is a directory";
    if (S_ISFIFO(mode)) return "Is a named pipe";
    if (S_ISSOCK(mode)) return "Is a socket";
    return "Is a device";
}

static bool is_broken_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

static bool cannot_read(struct error *error, const char *path, int number)
{
    if (number == ENOENT && is_broken_link(path)) {
        return fail(error, "cannot read %s: Broken symbolic link", path);
    }
    return fail(error, "cannot read %s: %s", path, strerror(number));
}

int file_open(const char *path, uint64_t *size, struct error *error)
{
    /* O_NONBLOCK: opening a named pipe nobody writes to would wait for ever. */
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    struct stat info;
    if (descriptor < 0 || fstat(descriptor, &info) != 0) {
        cannot_read(error, path, errno);
        if (descriptor >= 0) close(descriptor);
        return -1;
    }
    const char *why = why_not(info.st_mode);
    if (why != NULL) {
        fail(error, "cannot read %s: %s", path, why);
        close(descriptor);
        return -1;
    }
    *size = info.st_size < 0 ? 0 : (uint64_t)info.st_size;
    return descriptor;
}

/* Reads up to [capacity] bytes; fewer only at the end of the file. False with errno set. */
static bool read_fully(int descriptor, char *to, size_t capacity, size_t *len)
{
    *len = 0;
    while (*len < capacity) {
        ssize_t got = read(descriptor, to + *len, capacity - *len);
        if (got == 0) return true;
        if (got < 0 && errno != EINTR) return false;
        if (got > 0) *len += (size_t)got;
    }
    return true;
}

bool source_read_file(struct arena *arena, const char *path, struct str *text, struct error *error)
{
    uint64_t size = 0;
    int descriptor = file_open(path, &size, error);
    if (descriptor < 0) return false;
    if (size >= UINT32_MAX) {
        close(descriptor);
        return fail(error, "cannot read %s: File is larger than 4 GiB", path);
    }
    /* A file that grows meanwhile is read as long as it was; one that shrinks, as far as it goes.
     */
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    size_t len = 0;
    bool done = read_fully(descriptor, bytes, (size_t)size, &len);
    int number = errno;
    close(descriptor);
    if (!done) return cannot_read(error, path, number);
    bytes[len] = '\0';
    *text = (struct str){bytes, len};
    return true;
}

/* -- a line for goose ---------------------------------------------------------------------------*/

/* Reads bytes in any portions; [matched] counts the bytes of `--` and then of `+goose` seen. */
struct goose_scan {
    enum { SCAN_BLANKS, SCAN_DASH, SCAN_COMMENT, SCAN_CODE } state;
    unsigned matched;
};

static bool scan_comment_byte(struct goose_scan *scan, char c)
{
    static const char word[] = "+goose";
    char folded = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    if (folded == word[scan->matched])
        scan->matched++;
    else
        scan->matched = folded == word[0] ? 1 : 0;
    return scan->matched == sizeof word - 1;
}

/* True at the last byte of the word looked for. */
static bool scan_byte(struct goose_scan *scan, char c)
{
    if (c == '\n') {
        *scan = (struct goose_scan){SCAN_BLANKS, 0};
        return false;
    }
    switch (scan->state) {
    case SCAN_BLANKS:
        /* Bytes outside ASCII: a byte order mark, a no-break space. */
        if (c == '-')
            scan->state = SCAN_DASH;
        else if (c != ' ' && c != '\t' && c != '\r' && (unsigned char)c < 0x80)
            scan->state = SCAN_CODE;
        return false;
    case SCAN_DASH:
        scan->state = c == '-' ? SCAN_COMMENT : SCAN_CODE;
        return false;
    case SCAN_COMMENT:
        return scan_comment_byte(scan, c);
    case SCAN_CODE:
        return false;
    }
    return false;
}

bool text_mentions_goose(struct str text)
{
    struct goose_scan scan = {SCAN_BLANKS, 0};
    for (size_t i = 0; i < text.len; i++) {
        if (scan_byte(&scan, text.at[i])) return true;
    }
    return false;
}

bool file_mentions_goose(const char *path)
{
    uint64_t size;
    struct error error;
    int descriptor = file_open(path, &size, &error);
    if (descriptor < 0) return false;
    struct goose_scan scan = {SCAN_BLANKS, 0};
    char bytes[16 * 1024];
    size_t len = 0;
    bool found = false;
    do {
        if (!read_fully(descriptor, bytes, sizeof bytes, &len)) break;
        for (size_t i = 0; i < len && !found; i++) found = scan_byte(&scan, bytes[i]);
    } while (!found && len == sizeof bytes);
    close(descriptor);
    return found;
}
