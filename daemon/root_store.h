#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "daemon/catalogue.h"
#include "daemon/root_snapshot.h"
#include "daemon/trust.h"
#include "skill/roots.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace skillwake::daemon {

/// A workspace's catalogue that is to be made of these; on any thread.
struct CatalogueOrder {
    std::filesystem::path workspace;
    std::uint64_t number = 0;
    std::vector<std::shared_ptr<const RootSnapshot>> roots;
    std::uint64_t generation = 0;
    skill::Precedence precedence{};
    std::string project;

    std::shared_ptr<const Catalogue> make() const {
        return std::make_shared<const Catalogue>(roots, generation, precedence, project);
    }
};

/// The root snapshots that are loaded, and the catalogues made of them. Does no I/O but for looking which
/// roots a folder has. Belongs to the loop thread.
class RootStore {
public:
    /// `fixed`: every workspace sees these roots and no others; empty: the standard ones of its folder.
    /// `trust`: unless it is Host, roots of projects come last, so that no stranger's skill stands in front
    /// of another.
    RootStore(std::vector<skill::RootSpec> fixed, skill::Places places, const Clock& clock,
              skill::Precedence precedence = skill::Precedence::Spec,
              ProjectTrust trust = ProjectTrust::Host);

    /// From now on catalogues of more skills than that are ordered, not made at once, and what was made of so
    /// many is given back by take_retired(): either takes milliseconds.
    void leave_large_ones(std::size_t skills) { most_skills_ = skills; }

    /// The catalogue of a session in `cwd`. Errc::NotReady: some of its roots are not loaded, or it is not
    /// made; they are wanted, or it is ordered, now.
    Result<std::shared_ptr<const Catalogue>> catalogue(const std::filesystem::path& cwd);

    /// A file was touched in a session in `cwd`: the skill folders between it and `cwd`, or its project's
    /// root, belong to the workspace from now on. `file`: absolute, or relative to `cwd`. Files outside of
    /// the project, in `.git`, in `node_modules` or in a folder that .gitignore files ignore change nothing,
    /// nor does any when the roots are fixed.
    void touched(const std::filesystem::path& cwd, const std::filesystem::path& file);

    /// The roots that were asked for since the last call and are not loaded.
    std::vector<skill::RootSpec> take_wanted();

    /// The catalogues that were ordered since the last call.
    std::vector<CatalogueOrder> take_orders() { return std::exchange(orders_, {}); }
    /// One that was ordered is there; when its workspace has changed meanwhile it is retired.
    void put(const CatalogueOrder& order, std::shared_ptr<const Catalogue> made);
    /// What is not needed any more, to be dropped where it may take its time.
    std::vector<std::shared_ptr<const void>> take_retired() { return std::exchange(retired_, {}); }

    /// A root is loaded, or loaded anew: every workspace that sees it gets the new snapshot.
    void put(std::shared_ptr<const RootSnapshot> snapshot);
    /// A root was loaded anew, and nobody could tell `snapshot` from what we have: no new generation.
    void confirm(std::shared_ptr<const RootSnapshot> snapshot);

    /// `merged` says what `of` says, with one index instead of two: no new generation, and what is served
    /// goes on until catalogues of it are there. False: `of` is not what we have any more, nothing changed.
    bool put_merged(const std::shared_ptr<const RootSnapshot>& of,
                    std::shared_ptr<const RootSnapshot> merged);
    /// A snapshot that is not needed any more.
    void retire(std::shared_ptr<const RootSnapshot> snapshot);

    /// Looks which roots there are now for workspaces that were asked for in the last minutes: for a few of
    /// them, those first that were looked at longest ago. True: some catalogue has changed; roots that are
    /// new are wanted.
    bool refresh();

    /// The roots that no workspace sees any more, as their folders are gone or their plugins turned off; none
    /// where the roots are fixed.
    std::vector<skill::RootSpec> unseen() const;
    /// Of such a root nothing is known from now on.
    void forget(const skill::RootSpec& spec) { states_.erase(spec); }

