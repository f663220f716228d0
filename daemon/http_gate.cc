#include "daemon/http_gate.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace skillwake::daemon {
namespace {

constexpr std::string_view kPath = "/hook";
constexpr std::string_view kHostParameter = "host=";
constexpr std::uint16_t kUsualPort = 80;  // clients leave it out of `Host`
constexpr std::array<std::string_view, 3> kLoopback = {"127.0.0.1", "localhost", "[::1]"};

std::vector<std::string_view> values_of(const HttpHead& head, std::string_view name) {
    std::vector<std::string_view> values;
    for (const auto& header : head.headers) {
        if (equal_folded(header.name, name)) {
            values.push_back(trim(header.value));
        }
    }
    return values;
}

/// What stands behind the loopback name that `text` begins with; nullopt: it begins with none.
std::optional<std::string_view> behind_loopback(std::string_view text) {
    for (const auto name : kLoopback) {
        if (equal_folded(text.substr(0, name.size()), name)) {
            return text.substr(name.size());
        }
    }
    return std::nullopt;
}

bool is_our_host(std::string_view host, std::uint16_t port) {
    const auto rest = behind_loopback(host);
    return rest && (*rest == ":" + std::to_string(port) || (rest->empty() && port == kUsualPort));
}

/// A page that this machine itself serves.
bool is_loopback_origin(std::string_view origin) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        const auto rest =
            origin.starts_with(scheme) ? behind_loopback(origin.substr(scheme.size())) : std::nullopt;
        if (rest) {
            return rest->empty() ||
                   (rest->starts_with(':') && std::all_of(rest->begin() + 1, rest->end(), is_digit));
        }
    }
    return false;
}

std::optional<HttpAnswer> refuse_place(const HttpHead& head, const HttpRules& rules) {
    const auto hosts = values_of(head, "host");
    if (hosts.size() != 1) {
        return http_refusal(400, "one Host is needed");
    }
    if (!is_our_host(hosts[0], rules.port)) {
        return http_refusal(403, "Host: expected 127.0.0.1, localhost or [::1], with our port");
    }
    const auto origins = values_of(head, "origin");
    if (!std::all_of(origins.begin(), origins.end(), is_loopback_origin)) {
        return http_refusal(403, "Origin: only pages of this machine may ask");
    }
    return std::nullopt;
}

bool has_token(const HttpHead& head, const HttpRules& rules) {
    constexpr std::string_view kScheme = "bearer ";
    const auto values = values_of(head, "authorization");
    return values.size() == 1 && equal_folded(values[0].substr(0, kScheme.size()), kScheme) &&
           equal_secrets(trim(values[0].substr(kScheme.size())), rules.token);
}

/// Without one it is taken for JSON.
bool is_json(const HttpHead& head) {
    const auto types = values_of(head, "content-type");
    return std::all_of(types.begin(), types.end(), [](std::string_view type) {
        return equal_folded(trim(type.substr(0, type.find(';'))), "application/json");
    });
}

std::variant<HttpWish, HttpAnswer> read_target(std::string_view target) {
    const auto mark = target.find('?');
    if (target.substr(0, mark) != kPath) {
        return http_refusal(404, "no such path: there is /hook");
    }
    HttpWish wish;
    if (mark != std::string_view::npos) {
        const auto query = target.substr(mark + 1);
        if (!query.starts_with(kHostParameter)) {
            return http_refusal(400, "query: expected host=NAME");
        }
        wish.host = std::string(query.substr(kHostParameter.size()));
    }
    return wish;
}

}  // namespace

bool equal_secrets(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) {
        return false;
    }
    volatile unsigned char difference = 0;
    for (std::size_t at = 0; at < a.size(); ++at) {
        difference = static_cast<unsigned char>(difference | (a[at] ^ b[at]));
    }
    return difference == 0;
}

bool expects_continue(const HttpHead& head) {
    const auto values = values_of(head, "expect");
    return std::any_of(values.begin(), values.end(),
                       [](std::string_view value) { return equal_folded(value, "100-continue"); });
}

std::variant<HttpWish, HttpAnswer> judge_head(const HttpHead& head, const HttpRules& rules) {
    if (auto refused = refuse_place(head, rules)) {
        return *std::move(refused);
    }
    if (!has_token(head, rules)) {
        return http_refusal(401, "Authorization: expected Bearer and the token of the daemon's token file");
    }
    auto wish = read_target(head.target);
    if (std::holds_alternative<HttpAnswer>(wish)) {
        return wish;
    }
    if (head.method != "POST") {
        return http_refusal(405, "expected POST");
    }
    if (!is_json(head)) {
        return http_refusal(415, "Content-Type: expected application/json");
    }
    if (head.length && *head.length > rules.body_bytes) {
        return http_refusal(413, "a body of more than " + std::to_string(rules.body_bytes) + " bytes");
    }
    return wish;
}

}  // namespace skillwake::daemon
