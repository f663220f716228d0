#include "matcher/syntax_index.h"

#include "base/text.h"

#include <algorithm>
#include <optional>
#include <set>

namespace skillwake::matcher {
namespace {

/// The literals of a dotted name that a source must hold to use it: its last part, the first for long tails.
std::string telling_part(std::string_view name) {
    while (!name.empty() &&
           (name.back() == '*' || name.back() == '.' || name.back() == ':' || name.back() == '/')) {
        name.remove_suffix(1);
    }
    const auto cut = name.find_last_of("./:\\");
    return std::string(cut == std::string_view::npos ? name : name.substr(cut + 1));
}

bool is_separator(char c) {
    return c == '.' || c == '/' || c == ':' || c == '\\';
}

/// Whether `name` is `wanted` or lies below it: "aiohttp.web" below "aiohttp".
bool is_or_below(std::string_view name, std::string_view wanted) {
    return name.substr(0, wanted.size()) == wanted &&
           (name.size() == wanted.size() || is_separator(name[wanted.size()]) ||
            (!wanted.empty() && is_separator(wanted.back())));
}

/// `wanted` may end in '*': any rest.
bool names_call(std::string_view name, std::string_view wanted) {
    if (wanted.ends_with('*')) {
        wanted.remove_suffix(1);
        return name.substr(0, wanted.size()) == wanted && name.size() > wanted.size();
    }
    return name == wanted;
}

struct NamedWish {
    std::string name;
    std::uint32_t number = 0;
};

struct QueryWish {
    SyntaxQuery query;
    std::uint32_t number = 0;
};

}  // namespace

struct SyntaxIndex::Wishes {
    explicit Wishes(const Language& row) : language(row), facts(row) {}

    const Language& language;
    FactReader facts;
    std::vector<NamedWish> imports;
    std::vector<NamedWish> calls;
    std::vector<NamedWish> nodes;  ///< by our names
    std::vector<QueryWish> queries;
    std::set<std::string> needed;  ///< words one of which a source must hold
    bool needs_no_word = false;    ///< a wish that no word tells: every source is parsed
    LiteralFinder words;

    void need(std::string word) {
        if (word.size() < LiteralFinder::kShortest) {
            needs_no_word = true;
        } else {
            needed.insert(std::move(word));
        }
    }
};

SyntaxIndex::SyntaxIndex() = default;
SyntaxIndex::SyntaxIndex(SyntaxIndex&&) noexcept = default;
SyntaxIndex& SyntaxIndex::operator=(SyntaxIndex&&) noexcept = default;
SyntaxIndex::~SyntaxIndex() = default;

Result<SyntaxIndex::Wishes*> SyntaxIndex::wishes_of(const std::string& name) {
    if (const auto known = by_language_.find(name); known != by_language_.end()) {
        return known->second.get();
    }
    const auto* language = language_named(name);
    if (language == nullptr || language->grammar == nullptr) {
        std::string known;
        for (const auto& row : all_languages()) {
            known.append(row.grammar == nullptr ? "" : " ").append(row.grammar == nullptr ? "" : row.name);
        }
        return Error(Errc::Invalid, "no syntax is read for language '" + name + "'; known are" + known);
    }
    return by_language_.emplace(name, std::make_unique<Wishes>(*language)).first->second.get();
}

Status SyntaxIndex::add_import(const std::string& language, const std::string& module, std::uint32_t number) {
    auto wishes = wishes_of(language);
    if (!wishes) {
        return std::move(wishes).error();
    }
    (*wishes)->imports.push_back({module, number});
    (*wishes)->need(telling_part(module));
    return Ok{};
}

Status SyntaxIndex::add_call(const std::string& language, const std::string& name, std::uint32_t number) {
    auto wishes = wishes_of(language);
    if (!wishes) {
        return std::move(wishes).error();
    }
    (*wishes)->calls.push_back({name, number});
    (*wishes)->need(telling_part(name));
    return Ok{};
}

Status SyntaxIndex::add_node(const std::string& language, const std::string& kind, std::uint32_t number) {
    auto wishes = wishes_of(language);
    if (!wishes) {
        return std::move(wishes).error();
    }
    for (const auto& node : (*wishes)->language.nodes) {
        if (node.name == kind) {
            (*wishes)->nodes.push_back({kind, number});
            (*wishes)->need(std::string(node.needs));
            return Ok{};
        }
    }
    const bool is_name =
        std::all_of(kind.begin(), kind.end(), [](char c) { return is_alnum(c) || c == '_'; });
    if (!is_name) {
        return Error(Errc::Invalid, "'" + kind + "' is not a node's name");
    }
    return add_query(language, "(" + kind + ") @hit", number);
}

Status SyntaxIndex::add_query(const std::string& language, const std::string& text, std::uint32_t number) {
    auto wishes = wishes_of(language);
    if (!wishes) {
        return std::move(wishes).error();
    }
    auto query = SyntaxQuery::compile((*wishes)->language.grammar(), text);
    if (!query) {
        return std::move(query).error();
    }
    (*wishes)->queries.push_back({*std::move(query), number});
    (*wishes)->needs_no_word = true;
    return Ok{};
}

void SyntaxIndex::compile() {
    for (auto& [name, wishes] : by_language_) {
        wishes->words.compile({wishes->needed.begin(), wishes->needed.end()});
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

template <class Fits>
void add_named(std::vector<SyntaxIndex::Hit>& hits, const std::vector<NamedWish>& wishes,
               const std::vector<SourceFact>& facts, std::string_view shown_as, Fits fits) {
    for (const auto& wish : wishes) {
        for (const auto& fact : facts) {
            if (fits(fact.name, wish.name)) {
                add_first(hits, wish.number, std::string(shown_as) + fact.name, fact.line);
                break;
            }
        }
    }
}

/// `source` without the blanks that all its lines begin with, as a fragment out of the middle of a file has.
std::string dedented(std::string_view source) {
    std::size_t indent = std::string_view::npos;
    const auto lines = split_lines(source);
    for (const auto line : lines) {
        if (const auto at = line.find_first_not_of(" \t"); at != std::string_view::npos) {
            indent = std::min(indent, at);
        }
    }
    std::string text;
    for (const auto line : lines) {
        text.append(line.substr(std::min(indent, line.size()))).push_back('\n');
    }
    return text;
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
    if (!wishes.needs_no_word && wishes.words.find(source).empty()) {
        return found;
    }
    if (source.size() > kMaxSourceBytes) {
        source = source.substr(0, source.rfind('\n', kMaxSourceBytes));
        found.complete = false;
    }
    const auto text = dedented(source);
    const auto begin = std::chrono::steady_clock::now();
    const auto tree = SyntaxTree::parse(language.grammar(), text, budget);
    if (!tree) {
        found.complete = false;
        return found;
    }
    const auto rest = [&] {
        const auto used = std::chrono::steady_clock::now() - begin;
        return std::max(budget - std::chrono::duration_cast<std::chrono::microseconds>(used),
                        std::chrono::microseconds(1));
    };
    const auto facts = wishes.facts.read(*tree, rest());
    found.complete = found.complete && facts.complete;
    add_named(found.hits, wishes.imports, facts.imports, "import ", is_or_below);
    add_named(found.hits, wishes.calls, facts.calls, "", names_call);
    add_named(found.hits, wishes.nodes, facts.nodes, "",
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
    return found;
}

}  // namespace skillwake::matcher
