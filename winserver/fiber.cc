#include "winserver/fiber.h"

#include <utility>

namespace winserver {

void Fiber::live()
{
    for (;;) {
        job_();
        job_ = nullptr;
        pause();
    }
}

void Fiber::run(std::function<void()> job)
{
    job_ = std::move(job);
    enter();
}

void Fiber::resume() { enter(); }

}  // namespace winserver
