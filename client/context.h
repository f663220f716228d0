#pragma once

#include "client/command.h"
#include "client/look.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::client {

/// What a command may use of the world. main makes one; everything in it outlives the command.
struct Context {
    const CommonFlags& flags;
    std::istream& in;
    std::ostream& out;
    std::ostream& err;
    Look look;            ///< of `out`
    bool in_is_terminal;  ///< then nobody is asked to type a prompt
    std::string socket;   ///< absolute
    std::string own_cwd;  ///< absolute; empty: it is gone
    std::filesystem::path own_folder;
    const char* const* environment;
};

/// The `cwd` of a request: --cwd, else our own; nullopt: there is none.
std::optional<std::string> request_cwd(const Context& context);

/// `path` as seen from our own current directory.
std::string absolute_path(const Context& context, std::string_view path);

}  // namespace skillwake::client
