// Error texts that other programs test for, in one table: Plan 9's usual ones, and Ninth's few.
#pragma once

namespace styx::err {

inline constexpr char nonexist[] = "file does not exist";
inline constexpr char exists[] = "file already exists";
inline constexpr char perm[] = "permission denied";
inline constexpr char not_dir[] = "not a directory";
inline constexpr char is_dir[] = "file is a directory";
inline constexpr char in_use[] = "file in use";
inline constexpr char bad_offset[] = "bad offset in directory read";
inline constexpr char unknown_fid[] = "unknown fid";
inline constexpr char dup_fid[] = "duplicate fid";
inline constexpr char dup_tag[] = "duplicate tag";
inline constexpr char bot_open[] = "fid is already open";
inline constexpr char not_open[] = "fid is not open for that";
inline constexpr char no_auth[] = "authentication not required";
inline constexpr char bad_name[] = "bad file name";
inline constexpr char bad_message[] = "bad message";
inline constexpr char too_big[] = "message is larger than msize";
inline constexpr char no_fit[] = "answer does not fit msize";
inline constexpr char many_fids[] = "too many fids";
inline constexpr char many_calls[] = "too many requests wait for an answer";
inline constexpr char no_version[] = "version not negotiated";
inline constexpr char not_wstat[] = "wstat prohibited";
inline constexpr char interrupted[] = "interrupted";          // the call may or may not have been done
inline constexpr char taken_back[] = "taken back";             // Rflush came before its answer: as if never asked (flush(5))
inline constexpr char hungup[] = "i/o on hungup channel";
inline constexpr char timed_out[] = "connection timed out";
inline constexpr char away[] = "home is away";
inline constexpr char moved[] = "this program was moved or restored elsewhere";
inline constexpr char itself[] = "would wait for itself";
inline constexpr char no_ctl[] = "unknown control request";

}  // namespace styx::err
