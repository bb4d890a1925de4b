#!/usr/bin/env bash
# Runs every command that README.md shows ($ lines of its console blocks), in order, in a folder that looks like the clone.
#   readme.sh DAYBOOK SOURCE_DIR
set -euo pipefail
daybook=$1 source=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$daybook" "$scratch/bin/daybook"
ln -s "$source/tools" "$scratch/tools"
export PATH=$scratch/bin:$PATH
sed -n '/^```console$/,/^```$/p' "$source/README.md" | sed -n 's/^\$ //p' >"$scratch/commands"
[ "$(wc -l <"$scratch/commands")" -ge 5 ] || { echo "readme: found too few commands" >&2; exit 1; }
# What they print is compared in the golden script of the tours, which must be these commands.
grep '^\$ ' "$source/tests/golden/readme_tours.script" | sed 's/^\$ //' | diff "$scratch/commands" - ||
  { echo "readme: tests/golden/readme_tours.script has other commands (>) than README.md (<)" >&2; exit 1; }
cd "$scratch"
while IFS= read -r command; do
  printf '$ %s\n' "$command"
  bash -o pipefail -c "$command" || { echo "readme: '$command' failed with exit code $?" >&2; exit 1; }
done <commands
