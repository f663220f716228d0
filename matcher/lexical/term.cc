#include "matcher/lexical/term.h"

#include "base/byte_set.h"
#include "base/text.h"
#include "base/utf8.h"
#include "matcher/unicode.h"
#include "matcher/word_table.h"

#include <algorithm>
#include <array>
#include <variant>

namespace skillwake::matcher::lexical {
namespace {

const WordTable<std::monostate>& stop_words() {
    static const auto kStopWords = [] {
        WordTable<std::monostate> words;
        for (const std::string_view word :
             {"a",      "an",      "the",   "and",      "or",      "of",        "to",       "in",
              "on",     "for",     "with",  "from",     "by",      "at",        "as",       "is",
              "are",    "be",      "was",   "were",     "it",      "its",       "this",     "that",
              "these",  "those",   "i",     "you",      "we",      "they",      "he",       "she",
              "my",     "your",    "our",   "their",    "me",      "us",        "them",     "do",
              "does",   "did",     "not",   "no",       "nor",     "so",        "if",       "then",
              "than",   "but",     "can",   "could",    "should",  "would",     "will",     "may",
              "might",  "must",    "shall", "have",     "has",     "had",       "how",      "what",
              "when",   "where",   "which", "who",      "whom",    "why",       "use",      "uses",
              "used",   "using",   "user",  "users",    "want",    "wants",     "need",     "needs",
              "help",   "please",  "just",  "about",    "into",    "over",      "out",      "up",
              "down",   "off",     "any",   "all",      "some",    "more",      "most",     "other",
              "such",   "only",    "also",  "very",     "via",     "per",       "etc",      "e",
              "g",      "ie",      "eg",    "whenever", "asks",    "ask",       "asked",    "make",
              "get",    "im",      "ive",   "dont",     "doesnt",  "isnt",      "cant",     "lets",
              "ll",     "ve",      "re",    "s",        "t",       "d",         "m",        "don",
              "doesn",  "isn",     "am",    "been",     "being",   "there",     "here",     "both",
              "each",   "because", "give",  "let",      "like",    "something", "anything", "youre",
              "theyre", "thats",   "whats", "wont",     "wouldnt", "shouldnt",  "havent"}) {
            words.add(word, {});
        }
        return words;
    }();
    return kStopWords;
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/// Whether "Go" between `begin` and `end` is the language: anywhere but where a sentence begins with the
/// verb.
bool is_language_go(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::array<std::string_view, 24> kVerbNext = {
        "to",  "through", "ahead", "over",   "back", "into",   "with", "for",
        "and", "on",      "deep",  "deeper", "live", "beyond", "from", "straight",
        "get", "find",    "check", "up",     "down", "out",    "in",   "home"};
    auto before = text.substr(0, begin);
    while (!before.empty() && std::string_view(" *_`([").find(before.back()) != std::string_view::npos) {
        before.remove_suffix(1);
    }
    const bool starts =
        before.empty() || std::string_view(".!?:;\n").find(before.back()) != std::string_view::npos;
    if (!starts) {
        return true;
    }
    const auto rest = text.substr(end);
    if (before.empty() && !rest.empty() &&
        std::string_view(".,!?").find(rest.front()) != std::string_view::npos) {
        return false;
    }
    const auto next = trim(rest.substr(0, 20));
    const auto word = fold_ascii(
        next.substr(0, next.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")));
    const bool spaced = !rest.empty() && is_space(rest.front());
    return !(spaced && std::find(kVerbNext.begin(), kVerbNext.end(), word) != kVerbNext.end());
}

class TermReader {
public:
    TermReader(std::string_view text, const Background& table, TermList& terms)
        : text_(text), table_(table), terms_(terms), stop_words_(stop_words()) {}

    void read() {
        while (at_ < text_.size()) {
            step();
        }
    }

private:
    static constexpr ByteSet kLetters = ByteSet::of(is_alnum);

    void step() {
        const char c = text_[at_];
        if (kLetters.contains(c)) {
            read_word();
            return;
        }
        if (static_cast<unsigned char>(c) < 0x80 && c != '.') {
            ++at_;
            return;
        }
        const auto character = decode_utf8(text_, at_);
        if (starts_with_folded(".net") && !letter_at(at_ + 4)) {
            terms_.push_back(".net");
            at_ += 4;
        } else if (!is_word_character(character.code)) {
            at_ += character.bytes;
        } else if (is_paired_script(decode_utf8(text_, at_).code)) {
            read_pairs();
        } else {
            read_word();
        }
    }

    bool starts_with_folded(std::string_view wanted) const {
        return equal_folded(text_.substr(at_, wanted.size()), wanted);
    }
    bool letter_at(std::size_t at) const {
        return at < text_.size() && is_word_character(decode_utf8(text_, at).code);
    }

    void read_pairs() {
        std::vector<std::string_view> characters;
        while (at_ < text_.size() && is_paired_script(decode_utf8(text_, at_).code)) {
            const auto bytes = decode_utf8(text_, at_).bytes;
            characters.push_back(text_.substr(at_, bytes));
            at_ += bytes;
        }
        if (characters.size() == 1) {
            terms_.push_back(characters.front());
        }
        for (std::size_t i = 1; i < characters.size(); ++i) {
            terms_.append(characters[i - 1]);
            terms_.append(characters[i]);
            terms_.close();
        }
    }

    /// "I/O", "A/B", "R&D": two single letters are one word.
    bool read_letter_pair() {
        const auto outside = [this](std::size_t at) {
            return at >= text_.size() || (!is_alnum(text_[at]) && text_[at] != '/');
        };
        const bool pair = at_ + 2 < text_.size() && is_alpha(text_[at_]) && is_alpha(text_[at_ + 2]) &&
                          (text_[at_ + 1] == '/' || text_[at_ + 1] == '&') && outside(at_ + 3) &&
                          (at_ == 0 || outside(at_ - 1));
        if (pair) {
            add(fold_ascii(std::string{text_[at_], text_[at_ + 2]}));
            at_ += 3;
        }
        return pair;
    }

    void read_word() {
        const auto run = read_ascii();
        const char behind = at_ + run < text_.size() ? text_[at_ + run] : ' ';
        const bool plain = static_cast<unsigned char>(behind) < 0x80 && behind != '\'';
        if (plain && is_usual(text_.substr(at_, run), behind)) {
            const auto word = text_.substr(at_, run);
            at_ += run;
            if (upper_inside_ || run > folded_.size()) {
                add_word(word, true);
            } else {
                add({folded_.data(), run});
            }
        } else if (run != 1 || !read_letter_pair()) {
            read_any_word();
        }
    }

    /// Not the beginning of "I/O", "R&D", "c++" or "c#", and not "Go".
    static bool is_usual(std::string_view word, char behind) {
        static constexpr ByteSet kSigns("/&+#");
        return word.size() > 2 || (word.size() == 2 && word != "Go") ||
               (word.size() == 1 && !kSigns.contains(behind));
    }

    /// How many letters and digits of ASCII there are from here on; folds them, as far as there is room.
    std::size_t read_ascii() {
        std::size_t run = 0;
        bool upper = false;
        for (; at_ + run < text_.size() && kLetters.contains(text_[at_ + run]); ++run) {
            const char c = text_[at_ + run];
            const char folded = fold_ascii(c);
            upper = upper || (run > 0 && folded != c);
            if (run < folded_.size()) {
                folded_[run] = folded;
            }
        }
        upper_inside_ = upper;
        return run;
    }

    void read_any_word() {
        const auto begin = at_;
        std::string word;  // as written, without apostrophes
        bool ascii = true;
        while (at_ < text_.size()) {
            const auto character = decode_utf8(text_, at_);
            const bool apostrophe = character.code == '\'' || character.code == 0x2019;
            if (apostrophe && letter_at(at_ + character.bytes)) {
                at_ += character.bytes;
                continue;
            }
            if (!is_word_character(character.code) || is_paired_script(decode_utf8(text_, at_).code)) {
                break;
            }
            ascii = ascii && character.code < 0x80;
            append_utf8(word, character.code);
            at_ += character.bytes;
        }
        if (word.size() == 1 && (word == "c" || word == "C") && text_.substr(at_, 2) == "++") {
            terms_.push_back("c++");
            at_ += 2;
        } else if (word.size() == 1 && at_ < text_.size() && text_[at_] == '#' &&
                   std::string_view("cCfF").find(word[0]) != std::string_view::npos) {
            terms_.push_back(fold_ascii(word) + "#");
            at_ += 1;
        } else if (word == "Go" && is_language_go(text_, begin, at_)) {
            terms_.push_back("golang");
        } else {
            add_word(word, ascii);
        }
    }

    void add_word(std::string_view word, bool ascii) {
        if (!ascii) {
            add(fold_word(word));
            return;
        }
        const bool upper_inside = std::any_of(word.begin() + 1, word.end(), is_upper);
        if (!upper_inside) {
            add_folded(word);
            return;
        }
        const bool all_upper = std::none_of(word.begin(), word.end(), is_lower);
        if (!all_upper && !table_.is_one_word(fold_ascii(word))) {
            add_camel_parts(word);
        } else {
            add_folded(word);
        }
    }

    void add_folded(std::string_view word) {
        if (word.size() > folded_.size()) {
            add(fold_ascii(word));
            return;
        }
        std::transform(word.begin(), word.end(), folded_.begin(), [](char c) { return fold_ascii(c); });
        add({folded_.data(), word.size()});
    }

    void add_camel_parts(std::string_view word) {
        std::size_t begin = 0;
        while (begin < word.size()) {
            auto end = begin + 1;
            if (is_digit(word[begin])) {
                end = run_end(word, begin, is_digit);
            } else if (is_lower(word[begin])) {
                end = run_end(word, begin, is_lower);
            } else {
                end = run_end(word, begin, is_upper);
                // "HTTPServer": the last capital belongs to the next part.
                const bool next_lower = end < word.size() && is_lower(word[end]);
                if (next_lower && end - begin > 1) {
                    --end;
                } else if (next_lower) {
                    end = run_end(word, end, is_lower);
                }
            }
            add_folded(word.substr(begin, end - begin));
            begin = end;
        }
    }

    template <class Belongs>
    static std::size_t run_end(std::string_view word, std::size_t at, Belongs belongs) {
        while (at < word.size() && belongs(word[at])) {
            ++at;
        }
        return at;
    }

    void add(std::string_view term) {
        if (!term.empty() && !stop_words_.contains(term)) {
            terms_.push_back(term);
        }
    }

    std::string_view text_;
    const Background& table_;
    TermList& terms_;
    const WordTable<std::monostate>& stop_words_;
    std::size_t at_ = 0;
    std::array<char, 64> folded_;  ///< the word of ASCII at hand
    bool upper_inside_ = false;    ///< it has a capital behind its first letter
};

}  // namespace

void append_terms(TermList& terms, std::string_view text, const Background& table) {
    TermReader(text, table, terms).read();
}

std::vector<std::string> read_terms(std::string_view text, const Background& table) {
    TermList list;
    append_terms(list, text, table);
    std::vector<std::string> terms;
    terms.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        terms.emplace_back(list[i]);
    }
    return terms;
}

}  // namespace skillwake::matcher::lexical
