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

# Half of the time that a file takes to compile is the reading of headers that are not ours: the generated messages, Abseil, the
# standard library, GoogleTest. They are read once a kind of target. Only headers that seldom change are in it; that each
# file names what it uses is proved by the clang preset, which builds without.
option(DAYBOOK_PRECOMPILE_HEADERS "Read the headers that are not ours once" ${PROJECT_IS_TOP_LEVEL})
set(DAYBOOK_COMMON_HEADERS
  <algorithm> <array> <functional> <map> <memory> <mutex> <optional> <set> <string> <string_view> <utility> <vector>
  <absl/container/btree_map.h> <absl/container/flat_hash_map.h> <absl/status/status.h> <absl/status/statusor.h>
  <absl/strings/str_cat.h> <absl/strings/str_join.h> <absl/time/time.h>
  <daybook/v1/record.pb.h>)

# What is only run as a test need not be as fast as what it tests: it compiles in two thirds of the time.
function(daybook_optimised_less target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()

# daybook_precompiled(target LIBRARY|PROGRAM|TEST): they differ in position independence, in CLI11 and in
# GoogleTest.
function(daybook_precompiled target kind)
  if(NOT DAYBOOK_PRECOMPILE_HEADERS)
    return()
  endif()
  string(TOLOWER daybook_headers_${kind} headers)
  if(NOT TARGET ${headers})
    set(source "${PROJECT_BINARY_DIR}/${headers}.cc")
    file(CONFIGURE OUTPUT "${source}" CONTENT "")
    if(kind STREQUAL "LIBRARY")
      add_library(${headers} STATIC "${source}")
    else()
      file(CONFIGURE OUTPUT "${source}" CONTENT "int main() {}")
      add_executable(${headers} "${source}")
    endif()
    target_link_libraries(${headers} PRIVATE daybook_proto absl::btree absl::flat_hash_map absl::status absl::statusor
      absl::strings absl::time daybook_options)
    target_precompile_headers(${headers} PRIVATE ${DAYBOOK_COMMON_HEADERS})
    if(kind STREQUAL "PROGRAM")
      target_link_libraries(${headers} PRIVATE CLI11::CLI11)
      target_precompile_headers(${headers} PRIVATE <CLI/CLI.hpp>)
    elseif(kind STREQUAL "TEST")
      target_link_libraries(${headers} PRIVATE GTest::gmock GTest::gtest)
      target_precompile_headers(${headers} PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
      daybook_optimised_less(${headers})
    endif()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${headers})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 forgets of precompiled headers that they are the system's, and sees overflows in std::string that are not there.
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

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
    daybook_precompiled(${ARG_NAME} LIBRARY)
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
  daybook_optimised_less(${ARG_NAME})
  daybook_precompiled(${ARG_NAME} TEST)
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 600 LABELS "${ARG_LABELS}")
endfunction()
