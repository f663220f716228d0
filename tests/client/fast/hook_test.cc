#include "client/hook_wire.h"
#include "tests/client/fast/fake_kernel.h"

#include <doctest/doctest.h>

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace skillwake::client::fast {
namespace {

using Words = std::vector<std::string>;

const Words kHook = {"skillwake", "hook"};
constexpr int kTheSocket = -1;  ///< for pass_deadline_in()

std::string answer_with(std::string_view result) {
    return R"({"jsonrpc":"2.0","id":1,"result":)" + std::string(result) + "}\n";
}

/// What skillwake-cli is told to write into the log; empty: it is not called for that.
std::string logged(const FakeKernel& kernel) {
    if (kernel.words.size() != 4 || kernel.words[1] != "hook-failed") {
        return {};
    }
    CHECK(kernel.executed == "/opt/bin/skillwake-cli");
    CHECK(kernel.words[0] == "skillwake");
    CHECK(kernel.printed.empty());
    CHECK(kernel.deadline_ms == 0);  // it lives on in the next program, where its signal kills
    return kernel.words[2] + (kernel.words[3] == "0" ? "" : " " + kernel.words[3]);
}

/// Whether everything was left to skillwake-cli, with nothing read, asked or printed, and no timer running.
bool is_left_to_cli(const FakeKernel& kernel, const Words& words) {
    return kernel.code == -1 && kernel.words == words && kernel.executed == "/opt/bin/skillwake-cli" &&
           kernel.asked.empty() && kernel.printed.empty() && !kernel.input.empty() && kernel.deadline_ms == 0;
}

}  // namespace

TEST_CASE("the host's input goes to the daemon within one line, and its answer back as it is") {
    FakeKernel kernel;
    kernel.input = "{\"a\":\n1}\n";
    kernel.answer = answer_with(R"({"x":"y"})");
    kernel.run(kHook);
    CHECK(kernel.code == 0);
    CHECK(kernel.asked == R"({"jsonrpc":"2.0","id":1,"method":"session.hook","params":{"cwd":"/w",)"
                          R"("until_us":5080007,"input":{"a": 1} }})"
                          "\n");
    CHECK(kernel.printed == "{\"x\":\"y\"}\n");
    CHECK(kernel.executed.empty());
    CHECK(kernel.deadline_ms == 80);
    CHECK(kernel.ignores_sigpipe);
    CHECK(kernel.takes_sigalrm);
}

TEST_CASE("a fast hook tells its host and holds the deadline that it is given") {
    for (const std::string host : {"claude-code", "codex", "gemini"}) {
        FakeKernel kernel;
        kernel.answer = answer_with("null");
        kernel.run({"skillwake", "hook", "--host", host, "--deadline=60000"});
        CHECK(kernel.code == 0);
        const auto asked = R"("params":{"host":")" + host + R"(","cwd":"/w","until_us":65000007,)";
        CHECK(kernel.asked.find(asked) != std::string::npos);
        CHECK(kernel.printed.empty());
        CHECK(kernel.deadline_ms == 60'000);
    }
}

TEST_CASE("however the bytes come and go, in pieces, interrupted or late, the answer is the same") {
    for (const std::size_t piece : {1UL, 2UL, 7UL, 100'000UL}) {
        CAPTURE(piece);
        FakeKernel kernel;
        kernel.piece = piece;
        kernel.input = "{" + std::string(70'000, ' ') + "}";  // past the room that is there from the start
        const auto output = "{\"x\":\"" + std::string(70'000, 'y') + "\"}";
        kernel.answer = answer_with(output);
        kernel.fail_next(SYS_connect, {-EAGAIN, -EINTR});
        kernel.fail_next(SYS_read, {-EINTR, -EAGAIN});
        kernel.fail_next(SYS_writev, {-EAGAIN, -EINTR});
        kernel.run(kHook);
        CHECK(kernel.code == 0);
        CHECK(kernel.asked.ends_with("}}}\n"));
        CHECK(kernel.asked.size() > 70'000);
        CHECK(kernel.printed == output + "\n");
        CHECK(kernel.waits == 4);
    }
}

TEST_CASE("a folder whose name needs care is left out of the question") {
    for (const std::string folder : {"(unreachable)/x", "", "/a\"b", "/a\\b", "/a\nb", "/a\xff", "/a\x01"}) {
        CAPTURE(folder);
        FakeKernel kernel;
        kernel.folder = folder;
        kernel.answer = answer_with("null");
        kernel.run(kHook);
        CHECK(kernel.code == 0);
        CHECK(kernel.asked.find("cwd") == std::string::npos);
        CHECK(kernel.asked.find(R"("params":{"until_us":)") != std::string::npos);
    }
    FakeKernel kernel;
    kernel.fail_next(SYS_getcwd, {-ENOENT});
    kernel.answer = answer_with("null");
    kernel.run(kHook);
    CHECK(kernel.asked.find("cwd") == std::string::npos);
}

TEST_CASE("a fast hook finds the socket where everybody looks for it") {
    struct Row {
        Words words;
        Words environment;
        std::string_view socket;
    };
    const Words both = {"SKILLWAKE_SOCKETS=/no", "SKILLWAKE_SOCKET=/env", "XDG_RUNTIME_DIR=/run"};
    for (const auto& [words, environment, socket] : {
             Row{{"skillwake", "hook", "--socket", "/flag"}, both, "/flag"},
             Row{kHook, both, "/env"},
             Row{kHook, {"SKILLWAKE_SOCKET=", "XDG_RUNTIME_DIR=/run"}, "/run/skillwake/skillwake.sock"},
             Row{kHook, {"SKILLWAKE_SOCKET", "HOME=/h"}, "/tmp/skillwake-1000/skillwake.sock"},
         }) {
        FakeKernel kernel;
        kernel.answer = answer_with("null");
        kernel.run(words, environment);
        CHECK(kernel.connected_to == socket);
        CHECK(kernel.code == 0);
    }
}

TEST_CASE("what is unusual is left to skillwake-cli, with nothing read, asked or printed") {
    const auto left = [](const Words& words, auto change) {
        FakeKernel kernel;
        kernel.answer = answer_with("{}");
        change(kernel);
        kernel.run(words);
        return is_left_to_cli(kernel, words);
    };
    const auto nothing = [](FakeKernel&) {};
    for (const auto& words :
         {Words{"skillwake"}, Words{"skillwake", "status"}, Words{"skillwake", "hook", "--help"},
          Words{"skillwake", "hook", "-h"}, Words{"skillwake", "hook", "--host"},
          Words{"skillwake", "hook", "--host", "emacs"}, Words{"skillwake", "hook", "--what=1"},
          Words{"skillwake", "hook", "--deadline=0"}, Words{"skillwake", "hook", "--deadline="},
          Words{"skillwake", "hook", "--deadline=60001"},
          Words{"skillwake", "hook", "--deadline=99999999999999999999999"},
          Words{"skillwake", "hook", "--deadline=8x"}, Words{"skillwake", "hook", "--deadline=8/"},
          Words{"skillwake", "hook", "--socket", std::string(108, 's')}}) {
        CAPTURE(words.back());
        CHECK(left(words, nothing));
    }
    CHECK(left(kHook, [](FakeKernel& kernel) { kernel.fail_next(SYS_socket, {-EMFILE}); }));
    CHECK(left(kHook, [](FakeKernel& kernel) { kernel.fail_next(SYS_connect, {-ENOENT}); }));
    CHECK(left(kHook, [](FakeKernel& kernel) { kernel.fail_next(SYS_connect, {-EINTR, -ECONNREFUSED}); }));
    CHECK(left(kHook, [](FakeKernel& kernel) { kernel.folder = "/" + std::string(6'050, 'f'); }));
}

TEST_CASE("the fast hook asks nothing of a daemon of another user, and trusts root's") {
    for (const uid_t other : {1001U, 65534U}) {
        FakeKernel kernel;
        kernel.daemon_user = other;
        kernel.run(kHook);
        CHECK(is_left_to_cli(kernel, kHook));
    }
    FakeKernel untold;
    untold.fail_next(SYS_getsockopt, {-ENOTSOCK});
    untold.run(kHook);
    CHECK(is_left_to_cli(untold, kHook));
}

TEST_CASE("the fast hook talks to root's daemon") {
    FakeKernel kernel;
    kernel.daemon_user = 0;
    kernel.answer = answer_with("{}");
    kernel.run(kHook);
    CHECK(kernel.code == 0);
    CHECK(kernel.printed == "{}\n");
}

TEST_CASE("what goes wrong with the input or the answer is for the log, and the host hears nothing") {
    struct Row {
        std::string input;
        std::string answer;
        std::string_view said;
    };
    const auto fine = answer_with("{}");
    const auto code = [](const std::string& digits) {
        return R"({"jsonrpc":"2.0","id":1,"error":{"code":)" + digits + R"(,"message":"secret"}})" + "\n";
    };
    for (const auto& [input, answer, said] : {
             Row{"", fine, "stdin: empty"},
             Row{" \n\t", fine, "stdin: empty"},
             Row{"[]", fine, "stdin: no JSON object"},
             Row{"{]", fine, "stdin: no JSON object"},
             Row{std::string(kMaxHookInputBytes + (2U << 20U), ' '), fine, "stdin: more than 16760832 bytes"},
             Row{"{}", "", "answer of the daemon: closed before the end of a line"},
             Row{"{}", "{\"half\":", "answer of the daemon: closed before the end of a line"},
             Row{"{}", std::string(kMaxHookAnswerBytes + 1, ' '),
                 "answer of the daemon: more than 1048576 bytes"},
             Row{"{}", "hello\n", "the daemon's answer is not understood"},
             Row{"{}", answer_with("{"), "the daemon's answer is not understood"},
             Row{"{}", answer_with("7}"), "the daemon's answer is not understood"},
             Row{"{}",
                 R"({"jsonrpc":"2.0","id":1,"result":{})"
                 "\n",
                 "the daemon's answer is not understood"},
             Row{"{}",
                 R"({"jsonrpc":"2.0","id":1,"result":"code":3)"
                 "\n",
                 "the daemon's answer is not understood"},
             Row{"{}", code("-32602"), "the daemon refused the input, code -32602"},
             Row{"{}",
                 R"("code":7)"
                 "\n",
                 "the daemon refused the input, code 7"},
             Row{"{}", code(std::string(200, '1')), "the daemon's answer is not understood"},
         }) {
        CAPTURE(said);
        FakeKernel kernel;
        kernel.input = input;
        kernel.answer = answer;
        kernel.run(kHook);
        CHECK(logged(kernel) == said);
    }
}

TEST_CASE("a call that fails is told to the log with the system's number") {
    struct Row {
        long call;
        std::vector<long> results;
        std::string_view said;
    };
    for (const auto& [call, results, said] : {
             Row{SYS_read, {-EIO}, "stdin 5"},
             Row{SYS_writev, {-EPIPE}, "asking the daemon 32"},
             Row{SYS_mmap, {-ENOMEM}, "stdin 12"},
         }) {
        CAPTURE(said);
        FakeKernel kernel;
        kernel.input = "{" + std::string(70'000, ' ') + "}";
        kernel.fail_next(call, results);
        kernel.run(kHook);
        CHECK(logged(kernel) == said);
    }
}

TEST_CASE("a deadline that passes says where it waited, wherever that was") {
    struct Row {
        long call;
        int descriptor;
        std::string_view said;
    };
    for (const auto& [call, descriptor, said] : {
             Row{SYS_connect, kTheSocket, "no place in the backlog when the deadline passed"},
             Row{SYS_read, STDIN_FILENO, "stdin: still waiting when the deadline passed"},
             Row{SYS_writev, kTheSocket, "asking the daemon: not all was taken when the deadline passed"},
             Row{SYS_read, kTheSocket, "answer of the daemon: still waiting when the deadline passed"},
             Row{SYS_writev, STDOUT_FILENO, "stdout: not all was taken when the deadline passed"},
         }) {
        CAPTURE(said);
        FakeKernel kernel;
        kernel.answer = answer_with("{}");
        kernel.pass_deadline_in(call, descriptor);
        kernel.run(kHook);
        CHECK(logged(kernel) == said);
        kernel.code = -1;
        kernel.return_from_handler();
        CHECK(kernel.code == 0);
    }
}

TEST_CASE("a hook ends with 0, and without a word, where skillwake-cli is missing") {
    for (const bool has_read : {false, true}) {
        CAPTURE(has_read);
        FakeKernel kernel;
        kernel.fail_next(has_read ? SYS_writev : SYS_connect, {-EPIPE});
        kernel.fail_next(SYS_execve, {-ENOENT});
        kernel.run(kHook);
        CHECK(kernel.code == 0);
        CHECK(kernel.complained.empty());
        CHECK(kernel.printed.empty());
    }
}

TEST_CASE("a hook ends with 0 where the path of skillwake-cli is too long") {
    FakeKernel kernel;
    kernel.executable = "/" + std::string(4'085, 'f') + "/skillwake";
    kernel.fail_next(SYS_writev, {-EPIPE});
    kernel.run(kHook);
    CHECK(kernel.code == 0);
    CHECK(kernel.executed.empty());
}

TEST_CASE("skillwake-cli lies beside the program, as the system or else the caller tells it") {
    struct Row {
        std::string executable;
        Words words;
        std::string_view file;
    };
    for (const auto& [executable, words, file] : {
             Row{"/a/b/skillwake", {"x/skillwake", "status"}, "/a/b/skillwake-cli"},
             Row{"", {"x/skillwake", "status"}, "x/skillwake-cli"},
             Row{"", {"skillwake", "status"}, "skillwake-cli"},
             Row{"", {}, "skillwake-cli"},
         }) {
        CAPTURE(file);
        FakeKernel kernel;
        kernel.executable = executable;
        kernel.run(words);
        CHECK(kernel.executed == file);
        CHECK(kernel.words == words);
    }
}

TEST_CASE("a person is told why skillwake-cli cannot be run") {
    struct Row {
        std::vector<long> results;
        std::string executable;
        std::string said;
    };
    for (const auto& [results, executable, said] : {
             Row{{-ENOENT}, "/b/skillwake", "/b/skillwake-cli: no such file or directory"},
             Row{{-EACCES}, "/b/skillwake", "/b/skillwake-cli: cannot be run, error 13"},
             Row{{},
                 "/" + std::string(4'090, 'f') + "/",
                 "/" + std::string(4'090, 'f') + "/: cannot be run, error 36"},
         }) {
        CAPTURE(said);
        FakeKernel kernel;
        kernel.executable = executable;
        kernel.fail_next(SYS_execve, results);
        kernel.run({"skillwake", "status"});
        CHECK(kernel.code == 1);
        CHECK(kernel.complained == "skillwake: " + said + "\n");
    }
}

}  // namespace skillwake::client::fast
