# -- shell: completions, man page, installation -----------------------------------------------------
add_test(NAME shell/completions
         COMMAND ${CMAKE_SOURCE_DIR}/tests/shell.sh $<TARGET_FILE:gander> ${CMAKE_BINARY_DIR}/shell)
add_test(NAME shell/install
         COMMAND ${CMAKE_SOURCE_DIR}/tests/install.sh ${CMAKE_COMMAND} ${CMAKE_BINARY_DIR}
                 ${CMAKE_BINARY_DIR}/installed)
add_test(NAME shell/progress COMMAND ${CMAKE_SOURCE_DIR}/tests/progress.py $<TARGET_FILE:gander>)
set_tests_properties(shell/progress PROPERTIES LABELS cli TIMEOUT 120 SKIP_RETURN_CODE 77)
set_tests_properties(shell/completions shell/install PROPERTIES LABELS cli TIMEOUT 120)
