// Index::collect(): the declared triggers that hold in an event.
#include "base/text.h"
#include "matcher/address_host.h"
#include "matcher/command.h"
#include "matcher/evidence_kind.h"
#include "matcher/evidence_list.h"
#include "matcher/index.h"
#include "matcher/negated_words.h"
#include "matcher/text_allowance.h"
#include "matcher/trigger_pattern.h"
#include "matcher/weights.h"

#include <algorithm>
#include <set>
#include <utility>

namespace skillwake::matcher {
namespace {

constexpr std::size_t kMaxManifestBytes = 512U << 10U;  ///< longer ones are no lists of dependencies
constexpr std::size_t kMaxNamedPaths = 500;             ///< different ones of one prompt

std::uint32_t line_of(std::string_view text, std::size_t at) {
    return static_cast<std::uint32_t>(
               std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
           1;
}

std::string shown(std::string_view text) {
    constexpr std::size_t kShownBytes = 120;
    return std::string(text.substr(0, kShownBytes));
}

}  // namespace

class Index::Collector {
public:
    Collector(const Index& index, const Event& event, const PromptReading& prompt, const Budget& budget)
        : index_(index), event_(event), prompt_(prompt), syntax_left_(budget.syntax) {}

    Found run() {
        if (!event_.prompt.empty()) {
            collect_prompt();
        }
        for (const auto& file : event_.files) {
            collect_file(file);
            settle_groups();
            heed_markers(file.path);
        }
        for (const auto command : event_.commands) {
            collect_command(command);
        }
        for (const auto output : event_.outputs) {
            for (const auto part : texts_.ends_of(output)) {
                collect_errors(part, std::nullopt, 1.0);
            }
        }
        collect_pasted_errors();
        Found found{{}, complete_ && texts_.complete(), std::move(leftovers_)};
        for (auto& [skill, evidence] : by_skill_) {
            found.skills.push_back({skill, std::move(evidence)});
        }
        return found;
    }

private:
    static EvidenceKind kind_of(const Entry& entry) {
        if (entry.derived != nullptr) {
            return evidence_kind(entry.derived->kind);
        }
        return entry.trigger == nullptr ? EvidenceKind::Name : evidence_kind(entry.trigger->kind);
    }

    Evidence evidence_of(std::uint32_t number, std::string_view text) const {
        const auto& entry = index_.entries_[number];
        Evidence evidence;
        evidence.kind = kind_of(entry);
        evidence.text = shown(text);
        if (entry.derived != nullptr) {
            evidence.trigger = entry.derived->text;
            evidence.weight = entry.derived->weight;
        } else if (entry.trigger != nullptr) {
            evidence.trigger = entry.trigger->text;
            evidence.weight = weight_of(evidence.kind, entry.trigger->strength) * entry.share;
            evidence.sign = entry.trigger->strength != skill::Strength::Full;
        } else {
            evidence.trigger = index_.skill(entry.skill).name;
            evidence.weight = weight_of(evidence.kind);
        }
        return evidence;
    }

    bool is_veto(std::uint32_t number) const {
        const auto* trigger = index_.entries_[number].trigger;
        return trigger != nullptr && trigger->kind == skill::TriggerKind::Veto;
    }

    void add(std::uint32_t number, Evidence evidence) {
        if (is_veto(number)) {
            evidence.sentence = kWholePrompt;
        }
        const auto group = index_.group_of(number);
        if (group.group != 0) {
            waiting_[group].push_back(std::move(evidence));
        } else {
            keep_strongest(by_skill_[group.skill], std::move(evidence));
        }
    }

    /// Of each group that waits: counts when every kind that its author declared has held, else not at all.
    void settle_groups() {
        for (auto& [group, waiting] : waiting_) {
            std::set<EvidenceKind> missing;
            for (const auto& trigger : index_.skill(group.skill).triggers) {
                if (trigger.group == group.group) {
                    missing.insert(evidence_kind(trigger.kind));
                }
            }
            for (const auto& evidence : waiting) {
                missing.erase(evidence.kind);
            }
            if (missing.empty()) {
                for (auto& evidence : waiting) {
                    keep_strongest(by_skill_[group.skill], std::move(evidence));
                }
            }
        }
        waiting_.clear();
    }

