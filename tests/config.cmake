# -- gander.yml: the schema for editors says what gander says ---------------------------------------
add_test(NAME config/schema
         COMMAND ${CMAKE_SOURCE_DIR}/tests/schema.sh $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}
                 ${CMAKE_BINARY_DIR}/schema)
set_tests_properties(config/schema PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
