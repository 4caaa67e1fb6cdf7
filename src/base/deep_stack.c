#include "base/deep_stack.h"

#include <stddef.h>

struct call {
    void (*function)(void *argument);
    void *argument;
};

void deep_stack_attributes(pthread_attr_t *attributes)
{
    const size_t stack_size = (size_t)16 * 1024 * 1024;
    pthread_attr_init(attributes);
    pthread_attr_setstacksize(attributes, stack_size);
}

static void *run(void *argument)
{
    const struct call *call = argument;
    call->function(call->argument);
    return NULL;
}

void on_deep_stack(void (*function)(void *argument), void *argument)
{
    struct call call = {function, argument};
    pthread_attr_t attributes;
    pthread_t thread;
    deep_stack_attributes(&attributes);
    if (pthread_create(&thread, &attributes, run, &call) == 0)
        pthread_join(thread, NULL);
    else
        function(argument);
    pthread_attr_destroy(&attributes);
}
