#include "source/file.h"

#include "base/file.h"
#include "source/source.h"

#include <unistd.h>

bool source_read_file(struct arena *arena, const char *path, struct str *text, struct error *error)
{
    const char *why;
    return file_read(arena, path, text, &why) || fail(error, "cannot read %s: %s", path, why);
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
    const char *why;
    int descriptor = file_open(path, &size, &why);
    if (descriptor < 0) return false;
    struct goose_scan scan = {SCAN_BLANKS, 0};
    char bytes[16 * 1024];
    size_t len = 0;
    bool found = false;
    do {
        if (!file_read_bytes(descriptor, bytes, sizeof bytes, &len)) break;
        for (size_t i = 0; i < len && !found; i++) found = scan_byte(&scan, bytes[i]);
    } while (!found && len == sizeof bytes);
    close(descriptor);
    return found;
}
