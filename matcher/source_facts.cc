#include "matcher/source_facts.h"

#include "base/text.h"
#include "matcher/source_name.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace skillwake::matcher {
namespace {

using Capture = SyntaxQuery::Capture;
using Captures = std::vector<Capture>;

constexpr std::size_t kLongestName = 200;  ///< a longer one is an expression, not a name

/// Collects the facts of one tree from its query's matches.
class FactCollector {
public:
    void add(const Captures& captures) {
        for (const auto& capture : captures) {
            add_one(capture, captures);
        }
    }

    SourceFacts take(Language::Calls as) {
        for (const auto& [name, line, at] : used_) {
            if (meaning_.count(name) == 0 && !is_in_tree(at)) {
                imports_.emplace(name, line);
            }
        }
        SourceFacts facts;
        facts.imports = list(imports_);
        facts.nodes = list(nodes_);
        facts.decorators = resolved(decorators_, as);
        facts.types = resolved(types_, as);
        facts.calls = resolved(calls_, as);
        return facts;
    }

private:
    using Named = std::map<std::string, std::uint32_t>;

    void add_one(const Capture& capture, const Captures& all) {
        constexpr std::string_view kNode = "node.";
        const auto& kind = capture.name;
        if (kind == "import") {
            add_import(capture, find(all, "import.alias"));
        } else if (kind == "import.last") {
            const auto module = clean_name(capture.text);
            imports_.emplace(module, capture.line + 1);
            meaning_[known_name(module)] = module;
        } else if (kind == "import.tree") {
            add_tree(capture);
        } else if (kind == "import.used") {
            add_used(capture);
        } else if (kind == "local") {
            meaning_.emplace(capture.text, capture.text);
        } else if (kind == "from") {
            add_from(capture, find(all, "from.name"), find(all, "from.alias"));
        } else if (kind == "call") {
            add_call(capture, find(all, "call.on"));
        } else if (kind == "decorator") {
            add_name(decorators_, capture.text, capture.line);
        } else if (kind == "type") {
            add_name(types_, capture.text, capture.line);
        } else if (kind.starts_with(kNode)) {
            nodes_.emplace(kind.substr(kNode.size()), capture.line + 1);
        }
    }

    static const Capture* find(const Captures& captures, std::string_view name) {
        const auto found = std::find_if(captures.begin(), captures.end(),
                                        [&](const auto& capture) { return capture.name == name; });
        return found == captures.end() ? nullptr : &*found;
    }

    static std::vector<SourceFact> list(const Named& named) {
        std::vector<SourceFact> facts;
        for (const auto& [name, line] : named) {
            facts.push_back({name, line});
        }
        return facts;
    }

    void add_import(const Capture& module, const Capture* alias) {
        const auto name = clean_name(module.text);
        imports_.emplace(name, module.line + 1);
        if (alias != nullptr) {
            meaning_[std::string(alias->text)] = name;
        }
    }

    /// Within a `use` a path's beginning may be its middle.
    bool is_in_tree(const char* at) const {
        return std::any_of(trees_.begin(), trees_.end(), [at](std::string_view tree) {
            return !std::less<>()(at, tree.data()) && std::less<>()(at, tree.data() + tree.size());
        });
    }

    void add_used(const Capture& name) {
        used_.push_back({clean_name(name.text), name.line + 1, name.text.data()});
    }

    void add_tree(const Capture& tree) {
        trees_.push_back(tree.text);
        for (auto& [module, alias] : read_use_tree(tree.text)) {
            imports_.emplace(module, tree.line + 1);
            if (!alias.empty()) {
                meaning_[std::move(alias)] = std::move(module);
            }
        }
    }

    void add_from(const Capture& from, const Capture* name, const Capture* alias) {
        const auto module = clean_name(from.text);
        imports_.emplace(module, from.line + 1);
        if (name != nullptr) {
            const auto whole = module + "." + clean_name(name->text);
            imports_.emplace(whole, name->line + 1);
            meaning_[alias != nullptr ? std::string(alias->text) : clean_name(name->text)] = whole;
        }
    }

