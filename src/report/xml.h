/* Text inside XML 1.0 documents. What no document may hold (control characters, U+FFFE, U+FFFF,
 * bytes that are no UTF-8) becomes U+FFFD: there is no way to escape it. */
#ifndef GANDER_REPORT_XML_H
#define GANDER_REPORT_XML_H

#include "base/str.h"

#include <stdio.h>

/* Between tags; line feeds and tabs stay as they are. */
void xml_write_text(FILE *out, struct str text);

/* ` name="value"`; line feeds and tabs are escaped, because readers make blanks of bare ones. */
void xml_write_attribute(FILE *out, const char *name, struct str value);
void xml_write_count(FILE *out, const char *name, size_t count);

void xml_write_head(FILE *out);

#endif
