#include "matcher/lexical/skill_terms.h"

#include "base/text.h"
#include "matcher/lexical/description.h"
#include "matcher/lexical/stem.h"
#include "matcher/lexical/term.h"
#include "skill/outline.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>

namespace skillwake::matcher::lexical {
namespace {

constexpr std::size_t kBodyBytes = 20'000;
constexpr std::size_t kWhenBytes = 3'000;

bool matches(std::string_view text, const RE2& pattern) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

bool is_when_heading(std::string_view heading) {
    static const RE2 kPattern(
        R"((?i)when to (?:use|activate|apply)|use cases?|use when|use this skill|triggers?\b|activation|when should)");
    return matches(heading, kPattern);
}

bool is_not_heading(std::string_view heading) {
    static const RE2 kNot(R"((?i)\bnot\b|don't|avoid|out of scope|anti)");
    static const RE2 kScope(R"((?i)scope)");
    return matches(heading, kNot) && (is_when_heading(heading) || matches(heading, kScope));
}

/// A body's text by what it is.
struct BodyText {
    std::string headings;
    std::string when;
    std::string prose;
    std::string code;
    std::vector<std::string_view> against;  ///< lines, of the body
};

class BodyReader {
public:
    BodyText read(std::string_view body) {
        skill::FenceTracker fences;
        std::size_t bytes = 0;
        for (const auto line : split_lines(body)) {
            bytes += line.size() + 1;
            if (bytes > kBodyBytes) {
                break;
            }
            if (fences.inside(line)) {
                text_.code.append(line).push_back(' ');
            } else if (line.substr(0, 1) == "#" && line.find_first_not_of('#') != std::string_view::npos) {
                read_heading(trim(line.substr(line.find_first_not_of('#'))));
            } else {
                read_prose(line);
            }
        }
        text_.when.resize(std::min(text_.when.size(), kWhenBytes));
        return std::move(text_);
    }

private:
    enum class Section { Plain, When, Against };

    void read_heading(std::string_view heading) {
        section_ = is_not_heading(heading)    ? Section::Against
                   : is_when_heading(heading) ? Section::When
                                              : Section::Plain;
        text_.headings.append(heading).append(" \n ");
    }

    void read_prose(std::string_view line) {
        if (section_ == Section::Against) {
            text_.against.emplace_back(line);
        } else {
            (section_ == Section::When ? text_.when : text_.prose).append(line).push_back(' ');
        }
    }

    BodyText text_;
    Section section_ = Section::Plain;
};

/// Letters and digits only, folded: whether two names are the same but for their separators.
std::string squashed(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (is_alnum(c)) {
            text.push_back(fold_ascii(c));
        }
    }
    return text;
}

std::string name_text(const skill::Skill& skill) {
    auto name = skill.name;
    const auto folder = skill.folder.filename().string();
    // "owner__name" and "pack-name" say the name again.
    if (!squashed(folder).ends_with(squashed(name))) {
        name += " , " + folder;
    }
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string tag_text(const skill::Skill& skill) {
    static const std::set<std::string_view> kKeys = {"tags",    "keywords", "triggers", "trigger-keywords",
                                                     "aliases", "category"};
    std::string text;
    for (const auto& [key, value] : skill.front_matter) {
        if (kKeys.count(key) > 0) {
            text.append(value).append(" , ");
        }
    }
    return text;
}

/// The folders that links such as "./child/SKILL.md" lead to. Few bodies have any: plain search comes first.
std::vector<std::string> linked_folders(std::string_view body) {
    constexpr std::string_view kFile = "SKILL.md";
    static const RE2 kLink(R"((?:^|[^\w./-])(?:\./)?((?:[\w-]+/)+)SKILL\.md)");
    std::set<std::string> folders;
    for (auto at = body.find(kFile); at != std::string_view::npos;) {
        const auto begin = body.rfind('\n', at) + 1;  // 0 where there is none
        const auto end = std::min(body.find('\n', at), body.size());
        re2::StringPiece rest(body.data() + begin, end - begin);
        std::string path;
        while (RE2::FindAndConsume(&rest, kLink, &path)) {
            path.pop_back();
            folders.insert(fold_ascii(path.substr(path.rfind('/') + 1)));
        }
        at = body.find(kFile, end);
    }
    return {folders.begin(), folders.end()};
}

}  // namespace

void make_pair(std::string_view first, std::string_view second, std::string& pair) {
    pair.assign(first).append(second);
    cut_to_stem(pair);
}

std::string pair_of(std::string_view first, std::string_view second) {
    std::string pair;
    make_pair(first, second, pair);
    return pair;
}

std::string about_text(const skill::Skill& skill) {
    return skill.when_to_use.empty() ? skill.description : skill.description + "\n" + skill.when_to_use;
}

SkillTerms read_skill_terms(const skill::Skill& skill, const Background& table) {
    auto description = read_description(about_text(skill));
    const auto body = BodyReader().read(skill.body());
    const auto name = name_text(skill);
    const auto tags = tag_text(skill);
    const auto when = body.when + " " + join(skill.examples, ". ");
    const std::array<std::string_view, kFields> texts = {name,          description.positive, tags,     when,
                                                         body.headings, body.prose,           body.code};
    SkillTerms terms;
    for (std::size_t field = 0; field < kFields; ++field) {
        append_terms(terms.fields[field], texts[field], table);
    }
    description.quoted.insert(description.quoted.end(), skill.examples.begin(), skill.examples.end());
    for (const auto& phrase : description.quoted) {
        TermList words;
        append_terms(words, phrase, table);
        if (!words.empty()) {
            terms.quoted.push_back(std::move(words));
        }
    }
    if (const auto sentences = read_sentences(description.positive); !sentences.empty()) {
        append_terms(terms.lead, sentences.front(), table);
    }
    for (const auto field : {FieldId::Name, FieldId::Description, FieldId::Tags}) {
        terms.ecosystems.add(Ecosystems::of(terms.of(field)));
    }
    terms.known = terms.ecosystems;
    for (const auto field : {FieldId::Headings, FieldId::WhenToUse}) {
        terms.known.add(Ecosystems::of(terms.of(field)));
    }
    for (const auto& clause : description.negative) {
        append_terms(terms.against, clause, table);
    }
    for (const auto line : body.against) {
        append_terms(terms.against, line, table);
    }
    terms.children = linked_folders(skill.body());
    return terms;
}

}  // namespace skillwake::matcher::lexical
