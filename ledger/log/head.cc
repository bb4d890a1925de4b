#include "ledger/log/head.h"

#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ledger/base/status_macros.h"
#include "ledger/log/crc32c.h"
#include "ledger/log/fixed_ints.h"

namespace daybook {
namespace {

constexpr std::string_view kMagic = "DAYBHEAD";
constexpr size_t kSlotBytes = 64;
constexpr size_t kSequenceAt = 8;
constexpr size_t kEndAt = 16;
constexpr size_t kRootAt = 24;
constexpr size_t kReservedAt = 56;
constexpr size_t kCrcAt = 60;

std::string EncodeSlot(const Head& head) {
  std::string slot(kSlotBytes, '\0');
  std::memcpy(slot.data(), kMagic.data(), kMagic.size());
  PutLittleEndian(head.sequence, 8, slot.data() + kSequenceAt);
  PutLittleEndian(head.end, 8, slot.data() + kEndAt);
  std::memcpy(slot.data() + kRootAt, head.root.data(), head.root.size());
  PutLittleEndian(Crc32c(std::string_view(slot).substr(0, kCrcAt)), 4, slot.data() + kCrcAt);
  return slot;
}

std::optional<Head> DecodeSlot(std::string_view slot, uint64_t number) {
  if (slot.substr(0, kMagic.size()) != kMagic ||
      GetLittleEndian(slot.substr(kCrcAt), 4) != Crc32c(slot.substr(0, kCrcAt)) ||
      GetLittleEndian(slot.substr(kReservedAt), 4) != 0) {
    return std::nullopt;
  }
  Head head;
  head.sequence = GetLittleEndian(slot.substr(kSequenceAt), 8);
  head.end = GetLittleEndian(slot.substr(kEndAt), 8);
  std::memcpy(head.root.data(), slot.data() + kRootAt, head.root.size());
  if (head.sequence % 2 != number) {
    return std::nullopt;
  }
  return head;
}

}  // namespace

absl::StatusOr<Head> ReadHead(const FileSystem& files, const std::string& path) {
  DAYBOOK_ASSIGN_OR_RETURN(const std::string bytes, files.Read(path));
  if (bytes.size() != 2 * kSlotBytes) {
    return absl::DataLossError(absl::StrCat(path, " is ", bytes.size(), " bytes long, not ",
                                            2 * kSlotBytes, ": it is damaged"));
  }
  std::optional<Head> newest;
  for (uint64_t number = 0; number < 2; ++number) {
    const std::optional<Head> slot =
        DecodeSlot(std::string_view(bytes).substr(number * kSlotBytes, kSlotBytes), number);
    if (slot.has_value() && (!newest.has_value() || slot->sequence > newest->sequence)) {
      newest = slot;
    }
  }
  if (!newest.has_value()) {
    return absl::DataLossError(absl::StrCat(path, " has no valid slot: it is damaged"));
  }
  return *newest;
}

absl::StatusOr<std::unique_ptr<HeadWriter>> HeadWriter::Open(FileSystem& files,
                                                             const std::string& path) {
  uint64_t sequence = 0;
  const absl::StatusOr<Head> head = ReadHead(files, path);
  if (head.ok()) {
    sequence = head->sequence;
  } else if (!absl::IsNotFound(head.status())) {
    return head.status();
  }
  DAYBOOK_ASSIGN_OR_RETURN(std::unique_ptr<OverwriteFile> file, files.OpenForOverwrite(path));
  return std::unique_ptr<HeadWriter>(new HeadWriter(std::move(file), sequence));
}

absl::Status HeadWriter::Write(uint64_t end, const Hash& root) {
  const Head head{.sequence = sequence_ + 1, .end = end, .root = root};
  DAYBOOK_RETURN_IF_ERROR(file_->WriteAt((head.sequence % 2) * kSlotBytes, EncodeSlot(head)));
  DAYBOOK_RETURN_IF_ERROR(file_->Sync());
  sequence_ = head.sequence;
  return absl::OkStatus();
}

std::string EncodeHead(const Head& head) {
  std::string bytes(2 * kSlotBytes, '\0');
  for (const uint64_t sequence : {head.sequence, head.sequence + 1}) {
    const std::string slot = EncodeSlot({.sequence = sequence, .end = head.end, .root = head.root});
    bytes.replace((sequence % 2) * kSlotBytes, kSlotBytes, slot);
  }
  return bytes;
}

}  // namespace daybook
