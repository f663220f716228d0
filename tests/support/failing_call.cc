#include "tests/support/failing_call.h"

#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>
#include <utility>

namespace skillwake::testing {
namespace {

struct Plan {
    int error_number = 0;
    int before = 0;
    int times = 0;
    std::function<void()> happens = nullptr;
};

thread_local std::array<Plan, 6> plans;

Plan& plan_of(Call call) {
    return plans.at(static_cast<std::size_t>(call));
}

/// Whether this call is to fail; errno is set then.
bool fails(Call call) {
    auto& plan = plan_of(call);
    if (plan.times == 0 || plan.before-- > 0) {
        return false;
    }
    plan.before = 0;
    --plan.times;
    if (plan.happens) {
        plan.happens();
        return false;
    }
    errno = plan.error_number;
    return true;
}

/// The library's own function of this name.
template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

FailingCall::FailingCall(Call call, int error_number, int before, int times) : call_(call) {
    plan_of(call) = {error_number, before, times};
}

FailingCall::FailingCall(Call call, std::function<void()> happens, int before, int times) : call_(call) {
    plan_of(call) = {0, before, times, std::move(happens)};
}

FailingCall::~FailingCall() {
    plan_of(call_) = {};
}

}  // namespace skillwake::testing

// Their declarations are the library's.
using skillwake::testing::Call;
using skillwake::testing::fails;
using skillwake::testing::real;

extern "C" {

ssize_t read(int descriptor, void* room, size_t bytes) {
    return fails(Call::Read) ? -1 : real<ssize_t(int, void*, size_t)>("read")(descriptor, room, bytes);
}

int fstat(int descriptor, struct stat* status) noexcept {
    return fails(Call::Fstat) ? -1 : real<int(int, struct stat*)>("fstat")(descriptor, status);
}

ssize_t readlink(const char* path, char* room, size_t bytes) noexcept {
    return fails(Call::Readlink) ? -1
                                 : real<ssize_t(const char*, char*, size_t)>("readlink")(path, room, bytes);
}

char* getcwd(char* room, size_t bytes) noexcept {
    return fails(Call::Getcwd) ? nullptr : real<char*(char*, size_t)>("getcwd")(room, bytes);
}

int socket(int domain, int type, int protocol) noexcept {
    return fails(Call::Socket) ? -1 : real<int(int, int, int)>("socket")(domain, type, protocol);
}

int connect(int descriptor, const sockaddr* address, socklen_t bytes) {
    return fails(Call::Connect)
               ? -1
               : real<int(int, const sockaddr*, socklen_t)>("connect")(descriptor, address, bytes);
}
}
