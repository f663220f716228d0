#pragma once

#include <functional>

namespace skillwake::testing {

/// The calls of the system that a test can make fail; those of this thread only.
enum class Call { Read, Fstat, Readlink, Getcwd, Socket, Connect };

/// As long as it lives, `times` calls fail with `error_number`, after `before` that work. For what nothing
/// else provokes: the test's program is linked with failing_call.cc, whose functions stand before the
/// library's. One of a kind at a time.
class FailingCall {
public:
    FailingCall(Call call, int error_number, int before = 0, int times = 1);
    /// The same, but nothing fails: `happens` before those calls.
    FailingCall(Call call, std::function<void()> happens, int before = 0, int times = 1);
    FailingCall(const FailingCall&) = delete;
    FailingCall& operator=(const FailingCall&) = delete;
    ~FailingCall();

private:
    Call call_;
};

}  // namespace skillwake::testing
