#include "ledger/domain/customer/notices.h"

#include "absl/strings/str_cat.h"

namespace daybook {
namespace {

// Events are elements of the record's list: where one stands is found by address.
int IndexOf(const v1::Record& record, const v1::Event& event) {
  const auto& events = record.outcome().accepted().events();
  for (int i = 0; i < events.size(); ++i) {
    if (&events[i] == &event) return i;
  }
  return events.size();
}

}  // namespace

void AddNotice(const DecideContext& context, v1::NoticeKind kind, std::string_view to,
               std::string_view about, v1::Accepted& accepted, std::string_view property_id) {
  v1::Notice& notice = *accepted.add_events()->mutable_notice_raised();
  notice.set_kind(kind);
  notice.set_to(std::string(to));
  notice.set_property_id(std::string(property_id.empty() ? context.property_id : property_id));
  notice.set_about(std::string(about));
}

std::string NoticeId(uint64_t position, int index) { return absl::StrCat(position, "-", index); }

void EvolveNotices(const v1::Record& record, const v1::Event& event, EntityStore& store) {
  if (!store.Keeps<v1::Notice>()) return;
  if (event.has_notice_raised()) {
    const std::string id = NoticeId(record.position(), IndexOf(record, event));
    v1::Notice& notice = store.Change<v1::Notice>(id);
    notice = event.notice_raised();
    notice.set_notice_id(id);
    *notice.mutable_raised_at() = record.resolution().recorded_at();
  } else if (event.has_notice_acknowledged()) {
    v1::Notice& notice = store.Change<v1::Notice>(event.notice_acknowledged().notice_id());
    notice.set_notice_id(event.notice_acknowledged().notice_id());
    notice.set_acknowledged(true);
    *notice.mutable_acknowledged_by() = record.request().actor();
  }
}

}  // namespace daybook
