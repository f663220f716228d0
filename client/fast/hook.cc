#include "client/fast/hook.h"

#include "base/utf8.h"
#include "client/fast/alarm.h"
#include "client/fast/buffer.h"
#include "client/fast/growing.h"
#include "client/fast/options.h"
#include "client/fast/successor.h"
#include "client/fast/system.h"
#include "client/hook_wire.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace skillwake::client::fast {
namespace {

constexpr std::size_t kHeadBytes = 6 * 1024;  ///< a path of 4096 bytes, and our own words

/// What is read of stdin and of the daemon, where that is not more than usual. Not on the stack: the kernel
/// would have to be asked for it page by page anyway, and here it may lie beside what else is written.
char input_room[32 * 1024];   // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
char answer_room[32 * 1024];  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

class Hook {
public:
    Hook(const Words& words, const Options& options) : words_(words), options_(options) {}

    /// Comes back when nobody listens, or it is not our own daemon.
    void run() {
        const auto until_us = steady_us() + options_.deadline_ms * 1'000;
        end_after(words_, options_.deadline_ms);
        if (!write_head(until_us) || !reach_daemon()) {
            return;
        }
        read_input();
        ask();
        read_answer();
        print();
        end_process(0);
    }

private:
    [[noreturn]] void fail(const char* where, long failed = 0) const {
        end_with_log(words_, where, static_cast<int>(-failed));
    }

    /// The request up to its input. False: our folder's name is not for us.
    bool write_head(unsigned long until_us) {
        head_.append(kHookHead);
        if (!options_.host.empty()) {
            head_.append(kHookHost);
            head_.append(options_.host);
            head_.append("\",");
        }
        const auto before = head_.text().size();
        head_.append(kHookFolder);
        const auto got = system_call(SYS_getcwd, address_of(head_.room()), static_cast<long>(head_.left()));
        const auto bytes = got > 0 ? static_cast<std::size_t>(got) - 1 : 0;  // with its NUL
        const std::string_view folder(head_.room(), bytes);
        if (folder.starts_with('/') && is_plain_path(folder) && is_valid_utf8(folder)) {
            head_.add(bytes);
            head_.append("\",");
        } else {
            head_.cut(before);
        }
        head_.append(kHookUntil);
        head_.append(until_us);
        head_.append(kHookInput);
        return head_.is_whole();
    }

    /// Where the daemon listens, into `path`, as protocol/socket_path.h has it.
    void append_socket_path(Buffer<sizeof sockaddr_un::sun_path>& path, unsigned long user) const {
        const auto runtime = variable(words_, "XDG_RUNTIME_DIR");
        if (!options_.socket.empty()) {
            path.append(options_.socket);
        } else if (const auto named = variable(words_, "SKILLWAKE_SOCKET"); !named.empty()) {
            path.append(named);
        } else if (!runtime.empty()) {
            path.append(runtime);
            path.append("/skillwake/skillwake.sock");
        } else {
            path.append("/tmp/skillwake-");
            path.append(user);
            path.append("/skillwake.sock");
        }
    }

