#include "client/mcp/paging.h"

#include <algorithm>
#include <charconv>

namespace skillwake::client::mcp {

std::variant<Page, Failure> page_of(const std::optional<JsonValue>& params, std::size_t total,
                                    std::size_t most) {
    Page page;
    if (const auto cursor = params ? params->member("cursor") : std::nullopt) {
        const auto text = cursor->string().value_or("");
        const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), page.begin);
        if (text.empty() || failed != std::errc() || end != text.data() + text.size()) {
            return Failure{kInvalidParams, "cursor: not one of ours", std::nullopt};
        }
    }
    page.begin = std::min(page.begin, total);
    page.end = page.begin + std::min(most, total - page.begin);
    if (page.end < total) {
        page.next_cursor = std::to_string(page.end);
    }
    return page;
}

}  // namespace skillwake::client::mcp
