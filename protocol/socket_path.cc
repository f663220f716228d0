#include "protocol/socket_path.h"

#include <unistd.h>

#include <cstdlib>

namespace skillwake::protocol {
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return value == nullptr ? std::string() : std::string(value);
}

std::string wanted_path(const std::string& chosen) {
    if (!chosen.empty()) {
        return chosen;
    }
    if (auto named = environment("SKILLWAKE_SOCKET"); !named.empty()) {
        return named;
    }
    if (const auto runtime = environment("XDG_RUNTIME_DIR"); !runtime.empty()) {
        return runtime + "/skillwake/skillwake.sock";
    }
    return "/tmp/skillwake-" + std::to_string(::getuid()) + "/skillwake.sock";
}

}  // namespace

Result<std::string> socket_path(const std::string& chosen) {
    auto path = wanted_path(chosen);
    if (path.size() > kMaxSocketPathBytes) {
        return Error(Errc::TooLarge, "socket path is longer than " + std::to_string(kMaxSocketPathBytes) +
                                         " bytes: choose a shorter one with --socket or $SKILLWAKE_SOCKET");
    }
    if (path.find('\0') != std::string::npos) {
        return Error(Errc::Invalid, "socket path holds a NUL byte");
    }
    return path;
}

}  // namespace skillwake::protocol
