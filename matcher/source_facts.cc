#include "matcher/source_facts.h"

#include "base/text.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <set>

namespace skillwake::matcher {
namespace {

using Captures = std::vector<SyntaxQuery::Capture>;

/// The module's name without what some languages write around it: quotes, white space.
std::string clean_name(std::string_view text) {
    text = trim(text);
    while (!text.empty() &&
           (text.front() == '"' || text.front() == '\'' || text.front() == '<' || text.front() == '`')) {
        text.remove_prefix(1);
    }
    while (!text.empty() &&
           (text.back() == '"' || text.back() == '\'' || text.back() == '>' || text.back() == '`')) {
        text.remove_suffix(1);
    }
    return std::string(text);
}

/// Collects the facts of one tree from its query's matches.
class FactCollector {
public:
    void add(const Captures& captures) {
        const auto* module = find(captures, "import");
        const auto* from = find(captures, "from");
        if (module != nullptr) {
            add_import(*module, find(captures, "import.alias"));
        } else if (from != nullptr) {
            add_from(*from, find(captures, "from.name"), find(captures, "from.alias"));
        } else if (const auto* call = find(captures, "call")) {
            calls_.emplace(clean_name(call->text), call->line + 1);
        }
        for (const auto& capture : captures) {
            constexpr std::string_view kNode = "node.";
            if (capture.name.substr(0, kNode.size()) == kNode) {
                nodes_.emplace(std::string(capture.name.substr(kNode.size())), capture.line + 1);
            }
        }
    }

    SourceFacts take() {
        SourceFacts facts;
        facts.imports = list(imports_);
        facts.nodes = list(nodes_);
        for (const auto& [name, line] : calls_) {
            facts.calls.push_back({resolved(name), line});
        }
        return facts;
    }

private:
    using Named = std::map<std::string, std::uint32_t>;

    static const SyntaxQuery::Capture* find(const Captures& captures, std::string_view name) {
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

    void add_import(const SyntaxQuery::Capture& module, const SyntaxQuery::Capture* alias) {
        const auto name = clean_name(module.text);
        imports_.emplace(name, module.line + 1);
        if (alias != nullptr) {
            meaning_[std::string(alias->text)] = name;
        }
    }

    void add_from(const SyntaxQuery::Capture& from, const SyntaxQuery::Capture* name,
                  const SyntaxQuery::Capture* alias) {
        const auto module = clean_name(from.text);
        imports_.emplace(module, from.line + 1);
        if (name != nullptr) {
            const auto whole = module + "." + clean_name(name->text);
            imports_.emplace(whole, name->line + 1);
            meaning_[alias != nullptr ? std::string(alias->text) : clean_name(name->text)] = whole;
        }
    }

    /// "aio.gather" as "asyncio.gather" after "import asyncio as aio".
    std::string resolved(const std::string& name) const {
        const auto head = name.substr(0, name.find('.'));
        const auto found = meaning_.find(head);
        return found == meaning_.end() ? name : found->second + name.substr(head.size());
    }

    Named imports_;
    Named calls_;
    Named nodes_;
    std::map<std::string, std::string> meaning_;
};

SyntaxQuery compile_facts(const Language& language) {
    auto query = SyntaxQuery::compile(language.grammar(), language.facts);
    assert(query && "a language's own query must compile");
    return *std::move(query);
}

}  // namespace

FactReader::FactReader(const Language& language) : query_(compile_facts(language)) {}

SourceFacts FactReader::read(const SyntaxTree& tree, std::chrono::microseconds budget) const {
    FactCollector collector;
    const bool complete = query_.each_match(tree, budget, [&](const Captures& captures) {
        collector.add(captures);
        return true;
    });
    auto facts = collector.take();
    facts.complete = complete;
    return facts;
}

}  // namespace skillwake::matcher
