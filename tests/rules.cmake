# -- rules: one test per fixture, found by its file; `bless` writes what gander finds into them ------
add_executable(fixture_runner tests/fixture_runner.c tests/fixture/annotated.c
                              tests/fixture/fixed.c
                              tests/fixture/settings.c)
target_include_directories(fixture_runner PRIVATE tests)
target_link_libraries(fixture_runner PRIVATE gander_core)

file(GLOB rule_fixtures CONFIGURE_DEPENDS fixtures/rules/*/flags-* fixtures/rules/*/allows-*)
foreach(fixture IN LISTS rule_fixtures)
  get_filename_component(name ${fixture} NAME_WE)
  get_filename_component(folder ${fixture} DIRECTORY)
  get_filename_component(id ${folder} NAME)
  add_test(NAME rules/${id}/${name} COMMAND fixture_runner ${fixture})
  set_tests_properties(rules/${id}/${name} PROPERTIES LABELS "rules;golden")
endforeach()

add_custom_target(bless COMMAND fixture_runner --bless ${rule_fixtures}
                  COMMENT "Writing findings into the fixtures of rules" VERBATIM)

# The test of the rules' examples knows their folder, and the settings of fixtures.
target_sources(test_examples PRIVATE tests/fixture/settings.c)
target_include_directories(test_examples PRIVATE tests)
target_compile_definitions(test_examples PRIVATE RULES="${CMAKE_SOURCE_DIR}/rules")
