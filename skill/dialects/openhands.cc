#include "base/text.h"
#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {
namespace {

/// What makes a microagent a task: somebody starts it, and says what it asks for. nullptr: it is none.
const YamlNode* task_key(const YamlNode& front) {
    const auto* type = front.member("type");
    if (type != nullptr) {
        return fold_ascii(trim(type->text)) == "task" ? type : nullptr;
    }
    const auto* inputs = front.member("inputs");
    return has_entries(inputs) ? inputs : nullptr;
}

}  // namespace

void read_openhands(const YamlNode& front, OpenHandsFile file, WakeBuilder& wake) {
    const auto* paths = front.member("paths");
    const auto* triggers = front.member("triggers");
    if (has_entries(paths)) {
        wake.add_globs(*paths, {"openhands: paths"});
        wake.only_on_files();
    } else if (has_entries(triggers)) {
        wake.add_strings(TriggerKind::Keyword, *triggers, {"openhands: triggers", Reading::Token});
    } else if (const auto* asked = task_key(front); asked != nullptr && file == OpenHandsFile::Microagent) {
        wake.only_by_name("openhands: task without triggers", asked->text, asked->line);
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
        wake.only_by_name("adk: trigger", front.member("trigger")->text, front.member("trigger")->line);
    }
}

}  // namespace skillwake::skill::dialects
