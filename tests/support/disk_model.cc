#include "tests/support/disk_model.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ledger/base/status_macros.h"

namespace daybook {
namespace {

namespace fs = std::filesystem;

constexpr NodeId kRoot = 0;
constexpr uint64_t kPageBytes = 4096;

absl::Status PowerCut() { return absl::UnavailableError("the power is cut"); }

// The model is wrong about the real directory: no result of the test would mean anything.
void Must(bool condition, const char* what, const std::string& path) {
  if (!condition) {
    std::cerr << "disk model: " << what << " " << path << "\n";
    std::abort();
  }
}

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  Must(in.good(), "can't read", path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void WriteFully(int descriptor, uint64_t offset, std::string_view bytes, bool append) {
  while (!bytes.empty()) {
    const ssize_t n =
        append ? ::write(descriptor, bytes.data(), bytes.size())
               : ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    Must(n > 0, "can't write to", "a file");
    offset += static_cast<uint64_t>(n);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void Overlay(std::string& content, uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) {
    content.resize(offset + bytes.size(), '\0');
  }
  content.replace(offset, bytes.size(), bytes);
}

}  // namespace

DiskModel::DiskModel(std::string root, bool ignore_syncs)
    : root_(std::move(root)), lost_(root_ + ".lost"), ignore_syncs_(ignore_syncs) {
  fs::remove_all(lost_);
  fs::create_directories(lost_);
  nodes_[kRoot].is_directory = true;
  Scan(kRoot, root_);
}

DiskModel::~DiskModel() {
  std::error_code ignored;
  fs::remove_all(lost_, ignored);
}

bool DiskModel::Covers(const std::string& path) const {
  return absl::StartsWith(path, root_) && path.size() > root_.size() && path[root_.size()] == '/' &&
         !absl::EndsWith(path, "/LOCK") && !absl::EndsWith(path, "/lock");
}

void DiskModel::SetCutAfter(uint64_t operations) {
  const std::lock_guard<std::mutex> lock(mutex_);
  cut_at_ = operations_ + operations;
  off_ = off_ || operations == 0;
}

bool DiskModel::power_is_cut() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return off_;
}

uint64_t DiskModel::operations() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return operations_;
}

DiskModel::Power DiskModel::Begin() {
  if (off_) {
    return Power::kOff;
  }
  off_ = ++operations_ >= cut_at_;
  return off_ ? Power::kFails : Power::kOn;
}

absl::StatusOr<DiskModel::Node*> DiskModel::FindDirectory(const std::string& path) {
  NodeId id = kRoot;
  const std::string below = path.substr(std::min(path.size(), root_.size()));
  for (const std::string& part :
       std::vector<std::string>(absl::StrSplit(below, '/', absl::SkipEmpty()))) {
    const Entries& entries = nodes_.at(id).live;
    const auto entry = entries.find(part);
    if (entry == entries.end() || !nodes_.at(entry->second).is_directory) {
      return absl::NotFoundError(absl::StrCat(path, ": No such file or directory"));
    }
    id = entry->second;
  }
  return &nodes_.at(id);
}

absl::StatusOr<DiskModel::Place> DiskModel::Find(const std::string& path) {
  const size_t end = path.find_last_not_of('/') + 1;
  const size_t slash = path.rfind('/', end - 1);
  Place place;
  DAYBOOK_ASSIGN_OR_RETURN(place.directory, FindDirectory(path.substr(0, slash)));
  place.name = path.substr(slash + 1, end - slash - 1);
  return place;
}

absl::Status DiskModel::CheckHandle(const DiskHandle& handle) const {
  return handle.epoch == epoch_ ? absl::OkStatus() : PowerCut();
}

void DiskModel::Apply(const EntryChange& change, Entries& entries) {
  for (const auto& [name, node] : change) {
    if (node.has_value()) {
      entries[name] = *node;
    } else {
      entries.erase(name);
    }
  }
}

void DiskModel::Change(Node& directory, EntryChange change) {
  Apply(change, directory.live);
  directory.pending.push_back(std::move(change));
}

void DiskModel::Lose(Node& node, NodeId id, const std::string& path) {
  node.lost_path = absl::StrCat(lost_, "/", epoch_, "-", id);
  fs::create_hard_link(path, node.lost_path);
}

absl::StatusOr<DiskHandle> DiskModel::Create(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place place, Find(path));
  if (const auto old = place.directory->live.find(place.name); old != place.directory->live.end()) {
    Lose(nodes_.at(old->second), old->second, path);
    ::unlink(path.c_str());
  }
  const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0644);
  Must(descriptor >= 0, "can't create", path);
  const NodeId id = next_node_++;
  nodes_[id] = Node();
  Change(*place.directory, {{place.name, id}});
  if (power == Power::kFails) {
    ::close(descriptor);
    return PowerCut();
  }
  return DiskHandle{id, epoch_, descriptor};
}

