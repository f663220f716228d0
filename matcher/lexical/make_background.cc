#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "matcher/lexical/background.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"
#include "skill/load.h"
#include "skill/outline.h"
#include "skill/parse.h"
#include "skill/scan.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

/// Makes background.tsv, whose form background.h tells, from folders of public skills:
///
///     make_background ROOT... [--without DIR]...
///
/// Skills whose name and description also stand below a --without folder are left out, as are copies. What it
/// prints depends on the skills alone, not on the table that is compiled in.
namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kLeastDescription = 15;  ///< letters and digits: shorter ones describe nothing
constexpr std::size_t kKeyDescription = 200;   ///< bytes of it that tell copies apart
constexpr std::size_t kSpelledBytes = 3'000;   ///< of a body, read for spellings
constexpr std::size_t kPairBytes = 4'000;      ///< of a body, read for CJK pairs
constexpr std::size_t kScriptBytes = 2'000;    ///< of a body, that tell its script
constexpr std::size_t kScriptCharacters = 50;  ///< of CJK in them: then it is written so
constexpr std::uint32_t kLeastStem = 2;        ///< skills that must have a stem, ...
constexpr std::uint32_t kLeastPair = 3;
constexpr std::uint32_t kLeastSpelling = 3;

using Counts = std::map<std::string, std::uint32_t>;

void count_each(Counts& counts, const std::set<std::string>& words) {
    for (const auto& word : words) {
        ++counts[word];
    }
}

/// ASCII letters and digits, folded, and all other characters; what lies between becomes one blank.
std::string normalised(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_alnum(c) || static_cast<unsigned char>(c) >= 0x80) {
            out.push_back(fold_ascii(c));
        } else if (!out.empty() && out.back() != ' ') {
            out.push_back(' ');
        }
    }
    return out;
}

/// Whether its author describes it: the beginning of the body, which stands in for a description, says less.
bool is_described(const skill::Skill& skill) {
    const bool written = std::any_of(
        skill.front_matter.begin(), skill.front_matter.end(),
        [](const auto& entry) { return entry.first == "description" && !trim(entry.second).empty(); });
    return written && normalised(skill.description).size() >= kLeastDescription;
}

std::string key_of(const skill::Skill& skill) {
    return normalised(skill.name) + "|" + normalised(skill.description).substr(0, kKeyDescription);
}

/// Calls `visit` for each skill below `roots` that can be read, in the order of their paths.
void each_skill(const std::vector<std::filesystem::path>& roots,
                const std::function<void(const skill::Skill&)>& visit) {
    skill::ScanLimits limits;
    limits.depth = 16;  // of repositories as they are, not of one root
    for (const auto& root : roots) {
        const auto scan = skill::scan_root(root, limits);
        for (const auto& found : scan->skills) {
            auto text = read_file(found.file, skill::kMaxSkillBytes);
            if (!text) {
                continue;
            }
            if (auto parsed = skill::parse_skill(*std::move(text), found.file, skill::Scope::System)) {
                parsed->folder = parsed->name;  // a collection's folders are named by who collected
                visit(*parsed);
            }
        }
    }
}

std::string prose_of(const skill::Skill& skill) {
    std::string prose = skill.description + " " + skill.when_to_use + " ";
    skill::FenceTracker fences;
    for (const auto line : split_lines(skill.body())) {
        if (!fences.inside(line)) {
            prose.append(line).push_back(' ');
        }
    }
    return prose;
}

void each_ascii_word(std::string_view text, const std::function<void(std::string_view)>& visit) {
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_alnum(text[end])) {
            ++end;
        }
        if (end > at) {
            visit(text.substr(at, end - at));
        }
        at = end + 1;
    }
}

/// Collects which words are written as one: in lower case by several skills, with inner capitals by some.
class Spellings {
public:
    void read(const skill::Skill& skill) {
        const auto prose = prose_of(skill);
        std::set<std::string> lower;
        each_ascii_word(std::string_view(prose).substr(0, skill.description.size() + kSpelledBytes),
                        [&lower](std::string_view word) {
                            if (word.size() > 2 && word == fold_ascii(word) && !is_number(word)) {
                                lower.emplace(word);
                            }
                        });
        count_each(lower_, lower);
        each_ascii_word(prose, [this](std::string_view word) {
            auto folded = fold_ascii(word);
            const bool capital_inside = word.substr(1) != std::string_view(folded).substr(1);
            const bool lower_somewhere =
                std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
            if (capital_inside && lower_somewhere) {
                capitals_.insert(std::move(folded));
            }
        });
    }

