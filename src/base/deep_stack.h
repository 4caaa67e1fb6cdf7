/* Threads with a stack of one size, whatever the shell gives the program: how deep SQL may nest
 * does not vary. */
#ifndef GANDER_BASE_DEEP_STACK_H
#define GANDER_BASE_DEEP_STACK_H

#include <pthread.h>

/* Attributes for a thread with such a stack; the caller destroys them. */
void deep_stack_attributes(pthread_attr_t *attributes);

/* Runs [function] in such a thread and comes back when it has. */
void on_deep_stack(void (*function)(void *argument), void *argument);

#endif
