#pragma once

#include <set>
#include <string>
#include <utility>

namespace skillwake::daemon {

/// The sessions an event of which is being judged by a worker: what else concerns them has to wait, so that
/// each event finds what the one before it left.
using HeldSessions = std::set<std::string>;

/// Holds one of them as long as it lives. Loop thread only.
class SessionHold {
public:
    SessionHold() = default;  ///< none
    /// `held` must outlive it and not hold `session`.
    SessionHold(HeldSessions& held, std::string session) : held_(&held), session_(std::move(session)) {
        held_->insert(session_);
    }
    SessionHold(SessionHold&& other) noexcept
        : held_(std::exchange(other.held_, nullptr)), session_(std::move(other.session_)) {}
    SessionHold& operator=(SessionHold&& other) noexcept {
        std::swap(held_, other.held_);
        std::swap(session_, other.session_);
        return *this;
    }
    SessionHold(const SessionHold&) = delete;
    SessionHold& operator=(const SessionHold&) = delete;
    explicit operator bool() const { return held_ != nullptr; }
    ~SessionHold() {
        if (held_ != nullptr) {
            held_->erase(session_);
        }
    }

private:
    HeldSessions* held_ = nullptr;
    std::string session_;
};

}  // namespace skillwake::daemon
