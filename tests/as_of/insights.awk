# What a hotel-demand file itself says of nights, revenue, cancellations and changes: lines of property, figure, value. Money is
# in cents. It knows the file and nothing of Daybook.
#   awk -f insights.awk hotel_bookings.csv
function day(text,   p, y, m) {  # days since 0000-03-01
  split(text, p, "-"); m = (p[2] + 9) % 12; y = p[1] - int(m / 10)
  return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((m * 306 + 5) / 10) + p[3] - 1
}
function cents(text,   negative, p) {  # without floating point: 12.3 -> 1230
  negative = substr(text, 1, 1) == "-"; if (negative) text = substr(text, 2)
  split(text, p, "."); p[2] = substr(p[2] "00", 1, 2)
  return (negative ? -1 : 1) * (p[1] * 100 + p[2])
}
function bucket(days) { return days <= 0 ? "0" : days == 1 ? "1" : days <= 7 ? "2-7" : days <= 30 ? "8-30" : "31+" }
BEGIN { FS = ","; split("January February March April May June July August September October November December", names, " ")
        for (i in names) month[names[i]] = i }
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
  property = $column["hotel"] == "Resort Hotel" ? "H1" : "H2"
  arrival = day($column["arrival_date_year"] "-" month[$column["arrival_date_month"]] "-" $column["arrival_date_day_of_month"])
  nights = $column["stays_in_weekend_nights"] + $column["stays_in_week_nights"]
  if ($column["reservation_status"] == "Check-Out") {
    sum[property "\tbookings"]++
    sum[property "\troom_nights"] += nights
    sum[property "\trevenue"] += nights * cents($column["adr"])
    segment[property "\tnights of " $column["market_segment"]] += nights
  } else if ($column["reservation_status"] == "Canceled") {
    sum[property "\tcancelled " bucket(arrival - day($column["reservation_status_date"]))]++
  } else sum[property "\tno_shows"]++
  if ($column["booking_changes"] > 0) sum[property "\tchanges"] += $column["booking_changes"]
}
END {
  for (key in sum) printf "%s\t%d\n", key, sum[key]
  for (key in segment) if (segment[key] > 0) printf "%s\t%d\n", key, segment[key]
}