    /// The two captures are views of one source: what lies between them is the language's own sign.
    void add_call(const Capture& name, const Capture* on) {
        const auto* begin = on != nullptr ? on->text.data() : name.text.data();
        const auto* end = name.text.data() + name.text.size();
        add_name(calls_, std::string_view(begin, static_cast<std::size_t>(end - begin)),
                 on != nullptr ? on->line : name.line);
    }

    static void add_name(Named& named, std::string_view text, std::uint32_t line) {
        if (text.size() <= kLongestName) {
            named.emplace(clean_name(text), line + 1);
        }
    }

    /// "aio.gather" as "asyncio.gather" after "import asyncio as aio".
    std::string resolved(const std::string& name) const {
        const auto head = name.substr(0, name.find_first_of(".:\\"));
        const auto found = meaning_.find(head);
        return found == meaning_.end() ? name : found->second + name.substr(head.size());
    }

    std::vector<SourceFact> resolved(const Named& named, Language::Calls as) const {
        std::vector<SourceFact> facts;
        for (const auto& [name, line] : named) {
            auto whole = resolved(name);
            if (as == Language::Calls::AlsoAsWritten && whole != name) {
                facts.push_back({name, line});
            }
            facts.push_back({std::move(whole), line});
        }
        return facts;
    }

    Named imports_;
    struct Used {
        std::string name;
        std::uint32_t line;
        const char* at;  ///< in the source
    };
    std::vector<Used> used_;
    std::vector<std::string_view> trees_;
    Named calls_;
    Named decorators_;
    Named types_;
    Named nodes_;
    std::map<std::string, std::string> meaning_;
};

/// The patterns of a query: each begins a line, and the lines behind it are indented.
std::vector<std::string_view> patterns_of(std::string_view query) {
    std::vector<std::string_view> patterns;
    for (std::size_t at = query.find('('); at < query.size();) {
        const auto next = std::min(query.find("\n(", at), query.size() - 1) + 1;
        patterns.push_back(query.substr(at, next - at));
        at = next;
    }
    return patterns;
}

bool tells_imports(std::string_view pattern) {
    return pattern.find("@import") != std::string_view::npos ||
           pattern.find("@from") != std::string_view::npos ||
           pattern.find("@local") != std::string_view::npos;
}

SyntaxQuery compile_facts(const Language& language, FactReader::Facts facts) {
    std::string imports;
    for (const auto pattern : patterns_of(language.facts)) {
        imports += tells_imports(pattern) ? pattern : std::string_view();
    }
    const auto& wanted = facts == FactReader::Facts::All ? language.facts : std::string_view(imports);
    auto query = SyntaxQuery::compile(language.grammar(), wanted);
    assert(query && "a language's own query must compile");
    return *std::move(query);
}

/// `source` without the blanks that all its lines begin with.
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

}  // namespace

FactReader::FactReader(const Language& language, Facts facts)
    : language_(language), query_(compile_facts(language, facts)) {}

SourceFacts FactReader::read(const SyntaxTree& tree, std::chrono::microseconds budget) const {
    FactCollector collector;
    const bool complete = query_.each_match(tree, budget, [&](const Captures& captures) {
        collector.add(captures);
        return true;
    });
    auto facts = collector.take(language_.calls);
    facts.complete = complete;
    return facts;
}

const FactReader& fact_reader(const Language& language, FactReader::Facts facts) {
    struct Slot {
        std::once_flag once;
        std::unique_ptr<const FactReader> reader;
    };
    static std::vector<std::array<Slot, 2>> slots(all_languages().size());
    auto& slot = slots[static_cast<std::size_t>(&language - all_languages().data())]
                      [facts == FactReader::Facts::All ? 0 : 1];
    std::call_once(slot.once, [&] { slot.reader = std::make_unique<const FactReader>(language, facts); });
    return *slot.reader;
}

std::string parsable_source(const Language& language, std::string_view source) {
    constexpr std::size_t kMark = 2;  // of "<?php", also of "<?="
    const bool opened = source.find(language.opening.substr(0, kMark)) != std::string_view::npos;
    return std::string(opened ? std::string_view() : language.opening) + dedented(source);
}

}  // namespace skillwake::matcher
