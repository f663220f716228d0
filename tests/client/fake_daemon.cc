#include "tests/client/fake_daemon.h"

#include "protocol/json.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace skillwake::client {

FakeDaemon::FakeDaemon(React react) : react_(std::move(react)), listener_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = socket();
    std::memcpy(address.sun_path, path.data(), path.size());
    std::array<int, 2> ends{};
    if (::bind(listener_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_.get(), 8) != 0 || ::pipe(ends.data()) != 0) {
        throw std::runtime_error("fake daemon: " + path);
    }
    wake_reader_ = FileDescriptor(ends[0]);
    wake_writer_ = FileDescriptor(ends[1]);
    thread_ = std::thread([this] { serve(); });
}

FakeDaemon::~FakeDaemon() {
    stop();
}

const std::vector<std::string>& FakeDaemon::stop() {
    wake_writer_ = FileDescriptor();
    if (thread_.joinable()) {
        thread_.join();
    }
    return lines_;
}

void FakeDaemon::serve() {
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{listener_.get(), POLLIN, 0},
                                      pollfd{wake_reader_.get(), POLLIN, 0}};
        ::poll(waiting.data(), waiting.size(), -1);
        if (waiting[1].revents != 0) {
            return;
        }
        const FileDescriptor client(::accept(listener_.get(), nullptr, nullptr));
        serve_client(client.get());
    }
}

void FakeDaemon::serve_client(int client) {
    std::string bytes;
    for (;;) {
        std::array<pollfd, 2> waiting{pollfd{client, POLLIN, 0}, pollfd{wake_reader_.get(), POLLIN, 0}};
        ::poll(waiting.data(), waiting.size(), -1);
        std::array<char, 4096> chunk{};
        const auto got = waiting[0].revents != 0 ? ::read(client, chunk.data(), chunk.size()) : 0;
        if (got <= 0) {
            return;
        }
        bytes.append(chunk.data(), static_cast<std::size_t>(got));
        for (auto end = bytes.find('\n'); end != std::string::npos; end = bytes.find('\n')) {
            lines_.push_back(bytes.substr(0, end));
            bytes.erase(0, end + 1);
            const auto reaction = react_(lines_.back());
            for (const auto& answer : reaction.answers) {
                const auto line = answer + "\n";
                if (::send(client, line.data(), line.size(), MSG_NOSIGNAL) < 0) {
                    return;
                }
            }
            if (reaction.close) {
                return;
            }
        }
    }
}

std::string id_of(const std::string& request) {
    protocol::JsonParser parser;
    const auto json = parser.parse(request);
    const auto id = json ? json->member("id") : std::nullopt;
    return id ? id->text() : "null";
}

FakeDaemon::React always(std::string result) {
    return [result = std::move(result)](const std::string& line) {
        return Reaction{{R"({"jsonrpc":"2.0","id":)" + id_of(line) + R"(,"result":)" + result + "}"}};
    };
}

FakeDaemon::React refusing(std::string error) {
    return [error = std::move(error)](const std::string& line) {
        return Reaction{{R"({"jsonrpc":"2.0","id":)" + id_of(line) + R"(,"error":)" + error + "}"}};
    };
}

}  // namespace skillwake::client
