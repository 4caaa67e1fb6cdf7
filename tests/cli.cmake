# The command line: fixtures/cli/<case>, see tests/cli.sh.
file(GLOB cli_cases CONFIGURE_DEPENDS LIST_DIRECTORIES true ${CMAKE_SOURCE_DIR}/fixtures/cli/*)
foreach(case IN LISTS cli_cases)
  get_filename_component(name ${case} NAME)
  add_test(NAME cli/${name}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/cli.sh $<TARGET_FILE:gander> ${case})
  set_tests_properties(cli/${name} PROPERTIES LABELS cli SKIP_RETURN_CODE 77 TIMEOUT 60)
endforeach()
