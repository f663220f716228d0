#pragma once

#include "base/clock.h"
#include "client/mcp/backend.h"
#include "client/mcp/skill_list.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace skillwake::client::mcp {

/// Which of the lists that a client may hold tell something else now.
struct Changes {
    bool tools = false;
    bool prompts = false;
    bool resources = false;
};

/// The folder that we serve, and its skills as the daemon listed them last.
class Workspace {
public:
    /// Both must outlive the workspace. `cwd`: nullopt: the daemon's own.
    Workspace(Backend& backend, const Clock& clock, std::optional<std::string> cwd)
        : backend_(backend), clock_(clock), cwd_(std::move(cwd)) {}

    Backend& daemon() const { return backend_; }
    const std::optional<std::string>& cwd() const { return cwd_; }
    void move_to(std::string folder);

    /// Never null. Asks the daemon after changed(), and when what it said last is older than kHolds: a folder
    /// of skills that is new is found by asking only. When it cannot be asked, there are none.
    std::shared_ptr<const SkillList> skills();
    /// Whether anybody has asked for skills yet.
    bool asked() const { return skills_ != nullptr; }
    /// What we know may be old.
    void changed() { asked_at_.reset(); }
    /// The daemon went away; the next one counts its generations anew.
    void daemon_lost();

    /// How skills() differ from what they were when this was called last.
    Changes take_changes() { return std::exchange(changes_, {}); }

private:
    static constexpr Clock::Duration kHolds = std::chrono::seconds(2);

    void take(std::shared_ptr<const SkillList> list);

    Backend& backend_;
    const Clock& clock_;
    std::optional<std::string> cwd_;
    std::shared_ptr<const SkillList> skills_;  ///< null: nobody has asked yet
    std::optional<Clock::Duration> asked_at_;
    bool elsewhere_ = false;  ///< generations before and after cannot be compared
    Changes changes_;
};

}  // namespace skillwake::client::mcp
