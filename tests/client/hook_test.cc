#include "client/hook.h"

#include "base/file.h"
#include "base/file_descriptor.h"
#include "client/hook_wire.h"
#include "tests/support/failing_call.h"
#include "tests/support/temp_dir.h"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <vector>

/// No more bytes than this at once, for arrays: a process that has no memory left.
static std::size_t most_bytes = SIZE_MAX;  // NOLINT: operators find nothing else

void* operator new[](std::size_t bytes) {
    void* const memory = bytes > most_bytes ? nullptr : std::malloc(bytes);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*bytes*/) noexcept {
    std::free(memory);
}

namespace skillwake::client {
namespace {

namespace fs = std::filesystem;

const std::string kUnderstood = R"({"jsonrpc":"2.0","id":1,"result":)";

/// A host that calls one hook, and the daemon that it meets.
class Scene {
public:
    std::vector<std::string> flags;
    std::string input = "{\"a\":\n1}";
    std::optional<std::string> answer;  ///< nullopt: nobody listens; sent as it is, then closed
    std::string search_path;            ///< where a skillwaked may lie
    std::string folder = "/";
    std::optional<testing::Call> failing;  ///< a call that fails in the hook
    std::size_t memory = SIZE_MAX;         ///< bytes that the hook can have at once

    bool takes_output = true;  ///< whether the host reads
    bool hears_all = true;     ///< else the daemon closes before it has read anything

    std::string asked;
    std::string printed;
    int code = -1;

    std::string socket() const { return (dir_.path() / "s.sock").string(); }
    const testing::TempDir& dir() const { return dir_; }

    /// What stands in the log, without time and process; empty: nothing.
    std::string logged() const {
        const auto text = read_file(dir_.path() / "skillwake/hook.log", 10'000);
        return text ? text->substr(text->find(' ', text->find(' ') + 1) + 1) : std::string();
    }

    void run() {
        const auto listener = answer ? listen() : FileDescriptor();
        std::array<int, 2> output{};
        REQUIRE(::pipe(output.data()) == 0);
        const auto hook = ::fork();
        REQUIRE(hook >= 0);
        if (hook == 0) {
            ::close(output[0]);
            be_hook(output[1]);
        }
        ::close(output[1]);
        if (!takes_output) {
            ::close(output[0]);
        }
        if (answer) {
            be_daemon(listener.get());
        }
        if (takes_output) {
            printed = read_all(output[0]);
            ::close(output[0]);
        }
        int status = 0;
        ::waitpid(hook, &status, 0);
        code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    FileDescriptor listen() const {
        FileDescriptor listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, socket().data(), socket().size());
        REQUIRE(::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(listener.get(), 1) == 0);
        return listener;
    }

    [[noreturn]] void be_hook(int output) const {
        const FileDescriptor file(::open(dir_.write("input", input).c_str(), O_RDONLY));
        ::dup2(file.get(), STDIN_FILENO);
        ::dup2(output, STDOUT_FILENO);
        ::setenv("XDG_STATE_HOME", dir_.path().c_str(), 1);
        fs::current_path(folder);
        std::vector<const char*> words = {"skillwake", "hook", "--socket"};
        const auto path = socket();
        words.push_back(path.c_str());
        for (const auto& flag : flags) {
            words.push_back(flag.c_str());
        }
        const auto variable = "PATH=" + search_path;
        const char* const environment[] = {variable.c_str(), nullptr};
        std::optional<testing::FailingCall> fails;
        if (failing) {
            fails.emplace(*failing, EIO);
        }
        most_bytes = memory;
        end_as_hook(words, environment);
    }

    /// Takes one line and gives the answer; comes back at once when the hook asks nothing.
    void be_daemon(int listener) {
        pollfd waiting{listener, POLLIN, 0};
        if (::poll(&waiting, 1, 2'000) != 1) {
            return;
        }
        const FileDescriptor client(::accept(listener, nullptr, nullptr));
        while (hears_all && !asked.ends_with('\n')) {
            std::array<char, 4096> chunk{};
            const auto got = ::read(client.get(), chunk.data(), chunk.size());
            if (got <= 0) {
                return;
            }
            asked.append(chunk.data(), static_cast<std::size_t>(got));
        }
        [[maybe_unused]] const auto sent = ::send(client.get(), answer->data(), answer->size(), MSG_NOSIGNAL);
    }

    static std::string read_all(int descriptor) {
        std::string text;
        std::array<char, 4096> chunk{};
        for (;;) {
            const auto got = ::read(descriptor, chunk.data(), chunk.size());
            if (got <= 0) {
                return text;
            }
            text.append(chunk.data(), static_cast<std::size_t>(got));
        }
    }

    testing::TempDir dir_;
};

}  // namespace

TEST_CASE("a hook gives the host's input to the daemon within a line, and the output back as it is") {
    Scene scene;
    scene.flags = {"--host=codex", "--deadline=60000"};
    scene.answer = kUnderstood + R"({"x":"y"}})" + "\n";
    scene.run();
    CHECK(scene.code == 0);
    CHECK(scene.asked.starts_with(
        R"({"jsonrpc":"2.0","id":1,"method":"session.hook","params":{"host":"codex","cwd":"/","until_us":)"));
    CHECK(scene.asked.ends_with(R"(,"input":{"a": 1}}})"
                                "\n"));
    CHECK(scene.printed == "{\"x\":\"y\"}\n");
    CHECK(scene.logged().empty());
}

TEST_CASE("a hook has nothing to print where the daemon has nothing to say") {
    Scene scene;
    scene.flags = {"--deadline=60000"};
    scene.answer = kUnderstood + "null}\n";
    scene.run();
    CHECK(scene.asked.find(R"("params":{"cwd")") != std::string::npos);
    CHECK(scene.printed.empty());
    CHECK(scene.logged().empty());
}

TEST_CASE("a folder that cannot be told as it is, is left out") {
    for (const auto* name : {"a\"b", "a\xff", ""}) {
        CAPTURE(name);
        Scene scene;
        scene.flags = {"--deadline=60000"};
        scene.answer = kUnderstood + "null}\n";
        scene.folder = scene.dir().path() / name;
        fs::create_directories(scene.folder);
        if (*name == '\0') {
            scene.failing = testing::Call::Getcwd;
        }
        scene.run();
        CHECK(scene.asked.find("cwd") == std::string::npos);
        CHECK(scene.asked.ends_with("}}\n"));
    }
}

TEST_CASE("what goes wrong stands in the hook's log, and the host gets nothing, and code 0") {
    struct Row {
        std::string input;
        std::string answer;
        std::string_view said;
    };
    const auto fine = kUnderstood + "{}}\n";
    for (const auto& [input, answer, said] : {
             Row{"", fine, "stdin: empty\n"},
             Row{"[1]", fine, "stdin: no JSON object\n"},
             Row{std::string(kMaxHookInputBytes + 1, ' '), fine, "stdin: more than 16760832 bytes\n"},
             Row{"{}", "", "answer of the daemon: closed before the end of a line\n"},
             Row{"{}", "hello\n", "the daemon's answer is not understood\n"},
             Row{"{}",
                 R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"secret"}})"
                 "\n",
                 "the daemon refused the input, code -32602\n"},
         }) {
        CAPTURE(said);
        Scene scene;
        scene.flags = {"--deadline=60000"};
        scene.input = input;
        scene.answer = answer;
        scene.run();
        CHECK(scene.code == 0);
        CHECK(scene.printed.empty());
        CHECK(scene.logged() == said);
    }
}

