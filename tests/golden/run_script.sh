#!/usr/bin/env bash
# Runs a script of commands against the real binary and compares what they print with what the script says.
#
#   run_script.sh [--update] DAYBOOK SAMPLE SCRIPT
#
# A script is text:
#   # a comment
#   $ a command        run by bash, in one shell and one empty directory per script
#   what it prints     stdout and stderr together, masked (see mask)
#   ? 3                its exit code; left out where it is 0
# Empty lines at the end of an output do not count. The commands find the binary as `daybook` and the small made-up hotel as
# $SAMPLE. --update writes what was printed into the script instead of comparing.
set -u -o pipefail
export LC_ALL=C.UTF-8 TZ=UTC
# Variables of this program begin with run_: the commands of a script are run by the same shell.

run_update=false
if [ "${1:-}" = --update ]; then
  run_update=true
  shift
fi
if [ $# -ne 3 ]; then
  sed -n '2,12s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
run_binary=$(realpath "$1")
SAMPLE=$(realpath "$2")
run_script=$(realpath "$3")

run_work=$(mktemp -d)
trap 'chmod -R u+rwX "$run_work" 2>/dev/null; rm -rf "$run_work"' EXIT
mkdir "$run_work/bin" "$run_work/dir" "$run_work/tmp"
ln -s "$run_binary" "$run_work/bin/daybook"
PATH="$run_work/bin:$PATH"
export SAMPLE PATH TMPDIR="$run_work/tmp"
cd "$run_work/dir" || exit 2
# The tours of README.md are walked at the top of a clone.
case $(basename "$run_script") in readme_*) mkdir tools && ln -s "$(dirname "$SAMPLE")" tools/sample ;; esac

# What differs from run to run: digests, instants of now, zone data, durations, sizes on disk, process ids, our directory.
mask() {
  sed -E \
    -e "s#$run_work/dir#<here>#g" -e "s#$run_work/tmp/daybook-[A-Za-z0-9]+#<temporary>#g" \
    -e 's/\b[0-9a-f]{64}\b/<digest>/g' \
    -e 's/\b20(2[5-9]|[3-8][0-9])-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?Z/<now>/g' \
    -e 's/("(zoneDataVersion|zone_data_version)": ?)"[^"]*"/\1"<zones>"/g' -e 's/(zone_data_version: )[0-9]{4}[a-z]+/\1<zones>/g' \
    -e 's/\b[0-9]+\.[0-9] s\b/<time>/g' -e 's/("seconds":)[0-9.]+/\1<time>/g' \
    -e 's/^(Size of [a-z]+ +)[0-9].*/\1<size>/' -e 's/("[a-z]+_bytes":)[0-9]+/\1<size>/g' \
    -e 's/\b(process|pid) [0-9]+/\1 <pid>/g' \
    -e 's/\r$//'
}

run_failures=0
run_commands=0
run_written="$run_work/written"
: >"$run_written"

# Runs $run_command, compares with $run_expected (lines) and $run_expected_code.
run_command() {
  [ -n "$run_command" ] || return 0
  run_commands=$((run_commands + 1))
  local run_code run_got
  eval "$run_command" >"$run_work/printed" 2>&1 </dev/null
  run_code=$?
  run_got=$(mask <"$run_work/printed")  # $(...) drops empty lines at the end
  {
    printf '$ %s\n' "$run_command"
    [ -z "$run_got" ] || printf '%s\n' "$run_got"
    [ "$run_code" -eq 0 ] || printf '? %s\n' "$run_code"
    printf '\n'
  } >>"$run_written"
  $run_update && return 0
  if [ "$run_got" != "$(printf '%s' "$run_expected")" ] || [ "$run_code" -ne "$run_expected_code" ]; then
    run_failures=$((run_failures + 1))
    printf '%s:%s: $ %s\n' "$run_script" "$run_command_line" "$run_command"
    [ "$run_code" -eq "$run_expected_code" ] || printf '  exit code %s, expected %s\n' "$run_code" "$run_expected_code"
    diff -u --label expected --label printed <(printf '%s' "$run_expected") <(printf '%s\n' "$run_got")
  fi
}

run_command=
run_expected=
run_expected_code=0
run_command_line=0
run_line_number=0
while IFS= read -r run_line || [ -n "$run_line" ]; do
  run_line_number=$((run_line_number + 1))
  case "$run_line" in
    '$ '*)
      run_command
      run_command=${run_line#\$ }
      run_command_line=$run_line_number
      run_expected=
      run_expected_code=0
      ;;
    '# '* | '#')
      run_command
      run_command=
      printf '%s\n' "$run_line" >>"$run_written"
      ;;
    '? '*) run_expected_code=${run_line#\? } ;;
    *) run_expected+="$run_line"$'\n' ;;
  esac
done <"$run_script"
run_command

if $run_update; then
  sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$run_written" >"$run_script"
  exit 0
fi
if [ "$run_commands" -eq 0 ]; then
  echo "$run_script: holds no command" >&2
  exit 2
fi
[ "$run_failures" -eq 0 ]
