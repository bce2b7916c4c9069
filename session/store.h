// The state directory of a desktop: who it is, and the lives it keeps.
//
//   lock          held by the session that keeps them
//   desktop       this desktop's id, made at random once
//   lives/ID/     life (life_file.h) and the log of a life
//   arriving/ID/  the same, while it is copied from another desktop
//   modules/      what the lives run: modules.h
//   fonts/        what their text is drawn with: runtime/image/known_fonts.h
//   ended/ID/     the same, of what has ended; the oldest go when all together need more than ended_budget
//
// What is saved is on the disk when the call returns. Errors are the system's, with the file's name, where none is named.
#pragma once

#include "runtime/image/disk.h"
#include "session/life_file.h"

#include <set>

namespace session {

class Store {
  public:
    static constexpr std::uint64_t ended_budget = std::uint64_t(1) << 30;  // bytes

    // Makes what is not there and takes the lock. Error: "a desktop is already running on DIR (session pid N): use it, or
    // set NINTH_STATE and NINTH_RUN for a second one".
    static Result<Store> open(const std::string& directory);
    static Result<> check(const std::string& directory);  // that error, or one of access, without keeping the lock

    const std::string& desktop() const { return desktop_; }  // 8 hexadecimal digits

    enum class Place { lives, arriving, ended };
    std::string directory(Place, std::string_view id) const;
    std::string modules() const { return directory_ + "/modules"; }
    Result<std::set<std::string>> modules_in_use() const;    // all that life files name. Errors: those of any of them
    std::string fonts() const { return directory_ + "/fonts"; }
    Result<std::set<std::string>> fonts_in_use() const;      // all that lives know. Errors: the system's
    Result<std::vector<std::string>> ids(Place) const;       // in no order; what is no id is left out

    Result<std::string> make();                              // a new life's directory, empty; its id
    Result<LifeFile> load(Place, std::string_view id) const; // also parse_life_file's errors
    Result<> save(Place, std::string_view id, const LifeFile&);
    Result<> move(std::string_view id, Place from, Place to);  // what was there of the same id goes
    Result<> remove(Place, std::string_view id);
    Result<> remove_log(std::string_view id);                // of lives: all but its life file
    void forget_oldest_ended();

  private:
    Store(std::string directory, runtime::image::Lock lock) : directory_(std::move(directory)), lock_(std::move(lock)) {}
    Result<> find_desktop();

    std::string directory_, desktop_;
    runtime::image::Lock lock_;
};

// A file whole or not at all, 0600, on the disk when this returns.
Result<> write_durably(const std::string& path, std::string_view bytes);
// Error: "PATH is too large", the system's, "PATH: file does not exist".
Result<std::string> read_file(const std::string& path, std::uint64_t most);
Result<std::string> random_id();

}  // namespace session
