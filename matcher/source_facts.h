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

/// What one source text imports, calls and consists of, as far as skills may ask. Names are written as the
/// language writes them: see comparable_name().
struct SourceFacts {
    std::vector<SourceFact> imports;     ///< "aiohttp.web"; for "from a import b" both "a" and "a.b"
    std::vector<SourceFact> calls;       ///< with aliases resolved: "asyncio.gather" for aio.gather()
    std::vector<SourceFact> decorators;  ///< and annotations, attributes, derived traits; resolved
    std::vector<SourceFact> types;       ///< that are named; resolved
    std::vector<SourceFact> nodes;       ///< our names: "async_function"
    bool complete = true;                ///< false: the time budget ended the reading
};

/// Reads the facts of one language.
class FactReader {
public:
    enum class Facts { All, Imports };
    /// The language must have a grammar. Takes milliseconds: most callers want fact_reader().
    explicit FactReader(const Language& language, Facts facts = Facts::All);

    SourceFacts read(const SyntaxTree& tree, std::chrono::microseconds budget) const;

private:
    const Language& language_;
    SyntaxQuery query_;
};

/// The reader of a language with a grammar, made when it is first asked for. From any thread. One of imports
/// alone costs less.
const FactReader& fact_reader(const Language& language, FactReader::Facts facts = FactReader::Facts::All);

/// `source` as the language's parser wants it: without the blanks that all its lines begin with, as a
/// fragment out of the middle of a file has, and with the language's opening where it has none. Lines stay
/// where they are.
std::string parsable_source(const Language& language, std::string_view source);

}  // namespace skillwake::matcher
