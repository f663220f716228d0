#include "matcher/address_host.h"

#include "base/text.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMostHosts = 64;
constexpr std::string_view kMark = "://";

constexpr bool is_host_char(char c) {
    return is_alnum(c) || c == '.' || c == '-';
}

/// Whether the letters before `mark` are "http" or "https".
bool is_http(std::string_view text, std::size_t mark) {
    auto begin = mark;
    while (begin > 0 && is_alpha(text[begin - 1])) {
        --begin;
    }
    const auto scheme = fold_ascii(text.substr(begin, mark - begin));
    return scheme == "http" || scheme == "https";
}

}  // namespace

std::vector<AddressHost> hosts_in(std::string_view text) {
    std::vector<AddressHost> hosts;
    for (auto mark = text.find(kMark); mark != std::string_view::npos && hosts.size() < kMostHosts;
         mark = text.find(kMark, mark + 1)) {
        if (!is_http(text, mark)) {
            continue;
        }
        auto begin = mark + kMark.size();
        const auto authority = std::min(text.find_first_of(" \t\r\n/?#\"'`<>()", begin), text.size());
        if (const auto user = text.substr(begin, authority - begin).rfind('@');
            user != std::string_view::npos) {
            begin += user + 1;
        }
        auto end = begin;
        while (end < authority && is_host_char(text[end])) {
            ++end;
        }
        while (end > begin && text[end - 1] == '.') {
            --end;
        }
        if (end > begin) {
            hosts.push_back({fold_ascii(text.substr(begin, end - begin)), begin, end});
        }
    }
    return hosts;
}

}  // namespace skillwake::matcher
