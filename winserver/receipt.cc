#include "winserver/receipt.h"

namespace winserver {

Receipt::Receipt(styx::Loop& loop, styx::WriteRequest write, std::uint64_t msec)
    : write_(std::move(write)), late_(loop.after(msec, [this] { answer(); }))
{
}

void Receipt::answer()
{
    if (!write_.flushed()) write_.done();
}

}  // namespace winserver
