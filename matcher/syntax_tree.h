#pragma once

#include "base/result.h"
#include "matcher/leftovers.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct TSLanguage;
struct TSQuery;
struct TSTree;

namespace skillwake::matcher {

/// A source text, parsed. Borrows the text.
class SyntaxTree {
public:
    /// Files with syntax errors give a tree all the same. Errc::Unavailable: not done within `budget`; what
    /// there was of it goes to `leftovers`, which takes no time, or is taken apart at once where it is null.
    static Result<SyntaxTree> parse(const TSLanguage* grammar, std::string_view source,
                                    std::chrono::microseconds budget, Leftovers* leftovers = nullptr);

    std::string_view source() const { return source_; }
    const TSTree* tree() const { return tree_.get(); }

private:
    struct Delete {
        void operator()(TSTree* tree) const;
    };
    SyntaxTree(TSTree* tree, std::string_view source) : tree_(tree), source_(source) {}

    std::unique_ptr<TSTree, Delete> tree_;
    std::string_view source_;
};

/// A tree-sitter query, compiled, with its text predicates, which the tree-sitter core leaves to us: #eq?
/// #match? #any-of? and our own #after? (one of these words stands right before the capture), each also with
/// "not-".
class SyntaxQuery {
public:
    /// Errc::Invalid: the query's syntax, a node or field that the grammar does not have, an unknown
    /// predicate.
    static Result<SyntaxQuery> compile(const TSLanguage* grammar, std::string_view text);

    struct Capture {
        std::string_view name;
        std::string_view text;
        std::uint32_t line = 0;  ///< 0-based, within the source
    };
    /// Calls `visit` with the captures of each match; stops when it returns false, or after `budget`.
    /// False: the budget ended it.
    bool each_match(const SyntaxTree& tree, std::chrono::microseconds budget,
                    const std::function<bool(const std::vector<Capture>&)>& visit) const;

private:
    struct Impl;
    struct Delete {
        void operator()(Impl* impl) const;
    };
    explicit SyntaxQuery(std::unique_ptr<Impl, Delete> impl) : impl_(std::move(impl)) {}

    std::unique_ptr<Impl, Delete> impl_;
};

}  // namespace skillwake::matcher
