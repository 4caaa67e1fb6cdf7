# -- hooks: what other people's machines run: pre-commit, the GitHub action ----------------------------
add_test(NAME hooks/pre-commit COMMAND ${CMAKE_CURRENT_LIST_DIR}/pre_commit.sh
         ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gander>)
set_tests_properties(hooks/pre-commit PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 600)
