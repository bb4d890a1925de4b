// daybook channels: what the channels were told, what they have not acknowledged, and whether their lists agree with ours.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ledger/base/status_macros.h"
#include "projections/bookings/bookings_view.h"
#include "projections/channels/channels_view.h"
#include "projections/channels/reconciliation.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/channel_list.h"
#include "tools/daybook/command.h"
#include "tools/daybook/present.h"
#include "tools/daybook/suggest.h"

namespace daybook::cli {
namespace {

constexpr std::string_view kStatusPrefix = "DELIVERY_";

struct ChannelsOptions {
  std::string dir;
  std::string channel_id;
  std::string reconcile;
  std::string as_of;
  bool pending = false;
  bool json = false;
  bool progress = false;
};

std::string StatusName(v1::DeliveryStatus status) {
  std::string name = v1::DeliveryStatus_Name(status);
  return name.starts_with(kStatusPrefix) ? name.substr(kStatusPrefix.size()) : name;
}

absl::Status CheckChannel(const ViewSnapshot& view, const ChannelsOptions& options) {
  if (options.channel_id.empty()) return absl::OkStatus();
  DAYBOOK_ASSIGN_OR_RETURN(const auto channels, Channels(view));
  if (channels.contains(options.channel_id)) return absl::OkStatus();
  std::vector<std::string> ids;
  for (const auto& [id, definition] : channels) ids.push_back(id);
  const std::string meant = DidYouMean(options.channel_id, ids);
  absl::Status unknown =
      absl::NotFoundError(absl::StrCat("there is no channel '", options.channel_id, "'", meant));
  if (!meant.empty()) return unknown;
  return WithHint(std::move(unknown),
                  absl::StrCat("`daybook channels ", options.dir, "` lists them"));
}

absl::StatusOr<ExitCode> PrintChannels(const ViewSnapshot& view, bool json,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto channels, Channels(view));
  DAYBOOK_ASSIGN_OR_RETURN(const auto counts, CountDeliveries(view));
  Table table({{"CHANNEL", Table::Align::kLeft, true},
               {"TOLD"},
               {"PENDING", Table::Align::kRight},
               {"REFUSED", Table::Align::kRight},
               {"ACKNOWLEDGED", Table::Align::kRight},
               {"FALLBACK", Table::Align::kRight},
               {"OLDEST WAITING"}});
  for (const auto& [id, count] : counts) {
    const auto found = channels.find(id);
    const bool told =
        found != channels.end() && found->second.takes_messages() && !found->second.inactive();
    const std::string oldest = count.oldest_waiting ? FormatInstant(*count.oldest_waiting) : "";
    if (json) {
      JsonObject object;
      object.Text("channel", id)
          .Bool("told", told)
          .Count("pending", count.pending)
          .Count("refused", count.refused)
          .Count("acknowledged", count.acknowledged)
          .Count("fallback", count.fallback);
      if (!oldest.empty()) object.Text("oldest_waiting", oldest);
      if (!context.out.Line(object.ToString())) break;
      continue;
    }
    table.Add({id, told ? "yes" : "no", absl::StrCat(count.pending), absl::StrCat(count.refused),
               absl::StrCat(count.acknowledged), absl::StrCat(count.fallback), oldest});
  }
  if (!json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

// A message with what it says.
struct Message {
  const v1::Delivery& delivery;
  std::vector<v1::Booking> bookings;  // of the channel, as of the message
  std::optional<Instant> due_by;
  bool overdue = false;
};

class Outbox {
 public:
  Outbox(const ViewMoment& moment, const OpenView& bookings, DeliveryClocks clocks, Instant now)
      : moment_(moment), bookings_(bookings), clocks_(std::move(clocks)), now_(now) {}

  absl::StatusOr<Message> Read(const v1::Delivery& delivery) const {
    Message message{delivery, {}, std::nullopt, false};
    DAYBOOK_ASSIGN_OR_RETURN(const v1::Record record,
                             ReadRecord(*moment_.view.log, delivery.position()));
    DAYBOOK_ASSIGN_OR_RETURN(const auto then, bookings_.store->SnapshotAt(delivery.position() + 1));
    for (const std::string& id : BookingsTold(record)) {
      DAYBOOK_ASSIGN_OR_RETURN(auto booking, GetBooking(*then, id));
      if (!booking || booking->channel_id() != delivery.channel_id()) continue;
      message.bookings.push_back(*std::move(booking));
    }
    if (message.bookings.empty()) SetClock("", message);
    for (const v1::Booking& booking : message.bookings) SetClock(booking.property_id(), message);
    return message;
  }

 private:
  // Of several properties' clocks the first one counts.
  void SetClock(const std::string& property_id, Message& message) const {
    const std::optional<Instant> due_by = clocks_.DueBy(message.delivery, property_id);
    if (!due_by || (message.due_by && *message.due_by <= *due_by)) return;
    message.due_by = due_by;
    message.overdue = clocks_.IsOverdue(message.delivery, property_id, now_);
  }

  const ViewMoment& moment_;
  const OpenView& bookings_;
  const DeliveryClocks clocks_;
  const Instant now_;
};

std::string MessageJson(const Message& message) {
  const v1::Delivery& delivery = message.delivery;
  std::vector<std::string> bookings;
  for (const v1::Booking& booking : message.bookings) bookings.push_back(BookingJson(booking));
  JsonObject object;
  object.Text("message", DeliveryId(delivery))
      .Text("channel", delivery.channel_id())
      .Count("position", delivery.position())
      .Text("status", StatusName(delivery.status()))
      .Number("attempts", delivery.attempts())
      .Text("recorded_at", FormatInstant(Instant::FromMicros(delivery.recorded_us())));
  if (!delivery.last_code().empty()) object.Text("last_code", delivery.last_code());
  if (delivery.settled_us() != 0) {
    object.Text("settled_at", FormatInstant(Instant::FromMicros(delivery.settled_us())));
  }
  if (message.due_by) object.Text("due_by", FormatInstant(*message.due_by));
  return object.Bool("overdue", message.overdue).Raw("bookings", JsonArray(bookings)).ToString();
}

std::vector<std::string> MessageCells(const Message& message) {
  const v1::Delivery& delivery = message.delivery;
  std::vector<std::string> bookings;
  for (const v1::Booking& booking : message.bookings) {
    bookings.push_back(
        absl::StrCat(booking.booking_id(), " ", v1::BookingStatus_Name(booking.status())));
  }
  return {DeliveryId(delivery),
          StatusName(delivery.status()),
          absl::StrCat(delivery.attempts()),
          delivery.last_code(),
          FormatInstant(Instant::FromMicros(delivery.recorded_us())),
          message.due_by ? FormatInstant(*message.due_by) : "",
          message.overdue ? "overdue" : "",
          absl::StrJoin(bookings, ", ")};
}

absl::StatusOr<ExitCode> PrintMessages(const ViewMoment& moment, const ChannelsOptions& options,
                                       CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const OpenView bookings,
                           OpenBookingsView(options.dir, context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(DeliveryClocks clocks, DeliveryClocks::Load(*moment.snapshot));
  DAYBOOK_ASSIGN_OR_RETURN(const Instant now, PresentOf(moment, options.as_of));
  const Outbox outbox(moment, bookings, std::move(clocks), now);
  Table table({{"MESSAGE", Table::Align::kLeft, true},
               {"STATUS"},
               {"ATTEMPTS", Table::Align::kRight, false, 1},
               {"CODE", Table::Align::kLeft, false, 2},
               {"RECORDED"},
               {"DUE BY", Table::Align::kLeft, false, 3},
               {"OVERDUE"},
               {"BOOKINGS"}});
  absl::Status failure;
  DAYBOOK_RETURN_IF_ERROR(ListDeliveries(
      *moment.snapshot, options.channel_id, options.pending, [&](const v1::Delivery& delivery) {
        const absl::StatusOr<Message> message = outbox.Read(delivery);
        if (!message.ok()) {
          failure = message.status();
          return false;
        }
        if (options.json) return context.out.Line(MessageJson(*message));
        table.Add(MessageCells(*message));
        return true;
      }));
  DAYBOOK_RETURN_IF_ERROR(failure);
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

std::string SideText(const std::optional<ChannelsBooking>& side) {
  if (!side) return "";
  return absl::StrCat(v1::BookingStatus_Name(side->status), " ", FormatYmd(side->arrival), " to ",
                      FormatYmd(side->departure));
}

std::string SideJson(const ChannelsBooking& side) {
  return JsonObject()
      .Text("status", v1::BookingStatus_Name(side.status))
      .Text("arrival", FormatYmd(side.arrival))
      .Text("departure", FormatYmd(side.departure))
      .ToString();
}

absl::StatusOr<ExitCode> PrintReconciliation(const ChannelsOptions& options,
                                             CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto theirs, ReadChannelList(options.reconcile));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewBookingsProjection(), options.as_of, "",
                                        context, options.progress));
  BookingFilter filter;
  filter.channel_id = options.channel_id;
  std::map<std::string, ChannelsBooking> ours;
  DAYBOOK_RETURN_IF_ERROR(ListBookings(*moment.snapshot, filter, [&](const v1::Booking& booking) {
    ours.emplace(booking.booking_id(), AsChannelsBooking(booking));
    return true;
  }));
  const std::vector<Disagreement> found = Reconcile(theirs, ours);
  Table table({{"BOOKING", Table::Align::kLeft, true}, {"DIFFERENCE"}, {"THEIRS"}, {"OURS"}});
  for (const Disagreement& one : found) {
    if (options.json) {
      JsonObject object;
      object.Text("booking", one.booking_id).Text("difference", DifferenceName(one.difference));
      if (one.theirs) object.Raw("theirs", SideJson(*one.theirs));
      if (one.ours) object.Raw("ours", SideJson(*one.ours));
      if (!context.out.Line(object.ToString())) break;
    } else {
      table.Add({one.booking_id, std::string(DifferenceName(one.difference)), SideText(one.theirs),
                 SideText(one.ours)});
    }
  }
  if (!options.json && !found.empty()) table.Print(context.terminal, context.out);
  context.out.Flush();
  context.Note(found.empty() ? absl::StrCat("no differences; bookings listed: ", theirs.size())
                             : absl::StrCat(found.size(), " differences"));
  return found.empty() ? ExitCode::kDone : ExitCode::kDamaged;
}

absl::StatusOr<ExitCode> RunChannels(const ChannelsOptions& options, CommandContext& context) {
  if (!options.reconcile.empty() && options.channel_id.empty()) {
    return absl::InvalidArgumentError("--reconcile needs --channel: whose list it is");
  }
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewChannelsProjection(), options.as_of, "",
                                        context, options.progress));
  DAYBOOK_RETURN_IF_ERROR(CheckChannel(*moment.snapshot, options));
  if (!options.reconcile.empty()) return PrintReconciliation(options, context);
  if (options.channel_id.empty() && !options.pending) {
    return PrintChannels(*moment.snapshot, options.json, context);
  }
  return PrintMessages(moment, options, context);
}

}  // namespace

CommandBody ConfigureChannels(CLI::App& app) {
  auto options = std::make_shared<ChannelsOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--channel", options->channel_id, "The messages to this channel")->type_name("ID");
  app.add_flag("--pending", options->pending,
               "Only messages that wait: pending, or refused and to be tried again");
  app.add_option("--reconcile", options->reconcile,
                 "Compare the channel's own list of its bookings with ours: CSV or JSON lines with "
                 "booking_id, arrival, departure, status")
      ->type_name("FILE");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "What channels are told of their bookings. A message tells the full state of each of the "
      "channel's bookings that one record is about, and waits until the channel acknowledges it "
      "(record_delivery). --reconcile exits with 4 where the lists differ.\n"
      "\n"
      "Examples:\n"
      "  daybook channels book\n"
      "  daybook channels book --pending\n"
      "  daybook channels book --channel ota --pending --json\n"
      "  daybook channels book --channel ota --reconcile ota.csv");
  return [options](CommandContext& context) { return RunChannels(*options, context); };
}

}  // namespace daybook::cli
