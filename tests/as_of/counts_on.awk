# What the bookings of a hotel-demand file stood at when DAY (yyyy-mm-dd) was over: lines of property, status, count. It
# knows the file and nothing of Daybook.
#   awk -v DAY=2016-07-15 -f counts_on.awk hotel_bookings.csv
function day(text,   p, y, m) {  # days since 0000-03-01
  split(text, p, "-"); m = (p[2] + 9) % 12; y = p[1] - int(m / 10)
  return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((m * 306 + 5) / 10) + p[3] - 1
}
BEGIN { FS = ","; today = day(DAY); split("January February March April May June July August September October November December", names, " ")
        for (i in names) month[names[i]] = i }
NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
{
  arrival = day($column["arrival_date_year"] "-" month[$column["arrival_date_month"]] "-" $column["arrival_date_day_of_month"])
  booked = arrival - $column["lead_time"]
  ended = day($column["reservation_status_date"])
  if (booked > today) next
  if (ended <= today) status = $column["reservation_status"] == "Check-Out" ? "CHECKED_OUT" : $column["reservation_status"] == "Canceled" ? "CANCELLED" : "NO_SHOW"
  else if ($column["reservation_status"] == "Check-Out" && arrival <= today) status = "IN_HOUSE"
  else if (booked + $column["days_in_waiting_list"] > today) status = "WAITLISTED"
  else status = "CONFIRMED"
  count[($column["hotel"] == "Resort Hotel" ? "H1" : "H2") "\t" status]++
}
END { for (key in count) print key "\t" count[key] }
