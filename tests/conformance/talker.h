#pragma once

#include "base/result.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace skillwake::conformance {

/// A daemon with one connection to it, however that is made.
class Talker {
public:
    virtual ~Talker() = default;

    virtual Status send(const std::string& line) = 0;
    /// The next line that it says. Errc::Unavailable: it says nothing more.
    virtual Result<std::string> next_line() = 0;
    /// Ends it; an error when it does not end well.
    virtual Status end() = 0;
};

/// The dispatcher as a function, in this process.
std::unique_ptr<Talker> function_talker(const std::filesystem::path& root);

/// The program `skillwaked` on a socket in `folder`, which must live as long.
Result<std::unique_ptr<Talker>> socket_talker(const std::filesystem::path& skillwaked,
                                              const std::filesystem::path& root,
                                              const std::filesystem::path& folder);

}  // namespace skillwake::conformance
