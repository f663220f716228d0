#include "matcher/syntax_index.h"

#include "base/text.h"
#include "matcher/source_name.h"
#include "matcher/thread_time.h"
#include "matcher/word_finder.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace skillwake::matcher {
namespace {

/// The core works out every way in which a query can go on: 16 repetitions in a row take 70 ms, 32 take 300,
/// 200 take 6 s.
constexpr std::size_t kMaxQueryRepeats = 16;
/// Of the thread's own time, for the queries of a root in one language.
constexpr std::chrono::milliseconds kAllQueries{5'000};

/// The literals of a dotted name that a source must hold to use it: its last part, the first for long tails.
std::string telling_part(std::string_view name) {
    while (!name.empty() &&
           (name.back() == '*' || name.back() == '.' || name.back() == ':' || name.back() == '/')) {
        name.remove_suffix(1);
    }
    const auto cut = name.find_last_of("./:\\");
    return std::string(cut == std::string_view::npos ? name : name.substr(cut + 1));
}

struct NamedWish {
    std::string name;
    std::uint32_t number = 0;
};

struct QueryWish {
    SyntaxQuery query;
    std::uint32_t number = 0;
};

/// How often a query says that something may repeat or be missing: (a)* (b)? are two. What it asks of
/// captures in predicates does not count.
std::size_t repeats_of(std::string_view query) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < query.size(); ++at) {
        switch (query[at]) {
            case '"':
                for (++at; at < query.size() && query[at] != '"'; ++at) {
                    at += query[at] == '\\' ? 1 : 0;
                }
                break;
            case '#':
                at = std::min(query.find_first_of(" \t\r\n)\"", at), query.size()) - 1;
                break;
            case ';':
                at = std::min(query.find('\n', at), query.size());
                break;
            case '*':
            case '+':
            case '?':
                ++count;
                break;
            default:
                break;
        }
    }
    return count;
}

bool is_spoken_of(const Language& row, std::string_view name) {
    return row.name == name || row.family == name;
}

Error not_read(const std::string& name) {
    std::string known;
    for (const auto& row : all_languages()) {
        known.append(row.grammar == nullptr ? "" : " ").append(row.grammar == nullptr ? "" : row.name);
    }
    return {Errc::Invalid, "no syntax is read for language '" + name + "'; known are" + known};
}

}  // namespace

struct SyntaxIndex::Wishes {
    explicit Wishes(const Language& row) : language(row), facts(fact_reader(row)) {}

    const Language& language;
    const FactReader& facts;
    std::unordered_map<std::string, std::vector<std::uint32_t>> imports;  ///< by comparable name
    std::vector<NamedWish> calls;
    std::vector<NamedWish> decorators;
    std::vector<NamedWish> types;
    std::vector<NamedWish> nodes;  ///< by our names
    std::vector<QueryWish> queries;
    /// Words one of which a source must hold, and whether more of the word may follow.
    std::map<std::string, bool> needed;
    bool needs_no_word = false;  ///< a wish that no word tells: every source is parsed
    WordFinder finder;
    std::chrono::nanoseconds spent{0};  ///< on compiling queries

    void need(std::string word, bool open = false) {
        if (word.size() < WordFinder::kShortest) {
            needs_no_word = true;
        } else {
            needed[std::move(word)] |= open;
        }
    }

    void compile() {
        std::vector<WantedWord> words;
        for (const auto& [text, open] : needed) {
            words.push_back({text, open});
        }
        finder.compile(std::move(words));
    }

    /// nullopt: the time ended.
    std::optional<bool> may_hold_in(std::string_view source, WordFinder::Time until) const {
        return needs_no_word ? true : finder.any_in(source, until);
    }

    Status want_import(const std::string& module, std::uint32_t number) {
        auto name = comparable_name(module);
        need(telling_part(name));
        imports[std::move(name)].push_back(number);
        return Ok{};
    }

    Status want_name(std::vector<NamedWish>& wishes, const std::string& name, std::uint32_t number) {
        wishes.push_back({comparable_name(name), number});
        need(telling_part(name), name.ends_with('*'));
        return Ok{};
    }

