#pragma once

#include "skill/scan.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string_view>

namespace skillwake::daemon {

/// What happened in one root since it was read last, and when it is time to read it again. One edit is looked
/// at almost at once. Of many, as of a checkout, only the end: the longer they have been going on the longer
/// it must be quiet. Pure: told the time.
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

    bool any() const { return any_; }
    /// How long after `now` to read it; zero or less: now. Only where there is any().
    Time wait(Time now) const;

    struct Changes {
        bool whole = false;  ///< anything may have changed
        skill::Touched touched;
    };
    /// Leaves nothing pending.
    Changes take();

private:
    void note(Time now);

    bool any_ = false;
    Time first_{};
    Time last_{};
    std::size_t names_ = 0;
    Changes changes_;
};

}  // namespace skillwake::daemon
