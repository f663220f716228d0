#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace skillwake::client::mcp {

/// The protocol's revisions that we speak, the oldest first. All but the last begin with `initialize` and
/// hold for the process; from 2026-07-28 on each request tells its own, and there is no handshake.
enum class Revision { R2024_11_05, R2025_03_26, R2025_06_18, R2025_11_25, R2026_07_28 };

inline constexpr std::array kRevisions = {
    std::pair{Revision::R2024_11_05, std::string_view("2024-11-05")},
    std::pair{Revision::R2025_03_26, std::string_view("2025-03-26")},
    std::pair{Revision::R2025_06_18, std::string_view("2025-06-18")},
    std::pair{Revision::R2025_11_25, std::string_view("2025-11-25")},
    std::pair{Revision::R2026_07_28, std::string_view("2026-07-28")},
};

/// What `initialize` gets that asks for one that we do not know, or for one that has no `initialize`.
inline constexpr Revision kLatestWithHandshake = Revision::R2025_11_25;

constexpr std::string_view name_of(Revision revision) {
    return kRevisions[static_cast<std::size_t>(revision)].second;
}

constexpr std::optional<Revision> revision_named(std::string_view name) {
    for (const auto& [revision, known] : kRevisions) {
        if (known == name) {
            return revision;
        }
    }
    return std::nullopt;
}

constexpr bool is_stateless(Revision revision) {
    return revision >= Revision::R2026_07_28;
}
constexpr bool has_batches(Revision revision) {
    return revision == Revision::R2025_03_26;
}
/// Whether an error may leave out the id of a request that could not be read. The older schemas have no place
/// for such an error.
constexpr bool may_omit_id(Revision revision) {
    return revision >= Revision::R2025_11_25;
}
/// The code for a resource that is not there.
constexpr int no_resource_code(Revision revision) {
    return is_stateless(revision) ? -32602 : -32002;
}

}  // namespace skillwake::client::mcp
