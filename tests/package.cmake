# Outside the sanitizers' builds: a consumer would have to be built with the same flags.
if(DAYBOOK_SANITIZE STREQUAL "")
  add_test(NAME package.find_package_consumer
    COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/package/run.sh" "${PROJECT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}" "${CMAKE_CXX_COMPILER}"
      "$<TARGET_FILE:daybook>")
  set_tests_properties(package.find_package_consumer PROPERTIES TIMEOUT 600)
endif()
add_test(NAME package.readme_commands
  COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/package/readme.sh" "$<TARGET_FILE:daybook>" "${PROJECT_SOURCE_DIR}")
