#include "sql/tags.h"

const char *command_tag(const Node *node)
{
    (void)node;
    return "???";
}
