# What tries to crash or hang gander, one ctest per input: tests/hostile.sh makes it.
file(STRINGS tests/hostile.sh hostile_lines REGEX "^[a-z0-9-]+\\)")
foreach(line IN LISTS hostile_lines)
  string(REGEX MATCH "^[a-z0-9-]+" case ${line})
  add_test(NAME hostile/${case}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/hostile.sh $<TARGET_FILE:gander> ${case})
  set_tests_properties(hostile/${case} PROPERTIES LABELS "hostile;slow" TIMEOUT 320)
endforeach()
