# -- reports: each tree of fixtures/reports in every format, see tests/reports.sh ----------------------
file(GLOB report_cases CONFIGURE_DEPENDS LIST_DIRECTORIES true fixtures/reports/*)
foreach(case IN LISTS report_cases)
  get_filename_component(name ${case} NAME)
  add_test(NAME reports/${name}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/reports.sh $<TARGET_FILE:gander> ${case})
  set_tests_properties(reports/${name} PROPERTIES LABELS golden TIMEOUT 60)
endforeach()

# Every expected report has the shape that its readers take.
add_test(NAME reports/shapes
         COMMAND ${CMAKE_SOURCE_DIR}/tests/report_shapes.sh ${CMAKE_SOURCE_DIR}/tests/schemas
                 ${report_cases})
set_tests_properties(reports/shapes PROPERTIES LABELS golden SKIP_RETURN_CODE 77 TIMEOUT 60)

# Writes what gander reports now into the cases: after a rule's words have changed.
add_custom_target(bless_reports
  COMMAND ${CMAKE_COMMAND} -E env BLESS=1 ${CMAKE_SOURCE_DIR}/tests/reports.sh
          $<TARGET_FILE:gander> ${report_cases}
  COMMENT "Writing reports into fixtures/reports" VERBATIM)
add_dependencies(bless_reports gander)

# SARIF against Microsoft's validator; skipped, and saying so, where npm cannot install it.
add_test(NAME reports/sarif-gate
         COMMAND ${CMAKE_SOURCE_DIR}/tests/sarif_gate.sh $<TARGET_FILE:gander>
                 $<TARGET_FILE:test_report_sarif> ${CMAKE_SOURCE_DIR}
                 ${CMAKE_BINARY_DIR}/sarif-gate)
set_tests_properties(reports/sarif-gate PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 600)