absl::StatusOr<DiskHandle> DiskModel::OpenExisting(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (off_) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place place, Find(path));
  const auto entry = place.directory->live.find(place.name);
  if (entry == place.directory->live.end()) {
    return absl::NotFoundError(absl::StrCat(path, ": No such file or directory"));
  }
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  Must(descriptor >= 0, "can't open", path);
  ::lseek(descriptor, 0, SEEK_END);
  return DiskHandle{entry->second, epoch_, descriptor};
}

absl::Status DiskModel::Append(const DiskHandle& handle, std::string_view bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  DAYBOOK_RETURN_IF_ERROR(CheckHandle(handle));
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  WriteFully(handle.descriptor, 0, bytes, /*append=*/true);
  nodes_.at(handle.node).size += bytes.size();
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::WriteAt(const DiskHandle& handle, uint64_t offset, std::string_view bytes) {
  const std::lock_guard<std::mutex> lock(mutex_);
  DAYBOOK_RETURN_IF_ERROR(CheckHandle(handle));
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  Node& node = nodes_.at(handle.node);
  if (!node.in_place) {
    node.in_place = true;
    node.synced_content.resize(node.synced_size);
    Must(::pread(handle.descriptor, node.synced_content.data(), node.synced_size, 0) ==
             static_cast<ssize_t>(node.synced_size),
         "can't read", "a file written in place");
  }
  WriteFully(handle.descriptor, offset, bytes, /*append=*/false);
  node.size = std::max<uint64_t>(node.size, offset + bytes.size());
  node.writes.emplace_back(offset, bytes);
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::Sync(const DiskHandle& handle) {
  const std::lock_guard<std::mutex> lock(mutex_);
  DAYBOOK_RETURN_IF_ERROR(CheckHandle(handle));
  const Power power = Begin();
  // A sync that fails because the power goes may have come through.
  if (power == Power::kOff || (power == Power::kFails && operations_ % 2 == 0)) {
    return PowerCut();
  }
  if (!ignore_syncs_) {
    Node& node = nodes_.at(handle.node);
    node.synced_size = node.size;
    for (const auto& [offset, bytes] : node.writes) {
      Overlay(node.synced_content, offset, bytes);
    }
    node.writes.clear();
  }
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

uint64_t DiskModel::Size(const DiskHandle& handle) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return handle.epoch == epoch_ ? nodes_.at(handle.node).size : 0;
}

absl::Status DiskModel::Unlink(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place place, Find(path));
  const auto entry = place.directory->live.find(place.name);
  if (entry == place.directory->live.end()) {
    return absl::NotFoundError(absl::StrCat(path, ": No such file or directory"));
  }
  Lose(nodes_.at(entry->second), entry->second, path);
  ::unlink(path.c_str());
  Change(*place.directory, {{place.name, std::nullopt}});
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::Rename(const std::string& from, const std::string& to) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place source, Find(from));
  DAYBOOK_ASSIGN_OR_RETURN(const Place target, Find(to));
  Must(source.directory == target.directory, "a rename between directories is not modelled:", from);
  const auto entry = source.directory->live.find(source.name);
  if (entry == source.directory->live.end()) {
    return absl::NotFoundError(absl::StrCat(from, ": No such file or directory"));
  }
  const NodeId id = entry->second;
  if (const auto old = target.directory->live.find(target.name);
      old != target.directory->live.end()) {
    Must(!nodes_.at(old->second).is_directory, "a rename over a directory:", to);
    Lose(nodes_.at(old->second), old->second, to);
  }
  Must(::rename(from.c_str(), to.c_str()) == 0, "can't rename", from);
  Change(*source.directory, {{source.name, std::nullopt}, {target.name, id}});
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::MakeDirectory(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place place, Find(path));
  if (place.directory->live.count(place.name) != 0) {
    return absl::AlreadyExistsError(absl::StrCat(path, ": File exists"));
  }
  fs::create_directory(path);
  const NodeId id = next_node_++;
  nodes_[id].is_directory = true;
  Change(*place.directory, {{place.name, id}});
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::RemoveDirectory(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(const Place place, Find(path));
  DAYBOOK_ASSIGN_OR_RETURN(const Node* directory, FindDirectory(path));
  if (!directory->live.empty()) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": Directory not empty"));
  }
  fs::remove_all(path);  // a lock file may be in it
  Change(*place.directory, {{place.name, std::nullopt}});
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

