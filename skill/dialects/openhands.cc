#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {

void read_openhands(const YamlNode& front, OpenHandsFile file, WakeBuilder& wake) {
    const auto* paths = front.member("paths");
    const auto* triggers = front.member("triggers");
    if (has_entries(paths)) {
        wake.add_globs(*paths, {"openhands: paths"});
        wake.only_on_files();
    } else if (has_entries(triggers)) {
        wake.add_strings(TriggerKind::Keyword, *triggers, {"openhands: triggers", Reading::Token});
    } else if (file == OpenHandsFile::Microagent) {
        wake.add_always(front.line, "openhands: microagent without triggers");
    }
}

void read_omc(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* triggers = front.member("triggers")) {
        wake.add_strings(TriggerKind::Keyword, *triggers, {"omc: triggers", Reading::Substring});
    }
}

void read_adk(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* triggers = front.member("triggers")) {
        wake.add_globs(*triggers, {"adk: triggers"});
    }
    if (switch_of(front.member("trigger")).value_or(false)) {
        wake.only_by_name();
    }
}

}  // namespace skillwake::skill::dialects
