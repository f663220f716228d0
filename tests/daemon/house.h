#pragma once

#include "daemon/control.h"
#include "daemon/dispatcher.h"
#include "daemon/limits.h"
#include "daemon/root_store.h"
#include "daemon/service.h"
#include "tests/support/fake_clock.h"
#include "tests/support/temp_dir.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The middle of the daemon without a loop: its roots are read at once, its clock stands still.
namespace skillwake::daemon {

/// The program around the service, as far as it asks for one.
class FakeControl final : public Control {
public:
    void stop() override { ++stops; }
    std::uint64_t reload() override {
        ++reloads;
        return known_roots;
    }
    void publish(const protocol::DecisionNote& note) override { notes.push_back(note); }
    std::uint64_t clients() const override { return 3; }
    std::uint64_t subscribers() const override { return listening; }
    std::string socket() const override { return "/run/test.sock"; }
    std::optional<protocol::HttpStatus> http() const override { return std::nullopt; }
    protocol::LoopStatus loop() const override { return {9, 8, 7, 6, 5, 4}; }

    int stops = 0;
    int reloads = 0;
    std::uint64_t known_roots = 2;
    std::uint64_t listening = 0;
    std::vector<protocol::DecisionNote> notes;
};

/// The text of a SKILL.md. `front_matter`: whole lines behind name and description.
std::string skill_text(const std::string& name, const std::string& front_matter,
                       const std::string& body = "Do it well.\n");
/// A line of front matter: the skill wakes on these words.
std::string wakes_on(const std::string& keywords);

/// A folder with skills, and a service and dispatcher on it.
class House {
public:
    enum class Roots { Fixed, Standard };

    /// Fixed: `skills()` is the only root. Standard: those of each session's `cwd`, the home is
    /// `folder()/home`.
    explicit House(Roots roots = Roots::Fixed, Limits limits = {});
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    const std::filesystem::path& folder() const { return folder_.path(); }
    std::filesystem::path skills() const { return folder() / "skills"; }

    std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const {
        return folder_.write(name, text);
    }
    /// skills()/NAME/SKILL.md; it is seen after reload(), or when nothing has been read so far.
    std::filesystem::path skill(const std::string& name, const std::string& front_matter,
                                const std::string& body = "Do it well.\n") const;
    void remove(const std::filesystem::path& name) const { std::filesystem::remove_all(folder() / name); }

    /// Reads every root that is wanted, as a worker would; whether there was one.
    bool load_wanted();
    /// Reads every known root again.
    void reload();

    /// `call` until its workspace is loaded.
    template <class Call>
    auto ready(Call call) {
        auto result = call();
        while (!result && result.error().code() == Errc::NotReady && load_wanted()) {
            result = call();
        }
        return result;
    }
    Result<protocol::EventResult> event(const protocol::EventParams& params) {
        return ready([&] { return service().event(params); });
    }
    Result<protocol::InvokeResult> invoke(const protocol::InvokeParams& params) {
        return ready([&] { return service().invoke(params); });
    }
    Result<protocol::ExplainResult> explain(const protocol::ExplainParams& params) {
        return ready([&] { return service().explain(params); });
    }
    /// A prompt in a session; the daemon must accept it.
    protocol::EventResult prompt(const std::string& text, std::optional<std::string> session = std::nullopt,
                                 std::optional<std::string> agent = std::nullopt);
    /// A phase of a session.
    void phase(protocol::SessionPhase phase, const std::string& session,
               std::optional<std::string> agent = std::nullopt);

    /// The answer to a line; nullopt: there is none.
    std::optional<std::string> answer(std::string_view line);

    Service& service() { return *service_; }
    Dispatcher& dispatcher() { return *dispatcher_; }

    testing::FakeClock clock;
    FakeControl control;
    Limits limits;
    Caller caller;
    std::optional<RootStore> store;

private:
    testing::TempDir folder_;
    std::optional<Service> service_;
    std::optional<Dispatcher> dispatcher_;
};

/// The names of what was loaded, suggested ...
template <class Skills>
std::vector<std::string> names_of(const Skills& skills) {
    std::vector<std::string> names;
    for (const auto& skill : skills) {
        names.push_back(skill.skill);
    }
    return names;
}

using Names = std::vector<std::string>;

protocol::EventParams prompt_params(const std::string& text,
                                    std::optional<std::string> session = std::nullopt);

}  // namespace skillwake::daemon