absl::Status DiskModel::SyncDirectory(const std::string& path) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const Power power = Begin();
  if (power == Power::kOff || (power == Power::kFails && operations_ % 2 == 0)) {
    return PowerCut();
  }
  DAYBOOK_ASSIGN_OR_RETURN(Node* const directory, FindDirectory(path));
  if (!ignore_syncs_) {
    for (const auto& [name, id] : directory->durable) {
      Node& node = nodes_.at(id);
      if (!node.lost_path.empty()) {
        ::unlink(node.lost_path.c_str());
      }
    }
    directory->durable = directory->live;
    directory->pending.clear();
  }
  return power == Power::kOn ? absl::OkStatus() : PowerCut();
}

void DiskModel::Scan(NodeId directory, const std::string& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    const std::string child = entry.path().string();
    if (!entry.is_directory() && !Covers(child)) {
      continue;
    }
    const NodeId id = next_node_++;
    nodes_[directory].live[entry.path().filename().string()] = id;
    Node& node = nodes_[id];
    node.is_directory = entry.is_directory();
    if (node.is_directory) {
      Scan(id, child);
    } else {
      node.size = node.synced_size = entry.file_size();
    }
  }
  nodes_[directory].durable = nodes_[directory].live;
}

void DiskModel::Paths(NodeId directory, const std::string& path,
                      std::map<NodeId, std::string>& paths) {
  for (const auto& [name, id] : nodes_.at(directory).live) {
    const std::string child = absl::StrCat(path, "/", name);
    if (nodes_.at(id).is_directory) {
      Paths(id, child, paths);
    } else {
      paths[id] = child;
    }
  }
}

std::string DiskModel::ContentAfterCut(const Node& node, const std::string& path,
                                       std::mt19937_64& random) {
  if (node.in_place) {
    std::string content = node.synced_content;
    for (const auto& [offset, bytes] : node.writes) {
      // Not at all, in part, or whole.
      const uint64_t choice = random() % 3;
      const uint64_t kept = choice == 0 ? 0 : choice == 1 ? random() % bytes.size() : bytes.size();
      Overlay(content, offset, std::string_view(bytes).substr(0, kept));
    }
    return content;
  }
  std::string content = ReadAll(path);
  const uint64_t unsynced = content.size() - node.synced_size;
  const uint64_t choice = random() % 4;
  const uint64_t kept = node.synced_size + (choice == 0   ? 0
                                            : choice == 1 ? unsynced
                                                          : random() % (unsynced + 1));
  content.resize(kept);
  if (kept > node.synced_size && random() % 4 == 0) {
    const uint64_t page = std::max(node.synced_size, (kept - 1) / kPageBytes * kPageBytes);
    for (uint64_t i = page + random() % (kept - page); i < kept; ++i) {
      content[i] = static_cast<char>(random());
    }
  }
  return content;
}

void DiskModel::Rebuild(NodeId directory, const std::string& to,
                        const std::map<NodeId, std::string>& paths, std::mt19937_64& random) {
  fs::create_directory(to);
  const Node& node = nodes_.at(directory);
  Entries entries = node.durable;
  const uint64_t survive = random() % (node.pending.size() + 1);
  for (uint64_t i = 0; i < survive; ++i) {
    Apply(node.pending[i], entries);
  }
  for (const auto& [name, id] : entries) {
    const Node& child = nodes_.at(id);
    const std::string path = absl::StrCat(to, "/", name);
    if (child.is_directory) {
      Rebuild(id, path, paths, random);
      continue;
    }
    const auto live = paths.find(id);
    const std::string content =
        ContentAfterCut(child, live != paths.end() ? live->second : child.lost_path, random);
    std::ofstream(path, std::ios::binary) << content;
  }
}

void DiskModel::Restore(uint64_t seed) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::mt19937_64 random(seed);
  std::map<NodeId, std::string> paths;
  Paths(kRoot, root_, paths);
  const std::string rebuilt = root_ + ".rebuilt";
  fs::remove_all(rebuilt);
  Rebuild(kRoot, rebuilt, paths, random);
  fs::remove_all(root_);
  fs::rename(rebuilt, root_);
  fs::remove_all(lost_);
  fs::create_directories(lost_);
  nodes_.clear();
  next_node_ = kRoot + 1;
  nodes_[kRoot].is_directory = true;
  ++epoch_;
  operations_ = 0;
  cut_at_ = UINT64_MAX;
  off_ = false;
  Scan(kRoot, root_);
}

}  // namespace daybook
