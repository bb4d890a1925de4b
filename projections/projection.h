// The whole contract of a projection: rows that are a fold of the log, and can be deleted at any
// time.
#ifndef DAYBOOK_PROJECTIONS_PROJECTION_H_
#define DAYBOOK_PROJECTIONS_PROJECTION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

// Rows as of the records applied so far, the present one included. Keys are bytes, in byte order.
//
// A logical row is counted in the view's digest; an index entry is not (it is derived from logical
// rows and checked against them by verify). The two live in key spaces of their own.
class ViewTransaction {
 public:
  virtual ~ViewTransaction() = default;
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) = 0;
  virtual void Put(std::string_view key, std::string value) = 0;
  virtual void Delete(std::string_view key) = 0;
  // An entry is put only where it is not there and deleted only where it is: entries are counted
  // without being read.
  virtual void PutIndex(std::string_view key) = 0;
  virtual void DeleteIndex(std::string_view key) = 0;
};

class Projection {
 public:
  virtual ~Projection() = default;

  // [a-z_]+; DIR/views/NAME.vVERSION.
  virtual std::string_view name() const = 0;
  // Raised whenever the same records give other rows; the view is then built anew beside the old
  // one.
  virtual int version() const = 0;
  // Whether Apply wants the event at all. Records none of whose events are wanted are not shown. Of
  // its argument only.
  virtual bool Wants(const v1::Event& event) const = 0;
  // Folds one accepted record. May keep what it likes in memory between calls as long as every row
  // it owes is put by Flush. An error stops the view at this record, and says so; it never skips.
  virtual absl::Status Apply(const v1::Record& record, ViewTransaction& txn) = 0;
  // Called before the runner commits: puts what is still owed.
  virtual absl::Status Flush(ViewTransaction& txn) = 0;
  // Forgets what is kept in memory (after an abandoned transaction).
  virtual void Reset() = 0;
  // Every index entry that a logical row calls for, so that verify can compare. Appends to
  // `entries`.
  virtual absl::Status IndexEntries(std::string_view key, std::string_view value,
                                    std::vector<std::string>& entries) const = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_PROJECTION_H_
