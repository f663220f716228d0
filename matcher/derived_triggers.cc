#include "matcher/derived_triggers.h"

#include "base/text.h"
#include "matcher/language.h"
#include "matcher/lexical/description.h"
#include "matcher/lexical/skill_terms.h"
#include "matcher/lexical/term.h"
#include "matcher/source_facts.h"
#include "matcher/source_name.h"
#include "matcher/weights.h"
#include "skill/outline.h"
#include "skill/parse.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMaxDerived = 20;
constexpr std::size_t kMaxCodeBytes = 24'000;  ///< of one skill, all fences together
constexpr std::size_t kShortestRoot = 3;
/// Against a grammar that loses its way; so little code is parsed in a few milliseconds.
constexpr std::chrono::microseconds kTimePerFence = std::chrono::seconds(1);
/// One of these stands in the line that names an import, unless a group of imports has a line for each: then
/// it ends with a quote.
constexpr std::array<std::string_view, 7> kImportWords = {"import",  "require", "use ", "using ",
                                                          "include", "from",    "gem "};
template <std::size_t kSize>
bool holds_any(std::string_view text, const std::array<std::string_view, kSize>& words) {
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool may_name_import(std::string_view line) {
    const auto end = line.find_last_not_of(" \t\r;");
    const bool quoted = end != std::string_view::npos && (line[end] == '"' || line[end] == '`') &&
                        line.find_first_of("=(:,") == std::string_view::npos;
    return quoted || holds_any(line, kImportWords);
}

/// Whether a name's path imports by itself: then all code counts, also to know which names are bound
/// otherwise.
bool imports_by_path(const Language& language) {
    return language.facts.find("@import.used") != std::string_view::npos;
}

/// The lines of some code that may name imports, and the code up to the end of the last one's paragraph: what
/// comes behind is parsed in vain.
struct ImportingCode {
    std::vector<std::string_view> lines;
    std::string_view code;
};

ImportingCode importing_code(const Language& language, std::string_view code) {
    const bool by_path = imports_by_path(language);
    ImportingCode found;
    bool names = false;
    for (const auto line : split_lines(code)) {
        const bool path = by_path && (line.find("::") != line.npos || line.find('\\') != line.npos);
        const bool own = may_name_import(line) || path;
        names = own || (names && !trim(line).empty());
        if (own) {
            found.lines.push_back(line);
        }
        if (names) {
            found.code = code.substr(0, static_cast<std::size_t>(line.data() - code.data()) + line.size());
        }
    }
    if (by_path && !found.lines.empty()) {
        found.code = code;
    }
    return found;
}

/// The part of such a line where the module stands: in Python behind "from", elsewhere between quotes; all of
/// a line that has neither.
std::string_view module_part(std::string_view line) {
    constexpr std::string_view kFrom = "from ";
    constexpr std::string_view kQuotes = "\"'`<>";
    line = trim(line);
    if (line.starts_with(kFrom)) {
        const auto rest = trim(line.substr(kFrom.size()));
        return rest.substr(0, rest.find(' '));
    }
    const auto first = line.find_first_of(kQuotes);
    return first == line.npos ? line : line.substr(first, line.find_last_of(kQuotes) - first + 1);
}

/// What may stand in a package's name.
bool is_name_character(char c) {
    return is_alnum(c) || c == '_' || c == '-';
}

/// Roots of modules that any program may import: they tell nothing of what it is about. "std" and the like in
/// Rust and C++, the standard libraries' daily part elsewhere.
constexpr std::array<std::string_view, 75> kEveryday = {
    "abc",         "alloc",      "argparse",  "assert",     "base64",    "buffer",  "bufio",     "bytes",
    "collections", "contextlib", "context",   "copy",       "core",      "crate",   "crypto",    "csv",
    "dataclasses", "datetime",   "dotenv",    "encoding",   "enum",      "errors",  "events",    "flag",
    "fmt",         "fs",         "functools", "glob",       "hashlib",   "http",    "importlib", "io",
    "itertools",   "java",       "javax",     "json",       "log",       "logging", "math",      "net",
    "numpy",       "operator",   "os",        "pandas",     "path",      "pathlib", "pprint",    "process",
    "random",      "re",         "requests",  "self",       "shutil",    "sort",    "std",       "stdlib",
    "strconv",     "string",     "strings",   "subprocess", "super",     "sync",    "sys",       "system",
    "tempfile",    "testing",    "textwrap",  "time",       "traceback", "typing",  "unittest",  "url",
    "util",        "uuid",       "yaml"};

/// The first part of a module, which names its package: "tokio" of tokio::sync, "client-s3" of
/// @aws-sdk/client-s3, "gin" of github.com/gin-gonic/gin.
std::string package_of(std::string_view module) {
    const auto slash = module.find('/');
    if (module.starts_with('@') && slash != module.npos) {
        return package_of(module.substr(slash + 1));
    }
    const auto host = module.substr(0, slash);
    if (slash != module.npos && host.find('.') != host.npos) {
        return known_name(module);
    }
    return std::string(module.substr(0, module.find_first_of("./:\\")));
}

bool is_everyday(std::string_view package) {
    return std::find(kEveryday.begin(), kEveryday.end(), fold_ascii(package)) != kEveryday.end();
}

bool is_telling(std::string_view module, const std::string& package) {
    const bool own = module.empty() || module.front() == '.' || module.front() == '/' ||
                     module.front() == '$' || module.starts_with("@/");
    const bool plain = std::all_of(package.begin(), package.end(), is_name_character);
    return !own && plain && package.size() >= kShortestRoot && !is_everyday(package);
}

bool declares_syntax(const skill::Skill& skill) {
    return std::any_of(skill.triggers.begin(), skill.triggers.end(),
                       [](const skill::Trigger& trigger) { return !trigger.language.empty(); });
}

class Deriver {
public:
    explicit Deriver(const skill::Skill& skill) : skill_(skill) {}

    DerivedAlone run(const DerivedAlone* before) {
        collect_fences();
        made_.digest = digest();
        if (before != nullptr && before->digest == made_.digest) {
            take_over(*before);
            return std::move(made_);
        }
        for (std::uint32_t number = 0; number < fences_.size(); ++number) {
            read_fence(number);
        }
        return std::move(made_);
    }

private:
    /// A piece of code in a language that is parsed.
    struct Fence {
        const Language* language;
        std::string code;
        std::uint32_t line;  ///< the first, in the file
    };

    static const Language* parsed_language(const std::string& tag) {
        const auto* language = tag.empty() ? nullptr : language_of_fence(tag);
        const bool parsed = language != nullptr && language->grammar != nullptr && language->name != "bash";
        return parsed ? language : nullptr;
    }

    /// Those that are closed.
    void collect_fences() {
        skill::FenceTracker fences;
        std::optional<Fence> open;
        auto number = skill_.body_line;
        for (const auto line : split_lines(skill_.body())) {
            const bool inside = fences.inside(line);
            const bool closes = inside && open && fences.language().empty() && trim(line).size() >= 3 &&
                                trim(line).find_first_not_of("`~") == std::string_view::npos;
            if (inside && !open) {
                open = Fence{parsed_language(fold_ascii(fences.language())), {}, number + 1};
            } else if (closes) {
                if (open->language != nullptr) {
                    fences_.push_back(*std::move(open));
                }
                open.reset();
            } else if (inside && open->language != nullptr) {
                open->code.append(line).push_back('\n');
            }
            ++number;
        }
    }

    std::string digest() const {
        std::string all = subject_text();
        for (const auto& fence : fences_) {
            all.append(1, '\0').append(fence.language->name).append(1, '\0').append(fence.code);
        }
        return skill::digest_of(all);
    }

    void take_over(const DerivedAlone& before) {
        made_.imports = before.imports;
        for (std::size_t i = 0; i < before.imports.size(); ++i) {
            made_.triggers.push_back(before.triggers[i]);
            made_.triggers.back().line = fences_[before.imports[i].fence].line + before.imports[i].line;
        }
    }

    std::string subject_text() const {
        std::string text = skill_.name + " " + skill_.description + " " + skill_.when_to_use;
        for (const auto& section : skill_.outline) {
            text += " " + section.title;
        }
        return text;
    }

    /// The words that say what the skill is about; many skills have no code that asks for them.
    const std::set<std::string, std::less<>>& subject() {
        if (subject_.empty()) {
            for (auto& term : lexical::read_terms(subject_text())) {
                subject_.insert(std::move(term));
            }
        }
        return subject_;
    }

    void read_fence(std::uint32_t number) {
        const auto* language = fences_[number].language;
        const auto& code = fences_[number].code;
        if (code.size() > bytes_left_) {
            return;
        }
        const auto importing = importing_code(*language, code);
        if (importing.lines.empty()) {
            return;
        }
        bytes_left_ -= code.size();
        if (!may_bring_another(*language, importing.lines)) {
            return;
        }
        const auto source = parsable_source(*language, importing.code);
        const auto tree = SyntaxTree::parse(language->grammar(), source, kTimePerFence);
        if (!tree) {
            return;
        }
        for (const auto& import :
             fact_reader(*language, FactReader::Facts::Imports).read(*tree, kTimePerFence).imports) {
            add(*language, import.name, {number, import.line - 1});
        }
    }

    /// Whether some name in these lines could be a package that add() takes: a look that costs little beside
    /// parsing, and most code imports what the code before it did.
    bool may_bring_another(const Language& language, const std::vector<std::string_view>& lines) {
        for (const auto whole : lines) {
            const auto line = imports_by_path(language) ? whole : module_part(whole);
            for (std::size_t at = 0; at < line.size(); ++at) {
                const auto begin = at;
                while (at < line.size() && is_name_character(line[at])) {
                    ++at;
                }
                const auto name = std::string(line.substr(begin, at - begin));
                if (name.size() >= kShortestRoot && !is_everyday(name) &&
                    !known_.contains({language.modules, name}) && is_of_subject(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    void add(const Language& language, std::string_view module, DerivedAlone::Place place) {
        const auto name = comparable_name(module);
        const auto package = package_of(name);
        if (made_.triggers.size() >= kMaxDerived || !is_telling(name, package) || !is_of_subject(package) ||
            !known_.emplace(language.modules, package).second) {
            return;
        }
        // A package with a path before its name is wanted by the whole of it.
        const auto end = name.rfind(package) + package.size();
        made_.triggers.push_back({skill::TriggerKind::AstImport, std::string(language.modules),
                                  name.substr(0, end), fences_[place.fence].line + place.line,
                                  kDerivedImport});
        made_.imports.push_back(place);
    }

    /// Whether what names the skill names the package too: code shows much that it is not about.
    bool is_of_subject(const std::string& package) {
        const auto words = lexical::read_terms(package);
        return !words.empty() && std::all_of(words.begin(), words.end(), [this](const std::string& word) {
            return subject().contains(word);
        });
    }

    const skill::Skill& skill_;
    std::size_t bytes_left_ = kMaxCodeBytes;
    std::set<std::string, std::less<>> subject_;
    std::set<std::pair<std::string_view, std::string>> known_;
    std::vector<Fence> fences_;
    DerivedAlone made_;
};

/// File types that any project has beside the sources of our languages: they tell nothing.
constexpr std::array<std::string_view, 24> kEverydayTypes = {
    "bak", "cfg",  "com",  "conf", "css", "csv", "env", "gif", "git",  "html", "ini", "io",
    "jpg", "json", "lock", "log",  "md",  "net", "org", "png", "toml", "txt",  "xml", "yaml"};

bool is_telling_type(const std::string& type) {
    return type != "yml" && type != "ai" && language_of_path("x." + type) == nullptr &&
           std::find(kEverydayTypes.begin(), kEverydayTypes.end(), type) == kEverydayTypes.end();
}

std::uint32_t first_line_with(std::string_view text, std::string_view wanted) {
    std::uint32_t number = 0;
    for (const auto line : split_lines(text)) {
        ++number;
        if (line.find(wanted) != std::string_view::npos) {
            return number;
        }
    }
    return 0;
}

/// "xlsx" of ".xlsx" and "*.xlsx"; empty: `word` is no file type.
std::string_view written_type(std::string_view word) {
    word.remove_prefix(word.starts_with('*') ? 1 : 0);
    while (!word.empty() && (word.back() == '.' || word.back() == ':' || word.back() == ';')) {
        word.remove_suffix(1);
    }
    constexpr std::size_t kShortest = 3;  // with its dot
    constexpr std::size_t kLongest = 11;
    const bool fits = word.size() >= kShortest && word.size() <= kLongest && word[0] == '.' &&
                      is_alpha(word[1]) && std::all_of(word.begin() + 1, word.end(), is_alnum);
    return fits ? word.substr(1) : std::string_view();
}

constexpr std::string_view kBetween = " \t\n,/()[]\"'`";

/// Whether a word of the text may be a file type: few descriptions have one.
bool may_name_type(std::string_view text) {
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
        const bool begins = dot == 0 || text[dot - 1] == '*' || kBetween.find(text[dot - 1]) != kBetween.npos;
        if (begins && dot + 1 < text.size() && is_alpha(text[dot + 1])) {
            return true;
        }
    }
    return false;
}

/// The file types that stand as words in the description.
void append_file_types(std::vector<DerivedTrigger>& derived, const skill::Skill& skill) {
    const auto about = lexical::about_text(skill);
    if (!may_name_type(about)) {
        return;
    }
    const auto text = lexical::read_description(about).positive;
    std::set<std::string> known;
    for (std::size_t at = text.find_first_not_of(kBetween); at != std::string::npos;) {
        const auto end = std::min(text.find_first_of(kBetween, at), text.size());
        const auto written = written_type(std::string_view(text).substr(at, end - at));
        auto type = fold_ascii(written);
        if (!type.empty() && known.size() < kMaxDerived && is_telling_type(type) &&
            known.insert(type).second) {
            derived.push_back({skill::TriggerKind::Path, "", "*." + type,
                               first_line_with(skill.text, "." + std::string(written)), kDerivedFileType});
        }
        at = text.find_first_not_of(kBetween, end);
    }
}

bool declares_paths(const skill::Skill& skill) {
    return std::any_of(skill.triggers.begin(), skill.triggers.end(), [](const skill::Trigger& trigger) {
        return trigger.kind == skill::TriggerKind::Path && trigger.strength == skill::Strength::Full;
    });
}

}  // namespace

DerivedAlone derive_triggers(const skill::Skill& skill, const DerivedAlone* before) {
    auto derived = declares_syntax(skill) ? DerivedAlone() : Deriver(skill).run(before);
    if (!declares_paths(skill)) {
        append_file_types(derived.triggers, skill);
    }
    return derived;
}

std::string file_type_of(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos ? std::string() : fold_ascii(name.substr(dot + 1));
}

}  // namespace skillwake::matcher
