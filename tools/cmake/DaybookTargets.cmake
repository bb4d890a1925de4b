# One target a folder, warnings as errors, sanitizers, a fast linker where there is one.

add_library(daybook_options INTERFACE)
target_compile_features(daybook_options INTERFACE cxx_std_20)
target_compile_options(daybook_options INTERFACE
  $<BUILD_INTERFACE:-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 at -O3 sees overlaps in std::string's own operator+ that are not there (GCC bug 105651).
  target_compile_options(daybook_options INTERFACE $<BUILD_INTERFACE:-Wno-restrict>)
endif()
if(DAYBOOK_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(DAYBOOK_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT DAYBOOK_SANITIZE STREQUAL "")
  message(FATAL_ERROR "DAYBOOK_SANITIZE is '${DAYBOOK_SANITIZE}': use address, thread or nothing")
endif()

find_program(DAYBOOK_LLD ld.lld)
if(DAYBOOK_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# For programs, not for libraries: which allocator an embedder has is the embedder's choice. Requests are made by one
# thread and freed by another, which is dear with the C library's allocator. Sanitizers bring their own.
add_library(daybook_allocator INTERFACE)
find_library(DAYBOOK_JEMALLOC jemalloc)
if(DAYBOOK_JEMALLOC AND DAYBOOK_SANITIZE STREQUAL "")
  target_link_libraries(daybook_allocator INTERFACE ${DAYBOOK_JEMALLOC})
endif()

# daybook_library(NAME target [RECURSE] LINK targets...): every .cc of the present folder is in it; RECURSE: also those of
# the folders below.
function(daybook_library)
  cmake_parse_arguments(ARG "RECURSE" "NAME" "LINK" ${ARGN})
  set(glob GLOB)
  if(ARG_RECURSE)
    set(glob GLOB_RECURSE)
  endif()
  file(${glob} sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cc")
  if(sources)
    add_library(${ARG_NAME} STATIC ${sources})
    target_include_directories(${ARG_NAME} PUBLIC
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include>)
    target_link_libraries(${ARG_NAME} PUBLIC ${ARG_LINK} PRIVATE $<BUILD_INTERFACE:daybook_options>)
  else()
    add_library(${ARG_NAME} INTERFACE)
    target_include_directories(${ARG_NAME} INTERFACE
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}> $<INSTALL_INTERFACE:include>)
    target_link_libraries(${ARG_NAME} INTERFACE ${ARG_LINK})
  endif()
  add_library(Daybook::${ARG_NAME} ALIAS ${ARG_NAME})
  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE folder)
  if(folder MATCHES "^(ledger|projections)")
    set_property(GLOBAL APPEND PROPERTY DAYBOOK_LIBRARIES ${ARG_NAME})
  endif()
endfunction()

# daybook_test(NAME target LINK targets...): every *_test.cc of the present folder, one program.
function(daybook_test)
  cmake_parse_arguments(ARG "" "NAME" "LINK;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc")
  if(NOT sources)
    return()
  endif()
  add_executable(${ARG_NAME} ${sources})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LINK} GTest::gmock GTest::gtest GTest::gtest_main daybook_options)
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 600 LABELS "${ARG_LABELS}")
endfunction()
