# What `cmake --install` lays down for embedders: find_package(Daybook), then link Daybook::daybook_engine (the ledger) and
# Daybook::daybook_bookings (the view). tests/package builds such a consumer.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY DAYBOOK_LIBRARIES)
install(TARGETS ${libraries} EXPORT DaybookTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ledger projections DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(DIRECTORY "${PROJECT_BINARY_DIR}/proto/daybook" DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.pb.h")
install(DIRECTORY proto/daybook DESTINATION ${CMAKE_INSTALL_DATADIR}/daybook/proto FILES_MATCHING PATTERN "*.proto")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Daybook)
install(EXPORT DaybookTargets NAMESPACE Daybook:: DESTINATION ${package_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/DaybookConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/DaybookConfig.cmake" "${PROJECT_BINARY_DIR}/DaybookConfigVersion.cmake"
  DESTINATION ${package_dir})