    /// A kind by our name, else by the grammar's.
    Status want_node(const std::string& kind, std::uint32_t number) {
        for (const auto& node : language.nodes) {
            if (node.name == kind) {
                nodes.push_back({kind, number});
                need(std::string(node.needs));
                return Ok{};
            }
        }
        const bool is_name =
            std::all_of(kind.begin(), kind.end(), [](char c) { return is_alnum(c) || c == '_'; });
        if (!is_name) {
            return Error(Errc::Invalid, "'" + kind + "' is not a node's name");
        }
        return want_query("(" + kind + ") @hit", number);
    }

    Status want_query(const std::string& text, std::uint32_t number) {
        if (repeats_of(text) > kMaxQueryRepeats) {
            return Error(Errc::TooLarge, "it repeats more than " + std::to_string(kMaxQueryRepeats) +
                                             " things with '*', '+' and '?'");
        }
        if (spent > kAllQueries) {
            return Error(Errc::TooLarge, "the queries before it took more than " +
                                             std::to_string(kAllQueries.count()) + " ms to compile");
        }
        const auto began = thread_time();
        auto query = SyntaxQuery::compile(language.grammar(), text);
        spent += thread_time() - began;
        if (!query) {
            return std::move(query).error();
        }
        queries.push_back({*std::move(query), number});
        needs_no_word = true;
        return Ok{};
    }
};

SyntaxIndex::SyntaxIndex() = default;
SyntaxIndex::SyntaxIndex(SyntaxIndex&&) noexcept = default;
SyntaxIndex& SyntaxIndex::operator=(SyntaxIndex&&) noexcept = default;
SyntaxIndex::~SyntaxIndex() = default;

SyntaxIndex::Wishes& SyntaxIndex::wishes_of(const Language& language) {
    auto& wishes = by_language_[std::string(language.name)];
    if (!wishes) {
        wishes = std::make_unique<Wishes>(language);
    }
    return *wishes;
}

/// In every language that `fits`: it holds where one of them can have it.
Status SyntaxIndex::add_where(const std::string& name, bool (*fits)(const Language&, std::string_view),
                              const std::function<Status(Wishes&)>& add) {
    std::optional<Error> failed;
    bool added = false;
    for (const auto& row : all_languages()) {
        if (row.grammar == nullptr || !fits(row, name)) {
            continue;
        }
        const auto status = add(wishes_of(row));
        added = added || status;
        if (!status && !failed) {
            failed = status.error();
        }
    }
    if (added) {
        return Ok{};
    }
    return failed ? *failed : not_read(name);
}

Status SyntaxIndex::add_import(const std::string& language, const std::string& module, std::uint32_t number) {
    return add_where(language, is_spoken_of,
                     [&](Wishes& wishes) { return wishes.want_import(module, number); });
}

Status SyntaxIndex::add_shared_import(const std::string& modules, const std::string& module,
                                      std::uint32_t number) {
    const auto imports_the_same = [](const Language& row, std::string_view name) {
        return row.modules == name;
    };
    return add_where(modules, imports_the_same,
                     [&](Wishes& wishes) { return wishes.want_import(module, number); });
}

Status SyntaxIndex::add_call(const std::string& language, const std::string& name, std::uint32_t number) {
    return add_where(language, is_spoken_of,
                     [&](Wishes& wishes) { return wishes.want_name(wishes.calls, name, number); });
}

Status SyntaxIndex::add_decorator(const std::string& language, const std::string& name,
                                  std::uint32_t number) {
    return add_where(language, is_spoken_of,
                     [&](Wishes& wishes) { return wishes.want_name(wishes.decorators, name, number); });
}

Status SyntaxIndex::add_type(const std::string& language, const std::string& name, std::uint32_t number) {
    return add_where(language, is_spoken_of,
                     [&](Wishes& wishes) { return wishes.want_name(wishes.types, name, number); });
}

Status SyntaxIndex::add_node(const std::string& language, const std::string& kind, std::uint32_t number) {
    return add_where(language, is_spoken_of, [&](Wishes& wishes) { return wishes.want_node(kind, number); });
}

Status SyntaxIndex::add_query(const std::string& language, const std::string& text, std::uint32_t number) {
    return add_where(language, is_spoken_of, [&](Wishes& wishes) { return wishes.want_query(text, number); });
}

void SyntaxIndex::compile() {
    for (auto& [name, wishes] : by_language_) {
        wishes->compile();
    }
}

namespace {

void add_first(std::vector<SyntaxIndex::Hit>& hits, std::uint32_t number, std::string text,
               std::uint32_t line) {
    const bool known =
        std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.number == number; });
    if (!known) {
        hits.push_back({number, std::move(text), line});
    }
}

