#include "winserver/attach.h"

#include "winserver/desktop.h"
#include "winserver/fields.h"
#include "winserver/files.h"

#include "styx/conversation.h"
#include "styx/errors.h"
#include "styx/handlers.h"

namespace winserver {

Attach::Attach(Desktop& the_desktop, Capability may, const styx::Conversation* from)
    : desktop(the_desktop), capability(may), conversation(from)
{
    desktop.attached(*this);
}

Attach::~Attach()
{
    desktop.detached(*this);
    auto w = window.lock();
    if (!w || w->owner != this) return;
    w->owner = nullptr;
    // Not now: this may be its own conversation's end, which cannot take answers any more.
    if (w->life == "-") desktop.remove_later(w);
}

Result<Window*> Attach::find() const
{
    auto w = window.lock();
    if (!w) return fail("window deleted");
    if (is_owner && w->owner != this) return fail(styx::err::moved);
    return w.get();
}

bool Attach::is_linked() const { return conversation && conversation->link; }

namespace {

constexpr int most_windows = 64;  // of one connection

Result<WindowPtr> own_window(Attach& attach, std::span<const std::string> words, const styx::Hello& hello)
{
    auto wanted = TRY(parse_new(words));
    auto& desktop = attach.desktop;
    if (desktop.windows_of(attach.conversation) >= most_windows) return fail("too many windows");
    auto w = desktop.left_behind(hello.life, hello.generation);
    if (w)
        desktop.adopt(*w, hello.generation);
    else
        w = TRY(desktop.open(wanted, hello.life, hello.generation));
    w->owner = &attach;
    attach.is_owner = true;
    return w;
}

Result<WindowPtr> window_named(Attach& attach, const std::string& name, const styx::Hello& hello)
{
    auto id = number(name);
    auto w = id ? attach.desktop.stack().find(*id) : nullptr;
    if (!w) return fail("no window " + name);
    bool is_its_own = w->life != "-" && w->life == hello.life;
    if (attach.capability != Capability::desk && !is_its_own) return fail(styx::err::perm);
    return w;
}

Result<> take_screen(Attach& attach, const std::string& aname)
{
    if (!aname.empty()) return fail("there is no desktop here, only the screen: attach to the empty name, not to " + aname);
    Turns::Whole whole(attach.desktop.turns());  // of two at once the second gets the same
    attach.window = TRY(attach.desktop.whole_screen());
    attach.has_window = true;
    return {};
}

Result<> take_window(Attach& attach, const std::string& aname, const styx::Hello& hello)
{
    auto words = styx::tokens(aname);
    if (attach.capability == Capability::screen) return take_screen(attach, aname);
    if (words.empty() && attach.capability == Capability::desk) return {};
    if (words.empty() && attach.capability == Capability::foreign) words = {"new"};
    if (words.empty()) return fail("attach to `new` to make a window");
    auto w = words[0] == "new" ? TRY(own_window(attach, std::span(words).subspan(1), hello))
                               : TRY(window_named(attach, words[0], hello));
    attach.window = w;
    attach.has_window = true;
    return {};
}

}  // namespace

void answer_attach(Desktop& desktop, Capability capability, styx::AttachRequest r)
{
    auto attach = std::make_shared<Attach>(desktop, capability, r.conversation);
    // Who comes from outside is nobody's life, whatever he says.
    bool is_believed = capability == Capability::app || capability == Capability::desk;
    if (auto taken = take_window(*attach, r.aname, is_believed ? *r.hello : styx::Hello{}); !taken) return r.fail(taken.error());
    r.reply(root_of(attach));
}

}  // namespace winserver
