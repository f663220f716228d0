#include "base/text.h"
#include "tests/conformance/fits.h"
#include "tests/conformance/script.h"
#include "tests/conformance/talker.h"
#include "tests/support/temp_dir.h"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

/// Runs scripts: conformance-test function|SKILLWAKED SKILLS FILE... See README.md.
namespace skillwake::conformance {
namespace {

namespace fs = std::filesystem;

/// One file's steps against one daemon.
class Run {
public:
    Run(Talker& talker, fs::path root) : talker_(talker), root_(std::move(root)) {}

    Status step(const Step& step) {
        protocol::JsonParser parser;
        const auto value = parser.parse(step.value);
        if (!value) {
            return value.error();
        }
        if (step.kind == "about") {
            about_ = value->string().value_or("");
            return Ok{};
        }
        if (step.kind == "send") {
            return talker_.send(step.value);
        }
        if (step.kind == "send_text") {
            return talker_.send(std::string(value->string().value_or("")));
        }
        if (step.kind == "expect") {
            return expect(*value);
        }
        if (step.kind == "closed") {
            closed_ = true;
            const auto line = talker_.next_line();
            return line ? Error(Errc::Invalid, "not expected: " + *line) : Status(Ok{});
        }
        return step.kind == "make" ? make_file(*value) : silence();
    }

    /// Nothing is left to be said: a question of our own is answered next.
    Status silence() {
        constexpr const char* kQuestion = R"({"jsonrpc":"2.0","id":"end of silence","method":"hello"})";
        constexpr const char* kAnswer = R"({"jsonrpc":"2.0","id":"end of silence","result":)";
        if (auto sent = talker_.send(kQuestion); !sent) {
            return sent;
        }
        const auto line = talker_.next_line();
        if (!line) {
            return line.error();
        }
        return line->starts_with(kAnswer) ? Status(Ok{}) : Error(Errc::Invalid, "not expected: " + *line);
    }

    const std::string& about() const { return about_; }
    int answers() const { return answers_; }
    bool closed() const { return closed_; }

private:
    Status expect(protocol::JsonValue expected) {
        const auto line = talker_.next_line();
        if (!line) {
            return line.error();
        }
        protocol::JsonParser parser;
        const auto given = parser.parse(*line);
        if (!given) {
            return Error(Errc::Invalid, "the answer is not JSON: " + *line);
        }
        ++answers_;
        auto wrong = misfit(expected, *given);
        return wrong.empty() ? Status(Ok{}) : Error(Errc::Invalid, std::move(wrong));
    }

    Status make_file(protocol::JsonValue file) {
        const auto path = file.member("path");
        const auto bytes = file.member("bytes");
        if (!path || !path->string() || !bytes || !bytes->unsigned_integer()) {
            return Error(Errc::Invalid, "make: expected path and bytes");
        }
        const auto place = root_ / *path->string();
        fs::create_directories(place.parent_path());
        std::ofstream(place).close();
        fs::resize_file(place, *bytes->unsigned_integer());
        return Ok{};
    }

    Talker& talker_;
    fs::path root_;
    std::string about_;
    int answers_ = 0;
    bool closed_ = false;
};

Status run_steps(Run& run, const std::vector<Step>& steps, const fs::path& file) {
    for (const auto& step : steps) {
        if (auto done = run.step(step); !done) {
            const auto place = file.string() + ":" + std::to_string(step.line);
            return std::move(done).error().context(run.about().empty() ? place : place + ": " + run.about());
        }
    }
    if (auto quiet = run.closed() ? Status(Ok{}) : run.silence(); !quiet) {
        return std::move(quiet).error().context(file.string() + ": at the end");
    }
    return Ok{};
}

/// How many answers fitted.
Result<int> run_file(const std::string& daemon, const fs::path& skills, const fs::path& file) {
    const testing::TempDir folder;
    const auto root = folder.path() / "skills";
    fs::copy(skills, root, fs::copy_options::recursive);
    const auto steps = read_script(file, root.string());
    if (!steps) {
        return steps.error();
    }
    auto talker = daemon == "function" ? Result<std::unique_ptr<Talker>>(function_talker(root))
                                       : socket_talker(daemon, root, folder.path());
    if (!talker) {
        return std::move(talker).error().context(file.string());
    }
    Run run(**talker, root);
    if (auto done = run_steps(run, *steps, file); !done) {
        return std::move(done).error();
    }
    if (auto ended = (*talker)->end(); !ended) {
        return std::move(ended).error().context(file.string());
    }
    if (run.answers() == 0) {
        return Error(Errc::Invalid, file.string() + ": expects nothing");
    }
    return run.answers();
}

int run_all(const std::vector<std::string>& arguments) {
    constexpr std::size_t kFirstFile = 2;
    if (arguments.size() <= kFirstFile) {
        std::fprintf(stderr, "usage: conformance-test function|SKILLWAKED SKILLS FILE...\n");
        return 2;
    }
    int failed = 0;
    for (auto at = kFirstFile; at < arguments.size(); ++at) {
        const auto answers = run_file(arguments[0], arguments[1], arguments[at]);
        if (answers) {
            std::printf("ok      %s: %d answers\n", arguments[at].c_str(), *answers);
        } else {
            std::printf("FAILED  %s\n", answers.error().message().c_str());
            ++failed;
        }
    }
    return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace skillwake::conformance

int main(int argc, char** argv) {
    try {
        return skillwake::conformance::run_all({argv + 1, argv + argc});
    } catch (const std::exception& failed) {
        std::printf("FAILED  %s\n", failed.what());
        return 1;
    }
}
