// Three buttons from a mouse that may have one, as plan9port makes them: Ctrl-click is button 2, Alt-click button 3,
// and Ctrl or Alt pressed while button 1 is held adds 2 or 3, so that chords can be played.
#pragma once

namespace winserver {

enum class Modifier { ctrl, alt };

class Buttons {
  public:
    void press(int button);  // 1 left, 2 middle, 3 right
    void release(int button);
    void press(Modifier);
    void release(Modifier);
    void release_all() { *this = {}; }

    int state() const { return first_ | others_ | chord_; }  // bits: 1 left, 2 middle, 4 right

  private:
    bool is_down_[2] = {false, false};  // by modifier
    int first_ = 0;                     // what the left button stands for while it is down
    int others_ = 0;
    int chord_ = 0;  // added by modifiers
};

}  // namespace winserver
