#include "matcher/literal_sequence.h"

#include "base/text.h"
#include "base/utf8.h"
#include "matcher/literal_finder.h"

#include <algorithm>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMaxLiterals = 64;  ///< of one item, with `x?` written out

bool is_word_byte(char c) {
    return is_alnum(c) || c == '_';
}

bool is_plain(char c) {
    constexpr std::string_view kSigns = "\\.+*?()|[]{}^$";
    return c >= ' ' && c <= '~' && kSigns.find(c) == std::string_view::npos;
}

bool is_pattern_space(char c) {  // RE2's \s
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

}  // namespace

/// Reads a pattern from left to right; fails at the first thing that it does not know.
class LiteralSequence::Parser {
public:
    explicit Parser(std::string_view rest) : rest_(rest) {}

    std::optional<LiteralSequence> read() {
        if (take("(?i)")) {
            sequence_.any_case_ = true;
        }
        while (!rest_.empty()) {
            if (!read_item()) {
                return std::nullopt;
            }
        }
        const bool tells = std::any_of(
            sequence_.items_.begin(), sequence_.items_.end(),
            [](const Item& item) { return item.kind == Kind::Literals && !item.literals.back().empty(); });
        return tells ? std::optional(std::move(sequence_)) : std::nullopt;
    }

private:
    bool take(std::string_view wanted) {
        const bool has = rest_.starts_with(wanted);
        rest_.remove_prefix(has ? wanted.size() : 0);
        return has;
    }

    bool read_item() {
        if (take("\\b")) {
            add({Kind::WordEdge, Set::One, 0, false, 0, {}, {}});
            return !next_is_quantifier();
        }
        if (take(".")) {
            return read_repeat(Set::AllButLineEnd, 0);
        }
        if (take("\\s")) {
            return read_repeat(Set::Space, 0);
        }
        if (take("(?:") || take("(")) {
            return read_group();
        }
        const auto letter = read_letter();
        if (!letter) {
            return false;
        }
        if (!rest_.empty() && (rest_[0] == '*' || rest_[0] == '+')) {
            return read_repeat(Set::One, *letter);
        }
        Item item;
        item.literals = {""};
        if (!append(item.literals, *letter)) {
            return false;
        }
        add(std::move(item));
        return true;
    }

    /// A set must be repeated: alone it is no literal.
    bool read_repeat(Set set, char one) {
        Item item{Kind::Repeat, set, one, false, 0, {}, {}};
        if (take("+")) {
            item.least = 1;
        } else if (!take("*")) {
            return false;
        }
        item.lazy = take("?");
        if (next_is_quantifier()) {
            return false;
        }
        add(std::move(item));
        return true;
    }

    bool read_group() {
        Item item;
        std::vector<std::string> branch = {""};
        const auto end_branch = [&] {
            item.literals.insert(item.literals.end(), branch.begin(), branch.end());
            branch = {""};
        };
        while (!rest_.empty() && rest_[0] != ')') {
            if (take("|")) {
                end_branch();
                continue;
            }
            const auto letter = read_letter();
            if (!letter || !append(branch, *letter)) {
                return false;
            }
        }
        end_branch();
        if (!take(")") || item.literals.size() > kMaxLiterals) {
            return false;
        }
        if (take("?")) {
            item.literals.emplace_back();
        }
        if (next_is_quantifier()) {
            return false;
        }
        add(std::move(item));
        return true;
    }

    std::optional<char> read_letter() {
        if (rest_.size() > 1 && rest_[0] == '\\' && !is_alnum(rest_[1]) && rest_[1] > ' ' &&
            rest_[1] <= '~') {
            const char letter = rest_[1];
            rest_.remove_prefix(2);
            return letter;
        }
        if (rest_.empty() || !is_plain(rest_[0])) {
            return std::nullopt;
        }
        const char letter = rest_[0];
        rest_.remove_prefix(1);
        return letter;
    }

    /// Behind each of `texts`, with `?` as one more without it behind each.
    bool append(std::vector<std::string>& texts, char letter) {
        const bool optional = take("?");
        std::vector<std::string> longer;
        for (const auto& text : texts) {
            longer.push_back(text + folded(letter));
            if (optional) {
                longer.push_back(text);
            }
        }
        texts = std::move(longer);
        return texts.size() <= kMaxLiterals && !next_is_quantifier();
    }

