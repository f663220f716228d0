#include "matcher/lexical/ecosystem.h"

#include "matcher/word_table.h"

#include <cstddef>
#include <cstdint>

namespace skillwake::matcher::lexical {
namespace {

struct Place {
    std::size_t of_class;
    std::uint32_t bit;
};

enum Language : std::uint32_t {
    Go,
    Java,
    Js,
    Python,
    Ruby,
    Php,
    Rust,
    Net,
    Swift,
    Elixir,
    Haskell,
    Dart,
    Cpp,
    Shell,
    PowerShell,
    Perl,
    Lua,
    Julia,
    Zig,
    Solidity,
    Z80
};
enum Cloud : std::uint32_t { Aws, Azure, Gcp };
enum Framework : std::uint32_t { React, Vue, Angular, Svelte };
enum CodeHost : std::uint32_t { Github, Gitlab, Bitbucket, Jenkins, CircleCi };

const WordTable<Place>& places() {
    constexpr auto language = [](Language value) { return Place{0, 1U << value}; };
    constexpr auto cloud = [](Cloud value) { return Place{1, 1U << value}; };
    constexpr auto framework = [](Framework value) { return Place{2, 1U << value}; };
    constexpr auto host = [](CodeHost value) { return Place{3, 1U << value}; };
    static const WordTable<Place> kPlaces = {{"golang", language(Go)},
                                             {"gin", language(Go)},
                                             {"goroutine", language(Go)},
                                             {"goroutines", language(Go)},
                                             {"java", language(Java)},
                                             {"spring", language(Java)},
                                             {"maven", language(Java)},
                                             {"gradle", language(Java)},
                                             {"jvm", language(Java)},
                                             {"kotlin", language(Java)},
                                             {"scala", language(Java)},
                                             {"javascript", language(Js)},
                                             {"js", language(Js)},
                                             {"typescript", language(Js)},
                                             {"ts", language(Js)},
                                             {"node", language(Js)},
                                             {"nodejs", language(Js)},
                                             {"npm", language(Js)},
                                             {"jsx", language(Js)},
                                             {"tsx", language(Js)},
                                             {"python", language(Python)},
                                             {"py", language(Python)},
                                             {"django", language(Python)},
                                             {"flask", language(Python)},
                                             {"fastapi", language(Python)},
                                             {"pip", language(Python)},
                                             {"pytest", language(Python)},
                                             {"ruby", language(Ruby)},
                                             {"rails", language(Ruby)},
                                             {"php", language(Php)},
                                             {"laravel", language(Php)},
                                             {"rust", language(Rust)},
                                             {"cargo", language(Rust)},
                                             {"c#", language(Net)},
                                             {"csharp", language(Net)},
                                             {".net", language(Net)},
                                             {"dotnet", language(Net)},
                                             {"asp", language(Net)},
                                             {"blazor", language(Net)},
                                             {"nuget", language(Net)},
                                             {"f#", language(Net)},
                                             {"swift", language(Swift)},
                                             {"swiftui", language(Swift)},
                                             {"elixir", language(Elixir)},
                                             {"phoenix", language(Elixir)},
                                             {"haskell", language(Haskell)},
                                             {"dart", language(Dart)},
                                             {"flutter", language(Dart)},
                                             {"cpp", language(Cpp)},
                                             {"c++", language(Cpp)},
                                             {"bash", language(Shell)},
                                             {"powershell", language(PowerShell)},
                                             {"perl", language(Perl)},
                                             {"lua", language(Lua)},
                                             {"julia", language(Julia)},
                                             {"zig", language(Zig)},
                                             {"solidity", language(Solidity)},
                                             {"z80", language(Z80)},
                                             {"aws", cloud(Aws)},
                                             {"amazon", cloud(Aws)},
                                             {"ec2", cloud(Aws)},
                                             {"s3", cloud(Aws)},
                                             {"azure", cloud(Azure)},
                                             {"gcp", cloud(Gcp)},
                                             {"bigquery", cloud(Gcp)},
                                             {"react", framework(React)},
                                             {"nextjs", framework(React)},
                                             {"vue", framework(Vue)},
                                             {"nuxt", framework(Vue)},
                                             {"angular", framework(Angular)},
                                             {"svelte", framework(Svelte)},
                                             {"sveltekit", framework(Svelte)},
                                             {"github", host(Github)},
                                             {"gitlab", host(Gitlab)},
                                             {"bitbucket", host(Bitbucket)},
                                             {"jenkins", host(Jenkins)},
                                             {"circleci", host(CircleCi)}};
    return kPlaces;
}

}  // namespace

Ecosystems Ecosystems::of(const TermList& terms) {
    Ecosystems named;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        named.add(terms[i]);
    }
    return named;
}

void Ecosystems::add(std::string_view term) {
    if (const auto* place = places().find(term)) {
        named_[place->of_class] |= place->bit;
    }
}

void Ecosystems::add(const Ecosystems& other) {
    for (std::size_t i = 0; i < kClasses; ++i) {
        named_[i] |= other.named_[i];
    }
}

int Ecosystems::contradictions(const Ecosystems& other, const Ecosystems& known) const {
    int count = 0;
    for (std::size_t i = 0; i < kClasses; ++i) {
        const bool both = named_[i] != 0 && other.named_[i] != 0;
        count += both && (named_[i] & known.named_[i]) == 0 ? 1 : 0;
    }
    return count;
}

}  // namespace skillwake::matcher::lexical
