#include "daemon/name_group.h"

#include "base/text.h"
#include "matcher/text_hash.h"

#include <map>
#include <string>
#include <utility>

namespace skillwake::daemon {

std::uint64_t group_of(std::string_view name) {
    return matcher::hash_text(fold_ascii(name.substr(name.rfind(':') + 1)));
}

std::vector<Hidden> hidden_in(std::span<const Bearer> group, skill::Precedence precedence) {
    std::vector<Hidden> hidden;
    std::map<std::string, const Bearer*> by_qualified_name;  // visible ones, the first of each
    std::map<std::pair<std::string, std::string_view>, const Bearer*> by_text;  // the same, by name and body
    for (const auto& bearer : group) {
        auto text = std::pair(fold_ascii(bearer.skill->name), trim(bearer.skill->body()));
        const auto original = by_text.find(text);
        if (original != by_text.end()) {
            hidden.push_back({bearer.ref, original->second->ref, true});
            continue;
        }
        const auto [first, is_first] =
            by_qualified_name.try_emplace(fold_ascii(bearer.skill->qualified_name()), &bearer);
        if (first->second->root < bearer.root && precedence != skill::Precedence::Codex) {
            hidden.push_back({bearer.ref, first->second->ref, false});
            continue;
        }
        if (!text.second.empty()) {  // bodies that say nothing make no copies
            by_text.emplace(std::move(text), &bearer);
        }
    }
    return hidden;
}

}  // namespace skillwake::daemon
