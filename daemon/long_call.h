#pragma once

#include "base/result.h"
#include "daemon/long_request.h"
#include "daemon/request_line.h"
#include "daemon/session_hold.h"
#include "protocol/frame.h"
#include "protocol/rope.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::daemon {

/// One line that takes longer than the loop has time for. It is answered in steps, by turns on a worker,
/// where everything is read, parsed and judged and nothing is changed, and on the loop, where the sessions
/// are. Never on both. A prompt of a megabyte:
///
///     worker   read the line, its params                        judge
///     loop                                ask: roots, memory            settle: ledger, answer
///
/// A batch does so request by request, and others are heard in between.
class LongCall {
public:
    /// `line`: copied, unless it has more than kCopiedBytes: then it stays where it is until the call ends,
    /// or is kept by abandon().
    explicit LongCall(std::string_view line)
        : copy_(line.size() <= kCopiedBytes ? line : std::string_view()),
          line_(copy_.empty() ? line : copy_) {}
    static constexpr std::size_t kCopiedBytes = 64U << 10U;
    LongCall(const LongCall&) = delete;
    LongCall& operator=(const LongCall&) = delete;

    /// On a worker, each time that the dispatcher says Step::Work. Whatever the line is, this returns.
    void work() noexcept;
    /// Nobody waits for its answer any more: others of its session go on, and the call goes no further. On
    /// the loop, also while a worker has it. `bytes`: in which its line lies.
    void abandon(protocol::FrameReader bytes) {
        hold_ = SessionHold();
        bytes_ = std::move(bytes);
    }

private:
    friend class Dispatcher;

    void read();

    std::string copy_;
    std::string_view line_;
    std::optional<protocol::FrameReader> bytes_;
    protocol::JsonParser parser_;
    std::optional<Result<RequestLine>> read_;  ///< absent: not yet
    std::vector<std::unique_ptr<LongRequest>> requests_;
    std::size_t next_ = 0;         ///< of requests_
    protocol::Rope answers_;       ///< of those before it
    std::optional<Error> failed_;  ///< a step threw
    SessionHold hold_;             ///< of the next request; the loop's
};

}  // namespace skillwake::daemon
