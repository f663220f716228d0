#include "matcher/word.h"

#include "base/text.h"
#include "base/utf8.h"

namespace skillwake::matcher {
namespace {

bool is_cjk(char32_t code) {
    return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x4DBF) ||
           (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x2FFFF);
}

/// Letters and digits beyond ASCII; CJK is told apart before. The gaps are punctuation and symbols.
bool is_letter(char32_t code) {
    if (code < 0x80) {
        return is_alnum(static_cast<char>(code));
    }
    if (code < 0x100) {
        return code == 0xAA || code == 0xB5 || code == 0xBA || (code >= 0xC0 && code != 0xD7 && code != 0xF7);
    }
    const bool punctuation = (code >= 0x2000 && code <= 0x2BFF) || (code >= 0x3000 && code <= 0x303F) ||
                             (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xFF01 && code <= 0xFF0F) ||
                             (code >= 0xFF1A && code <= 0xFF20) || code == kReplacementCharacter ||
                             (code >= 0xE000 && code <= 0xF8FF) || (code >= 0x1F000 && code <= 0x1FAFF);
    return !punctuation;
}

class WordReader {
public:
    explicit WordReader(std::string_view text) : text_(text) {}

    std::vector<Word> read() {
        while (at_ < text_.size() && words_.size() < kMaxWords) {
            step();
        }
        end_word();
        return std::move(words_);
    }

private:
    void step() {
        const auto character = decode_utf8(text_, at_);
        if (is_cjk(character.code)) {
            end_word();
            add_cjk(character);
        } else if (is_letter(character.code)) {
            begin_word();
            append_utf8(word_.text, fold_char(character.code));
            at_ += character.bytes;
            word_.end = static_cast<std::uint32_t>(at_);
        } else {
            constexpr char32_t kCurlyApostrophe = 0x2019;
            const auto code = character.code == kCurlyApostrophe ? U'\'' : character.code;
            add_sign(static_cast<char>(code < 0x80 ? code : 0), character.bytes);
            at_ += character.bytes;
        }
    }

    /// A sign ends a word, but for those that belong to it: "c++", "c#", "f#", ".net", and an apostrophe
    /// inside, which is left out.
    void add_sign(char sign, std::size_t bytes) {
        const bool open = !word_.text.empty();
        const char next = at_ + bytes < text_.size() ? text_[at_ + bytes] : ' ';
        if (open && sign == '\'' && is_alpha(next)) {
            word_.end = static_cast<std::uint32_t>(at_ + bytes);
            return;
        }
        const bool plus = sign == '+' && next == '+' && word_.text == "c";
        const bool sharp = sign == '#' && (word_.text == "c" || word_.text == "f");
        if (plus || sharp) {
            word_.text.append(plus ? "++" : "#");
            word_.end = static_cast<std::uint32_t>(at_ + (plus ? 2 : 1));
            at_ += plus ? 1 : 0;
        }
        end_word();
        const bool starts =
            at_ == 0 || is_space(text_[at_ - 1]) || text_[at_ - 1] == '(' || text_[at_ - 1] == '"';
        if (sign == '.' && starts && is_alpha(next)) {
            begin_word();
            word_.text.push_back('.');
        }
    }

    void begin_word() {
        if (word_.text.empty()) {
            word_.begin = static_cast<std::uint32_t>(at_);
        }
    }

    void end_word() {
        if (!word_.text.empty() && words_.size() < kMaxWords) {
            words_.push_back(word_);
        }
        word_.text.clear();
    }

    /// Pairs of neighbours; a lone character is a word of its own.
    void add_cjk(const DecodedChar& character) {
        const auto begin = static_cast<std::uint32_t>(at_);
        const auto end = static_cast<std::uint32_t>(at_ + character.bytes);
        const bool follows = !words_.empty() && previous_cjk_end_ == begin && begin != 0;
        std::string one;
        append_utf8(one, character.code);
        if (follows && lone_cjk_) {
            words_.back().text.append(one);
            words_.back().end = end;
            lone_cjk_ = false;
        } else if (follows) {
            words_.push_back(
                {previous_cjk_ + one, begin - static_cast<std::uint32_t>(previous_cjk_.size()), end});
        } else {
            words_.push_back({one, begin, end});
            lone_cjk_ = true;
        }
        previous_cjk_ = std::move(one);
        previous_cjk_end_ = end;
        at_ += character.bytes;
    }

    std::string_view text_;
    std::vector<Word> words_;
    Word word_;
    std::size_t at_ = 0;
    std::string previous_cjk_;
    std::uint32_t previous_cjk_end_ = 0;
    bool lone_cjk_ = false;
};

}  // namespace

char32_t fold_char(char32_t code) {
    if (code < 0x80) {
        return code >= 'A' && code <= 'Z' ? code + 32 : code;
    }
    const bool latin1 = code >= 0xC0 && code <= 0xDE && code != 0xD7;
    const bool greek = code >= 0x391 && code <= 0x3A9;
    const bool cyrillic = code >= 0x410 && code <= 0x42F;
    if (latin1 || greek || cyrillic) {
        return code + 32;
    }
    if (code >= 0x400 && code <= 0x40F) {
        return code + 80;
    }
    if (code >= 0xFF10 && code <= 0xFF19) {
        return code - 0xFF10 + U'0';  // full-width digits
    }
    if ((code >= 0xFF21 && code <= 0xFF3A) || (code >= 0xFF41 && code <= 0xFF5A)) {
        return ((code - 0xFF21) % 32) + U'a';  // full-width letters
    }
    // Latin Extended-A: upper and lower alternate, the upper one even below U+0139 and from U+014A, else odd.
    if ((code >= 0x100 && code <= 0x137) || (code >= 0x14A && code <= 0x177)) {
        return code | 1U;
    }
    if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E)) {
        return (code & 1U) != 0 ? code + 1 : code;
    }
    return code;
}

std::vector<Word> read_words(std::string_view text) {
    return WordReader(text).read();
}

}  // namespace skillwake::matcher
