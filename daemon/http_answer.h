#pragma once

#include <string>

namespace skillwake::daemon {

/// An answer of HTTP without its headers. Codes are those of RFC 9110.
struct HttpAnswer {
    int code = 200;
    std::string body;  ///< JSON; empty: there is nothing to say
};

/// The answer to what is refused: `{"error": message}`.
HttpAnswer http_refusal(int code, std::string message);

enum class KeepAlive { Yes, No };

/// The whole answer as it goes over the wire.
std::string to_bytes(const HttpAnswer& answer, KeepAlive keep_alive);

/// What a client that asked for it waits for before it sends its body.
inline constexpr const char* kHttpContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace skillwake::daemon
