# -- replay: what gander replays is what PostgreSQL has, after every migration; see compare.py --------
find_program(PYTHON3 NAMES python3 REQUIRED) # scripts/packages.txt: comes with python3-yaml
foreach(folder projects replay)
  add_test(NAME replay/${folder}
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/schema_compare/compare.py
                   $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/fixtures/${folder})
  set_tests_properties(replay/${folder} PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()

# What PostgreSQL refuses for what is there, or is not, gander predicts; see refusals.py.
file(GLOB folders CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fixtures/refusals/*)
add_test(NAME replay/refusals
         COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/schema_compare/refusals.py
                 $<TARGET_FILE:gander> ${folders})
set_tests_properties(replay/refusals PROPERTIES LABELS slow TIMEOUT 300)

# -- locks: which locks `gander locks` tells is what pg_locks shows, after every statement -----------
foreach(folder projects replay locks)
  add_test(NAME locks/${folder}
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/lock_compare/compare.py
                   $<TARGET_FILE:gander> ${CMAKE_SOURCE_DIR}/fixtures/${folder})
  set_tests_properties(locks/${folder} PROPERTIES LABELS slow SKIP_RETURN_CODE 77 TIMEOUT 300)
endforeach()
