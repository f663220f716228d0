#include "skill/arguments.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace skillwake::skill {
namespace {

bool is_name_char(char c) {
    return is_alnum(c) || c == '_';
}

/// A placeholder at the start of some text: what stands for it, and its length.
struct Found {
    std::size_t length = 0;
    std::string value;
    bool takes_arguments = false;
};

class Substituter {
public:
    explicit Substituter(const Substitutions& values)
        : values_(values), words_(split_arguments(values.arguments.value_or(""))) {}

    std::string run(std::string_view text) {
        std::string out;
        bool placed = false;
        std::size_t filled =
            0;  // where the text's own bytes begin: a backslash that was put in escapes nothing
        while (!text.empty()) {
            const auto dollar = text.find('$');
            if (dollar == std::string_view::npos) {
                break;
            }
            out.append(text.substr(0, dollar));
            text.remove_prefix(dollar);
            const auto found = placeholder(text);
            const bool escaped = found && out.size() > filled && out.back() == '\\';
            if (escaped) {
                out.pop_back();
                out.append(text.substr(0, found->length));
            } else {
                out.append(found ? found->value : "$");
                placed = placed || (found && found->takes_arguments);
                filled = found ? out.size() : filled;
            }
            text.remove_prefix(found ? found->length : 1);
        }
        out.append(text);
        if (!placed && values_.arguments && !trim(*values_.arguments).empty()) {
            out.append("\n\nARGUMENTS: ").append(*values_.arguments).append("\n");
        }
        return out;
    }

private:
    /// `text` begins with '$'.
    std::optional<Found> placeholder(std::string_view text) const {
        if (auto found = braced(text)) {
            return found;
        }
        constexpr std::string_view kAll = "$ARGUMENTS";
        if (text.substr(0, kAll.size()) == kAll &&
            (text.size() == kAll.size() || !is_name_char(text[kAll.size()]))) {
            const auto index = index_length(text.substr(kAll.size()));
            return index == 0 ? Found{kAll.size(), values_.arguments.value_or(""), true}
                              : word(text.substr(kAll.size() + 1, index - 2), kAll.size() + index);
        }
        const auto end = std::find_if_not(text.begin() + 1, text.end(), is_name_char);
        const auto name = text.substr(1, static_cast<std::size_t>(end - text.begin()) - 1);
        return is_number(name) ? word(name, 1 + name.size()) : named(name);
    }

    std::optional<Found> braced(std::string_view text) const {
        const std::pair<std::string_view, const std::string&> known[] = {
            {"${CLAUDE_SKILL_DIR}", values_.skill_dir},
            {"${CLAUDE_SESSION_ID}", values_.session_id},
            {"${CLAUDE_PROJECT_DIR}", values_.project_dir}};
        for (const auto& [name, value] : known) {
            if (text.substr(0, name.size()) == name) {
                return Found{name.size(), value, false};
            }
        }
        return std::nullopt;
    }

    /// Bytes of "[N]" at the start of `text`; 0: there is none.
    static std::size_t index_length(std::string_view text) {
        const auto close = text.find(']');
        const bool bracketed = !text.empty() && text.front() == '[' && close != std::string_view::npos;
        return bracketed && is_number(text.substr(1, close - 1)) ? close + 1 : 0;
    }

    std::optional<Found> word(std::string_view digits, std::size_t length) const {
        std::size_t index = 0;
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (parsed.ec != std::errc() || index >= words_.size()) {
            return std::nullopt;
        }
        return Found{length, words_[index], true};
    }

    std::optional<Found> named(std::string_view name) const {
        const auto& names = values_.argument_names;
        const auto at = std::find(names.begin(), names.end(), name);
        if (at == names.end()) {
            return std::nullopt;
        }
        const auto index = static_cast<std::size_t>(at - names.begin());
        return Found{1 + name.size(), index < words_.size() ? words_[index] : std::string(), true};
    }

    static bool is_number(std::string_view text) {
        return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
    }

    const Substitutions& values_;
    std::vector<std::string> words_;
};

}  // namespace

std::string substitute(std::string_view text, const Substitutions& values) {
    return Substituter(values).run(text);
}

std::vector<std::string> split_arguments(std::string_view arguments) {
    std::vector<std::string> words;
    std::optional<std::string> word;
    char quote = 0;
    for (const char c : arguments) {
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            word = word.value_or("");
        } else if (quote == 0 && is_space(c)) {
            if (word) {
                words.push_back(*std::exchange(word, std::nullopt));
            }
        } else {
            word = word.value_or("");
            word->push_back(c);
        }
    }
    if (word) {
        words.push_back(*std::move(word));
    }
    return words;
}

}  // namespace skillwake::skill
