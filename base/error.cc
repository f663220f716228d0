#include "base/error.h"

#include <cerrno>
#include <system_error>

namespace skillwake {

Error Error::context(std::string_view where) && {
    std::string told;
    told.reserve(where.size() + 2 + message_.size());
    told.append(where).append(": ").append(message_);
    message_ = std::move(told);
    return std::move(*this);
}

Error system_error(int error_number) {
    auto message = std::generic_category().message(error_number);
    if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') {
        message[0] = static_cast<char>(message[0] - 'A' + 'a');
    }
    switch (error_number) {
        case ENOENT:
        case ENOTDIR:
            return {Errc::NotFound, std::move(message)};
        case EACCES:
        case EPERM:
        case ELOOP:
        case EXDEV:
            return {Errc::Denied, std::move(message)};
        case ECONNREFUSED:
        case ECONNRESET:
        case EPIPE:
        case EAGAIN:
        case ETIMEDOUT:
            return {Errc::Unavailable, std::move(message)};
        default:
            return {Errc::Io, std::move(message)};
    }
}

}  // namespace skillwake
