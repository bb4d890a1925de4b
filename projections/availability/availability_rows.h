// Keys of the rows of the view `availability` (availability_view.h). Internal to this folder.
#ifndef DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_ROWS_H_
#define DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_ROWS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "ledger/domain/entities.h"

namespace daybook {

inline constexpr char kPropertyRows = 'p';
inline constexpr char kRoomTypeRows = 't';
inline constexpr char kNightRows = 'n';
inline constexpr char kBookingRows = 'b';
inline constexpr char kBlockRows = LetterOf<v1::Block>::kLetter;

std::string PropertyRowKey(std::string_view property_id);
std::string RoomTypeRowPrefix(std::string_view property_id);
std::string RoomTypeRowKey(std::string_view property_id, std::string_view room_type_id);
std::string BookingRowKey(std::string_view booking_id);

// What the nights of a room type begin with, and then the night, or the month, or nothing.
std::string NightRowPrefix(std::string_view property_id, std::string_view room_type_id);
void AppendNight(int32_t yyyymmdd, std::string& prefix);
void AppendMonth(int32_t yyyymm, std::string& prefix);
// Of a key that AppendNight ended.
int32_t NightOfRow(std::string_view key);

// DataLoss.
absl::Status ParseRow(std::string_view key, std::string_view value, google::protobuf::Message& row);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AVAILABILITY_AVAILABILITY_ROWS_H_
