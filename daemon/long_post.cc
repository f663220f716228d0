#include "daemon/long_post.h"

#include <exception>

namespace skillwake::daemon {

void LongPost::work() noexcept {
    try {
        if (hook_) {
            hook_->work();
        } else {
            hook_ = std::make_unique<LongHook>(std::move(params_));
        }
    } catch (const std::exception& failure) {
        failed_ = Error(Errc::Io, failure.what());
    }
}

}  // namespace skillwake::daemon
