#include "ledger/log/closed_files.h"

#include <charconv>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"

namespace daybook {
namespace {

constexpr std::string_view kFirstLine = "daybook-closed-files 0\n";

std::optional<uint64_t> ParseNumber(std::string_view text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::optional<Hash> ParseHash(std::string_view text) {
  Hash hash{};
  if (text.size() != 2 * hash.size()) {
    return std::nullopt;
  }
  for (size_t i = 0; i < hash.size(); ++i) {
    const char* digits = text.data() + 2 * i;
    if (std::from_chars(digits, digits + 2, hash[i], 16).ptr != digits + 2) {
      return std::nullopt;
    }
  }
  return hash;
}

// The part of `text` before `separator`; `text` keeps what comes after it. All of it where there is
// none.
std::string_view Cut(std::string_view& text, char separator) {
  const size_t at = text.find(separator);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

bool ParseLine(std::string_view line, ClosedFiles& closed) {
  const std::string_view word = Cut(line, ' ');
  if (word == "end") {
    const std::optional<uint64_t> end = ParseNumber(line);
    closed.end = end.value_or(0);
    return end.has_value();
  }
  if (word == "root") {
    const std::optional<Hash> root = ParseHash(line);
    closed.root = root.value_or(Hash{});
    return root.has_value();
  }
  if (word == "file") {
    const std::optional<uint64_t> size = ParseNumber(Cut(line, ' '));
    const std::optional<Hash> sha256 = ParseHash(Cut(line, ' '));
    if (!size.has_value() || !sha256.has_value() || line.empty()) {
      return false;
    }
    closed.files.push_back({std::string(line), *size, *sha256});
    return true;
  }
  return word == "sum";
}

}  // namespace

std::string EncodeClosedFiles(const ClosedFiles& closed) {
  std::string text(kFirstLine);
  absl::StrAppend(&text, "end ", closed.end, "\nroot ", ToHex(AsBytes(closed.root)), "\n");
  for (const ClosedFile& file : closed.files) {
    absl::StrAppend(&text, "file ", file.size, " ", ToHex(AsBytes(file.sha256)), " ", file.name,
                    "\n");
  }
  const Hash sum = Sha256Of(text);
  absl::StrAppend(&text, "sum ", ToHex(AsBytes(sum)), "\n");
  return text;
}

absl::StatusOr<ClosedFiles> DecodeClosedFiles(std::string_view bytes) {
  ClosedFiles closed;
  std::string_view rest = bytes;
  bool valid = rest.substr(0, kFirstLine.size()) == kFirstLine;
  Cut(rest, '\n');
  while (valid && !rest.empty()) {
    valid = ParseLine(Cut(rest, '\n'), closed);
  }
  // One content has one encoding, so comparing the encodings checks the sum, the order and every
  // byte.
  if (!valid || EncodeClosedFiles(closed) != bytes) {
    return absl::DataLossError("the list of closed files does not agree with its own checksum");
  }
  return closed;
}

}  // namespace daybook
