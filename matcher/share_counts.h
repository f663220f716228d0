#pragma once

#include "matcher/derived_triggers.h"
#include "skill/trigger.h"

#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace skillwake::matcher {

/// How many triggers of a root's skills say the same. What several say is no reason to name one of them: its
/// weight is divided among them (see kDerivedImport). Two of different texts are told apart by a hash of 64
/// bits.
///
///     ShareCounts counts;  counts.add(import of numpy);  counts.add(import of numpy, by another skill)
///     counts.count(import of numpy) is 2
///
/// Of a few skills beside a root's rest those of the rest are counted, too, but for what is gone.
class ShareCounts {
public:
    /// `rest` must live as long as counts are asked for.
    void stand_beside(const ShareCounts& rest) { rest_ = &rest; }

    void add(const skill::Trigger& sign) { ++counts_[key_of(sign)]; }
    void add(const DerivedTrigger& trigger) { ++counts_[key_of(trigger)]; }
    /// One of the rest's is gone.
    void leave_out(const skill::Trigger& sign) { ++gone_[key_of(sign)]; }
    void leave_out(const DerivedTrigger& trigger) { ++gone_[key_of(trigger)]; }

    /// Of one that was added, at least 1.
    template <class Trigger>
    double count(const Trigger& trigger) const {
        return count_of(key_of(trigger));
    }

private:
    static std::uint64_t key_of(const skill::Trigger& sign);
    static std::uint64_t key_of(const DerivedTrigger& trigger);
    double count_of(std::uint64_t key) const;

    std::unordered_map<std::uint64_t, std::uint32_t> counts_;
    std::unordered_map<std::uint64_t, std::uint32_t> gone_;
    const ShareCounts* rest_ = nullptr;
};

}  // namespace skillwake::matcher
