#include "tests/client/fast/fake_kernel.h"

#include "client/fast/program.h"
#include "client/fast/system.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

namespace skillwake::client::fast {
namespace {

FakeKernel* current = nullptr;

template <class T>
T* pointer(long argument) {
    return reinterpret_cast<T*>(argument);
}

/// As the kernel has it.
struct SignalAction {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)();
    std::uint64_t mask;
};

}  // namespace

long system_call(long number, long a, long b, long c, long d, long e, long f) {
    return current->call(number, {a, b, c, d, e, f});
}

void end_process(int code) {
    current->code = code;
    throw FakeKernel::Ended();
}

FakeKernel::FakeKernel() {
    assert(current == nullptr);
    current = this;
}

FakeKernel::~FakeKernel() {
    current = nullptr;
}

void FakeKernel::fail_next(long call, const std::vector<long>& results) {
    failures_[call].insert(failures_[call].end(), results.begin(), results.end());
}

void FakeKernel::pass_deadline_in(long call, int descriptor) {
    deadline_call_ = call;
    deadline_descriptor_ = descriptor < 0 ? kSocket : descriptor;
}

void FakeKernel::return_from_handler() const {
    try {
        restorer_();
    } catch (const Ended&) {
    }
}

void FakeKernel::run(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
    const auto pointers = [](const std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (const auto& text : texts) {
            all.push_back(const_cast<char*>(text.c_str()));
        }
        all.push_back(nullptr);
        return all;
    };
    const auto called = pointers(arguments);
    const auto variables = pointers(environment);
    try {
        code = run_program({arguments.size(), called.data(), variables.data()});
    } catch (const Ended&) {
    }
}

long FakeKernel::call(long number, const long (&arguments)[6]) {
    const auto descriptor = static_cast<int>(arguments[0]);
    if (number == deadline_call_ && descriptor == deadline_descriptor_) {
        on_alarm_(SIGALRM);
    }
    if (auto& results = failures_[number]; !results.empty()) {
        const auto result = results.front();
        results.pop_front();
        return result;
    }
    switch (number) {
        case SYS_getuid:
            return user;
        case SYS_getcwd:
            if (folder.size() + 1 > static_cast<std::size_t>(arguments[1])) {
                return -ERANGE;
            }
            std::memcpy(pointer<char>(arguments[0]), folder.c_str(), folder.size() + 1);
            return static_cast<long>(folder.size()) + 1;
        case SYS_readlinkat: {
            if (executable.empty()) {
                return -ENOENT;
            }
            const auto bytes = std::min(executable.size(), static_cast<std::size_t>(arguments[3]));
            std::memcpy(pointer<char>(arguments[2]), executable.data(), bytes);
            return static_cast<long>(bytes);
        }
        case SYS_socket:
            return kSocket;
        case SYS_connect:
            connected_to = pointer<const sockaddr_un>(arguments[1])->sun_path;
            return 0;
        case SYS_getsockopt:
            pointer<ucred>(arguments[3])->uid = daemon_user;
            return 0;
        case SYS_clock_gettime:
            *pointer<timespec>(arguments[1]) = {5, 7'000};
            return 0;
        case SYS_setitimer: {
            const auto& first = pointer<const itimerval>(arguments[1])->it_value;
            deadline_ms = first.tv_sec * 1'000 + first.tv_usec / 1'000;
            return 0;
        }
        case SYS_rt_sigprocmask:
            takes_sigalrm = arguments[0] == SIG_UNBLOCK &&
                            *pointer<const std::uint64_t>(arguments[1]) == 1ULL << (SIGALRM - 1);
            return 0;
        case SYS_rt_sigaction:
            set_handler(descriptor, pointer<const void>(arguments[1]));
            return 0;
        case SYS_nanosleep:
        case SYS_ppoll:
            ++waits;
            return 0;
        case SYS_mmap:
            return reinterpret_cast<long>(::mmap(nullptr, static_cast<std::size_t>(arguments[1]),
                                                 PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        case SYS_read:
            return read(descriptor, pointer<char>(arguments[1]), static_cast<std::size_t>(arguments[2]));
        case SYS_write:
            return write(descriptor,
                         {pointer<const char>(arguments[1]), static_cast<std::size_t>(arguments[2])});
        case SYS_writev: {
            std::string text;
            for (long at = 0; at < arguments[2]; ++at) {
                const auto& part = pointer<const iovec>(arguments[1])[at];
                text.append(static_cast<const char*>(part.iov_base), part.iov_len);
            }
            return write(descriptor, text);
        }
        case SYS_execve:
            return execute(pointer<const char>(arguments[0]), pointer<const char* const>(arguments[1]));
        default:
            return -ENOSYS;
    }
}

long FakeKernel::read(int descriptor, char* room, std::size_t bytes) {
    auto& from = descriptor == STDIN_FILENO ? input : answer;
    const auto taken = std::min({from.size(), bytes, piece});
    std::memcpy(room, from.data(), taken);
    from.erase(0, taken);
    return static_cast<long>(taken);
}

long FakeKernel::write(int descriptor, std::string_view text) {
    auto& to = descriptor == kSocket ? asked : descriptor == STDOUT_FILENO ? printed : complained;
    const auto taken = std::min(text.size(), piece);
    to.append(text.substr(0, taken));
    return static_cast<long>(taken);
}

long FakeKernel::execute(const char* file, const char* const* with) {
    executed = file;
    words.clear();
    for (; *with != nullptr; ++with) {
        words.emplace_back(*with);
    }
    throw Ended();
}

void FakeKernel::set_handler(int signal, const void* action) {
    SignalAction wanted{};
    std::memcpy(&wanted, action, sizeof wanted);
    if (signal == SIGALRM) {
        on_alarm_ = wanted.handler;
        restorer_ = wanted.restorer;
    } else {
        ignores_sigpipe = ignores_sigpipe || (signal == SIGPIPE && wanted.handler == SIG_IGN);
    }
}

}  // namespace skillwake::client::fast
