#include "tests/bench/support/child.h"

#include <uv.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <utility>

namespace skillwake::bench {
namespace {

/// Answers as the daemon does (try first, then queue the rest), so that only what the daemon adds differs.
class EchoServer {
public:
    explicit EchoServer(const std::string& answer) : answer_(answer + "\n") {}

    void serve(const std::string& path) {
        uv_loop_init(&loop_);
        uv_pipe_init(&loop_, &listener_, 0);
        uv_pipe_init(&loop_, &client_, 0);
        listener_.data = this;
        client_.data = this;
        uv_pipe_bind(&listener_, path.c_str());
        uv_listen(stream(listener_), 1, [](uv_stream_t* listener, int /*status*/) {
            static_cast<EchoServer*>(listener->data)->accept();
        });
        uv_run(&loop_, UV_RUN_DEFAULT);
    }

private:
    struct Write {
        uv_write_t request{};
        std::string bytes;
    };

    static uv_stream_t* stream(uv_pipe_t& pipe) { return reinterpret_cast<uv_stream_t*>(&pipe); }

    void accept() {
        uv_accept(stream(listener_), stream(client_));
        uv_read_start(
            stream(client_),
            [](uv_handle_t* handle, std::size_t /*suggested*/, uv_buf_t* buffer) {
                auto& area = static_cast<EchoServer*>(handle->data)->area_;
                *buffer = uv_buf_init(area.data(), static_cast<unsigned>(area.size()));
            },
            [](uv_stream_t* client, ssize_t bytes, const uv_buf_t* buffer) {
                if (bytes > 0 && buffer->base[bytes - 1] == '\n') {
                    static_cast<EchoServer*>(client->data)->answer();
                }
            });
    }

    void answer() {
        const auto whole = uv_buf_init(answer_.data(), static_cast<unsigned>(answer_.size()));
        const int tried = uv_try_write(stream(client_), &whole, 1);
        const auto sent = tried < 0 ? std::size_t{0} : static_cast<std::size_t>(tried);
        if (sent == answer_.size()) {
            return;
        }
        auto write = std::make_unique<Write>();
        write->bytes = answer_.substr(sent);
        const auto rest = uv_buf_init(write->bytes.data(), static_cast<unsigned>(write->bytes.size()));
        auto* raw = write.release();
        raw->request.data = raw;
        uv_write(&raw->request, stream(client_), &rest, 1, [](uv_write_t* done, int /*status*/) {
            const std::unique_ptr<Write> owned(static_cast<Write*>(done->data));
        });
    }

    std::string answer_;
    std::array<char, 65'536> area_{};
    uv_loop_t loop_{};
    uv_pipe_t listener_{};
    uv_pipe_t client_{};
};

pid_t fork_or_throw() {
    const auto pid = ::fork();
    if (pid < 0) {
        throw std::runtime_error("cannot fork");
    }
    return pid;
}

}  // namespace

Child Child::of_program(std::vector<std::string> arguments) {
    const auto pid = fork_or_throw();
    if (pid == 0) {
        std::vector<char*> words;
        for (auto& argument : arguments) {
            words.push_back(argument.data());
        }
        words.push_back(nullptr);
        ::execv(words.front(), words.data());
        ::_exit(127);
    }
    return Child(pid);
}

Child Child::of_echo(const std::string& socket_path, const std::string& answer) {
    const auto pid = fork_or_throw();
    if (pid == 0) {
        EchoServer(answer).serve(socket_path);
        ::_exit(0);
    }
    return Child(pid);
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}

Child::~Child() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
}

}  // namespace skillwake::bench
