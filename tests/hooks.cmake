# -- hooks: what other people's machines run: pre-commit, the GitHub action ----------------------------
add_test(NAME hooks/workflows COMMAND ${CMAKE_CURRENT_LIST_DIR}/workflows.sh
         ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/workflows)
set_tests_properties(hooks/workflows PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)

# These build gander themselves, with gcc: another compiler's build has nothing to add.
find_program(PYTHON3 NAMES python3 REQUIRED) # scripts/packages.txt: comes with python3-yaml
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  add_test(NAME hooks/pre-commit COMMAND ${CMAKE_CURRENT_LIST_DIR}/pre_commit.sh
           ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gander>)
  add_test(NAME hooks/action COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/action.py ${CMAKE_SOURCE_DIR})
  set_tests_properties(hooks/pre-commit hooks/action PROPERTIES LABELS slow SKIP_RETURN_CODE 77
                       TIMEOUT 600)
endif()
