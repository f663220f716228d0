#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::hook {

/// One file of cases/: a hook's input, what is asked for it, what is answered, and what the host gets. The
/// members are JSON texts.
struct HookCase {
    std::string about;
    std::optional<std::string> host;
    std::string input;
    std::vector<std::string> questions;  ///< the params of `session.event`, in order
    std::vector<std::string> results;    ///< as many
    std::string output;                  ///< "null": nothing is printed
};

HookCase read_case(const std::filesystem::path& file);

/// All files of `folder`, sorted.
std::vector<std::filesystem::path> files_of(const std::filesystem::path& folder);

}  // namespace skillwake::hook
