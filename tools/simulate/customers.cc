#include "tools/simulate/customers.h"

#include "tools/simulate/settings.h"

namespace daybook::simulation {
namespace {

constexpr size_t kGuestsRemembered = 16'384;
constexpr size_t kTravellersRemembered = 64;  // of a company

Customer PickFrom(Random& random, const std::vector<Customer>& guests) {
  return guests[static_cast<size_t>(random.Below(static_cast<int32_t>(guests.size())))];
}

}  // namespace

Customers::Customers(int32_t companies, int32_t shift)
    : shift_(shift), companies_(static_cast<size_t>(companies)) {}

Customer Customers::New() { return {++made_ * kShifts + shift_, 0, 0}; }

Customers::Pool& Customers::PoolOf(int32_t company) {
  return companies_[static_cast<size_t>(company / kShifts - 1)];
}

Customer Customers::NewOfCompany(Random& random) {
  Customer customer = New();
  customer.company = (1 + random.Below(static_cast<int32_t>(companies_.size()))) * kShifts + shift_;
  return customer;
}

Customer Customers::Returning(Random& random) {
  return guests_.guests.empty() ? New() : PickFrom(random, guests_.guests);
}

Customer Customers::ReturningOfCompany(Random& random) {
  const Pool& pool =
      companies_[static_cast<size_t>(random.Below(static_cast<int32_t>(companies_.size())))];
  return pool.guests.empty() ? NewOfCompany(random) : PickFrom(random, pool.guests);
}

void Customers::Stayed(const Customer& customer) {
  if (customer.company == 0) {
    Remember(guests_, kGuestsRemembered, customer);
  } else {
    Remember(PoolOf(customer.company), kTravellersRemembered, customer);
  }
}

void Customers::Remember(Pool& pool, size_t capacity, const Customer& customer) {
  if (pool.guests.size() < capacity) {
    pool.guests.push_back(customer);
    return;
  }
  pool.guests[pool.next] = customer;
  pool.next = (pool.next + 1) % capacity;
}

}  // namespace daybook::simulation
