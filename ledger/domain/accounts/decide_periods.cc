// Periods of the books: closed against totals that somebody has counted, reopened by two persons. Postings bear the present business date,
// which no closed period holds: what corrects a closed one stands in the open one.
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "ledger/base/strings.h"
#include "ledger/domain/decide_context.h"

namespace daybook {
namespace {

constexpr int kMaxViews = 64;
constexpr size_t kDigestBytes = 32;

const v1::Books* BooksOf(const DecideContext& context) {
  return context.state.Find<v1::Books>(BooksKey(context.property_id));
}

// Closed at some time; null: never.
const v1::Period* FindPeriod(const DecideContext& context, std::string_view period_id) {
  return context.state.Find<v1::Period>(PeriodKey(context.property_id, period_id));
}

class ClosePhases : public Phases {
 public:
  explicit ClosePhases(const DecideContext& context) : close_(context.request.close_period()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", close_.property_id());
    context.CheckId("period_id", close_.period_id());
    context.CheckDate("through", close_.through());
    CheckTotalsForm(context);
    CheckViewsForm(context);
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    context.RequireBooks("property_id");
    books_ = BooksOf(context);
    CheckDates(context);
    const v1::Period* const before = FindPeriod(context, close_.period_id());
    if (before != nullptr && !before->reopened()) {
      context.DeclineExists("period_id", close_.period_id());
    }
    CheckTotals(context);
  }

  void Accept(DecideContext& context, v1::Accepted& accepted) override {
    v1::ClosedPeriod& event = *accepted.add_events()->mutable_period_closed();
    event.set_period_id(close_.period_id());
    event.set_from(From(context).ymd());
    event.set_through(close_.through());
  }

 private:
  void CheckTotalsForm(DecideContext& context) const {
    std::set<int> seen;
    for (int i = 0; i < close_.totals_size(); ++i) {
      const v1::BookAccount account = close_.totals(i).account();
      const std::string path = absl::StrCat("totals[", i, "].account");
      context.CheckEnum(path, account, &v1::BookAccount_IsValid);
      if (!seen.insert(account).second) {
        context.Decline(v1::FORM_DUPLICATE, path,
                        absl::StrCat(v1::BookAccount_Name(account), " is given twice"));
      }
    }
  }

  void CheckViewsForm(DecideContext& context) const {
    if (close_.views_size() > kMaxViews) {
      context.Decline(v1::FORM_TOO_MANY, "views",
                      absl::StrCat(close_.views_size(), " given, at most ", kMaxViews));
      return;
    }
    for (int i = 0; i < close_.views_size(); ++i) {
      const v1::ViewDigest& view = close_.views(i);
      context.CheckId(absl::StrCat("views[", i, "].view"), view.view());
      if (view.digest().size() == kDigestBytes) continue;
      context.Decline(v1::FORM_LIMIT_INVALID, absl::StrCat("views[", i, "].digest"),
                      absl::StrCat(view.digest().size(), " bytes, a digest has ", kDigestBytes));
    }
  }

  CivilDate From(const DecideContext& context) const {
    if (books_ != nullptr && books_->closed_through() != 0) {
      return DateOf(books_->closed_through()) + 1;
    }
    return DateOf(context.property->definition().first_business_date());
  }

  void CheckDates(DecideContext& context) const {
    const int32_t today = context.property->business_date();
    if (close_.through() >= today) {
      context.Decline(v1::STATE_BUSINESS_DATE_MISMATCH, "through",
                      absl::StrCat(close_.through(), " is not over: the business date is ", today));
    }
    if (DateOf(close_.through()) < From(context)) {
      context.Decline(v1::STATE_PERIOD_CLOSED, "through",
                      absl::StrCat("what is not closed begins on ", From(context).ymd()));
    }
  }

  // Every account is looked at: one that is not given is said to be zero.
  void CheckTotals(DecideContext& context) const {
    std::map<int, int64_t> given;
    for (const v1::ControlTotal& total : close_.totals()) {
      given[total.account()] = total.balance_minor();
    }
    for (int account = v1::BookAccount_MIN + 1; account <= v1::BookAccount_MAX; ++account) {
      const int64_t balance = books_ != nullptr && account < books_->balance_minor_size()
                                  ? books_->balance_minor(account)
                                  : 0;
      const auto found = given.find(account);
      const int64_t counted = found == given.end() ? 0 : found->second;
      if (counted == balance) continue;
      context.Decline(v1::STATE_CONTROL_TOTAL_MISMATCH, "totals",
                      absl::StrCat(v1::BookAccount_Name(static_cast<v1::BookAccount>(account)),
                                   " is ", balance, " in the books, ", counted, " was given"));
    }
  }

  const v1::ClosePeriod& close_;
  const v1::Books* books_ = nullptr;
};

class ReopenPhases : public Phases {
 public:
  explicit ReopenPhases(const DecideContext& context) : reopen_(context.request.reopen_period()) {}

  void Form(DecideContext& context) override {
    context.CheckId("property_id", reopen_.property_id());
    context.CheckId("period_id", reopen_.period_id());
    context.CheckId("reason_code", reopen_.reason_code());
  }

  void State(DecideContext& context) override {
    if (!context.RequireProperty("property_id")) return;
    if (FindPeriod(context, reopen_.period_id()) == nullptr) {
      return context.DeclineUnknown("period_id", reopen_.period_id());
    }
    const v1::Books* const books = BooksOf(context);
    const std::string last = books == nullptr ? std::string() : books->last_period_id();
    if (last == reopen_.period_id()) return;
    context.Decline(v1::STATE_STATUS, "period_id",
                    last.empty() ? std::string("no period is closed")
                                 : absl::StrCat("the last one that is closed is ", last));
  }

  void Policy(DecideContext& context) override {
    context.Decline(v1::POLICY_AUTHORISER_REQUIRED, "", "to reopen a period takes two persons");
  }

  void Accept(DecideContext&, v1::Accepted& accepted) override {
    v1::PeriodReopened& event = *accepted.add_events()->mutable_period_reopened();
    event.set_property_id(reopen_.property_id());
    event.set_period_id(reopen_.period_id());
  }

 private:
  const v1::ReopenPeriod& reopen_;
};

}  // namespace

void DecidePeriods(DecideContext& context, v1::Outcome& outcome) {
  if (context.request.has_close_period()) {
    ClosePhases phases(context);
    RunPhases(context, phases, outcome);
  } else {
    ReopenPhases phases(context);
    RunPhases(context, phases, outcome);
  }
}

}  // namespace daybook
