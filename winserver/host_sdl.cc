#include "winserver/host_sdl.h"

#include "winserver/buttons.h"
#include "winserver/damage.h"
#include "winserver/fields.h"
#include "winserver/keyboard.h"
#include "winserver/sdl.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <mutex>

namespace winserver {

// What the desktop's thread wants of the main thread. Pixels are 4 bytes, B G R x.
struct Wishes {
    draw::Point size;  // of pixels
    std::vector<std::uint32_t> pixels;
    Damage damage;
    std::optional<draw::Point> new_size, pointer;
    std::optional<std::string> title, snarf;
    std::optional<Cursor> cursor;
    bool is_woken = false;  // an event is under way to the main thread
};

struct SdlHost::State {
    const Sdl sdl;
    SDL_Window* window = nullptr;
    std::uint32_t wake = 0;  // our event's number
    Surface opened;
    std::string title;

    std::mutex lock;
    Wishes wishes;  // under lock

    // The main thread's.
    styx::Loop* loop = nullptr;
    SdlHost* host = nullptr;
    bool is_running = true;
    Buttons buttons;
    Keyboard keyboard;
    draw::Point pointer;
    double wheel = 0;
    bool is_repeat = false;  // the key that went down last
    std::map<int, SDL_Cursor*> shapes;
    SDL_Cursor* picture = nullptr;
    std::string snarf;  // what both sides know

    explicit State(const Sdl& s) : sdl(s) {}
    ~State();
    draw::Point pixel_size() const;
    double scale() const;
    void tell(HostEvent);
    void wake_main();
    void grant();
    void present(Wishes&);
    void show_cursor(const Cursor&);
    void copy_rect(SDL_Surface*, const Wishes&, const draw::Rect&);

