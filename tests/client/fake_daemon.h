#pragma once

#include "base/file_descriptor.h"
#include "tests/support/temp_dir.h"

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace skillwake::client {

/// What the fake does with one line of a client: sends `answers`, then closes that connection or not.
struct Reaction {
    std::vector<std::string> answers;  ///< without line ends
    bool close = false;
};

/// A listener that serves one connection after the other, in a thread, until it is destroyed.
class FakeDaemon {
public:
    using React = std::function<Reaction(const std::string& line)>;

    /// Listens when it returns.
    explicit FakeDaemon(React react);
    FakeDaemon(const FakeDaemon&) = delete;
    FakeDaemon& operator=(const FakeDaemon&) = delete;
    ~FakeDaemon();

    std::string socket() const { return (folder_.path() / "s.sock").string(); }
    /// The lines that came, after the fake has ended.
    const std::vector<std::string>& stop();

private:
    void serve();
    void serve_client(int client);

    testing::TempDir folder_;
    React react_;
    FileDescriptor listener_;
    FileDescriptor wake_reader_;
    FileDescriptor wake_writer_;
    std::vector<std::string> lines_;
    std::thread thread_;
};

/// The id of a request, as it stands in the line.
std::string id_of(const std::string& request);
/// A fake that answers each request with `result`.
FakeDaemon::React always(std::string result);
/// A fake that answers each request with the error object `error`.
FakeDaemon::React refusing(std::string error);

}  // namespace skillwake::client
