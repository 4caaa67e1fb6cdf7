/* Where the time of a check goes, stage by stage, in one thread. */
#ifndef GANDER_TESTS_BENCH_STAGES_H
#define GANDER_TESTS_BENCH_STAGES_H

/* Prints a table for the migrations in and below [dir]; the best of [runs]. */
void bench_stages(const char *dir, int runs);

#endif
