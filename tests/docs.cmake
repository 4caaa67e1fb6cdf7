# -- docs: what the README says, and who may include whom ------------------------------------------
add_test(NAME docs/includes COMMAND ${CMAKE_CURRENT_LIST_DIR}/includes.sh ${CMAKE_SOURCE_DIR})
add_test(NAME docs/readme COMMAND ${CMAKE_CURRENT_LIST_DIR}/readme.sh $<TARGET_FILE:gander>
                                  ${CMAKE_SOURCE_DIR}/README.md)
add_test(NAME docs/readme-config COMMAND ${CMAKE_CURRENT_LIST_DIR}/readme_config.sh
                                         $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/README.md)
add_test(NAME docs/readme-house COMMAND ${CMAKE_CURRENT_LIST_DIR}/readme_house.sh
                                        $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/README.md)
add_test(NAME docs/readme-first-run COMMAND ${CMAKE_CURRENT_LIST_DIR}/readme_first_run.sh
                                       $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/README.md)
set_tests_properties(docs/includes docs/readme docs/readme-config docs/readme-house docs/readme-first-run
                     PROPERTIES LABELS docs SKIP_RETURN_CODE 77)

add_custom_target(bless_readme
  COMMAND ${CMAKE_CURRENT_LIST_DIR}/readme.sh $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/README.md
          --write
  COMMENT "Writing the table of rules into README.md" VERBATIM)
add_dependencies(bless_readme gander)
add_dependencies(bless bless_readme)
