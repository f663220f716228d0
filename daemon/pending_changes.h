#pragma once

#include "skill/scan.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace skillwake::daemon {

/// What happened in one root since it was read last, and when it is time to serve what it has become. One
/// edit is looked at almost at once. Of many, as of a checkout, only the end: the longer they have been going
/// on the longer it must be quiet; what comes meanwhile may be read, but is not served. Pure: told the time.
class PendingChanges {
public:
    using Time = std::chrono::milliseconds;

    static constexpr Time kLeastQuiet{2};              ///< an editor writes, renames and syncs in one go
    static constexpr Time kMostQuiet{60};              ///< a checkout has pauses
    static constexpr Time kPatience{2'000};            ///< then it is read even if the changes do not end
    static constexpr std::size_t kMaxNames = 100'000;  ///< beyond it a whole scan is cheaper

    void touch(const std::filesystem::path& folder, std::string_view name, Time now);
    /// Anything may have changed.
    void touch_all(Time now);

    /// Since the last take().
    bool any() const { return any_; }
    /// How many entries of folders were told of; 0 where anything may have changed.
    std::size_t names() const { return changes_.whole ? 0 : names_; }
    /// How long after `now` to serve it; zero or less: now. Only where something changed that is not served.
    Time wait(Time now) const;
    /// Whether to serve it even if more has come meanwhile.
    bool is_overdue(Time now) const { return now >= first_ + kPatience; }

    struct Changes {
        bool whole = false;  ///< anything may have changed
        skill::Touched touched;
    };
    /// Leaves nothing pending.
    Changes take();
    /// All that was taken is served now.
    void served();

private:
    void note(Time now);

    bool any_ = false;
    bool unserved_ = false;
    Time first_{};  ///< of what is not served
    Time begun_{};  ///< of what is pending
    Time last_{};
    std::size_t names_ = 0;
    Changes changes_;
};

}  // namespace skillwake::daemon
