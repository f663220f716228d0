#include "matcher/syntax_tree.h"

#include "base/text.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace skillwake::matcher {
namespace {

template <class T, void (*Free)(T*)>
struct FreeWith {
    void operator()(T* thing) const { Free(thing); }
};
using ParserPtr = std::unique_ptr<TSParser, FreeWith<TSParser, ts_parser_delete>>;
using QueryPtr = std::unique_ptr<TSQuery, FreeWith<TSQuery, ts_query_delete>>;
using CursorPtr = std::unique_ptr<TSQueryCursor, FreeWith<TSQueryCursor, ts_query_cursor_delete>>;

/// One `(#name? ...)` of a query's pattern.
struct Predicate {
    enum class Kind { Equal, Match, AnyOf, After };

    Kind kind = Kind::Equal;
    bool wanted = true;  ///< false: #not-...
    std::uint32_t capture = 0;
    std::vector<std::string> texts;
    std::shared_ptr<const RE2> pattern;
    std::optional<std::uint32_t> other_capture;
};

std::string_view text_of(TSNode node, std::string_view source) {
    const auto begin = std::min<std::size_t>(ts_node_start_byte(node), source.size());
    const auto end = std::min<std::size_t>(ts_node_end_byte(node), source.size());
    return source.substr(begin, end - begin);
}

std::string_view capture_text(const TSQueryMatch& match, std::uint32_t index, std::string_view source) {
    for (std::uint16_t i = 0; i < match.capture_count; ++i) {
        if (match.captures[i].index == index) {
            return text_of(match.captures[i].node, source);
        }
    }
    return {};
}

/// Whether `word` stands right before `text` in `source`, but for white space.
bool stands_before(std::string_view word, std::string_view text, std::string_view source) {
    const auto before = trim(source.substr(0, static_cast<std::size_t>(text.data() - source.data())));
    const auto rest = before.substr(0, before.size() - std::min(before.size(), word.size()));
    const auto is_word_char = [](char c) { return is_alnum(c) || c == '_'; };
    const bool inside_word =
        !rest.empty() && !word.empty() && is_word_char(rest.back()) && is_word_char(word.front());
    return before.ends_with(word) && !inside_word;
}

bool holds(const Predicate& predicate, const TSQueryMatch& match, std::string_view source) {
    const auto text = capture_text(match, predicate.capture, source);
    switch (predicate.kind) {
        case Predicate::Kind::Equal: {
            const auto other = predicate.other_capture ? capture_text(match, *predicate.other_capture, source)
                                                       : std::string_view(predicate.texts.front());
            return (text == other) == predicate.wanted;
        }
        case Predicate::Kind::Match:
            return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *predicate.pattern) ==
                   predicate.wanted;
        case Predicate::Kind::AnyOf:
            return (std::find(predicate.texts.begin(), predicate.texts.end(), text) !=
                    predicate.texts.end()) == predicate.wanted;
        case Predicate::Kind::After:
            return !text.empty() &&
                   std::any_of(predicate.texts.begin(), predicate.texts.end(), [&](const std::string& word) {
                       return stands_before(word, text, source);
                   }) == predicate.wanted;
    }
    return false;
}

/// Reads the predicates of one pattern from the steps that the core hands out.
class PredicateReader {
public:
    PredicateReader(const TSQuery* query, std::uint32_t pattern) : query_(query) {
        std::uint32_t count = 0;
        const auto* steps = ts_query_predicates_for_pattern(query, pattern, &count);
        steps_.assign(steps, steps + count);
    }

    Result<std::vector<Predicate>> read() {
        std::vector<Predicate> predicates;
        std::vector<TSQueryPredicateStep> one;
        for (const auto& step : steps_) {
            if (step.type != TSQueryPredicateStepTypeDone) {
                one.push_back(step);
                continue;
            }
            auto predicate = read_one(one);
            if (!predicate) {
                return std::move(predicate).error();
            }
            predicates.push_back(*std::move(predicate));
            one.clear();
        }
        return predicates;
    }

private:
    std::string string_of(const TSQueryPredicateStep& step) const {
        std::uint32_t length = 0;
        const char* text = ts_query_string_value_for_id(query_, step.value_id, &length);
        return {text, length};
    }

