// An answer that is owed until some events have reached their reader: kbdin's.
//
// Every event holds the receipt until it is handed over or dropped; the last one to let go answers.
#pragma once

#include "styx/loop.h"
#include "styx/tree.h"

#include <memory>

namespace winserver {

class Receipt {
  public:
    // The answer comes after msec in any case.
    Receipt(styx::Loop&, styx::WriteRequest, std::uint64_t msec);
    ~Receipt() { answer(); }
    Receipt(const Receipt&) = delete;
    Receipt& operator=(const Receipt&) = delete;

  private:
    void answer();
    styx::WriteRequest write_;
    std::unique_ptr<styx::Timer> late_;
};

using ReceiptPtr = std::shared_ptr<Receipt>;

}  // namespace winserver
