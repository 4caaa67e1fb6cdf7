#include "report/markdown_page.h"

bool markdown_page_add(struct markdown_page *page, struct words *part)
{
    struct arena arena;
    arena_init(&arena);
    struct str text = words_text(part, &arena);
    bool fits = page->left_out == 0 && text.len <= page->room;
    if (fits) {
        fwrite(text.at, 1, text.len, page->out);
        page->room -= text.len;
    } else {
        page->left_out++;
    }
    arena_release(&arena);
    return fits;
}
