# -- lower: what becomes of the statements of each fixtures/lower/CASE.sql, in CASE.txt ------------
add_executable(lower_runner tests/lower_runner.c)
target_link_libraries(lower_runner PRIVATE gander_core)
file(GLOB lower_fixtures CONFIGURE_DEPENDS fixtures/lower/*.sql)
foreach(fixture IN LISTS lower_fixtures)
  get_filename_component(name ${fixture} NAME_WE)
  add_test(NAME lower/${name} COMMAND lower_runner ${fixture})
  set_tests_properties(lower/${name} PROPERTIES LABELS golden)
endforeach()