    char folded(char c) const { return sequence_.any_case_ ? fold_ascii(c) : c; }

    bool next_is_quantifier() const {
        return !rest_.empty() && std::string_view("*+?{").find(rest_[0]) != std::string_view::npos;
    }

    /// Neighbouring single literals become one.
    void add(Item item) {
        auto& items = sequence_.items_;
        item.one = folded(item.one);
        const bool joins = item.kind == Kind::Literals && item.literals.size() == 1 && !items.empty() &&
                           items.back().kind == Kind::Literals && items.back().literals.size() == 1;
        if (joins) {
            items.back().literals[0] += item.literals[0];
        } else {
            items.push_back(std::move(item));
        }
    }

    std::string_view rest_;
    LiteralSequence sequence_;
};

/// Tries what a backtracking engine would, in its order; where the rest of the items did not hold behind a
/// repetition it is not tried again.
class LiteralSequence::Search {
public:
    Search(const LiteralSequence& sequence, Text& text)
        : sequence_(sequence),
          items_(sequence.items_),
          text_(text),
          searched_(sequence.any_case_ ? text.folded_ : text.text_),
          failed_(text.failed_) {
        failed_.assign(items_.size(), {});
    }

    Found first(std::size_t from) {
        const auto* first = sequence_.placed_from(0);
        for (auto begin = from; begin <= searched_.size() && complete(); ++begin) {
            if (first != nullptr) {
                begin = next_place(*first, begin);
            }
            if (begin == kNowhere) {
                break;
            }
            ++steps_;
            if (const auto end = is_inside(begin) ? std::nullopt : match(0, begin); end && complete()) {
                return {Span{begin, *end}, true, steps_};
            }
        }
        return {std::nullopt, complete(), steps_};
    }

private:
    static constexpr std::size_t kNowhere = std::string_view::npos;

    bool complete() const { return steps_ <= kMaxSteps; }

    /// Where the items from `item` on end when they begin at `at`.
    std::optional<std::size_t> match(std::size_t item, std::size_t at) {
        if (item == items_.size()) {
            return at;
        }
        if (++steps_ > kMaxSteps) {
            return std::nullopt;
        }
        switch (items_[item].kind) {
            case Kind::Literals:
                for (const auto& literal : items_[item].literals) {
                    if (stands_at(literal, at)) {
                        if (const auto end = match(item + 1, at + literal.size())) {
                            return end;
                        }
                    }
                }
                return std::nullopt;
            case Kind::WordEdge:
                return is_edge(at) ? match(item + 1, at) : std::nullopt;
            case Kind::Repeat:
                return match_repeat(item, at);
        }
        return std::nullopt;
    }

    /// Its first byte tells nearly always that it does not.
    bool stands_at(const std::string& literal, std::size_t at) const {
        return literal.empty() || (at < searched_.size() && searched_[at] == literal.front() &&
                                   searched_.substr(at).starts_with(literal));
    }

    std::optional<std::size_t> match_repeat(std::size_t number, std::size_t at) {
        const auto& item = items_[number];
        const auto end = run_end(item, at);
        auto& failed = failed_[number];
        const bool known = failed.any && failed.end == end;  // that run; `at` may stand before it or in it
        const auto begin = at + item.least;
        const auto last = known ? std::min(end, failed.begin - 1) : end;
        if ((known && failed.begin == 0) || begin > last) {
            return std::nullopt;
        }
        const auto found =
            item.lazy ? match_shortest(number, begin, last) : match_longest(number, begin, last);
        if (!found) {
            failed = {true, begin, end};
        }
        return found;
    }

    std::optional<std::size_t> match_shortest(std::size_t number, std::size_t begin, std::size_t last) {
        const auto* next = sequence_.placed_from(number + 1);
        for (auto at = begin; at <= last && complete(); ++at) {
            at = next == nullptr ? at : next_place(*next, at);
            if (at > last) {
                break;
            }
            ++steps_;
            if (const auto end = is_inside(at) ? std::nullopt : match(number + 1, at)) {
                return end;
            }
        }
        return std::nullopt;
    }

