#include "client/context.h"

namespace skillwake::client {

std::string absolute_path(const Context& context, std::string_view path) {
    return (std::filesystem::path(context.own_cwd) / path).lexically_normal().string();
}

std::optional<std::string> request_cwd(const Context& context) {
    if (!context.flags.cwd.empty()) {
        return absolute_path(context, context.flags.cwd);
    }
    if (context.own_cwd.empty()) {
        return std::nullopt;
    }
    return context.own_cwd;
}

}  // namespace skillwake::client
