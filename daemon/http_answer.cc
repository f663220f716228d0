#include "daemon/http_answer.h"

#include "protocol/message.h"

#include <string_view>
#include <tuple>
#include <utility>

namespace skillwake::daemon {
namespace {

struct Refusal {
    std::string error;

    static constexpr auto kFields = std::tuple(protocol::required("error", &Refusal::error));
};

std::string_view reason(int code) {
    switch (code) {
        case 200:
            return "OK";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 431:
            return "Request Header Fields Too Large";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Internal Server Error";
    }
}

/// Headers that a code obliges us to send.
std::string_view further_header(int code) {
    switch (code) {
        case 401:
            return "WWW-Authenticate: Bearer\r\n";
        case 405:
            return "Allow: POST\r\n";
        default:
            return "";
    }
}

}  // namespace

HttpAnswer http_refusal(int code, std::string message) {
    return {code, protocol::to_json(Refusal{std::move(message)})};
}

std::string to_bytes(const HttpAnswer& answer, KeepAlive keep_alive) {
    std::string bytes = "HTTP/1.1 " + std::to_string(answer.code) + " ";
    bytes.append(reason(answer.code)).append("\r\n").append(further_header(answer.code));
    bytes.append("Cache-Control: no-store\r\n");
    if (!answer.body.empty()) {
        bytes.append("Content-Type: application/json\r\n");
    }
    if (keep_alive == KeepAlive::No) {
        bytes.append("Connection: close\r\n");
    }
    bytes.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n\r\n");
    return bytes.append(answer.body);
}

}  // namespace skillwake::daemon
