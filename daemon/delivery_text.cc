#include "daemon/delivery_text.h"

#include "base/text.h"
#include "daemon/given_content.h"
#include "daemon/harmless.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace skillwake::daemon {
namespace {

constexpr std::size_t kMostNameBytes = 200;
constexpr std::size_t kMostPathBytes = 1'000;
constexpr std::size_t kMostTitleBytes = 120;
constexpr std::size_t kMostDescriptionBytes = 200;
constexpr std::size_t kMostResources = 20;
constexpr std::size_t kMostTriedPieces = 40;

std::string name_of_skill(const skill::Skill& skill) {
    return harmless_line(skill.qualified_name(), kMostNameBytes);
}

std::string path_of(const skill::Skill& skill) {
    return harmless_line(skill.file.string(), kMostPathBytes);
}

/// `the skill pdf ("Fills in PDF forms.")`: the first sentence of its description.
std::string naming(const skill::Skill& skill, std::string_view article = "the") {
    const std::string_view description = skill.description;
    auto end = description.find(". ");
    end = end == std::string_view::npos ? description.size() : end + 1;
    const auto sentence = harmless_line(description.substr(0, end), kMostDescriptionBytes);
    return std::string(article) + " skill " + name_of_skill(skill) +
           (sentence.empty() ? "" : " (\"" + sentence + "\")");
}

/// Its name for a command line.
std::string word_of(const skill::Skill& skill) {
    return harmless(shell_word(harmless_line(skill.qualified_name(), kMostNameBytes)));
}

std::string command(const skill::Skill& skill) {
    return "`skillwake read " + word_of(skill) + "`";
}

std::string because(const SkillTelling& telling) {
    return telling.reasons.empty() ? "" : " because " + telling.reasons;
}

std::string opening(const skill::Skill& skill, std::string_view mode) {
    return "<skill_content name=\"" + attribute_text(skill.qualified_name(), kMostNameBytes) + "\" mode=\"" +
           std::string(mode) + "\">\n";
}

std::string base_folder(const skill::Skill& skill) {
    return "Base directory for this skill: " + harmless_line(skill.folder.string(), kMostPathBytes) + "\n";
}

std::string closing(const skill::Skill& skill) {
    std::string text;
    const auto& files = skill.resources;
    for (std::size_t i = 0; i < std::min(files.size(), kMostResources); ++i) {
        text.append("<file>").append(attribute_text(files[i].file, kMostPathBytes)).append("</file>\n");
    }
    if (files.size() > kMostResources) {
        text.append(std::to_string(files.size() - kMostResources)).append(" more files lie beside them.\n");
    }
    return (text.empty() ? "" : "<skill_resources>\n" + text + "</skill_resources>\n") + "</skill_content>\n";
}

std::string lines_text(std::uint32_t first, std::uint32_t last) {
    return first == last ? "line " + std::to_string(first)
                         : "lines " + std::to_string(first) + "-" + std::to_string(last);
}

/// A part of the skill's text as the conversation gets it.
std::string filled_in(const SkillTelling& telling, std::string_view text) {
    auto values = telling.values;
    values.skill_dir = telling.skill.folder.string();
    values.argument_names = telling.skill.argument_names;
    return neutral(telling.skill, skill::substitute(text, values));
}

void end_line(std::string& text) {
    if (!text.empty() && text.back() != '\n') {
        text.push_back('\n');
    }
}

/// `part`: the flag that prints what the reader has not got, and what that is called.
std::string how_to_read_on(const skill::Skill& skill, std::string_view part) {
    return "`skillwake read " + word_of(skill) + " " + std::string(part) + ", " + command(skill) +
           " all; the file is " + path_of(skill) + ".\n";
}

/// An excerpt of chosen pieces: whole ones in the order of the file, and what is left out between them. Its
/// size is known at any time, so that many pieces can be tried and one text made.
class Excerpt {
public:
    Excerpt(const SkillTelling& telling, const std::vector<Piece>& pieces)
        : telling_(telling),
          pieces_(pieces),
          opening_(opening(telling.skill, "excerpt")),
          naming_(naming(telling.skill)),
          base_(base_folder(telling.skill)),
          tail_("\n" + how_to_read_on(telling.skill, "--lines FIRST-LAST` prints what is left out") +
                closing(telling.skill)),
          middle_bytes_(gap_bytes(0, pieces.size())) {}

