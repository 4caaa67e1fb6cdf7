/* Where the checkout comes from, for reports that say so. */
#ifndef GANDER_SOURCE_GIT_ORIGIN_H
#define GANDER_SOURCE_GIT_ORIGIN_H

#include "base/arena.h"
#include "base/str.h"

/* All parts may be empty: no git, no remote, nothing committed, no branch checked out. */
struct git_origin {
    struct str repository; /* https URL */
    struct str revision;
    struct str branch;
};

/* Of the repository that holds the working directory. */
struct git_origin git_origin(struct arena *arena);

/* A remote's URL as https, without user and password; empty when it is none of the web's. */
struct str git_web_url(struct arena *arena, struct str remote);

#endif
