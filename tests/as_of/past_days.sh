#!/usr/bin/env bash
# On past days, what `bookings --as-of DAY` counts by property and status is what the file itself says of that day.
#   past_days.sh DAYBOOK DAYS [FILE]     FILE: hotel-demand, gzip or plain; none: a made-up one
# The days are picked by DAYBOOK_SEED (default 1), which is printed.
set -euo pipefail
daybook=$1 days=$2 file=${3:-}
. "$(dirname "$0")/scratch_demand.sh"
"$daybook" import hotel-demand demand.csv book >import.log
# The business dates there are: from the first booking to the last event.
"$daybook" bookings book --as-of 1900-01-01 2>refused.log && { echo "1900-01-01 was taken for a business date" >&2; exit 1; }
grep -q 'is no business date' refused.log
mapfile -t range < <(grep -o '[0-9]\{4\}-[0-9][0-9]-[0-9][0-9]' refused.log | sort -u)
first=$(date -u -d "${range[1]}" +%s) last=$(date -u -d "${range[-1]}" +%s)
checked=0
for i in $(seq "$days"); do
  day=$(awk -v SEED="$seed" -v I="$i" -v FIRST="$first" -v LAST="$last" \
    'BEGIN { srand(SEED * 1000 + I); rand(); printf "@%d", FIRST + int(rand() * (LAST - FIRST) / 86400) * 86400 }')
  day=$(date -u -d "$day" +%F)
  awk -v DAY="$day" -f "$here/counts_on.awk" demand.csv | sort >expected
  "$daybook" bookings book --count-by property,status --as-of "$day" | tail -n +2 | sort >actual
  cmp -s expected actual || { echo "seed $seed: as of $day the file (<) and the ledger (>) differ" >&2; diff expected actual >&2 || true; exit 1; }
  [ -s expected ] && checked=$((checked + 1))
done
[ "$checked" -gt 0 ] || { echo "no day had any booking" >&2; exit 1; }
echo "seed $seed: $days days agree, $checked of them with bookings"