    /// Chooses a piece, unless the text would become longer than `most_bytes`.
    void add(std::size_t piece, std::size_t most_bytes) {
        const auto after = chosen_.upper_bound(piece);
        const auto end = after == chosen_.end() ? pieces_.size() : *after;
        const auto begin = after == chosen_.begin() ? 0 : *std::prev(after) + 1;
        const auto text = text_of(piece);
        const auto middle = middle_bytes_ - gap_bytes(begin, end) + gap_bytes(begin, piece) + text.size() +
                            gap_bytes(piece + 1, end);
        if (head(chosen_.size() + 1).size() + middle + tail_.size() <= most_bytes) {
            chosen_.emplace(piece);
            middle_bytes_ = middle;
        }
    }

    /// nullopt: nothing is chosen.
    std::optional<std::string> text() const {
        if (chosen_.empty()) {
            return std::nullopt;
        }
        auto out = head(chosen_.size());
        out.reserve(out.size() + middle_bytes_ + tail_.size());
        std::size_t at = 0;
        for (const auto piece : chosen_) {
            out.append(gap(at, piece)).append(text_of(piece));
            at = piece + 1;
        }
        return out.append(gap(at, pieces_.size())).append(tail_);
    }

private:
    std::string head(std::size_t count) const {
        return opening_ + std::to_string(count) + " of the " + std::to_string(pieces_.size()) + " parts of " +
               naming_ + (count == 1 ? " follows" : " follow") + because(telling_) + ".\n" + base_ + "\n";
    }

    std::string text_of(std::size_t piece) const {
        auto text = filled_in(telling_, pieces_[piece].text);
        end_line(text);
        return text;
    }

    /// What stands for the pieces from `begin` to before `end`; empty where there are none.
    std::string gap(std::size_t begin, std::size_t end) const {
        if (begin == end) {
            return {};
        }
        auto out = "[Left out: " + lines_text(pieces_[begin].first_line, pieces_[end - 1].last_line);
        const auto title = harmless_line(pieces_[begin].title, kMostTitleBytes);
        out.append(title.empty() ? "" : ", \"" + title + "\"");
        out.append(end - begin > 1 ? " and " + std::to_string(end - begin - 1) + " more" : "");
        return out.append("]\n");
    }
    std::size_t gap_bytes(std::size_t begin, std::size_t end) const { return gap(begin, end).size(); }

    const SkillTelling& telling_;
    const std::vector<Piece>& pieces_;
    std::string opening_;
    std::string naming_;
    std::string base_;
    std::string tail_;
    std::set<std::size_t> chosen_;
    std::size_t middle_bytes_;  ///< of the chosen pieces and the gaps
};

/// The outline down to `deepest`, the level of a heading.
std::string outline_down_to(const SkillTelling& telling, std::uint32_t deepest, std::uint32_t top) {
    const auto& skill = telling.skill;
    auto out = opening(skill, "outline");
    out.append("The outline of " + naming(skill) + " follows" + because(telling) +
               "; its text is not included.\n");
    out.append(base_folder(skill)).append("\n");
    std::size_t deeper = 0;
    for (std::size_t i = 0; i < skill.outline.size(); ++i) {
        const auto& section = skill.outline[i];
        if (section.level > deepest) {
            ++deeper;
            continue;
        }
        const auto indent = section.level > top ? section.level - top : 0;
        out.append(std::string(2UL * indent, ' ') + std::to_string(i + 1) + ". " +
                   harmless_line(section.title, kMostTitleBytes) + " (" +
                   lines_text(section.first_line, section.last_line) + ", about " +
                   std::to_string(section.tokens) + " tokens)\n");
    }
    if (deeper > 0) {
        out.append("Left out: " + std::to_string(deeper) + " headings of deeper levels.\n");
    }
    out.append("\n" + how_to_read_on(skill, "--section N` prints a section"));
    return out.append(closing(skill));
}

}  // namespace

