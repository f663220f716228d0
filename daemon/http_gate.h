#pragma once

#include "daemon/http_answer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace skillwake::daemon {

struct HttpHeader {
    std::string name;  ///< as it was sent
    std::string value;
};

/// A request without its body.
struct HttpHead {
    std::string method;
    std::string target;  ///< path and query
    std::vector<HttpHeader> headers;
    std::optional<std::uint64_t> length;  ///< of the body, where it was told in advance
};

/// Who may ask, and how much.
struct HttpRules {
    std::uint16_t port = 0;
    std::string token;
    std::size_t body_bytes = 0;
    std::size_t head_bytes = 16U << 10U;  ///< names and values of all headers, and the target
};

/// What an accepted request asks for, besides its body.
struct HttpWish {
    std::optional<std::string> host;  ///< the assistant that calls, from `?host=`
};

/// Decides by the head alone, so that a stranger's body is never kept. A page in a browser is kept out by
/// `Host` (a name of its own that leads to us) and `Origin`; other users of the machine by the token.
std::variant<HttpWish, HttpAnswer> judge_head(const HttpHead& head, const HttpRules& rules);

/// Whether both are the same; the time it takes tells no more than their lengths.
bool equal_secrets(std::string_view a, std::string_view b);

/// Whether the client waits for kHttpContinue.
bool expects_continue(const HttpHead& head);

}  // namespace skillwake::daemon
