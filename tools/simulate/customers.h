// The people who come to the hotels of one shift, and the companies that send some of them.
#ifndef DAYBOOK_TOOLS_SIMULATE_CUSTOMERS_H_
#define DAYBOOK_TOOLS_SIMULATE_CUSTOMERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/simulate/random.h"

namespace daybook::simulation {

struct Customer {
  int64_t number = 0;
  int32_t company = 0;  // 0: none
  int32_t stays = 0;    // so far
};

// Remembers a bounded number of those who have stayed.
class Customers {
 public:
  // Numbers of shifts do not meet.
  Customers(int32_t companies, int32_t shift);

  Customer New();
  Customer NewOfCompany(Random& random);
  // Somebody who has stayed before; somebody new where nobody has.
  Customer Returning(Random& random);
  Customer ReturningOfCompany(Random& random);

  void Stayed(const Customer& customer);

 private:
  struct Pool {
    std::vector<Customer> guests;
    size_t next = 0;  // replaced, once the pool is full
  };
  static void Remember(Pool& pool, size_t capacity, const Customer& customer);

  Pool& PoolOf(int32_t company);

  const int32_t shift_;
  int64_t made_ = 0;
  Pool guests_;
  std::vector<Pool> companies_;
};

}  // namespace daybook::simulation

#endif  // DAYBOOK_TOOLS_SIMULATE_CUSTOMERS_H_
