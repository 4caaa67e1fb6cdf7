# -- goose: what inspect says of each fixtures/goose/CASE.sql ------------------------------------
file(GLOB goose_fixtures CONFIGURE_DEPENDS fixtures/goose/*.sql)
foreach(fixture IN LISTS goose_fixtures)
  get_filename_component(name ${fixture} NAME_WE)
  add_test(NAME goose/${name}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/inspect.sh $<TARGET_FILE:gander> ${fixture})
  set_tests_properties(goose/${name} PROPERTIES LABELS golden)
endforeach()
