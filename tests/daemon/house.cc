#include "tests/daemon/house.h"

#include <doctest/doctest.h>

#include <utility>

namespace skillwake::daemon {

std::string skill_text(const std::string& name, const std::string& front_matter, const std::string& body) {
    return "---\nname: " + name + "\ndescription: Test skill number one of its kind\n" + front_matter +
           "---\n# Title of " + name + "\n" + body;
}

std::string wakes_on(const std::string& keywords) {
    return "activation: {keywords: [" + keywords + "]}\n";
}

House::House(Roots roots, Limits given_limits) : limits(given_limits) {
    std::filesystem::create_directories(skills());
    std::filesystem::create_directories(folder() / "home");
    std::vector<skill::RootSpec> fixed;
    if (roots == Roots::Fixed) {
        fixed.push_back({skills(), skill::Scope::Project});
    }
    store.emplace(std::move(fixed), skill::Places{folder() / "home", {}}, clock, skill::Precedence::Spec,
                  limits.project_trust);
    service_.emplace(*store, control, clock, limits, folder());
    dispatcher_.emplace(*service_);
}

std::filesystem::path House::skill(const std::string& name, const std::string& front_matter,
                                   const std::string& body) const {
    return write(std::filesystem::path("skills") / name / "SKILL.md", skill_text(name, front_matter, body));
}

bool House::load_wanted() {
    const auto wanted = store->take_wanted();
    for (const auto& spec : wanted) {
        store->put(
            make_snapshot(spec, store->snapshot(spec).get(), limits.load, {}, nullptr, limits.overlay));
    }
    return !wanted.empty();
}

void House::reload() {
    for (const auto& root : store->roots()) {
        store->put(make_snapshot(root.spec, root.snapshot.get(), limits.load, {}, nullptr, limits.overlay));
    }
}

protocol::EventParams prompt_params(const std::string& text, std::optional<std::string> session) {
    protocol::EventParams params;
    params.session = std::move(session);
    params.event = protocol::PromptEvent{text};
    return params;
}

protocol::EventResult House::prompt(const std::string& text, std::optional<std::string> session,
                                    std::optional<std::string> agent) {
    auto params = prompt_params(text, std::move(session));
    params.agent = std::move(agent);
    auto result = event(params);
    REQUIRE(result);
    return *std::move(result);
}

void House::phase(protocol::SessionPhase phase, const std::string& session,
                  std::optional<std::string> agent) {
    protocol::EventParams params;
    params.session = session;
    params.agent = std::move(agent);
    params.event = protocol::SessionEvent{phase};
    REQUIRE(event(params));
}

std::optional<std::string> House::answer(std::string_view line) {
    auto answered = dispatcher().answer(line, caller);
    while (answered.not_ready && load_wanted()) {
        answered = dispatcher().answer(line, caller);
    }
    CHECK(!answered.not_ready);
    return answered.line ? std::optional(answered.line->text()) : std::nullopt;
}

}  // namespace skillwake::daemon
