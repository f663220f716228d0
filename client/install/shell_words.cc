#include "client/install/shell_words.h"

#include "base/text.h"

#include <algorithm>

namespace skillwake::client {

std::string shell_quoted(std::string_view word) {
    static constexpr std::string_view kPlain = "_-./:=@%+,";
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return is_alnum(c) || kPlain.find(c) != std::string_view::npos;
    });
    if (plain) {
        return std::string(word);
    }
    std::string quoted = "'";
    for (const char c : word) {
        quoted.append(c == '\'' ? std::string("'\\''") : std::string(1, c));
    }
    return quoted + "'";
}

std::vector<std::string> shell_words(std::string_view command) {
    std::vector<std::string> words;
    bool inside = false;
    char quote = '\0';
    for (std::size_t at = 0; at < command.size(); ++at) {
        const char c = command[at];
        if (quote == '\0' && is_space(c)) {
            inside = false;
            continue;
        }
        if (!inside) {
            words.emplace_back();
            inside = true;
        }
        if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == quote) {
            quote = '\0';
        } else if (c == '\\' && quote != '\'' && at + 1 < command.size()) {
            words.back().push_back(command[++at]);
        } else {
            words.back().push_back(c);
        }
    }
    return quote == '\0' ? words : std::vector<std::string>();
}

}  // namespace skillwake::client
