#include "schema/change_kind.h"

const char *change_kind_name(enum change_kind kind)
{
    static const char *const names[] = {"NONE",
#define X(name) #name,
                                        CHANGE_KINDS(X)
#undef X
    };
    return kind < CHANGE_KIND_COUNT ? names[kind] : "NONE";
}

const char *object_kind_words(enum object_kind kind)
{
    static const char *const words[] = {
#define X(name, text) text,
        OBJECT_KINDS(X)
#undef X
    };
    return words[kind];
}