    void handle(const SDL_Event&);
    void window_changed(const SDL_Event&);
    void moved(const SDL_Event&);
    void clicked(const SDL_Event&);
    void wheeled(const SDL_Event&);
    void key_down(const SDL_Event&);
    void key_up(const SDL_Event&);
    void text(const SDL_Event&);
    void clipboard(const SDL_Event&);
    void pointer_event(int more_buttons = 0);
    void type(char32_t);
    void let_go();
};

namespace {

struct KeyRow {
    SDL_Keycode sdl;
    char32_t rune;
};
constexpr KeyRow keys[] = {
    {SDLK_RETURN, rune::newline},
    {SDLK_KP_ENTER, rune::newline},
    {SDLK_BACKSPACE, rune::backspace},
    {SDLK_TAB, rune::tab},
    {SDLK_ESCAPE, rune::escape},
    {SDLK_DELETE, rune::del},
    {SDLK_HOME, rune::home},
    {SDLK_END, rune::end},
    {SDLK_PAGEUP, rune::page_up},
    {SDLK_PAGEDOWN, rune::page_down},
    {SDLK_LEFT, rune::left},
    {SDLK_RIGHT, rune::right},
    {SDLK_UP, rune::up},
    {SDLK_DOWN, rune::down},
    {SDLK_INSERT, rune::insert},
    {SDLK_PRINTSCREEN, rune::print},
    {SDLK_SCROLLLOCK, rune::scroll},
    {SDLK_LSHIFT, rune::shift},
    {SDLK_RSHIFT, rune::shift},
    {SDLK_LCTRL, rune::ctl},
    {SDLK_RCTRL, rune::ctl},
    {SDLK_LALT, rune::alt},
    {SDLK_RALT, rune::alt_gr},
    {SDLK_MODE, rune::alt_gr},
    {SDLK_LGUI, rune::mod4},
    {SDLK_RGUI, rune::mod4},
    {SDLK_CAPSLOCK, rune::caps},
};

std::optional<char32_t> rune_of(SDL_Keycode key)
{
    auto row = std::ranges::find(keys, key, &KeyRow::sdl);
    if (row != std::end(keys)) return row->rune;
    if (key >= SDLK_F1 && key <= SDLK_F12) return rune::f1 + char32_t(key - SDLK_F1);
    if (key > 0 && key < 0x110000) return char32_t(key);  // what it types without shift
    return {};
}

std::optional<Modifier> modifier_of(SDL_Keycode key)
{
    if (key == SDLK_LCTRL || key == SDLK_RCTRL) return Modifier::ctrl;
    if (key == SDLK_LALT) return Modifier::alt;
    return {};
}

int button_of(std::uint8_t sdl)
{
    return sdl == SDL_BUTTON_LEFT ? 1 : sdl == SDL_BUTTON_MIDDLE ? 2 : sdl == SDL_BUTTON_RIGHT ? 3 : 0;
}

struct ShapeRow {
    Pointing pointing;
    SDL_SystemCursor sdl;
};
constexpr ShapeRow shape_table[] = {
    {Pointing::arrow, SDL_SYSTEM_CURSOR_ARROW},
    {Pointing::move, SDL_SYSTEM_CURSOR_SIZEALL},
    {Pointing::width, SDL_SYSTEM_CURSOR_SIZEWE},
    {Pointing::height, SDL_SYSTEM_CURSOR_SIZENS},
    {Pointing::diagonal_down, SDL_SYSTEM_CURSOR_SIZENWSE},
    {Pointing::diagonal_up, SDL_SYSTEM_CURSOR_SIZENESW},
};

// Where the system takes pixels itself, a rectangle costs a rectangle; through a texture it costs the window, and the
// libraries of a graphics driver. Wayland has only the texture.
void prefer_plain_pixels(const Sdl& sdl)
{
    std::string_view driver = sdl.GetCurrentVideoDriver();
    if (driver == "x11" || driver == "windows") sdl.SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

Error sdl_error(const Sdl& sdl, const std::string& what) { return {what + ": " + sdl.GetError()}; }

}  // namespace

SdlHost::SdlHost(std::unique_ptr<State> state) : state_(std::move(state)) { state_->host = this; }
SdlHost::~SdlHost() = default;

SdlHost::State::~State()
{
    for (auto& [pointing, cursor] : shapes) sdl.FreeCursor(cursor);
    if (picture) sdl.FreeCursor(picture);
    if (window) sdl.DestroyWindow(window);
    sdl.Quit();
}

Result<std::unique_ptr<SdlHost>> SdlHost::open(draw::Point size, const std::string& title)
{
    auto sdl = TRY(load_sdl());
    sdl.SetMainReady();
    sdl.SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    sdl.SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    sdl.SetHint(SDL_HINT_WINDOWS_DPI_AWARENESS, "permonitorv2");
    if (sdl.Init(SDL_INIT_VIDEO) != 0) return fail(sdl_error(sdl, "cannot open the host's display"));
    prefer_plain_pixels(sdl);
    auto state = std::make_unique<State>(sdl);
    state->window = sdl.CreateWindow(title.c_str(), SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, size.x, size.y,
                                     SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!state->window) return fail(sdl_error(sdl, "cannot open a window"));
    sdl.SetWindowMinimumSize(state->window, 200, 150);
    state->wake = sdl.RegisterEvents(1);
    state->title = title;
    state->opened = {state->pixel_size(), state->scale(), title, SurfaceKind::desktop, true};
    sdl.StartTextInput();
    return std::unique_ptr<SdlHost>(new SdlHost(std::move(state)));
}

Surface SdlHost::surface() const { return state_->opened; }
void SdlHost::connect(styx::Loop& loop) { state_->loop = &loop; }

void SdlHost::run()
{
    SDL_Event e{};
    state_->clipboard(e);
    while (state_->is_running && state_->sdl.WaitEvent(&e)) state_->handle(e);
}

void SdlHost::quit()
{
    SDL_Event e{};
    e.type = SDL_QUIT;
    state_->sdl.PushEvent(&e);
}

draw::Point SdlHost::State::pixel_size() const
{
    draw::Point p;
    sdl.GetWindowSizeInPixels(window, &p.x, &p.y);
    return p;
}

// Quarters, as desktops offer them.
double SdlHost::State::scale() const
{
    int points = 0;
    sdl.GetWindowSize(window, &points, nullptr);
    return points > 0 ? std::max(1.0, std::round(4.0 * pixel_size().x / points) / 4) : 1;
}

void SdlHost::State::tell(HostEvent event)
{
    loop->post([desktop = host, event = std::move(event)] {
        if (desktop->event) desktop->event(event);
    });
}

// ---- what the desktop's thread asks for

void SdlHost::State::wake_main()
{
    if (std::exchange(wishes.is_woken, true)) return;
    SDL_Event e{};
    e.type = wake;
    sdl.PushEvent(&e);
}

void SdlHost::set(SurfaceId, const Surface& surface)
{
    std::lock_guard hold(state_->lock);
    state_->wishes.new_size = surface.size;
    state_->wishes.title = surface.title;
    state_->wake_main();
}

void SdlHost::show(SurfaceId, const draw::Image& image, std::span<const draw::Rect> damage)
{
    std::lock_guard hold(state_->lock);
    auto& wishes = state_->wishes;
    auto size = image.r().max;
    if (wishes.size != size) {
        wishes.size = size;
        wishes.pixels.assign(std::size_t(size.x) * std::size_t(size.y), 0);
        wishes.damage.clear();
    }
    for (auto& r : damage) {
        for (int y = r.min.y; y < r.max.y; ++y)
            std::memcpy(&wishes.pixels[std::size_t(y) * std::size_t(size.x) + std::size_t(r.min.x)],
                        image.at({r.min.x, y}), std::size_t(r.dx()) * 4);
        wishes.damage.add(r);
    }
    state_->wake_main();
}

void SdlHost::set_cursor(SurfaceId, const Cursor& cursor)
{
    std::lock_guard hold(state_->lock);
    state_->wishes.cursor = cursor;
    state_->wake_main();
}

void SdlHost::warp(SurfaceId, draw::Point p)
{
    std::lock_guard hold(state_->lock);
    state_->wishes.pointer = p;
    state_->wake_main();
}

void SdlHost::set_snarf(std::string text)
{
    std::lock_guard hold(state_->lock);
    state_->wishes.snarf = std::move(text);
    state_->wake_main();
}

// ---- what the main thread does about it

void SdlHost::State::grant()
{
    std::lock_guard hold(lock);
    wishes.is_woken = false;
    if (auto size = std::exchange(wishes.new_size, {}); size && *size != pixel_size()) {
        double s = scale();
        sdl.SetWindowSize(window, int(size->x / s), int(size->y / s));
    }
    if (auto t = std::exchange(wishes.title, {})) sdl.SetWindowTitle(window, t->c_str());
    if (auto p = std::exchange(wishes.pointer, {}))
        sdl.WarpMouseInWindow(window, int(p->x / scale()), int(p->y / scale()));
    if (auto c = std::exchange(wishes.cursor, {})) show_cursor(*c);
    if (auto s = std::exchange(wishes.snarf, {})) {
        snarf = *s;
        sdl.SetClipboardText(snarf.c_str());
    }
    present(wishes);
}

void SdlHost::State::copy_rect(SDL_Surface* to, const Wishes& from, const draw::Rect& r)
{
    int bytes = to->format->BytesPerPixel;
    auto* first = static_cast<std::uint8_t*>(to->pixels) + r.min.y * to->pitch + r.min.x * bytes;
    auto* source = &from.pixels[std::size_t(r.min.y) * std::size_t(from.size.x) + std::size_t(r.min.x)];
    sdl.ConvertPixels(r.dx(), r.dy(), SDL_PIXELFORMAT_RGB888, source, from.size.x * 4, to->format->format, first,
                      to->pitch);
}

// A window that has just been resized keeps its pixels until the desktop has drawn in that size.
void SdlHost::State::present(Wishes& w)
{
    auto* surface = sdl.GetWindowSurface(window);
    if (!surface || w.damage.empty()) return;
    draw::Rect all{{0, 0}, {std::min(surface->w, w.size.x), std::min(surface->h, w.size.y)}};
    std::vector<SDL_Rect> rects;
    for (auto& damaged : w.damage.take()) {
        auto r = draw::intersection(damaged, all);
        if (r.empty()) continue;
        copy_rect(surface, w, r);
        rects.push_back({r.min.x, r.min.y, r.dx(), r.dy()});
    }
    sdl.UpdateWindowSurfaceRects(window, rects.data(), int(rects.size()));
}

void SdlHost::State::show_cursor(const Cursor& cursor)
{
    auto* old = std::exchange(picture, nullptr);
    if (cursor.picture) {
        auto& p = *cursor.picture;
        std::array<std::uint8_t, 32> mask;
        for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = p.set[i] | p.clear[i];
        picture = sdl.CreateCursor(p.set.data(), mask.data(), 16, 16, std::clamp(-p.offset.x, 0, 15),
                                   std::clamp(-p.offset.y, 0, 15));
        sdl.SetCursor(picture);
    } else {
        auto& shape = shapes[int(cursor.pointing)];
        auto row = std::ranges::find(shape_table, cursor.pointing, &ShapeRow::pointing);
        if (!shape) shape = sdl.CreateSystemCursor(row->sdl);
        sdl.SetCursor(shape);
    }
    if (old) sdl.FreeCursor(old);
}

// ---- what the host tells

void SdlHost::State::handle(const SDL_Event& e)
{
    struct Row {
        std::uint32_t type;
        void (State::*take)(const SDL_Event&);
    };
    static constexpr Row table[] = {
        {SDL_WINDOWEVENT, &State::window_changed},
        {SDL_MOUSEMOTION, &State::moved},
        {SDL_MOUSEBUTTONDOWN, &State::clicked},
        {SDL_MOUSEBUTTONUP, &State::clicked},
        {SDL_MOUSEWHEEL, &State::wheeled},
        {SDL_KEYDOWN, &State::key_down},
        {SDL_KEYUP, &State::key_up},
        {SDL_TEXTINPUT, &State::text},
        {SDL_CLIPBOARDUPDATE, &State::clipboard},
    };
    if (e.type == SDL_QUIT) is_running = false;
    if (e.type == wake) return grant();
    auto row = std::ranges::find(table, e.type, &Row::type);
    if (row != std::end(table)) (this->*row->take)(e);
}

void SdlHost::State::window_changed(const SDL_Event& e)
{
    auto kind = e.window.event;
    if (kind == SDL_WINDOWEVENT_SIZE_CHANGED) tell(ResizeEvent{SurfaceId::desktop, pixel_size(), scale()});
    if (kind == SDL_WINDOWEVENT_EXPOSED || kind == SDL_WINDOWEVENT_SIZE_CHANGED) {
        std::lock_guard hold(lock);
        wishes.damage.add({{0, 0}, wishes.size});
        present(wishes);
    }
    if (kind == SDL_WINDOWEVENT_FOCUS_LOST) let_go();
}

// What is held when the keyboard goes elsewhere is let go, for its release will not come here.
void SdlHost::State::let_go()
{
    if (auto message = keyboard.release_all()) tell(KeyEvent{SurfaceId::desktop, *message, false});
    if (buttons.state() != 0) buttons.release_all(), pointer_event();
    buttons.release_all();
}

void SdlHost::State::pointer_event(int more_buttons)
{
    tell(PointerEvent{SurfaceId::desktop, pointer, buttons.state() | more_buttons, sdl.GetTicks()});
}

void SdlHost::State::moved(const SDL_Event& e)
{
    pointer = {int(e.motion.x * scale()), int(e.motion.y * scale())};
    pointer_event();
}

void SdlHost::State::clicked(const SDL_Event& e)
{
    int button = button_of(e.button.button);
    if (button == 0) return;
    pointer = {int(e.button.x * scale()), int(e.button.y * scale())};
    if (e.type == SDL_MOUSEBUTTONDOWN)
        buttons.press(button);
    else
        buttons.release(button);
    // While a button is held the pointer is ours outside the window too.
    sdl.CaptureMouse(buttons.state() != 0 ? SDL_TRUE : SDL_FALSE);
    pointer_event();
}

// A step is a click of button 4 or 5; smooth wheels add up to steps.
void SdlHost::State::wheeled(const SDL_Event& e)
{
    wheel += double(e.wheel.preciseY) * (e.wheel.direction == SDL_MOUSEWHEEL_FLIPPED ? -1 : 1);
    for (; std::abs(wheel) >= 1; wheel -= wheel > 0 ? 1 : -1) {
        pointer_event(wheel > 0 ? 8 : 16);
        pointer_event();
    }
}

void SdlHost::State::type(char32_t c) { tell(KeyEvent{SurfaceId::desktop, "c" + utf8(c), is_repeat}); }

void SdlHost::State::key_down(const SDL_Event& e)
{
    auto key = e.key.keysym.sym;
    is_repeat = e.key.repeat != 0;
    if (auto m = modifier_of(key); m && !is_repeat) {
        auto before = buttons.state();
        buttons.press(*m);
        if (buttons.state() != before) pointer_event();
    }
    auto rune = rune_of(key);
    if (!rune) return;
    if (!is_repeat) tell(KeyEvent{SurfaceId::desktop, keyboard.press(*rune), false});
    auto ctrl = e.key.keysym.mod & KMOD_CTRL ? Keyboard::Ctrl::down : Keyboard::Ctrl::up;
    if (auto typed = Keyboard::typed(*rune, ctrl)) type(*typed);
}

void SdlHost::State::key_up(const SDL_Event& e)
{
    auto key = e.key.keysym.sym;
    if (auto m = modifier_of(key)) {
        auto before = buttons.state();
        buttons.release(*m);
        if (buttons.state() != before) pointer_event();
    }
    if (auto rune = rune_of(key)) tell(KeyEvent{SurfaceId::desktop, keyboard.release(*rune), false});
}

void SdlHost::State::text(const SDL_Event& e)
{
    auto typed = runes(e.text.text);
    if (!typed) return;
    for (auto& rune : *typed) tell(KeyEvent{SurfaceId::desktop, "c" + rune, is_repeat});
}

void SdlHost::State::clipboard(const SDL_Event&)
{
    char* sdl_text = sdl.GetClipboardText();
    if (!sdl_text) return;
    std::string now = sdl_text;
    sdl.free(sdl_text);
    std::erase(now, '\r');
    if (now == snarf) return;
    snarf = now;
    tell(SnarfEvent{now});
}

}  // namespace winserver
