#include "tests/bench/support/line_client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace skillwake::bench {
namespace {

FileDescriptor connected(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof(address.sun_path)) {
        throw std::runtime_error("socket path is too long: " + path);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
        FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
        if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
            return socket;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    throw std::runtime_error("nobody listens at " + path);
}

}  // namespace

LineClient::LineClient(const std::string& path) : socket_(connected(path)), answer_(1U << 20U, '\0') {}

std::string_view LineClient::ask(std::string_view line) {
    while (!line.empty()) {
        const auto sent = ::write(socket_.get(), line.data(), line.size());
        if (sent <= 0) {
            throw std::runtime_error("the connection broke");
        }
        line.remove_prefix(static_cast<std::size_t>(sent));
    }
    std::size_t size = 0;
    while (size == 0 || answer_[size - 1] != '\n') {
        if (size == answer_.size()) {
            throw std::runtime_error("an answer is longer than expected");
        }
        const auto got = ::read(socket_.get(), answer_.data() + size, answer_.size() - size);
        if (got <= 0) {
            throw std::runtime_error("the connection broke");
        }
        size += static_cast<std::size_t>(got);
    }
    return std::string_view(answer_).substr(0, size - 1);
}

}  // namespace skillwake::bench
