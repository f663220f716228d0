#include "matcher/literal_sequence.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMaxLiterals = 64;  ///< of one item, with `x?` written out
constexpr std::size_t kMaxSteps = 20'000;

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
            add({Kind::WordEdge, Set::One, 0, false, 0, {}});
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
        Item item{Kind::Repeat, set, one, false, 0, {}};
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

/// Tries what a backtracking engine would, in its order, and nothing twice: a place of the text where the
/// rest of the items did not hold never holds.
class LiteralSequence::Search {
public:
    Search(const std::vector<Item>& items, std::string_view text)
        : items_(items), text_(text), failed_(items.size() * (text.size() + 1), false) {}

    bool complete() const { return steps_ <= kMaxSteps; }

    /// Where the items from `item` on end when they begin at `at`.
    std::optional<std::size_t> match(std::size_t item, std::size_t at) {
        if (item == items_.size()) {
            return at;
        }
        const auto place = item * (text_.size() + 1) + at;
        if (failed_[place] || ++steps_ > kMaxSteps) {
            return std::nullopt;
        }
        const auto end = match_here(items_[item], item + 1, at);
        failed_[place] = !end;
        return end;
    }

private:
    std::optional<std::size_t> match_here(const Item& item, std::size_t next, std::size_t at) {
        switch (item.kind) {
            case Kind::Literals:
                for (const auto& literal : item.literals) {
                    if (stands_at(literal, at)) {
                        if (const auto end = match(next, at + literal.size())) {
                            return end;
                        }
                    }
                }
                return std::nullopt;
            case Kind::WordEdge:
                return is_edge(at) ? match(next, at) : std::nullopt;
            case Kind::Repeat:
                return item.lazy ? match_shortest(item, next, at) : match_longest(item, next, at);
        }
        return std::nullopt;
    }

    /// Its first byte tells nearly always that it does not.
    bool stands_at(const std::string& literal, std::size_t at) const {
        return literal.empty() ||
               (at < text_.size() && text_[at] == literal.front() && text_.substr(at).starts_with(literal));
    }

    std::optional<std::size_t> match_shortest(const Item& item, std::size_t next, std::size_t at) {
        for (std::size_t count = 0;; ++count, ++at) {
            if (count >= item.least) {
                if (const auto end = match(next, at)) {
                    return end;
                }
            }
            if (at == text_.size() || !holds(item, text_[at])) {
                return std::nullopt;
            }
        }
    }

    std::optional<std::size_t> match_longest(const Item& item, std::size_t next, std::size_t at) {
        auto last = at;
        while (last < text_.size() && holds(item, text_[last])) {
            ++last;
        }
        for (; last >= at + item.least; --last) {
            if (const auto end = match(next, last)) {
                return end;
            }
            if (last == 0) {
                break;
            }
        }
        return std::nullopt;
    }

    static bool holds(const Item& item, char c) {
        return item.set == Set::AllButLineEnd ? c != '\n'
               : item.set == Set::Space       ? is_pattern_space(c)
                                              : c == item.one;
    }

    bool is_edge(std::size_t at) const {
        const bool before = at > 0 && is_word_byte(text_[at - 1]);
        const bool behind = at < text_.size() && is_word_byte(text_[at]);
        return before != behind;
    }

    const std::vector<Item>& items_;
    std::string_view text_;
    std::vector<bool> failed_;  ///< by item and place
    std::size_t steps_ = 0;
};

std::optional<LiteralSequence> LiteralSequence::read(std::string_view pattern) {
    return Parser(pattern).read();
}

bool LiteralSequence::takes(std::string_view text) {
    return text.size() <= kMaxTextBytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Where it may begin: the places of its first literals, ascending; all places where its first item is
/// something else.
class LiteralSequence::Starts {
public:
    Starts(const std::vector<Item>& items, std::string_view text) : text_(text) {
        const auto first = std::find_if(items.begin(), items.end(),
                                        [](const Item& item) { return item.kind != Kind::WordEdge; });
        if (first != items.end() && first->kind == Kind::Literals &&
            std::none_of(first->literals.begin(), first->literals.end(),
                         [](const std::string& literal) { return literal.empty(); })) {
            literals_ = first->literals;
        }
    }

    /// npos: there is none from `from` on. `from` only grows.
    std::size_t next(std::size_t from) {
        if (literals_.empty()) {
            return from <= text_.size() ? from : std::string_view::npos;
        }
        std::size_t nearest = kNowhere;
        for (std::size_t i = 0; i < literals_.size(); ++i) {
            auto& place = places_[i];
            if (place < from || from == 0) {
                place = static_cast<std::uint16_t>(std::min(text_.find(literals_[i], from), kNowhere));
            }
            nearest = std::min<std::size_t>(nearest, place);
        }
        return nearest == kNowhere ? std::string_view::npos : nearest;
    }

private:
    static constexpr std::size_t kNowhere = kMaxTextBytes + 1;

    std::string_view text_;
    std::span<const std::string> literals_;
    std::array<std::uint16_t, kMaxLiterals + 1> places_{};  ///< the next of each, kNowhere: none
};

LiteralSequence::Found LiteralSequence::find(std::string_view text, std::string_view folded,
                                             std::size_t from) const {
    const auto searched = any_case_ ? folded : text;
    Starts starts(items_, searched);
    Search search(items_, searched);
    for (auto begin = starts.next(from); begin != std::string_view::npos; begin = starts.next(begin + 1)) {
        const auto end = search.match(0, begin);
        if (!search.complete()) {
            return {std::nullopt, false};
        }
        if (end) {
            return {Span{begin, *end}, true};
        }
    }
    return {};
}

}  // namespace skillwake::matcher