    /// Connects to a daemon of our own user, or root's.
    bool reach_daemon() {
        const auto user = static_cast<unsigned long>(system_call(SYS_getuid));
        Buffer<sizeof sockaddr_un::sun_path> path;
        append_socket_path(path, user);
        const auto bytes = path.text().size();
        if (path.c_str() == nullptr) {
            return false;
        }
        sockaddr_un address;
        address.sun_family = AF_UNIX;
        __builtin_memcpy(address.sun_path, path.text().data(), bytes + 1);
        socket_ = static_cast<int>(system_call(SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (socket_ < 0) {
            return false;
        }
        now_doing("no place in the backlog when the deadline passed");
        const auto size = static_cast<long>(offsetof(sockaddr_un, sun_path) + bytes + 1);
        while (const auto failed = system_call(SYS_connect, socket_, address_of(&address), size)) {
            if (failed != -EAGAIN && failed != -EINTR) {
                return false;
            }
            const timespec pause{0, 1'000'000};
            system_call(SYS_nanosleep, address_of(&pause));
        }
        ucred peer{};
        socklen_t peer_bytes = sizeof peer;
        return system_call(SYS_getsockopt, socket_, SOL_SOCKET, SO_PEERCRED, address_of(&peer),
                           address_of(&peer_bytes)) == 0 &&
               (peer.uid == user || peer.uid == 0);
    }

    /// After a call that gave `result` below 0: comes back when it may be made again.
    void wait_or_fail(int descriptor, short wanted, long result, const char* where) const {
        if (result == -EAGAIN) {
            pollfd wait{descriptor, wanted, 0};
            system_call(SYS_ppoll, address_of(&wait), 1, 0, 0, 0);
        } else if (result != -EINTR) {
            fail(where, result);
        }
    }

    /// How many bytes came; 0: the end.
    std::size_t read_more(int descriptor, Growing& bytes, const char* where) const {
        if (!bytes.has_room()) {
            fail(where, -ENOMEM);
        }
        for (;;) {
            const auto got = read_some(descriptor, bytes.room(), bytes.left());
            if (got >= 0) {
                return static_cast<std::size_t>(got);
            }
            wait_or_fail(descriptor, POLLIN, got, where);
        }
    }

    /// To its end, also where it is too much: a host may take it ill when nobody reads what it writes.
    void read_input() {
        now_doing("stdin: still waiting when the deadline passed");
        bool too_large = false;
        while (const auto got = read_more(STDIN_FILENO, input_, "stdin")) {
            input_.add(got);
            too_large = too_large || input_.text().size() > kMaxHookInputBytes;
            if (too_large) {
                input_.cut(0);
            }
        }
        if (too_large) {
            fail("stdin: more than 16760832 bytes");
        }
        if (const auto wrong = wrong_with_input(input_.text()); !wrong.empty()) {
            fail(wrong.data());
        }
        // A frame is a line. Strings hold no line end, so that it is white space.
        for (std::size_t at = 0; at < input_.text().size(); ++at) {
            if (input_.bytes()[at] == '\n') {
                input_.bytes()[at] = ' ';
            }
        }
    }

    void ask() {
        now_doing("asking the daemon: not all was taken when the deadline passed");
        write_all(socket_, {head_.text(), input_.text(), kHookEnd}, "asking the daemon");
    }

    struct Parts {
        std::string_view first;
        std::string_view second;
        std::string_view third;
    };
    void write_all(int descriptor, Parts parts, const char* where) const {
        std::string_view* const all[] = {&parts.first, &parts.second, &parts.third};
        while (!parts.third.empty()) {
            iovec vectors[3];
            for (std::size_t i = 0; i < 3; ++i) {
                vectors[i] = {const_cast<char*>(all[i]->data()), all[i]->size()};
            }
            auto wrote = system_call(SYS_writev, descriptor, address_of(vectors), 3);
            if (wrote < 0) {
                wait_or_fail(descriptor, POLLOUT, wrote, where);
                continue;
            }
            for (auto* part : all) {
                const auto taken = static_cast<std::size_t>(wrote) < part->size()
                                       ? static_cast<std::size_t>(wrote)
                                       : part->size();
                part->remove_prefix(taken);
                wrote -= static_cast<long>(taken);
            }
        }
    }

    /// One line of the daemon, without its end.
    void read_answer() {
        constexpr const char* kWhere = "answer of the daemon";
        now_doing("answer of the daemon: still waiting when the deadline passed");
        for (;;) {
            const auto searched = answer_.text().size();
            const auto got = read_more(socket_, answer_, kWhere);
            if (got == 0) {
                fail("answer of the daemon: closed before the end of a line");
            }
            answer_.add(got);
            if (const auto end = answer_.text().find('\n', searched); end != std::string_view::npos) {
                answer_.cut(end);
                return;
            }
            if (answer_.text().size() > kMaxHookAnswerBytes) {
                fail("answer of the daemon: more than 1048576 bytes");
            }
        }
    }

    void print() {
        const auto output = output_in(answer_.text());
        if (output.empty()) {
            fail_by_answer();
        }
        if (output != "null") {
            now_doing("stdout: not all was taken when the deadline passed");
            write_all(STDOUT_FILENO, {{}, output, "\n"}, "stdout");
        }
    }

    [[noreturn]] void fail_by_answer() const {
        const auto code = error_code_in(answer_.text());
        Buffer<128> text;
        text.append(code.empty() ? kNotUnderstood : kRefused);
        text.append(code);
        const auto* const told = text.c_str();
        fail(told == nullptr ? kNotUnderstood.data() : told);
    }

    const Words& words_;
    const Options& options_;
    int socket_ = -1;
    Buffer<kHeadBytes> head_;
    Growing input_{input_room, sizeof input_room};
    Growing answer_{answer_room, sizeof answer_room};
};

}  // namespace

void run_hook(const Words& words) {
    if (const auto options = read_options(words)) {
        Hook(words, *options).run();
    }
}

}  // namespace skillwake::client::fast
