#!/usr/bin/env bash
# Installs the build into a private prefix, builds the C++ program of README.md against it, and runs it.
#   run.sh BUILD_DIR SOURCE_DIR CXX_COMPILER
set -euo pipefail
build=$1 source=$2 compiler=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/prefix" >/dev/null
mkdir "$scratch/source"
cp "$source/tests/package/CMakeLists.txt" "$scratch/source"
sed -n '/^```cpp$/,/^```$/p' "$source/README.md" | sed '/^```/d' >"$scratch/source/consumer.cc"
cmake -S "$scratch/source" -B "$scratch/build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" >/dev/null
cmake --build "$scratch/build"
"$scratch/build/consumer" "$scratch/book" | tee "$scratch/out"
grep -q '^position 1, view as of 2$' "$scratch/out"
