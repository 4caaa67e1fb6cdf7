# `cmake --build --preset release --target bench`: ratios, never a test.
add_executable(bench_program EXCLUDE_FROM_ALL tests/bench.c tests/bench_stages.c
               tests/bench_tree.c)
target_link_libraries(bench_program PRIVATE gander_core)
add_custom_target(bench
                  COMMAND ${CMAKE_COMMAND} -E rm -rf ${CMAKE_BINARY_DIR}/bench-tree
                          ${CMAKE_BINARY_DIR}/bench-tree-alone
                  COMMAND bench_program $<TARGET_FILE:gander> ${CMAKE_BINARY_DIR}/bench-tree
                          ${CMAKE_SOURCE_DIR}/tests/bench
                  DEPENDS bench_program gander USES_TERMINAL)
