# Every test is found by its file: add a file, build, and ctest knows it.
find_package(PkgConfig REQUIRED)
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)

# -- unit: tests/unit/test_<what>.c, one executable each -----------------------------------------
file(GLOB unit_files CONFIGURE_DEPENDS tests/unit/test_*.c)
foreach(file IN LISTS unit_files)
  get_filename_component(name ${file} NAME_WE)
  add_executable(${name} ${file})
  target_link_libraries(${name} PRIVATE gander_core PkgConfig::CMOCKA)
  target_compile_definitions(${name} PRIVATE FIXTURES="${CMAKE_SOURCE_DIR}/fixtures")
  add_test(NAME unit/${name} COMMAND ${name})
  set_tests_properties(unit/${name} PROPERTIES LABELS unit)
endforeach()

# -- golden fixtures, the command line, reports, documentation: one file each ----------------------
foreach(part goose lower cli report rules docs config projects shell hostile hooks bench replay)
  if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/${part}.cmake)
    include(${CMAKE_CURRENT_LIST_DIR}/${part}.cmake)
  endif()
endforeach()
