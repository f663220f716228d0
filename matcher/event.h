#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// A file that the assistant read, wrote or edited. All of it or pieces; views borrow from the caller.
struct TouchedFile {
    std::string_view path;      ///< relative to the workspace where possible, '/' between folders
    std::string_view language;  ///< one of ours ("python"); empty: guessed by the path
    std::vector<std::string_view>
        pieces;  ///< the whole text, or the fragments of an edit; none: only its path is known
};

/// What the matcher judges: one thing that happened, with everything that can be evidence in it.
struct Event {
    std::string_view prompt;
    std::vector<TouchedFile> files;
    std::vector<std::string_view> commands;  ///< shell commands
    std::vector<std::string_view> outputs;   ///< what tools answered, failures above all
    std::string_view workspace = {};         ///< absolute folder of the session
    std::string_view project = {};           ///< that `workspace` is, or lies in; empty: unknown
};

}  // namespace skillwake::matcher