/// Each module that is imported, and each that it lies below.
void add_imports(std::vector<SyntaxIndex::Hit>& hits,
                 const std::unordered_map<std::string, std::vector<std::uint32_t>>& wishes,
                 const std::vector<SourceFact>& facts) {
    for (const auto& fact : wishes.empty() ? std::vector<SourceFact>() : facts) {
        const auto name = comparable_name(fact.name);
        for (std::size_t end = 1; end <= name.size(); ++end) {
            const auto above = std::string_view(name).substr(0, end);
            const auto known = is_or_below(name, above) ? wishes.find(std::string(above)) : wishes.end();
            for (const auto number : known == wishes.end() ? std::vector<std::uint32_t>() : known->second) {
                add_first(hits, number, "import " + fact.name, fact.line);
            }
        }
    }
}

template <class Fits>
void add_named(std::vector<SyntaxIndex::Hit>& hits, const std::vector<NamedWish>& wishes,
               const std::vector<SourceFact>& facts, Fits fits) {
    for (const auto& fact : wishes.empty() ? std::vector<SourceFact>() : facts) {
        const auto name = comparable_name(fact.name);
        for (const auto& wish : wishes) {
            if (fits(name, wish.name)) {
                add_first(hits, wish.number, fact.name, fact.line);
            }
        }
    }
}

/// As much of it as is parsed.
std::string_view piece_of(std::string_view source) {
    auto piece = source;
    if (piece.size() > kMaxSourceBytes) {
        piece = piece.substr(0, std::min(piece.rfind('\n', kMaxSourceBytes), kMaxSourceBytes));
    }
    std::size_t open = 0;
    for (std::size_t at = 0; at < piece.size(); ++at) {
        const char c = piece[at];
        if (c == '(' || c == '[' || c == '{') {
            if (open == kMaxOpenBrackets) {
                return piece.substr(0, at);
            }
            ++open;
        } else if (open > 0 && (c == ')' || c == ']' || c == '}')) {
            --open;
        }
    }
    return piece;
}

std::string first_line_of(std::string_view text) {
    constexpr std::size_t kShown = 80;
    return std::string(text.substr(0, std::min(text.find('\n'), kShown)));
}

}  // namespace

SyntaxIndex::Found SyntaxIndex::find(const Language& language, std::string_view source,
                                     std::chrono::microseconds budget) const {
    Found found;
    const auto known = by_language_.find(language.name);
    if (known == by_language_.end()) {
        return found;
    }
    const auto& wishes = *known->second;
    // What is left is for what the parser does between two looks at the clock.
    const auto until = std::chrono::steady_clock::now() + budget - budget / 50;
    const auto may_hold = wishes.may_hold_in(source, until);
    found.complete = may_hold.has_value();
    if (!may_hold.value_or(false)) {
        return found;
    }
    const auto piece = piece_of(source);
    found.complete = piece.size() == source.size();
    const auto text = parsable_source(language, piece);
    const auto rest = [&] {
        const auto left = until - std::chrono::steady_clock::now();
        return std::max(std::chrono::duration_cast<std::chrono::microseconds>(left),
                        std::chrono::microseconds(1));
    };
    auto tree = SyntaxTree::parse(language.grammar(), text, rest(), &found.leftovers);
    if (!tree) {
        found.complete = false;
        return found;
    }
    const auto facts = wishes.facts.read(*tree, rest());
    found.complete = found.complete && facts.complete;
    add_imports(found.hits, wishes.imports, facts.imports);
    add_named(found.hits, wishes.calls, facts.calls, fits_name);
    add_named(found.hits, wishes.decorators, facts.decorators, fits_name);
    add_named(found.hits, wishes.types, facts.types, fits_name);
    add_named(found.hits, wishes.nodes, facts.nodes,
              [](std::string_view a, std::string_view b) { return a == b; });
    for (const auto& wish : wishes.queries) {
        const bool done =
            wish.query.each_match(*tree, rest(), [&](const std::vector<SyntaxQuery::Capture>& captures) {
                if (!captures.empty()) {
                    add_first(found.hits, wish.number, first_line_of(captures.front().text),
                              captures.front().line + 1);
                }
                return false;
            });
        found.complete = found.complete && done;
    }
    found.leftovers.add(*std::move(tree));
    return found;
}

}  // namespace skillwake::matcher
