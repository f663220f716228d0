#include "client/match_lines.h"
#include "client/run.h"
#include "tests/client/fake_daemon.h"

#include <doctest/doctest.h>

#include <sstream>

namespace skillwake::client {
namespace {

struct Ran {
    ExitCode code = ExitCode::Done;
    std::string out;
    std::string err;
};

/// What a command may find around it; the fields are for a test to change.
struct World {
    CommonFlags flags;
    std::string in;
    std::string socket;
    Look look;
    bool in_is_terminal = false;
    std::filesystem::path own_folder;
    std::vector<const char*> environment{nullptr};

    template <class T>
    Ran run(const T& command) const {
        std::istringstream in_stream(in);
        std::ostringstream out;
        std::ostringstream err;
        const Context context{flags,          in_stream, out,     err,        look,
                              in_is_terminal, socket,    "/here", own_folder, environment.data()};
        const auto code = client::run(command, context);
        return {code, out.str(), err.str()};
    }
};

/// The one request that `command` sends, from its method on.
template <class T>
std::string request_of(const T& command, World world = {}) {
    FakeDaemon daemon(refusing(R"({"code":-32603,"message":"stop here"})"));
    world.socket = daemon.socket();
    CHECK(world.run(command).code == ExitCode::Failed);
    const auto lines = daemon.stop();
    REQUIRE(lines.size() == 1);
    return lines[0].substr(lines[0].find("\"method\""));
}

template <class T>
Ran answered(const T& command, const std::string& result, World world = {}) {
    FakeDaemon daemon(always(result));
    world.socket = daemon.socket();
    return world.run(command);
}

constexpr const char* kReadResult =
    R"({"skill":"s","path":"/s/SKILL.md","text":"# A\u001b[1m\n","first_line":1,"last_line":1,"tokens":2,"new":0})";

}  // namespace

TEST_CASE("each command sends its request") {
    CHECK(request_of(StatusCommand{}) == R"("method":"daemon.status","params":{}})");
    CHECK(request_of(ReloadCommand{}) == R"("method":"daemon.reload","params":{}})");
    CHECK(request_of(WatchCommand{}) == R"("method":"daemon.subscribe","params":{}})");
    CHECK(request_of(StopCommand{}) == R"("method":"hello","params":{}})");
    CHECK(request_of(ListCommand{}) == R"("method":"skill.list","params":{"cwd":"/here"}})");
    CHECK(request_of(ListCommand{true}) ==
          R"("method":"skill.list","params":{"cwd":"/here","shadowed":true}})");
    CHECK(request_of(ShowCommand{"s"}) == R"("method":"skill.show","params":{"name":"s","cwd":"/here"}})");
    CHECK(request_of(ReadCommand{"s", {}, protocol::LineRange{2, 5}, {}}) ==
          R"("method":"skill.read","params":{"name":"s","cwd":"/here","lines":{"first":2,"last":5}}})");
    CHECK(request_of(InvokeCommand{"s", "a b"}) ==
          R"("method":"skill.invoke","params":{"command":"s","args":"a b","cwd":"/here"}})");
    CHECK(request_of(SessionsCommand{}) == R"("method":"session.list","params":{}})");
    CHECK(request_of(SessionsCommand{"x", {}}) == R"("method":"session.show","params":{"session":"x"}})");
    CHECK(request_of(SessionsCommand{{}, "x"}) == R"("method":"session.forget","params":{"session":"x"}})");
}

TEST_CASE("match asks without a session, for no content and ten ranked skills") {
    CHECK(
        request_of(MatchCommand{{"hi", {}}}) ==
        R"("method":"session.event","params":{"cwd":"/here","event":{"type":"prompt","text":"hi"},"content":"none","ranked":10}})");
}

TEST_CASE("explain asks with the skill that did not wake") {
    CHECK(
        request_of(ExplainCommand{{"hi", {}}, "s"}) ==
        R"("method":"match.explain","params":{"cwd":"/here","event":{"type":"prompt","text":"hi"},"why_not":"s"}})");
}

TEST_CASE("--cwd stands in for the current directory, seen from it") {
    World world;
    world.flags.cwd = "../there";
    CHECK(request_of(ListCommand{}, world) == R"("method":"skill.list","params":{"cwd":"/there"}})");
}

TEST_CASE("a prompt comes from stdin when there is no TEXT, but not from a terminal") {
    World world;
    world.in = "from a\npipe";
    CHECK(request_of(MatchCommand{}, world).find(R"("text":"from a\npipe")") != std::string::npos);
    world.in_is_terminal = true;
    const auto ran = world.run(MatchCommand{});
    CHECK(ran.code == ExitCode::Usage);
    CHECK(ran.err == "skillwake: nothing to judge: give a TEXT, --file PATH, or a prompt on stdin\n");
}

TEST_CASE("--file sends the file as if it had been read; what cannot be sent is told") {
    const testing::TempDir folder;
    const auto file = folder.write("a.py", "import asyncio\n").string();
    CHECK(request_of(MatchCommand{{{}, file}})
              .find(R"("event":{"type":"file","action":"read","path":")" + file +
                    R"(","content":"import asyncio\n","edits":[]})") != std::string::npos);