    /// The lines "w TAB word".
    std::string lines() const {
        std::string text;
        for (const auto& [word, skills] : lower_) {
            if (skills >= kLeastSpelling && capitals_.count(word) > 0) {
                text.append("w\t").append(word).push_back('\n');
            }
        }
        return text;
    }

private:
    static bool is_number(std::string_view word) { return std::all_of(word.begin(), word.end(), is_digit); }

    Counts lower_;
    std::set<std::string> capitals_;
};

std::size_t paired_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += decode_utf8(text, at).bytes) {
        count += is_pair_of_characters(text.substr(at)) ? 1 : 0;
    }
    return count;
}

/// Counts the skills that have a stem in what they say of themselves, or a CJK pair in their text.
class Frequencies {
public:
    explicit Frequencies(const Background& spellings) : spellings_(spellings) {}

    void read(const skill::Skill& skill) {
        ++skills_;
        paired_skills_ += paired_characters(skill.body().substr(0, kScriptBytes)) > kScriptCharacters ? 1 : 0;
        const auto terms = read_skill_terms(skill, spellings_);
        std::set<std::string> stems;
        for (const auto field : {FieldId::Name, FieldId::Description, FieldId::Tags}) {
            const auto& own = terms.of(field);
            for (std::size_t i = 0; i < own.size(); ++i) {
                stems.insert(canonical_stem(own[i]));
            }
        }
        count_each(stems_, stems);
        std::set<std::string> pairs;
        add_pairs(pairs, {stems.begin(), stems.end()});
        for (const auto field : {FieldId::Headings, FieldId::WhenToUse}) {
            const auto& words = terms.of(field);
            for (std::size_t i = 0; i < words.size(); ++i) {
                add_pairs(pairs, {std::string(words[i])});
            }
        }
        add_pairs(pairs, read_terms(skill.body().substr(0, kPairBytes), spellings_));
        count_each(pairs_, pairs);
    }

    void print() const {
        std::printf("N\t%u\nC\t%u\n", skills_, paired_skills_);
        print("d", stems_, kLeastStem);
        print("b", pairs_, kLeastPair);
    }

private:
    static void add_pairs(std::set<std::string>& pairs, const std::vector<std::string>& terms) {
        std::copy_if(terms.begin(), terms.end(), std::inserter(pairs, pairs.end()),
                     [](const std::string& term) { return is_pair_of_characters(term); });
    }

    static void print(const char* kind, const Counts& counts, std::uint32_t least) {
        for (const auto& [text, count] : counts) {
            if (count >= least) {
                std::printf("%s\t%s\t%u\n", kind, text.c_str(), count);
            }
        }
    }

    const Background& spellings_;
    std::uint32_t skills_ = 0;
    std::uint32_t paired_skills_ = 0;
    Counts stems_;
    Counts pairs_;
};

int run(const std::vector<std::filesystem::path>& roots, const std::vector<std::filesystem::path>& without) {
    std::set<std::string> left_out;
    each_skill(without, [&left_out](const skill::Skill& skill) { left_out.insert(key_of(skill)); });
    const auto each_counted = [&](const std::function<void(const skill::Skill&)>& visit) {
        auto seen = left_out;
        each_skill(roots, [&](const skill::Skill& skill) {
            if (is_described(skill) && seen.insert(key_of(skill)).second) {
                visit(skill);
            }
        });
    };
    // What is one word must be known before words are cut.
    Spellings spellings;
    each_counted([&spellings](const skill::Skill& skill) { spellings.read(skill); });
    const auto words = spellings.lines();
    const Background one_words(words);
    Frequencies frequencies(one_words);
    each_counted([&frequencies](const skill::Skill& skill) { frequencies.read(skill); });
    frequencies.print();
    std::fputs(words.c_str(), stdout);
    return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace skillwake::matcher::lexical

int main(int argc, char** argv) {
    std::vector<std::filesystem::path> roots;
    std::vector<std::filesystem::path> without;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--without" && i + 1 < argc) {
            without.emplace_back(argv[++i]);
        } else {
            roots.emplace_back(argv[i]);
        }
    }
    if (roots.empty()) {
        std::fputs("usage: make_background ROOT... [--without DIR]...\n", stderr);
        return 2;
    }
    return skillwake::matcher::lexical::run(roots, without);
}
