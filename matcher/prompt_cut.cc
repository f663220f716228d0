#include "matcher/prompt_cut.h"

#include "base/text.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kFarthest = 256;  ///< bytes, that a blank may be away

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The first place from `at` on where the text may be cut.
std::size_t cut_from(std::string_view text, std::size_t at) {
    const auto near = text.substr(at, kFarthest);
    const auto blank = std::find_if(near.begin(), near.end(), is_space);
    if (blank != near.end()) {
        return at + static_cast<std::size_t>(blank - near.begin());
    }
    while (at < text.size() && !begins_character(text[at])) {
        ++at;
    }
    return at;
}

}  // namespace

PromptCut::PromptCut(std::string_view prompt) {
    front_ = cut_from(prompt, kMaxPromptBytes / 2 - kFarthest);
    const auto back = cut_from(prompt, prompt.size() - kMaxPromptBytes / 2);
    auto text = std::string(prompt.substr(0, front_));
    text.push_back('\n');
    text.append(prompt.substr(back));
    left_out_ = prompt.size() - text.size();
    text_ = std::make_unique<const std::string>(std::move(text));
}

}  // namespace skillwake::matcher