    Result<Predicate> read_one(const std::vector<TSQueryPredicateStep>& steps) const {
        const auto name = steps.empty() ? std::string() : string_of(steps[0]);
        if (steps.size() < 3 || steps[1].type != TSQueryPredicateStepTypeCapture) {
            return Error(Errc::Invalid, "predicate #" + name + " wants a capture and a text");
        }
        Predicate predicate;
        predicate.capture = steps[1].value_id;
        predicate.wanted = name.substr(0, 4) != "not-";
        const auto kind = predicate.wanted ? name : name.substr(4);
        for (std::size_t i = 2; i < steps.size(); ++i) {
            if (steps[i].type == TSQueryPredicateStepTypeCapture) {
                predicate.other_capture = steps[i].value_id;
            } else {
                predicate.texts.push_back(string_of(steps[i]));
            }
        }
        return finish(std::move(predicate), kind);
    }

    static Result<Predicate> finish(Predicate predicate, const std::string& kind) {
        if (kind == "eq?") {
            predicate.kind = Predicate::Kind::Equal;
            return predicate;
        }
        if ((kind == "any-of?" || kind == "after?") && !predicate.texts.empty()) {
            predicate.kind = kind == "after?" ? Predicate::Kind::After : Predicate::Kind::AnyOf;
            return predicate;
        }
        if (kind == "match?" && predicate.texts.size() == 1) {
            predicate.kind = Predicate::Kind::Match;
            RE2::Options options;
            options.set_log_errors(false);
            predicate.pattern = std::make_shared<const RE2>(predicate.texts.front(), options);
            if (predicate.pattern->ok()) {
                return predicate;
            }
            return Error(Errc::Invalid, "#match?: " + predicate.pattern->error());
        }
        return Error(Errc::Invalid,
                     "predicate #" + kind + " is not known (eq?, match?, any-of?, after? and their not-)");
    }

    const TSQuery* query_;
    std::vector<TSQueryPredicateStep> steps_;
};

std::string_view kind_of(TSQueryError error) {
    switch (error) {
        case TSQueryErrorSyntax:
            return "syntax error";
        case TSQueryErrorNodeType:
            return "no such node in the grammar";
        case TSQueryErrorField:
            return "no such field in the grammar";
        case TSQueryErrorCapture:
            return "unknown capture";
        case TSQueryErrorStructure:
            return "such a structure cannot occur";
        default:
            return "cannot be compiled";
    }
}

struct Deadline {
    std::chrono::steady_clock::time_point at;
};

/// Called by the tree-sitter core now and then; true stops it.
template <class State>
bool is_over(State* state) {
    return std::chrono::steady_clock::now() >= static_cast<const Deadline*>(state->payload)->at;
}

struct SourceText {
    std::string_view text;
};

const char* read_source(void* payload, std::uint32_t at, TSPoint /*position*/, std::uint32_t* length) {
    const auto text = static_cast<const SourceText*>(payload)->text;
    const auto from = std::min<std::size_t>(at, text.size());
    *length = static_cast<std::uint32_t>(text.size() - from);
    return text.data() + from;
}

}  // namespace

void SyntaxTree::Delete::operator()(TSTree* tree) const {
    ts_tree_delete(tree);
}

Result<SyntaxTree> SyntaxTree::parse(const TSLanguage* grammar, std::string_view source,
                                     std::chrono::microseconds budget, Leftovers* leftovers) {
    ParserPtr parser(ts_parser_new());
    if (!ts_parser_set_language(parser.get(), grammar)) {
        return Error(Errc::Invalid, "grammar does not fit the tree-sitter core");
    }
    SourceText text{source};
    Deadline deadline{std::chrono::steady_clock::now() + budget};
    TSInput input{};
    input.payload = &text;
    input.read = read_source;
    input.encoding = TSInputEncodingUTF8;
    TSParseOptions options{};
    options.payload = &deadline;
    options.progress_callback = is_over<TSParseState>;
    auto* tree = ts_parser_parse_with_options(parser.get(), nullptr, input, options);
    if (tree == nullptr) {
        if (leftovers != nullptr) {
            leftovers->add(std::move(parser));
        }
        return Error(Errc::Unavailable, "parsing took too long");
    }
    return SyntaxTree(tree, source);
}

namespace {

struct CompiledQuery {
    QueryPtr query;
    std::vector<std::vector<Predicate>> predicates;  ///< by pattern
    std::vector<std::string> capture_names;
};

/// The queries that were compiled last, by grammar and text: the core works out every state that the grammar
/// can be in, some milliseconds each time, and a root that is loaded again has the same ones. For any thread.
class CompiledQueries {
public:
    using Key = std::pair<const TSLanguage*, std::string>;

    static constexpr std::size_t kMost = 64;
    static constexpr std::size_t kMostBytes = 4'096;  ///< of one text

    /// Null: it is not there.
    std::shared_ptr<const CompiledQuery> find(const Key& key) {
        const std::lock_guard lock(mutex_);
        const auto place = places_.find(key);
        if (place == places_.end()) {
            return nullptr;
        }
        used_.splice(used_.begin(), used_, place->second);
        return used_.front().second;
    }

