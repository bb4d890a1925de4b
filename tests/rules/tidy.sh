#!/usr/bin/env bash
# Rules of the repository that a compiler does not check.   tidy.sh SOURCE_DIR
set -uo pipefail
cd "$1"
failed=0
complain() {  # complain WHAT LINES...
  [ -n "$2" ] || return 0
  printf '%s:\n%s\n' "$1" "$2"
  failed=1
}
sources=$(find ledger projections proto tools tests -name '*.h' -o -name '*.cc' -o -name '*.proto' | sort)

complain "unfinished" "$(echo "$sources" | xargs grep -nE '\b(TODO|FIXME|HACK)\b')"
complain "a map, float or double in what is stored" \
  "$(grep -nE '^\s*(map<|(repeated |optional )?(float|double) )' proto/daybook/v1/*.proto)"
complain "floating point, clock or randomness in the domain" \
  "$(grep -nE '\b(float|double|random|rand|mt19937|absl::Now|system_clock|steady_clock|time\()' --include='*.h' --include='*.cc' -r ledger/domain |
    grep -vE '^[^:]*:[0-9]*:\s*//')"
complain "a sleep in a test" \
  "$(find tests -name '*_test.cc' | xargs grep -nE '\b(sleep_for|SleepFor|usleep|sleep)\(')"
complain "an exception thrown" \
  "$(find ledger projections -name '*.cc' -o -name '*.h' | xargs grep -nE '^\s*throw\b')"
complain "top level holds more than it should" \
  "$(git ls-files 2>/dev/null | cut -d/ -f1 | sort -u |
    grep -vxE '\..*|CMakeLists\.txt|CMakePresets\.json|README\.md|proto|ledger|projections|tools|tests')"
exit $failed