    const World world;
    const auto absent = world.run(MatchCommand{{{}, "/nonexistent"}});
    CHECK(absent.code == ExitCode::NotFound);
    CHECK(absent.err == "skillwake: /nonexistent: no such file or directory\n");

    const auto large = folder.write("large", std::string((std::size_t{4} << 20U) + 1, 'x')).string();
    const auto refused = world.run(MatchCommand{{{}, large}});
    CHECK(refused.code == ExitCode::Failed);
    CHECK(refused.err.starts_with("skillwake: " + large + ": larger than the limit of 4194304 bytes\n"));
}

TEST_CASE("with --json the result is printed as it came, unknown fields too") {
    World world;
    world.flags.json = true;
    const auto ran = answered(ReadCommand{"s", {}, {}, {}}, kReadResult, world);
    CHECK(ran.code == ExitCode::Done);
    CHECK(ran.out == std::string(kReadResult) + "\n");
}

TEST_CASE("read and invoke print the text exactly into a pipe, and nothing that a terminal obeys") {
    CHECK(answered(ReadCommand{"s", {}, {}, {}}, kReadResult).out == "# A\x1b[1m\n");
    World world;
    world.look.terminal = true;
    CHECK(answered(ReadCommand{"s", {}, {}, {}}, kReadResult, world).out == "# A\\x1b[1m\n");
    const auto* invoked =
        R"({"skill":"s","path":"p","base_directory":"/s","content":"do\n\n","resources":[],"tokens":1,"digest":"d"})";
    CHECK(answered(InvokeCommand{"s", {}}, invoked).out == "do\n\n");
}

TEST_CASE("an answer of another version is told, not guessed at") {
    const auto ran = answered(ReadCommand{"s", {}, {}, {}}, "{}");
    CHECK(ran.code == ExitCode::Failed);
    CHECK(ran.err.starts_with("skillwake: the daemon's answer is not understood: result.skill: missing\n"));
}

TEST_CASE("errors go to stderr for people, and with --json to stdout for programs") {
    FakeDaemon daemon(refusing(R"({"code":-32001,"message":"no skill 'x'","data":{"nearest":["xy"]}})"));
    World world;
    world.socket = daemon.socket();
    auto ran = world.run(ShowCommand{"x"});
    CHECK(ran.code == ExitCode::NotFound);
    CHECK(ran.out.empty());
    CHECK(ran.err == "skillwake: no skill 'x'\n  did you mean: xy\n");
    world.flags.json = true;
    ran = world.run(ShowCommand{"x"});
    CHECK(ran.out == R"({"error":{"code":-32001,"message":"no skill 'x'","data":{"nearest":["xy"]}}})"
                     "\n");
}

TEST_CASE("the hint to start a daemon names the socket that was chosen") {
    World world;
    world.socket = world.flags.socket = "/nonexistent/s";
    const auto ran = world.run(StatusCommand{});
    CHECK(ran.code == ExitCode::NoDaemon);
    CHECK(ran.err ==
          "skillwake: no daemon listens at /nonexistent/s: start one with 'skillwake start --socket "
          "/nonexistent/s'\n");
}

TEST_CASE("forgetting a session that is not there is a negative answer") {
    const SessionsCommand command{{}, "x"};
    CHECK(answered(command, R"({"forgotten":true})").code == ExitCode::Done);
    CHECK(answered(command, R"({"forgotten":false})").code == ExitCode::NotFound);
    World world;
    world.flags.json = true;
    const auto ran = answered(command, R"({"forgotten":false})", world);
    CHECK(ran.code == ExitCode::NotFound);
    CHECK(ran.out == "{\"forgotten\":false}\n");
}

TEST_CASE("match --jsonl goes on over a connection that one line cost it") {
    FakeDaemon daemon([](const std::string& line) {
        if (line.find("too long") != std::string::npos) {
            return Reaction{
                {R"({"jsonrpc":"2.0","id":null,"error":{"code":-32003,"message":"over the limit"}})"}, true};
        }
        return always(R"({"loaded":[],"suggested":[],"elapsed_us":1})")(line);
    });
    World world;
    world.socket = daemon.socket();
    world.in =
        "{\"id\":1,\"prompt\":\"a\"}\n{\"id\":2,\"prompt\":\"too long\"}\n{\"id\":3,\"prompt\":\"c\"}\n";
    const auto ran = world.run(MatchLinesCommand{});
    CHECK(ran.code == ExitCode::Failed);
    CHECK(ran.err.empty());
    CHECK(ran.out ==
          "{\"id\":1,\"ranked\":[],\"loaded\":[],\"suggested\":[],\"elapsed_us\":1}\n"
          "{\"id\":2,\"error\":{\"code\":-32003,\"message\":\"over the limit\"}}\n"
          "{\"id\":3,\"ranked\":[],\"loaded\":[],\"suggested\":[],\"elapsed_us\":1}\n");
}

