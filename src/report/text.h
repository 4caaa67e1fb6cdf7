/* The text form of one finding, for formats that show it inside another. */
#ifndef GANDER_REPORT_TEXT_H
#define GANDER_REPORT_TEXT_H

#include "lint/diagnostic.h"

#include <stdio.h>

/* Without colour, without the pointer to its rule's page, with a blank line at the end. */
void text_write_finding(FILE *out, const struct diagnostic *finding, unsigned columns);

#endif
