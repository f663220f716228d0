#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// Error: something of the file does not count. Warning: it was read, but its author should know. Advice: it
/// works, and could be better; only the lint gives it.
enum class Severity { Error, Warning, Advice };

constexpr std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::Error:
            return "error";
        case Severity::Warning:
            return "warning";
        case Severity::Advice:
            return "advice";
    }
    return "unknown";
}

/// What is wrong with a file, where, and what its author can do.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string path;
    std::uint32_t line = 0;  ///< 1-based; 0: the file as a whole
    std::string message;
    std::string fix;     ///< may be empty
    std::string rule{};  ///< stable id, as skill/rules.h lists them; empty: rule_of() finds it

    bool operator==(const Diagnostic&) const = default;
};

}  // namespace skillwake::skill