std::string full_text(const SkillTelling& telling) {
    const auto& skill = telling.skill;
    auto out = opening(skill, "full");
    out.append("The text of " + naming(skill) + " follows" + because(telling) + ".\n");
    out.append(base_folder(skill)).append("\n");
    auto body = skill.body();
    body.remove_prefix(std::min(body.find_first_not_of("\r\n"), body.size()));
    out.append(filled_in(telling, body));
    end_line(out);
    return out.append(closing(skill));
}

std::optional<std::string> excerpt_text(const SkillTelling& telling, std::size_t most_bytes) {
    std::optional<PieceIndex> own;
    const auto& index = telling.pieces ? telling.pieces() : own.emplace(telling.skill);
    const auto best = index.best(telling.words);
    Excerpt excerpt(telling, index.pieces());
    for (std::size_t i = 0; i < std::min(best.size(), kMostTriedPieces); ++i) {
        excerpt.add(best[i], most_bytes);
    }
    return excerpt.text();
}

std::optional<std::string> outline_text(const SkillTelling& telling, std::size_t most_bytes) {
    std::set<std::uint32_t> levels;
    for (const auto& section : telling.skill.outline) {
        levels.insert(section.level);
    }
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        if (auto text = outline_down_to(telling, *level, *levels.begin()); text.size() <= most_bytes) {
            return text;
        }
    }
    return std::nullopt;
}

std::string line_text(const SkillTelling& telling) {
    const auto& skill = telling.skill;
    return naming(skill, "The") + " fits" + because(telling) +
           ". Its text is not included: " + command(skill) + " prints it, the file is " + path_of(skill) +
           ".\n";
}

std::string suggestion_text(const SkillTelling& telling) {
    const auto& skill = telling.skill;
    return naming(skill, "The") + " may be relevant, or may not" +
           (telling.reasons.empty() ? "" : ": " + telling.reasons) + ". It is not loaded: " +
           (telling.withheld.empty() ? command(skill) + " prints it, the file is " + path_of(skill)
                                     : harmless_line(telling.withheld, kMostPathBytes)) +
           ".\n";
}

namespace {

/// The author's words as a quotation.
std::string author_says(const skill::Skill& skill, const std::string& file) {
    constexpr std::string_view kFile = "{file_path}";
    constexpr std::size_t kMostBytes = 600;
    auto words = skill.block_message;
    for (auto at = words.find(kFile); at != std::string::npos; at = words.find(kFile, at + file.size())) {
        words.replace(at, kFile.size(), file);
    }
    return words.empty() ? "" : "Its author says: \"" + harmless_line(words, kMostBytes) + "\". ";
}

}  // namespace

std::string denial_text(const SkillTelling& telling, const std::string& file) {
    return naming(telling.skill, "The") + " covers this" +
           (telling.reasons.empty() ? "" : ": " + telling.reasons) +
           ". Its author asks that it be known before such a tool runs. " + author_says(telling.skill, file) +
           "Its text comes with this answer, or " + command(telling.skill) +
           " prints it; the same call passes next time.";
}

std::string withheld_text(const std::string& refusal) {
    return "Not given: " + harmless_line(refusal, kMostPathBytes) + ".\n";
}

std::string unknown_text(const protocol::UnknownMention& mention) {
    std::vector<std::string> names;
    for (const auto& name : mention.nearest) {
        names.push_back(harmless_line(name, kMostNameBytes));
    }
    return "No skill is named " + harmless_line(mention.name, kMostNameBytes) +
           "; the nearest names are: " + join(names, ", ") + ".\n";
}

std::string ambiguous_text(const protocol::AmbiguousMention& mention) {
    std::vector<std::string> names;
    for (const auto& name : mention.candidates) {
        names.push_back(harmless_line(name, kMostNameBytes));
    }
    return "The name " + harmless_line(mention.name, kMostNameBytes) +
           " is that of several skills: " + join(names, ", ") + ".\n";
}

}  // namespace skillwake::daemon
