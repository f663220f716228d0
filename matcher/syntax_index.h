#pragma once

#include "base/result.h"
#include "matcher/evidence.h"
#include "matcher/language.h"
#include "matcher/leftovers.h"
#include "matcher/source_facts.h"
#include "matcher/syntax_tree.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Largest piece of source that is parsed; of a longer one the beginning is.
inline constexpr std::size_t kMaxSourceBytes = 256U << 10U;
/// Brackets that are open at the same time in such a piece: it ends before the next one. What is never closed
/// the parser takes back at the end in one step, 14 ms for 200,000, which no limit stops.
inline constexpr std::size_t kMaxOpenBrackets = 1'000;

/// The syntax that skills ask for, by language. A source is parsed only when it holds a word that one of the
/// wishes needs.
class SyntaxIndex {
public:
    SyntaxIndex();
    SyntaxIndex(SyntaxIndex&&) noexcept;
    SyntaxIndex& operator=(SyntaxIndex&&) noexcept;
    ~SyntaxIndex();

    /// `number` is the caller's. A wish for a language holds in its dialects too: "typescript" in tsx.
    /// Errc::Invalid: a language, node or query that there is not.
    Status add_import(const std::string& language, const std::string& module, std::uint32_t number);
    /// In every language that imports the modules of the language `modules`: see Language::modules.
    Status add_shared_import(const std::string& modules, const std::string& module, std::uint32_t number);
    Status add_call(const std::string& language, const std::string& name, std::uint32_t number);
    Status add_decorator(const std::string& language, const std::string& name, std::uint32_t number);
    Status add_type(const std::string& language, const std::string& name, std::uint32_t number);
    Status add_node(const std::string& language, const std::string& kind, std::uint32_t number);
    Status add_query(const std::string& language, const std::string& query, std::uint32_t number);
    /// Once, after the last wish.
    void compile();

    struct Hit {
        std::uint32_t number = 0;
        std::string text;        ///< "import aiohttp.web", "asyncio.gather"
        std::uint32_t line = 0;  ///< 1-based, within the source
    };
    struct Found {
        std::vector<Hit> hits;  ///< the first of each wish
        bool complete = true;   ///< false: the source was too long, or the budget ended
        Leftovers leftovers;    ///< of the reading: to be let go of when the answer is out
    };
    Found find(const Language& language, std::string_view source, std::chrono::microseconds budget) const;

private:
    struct Wishes;
    Wishes& wishes_of(const Language& language);
    Status add_where(const std::string& name, bool (*fits)(const Language&, std::string_view),
                     const std::function<Status(Wishes&)>& add);

    std::map<std::string, std::unique_ptr<Wishes>, std::less<>> by_language_;
};

}  // namespace skillwake::matcher
