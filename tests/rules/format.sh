#!/usr/bin/env bash
# Every C++ file of ours is as clang-format leaves it.   format.sh SOURCE_DIR
set -euo pipefail
cd "$1"
find ledger projections tools tests -name '*.h' -o -name '*.cc' | sort | xargs clang-format --dry-run -Werror
