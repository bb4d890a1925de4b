#!/usr/bin/env bash
# What the reports over the view `insights` say of an import is what the file itself says.
#   insights.sh DAYBOOK [FILE]     FILE: hotel-demand, gzip or plain; none: a made-up one (DAYBOOK_SEED, default 1)
set -euo pipefail
daybook=$1 file=${2:-}
. "$(dirname "$0")/scratch_demand.sh"
awk -f "$here/insights.awk" demand.csv | sort >expected
"$daybook" import hotel-demand demand.csv book >import.log

# A report as lines: its cells by name, adding up what has the same key.
{
  "$daybook" report book stays --by month,segment,country --csv |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
      { p = $c["property"]; sub(/\./, "", $c["revenue"])
        s[p "\tbookings"] += $c["bookings"]; s[p "\troom_nights"] += $c["room_nights"]; s[p "\trevenue"] += $c["revenue"]
        if ($c["room_nights"] > 0) s[p "\tnights of " $c["segment"]] += $c["room_nights"] }
      END { for (k in s) printf "%s\t%d\n", k, s[k] }'
  "$daybook" report book cancellations --by status,lead_days,month --csv |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next }
      { s[$c["property"] "\t" ($c["status"] == "NO_SHOW" ? "no_shows" : "cancelled " $c["lead_days"])] += $c["bookings"] }
      END { for (k in s) printf "%s\t%d\n", k, s[k] }'
  "$daybook" report book changes --csv |
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next } { s[$c["property"] "\tchanges"] += $c["changes"] }
      END { for (k in s) printf "%s\t%d\n", k, s[k] }'
} | sort >actual
cmp -s expected actual || { echo "seed $seed: the file (<) and the reports (>) differ" >&2; diff expected actual >&2 || true; exit 1; }
[ -s expected ] || { echo "the file has no bookings" >&2; exit 1; }

# A night that is over is as full as bookings as of its close say.
night=$("$daybook" report book occupancy --by night --csv | awk -F, '$1 == "H1" && $5 > most { most = $5; night = $2 } END { print night }')
occupied=$("$daybook" report book occupancy --property H1 --from "$night" --until "$(date -u -d "$night + 1 day" +%F)" --by night --csv |
  awk -F, 'NR == 2 { print $5 }')
in_house=$("$daybook" bookings book --property H1 --status IN_HOUSE --as-of "$night" | awk -F'\t' -v NIGHT="$night" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "DEPARTURE") d = i; next } $d > NIGHT' | wc -l)
[ "$occupied" -eq "$in_house" ] || { echo "seed $seed: $night: $occupied occupied, $in_house in house" >&2; exit 1; }
echo "seed $seed: $(wc -l <expected) figures agree, and the night of $night"
