#!/usr/bin/env bash
# Installs the build into a private prefix, builds the C++ programs of README.md against it, and runs them: the backend's, and the
# author's of a projection, on the sample hotel, whose output is compared with channel_tally.golden and with what README.md shows.
#   run.sh BUILD_DIR SOURCE_DIR CXX_COMPILER DAYBOOK
set -euo pipefail
build=$1 source=$2 compiler=$3 daybook=$4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/prefix" >/dev/null
mkdir "$scratch/source"
cp "$source/tests/package/CMakeLists.txt" "$scratch/source"
# The Nth block of C++ in README.md.
block() { awk -v N="$1" '/^```cpp$/ { n++; next } /^```/ { if (n == N) exit } n == N' "$source/README.md"; }
block 1 >"$scratch/source/consumer.cc"
block 2 >"$scratch/source/channel_tally.cc"
lines=$(awk '/^class ChannelTally/ { on = 1 } on { n++ } on && /^};/ { print n; exit }' "$scratch/source/channel_tally.cc")
[ "$lines" -lt 60 ] || { echo "the projection has $lines lines" >&2; exit 1; }
cmake -S "$scratch/source" -B "$scratch/build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" >/dev/null
cmake --build "$scratch/build"
"$scratch/build/consumer" "$scratch/book" | tee "$scratch/out"
# The schema comes first, in as many records as it takes.
grep -Eq '^position ([0-9]+), view as of [0-9]+$' "$scratch/out"

golden=$source/tests/package/channel_tally.golden
"$daybook" init "$scratch/hotel" >/dev/null
"$daybook" submit "$scratch/hotel" "$source/tools/sample/small_hotel.jsonl" >/dev/null || [ $? -eq 1 ]
"$scratch/build/channel_tally" "$scratch/hotel" | diff "$golden" -
awk '/^```text$/ { on = 1; next } /^```$/ { on = 0 } on' "$source/README.md" | diff "$golden" -
