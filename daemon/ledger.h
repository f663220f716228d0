#pragma once

#include "protocol/decision.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// How a conversation came by a skill: the first three by us, the others by the host or the agent itself.
enum class Given {
    Automatic,
    Mention,
    Tool,    ///< a Skill tool, ours or the host's
    Typed,   ///< /name
    Read,    ///< its SKILL.md
    Script,  ///< a file of its folder was run
};

constexpr std::string_view name_of(Given how) {
    constexpr std::string_view kNames[] = {"automatic", "mention", "tool", "typed", "read", "script"};
    return kNames[static_cast<std::size_t>(how)];
}
/// nullopt: no such name.
std::optional<Given> given_named(std::string_view name);

/// What one agent of one session has been given. Plain data: a copy is a fork.
class Ledger {
public:
    struct Entry {
        std::string skill;  ///< qualified name
        std::string path;   ///< of its SKILL.md
        std::string digest;
        Given how = Given::Automatic;
        /// How much of it; a line is no content, and stands here so that it is not said twice.
        protocol::DeliveryMode mode = protocol::DeliveryMode::Full;
        std::uint64_t tokens = 0;
        std::chrono::seconds given_at{};  ///< since 1970
        bool held = true;                 ///< false: the conversation lost it

        bool operator==(const Entry&) const = default;
    };

    /// How much of this version of the skill at `path` the conversation still has; nullopt: nothing.
    std::optional<protocol::DeliveryMode> held(const std::string& path, const std::string& digest) const;
    /// Whether it still has all of it.
    bool holds(const std::string& path, const std::string& digest) const {
        return held(path, digest) == protocol::DeliveryMode::Full;
    }
    /// Whether it had a content of that skill, of whatever version, and lost it.
    bool lost(const std::string& path) const;

    /// Notes what was handed over; a skill has one entry. Less of a version than is held changes nothing:
    /// false. At the limit the oldest entry is dropped.
    bool note(Entry entry, std::size_t most_entries = kMostEntries);
    /// The context was compacted: nothing that was given is there any more.
    void lose_all();

    /// Of everything that nobody asked for by name, since the ledger began.
    std::uint64_t automatic_tokens() const { return automatic_tokens_; }

    const std::vector<Entry>& entries() const { return entries_; }
    /// Skills of which a content is held.
    std::size_t held_count() const;

    /// As it was written down.
    static Ledger restored(std::vector<Entry> entries, std::uint64_t automatic_tokens);

    static constexpr std::size_t kMostEntries = 1'000;

private:
    std::vector<Entry> entries_;
    std::uint64_t automatic_tokens_ = 0;
};

}  // namespace skillwake::daemon
