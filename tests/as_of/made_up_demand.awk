# A small hotel-demand file of made-up bookings: awk -v SEED=1 -v ROWS=300 -f made_up_demand.awk
function date(days,   d, y, m) {  # yyyy-mm-dd of a day of 2015 to 2017
  y = 2015; d = days
  while (1) { long = y % 4 == 0 ? 366 : 365; if (d < long) break; d -= long; y++ }
  split("31 " (y % 4 == 0 ? 29 : 28) " 31 30 31 30 31 31 30 31 30 31", months, " ")
  for (m = 1; d >= months[m]; m++) d -= months[m]
  year = y; month = m; dom = d + 1
  return sprintf("%04d-%02d-%02d", y, m, d + 1)
}
function below(n) { return int(rand() * n) }
BEGIN {
  srand(SEED)
  split("January February March April May June July August September October November December", name, " ")
  print "hotel,is_canceled,lead_time,arrival_date_year,arrival_date_month,arrival_date_week_number,arrival_date_day_of_month,stays_in_weekend_nights,stays_in_week_nights,adults,children,babies,meal,country,market_segment,distribution_channel,is_repeated_guest,previous_cancellations,previous_bookings_not_canceled,reserved_room_type,assigned_room_type,booking_changes,deposit_type,agent,company,days_in_waiting_list,customer_type,adr,required_car_parking_spaces,total_of_special_requests,reservation_status,reservation_status_date"
  for (row = 0; row < ROWS; row++) {
    arrival = 200 + below(300); lead = below(180); nights = 1 + below(6); kind = below(10)
    waiting = below(8) == 0 && lead > 20 ? 1 + below(15) : 0
    if (kind < 6) { status = "Check-Out"; ended = arrival + nights }
    else if (kind < 9) { status = "Canceled"; ended = arrival - lead + waiting + below(lead - waiting + 1) }
    else { status = "No-Show"; ended = arrival }
    at = date(ended); date(arrival)
    printf "%s Hotel,%d,%d,%d,%s,1,%d,0,%d,2,0,0,BB,PRT,Direct,Direct,0,0,0,A,A,%d,No Deposit,NULL,NULL,%d,Transient,%d.50,0,0,%s,%s\n", \
      (below(2) ? "Resort" : "City"), (kind >= 6), lead, year, name[month], dom, nights, below(5) == 0, waiting, 40 + below(100), status, at
  }
}
