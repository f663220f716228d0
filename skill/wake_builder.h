#pragma once

#include "skill/wake.h"
#include "skill/yaml_tree.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::skill {

/// Collects what one file says about when to wake it. `source` is everywhere "dialect: key".
class WakeBuilder {
public:
    /// `path`: of the file, for diagnostics.
    explicit WakeBuilder(std::string path) : path_(std::move(path)) {}

    struct How {
        std::string_view source;
        Reading reading = Reading::Standard;
        std::uint32_t group = 0;
        Strength strength = Strength::Full;
    };

    /// One trigger. Empty ones, too long ones and those past kMaxTriggers do not count, with a diagnostic.
    void add(TriggerKind kind, std::string text, std::uint32_t line, const How& how);
    /// The strings of a list, or one string; other shapes are told.
    void add_strings(TriggerKind kind, const YamlNode& value, const How& how);
    /// Globs: of a list, or of one string with commas between them (those in braces belong to a glob).
    void add_globs(const YamlNode& value, const How& how);
    /// Wakes with any prompt.
    void add_always(std::uint32_t line, std::string_view source);

    void warn(std::uint32_t line, std::string message, std::string fix);
    /// The key of `source` leaves the file to its name. `text`: what it says there.
    void only_by_name(std::string_view source, std::string_view text, std::uint32_t line);
    /// Its own words wake it, because of the key of `source`: nothing changes, it is told.
    void by_words(std::string_view source, std::string_view text, std::uint32_t line);
    void only_on_files() { wake_.only_on_files = true; }
    /// Nothing but its name loads it, because of the key of `source`.
    void at_most_named(std::string_view source, std::string_view text, std::uint32_t line);
    /// A prompt that it is for.
    void add_example(std::string_view source, std::string_view text, std::uint32_t line);
    Requirements& needs() { return wake_.needs; }
    std::vector<std::string>& required() { return wake_.required; }
    const std::vector<std::string>& examples() const { return wake_.examples; }
    Wake take() { return std::move(wake_); }

private:
    void tell(WakeModeKind kind, std::string_view source, std::string_view text, std::uint32_t line);

    std::string path_;
    Wake wake_;
    bool over_limit_ = false;
};

/// true, yes, on, 1 and their opposites in any case; nullopt: anything else, or no such node.
std::optional<bool> switch_of(const YamlNode* value);

/// Whether a list has entries, or a string has text.
bool has_entries(const YamlNode* value);

/// The globs of one string: commas divide, but not those in braces.
std::vector<std::string> split_globs(std::string_view text);

}  // namespace skillwake::skill
