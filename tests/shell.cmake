# -- shell: completions, man page, installation -----------------------------------------------------
add_test(NAME shell/completions
         COMMAND ${CMAKE_SOURCE_DIR}/tests/shell.sh $<TARGET_FILE:gander> ${CMAKE_BINARY_DIR}/shell)
add_test(NAME shell/install
         COMMAND ${CMAKE_SOURCE_DIR}/tests/install.sh ${CMAKE_COMMAND} ${CMAKE_BINARY_DIR}
                 ${CMAKE_BINARY_DIR}/installed)
set_tests_properties(shell/completions shell/install PROPERTIES LABELS cli TIMEOUT 120)
