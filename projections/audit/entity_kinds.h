// What the view `audit` knows records by: one row a kind, and what messages name by the fields of their schema.
#ifndef DAYBOOK_PROJECTIONS_AUDIT_ENTITY_KINDS_H_
#define DAYBOOK_PROJECTIONS_AUDIT_ENTITY_KINDS_H_

#include <functional>
#include <span>
#include <string_view>

#include "daybook/v1/audit_view.pb.h"
#include "daybook/v1/record.pb.h"

namespace daybook {

struct AuditedKind {
  v1::EntityKind kind;
  std::string_view name;   // booking, room_type: in options and in JSON
  std::string_view field;  // by which requests and events name one
  // Of the entity that its story folds (ledger/domain/entities.h). '\0': a booking, a definition, or told by its events alone.
  char letter;
  bool of_property = false;  // its ids are unique within a property only
  // What is defined once and referred to by everything: a record concerns it only where it is what the record is about.
  bool definition = false;
};

// All kinds, in the order of their numbers.
std::span<const AuditedKind> AuditedKinds();
// Null: there is no such kind.
const AuditedKind* FindAuditedKind(v1::EntityKind kind);

// `id` may be empty or no valid id, and lives as long as the message.
using SeeNamed = std::function<void(v1::EntityKind kind, std::string_view id)>;
// Everything but definitions that the body of a request, or an event's message, names: in fields of its own, then in those of the messages in
// it. In the order of the schema; a thing that is named twice is seen twice.
void ForEachNamed(const google::protobuf::Message& message, const SeeNamed& see);
void ForEachNamed(const v1::Request& request, const SeeNamed& see);
void ForEachNamed(const v1::Event& event, const SeeNamed& see);

// The message of the body; null where it has none.
const google::protobuf::Message* BodyOf(const v1::Request& request);
const google::protobuf::Message* MessageOf(const v1::Event& event);

}  // namespace daybook

#endif  // DAYBOOK_PROJECTIONS_AUDIT_ENTITY_KINDS_H_
