#pragma once

#include <chrono>

namespace skillwake::client {

/// The moment at which a hook must have ended.
class Deadline {
public:
    /// Counts from now.
    explicit Deadline(std::chrono::milliseconds patience)
        : at_(std::chrono::steady_clock::now() + patience) {}  // GCOVR_EXCL_BR_LINE: the sum never throws

    bool has_passed() const { return std::chrono::steady_clock::now() >= at_; }
    /// As poll() wants it: rounded up, 0 when it has passed.
    int left_ms() const;
    /// On the system's steady clock, which the daemon sees too.
    std::chrono::microseconds at() const {
        return std::chrono::duration_cast<std::chrono::microseconds>(at_.time_since_epoch());
    }

    /// From then on every system call that waits ends with EINTR, again and again, in this process and until
    /// it ends. So that plain blocking calls suffice, and none can outlast the deadline: neither a peer that
    /// was stopped, nor a full backlog, nor a host that does not read what we print.
    void interrupt_waiting_calls() const;

private:
    std::chrono::steady_clock::time_point at_;
};

}  // namespace skillwake::client
