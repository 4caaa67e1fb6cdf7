/* Decodes one line that goose takes for a directive (goose v3.27.3, internal/sqlparser). */
#ifndef GANDER_GOOSE_DIRECTIVE_H
#define GANDER_GOOSE_DIRECTIVE_H

#include "goose/goose.h"

struct decoded_directive {
    enum directive_kind kind;
    enum goose_error_kind error; /* when INVALID */
    enum directive_kind guess;   /* when INVALID: what was probably meant, or INVALID */
    bool canonical;
};

/* The trimmed line starts with `--` and holds `+goose` anywhere. */
bool goose_is_directive(struct str line);

/* [line] has no line end; only for lines goose_is_directive() is true of. */
struct decoded_directive goose_decode_directive(struct arena *scratch, struct str line);

#endif
