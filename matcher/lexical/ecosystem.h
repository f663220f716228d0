#pragma once

#include "matcher/term_list.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace skillwake::matcher::lexical {

/// Technologies that exclude each other: languages, clouds, web frameworks, code hosts. A prompt that names
/// one of a class and a skill that names only others of it contradict each other.
class Ecosystems {
public:
    static constexpr std::size_t kClasses = 4;
    static constexpr bool kArchivedRaw = true;

    static Ecosystems of(const TermList& terms);
    void add(std::string_view term);
    void add(const Ecosystems& other);

    /// In how many classes both name something and `other` names nothing that this does. `known`: what else
    /// the other knows of (its headings), which also counts as named.
    int contradictions(const Ecosystems& other, const Ecosystems& known) const;

private:
    std::array<std::uint32_t, kClasses> named_{};  ///< a bit for each technology
};

}  // namespace skillwake::matcher::lexical
