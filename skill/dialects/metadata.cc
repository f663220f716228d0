// What some tools put below `metadata`, and Roo's modes.
#include "base/text.h"
#include "skill/dialects/readers.h"

#include <algorithm>

namespace skillwake::skill::dialects {
namespace {

#if defined(__APPLE__)
constexpr std::string_view kSystem = "darwin";
#else
constexpr std::string_view kSystem = "linux";
#endif

void read_openclaw(const YamlNode& openclaw, WakeBuilder& wake) {
    const auto* systems = openclaw.member("os");
    if (!has_entries(systems) || switch_of(openclaw.member("always")).value_or(false)) {
        return;
    }
    const auto names = systems->scalars();
    const bool ours = std::any_of(names.begin(), names.end(),
                                  [](const auto& name) { return equal_folded(name.first, kSystem); });
    if (!ours) {
        wake.warn(systems->line, "metadata.openclaw.os names other systems: only its name wakes the skill",
                  "add " + std::string(kSystem) + " if it works there");
        wake.only_by_name();
    }
}

}  // namespace

void read_metadata(const YamlNode& front, WakeBuilder& wake) {
    const auto* metadata = front.member("metadata");
    if (metadata == nullptr) {
        return;
    }
    if (const auto* openclaw = metadata->member("openclaw")) {
        read_openclaw(*openclaw, wake);
    }
    const auto* skillport = metadata->member("skillport");
    const auto* always = skillport == nullptr ? nullptr : skillport->member("alwaysApply");
    if (switch_of(always).value_or(false)) {
        wake.add_always(always->line, "skillport: metadata.skillport.alwaysApply");
    }
}

void read_roo(const YamlNode& front, WakeBuilder& wake) {
    for (const char* key : {"mode", "modeSlugs"}) {
        if (const auto* modes = front.member(key); has_entries(modes)) {
            wake.warn(modes->line, std::string(key) + " is not heeded: the skill serves in every mode",
                      "nothing to mend: a host's modes are not known here");
        }
    }
}

}  // namespace skillwake::skill::dialects
