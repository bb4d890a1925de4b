// What a disk holds for certain and what it only may hold: the model behind PowerCutDisk.
#ifndef DAYBOOK_TESTS_SUPPORT_DISK_MODEL_H_
#define DAYBOOK_TESTS_SUPPORT_DISK_MODEL_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace daybook {

using NodeId = uint64_t;

// An open file. Dead after a Restore.
struct DiskHandle {
  NodeId node = 0;
  uint64_t epoch = 0;
  int descriptor = -1;  // owned by who opened it
};

// Thread-safe. Every call but the const ones counts as one operation. Unavailable: the power is
// cut.
class DiskModel {
 public:
  DiskModel(std::string root, bool ignore_syncs);
  ~DiskModel();

  bool Covers(const std::string& path) const;  // below root, and not a lock file

  void SetCutAfter(uint64_t operations);
  bool power_is_cut() const;
  uint64_t operations() const;
  void Restore(uint64_t seed);

  // A new file in place of any that is there; its entry is not durable.
  absl::StatusOr<DiskHandle> Create(const std::string& path);
  // NotFound where there is none. Does not count.
  absl::StatusOr<DiskHandle> OpenExisting(const std::string& path);
  absl::Status Append(const DiskHandle& handle, std::string_view bytes);
  absl::Status WriteAt(const DiskHandle& handle, uint64_t offset, std::string_view bytes);
  absl::Status Sync(const DiskHandle& handle);
  uint64_t Size(const DiskHandle& handle) const;

  absl::Status Unlink(const std::string& path);
  absl::Status Rename(const std::string& from, const std::string& to);  // within one directory
  absl::Status MakeDirectory(const std::string& path);
  absl::Status RemoveDirectory(const std::string& path);
  absl::Status SyncDirectory(const std::string& path);

 private:
  // One change of entries: each name leads to a node afterwards, or to none.
  using EntryChange = std::vector<std::pair<std::string, std::optional<NodeId>>>;
  using Entries = std::map<std::string, NodeId>;

  struct Node {
    bool is_directory = false;
    // Of a directory.
    Entries live;
    Entries durable;
    std::vector<EntryChange> pending;
    // Of a file: its content is in the real file.
    uint64_t size = 0;
    uint64_t synced_size = 0;
    std::string lost_path;  // where the real file is once no entry leads to it
    // Of a file that is written in place.
    bool in_place = false;
    std::string synced_content;
    std::vector<std::pair<uint64_t, std::string>> writes;
  };
  struct Place {
    Node* directory = nullptr;
    std::string name;
  };

  // What becomes of the present operation.
  enum class Power { kOn, kFails, kOff };
  Power Begin();

  absl::StatusOr<Place> Find(const std::string& path);
  absl::StatusOr<Node*> FindDirectory(const std::string& path);
  absl::Status CheckHandle(const DiskHandle& handle) const;
  // Takes the node's real file out of sight but keeps its content.
  void Lose(Node& node, NodeId id, const std::string& path);
  static void Change(Node& directory, EntryChange change);
  static void Apply(const EntryChange& change, Entries& entries);

  void Scan(NodeId directory, const std::string& path);
  void Paths(NodeId directory, const std::string& path, std::map<NodeId, std::string>& paths);
  void Rebuild(NodeId directory, const std::string& to, const std::map<NodeId, std::string>& paths,
               std::mt19937_64& random);
  std::string ContentAfterCut(const Node& node, const std::string& path, std::mt19937_64& random);

  const std::string root_;
  const std::string lost_;
  const bool ignore_syncs_;

  mutable std::mutex mutex_;
  std::map<NodeId, Node> nodes_;
  NodeId next_node_ = 1;
  uint64_t epoch_ = 0;
  uint64_t operations_ = 0;
  uint64_t cut_at_ = UINT64_MAX;
  bool off_ = false;
};

}  // namespace daybook

#endif  // DAYBOOK_TESTS_SUPPORT_DISK_MODEL_H_
