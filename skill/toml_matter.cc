#include "skill/toml_matter.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace skillwake::skill {
namespace {

bool is_bare_key(std::string_view key) {
    return !key.empty() &&
           std::all_of(key.begin(), key.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

bool is_end(std::string_view rest) {
    const auto left = trim(rest);
    return left.empty() || left.front() == '#';
}

/// Bytes of the string that begins `text`, with its quotes; 0: it does not end there, or goes over lines.
std::size_t string_size(std::string_view text) {
    const char quote = text.front();
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '\\' && quote == '"') {
            ++at;
        } else if (text[at] == quote) {
            const bool long_one = at == 1 && text.size() > 2 && text[2] == quote;
            return long_one ? 0 : at + 1;
        }
    }
    return 0;
}

bool is_word(std::string_view word) {
    const bool plain = std::all_of(word.begin(), word.end(), [](char c) {
        return is_alnum(c) || c == '+' || c == '-' || c == '.' || c == '_' || c == ':';
    });
    const bool number = !word.empty() && (is_digit(word.front()) ||
                                          (word.size() > 1 && (word.front() == '+' || word.front() == '-')));
    return plain && (number || word == "true" || word == "false");
}

/// How far a list has been read that goes over lines.
struct ListReader {
    int depth = 0;

    /// What of `line` belongs to it, without a comment; nullopt: it holds what is not read.
    std::optional<std::string_view> take(std::string_view line) {
        for (std::size_t at = 0; at < line.size();) {
            const char c = line[at];
            if (c == '"' || c == '\'') {
                const auto size = string_size(line.substr(at));
                if (size == 0) {
                    return std::nullopt;
                }
                at += size;
                continue;
            }
            if (c == '#') {
                return line.substr(0, at);
            }
            if (c == '{' || c == '}' || c == '=') {
                return std::nullopt;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            ++at;
            if (depth == 0) {
                return is_end(line.substr(at)) ? std::optional(line.substr(0, at)) : std::nullopt;
            }
        }
        return line;
    }
};

class Translator {
public:
    explicit Translator(std::string_view toml) : lines_(split_lines(toml)) {}

    TomlAsYaml run() {
        while (at_ < lines_.size()) {
            const auto line = trim(lines_[at_]);
            if (is_end(line)) {
                say("");
            } else if (line.front() == '[') {
                table(line);
            } else if (skipping_) {
                say("");
            } else {
                pair(line);
            }
        }
        return std::move(made_);
    }

private:
    /// The next line of the YAML.
    void say(std::string_view yaml) {
        made_.yaml.append(yaml).push_back('\n');
        ++at_;
    }

    void leave_out() {
        made_.left_out.push_back(static_cast<std::uint32_t>(at_));
        say("");
    }

    void table(std::string_view line) {
        const auto end = line.find(']');
        const auto name = end == std::string_view::npos ? line : trim(line.substr(1, end - 1));
        skipping_ = !is_bare_key(name) || !is_end(line.substr(end + 1));
        indent_ = "  ";
        if (skipping_) {
            leave_out();
        } else {
            say(std::string(name) + ":");
        }
    }

    void pair(std::string_view line) {
        const auto equals = line.find('=');
        const auto key = trim(line.substr(0, equals));
        const auto value = equals == std::string_view::npos ? "" : trim(line.substr(equals + 1));
        if (!is_bare_key(key) || value.empty()) {
            leave_out();
            return;
        }
        const auto head = std::string(indent_) + std::string(key) + ": ";
        if (value.front() == '"' || value.front() == '\'') {
            string(head, value);
        } else if (value.front() == '[') {
            list(head, value);
        } else if (const auto word = trim(value.substr(0, value.find('#'))); is_word(word)) {
            say(head + std::string(word));
        } else {
            leave_out();
        }
    }

    void string(const std::string& head, std::string_view value) {
        if (const auto size = string_size(value); size != 0 && is_end(value.substr(size))) {
            say(head + std::string(value.substr(0, size)));
            return;
        }
        const auto quotes = value.substr(0, 3);
        const bool several = quotes == R"(""")" || quotes == "'''";
        const bool open = several && value.find(quotes, 3) == std::string_view::npos;
        leave_out();
        while (open && at_ < lines_.size()) {
            const bool last = lines_[at_].find(quotes) != std::string_view::npos;
            say("");
            if (last) {
                return;
            }
        }
    }

    void list(const std::string& head, std::string_view value) {
        ListReader reader;
        const auto begin = at_;
        std::string yaml = head;
        auto part = reader.take(value);
        while (part && reader.depth > 0 && at_ + 1 < lines_.size()) {
            yaml.append(*part).append("\n      ");
            part = reader.take(trim(lines_[++at_]));
        }
        if (part && reader.depth == 0) {
            say(yaml.append(*part));
            return;
        }
        at_ = begin;
        leave_out();
        while (reader.depth > 0 && at_ < lines_.size() && !begins_statement(lines_[at_])) {
            say("");
        }
    }

    static bool begins_statement(std::string_view line) {
        const auto equals = line.find('=');
        return line.starts_with('[') ||
               (equals != std::string_view::npos && is_bare_key(trim(line.substr(0, equals))));
    }

    std::vector<std::string_view> lines_;
    std::size_t at_ = 0;
    std::string_view indent_;
    bool skipping_ = false;  ///< in a table that is left out
    TomlAsYaml made_;
};

}  // namespace

TomlAsYaml yaml_of_toml(std::string_view toml) {
    return Translator(toml).run();
}

}  // namespace skillwake::skill
