#include "daemon/stop_signals.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <utility>

namespace skillwake::daemon {

StopSignals::StopSignals(uv_loop_t& loop, std::function<void(int)> received)
    : received_(std::move(received)) {
    sigset_t wanted{};
    sigemptyset(&wanted);
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        sigaddset(&wanted, number);
    }
    descriptor_ = FileDescriptor(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
    if (!descriptor_) {
        return;
    }
    ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    poll_ = make_handle<uv_poll_t>(
        loop, [this](uv_loop_t* on, uv_poll_t* poll) { return uv_poll_init(on, poll, descriptor_.get()); },
        this);
    uv_poll_start(poll_.get(), UV_READABLE, [](uv_poll_t* poll, int /*status*/, int /*events*/) {
        if (auto* signals = static_cast<StopSignals*>(poll->data); signals != nullptr) {
            signals->read();
        }
    });
}

/// One at a time: the loop comes again as long as more wait, and when reading failed.
void StopSignals::read() {
    signalfd_siginfo received{};
    if (::read(descriptor_.get(), &received, sizeof received) == sizeof received) {
        received_(static_cast<int>(received.ssi_signo));
    }
}

void StopSignals::let_loop_end() {
    if (poll_) {
        uv_unref(reinterpret_cast<uv_handle_t*>(poll_.get()));
    }
}

}  // namespace skillwake::daemon