TEST_CASE("a hook that has no memory for its input ends with 0 and says nothing") {
    Scene scene;
    scene.flags = {"--deadline=60000"};
    scene.input = "{" + std::string(1U << 20U, ' ') + "}";
    scene.answer = kUnderstood + "{}}\n";
    scene.memory = 256 * 1024;
    scene.run();
    CHECK(scene.code == 0);
    CHECK(scene.asked.empty());
    CHECK(scene.printed.empty());
}

TEST_CASE("an answer that the host does not take is told in the log") {
    Scene scene;
    scene.flags = {"--deadline=60000"};
    scene.answer = kUnderstood + "{}}\n";
    scene.takes_output = false;
    scene.run();
    CHECK(scene.code == 0);
    CHECK(scene.logged() == "stdout: broken pipe\n");
}

TEST_CASE("a daemon that goes before it has heard all is told in the log") {
    Scene scene;
    scene.flags = {"--deadline=60000"};
    scene.input = "{" + std::string(4U << 20U, ' ') + "}";
    scene.answer = "";
    scene.hears_all = false;
    scene.run();
    CHECK(scene.code == 0);
    CHECK(scene.logged().starts_with("asking the daemon: "));
}

TEST_CASE("a wrong flag is told in the log, and the input is read all the same") {
    Scene scene;
    scene.flags = {"--host=secret"};
    scene.run();
    CHECK(scene.code == 0);
    CHECK(scene.printed.empty());
    CHECK(scene.logged() == "command line: --host: expected claude-code, codex or gemini\n");
}

TEST_CASE("where nobody listens a hook starts a daemon, once, and says so") {
    Scene scene;
    scene.flags = {"--deadline=60000"};
    scene.run();
    CHECK(scene.logged() ==
          "no daemon, and it cannot be started: no program skillwaked beside skillwake or on PATH\n");

    Scene other;
    other.flags = {"--deadline=60000"};
    const auto program = other.dir().write("bin/skillwaked", "#!/bin/sh\nexit 0\n");
    fs::permissions(program, fs::perms::owner_all);
    other.search_path = program.parent_path();
    other.run();
    CHECK(other.logged() == "no daemon: started one\n");
    fs::remove_all(other.dir().path() / "skillwake");
    other.run();
    CHECK(other.logged() == "no daemon: another is starting it\n");
    CHECK(other.code == 0);
    CHECK(other.printed.empty());
}

TEST_CASE("a socket that cannot be, or cannot be reached, is told with its path") {
    Scene scene;
    scene.flags = {"--deadline=60000", "--socket", "/dev/null/s"};
    scene.run();
    CHECK(scene.logged() == "/dev/null/s: not a directory\n");
    Scene far;
    far.flags = {"--socket", std::string(200, 's')};
    far.run();
    CHECK(far.logged().starts_with("socket path is longer than 107 bytes"));
}

TEST_CASE("only a command line with hook behind its name is a hook's, and help is for people") {
    const auto is = [](const std::vector<const char*>& words) { return is_hook(words); };
    CHECK(is({"skillwake", "hook"}));
    CHECK(is({"skillwake", "hook", "--host=codex"}));
    CHECK(is({"skillwake", "hook", "--help", "-h"}));
    CHECK_FALSE(is({"skillwake", "hook", "--help"}));
    CHECK_FALSE(is({"skillwake", "hook", "-h"}));
    CHECK_FALSE(is({"skillwake", "status"}));
    CHECK_FALSE(is({"skillwake"}));
    CHECK_FALSE(is({}));
}

}  // namespace skillwake::client
