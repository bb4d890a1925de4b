// daybook blocks: rooms set aside for groups, and what is picked up of them.
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "projections/groups/groups_view.h"
#include "tools/daybook/as_of.h"
#include "tools/daybook/booking_format.h"
#include "tools/daybook/command.h"

namespace daybook::cli {
namespace {

constexpr size_t kStatusPrefix = sizeof("BLOCK_") - 1;

struct BlocksOptions {
  std::string dir;
  std::string block_id;
  BlockFilter filter;
  std::string as_of;
  bool json = false;
  bool progress = false;
};

std::string StatusName(v1::BlockStatus status) {
  return v1::BlockStatus_Name(status).substr(kStatusPrefix);
}

std::string BlockJson(const v1::Block& block) {
  std::vector<std::string> allotments;
  for (const v1::Allotment& allotment : block.allotments()) {
    allotments.push_back(JsonObject()
                             .Text("room_type", allotment.room_type_id())
                             .Text("night", FormatYmd(allotment.night()))
                             .Number("rooms", allotment.rooms())
                             .Number("picked_up", allotment.picked_up())
                             .ToString());
  }
  return JsonObject()
      .Text("block", block.block_id())
      .Text("property", block.property_id())
      .Text("customer", block.customer_id())
      .Text("status", StatusName(block.status()))
      .Text("cutoff_on", FormatYmd(block.cutoff_on()))
      .Text("rate_plan", block.rate_plan_id())
      .Raw("allotments", JsonArray(allotments))
      .Number("revision", block.revision())
      .Count("position", block.position())
      .ToString();
}

absl::StatusOr<ExitCode> PrintBlocks(const ViewSnapshot& view, const BlocksOptions& options,
                                     CommandContext& context) {
  Table table({{"BLOCK", Table::Align::kLeft, true},
               {"PROPERTY"},
               {"CUSTOMER"},
               {"STATUS"},
               {"CUT-OFF"},
               {"ROOM NIGHTS", Table::Align::kRight},
               {"PICKED UP", Table::Align::kRight}});
  DAYBOOK_RETURN_IF_ERROR(ListBlocks(view, options.filter, [&](const v1::Block& block) {
    if (options.json) return context.out.Line(BlockJson(block));
    const RoomNights nights = RoomNightsOf(block);
    table.Add({block.block_id(), block.property_id(), block.customer_id(),
               StatusName(block.status()), FormatYmd(block.cutoff_on()),
               absl::StrCat(nights.set_aside), absl::StrCat(nights.picked_up)});
    return true;
  }));
  if (!options.json) table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> PrintBlock(const ViewSnapshot& view, const BlocksOptions& options,
                                    CommandContext& context) {
  DAYBOOK_ASSIGN_OR_RETURN(const auto block, GetBlock(view, options.block_id));
  if (!block) {
    return WithHint(absl::NotFoundError(absl::StrCat("there is no block '", options.block_id, "'")),
                    absl::StrCat("`daybook blocks ", options.dir, "` lists what there is"));
  }
  if (options.json) {
    context.out.Line(BlockJson(*block));
    return ExitCode::kDone;
  }
  Table table({{"ROOM TYPE"},
               {"NIGHT"},
               {"ROOMS", Table::Align::kRight},
               {"PICKED UP", Table::Align::kRight}});
  for (const v1::Allotment& allotment : block->allotments()) {
    table.Add({allotment.room_type_id(), FormatYmd(allotment.night()),
               absl::StrCat(allotment.rooms()), absl::StrCat(allotment.picked_up())});
  }
  table.Print(context.terminal, context.out);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RunBlocks(const BlocksOptions& options, CommandContext& context) {
  DAYBOOK_RETURN_IF_ERROR(CheckProperty(options.dir, options.filter.property_id, options.as_of,
                                        context, options.progress));
  DAYBOOK_ASSIGN_OR_RETURN(const ViewMoment moment,
                           OpenViewAsOf(options.dir, NewGroupsProjection(), options.as_of,
                                        options.filter.property_id, context, options.progress));
  if (!options.block_id.empty()) return PrintBlock(*moment.snapshot, options, context);
  return PrintBlocks(*moment.snapshot, options, context);
}

}  // namespace

CommandBody ConfigureBlocks(CLI::App& app) {
  auto options = std::make_shared<BlocksOptions>();
  AddLedgerArgument(app, options->dir);
  app.add_option("--block", options->block_id, "This block, night by night")->type_name("ID");
  app.add_option("--property", options->filter.property_id, "Of this property")->type_name("ID");
  app.add_option("--customer", options->filter.customer_id, "Of this customer's groups")
      ->type_name("ID");
  app.add_flag("--open", options->filter.open, "Not released");
  AddAsOfOption(app, options->as_of);
  AddJsonFlag(app, options->json);
  AddProgressFlag(app, options->progress);
  app.footer(
      "Rooms that are set aside for groups: how many, and how many of them bookings have picked "
      "up.\n"
      "\n"
      "Examples:\n"
      "  daybook blocks book --open --property H1\n"
      "  daybook blocks book --block G-1\n"
      "  daybook blocks book --json --as-of 2026-03-02");
  return [options](CommandContext& context) { return RunBlocks(*options, context); };
}

}  // namespace daybook::cli
