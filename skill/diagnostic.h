#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// Error: something of the file does not count. Warning: it was read, but its author should know.
enum class Severity { Error, Warning };

constexpr std::string_view name_of(Severity severity) {
    return severity == Severity::Error ? "error" : "warning";
}

/// What is wrong with a file, where, and what its author can do.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string path;
    std::uint32_t line = 0;  ///< 1-based; 0: the file as a whole
    std::string message;
    std::string fix;  ///< may be empty

    bool operator==(const Diagnostic&) const = default;
};

}  // namespace skillwake::skill
