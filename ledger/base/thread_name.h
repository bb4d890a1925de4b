// Names for threads, as debuggers and profilers show them.
#ifndef DAYBOOK_LEDGER_BASE_THREAD_NAME_H_
#define DAYBOOK_LEDGER_BASE_THREAD_NAME_H_

#include <pthread.h>

namespace daybook {

// Names the calling thread; at most 15 characters, longer names are not taken.
inline void NameThisThread(const char* name) { pthread_setname_np(pthread_self(), name); }

}  // namespace daybook

#endif  // DAYBOOK_LEDGER_BASE_THREAD_NAME_H_
