#include "matcher/word.h"

#include "base/byte_set.h"
#include "base/text.h"
#include "base/utf8.h"
#include "matcher/unicode.h"

#include <algorithm>
#include <utility>

namespace skillwake::matcher {
namespace {

class WordReader {
public:
    explicit WordReader(std::string_view text) : text_(text) {}

    std::vector<Word> read() {
        constexpr std::size_t kUsualBytes = 5;
        words_.reserve(std::min(text_.size() / kUsualBytes + 1, kMaxWords));
        while (at_ < text_.size() && words_.size() < kMaxWords) {
            step();
        }
        end_word();
        return std::move(words_);
    }

private:
    void step() {
        if (const auto run = ascii_run(); run > 0) {
            append_run(run);
            return;
        }
        if (text_[at_] == ' ') {  // as add_sign() would, and the most of all signs
            end_word();
            ++at_;
            return;
        }
        const auto character = decode_utf8(text_, at_);
        if (is_paired_script(character.code)) {
            end_word();
            add_cjk(character);
        } else if (is_word_character(character.code)) {
            begin_word();
            append_utf8(word_.text, character.code);
            ascii_ = false;
            at_ += character.bytes;
            word_.end = static_cast<std::uint32_t>(at_);
        } else {
            constexpr char32_t kCurlyApostrophe = 0x2019;
            const auto code = character.code == kCurlyApostrophe ? U'\'' : character.code;
            add_sign(static_cast<char>(code < 0x80 ? code : 0), character.bytes);
            at_ += character.bytes;
        }
    }

    /// How many letters and digits of ASCII come next.
    std::size_t ascii_run() const {
        static constexpr ByteSet kLetters = ByteSet::of(is_alnum);
        auto end = at_;
        while (end < text_.size() && kLetters.contains(text_[end])) {
            ++end;
        }
        return end - at_;
    }

    void append_run(std::size_t run) {
        begin_word();
        const auto before = word_.text.size();
        word_.text.append(text_, at_, run);
        std::transform(word_.text.begin() + static_cast<std::ptrdiff_t>(before), word_.text.end(),
                       word_.text.begin() + static_cast<std::ptrdiff_t>(before),
                       [](char c) { return fold_ascii(c); });
        at_ += run;
        word_.end = static_cast<std::uint32_t>(at_);
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
            if (!ascii_) {
                word_.text = fold_word(word_.text);  // nothing is left of a mark that is not seen
            }
            if (!word_.text.empty()) {
                words_.push_back(std::move(word_));
            }
        }
        word_.text.clear();
        ascii_ = true;
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
    bool ascii_ = true;  ///< word_ so far
    std::size_t at_ = 0;
    std::string previous_cjk_;
    std::uint32_t previous_cjk_end_ = 0;
    bool lone_cjk_ = false;
};

}  // namespace

std::vector<Word> read_words(std::string_view text) {
    return WordReader(text).read();
}

}  // namespace skillwake::matcher