    Evidence prompt_evidence(std::uint32_t number, std::size_t begin, std::size_t end) const {
        auto evidence = evidence_of(number, prompt_.prompt.substr(begin, end - begin));
        evidence.begin = static_cast<std::uint32_t>(begin);
        evidence.end = static_cast<std::uint32_t>(end);
        evidence.region = prompt_.region_at(begin);
        evidence.sentence = prompt_.sentence_at(begin);
        return evidence;
    }

    void collect_prompt() {
        collect_phrases();
        collect_patterns();
        collect_named_paths();
        collect_always();
        collect_workspace();
        collect_named_hosts();
        for (const auto& code : prompt_.code) {
            if (code.language != nullptr) {
                collect_syntax(*code.language, code.text, "", kFencedSyntaxFactor);
            }
        }
        settle_groups();
    }

    void collect_phrases() {
        std::vector<std::uint8_t> classes;
        classes.reserve(prompt_.places.size());
        for (const auto& place : prompt_.places) {
            classes.push_back(
                static_cast<std::uint8_t>(2 * static_cast<int>(place.region) + (place.negated ? 1 : 0)));
        }
        for (const auto& hit : index_.phrases_.find(prompt_.words, classes)) {
            const auto first = hit.first_word;
            const auto last = first + hit.word_count - 1;
            auto evidence = prompt_evidence(hit.number, prompt_.words[first].begin, prompt_.words[last].end);
            evidence.sentence = prompt_.places[first].sentence;
            evidence.region = prompt_.places[first].region;
            evidence.weight *= factor_of(*evidence.region);
            if (prompt_.places[last].negated) {
                evidence.weight *= kNegatedFactor;
            }
            if (evidence.kind == EvidenceKind::Name && !is_named_on_purpose(first, last)) {
                continue;
            }
            if (evidence.kind == EvidenceKind::Exclude && !is_said(*evidence.region)) {
                continue;
            }
            add(hit.number, std::move(evidence));
        }
    }

    static bool is_said(Region region) {
        return region == Region::Prose || region == Region::Quoted || region == Region::InlineCode ||
               region == Region::Path;
    }

    /// "async-python-patterns" as it is written, or with the word "skill" beside it; "code review" in a
    /// sentence is only two words.
    bool is_named_on_purpose(std::uint32_t first, std::uint32_t last) const {
        const auto& words = prompt_.words;
        const bool beside = (last + 1 < words.size() && words[last + 1].text == "skill") ||
                            (first > 0 && words[first - 1].text == "skill");
        return beside || (last > first && is_joined(first, last));
    }

    bool is_joined(std::uint32_t first, std::uint32_t last) const {
        for (auto i = first; i < last; ++i) {
            const auto between = prompt_.prompt.substr(prompt_.words[i].end,
                                                       prompt_.words[i + 1].begin - prompt_.words[i].end);
            if (between != "-" && between != "_" && between != ":") {
                return false;
            }
        }
        // A part of a longer name is another name.
        const auto begin = prompt_.words[first].begin;
        const auto end = prompt_.words[last].end;
        const bool joined_before =
            begin > 0 && (prompt_.prompt[begin - 1] == '-' || prompt_.prompt[begin - 1] == '/');
        const bool joined_after =
            end < prompt_.prompt.size() && (prompt_.prompt[end] == '-' || prompt_.prompt[end] == '/');
        return !joined_before && !joined_after;
    }

    std::vector<PatternSet::Hit> hits_of(const PatternSet& patterns, std::string_view text) {
        auto found = patterns.find(text);
        complete_ = complete_ && found.complete;
        return std::move(found.hits);
    }

    void collect_patterns() {
        const auto hits = hits_of(index_.prompt_patterns_, prompt_.prose);
        const NegatedWords negated(prompt_);
        for (const auto& hit : hits) {
            const auto [begin, end] = core_of(hit);
            auto evidence = prompt_evidence(hit.number, begin, end);
            evidence.weight *= factor_of(pattern_region(begin, end));
            if (negated.any_within(begin, end)) {
                evidence.weight *= kNegatedFactor;
            }
            add(hit.number, std::move(evidence));
        }
    }

    /// Without the neighbours that tell a token's ends.
    std::pair<std::size_t, std::size_t> core_of(const PatternSet::Hit& hit) const {
        const auto* trigger = index_.entries_[hit.number].trigger;
        if (trigger == nullptr || trigger->reading != skill::Reading::Token) {
            return {hit.begin, hit.end};
        }
        const auto wanted = fold_ascii(trim(trigger->text));
        const auto at = fold_ascii(prompt_.prose.substr(hit.begin, hit.end - hit.begin)).find(wanted);
        return at == std::string::npos ? std::pair(hit.begin, hit.end)
                                       : std::pair(hit.begin + at, hit.begin + at + wanted.size());
    }

