#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// How a conversation came by a skill.
enum class Given { Automatic, Mention, Tool };

constexpr std::string_view name_of(Given how) {
    switch (how) {
        case Given::Automatic:
            return "automatic";
        case Given::Mention:
            return "mention";
        case Given::Tool:
            return "tool";
    }
    return "unknown";
}

/// What one agent of one session has been given. Plain data: a copy is a fork.
class Ledger {
public:
    struct Entry {
        std::string skill;  ///< qualified name
        std::string path;   ///< of its SKILL.md
        std::string digest;
        Given how = Given::Automatic;
        std::uint64_t tokens = 0;
        std::chrono::seconds given_at{};  ///< since 1970
        bool held = true;                 ///< false: the conversation lost it
    };

    /// Whether the conversation still has this version of the skill at `path`.
    bool holds(const std::string& path, const std::string& digest) const;
    /// Notes a content that was handed over; a skill has one entry, its newest.
    void note(Entry entry);
    /// The context was compacted or cleared: nothing that was given is there any more.
    void lose_all();

    const std::vector<Entry>& entries() const { return entries_; }
    std::size_t held_count() const;

private:
    std::vector<Entry> entries_;
};

}  // namespace skillwake::daemon
