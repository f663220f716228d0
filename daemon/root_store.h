#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/catalogue.h"
#include "daemon/root_snapshot.h"
#include "skill/roots.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace skillwake::daemon {

/// The root snapshots that are loaded, and the catalogues made of them. Does no I/O but for looking which
/// roots a folder has. Belongs to the loop thread.
class RootStore {
public:
    /// `fixed`: every workspace sees these roots and no others; empty: the standard ones of its folder.
    RootStore(std::vector<skill::RootSpec> fixed, skill::Places places, const Clock& clock);

    /// The catalogue of a session in `cwd`. Errc::NotReady: some of its roots are not loaded; they are wanted
    /// now.
    Result<std::shared_ptr<const Catalogue>> catalogue(const std::filesystem::path& cwd);

    /// The roots that were asked for since the last call and are not loaded.
    std::vector<skill::RootSpec> take_wanted();

    /// A root is loaded, or loaded anew: every workspace that sees it gets the new snapshot.
    void put(std::shared_ptr<const RootSnapshot> snapshot);
    /// A root was loaded anew, and what is there is what we have.
    void confirm(const skill::RootSpec& spec) { ++states_[spec].loads; }

    struct Root {
        skill::RootSpec spec;
        std::shared_ptr<const RootSnapshot> snapshot;  ///< null: being loaded
        std::uint64_t loads = 0;                       ///< how often it has been read
    };
    std::vector<Root> roots() const;
    std::shared_ptr<const RootSnapshot> snapshot(const skill::RootSpec& spec) const;
    const std::vector<skill::RootSpec>& fixed() const { return fixed_; }
    const std::filesystem::path& home() const { return places_.home; }

    /// Counts every put().
    std::uint64_t generation() const { return generation_; }

private:
    struct Workspace {
        std::vector<skill::RootSpec> roots;
        Clock::Duration looked_at{};
        std::shared_ptr<const Catalogue> catalogue;  ///< null: to be made anew
    };
    struct State {
        std::shared_ptr<const RootSnapshot> snapshot;
        std::uint64_t loads = 0;
    };

    Workspace& workspace(const std::filesystem::path& cwd);
    bool want_missing(const Workspace& workspace);

    std::vector<skill::RootSpec> fixed_;
    skill::Places places_;
    const Clock& clock_;
    std::map<skill::RootSpec, State> states_;
    std::map<std::filesystem::path, Workspace> workspaces_;
    std::vector<skill::RootSpec> wanted_;
    std::uint64_t generation_ = 0;
};

}  // namespace skillwake::daemon