    /// A match that reaches into prose is prose.
    Region pattern_region(std::size_t begin, std::size_t end) const {
        const auto& regions = prompt_.regions;
        auto span = std::partition_point(regions.begin(), regions.end(),
                                         [begin](const auto& other) { return other.end <= begin; });
        for (; span != regions.end() && span->begin < end; ++span) {
            if (span->region == Region::Prose) {
                return Region::Prose;
            }
        }
        return prompt_.region_at(begin);
    }

    void collect_named_paths() {
        std::set<std::string_view> known;  // a page of paths names each of them once
        for (const auto path : prompt_.paths) {
            if (known.size() == kMaxNamedPaths) {
                complete_ = false;
                break;
            }
            if (known.insert(path).second) {
                collect_path(path, kNamedPathFactor);
            }
        }
    }

    void collect_always() {
        for (const auto number : index_.always_) {
            add(number, evidence_of(number, ""));
        }
    }

    /// With prompts only: what a session does all the time is no news at each of its tools.
    void collect_workspace() {
        for (const auto& rule : index_.workspaces_) {
            if (rule.glob.matches(event_.workspace, event_.project)) {
                add(rule.number, evidence_of(rule.number, event_.workspace));
            }
        }
    }

    void collect_named_hosts() {
        if (index_.hosts_.empty()) {
            return;
        }
        for (const auto& host : hosts_in(prompt_.prompt)) {
            const auto region = prompt_.region_at(host.begin);
            if (region != Region::Reminder && region != Region::Log && region != Region::Diff) {
                collect_host(host.name, kNamedPathFactor);
            }
        }
    }

    void collect_host(const std::string& name, double factor) {
        const auto found = index_.hosts_.find(name);
        if (found == index_.hosts_.end()) {
            return;
        }
        for (const auto number : found->second) {
            auto evidence = evidence_of(number, name);
            evidence.weight *= factor;
            add(number, std::move(evidence));
        }
    }

    /// Ascending: the places of rules that may hold for the path, as it is or folded.
    std::vector<std::uint32_t> rules_for(std::string_view path, std::string_view folded) const {
        auto rules = index_.globs_.candidates(path);
        if (folded != path) {
            const auto of_folded = index_.globs_.candidates(folded);
            rules.insert(rules.end(), of_folded.begin(), of_folded.end());
            std::sort(rules.begin(), rules.end());
            rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
        }
        return rules;
    }

    /// Globs of one skill are one list: a later one with `!` takes back what an earlier one gave.
    void collect_path(std::string_view path, double factor) {
        path = path.substr(path.substr(0, 2) == "./" ? 2 : 0);
        const auto folded = fold_ascii(path);
        std::map<GroupId, std::uint32_t> held;
        for (const auto place : rules_for(path, folded)) {
            const auto& rule = index_.paths_[place];
            const auto list = index_.group_of(rule.number);
            if (!rule.glob.matches(rule.any_case ? folded : path) || is_passed_over(rule, path)) {
                continue;
            }
            if (rule.glob.negated()) {
                held.erase(list);
            } else {
                held.emplace(list, rule.number);
            }
        }
        for (const auto& [list, number] : held) {
            add_path(number, path, factor);
        }
        if (const auto typed = index_.file_types_.find(file_type_of(path));
            typed != index_.file_types_.end()) {
            for (const auto number : typed->second) {
                add_path(number, path, factor);
            }
        }
        for (const auto& hit : hits_of(index_.path_patterns_, "/" + std::string(path))) {
            add_path(hit.number, path, factor);
        }
    }

    bool is_passed_over(const PathRule& rule, std::string_view path) const {
        return rule.no_dots && is_hidden_from(index_.entries_[rule.number].trigger->text, path);
    }

    void add_path(std::uint32_t number, std::string_view path, double factor) {
        auto evidence = evidence_of(number, path);
        evidence.path = path;
        evidence.weight *= factor;
        add(number, std::move(evidence));
    }

