#include "daemon/event_reader.h"

#include <doctest/doctest.h>

namespace skillwake::daemon {
namespace {

using protocol::FileAction;
using protocol::FileEvent;
using protocol::RawJson;
using protocol::ToolEvent;

/// What the matcher will see, in lines: "prompt ...", "file PATH", "| piece", "run COMMAND", "out TEXT".
std::string seen(const protocol::Event& event, const std::string& cwd = "/home/user/project") {
    const EventReader reader(event, cwd);
    std::string text;
    if (!reader.event().prompt.empty()) {
        text.append("prompt ").append(reader.event().prompt).append("\n");
    }
    for (const auto& file : reader.event().files) {
        text.append("file ").append(file.path);
        text.append(file.language.empty() ? "" : " as ").append(file.language).append("\n");
        for (const auto piece : file.pieces) {
            text.append("| ").append(piece).append("\n");
        }
    }
    for (const auto command : reader.event().commands) {
        text.append("run ").append(command).append("\n");
    }
    for (const auto output : reader.event().outputs) {
        text.append("out ").append(output).append("\n");
    }
    return text;
}

ToolEvent tool(const std::string& name, const std::string& input, const std::string& output = "") {
    ToolEvent made;
    made.name = name;
    made.input = RawJson{input};
    if (!output.empty()) {
        made.output = RawJson{output};
    }
    return made;
}

FileEvent file_at(const std::string& path, FileAction action = FileAction::Read) {
    FileEvent made;
    made.path = path;
    made.action = action;
    return made;
}

TEST_CASE("A prompt is read as it is") {
    CHECK(seen(protocol::PromptEvent{"fix\nit"}) == "prompt fix\nit\n");
    CHECK(seen(protocol::PromptEvent{""}).empty());
}

TEST_CASE("A session's phase holds nothing to judge") {
    CHECK(seen(protocol::SessionEvent{protocol::SessionPhase::Compact}).empty());
}

TEST_CASE("Paths are told from the session's folder on") {
    struct Row {
        const char* path;
        const char* cwd;
        const char* told;
    };
    for (const auto& row :
         {Row{"/home/user/project/src/a.py", "/home/user/project", "src/a.py"},
          Row{"/home/user/project/src/a.py", "/home/user/project/", "src/a.py"},
          Row{"/home/user/projects/a.py", "/home/user/project", "home/user/projects/a.py"},
          Row{"/etc/hosts", "/home/user/project", "etc/hosts"}, Row{"src/a.py", "/w", "src/a.py"},
          Row{"./src/a.py", "/w", "src/a.py"}, Row{"src//b/../a.py", "/w", "src/a.py"},
          Row{"/w/src/./a.py", "/w", "src/a.py"}, Row{"/x/y.py", "/", "x/y.py"}, Row{"/x/y.py", "", "x/y.py"},
          Row{"C:\\w\\a.py", "/w", "C:/w/a.py"}, Row{"src\\a.py", "/w", "src/a.py"}, Row{"", "/w", ""}}) {
        CAPTURE(row.path);
        CAPTURE(row.cwd);
        CHECK(seen(file_at(row.path), row.cwd) == "file " + std::string(row.told) + "\n");
    }
}

TEST_CASE(
    "A file that was read comes without the line numbers of the Read tool, one that was written as it is") {
    auto read = file_at("a.py");
    read.content = "     1\timport asyncio\n     2\t\n";
    CHECK(seen(read) == "file a.py\n| import asyncio\n\n\n");
    auto written = file_at("a.tsv", FileAction::Write);
    written.content = "     1\timport asyncio\n";
    CHECK(seen(written) == "file a.tsv\n|      1\timport asyncio\n\n");
}

TEST_CASE("An edit gives what is new, piece by piece") {
    auto edit = file_at("a.py", FileAction::Edit);
    edit.before = "old";
    edit.after = "await x()";
    CHECK(seen(edit) == "file a.py\n| await x()\n");
    edit.after.reset();
    edit.edits = {{"old", "one"}, {std::nullopt, "two"}};
    CHECK(seen(edit) == "file a.py\n| one\n| two\n");
}

TEST_CASE("The host's word on a file's language is kept") {
    auto script = file_at("bin/run");
    script.language = "python";
    CHECK(seen(script) == "file bin/run as python\n");
}

TEST_CASE("A Read tool's file comes from its output, in every shape that hosts give it") {
    const std::string input = R"({"file_path":"/home/user/project/a.py","offset":1})";
    const std::string numbered = R"("     1\tx = 1\n     2\ty = 2\n")";
    for (const auto& output :
         {numbered, std::string(R"("1\tx = 1\n2\ty = 2")"), std::string(R"("  1→x = 1\n  2→y = 2\n")"),
          std::string(R"("x = 1\ny = 2\n")"), R"({"content":)" + numbered + "}",
          std::string(R"({"type":"text","file":{"filePath":"/a","content":"x = 1\ny = 2\n","numLines":2}})"),
          R"([{"type":"text","text":)" + numbered + "}]",
          R"({"content":[{"type":"text","text":)" + numbered + "}]}"}) {
        CAPTURE(output);
        const auto text = seen(tool("Read", input, output));
        CHECK((text == "file a.py\n| x = 1\ny = 2\n\n" || text == "file a.py\n| x = 1\ny = 2\n"));
    }
}

TEST_CASE("What a host adds behind a file that it read does not keep the line numbers") {
    const auto text = without_line_numbers(
        "     1\tx = 1\n     2\ty = 2\n\n<system-reminder>\nmind the file\n</system-reminder>\n");
    CHECK(text.starts_with("x = 1\ny = 2\n"));
    CHECK(text.find("     1\t") == std::string::npos);
}

TEST_CASE("Text that only looks numbered in places keeps its numbers") {
    for (const auto* text : {"1\tone\nplain\n2\ttwo\n", "1 one\n2 two\n", "plain\n", "", "\n\n", "12", "   ",
                             "1\ta\n1\tb\nx\n"}) {
        CAPTURE(text);
        CHECK(without_line_numbers(text) == text);
    }
    CHECK(without_line_numbers("9\tnine\n10\tten") == "nine\nten\n");
}

TEST_CASE("A Read that failed gives its path only, and what it said") {
    auto failed = tool("Read", R"({"file_path":"a.py"})", R"("no such file")");
    failed.failed = true;
    CHECK(seen(failed) == "file a.py\nout no such file\n");
}

TEST_CASE("Tools that write files, by the names and fields that hosts use") {
    struct Row {
        const char* name;
        const char* input;
    };
    for (const auto& row :
         {Row{"Write", R"({"file_path":"a.py","content":"x = 1"})"},
          Row{"write_file", R"({"path":"a.py","content":"x = 1"})"},
          Row{"create", R"({"path":"a.py","file_text":"x = 1"})"},
          Row{"Edit", R"({"file_path":"a.py","old_string":"y","new_string":"x = 1","replace_all":false})"},
          Row{"edit", R"({"filePath":"a.py","oldString":"y","newString":"x = 1"})"},
          Row{"str_replace", R"({"path":"a.py","old_str":"y","new_str":"x = 1"})"},
          Row{"NotebookEdit", R"({"notebook_path":"a.py","new_source":"x = 1"})"},
          Row{"MultiEdit", R"({"file_path":"a.py","edits":[{"old_string":"y","new_string":"x = 1"}]})"}}) {
        CAPTURE(row.name);
        CHECK(seen(tool(row.name, row.input)) == "file a.py\n| x = 1\n");
    }
}

TEST_CASE("MultiEdit gives each of its edits") {
    CHECK(
        seen(tool(
            "MultiEdit",
            R"({"file_path":"a.py","edits":[{"new_string":"one"},{"old_string":"x"},{"new_string":"two"}]})")) ==
        "file a.py\n| one\n| two\n");
}

TEST_CASE("A shell tool gives its command, and its output whether it is a string, an object or blocks") {
    struct Row {
        const char* output;
        const char* seen;
    };
    for (const auto& row :
         {Row{R"("hi\n")", "out hi\n\n"},
          Row{R"({"stdout":"hi","stderr":"oh","interrupted":false,"isImage":false})", "out hi\noh\n"},
          Row{R"({"stdout":"","stderr":"oh"})", "out oh\n"},
          Row{R"({"output":"hi","metadata":{"exit_code":0}})", "out hi\n"},
          Row{R"([{"type":"text","text":"hi"}])", "out hi\n"},
          Row{R"({"content":[{"type":"text","text":"hi"}],"isError":true})", "out hi\n"}, Row{R"({})", ""},
          Row{R"(null)", ""}, Row{R"(12)", ""}}) {
        CAPTURE(row.output);
        CHECK(seen(tool("Bash", R"({"command":"make it","description":"x"})", row.output)) ==
              "run make it\n" + std::string(row.seen));
    }
}

TEST_CASE("Shell tools by the names that hosts give them") {
    for (const auto* name :
         {"Bash", "bash", "PowerShell", "run_shell_command", "execute_command", "shell", "terminal"}) {
        CAPTURE(name);
        CHECK(seen(tool(name, R"({"command":"make"})")) == "run make\n");
    }
    CHECK(seen(tool("exec_command", R"({"cmd":"make"})")) == "run make\n");
}

TEST_CASE("A command that is given as words is one command") {
    CHECK(seen(tool("shell", R"({"command":["pytest","-m","asyncio"]})")) == "run pytest -m asyncio\n");
}

TEST_CASE("What a failed tool says is evidence, whatever tool it is") {
    ToolEvent failed = tool("Bash", R"({"command":"make"})");
    failed.error = "Exit code 3";
    CHECK(seen(failed) == "run make\nout Exit code 3\n");
    failed.output = RawJson{R"({"stderr":"boom"})"};
    CHECK(seen(failed) == "run make\nout Exit code 3\nboom\n");

    auto other = tool("mcp__db__query", R"({"sql":"select"})", R"("boom")");
    CHECK(seen(other).empty());  // what other tools find is not the user's work
    other.failed = true;
    CHECK(seen(other) == "out boom\n");
}

TEST_CASE("An unknown tool with a path has touched that file") {
    CHECK(seen(tool("my_tool", R"({"path":"a.py"})")) == "file a.py\n");
    CHECK(seen(tool("my_tool", R"({"path":"a.py","content":"x"})", R"("y")")) == "file a.py\n| x\n");
    CHECK(seen(tool("my_tool", R"({"query":"a.py"})")).empty());
}

TEST_CASE("Input of another shape than expected is passed over") {
    for (const auto* input : {"null", "[]", "\"a.py\"", "12", R"({"file_path":12})", R"({"command":{}})",
                              R"({"edits":"x"})", R"({"command":null})", "{"}) {
        CAPTURE(input);
        CHECK(seen(tool("Edit", input)).empty());
        CHECK(seen(tool("Bash", input)).empty());
    }
    ToolEvent bare;
    bare.name = "Read";
    CHECK(seen(bare).empty());
}

}  // namespace
}  // namespace skillwake::daemon
