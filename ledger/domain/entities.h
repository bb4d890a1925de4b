// What the fold keeps, but for bookings and definitions that have indexes of their own (state.h): every kind is one message, one
// letter, one key. State keeps all kinds; a view keeps those it is about, folded by the same functions (evolve.h).
#ifndef DAYBOOK_LEDGER_DOMAIN_ENTITIES_H_
#define DAYBOOK_LEDGER_DOMAIN_ENTITIES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "daybook/v1/charged_booking.pb.h"
#include "daybook/v1/event.pb.h"
#include "daybook/v1/policy.pb.h"
#include "google/protobuf/message.h"
#include "ledger/base/instant.h"

namespace daybook {

// When something about an entity falls due by the business date of a property.
struct DueDate {
  std::string property_id;
  int32_t date = 0;  // yyyymmdd; 0: never

  friend bool operator==(const DueDate&, const DueDate&) = default;
};

// Of one kind of entity. The functions get messages of `prototype`'s type.
struct EntityKind {
  char letter;  // of its rows; never used for another kind
  const google::protobuf::Message* (*prototype)();
  std::string (*key)(const google::protobuf::Message&);
  // Whether it is always in memory. What may fall due is; the rest is loaded when a request names it.
  bool (*resident)(const google::protobuf::Message&);
  Instant (*due)(const google::protobuf::Message&);       // Instant::Max(): never
  DueDate (*due_date)(const google::protobuf::Message&);  // of something that the roll brings
};

// All kinds, by letter.
std::span<const EntityKind> EntityKinds();
// Null: there is no such kind.
const EntityKind* FindEntityKind(char letter);

// The letter of a type; one specialisation each, in entities.cc's order.
template <typename Entity>
struct LetterOf;

#define DAYBOOK_ENTITY_LETTER(type, character) \
  template <>                                  \
  struct LetterOf<v1::type> {                  \
    static constexpr char kLetter = character; \
  }
DAYBOOK_ENTITY_LETTER(PolicyVersion, 'p');
DAYBOOK_ENTITY_LETTER(Partner, 'h');
DAYBOOK_ENTITY_LETTER(Books, 'b');
DAYBOOK_ENTITY_LETTER(Period, 'P');
DAYBOOK_ENTITY_LETTER(Account, 'a');
DAYBOOK_ENTITY_LETTER(Invoice, 'i');
DAYBOOK_ENTITY_LETTER(Voucher, 'v');
DAYBOOK_ENTITY_LETTER(Member, 'm');
DAYBOOK_ENTITY_LETTER(Credit, 'c');
DAYBOOK_ENTITY_LETTER(Notice, 'n');
DAYBOOK_ENTITY_LETTER(Case, 'k');
DAYBOOK_ENTITY_LETTER(Commitment, 'o');
DAYBOOK_ENTITY_LETTER(ImprovementAction, 'A');
DAYBOOK_ENTITY_LETTER(Contact, 't');
DAYBOOK_ENTITY_LETTER(Customer, 'u');
DAYBOOK_ENTITY_LETTER(Agreement, 'g');
DAYBOOK_ENTITY_LETTER(Survey, 's');
DAYBOOK_ENTITY_LETTER(Gift, 'G');
DAYBOOK_ENTITY_LETTER(Offer, 'f');
DAYBOOK_ENTITY_LETTER(Block, 'B');
DAYBOOK_ENTITY_LETTER(Outlet, 'O');
DAYBOOK_ENTITY_LETTER(TableBooking, 'T');
DAYBOOK_ENTITY_LETTER(OutletDay, 'D');
DAYBOOK_ENTITY_LETTER(GuestTables, 'V');
DAYBOOK_ENTITY_LETTER(Quote, 'q');
DAYBOOK_ENTITY_LETTER(Delivery, 'd');
DAYBOOK_ENTITY_LETTER(Outbox, 'W');
DAYBOOK_ENTITY_LETTER(ChargedBooking, 'C');
DAYBOOK_ENTITY_LETTER(AccountBookings, 'X');
#undef DAYBOOK_ENTITY_LETTER

// Keys of entities whose id has several parts: parts separated by '\0'.
std::string PolicyKey(std::string_view policy_id,
                      int32_t version);  // version in 8 hexadecimal digits
std::string BooksKey(std::string_view property_id);
std::string PeriodKey(std::string_view property_id, std::string_view period_id);
std::string OutletKey(std::string_view property_id, std::string_view outlet_id);
std::string OutletDayKey(std::string_view property_id, std::string_view outlet_id, int32_t date);
std::string DeliveryKey(std::string_view channel_id, uint64_t position);  // 16 digits

// Entities by kind and key, to be looked at and changed: what a fold gets to work on.
class EntityStore {
 public:
  virtual ~EntityStore() = default;

  // Null where there is none. Lives until the next Change.
  template <typename Entity>
  const Entity* Find(std::string_view key) {
    return static_cast<const Entity*>(FindMessage(LetterOf<Entity>::kLetter, key));
  }

  // To be changed; made, empty, where there was none. Lives until the next call.
  template <typename Entity>
  Entity& Change(std::string_view key) {
    return static_cast<Entity&>(ChangeMessage(LetterOf<Entity>::kLetter, key));
  }

  // Whether this store keeps the kind at all: a fold need not work out what nobody keeps.
  template <typename Entity>
  bool Keeps() const {
    return KeepsKind(LetterOf<Entity>::kLetter);
  }

 private:
  virtual const google::protobuf::Message* FindMessage(char letter, std::string_view key) = 0;
  virtual google::protobuf::Message& ChangeMessage(char letter, std::string_view key) = 0;
  virtual bool KeepsKind(char letter) const = 0;
};

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_DOMAIN_ENTITIES_H_
