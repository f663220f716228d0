#include "daemon/history.h"

#include "base/text.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

namespace skillwake::daemon {
namespace {

using protocol::HistoryAction;
using protocol::HistoryEntry;

bool is_of(const HistoryEntry& entry, const std::string& session, const std::string& agent,
           const std::string& skill) {
    return entry.session == session && entry.agent == agent && entry.skill == skill;
}

/// Two keys are the same by a chance of 1 in 2^64, which is looked at.
std::uint64_t key_of(std::string_view session, std::string_view agent, std::string_view skill) {
    constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15U;
    const std::hash<std::string_view> hash;
    return (hash(session) * kMix ^ hash(agent)) * kMix ^ hash(skill);
}

/// "plugin:name" is also found as "name".
bool is_named(const std::string& skill, const std::string& wanted) {
    const auto colon = skill.find(':');
    return equal_folded(skill, wanted) ||
           (colon != std::string::npos && equal_folded(std::string_view(skill).substr(colon + 1), wanted));
}

template <class Stats>
void count(Stats& stats, const HistoryEntry& entry) {
    stats.suggested += entry.action == HistoryAction::Suggested ? 1 : 0;
    stats.loaded += entry.action == HistoryAction::Loaded ? 1 : 0;
    stats.used += entry.used ? 1 : 0;
    stats.tokens += entry.action == HistoryAction::Loaded ? entry.tokens : 0;
}

template <class Stats>
bool comes_first(const Stats& a, const Stats& b) {
    return std::pair(a.loaded, a.suggested) > std::pair(b.loaded, b.suggested);
}

}  // namespace

HistoryEntry* History::last_of(const std::string& session, const std::string& agent,
                               const std::string& skill) {
    const auto id = recent_.newest(key_of(session, agent, skill));
    if (id == 0 || entries_.empty()) {
        return nullptr;
    }
    // Ids follow each other, as long as nothing was forgotten from between.
    const auto guess = entries_.end() - static_cast<std::ptrdiff_t>(
                                            std::min<std::uint64_t>(last_id_ - id + 1, entries_.size()));
    const auto found = guess->id == id
                           ? guess
                           : std::lower_bound(entries_.begin(), entries_.end(), id,
                                              [](const HistoryEntry& entry, std::uint64_t wanted) {
                                                  return entry.id < wanted;
                                              });
    const bool known = found != entries_.end() && found->id == id;
    return known && is_of(*found, session, agent, skill) ? &*found : nullptr;
}

/// Anew, after entries have gone from anywhere.
void History::remember_recent() {
    recent_.clear();
    const auto first = entries_.size() - std::min(entries_.size(), kLookBack);
    for (auto at = first; at < entries_.size(); ++at) {
        const auto& entry = entries_[at];
        recent_.add(key_of(entry.session, entry.agent, entry.skill), entry.id);
    }
}

void History::add(HistoryEntry entry) {
    if (entry.action == HistoryAction::Suggested) {
        const auto* last = last_of(entry.session, entry.agent, entry.skill);
        if (last != nullptr && last->action == HistoryAction::Suggested && !last->used) {
            return;
        }
    }
    entry.id = ++last_id_;
    recent_.add(key_of(entry.session, entry.agent, entry.skill), entry.id);
    if (sink_ != nullptr) {
        sink_->write(HistoryAdded{entry});
    }
    entries_.push_back(std::move(entry));
    if (entries_.size() > most_) {
        entries_.pop_front();
    }
}

bool History::mark_used(const std::string& session, const std::string& agent, const std::string& skill) {
    auto* last = last_of(session, agent, skill);
    if (last == nullptr || last->action == HistoryAction::Used) {
        return false;
    }
    if (!std::exchange(last->used, true) && sink_ != nullptr) {
        sink_->write(HistoryUsed{last->id});
    }
    return true;
}

void History::forget(const std::string& session) {
    const auto before = entries_.size();
    entries_.erase(std::remove_if(entries_.begin(), entries_.end(),
                                  [&](const HistoryEntry& entry) { return entry.session == session; }),
                   entries_.end());
    if (entries_.size() != before) {
        remember_recent();
    }
    if (sink_ != nullptr) {
        sink_->write(HistoryForgotten{session});
    }
}

void History::restore(std::vector<HistoryEntry> entries) {
    const auto surplus = entries.size() - std::min(entries.size(), most_);
    entries_.assign(std::make_move_iterator(entries.begin() + static_cast<std::ptrdiff_t>(surplus)),
                    std::make_move_iterator(entries.end()));
    last_id_ = entries_.empty() ? 0 : entries_.back().id;
    remember_recent();
}

protocol::HistoryListResult History::list(const protocol::HistoryListParams& params) const {
    protocol::HistoryListResult result;
    for (auto entry = entries_.rbegin(); entry != entries_.rend() && result.entries.size() < params.limit;
         ++entry) {
        const bool wanted = (!params.session || entry->session == *params.session) &&
                            (!params.skill || is_named(entry->skill, *params.skill));
        if (wanted) {
            result.entries.push_back(*entry);
        }
    }
    return result;
}

protocol::HistoryStatsResult History::stats() const {
    protocol::HistoryStatsResult result;
    result.entries = entries_.size();
    result.since = entries_.empty() ? 0 : entries_.front().at;
    std::map<std::string, std::pair<protocol::SkillStats, std::map<std::string, protocol::TriggerStats>>>
        skills;
    for (const auto& entry : entries_) {
        auto& [skill, triggers] = skills[entry.skill];
        count(skill, entry);
        skill.unaided += entry.action == HistoryAction::Used ? 1 : 0;
        for (const auto& trigger : entry.triggers) {
            count(triggers[trigger], entry);
        }
    }
    for (auto& [name, counted] : skills) {
        auto& [skill, triggers] = counted;
        skill.skill = name;
        for (auto& [trigger, stats] : triggers) {
            stats.trigger = trigger;
            skill.triggers.push_back(stats);
        }
        std::stable_sort(skill.triggers.begin(), skill.triggers.end(), comes_first<protocol::TriggerStats>);
        result.skills.push_back(std::move(skill));
    }
    std::stable_sort(result.skills.begin(), result.skills.end(), comes_first<protocol::SkillStats>);
    return result;
}

}  // namespace skillwake::daemon
