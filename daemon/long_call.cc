#include "daemon/long_call.h"

#include <exception>
#include <utility>

namespace skillwake::daemon {

void LongCall::work() noexcept {
    try {
        if (!read_) {
            read();
        } else if (next_ < requests_.size()) {
            requests_[next_]->work();
        }
    } catch (const std::exception& failure) {
        failed_ = Error(Errc::Io, failure.what());
    }
}

void LongCall::read() {
    read_ = parse_line(parser_, line_);
    if (!*read_) {
        return;
    }
    const auto& line = **read_;
    if (line.document.kind() != protocol::JsonValue::Kind::Array) {
        requests_.push_back(std::make_unique<LongRequest>(line, line.document, 0));
        return;
    }
    line.document.each_element([&](protocol::JsonValue json) {
        requests_.push_back(std::make_unique<LongRequest>(line, json, requests_.size()));
        return requests_.size() <= kMaxBatch;  // one more is refused
    });
}

}  // namespace skillwake::daemon