    std::optional<std::size_t> match_longest(std::size_t number, std::size_t begin, std::size_t last) {
        const auto* next = sequence_.placed_from(number + 1);
        for (auto behind = last + 1; behind > begin && complete(); --behind) {
            auto at = next == nullptr ? behind - 1 : last_place(*next, behind);
            if (at == kNowhere || at < begin) {
                break;
            }
            behind = at + 1;
            ++steps_;
            if (const auto end = is_inside(at) ? std::nullopt : match(number + 1, at)) {
                return end;
            }
        }
        return std::nullopt;
    }

    /// Where the first of the item's literals stands from `at` on.
    std::size_t next_place(const Item& item, std::size_t at) const {
        auto nearest = kNowhere;
        for (const auto number : item.numbers) {
            const auto places = text_.places_->of(number);
            const auto next = std::lower_bound(places.begin(), places.end(), at);
            nearest = next == places.end() ? nearest : std::min<std::size_t>(nearest, *next);
        }
        return nearest;
    }

    /// Where the last of them stands before `behind`.
    std::size_t last_place(const Item& item, std::size_t behind) const {
        auto nearest = kNowhere;
        for (const auto number : item.numbers) {
            const auto places = text_.places_->of(number);
            const auto next = std::lower_bound(places.begin(), places.end(), behind);
            if (next != places.begin()) {
                const std::size_t place = *std::prev(next);
                nearest = nearest == kNowhere ? place : std::max(nearest, place);
            }
        }
        return nearest;
    }

    /// Where the characters that the item repeats end, from `at` on.
    std::size_t run_end(const Item& item, std::size_t at) {
        if (item.set == Set::AllButLineEnd) {
            return text_.line_end(at);
        }
        auto end = at;
        while (end < searched_.size() &&
               (item.set == Set::Space ? is_pattern_space(searched_[end]) : searched_[end] == item.one)) {
            ++end;
            ++steps_;
        }
        return end;
    }

    bool is_edge(std::size_t at) const {
        const bool before = at > 0 && is_word_byte(searched_[at - 1]);
        const bool behind = at < searched_.size() && is_word_byte(searched_[at]);
        return before != behind;
    }

    /// Behind the first byte of a character.
    bool is_inside(std::size_t at) const {
        return at < searched_.size() && (static_cast<unsigned char>(searched_[at]) & 0xC0U) == 0x80U;
    }

    const LiteralSequence& sequence_;
    const std::vector<Item>& items_;
    Text& text_;
    std::string_view searched_;
    std::vector<Text::Failed>& failed_;
    std::size_t steps_ = 0;
};

std::optional<LiteralSequence> LiteralSequence::read(std::string_view pattern) {
    return Parser(pattern).read();
}

void LiteralSequence::number_literals(const std::function<std::uint32_t(const std::string&)>& number_of) {
    for (auto& item : items_) {
        const bool all = std::all_of(item.literals.begin(), item.literals.end(), [](const auto& literal) {
            return literal.size() >= LiteralFinder::kShortest;
        });
        if (item.kind == Kind::Literals && all) {
            for (const auto& literal : item.literals) {
                item.numbers.push_back(number_of(fold_ascii(literal)));
            }
        }
    }
}

/// The literals at which the items from `item` on begin; nullptr: it is not known where these stand.
const LiteralSequence::Item* LiteralSequence::placed_from(std::size_t item) const {
    while (item < items_.size() && items_[item].kind == Kind::WordEdge) {
        ++item;
    }
    return item < items_.size() && !items_[item].numbers.empty() ? &items_[item] : nullptr;
}

bool LiteralSequence::Text::takes(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        return true;
    }
    // The Kelvin sign and the long s are a k and an s in any case.
    return text.find("\u212A") == std::string_view::npos && text.find("\u017F") == std::string_view::npos &&
           is_valid_utf8(text);
}

std::size_t LiteralSequence::Text::line_end(std::size_t at) {
    if (at < line_begin_ || at > line_end_) {
        line_begin_ = at;
        line_end_ = std::min(text_.find('\n', at), text_.size());
    }
    return line_end_;
}

LiteralSequence::Found LiteralSequence::find(Text& text, std::size_t from) const {
    return Search(*this, text).first(from);
}

}  // namespace skillwake::matcher