    /// How changes of a root are seen.
    struct Watching {
        std::string by =
            "nothing";  ///< "events": at once; "polling": it is read again and again; else "nothing"
        std::string warning = {};  ///< why it is polled; empty: it is not
    };
    void set_watching(const skill::RootSpec& spec, Watching watching) {
        states_[spec].watching = std::move(watching);
    }
    /// More changed than the system could tell: all roots are read again.
    void note_lost_events() { ++lost_events_; }
    std::uint64_t lost_events() const { return lost_events_; }

    struct Root {
        skill::RootSpec spec;
        Watching watching;
        std::shared_ptr<const RootSnapshot> snapshot;  ///< null: being loaded
        std::uint64_t loads = 0;                       ///< how often it has been read
    };
    std::vector<Root> roots() const;
    std::shared_ptr<const RootSnapshot> snapshot(const skill::RootSpec& spec) const;
    const std::vector<skill::RootSpec>& fixed() const { return fixed_; }
    const std::filesystem::path& home() const { return places_.home; }

    /// Counts every put(), and every refresh() that changed something.
    std::uint64_t generation() const { return generation_; }

private:
    struct Workspace {
        std::vector<skill::RootSpec> roots;
        std::set<std::filesystem::path> nested;  ///< folders of touched files that have roots of their own
        std::set<std::filesystem::path> looked;  ///< folders of touched files, since `looked_at`
        std::filesystem::path top;               ///< of the project
        Clock::Duration looked_at{};
        Clock::Duration asked_at{};
        bool stale = false;                          ///< which roots there are may have changed since
        std::shared_ptr<const Catalogue> catalogue;  ///< null: to be made anew
        std::uint64_t ordered = 0;                   ///< number of the order that makes it; 0: none
    };
    struct State {
        std::shared_ptr<const RootSnapshot> snapshot;
        Watching watching;
        std::uint64_t loads = 0;
        std::size_t workspaces = 0;  ///< that see it
    };

    /// Where a plugin's manifests have changed, what it is called and which roots it has may have, too.
    void note_surroundings(const State& state, const RootSnapshot& now);
    Workspace& workspace(const std::filesystem::path& cwd);
    bool look(Workspace& workspace, const std::filesystem::path& cwd, Clock::Duration now);
    const skill::SharedRoots& shared(Clock::Duration now);
    bool want_missing(const Workspace& workspace);
    void see(Workspace& workspace, std::vector<skill::RootSpec> roots);
    void forget_workspaces();
    void outdate(Workspace& workspace);
    void retire(std::shared_ptr<const Catalogue> catalogue);
    void replace(State& state, std::shared_ptr<const RootSnapshot> snapshot);
    CatalogueOrder order_for(const std::filesystem::path& key, const Workspace& workspace,
                             std::uint64_t generation);
    void make_or_order(Workspace& workspace, CatalogueOrder order);
    const std::filesystem::path& key_of(const std::filesystem::path& cwd) const;

    std::vector<skill::RootSpec> fixed_;
    const std::filesystem::path all_;  ///< the one workspace where the roots are fixed
    skill::Places places_;
    const Clock& clock_;
    skill::Precedence precedence_;
    ProjectTrust trust_;
    skill::SharedRoots shared_;  ///< kept where it is out of date: what has not changed is taken over
    std::optional<Clock::Duration> shared_at_;  ///< when `shared_` was looked up; nullopt: never
    std::map<skill::RootSpec, State> states_;
    std::map<std::filesystem::path, Workspace> workspaces_;
    std::vector<skill::RootSpec> wanted_;
    std::size_t most_skills_ = ~std::size_t{0};
    std::vector<CatalogueOrder> orders_;
    std::uint64_t last_order_ = 0;
    std::vector<std::shared_ptr<const void>> retired_;
    std::uint64_t generation_ = 0;
    std::uint64_t lost_events_ = 0;
};

}  // namespace skillwake::daemon
