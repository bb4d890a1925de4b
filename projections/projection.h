// The whole contract of a projection: rows that are a fold of the log, and can be deleted at any
// time. A class that implements it gets live following, catch-up, rebuild, blue/green by version,
// digests, and its rows as of any moment of the past (host.h, view_store.h).
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
// What is written is kept as the version that the present record made, so that it can be read as of
// then; several writes of one record are one version, the last.
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

// One thread at a time.
class Projection {
 public:
  virtual ~Projection() = default;

  // [a-z_]+; DIR/views/NAME.vVERSION.
  virtual std::string_view name() const = 0;
  // 1 or more. Raised whenever the same records give other rows; the view is then built anew beside
  // the old one.
  virtual int version() const = 0;

  // Whether Apply is to see the record, accepted, declined or in conflict. A function of the record
  // only.
  virtual bool Wants(const v1::Record& record) const = 0;

  // Folds one record: every row and index entry that it changes is written to `txn` on return. A
  // function of the record and of rows: what is kept in memory between calls is a copy of rows, to
  // be faster. An error stops the view at this record, and says so; it never skips.
  virtual absl::Status Apply(const v1::Record& record, ViewTransaction& txn) = 0;

  // Forgets what is kept in memory (after an abandoned transaction, or before another store).
  virtual void Reset() {}

  // Every index entry that a logical row calls for, so that verify can compare. Appends to
  // `entries`.
  virtual absl::Status IndexEntries(std::string_view /*key*/, std::string_view /*value*/,
                                    std::vector<std::string>& /*entries*/) const {
    return absl::OkStatus();
  }

  // The message that a row of this key is the serialised form of: `diff` then shows its fields. Null:
  // bytes, shown as they are. Lives as long as the program.
  virtual const google::protobuf::Message* RowType(std::string_view /*key*/) const {
    return nullptr;
  }
};

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_PROJECTION_H_