    void collect_file(const TouchedFile& file) {
        collect_path(file.path, 1.0);
        const auto* language =
            file.language.empty() ? language_of_path(file.path) : language_named(file.language);
        for (const auto piece : file.pieces) {
            collect_content(file.path, piece);
            if (language != nullptr) {
                collect_syntax(*language, piece, file.path, 1.0);
            }
        }
    }

    void collect_content(std::string_view path, std::string_view piece) {
        const bool may_be_manifest = piece.size() <= kMaxManifestBytes;
        piece = texts_.beginning_of(piece);
        for (const auto& hit : hits_of(index_.content_patterns_, piece)) {
            if (is_trace(hit.number) && !may_be_manifest) {
                continue;
            }
            auto evidence = evidence_of(hit.number, piece.substr(hit.begin, hit.end - hit.begin));
            evidence.path = path;
            evidence.line = line_of(piece, hit.begin);
            add(hit.number, std::move(evidence));
        }
    }

    /// What a marked file said for a skill is taken back.
    void heed_markers(std::string_view path) {
        for (auto& [skill, evidence] : by_skill_) {
            const bool marked = std::any_of(evidence.begin(), evidence.end(), [&](const Evidence& piece) {
                return piece.kind == EvidenceKind::Marker && piece.path == path;
            });
            if (marked) {
                std::erase_if(evidence, [&](const Evidence& piece) {
                    return piece.kind != EvidenceKind::Marker && piece.path == path;
                });
            }
        }
    }

    bool is_trace(std::uint32_t number) const {
        const auto* trigger = index_.entries_[number].trigger;
        return trigger != nullptr && trigger->strength == skill::Strength::Trace;
    }

    void collect_syntax(const Language& language, std::string_view source, std::string_view path,
                        double factor) {
        if (syntax_left_ <= std::chrono::microseconds(0)) {
            complete_ = false;
            return;
        }
        const auto begin = std::chrono::steady_clock::now();
        auto found = index_.syntax_.find(language, source, syntax_left_);
        complete_ = complete_ && found.complete;
        leftovers_.add(std::move(found.leftovers));
        for (const auto& hit : found.hits) {
            auto evidence = evidence_of(hit.number, hit.text);
            evidence.path = path;
            evidence.line = hit.line;
            evidence.weight *= factor;
            if (path.empty()) {
                evidence.region = Region::FencedCode;
            }
            add(hit.number, std::move(evidence));
        }
        syntax_left_ -=
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
    }

    void collect_command(std::string_view line) {
        if (!index_.hosts_.empty()) {
            for (const auto& host : hosts_in(line)) {
                collect_host(host.name, 1.0);
            }
        }
        for (const auto& command : read_commands(line)) {
            const auto rules = index_.commands_.find(command.front());
            if (rules == index_.commands_.end()) {
                continue;
            }
            for (const auto& rule : rules->second) {
                if (begins_with(command, rule.words)) {
                    add(rule.number, evidence_of(rule.number, line));
                }
            }
        }
    }

    void collect_errors(std::string_view text, std::optional<std::size_t> at, double factor) {
        for (const auto& hit : hits_of(index_.error_patterns_, text)) {
            auto evidence = evidence_of(hit.number, text.substr(hit.begin, hit.end - hit.begin));
            evidence.weight *= factor;
            if (at) {
                evidence.begin = static_cast<std::uint32_t>(*at + hit.begin);
                evidence.end = static_cast<std::uint32_t>(*at + hit.end);
                evidence.region = prompt_.region_at(*at + hit.begin);
            }
            add(hit.number, std::move(evidence));
        }
    }

    /// Error messages that the prompt shows; not those in what the host put in.
    void collect_pasted_errors() {
        for (const auto& span : prompt_.regions) {
            if (span.region != Region::Reminder && span.region != Region::Url &&
                span.region != Region::Diff) {
                collect_errors(prompt_.prompt.substr(span.begin, span.end - span.begin), span.begin,
                               kPastedErrorFactor);
            }
        }
    }

    const Index& index_;
    const Event& event_;
    const PromptReading& prompt_;
    std::chrono::microseconds syntax_left_;
    TextAllowance texts_;
    std::map<SkillId, std::vector<Evidence>> by_skill_;
    std::map<GroupId, std::vector<Evidence>> waiting_;  ///< of the file at hand
    Leftovers leftovers_;
    bool complete_ = true;
};

Index::Found Index::collect(const Event& event, const PromptReading& prompt, const Budget& budget) const {
    return Collector(*this, event, prompt, budget).run();
}

}  // namespace skillwake::matcher
