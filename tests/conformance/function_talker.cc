#include "daemon/dispatcher.h"
#include "tests/conformance/talker.h"

#include <deque>
#include <utility>

namespace skillwake::conformance {
namespace {

class FunctionTalker final : public Talker, private daemon::Control {
public:
    explicit FunctionTalker(const std::filesystem::path& root)
        : roots_({{root, skill::Scope::Project}}, {}, clock_),
          service_(roots_, *this, clock_, limits_, root),
          dispatcher_(service_) {}

    Status send(const std::string& line) override {
        if (line.empty()) {
            return Ok{};  // a connection passes over blank lines
        }
        auto answer = dispatcher_.answer(line, caller_);
        while (answer.not_ready) {
            for (const auto& wanted : roots_.take_wanted()) {
                roots_.put(daemon::make_snapshot(wanted, nullptr, limits_.load));
            }
            answer = dispatcher_.answer(line, caller_);
        }
        if (answer.line) {
            said_.push_back(answer.line->text());
        }
        return Ok{};
    }

    Result<std::string> next_line() override {
        if (said_.empty()) {
            return Error(Errc::Unavailable, "nothing more is said");
        }
        auto line = std::move(said_.front());
        said_.pop_front();
        return line;
    }

    Status end() override { return Ok{}; }

private:
    void stop() override {}
    std::uint64_t reload() override { return roots_.roots().size(); }
    void publish(const protocol::DecisionNote& note) override {
        said_.push_back(protocol::make_notification("decision", protocol::to_json(note)));
    }
    std::uint64_t clients() const override { return 1; }
    std::uint64_t subscribers() const override { return caller_.subscribed ? 1 : 0; }
    std::string socket() const override { return "none"; }
    std::optional<protocol::HttpStatus> http() const override { return std::nullopt; }
    protocol::LoopStatus loop() const override { return {}; }

    SystemClock clock_;
    daemon::Limits limits_;
    daemon::RootStore roots_;
    daemon::Service service_;
    daemon::Dispatcher dispatcher_;
    daemon::Caller caller_;
    std::deque<std::string> said_;
};

}  // namespace

std::unique_ptr<Talker> function_talker(const std::filesystem::path& root) {
    return std::make_unique<FunctionTalker>(root);
}

}  // namespace skillwake::conformance
