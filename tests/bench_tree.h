/* The tree of migrations that the benchmark reads: the templates of tests/bench/ in their order,
 * over and over, each round with a number of its own in place of `{n}`. */
#ifndef GANDER_TESTS_BENCH_TREE_H
#define GANDER_TESTS_BENCH_TREE_H

#include <stddef.h>

/* Writes [count] migrations into [dir], which it makes. Ends the program when it cannot. */
void bench_write_tree(const char *templates, const char *dir, size_t count);

/* Writes a directory beside [dir] that holds its first migration alone; [alone] gets its path. */
void bench_write_alone(const char *templates, const char *dir, char *alone, size_t size);

#endif
