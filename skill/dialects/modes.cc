// Dialects whose rules have modes: Cursor, Windsurf, Kiro.
#include "base/text.h"
#include "skill/dialects/readers.h"

namespace skillwake::skill::dialects {
namespace {

std::string word_of(const YamlNode* value) {
    return value == nullptr ? "" : fold_ascii(trim(value->text));
}

void by_globs(const YamlNode* globs, std::string_view source, std::uint32_t line, WakeBuilder& wake) {
    if (has_entries(globs)) {
        wake.add_globs(*globs, {source});
        wake.only_on_files();
    } else {
        wake.warn(line, std::string(source) + " is missing: only its name wakes the rule", "name the files");
        wake.only_by_name(source, "", line);
    }
}

}  // namespace

void read_cursor(const YamlNode& front, WakeBuilder& wake) {
    const auto* always = front.member("alwaysApply");
    const auto* globs = front.member("globs");
    if (switch_of(always).value_or(false)) {
        wake.add_always(always->line, "cursor: alwaysApply");
    } else if (has_entries(globs)) {
        by_globs(globs, "cursor: globs", globs->line, wake);
    } else if (const auto* description = front.member("description"); has_entries(description)) {
        wake.by_words("cursor: description", "description", description->line);
    } else {
        wake.only_by_name("cursor: rule without globs and description", "", front.line);
    }
}

void read_windsurf(const YamlNode& front, WakeBuilder& wake) {
    const auto* trigger = front.member("trigger");
    const auto mode = word_of(trigger);
    if (mode == "always_on") {
        wake.add_always(trigger->line, "windsurf: trigger always_on");
    } else if (mode == "glob") {
        by_globs(front.member("globs"), "windsurf: globs", trigger->line, wake);
    } else if (mode == "manual") {
        wake.only_by_name("windsurf: trigger", trigger->text, trigger->line);
    } else {
        if (trigger != nullptr && mode != "model_decision") {
            wake.warn(trigger->line, "trigger: unknown mode: the description alone wakes the rule",
                      "known are always_on, glob, model_decision, manual");
        }
        wake.by_words("windsurf: trigger", mode, trigger == nullptr ? front.line : trigger->line);
    }
}

void read_kiro_steering(const YamlNode& front, WakeBuilder& wake) {
    const auto* inclusion = front.member("inclusion");
    const auto mode = word_of(inclusion);
    if (inclusion == nullptr || mode == "always") {
        wake.add_always(inclusion == nullptr ? front.line : inclusion->line, "kiro: inclusion always");
    } else if (mode == "filematch") {
        by_globs(front.member("fileMatchPattern"), "kiro: fileMatchPattern", inclusion->line, wake);
    } else if (mode == "manual") {
        wake.only_by_name("kiro: inclusion", inclusion->text, inclusion->line);
    } else {
        if (mode != "auto") {
            wake.warn(inclusion->line, "inclusion: unknown mode: the description alone wakes the file",
                      "known are always, fileMatch, manual, auto");
        }
        wake.by_words("kiro: inclusion", mode, inclusion->line);
    }
}

void read_kiro_power(const YamlNode& front, WakeBuilder& wake) {
    if (const auto* keywords = front.member("keywords")) {
        wake.add_strings(TriggerKind::Keyword, *keywords, {"kiro power: keywords"});
    }
}

}  // namespace skillwake::skill::dialects