    void put(const Key& key, std::shared_ptr<const CompiledQuery> query) {
        const std::lock_guard lock(mutex_);
        if (key.second.size() > kMostBytes || places_.contains(key)) {
            return;
        }
        used_.emplace_front(key, std::move(query));
        places_.emplace(key, used_.begin());
        if (used_.size() > kMost) {
            places_.erase(used_.back().first);
            used_.pop_back();
        }
    }

private:
    std::mutex mutex_;
    std::list<std::pair<Key, std::shared_ptr<const CompiledQuery>>> used_;  ///< the last one first
    std::map<Key, decltype(used_)::iterator> places_;
};

CompiledQueries& compiled_queries() {
    static CompiledQueries queries;
    return queries;
}

Result<std::shared_ptr<const CompiledQuery>> compile_anew(const TSLanguage* grammar, std::string_view text) {
    std::uint32_t at = 0;
    TSQueryError failed = TSQueryErrorNone;
    QueryPtr query(ts_query_new(grammar, text.data(), static_cast<std::uint32_t>(text.size()), &at, &failed));
    if (!query) {
        return Error(Errc::Invalid,
                     std::string(kind_of(failed)) + " at byte " + std::to_string(at) + ", near '" +
                         std::string(text.substr(std::min<std::size_t>(at, text.size()), 20)) + "'");
    }
    auto compiled = std::make_shared<CompiledQuery>();
    for (std::uint32_t pattern = 0; pattern < ts_query_pattern_count(query.get()); ++pattern) {
        auto predicates = PredicateReader(query.get(), pattern).read();
        if (!predicates) {
            return std::move(predicates).error();
        }
        compiled->predicates.push_back(*std::move(predicates));
    }
    for (std::uint32_t i = 0; i < ts_query_capture_count(query.get()); ++i) {
        std::uint32_t length = 0;
        const char* name = ts_query_capture_name_for_id(query.get(), i, &length);
        compiled->capture_names.emplace_back(name, length);
    }
    compiled->query = std::move(query);
    return std::shared_ptr<const CompiledQuery>(std::move(compiled));
}

}  // namespace

struct SyntaxQuery::Impl {
    std::shared_ptr<const CompiledQuery> compiled;
};

void SyntaxQuery::Delete::operator()(Impl* impl) const {
    delete impl;
}

Result<SyntaxQuery> SyntaxQuery::compile(const TSLanguage* grammar, std::string_view text) {
    const CompiledQueries::Key key(grammar, text);
    auto compiled = compiled_queries().find(key);
    if (compiled == nullptr) {
        auto made = compile_anew(grammar, text);
        if (!made) {
            return std::move(made).error();
        }
        compiled = *std::move(made);
        compiled_queries().put(key, compiled);
    }
    return SyntaxQuery(std::unique_ptr<Impl, Delete>(new Impl{std::move(compiled)}));
}

bool SyntaxQuery::each_match(const SyntaxTree& tree, std::chrono::microseconds budget,
                             const std::function<bool(const std::vector<Capture>&)>& visit) const {
    constexpr std::uint32_t kMatchesInProgress = 1024;
    const CursorPtr cursor(ts_query_cursor_new());
    ts_query_cursor_set_match_limit(cursor.get(), kMatchesInProgress);
    Deadline deadline{std::chrono::steady_clock::now() + budget};
    TSQueryCursorOptions options{};
    options.payload = &deadline;
    options.progress_callback = is_over<TSQueryCursorState>;
    ts_query_cursor_exec_with_options(cursor.get(), impl_->compiled->query.get(),
                                      ts_tree_root_node(tree.tree()), &options);
    TSQueryMatch match{};
    std::vector<Capture> captures;
    while (ts_query_cursor_next_match(cursor.get(), &match)) {
        const auto& predicates = impl_->compiled->predicates[match.pattern_index];
        if (!std::all_of(predicates.begin(), predicates.end(), [&](const Predicate& predicate) {
                return holds(predicate, match, tree.source());
            })) {
            continue;
        }
        captures.clear();
        for (std::uint16_t i = 0; i < match.capture_count; ++i) {
            const auto node = match.captures[i].node;
            captures.push_back({impl_->compiled->capture_names[match.captures[i].index],
                                text_of(node, tree.source()), ts_node_start_point(node).row});
        }
        if (!visit(captures)) {
            return true;
        }
    }
    return std::chrono::steady_clock::now() < deadline.at;
}

}  // namespace skillwake::matcher
