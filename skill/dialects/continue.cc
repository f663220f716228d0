#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {
namespace {

constexpr std::uint32_t kBoth = 1;  ///< the group of a rule that has globs and regex

}  // namespace

void read_continue(const YamlNode& front, WakeBuilder& wake) {
    const auto* globs = front.member("globs");
    const auto* regex = front.member("regex");
    const auto always = switch_of(front.member("alwaysApply"));
    const bool by_files = has_entries(globs) || has_entries(regex);
    if (always.value_or(false)) {
        wake.add_always(front.member("alwaysApply")->line, "continue: alwaysApply");
        return;
    }
    if (!by_files) {
        if (!always) {
            wake.add_always(front.line, "continue: rule without globs and regex");
        } else if (has_entries(front.member("description"))) {
            wake.by_words("continue: description", "description", front.member("description")->line);
        } else {
            const auto* said = front.member("alwaysApply");
            wake.only_by_name("continue: alwaysApply", said->text, said->line);
        }
        return;
    }
    const auto group = has_entries(globs) && has_entries(regex) ? kBoth : 0;
    if (has_entries(globs)) {  // one string is one glob: its commas are its own
        wake.add_strings(TriggerKind::Path, *globs, {"continue: globs", Reading::Standard, group});
    }
    if (has_entries(regex)) {
        wake.add_strings(TriggerKind::Content, *regex, {"continue: regex", Reading::Standard, group});
    }
    wake.only_on_files();
}

}  // namespace skillwake::skill::dialects
