# -- projects: whole trees under their own gander.yml, see tests/projects.sh --------------------------
file(GLOB project_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fixtures/projects/*/expected)
set(project_folders "")
foreach(file IN LISTS project_files)
  get_filename_component(folder ${file} DIRECTORY)
  get_filename_component(name ${folder} NAME)
  list(APPEND project_folders ${folder})
  add_test(NAME projects/${name}
           COMMAND ${CMAKE_SOURCE_DIR}/tests/projects.sh $<TARGET_FILE:gander> ${folder})
  set_tests_properties(projects/${name} PROPERTIES LABELS golden TIMEOUT 60)
endforeach()

add_custom_target(bless_projects
  COMMAND ${CMAKE_COMMAND} -E env BLESS=1 ${CMAKE_SOURCE_DIR}/tests/projects.sh
          $<TARGET_FILE:gander> ${project_folders}
  COMMENT "Writing findings into fixtures/projects" VERBATIM)
add_dependencies(bless_projects gander)
