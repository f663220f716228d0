// What OpenClaw and IronClaw ask of the machine. Nothing of it is a trigger.
#include "base/text.h"
#include "skill/dialects/readers.h"

#include <array>

namespace skillwake::skill::dialects {
namespace {

constexpr std::size_t kMostRequired = 10;  ///< skills that one of IronClaw's may ask for

void append_texts(std::vector<std::string>& texts, const YamlNode& from, std::string_view key) {
    const auto* list = from.member(key);
    for (const auto& [text, line] : list == nullptr ? YamlNode().scalars() : list->scalars()) {
        if (!trim(text).empty()) {
            texts.emplace_back(trim(text));
        }
    }
}

void read_requires(const YamlNode& from, Requirements& needs) {
    append_texts(needs.programs, from, "bins");
    append_texts(needs.one_program, from, "anyBins");
    append_texts(needs.variables, from, "env");
    append_texts(needs.settings, from, "config");
}

void read_openclaw(const YamlNode& openclaw, Requirements& needs) {
    if (switch_of(openclaw.member("always")).value_or(false)) {
        return;
    }
    append_texts(needs.systems, openclaw, "os");
    if (const auto* asked = openclaw.member("requires")) {
        read_requires(*asked, needs);
    }
}

void read_required_skills(const YamlNode& asked, WakeBuilder& wake) {
    const auto* skills = asked.member("skills");
    if (skills == nullptr) {
        return;
    }
    append_texts(wake.required(), asked, "skills");
    if (wake.required().size() > kMostRequired) {
        wake.required().resize(kMostRequired);
        wake.warn(skills->line, "requires.skills: more than " + std::to_string(kMostRequired),
                  "the further ones do not count");
    }
}

}  // namespace

void read_requirements(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* metadata = front.member("metadata")) {
        constexpr std::array<std::string_view, 2> kNames = {"openclaw", "clawdbot"};  // the older name
        for (const auto name : kNames) {
            if (const auto* openclaw = metadata->member(name)) {
                read_openclaw(*openclaw, wake.needs());
                break;
            }
        }
    }
    if (const auto* asked = front.member("requires")) {
        read_requires(*asked, wake.needs());
        read_required_skills(*asked, wake);
    }
}

}  // namespace skillwake::skill::dialects
