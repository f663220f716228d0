#include "matcher/command.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMaxCommands = 64;
constexpr std::size_t kMaxWords = 64;

constexpr std::array<std::string_view, 10> kWrappers = {"sudo", "time", "nohup", "env",  "exec",
                                                        "nice", "then", "do",    "else", "command"};

bool is_assignment(std::string_view word) {
    const auto equals = word.find('=');
    return equals != std::string_view::npos && equals > 0 &&
           std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals),
                       [](char c) { return is_alnum(c) || c == '_'; });
}

bool is_wrapper(std::string_view word) {
    return std::find(kWrappers.begin(), kWrappers.end(), word) != kWrappers.end();
}

class CommandReader {
public:
    explicit CommandReader(ProgramFolder folder) : folder_(folder) {}

    std::vector<std::vector<std::string>> read(std::string_view line) {
        for (const char c : line) {
            take(c);
        }
        end_command();
        return std::move(commands_);
    }

private:
    void take(char c) {
        if (comment_) {
            comment_ = c != '\n';
        }
        if (comment_) {
            return;
        }
        if (std::exchange(escaped_, false)) {
            if (c != '\n') {  // a command goes on behind an escaped line end
                add(c);
            }
        } else if (quote_ != 0 && c != quote_) {
            add(c);
        } else if (c == '\\') {
            escaped_ = true;
        } else if (quote_ != 0) {
            quote_ = 0;
        } else if (c == '"' || c == '\'') {
            quote_ = c;
            in_word_ = true;
        } else if (c == ';' || c == '&' || c == '|' || c == '\n' || c == '(' || c == ')') {
            end_command();
        } else if (is_space(c)) {
            end_word();
        } else if (c == '#' && !in_word_) {
            comment_ = true;
        } else {
            add(c);
        }
    }

    void add(char c) {
        in_word_ = true;
        word_.push_back(c);
    }

    void end_word() {
        if (in_word_ && words_.size() < kMaxWords) {
            const bool leading = words_.empty() && (is_assignment(word_) || is_wrapper(word_));
            if (!leading) {
                const bool shorten = words_.empty() && folder_ == ProgramFolder::Drop;
                words_.push_back(shorten ? word_.substr(word_.rfind('/') + 1) : word_);
            }
        }
        word_.clear();
        in_word_ = false;
    }

    void end_command() {
        end_word();
        if (!words_.empty() && commands_.size() < kMaxCommands) {
            commands_.push_back(std::move(words_));
        }
        words_.clear();
    }

    ProgramFolder folder_;
    std::vector<std::vector<std::string>> commands_;
    std::vector<std::string> words_;
    std::string word_;
    char quote_ = 0;
    bool in_word_ = false;
    bool escaped_ = false;
    bool comment_ = false;
};

}  // namespace

std::vector<std::vector<std::string>> read_commands(std::string_view line, ProgramFolder folder) {
    return CommandReader(folder).read(line);
}

bool begins_with(const std::vector<std::string>& command, const std::vector<std::string>& wanted) {
    return wanted.size() <= command.size() && std::equal(wanted.begin(), wanted.end(), command.begin());
}

}  // namespace skillwake::matcher
