/* Text that must show as it is where Markdown is read (GitHub Flavored Markdown). */
#ifndef GANDER_REPORT_MARKDOWN_TEXT_H
#define GANDER_REPORT_MARKDOWN_TEXT_H

#include "base/str.h"

#include <stddef.h>
#include <stdio.h>

/* A fragment with names in backticks, which stay code. Fit for table cells: one line, `|` escaped.
 */
void markdown_write_fragment(FILE *out, struct str text);

/* [text] as code, whatever backticks it holds; fit for table cells. */
void markdown_write_code(FILE *out, struct str text);

/* The same fragment as HTML, where no Markdown is read: names become <code>. */
void markdown_write_html(FILE *out, struct str text);

/* A block of code in a fence longer than any run of backticks inside. [text] ends in a line end. */
void markdown_write_block(FILE *out, struct str text);

#endif
