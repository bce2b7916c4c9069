#include "winserver/buttons.h"

namespace winserver {
namespace {

constexpr int meaning[] = {2, 4};  // of Ctrl, of Alt

}  // namespace

void Buttons::press(int button)
{
    if (button != 1) {
        others_ |= button == 2 ? 2 : 4;
        return;
    }
    first_ = is_down_[int(Modifier::ctrl)] ? meaning[0] : is_down_[int(Modifier::alt)] ? meaning[1] : 1;
}

void Buttons::release(int button)
{
    if (button != 1) {
        others_ &= button == 2 ? ~2 : ~4;
        return;
    }
    first_ = 0;
    chord_ = 0;
}

void Buttons::press(Modifier m)
{
    is_down_[int(m)] = true;
    if (first_ == 1) chord_ |= meaning[int(m)];
}

void Buttons::release(Modifier m)
{
    is_down_[int(m)] = false;
    chord_ &= ~meaning[int(m)];
}

}  // namespace winserver