TEST_CASE("match --jsonl without a daemon says so once") {
    World world;
    world.socket = "/nonexistent/s";
    world.in = "{\"id\":1,\"prompt\":\"a\"}\n{\"id\":2,\"prompt\":\"b\"}\n";
    const auto ran = world.run(MatchLinesCommand{});
    CHECK(ran.code == ExitCode::NoDaemon);
    CHECK(ran.out == "{\"id\":1,\"error\":{\"code\":-32005,\"message\":\"no daemon answers\"}}\n");
    CHECK(ran.err == "skillwake: no daemon listens at /nonexistent/s: start one with 'skillwake start'\n");
}

TEST_CASE("watch prints each notification until the daemon goes") {
    FakeDaemon daemon([](const std::string& line) {
        auto reaction = always(R"({"subscribed":true})")(line);
        reaction.answers.emplace_back(
            R"({"jsonrpc":"2.0","method":"decision","params":{"session":"s","event":"prompt","loaded":["a"],)"
            R"("suggested":[],"elapsed_us":7}})");
        reaction.answers.emplace_back(R"({"jsonrpc":"2.0","method":"other"})");
        reaction.answers.emplace_back(R"({"jsonrpc":"2.0","method":"catalogue","params":{"generation":3}})");
        reaction.close = true;
        return reaction;
    });
    World world;
    world.socket = daemon.socket();
    auto ran = world.run(WatchCommand{});
    CHECK(ran.code == ExitCode::Done);
    CHECK(ran.out.find("  s  prompt  load a  7 us\n") != std::string::npos);
    CHECK(ran.out.ends_with("  skills changed: generation 3\n"));
    CHECK(ran.err == "skillwake: the daemon closed the connection\n");
    world.flags.json = true;
    CHECK(world.run(WatchCommand{}).out ==
          R"({"session":"s","event":"prompt","loaded":["a"],"suggested":[],"elapsed_us":7})"
          "\n{\"generation\":3}\n");
}

TEST_CASE("start is done when a daemon runs already") {
    FakeDaemon daemon(always(R"({"protocol":1,"version":"9.9","pid":77,"capabilities":[],"limits":[]})"));
    World world;
    world.socket = daemon.socket();
    auto ran = world.run(StartCommand{});
    CHECK(ran.code == ExitCode::Done);
    CHECK(ran.out == "skillwaked 9.9 already runs (pid 77) at " + daemon.socket() + "\n");
    CHECK(ran.err.empty());
    ran = world.run(StartCommand{{"/r"}, ""});
    CHECK(ran.code == ExitCode::Done);
    CHECK(ran.err == "skillwake: the running daemon keeps its own roots and log: 'skillwake stop' ends it\n");
}

TEST_CASE("start passes its flags on with absolute paths, and tells how a daemon ended that never answered") {
    const testing::TempDir folder;
    const auto told = (folder.path() / "told").string();
    const auto program = folder.write("skillwaked", "#!/bin/sh\necho \"$@\" > " + told + "\nexit 3\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    World world;
    world.socket = (folder.path() / "s.sock").string();
    world.own_folder = folder.path();
    const auto ran = world.run(StartCommand{{"a", "/b"}, "log"});
    const auto flags = "--socket " + world.socket + " --root /here/a --root /b --log-file /here/log";
    CHECK(ran.code == ExitCode::Failed);
    CHECK(ran.err == "skillwake: skillwaked did not start: exit code 3\n  to see why, run: " +
                         program.string() + " " + flags + "\n");
    CHECK(request_of(MatchCommand{{{}, told}}).find(flags) != std::string::npos);
}

TEST_CASE("start and check say what is missing when there is no skillwaked") {
    World world;
    world.socket = "/nonexistent/s";
    for (const auto& ran : {world.run(StartCommand{}), world.run(CheckCommand{{"x"}})}) {
        CHECK(ran.code == ExitCode::Failed);
        CHECK(ran.err ==
              "skillwake: no program skillwaked beside skillwake or on PATH: install it, or put it there\n");
    }
}

TEST_CASE("version needs no daemon, and tells the daemon's where one runs") {
    World world;
    world.socket = "/nonexistent/s";
    CHECK(world.run(VersionCommand{}).out == "skillwake " SKILLWAKE_VERSION "\n");
    const std::string hello = R"({"protocol":1,"version":"9.9","pid":77,"capabilities":[],"limits":[]})";
    CHECK(answered(VersionCommand{}, hello).out == "skillwake " SKILLWAKE_VERSION
                                                   "\nskillwaked 9.9 (pid 77)\n");
    world.flags.json = true;
    CHECK(world.run(VersionCommand{}).out == "{\"version\":\"" SKILLWAKE_VERSION
                                             "\",\"protocol\":1,\"daemon\":null}\n");
}

}  // namespace skillwake::client
