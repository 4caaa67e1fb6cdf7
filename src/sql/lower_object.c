#include "sql/lower.h"

bool lower_object(struct lowering *l, const Node *node)
{
    (void)l;
    (void)node;
    return false;
}
