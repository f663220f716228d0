#pragma once

#include "matcher/language.h"
#include "matcher/syntax_tree.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace skillwake::matcher {

/// Something that a source text does, and the line (1-based, within the text) where it does so first.
struct SourceFact {
    std::string name;
    std::uint32_t line = 0;
};

/// What one source text imports, calls and consists of, as far as skills may ask.
struct SourceFacts {
    std::vector<SourceFact> imports;  ///< "aiohttp.web"; for "from a import b" both "a" and "a.b"
    std::vector<SourceFact> calls;    ///< with aliases resolved: "asyncio.gather" for aio.gather()
    std::vector<SourceFact> nodes;    ///< our names: "async_function"
    bool complete = true;             ///< false: the time budget ended the reading
};

/// Reads the facts of one language. Compiling its query takes milliseconds: make one and keep it.
class FactReader {
public:
    /// The language must have a grammar.
    explicit FactReader(const Language& language);

    SourceFacts read(const SyntaxTree& tree, std::chrono::microseconds budget) const;

private:
    SyntaxQuery query_;
};

}  // namespace skillwake::matcher
