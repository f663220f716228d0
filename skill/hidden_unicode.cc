#include "skill/hidden_unicode.h"

#include "base/text.h"
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace skillwake::skill {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

constexpr bool lies_in(char32_t code, Range range) {
    return code >= range.first && code <= range.last;
}

template <std::size_t N>
constexpr bool lies_in(char32_t code, const std::array<Range, N>& ranges) {
    return std::any_of(ranges.begin(), ranges.end(), [code](Range range) { return lies_in(code, range); });
}

constexpr char32_t kNonJoiner = 0x200C;
constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kBlackFlag = 0x1F3F4;
constexpr Range kTags{0xE0000, 0xE007F};
constexpr Range kSelectors{0xFE00, 0xFE0F};
constexpr Range kSelectorsBeyondEmoji{0xE0100, 0xE01EF};

constexpr std::array kBidiControls{Range{0x202A, 0x202E}, Range{0x2066, 0x2069}};
constexpr std::array kBidiMarks{Range{0x200E, 0x200F}, Range{0x061C, 0x061C}};
constexpr std::array kZeroWidth{
    Range{0x00AD, 0x00AD},  // soft hyphen
    Range{0x034F, 0x034F},  // combining grapheme joiner
    Range{0x115F, 0x1160},  // Hangul fillers
    Range{0x17B4, 0x17B5},  // Khmer inherent vowels
    Range{0x180E, 0x180E},  // Mongolian vowel separator
    Range{0x200B, 0x200D},  // zero-width space, non-joiner, joiner
    Range{0x2060, 0x2064},  // word joiner, invisible operators
    Range{0x206A, 0x206F},  // deprecated format characters
    Range{0x3164, 0x3164},  // Hangul filler
    Range{0xFEFF, 0xFEFF},  // byte order mark inside of a text
    Range{0xFFA0, 0xFFA0},  // halfwidth Hangul filler
    Range{0xFFF9, 0xFFFB},  // interlinear annotations
};
constexpr std::array kRightToLeft{Range{0x0590, 0x08FF}, Range{0xFB1D, 0xFDFF}, Range{0xFE70, 0xFEFC},
                                  Range{0x10800, 0x10FFF}, Range{0x1E800, 0x1EFFF}};
/// Scripts whose writing needs joiners between letters.
constexpr std::array kJoiningScripts{Range{0x0600, 0x08FF}, Range{0x0900, 0x0DFF}, Range{0x0F00, 0x109F},
                                     Range{0x1780, 0x18AF}, Range{0xFB50, 0xFDFF}, Range{0xFE70, 0xFEFC}};
constexpr std::array kPictographs{Range{0x203C, 0x203C}, Range{0x2049, 0x2049},  Range{0x2190, 0x21FF},
                                  Range{0x2300, 0x23FF}, Range{0x2600, 0x27BF},  Range{0x2B00, 0x2BFF},
                                  Range{0xFE0F, 0xFE0F}, Range{0x1F000, 0x1FAFF}};

struct Character {
    char32_t code = 0;
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    characters.reserve(text.size());
    Character next;
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = decode_utf8(text, at);
        next.code = decoded.code;
        characters.push_back(next);
        at += decoded.bytes;
        ++next.column;
        if (decoded.code == U'\n') {
            ++next.line;
            next.column = 1;
        }
    }
    return characters;
}

/// Looks at each character with its neighbours.
class HiddenFinder {
public:
    explicit HiddenFinder(std::string_view text) : characters_(characters_of(text)) {}

    std::vector<HiddenCharacter> run(std::size_t most) {
        std::vector<HiddenCharacter> found;
        for (std::size_t at = 0; at < characters_.size() && found.size() < most; ++at) {
            const auto& character = characters_[at];
            if (const auto kind = kind_at(at)) {
                found.push_back({*kind, character.code, character.line, character.column});
            }
        }
        return found;
    }

private:
    std::optional<HiddenKind> kind_at(std::size_t at) {
        const auto code = characters_[at].code;
        if (code < 0xAD) {
            return std::nullopt;
        }
        if (lies_in(code, kTags) || lies_in(code, kSelectorsBeyondEmoji)) {
            return is_of_flag(at) || is_lone_selector(at) ? std::nullopt : std::optional(HiddenKind::Tag);
        }
        if (lies_in(code, kSelectors)) {
            return at > 0 && is_selector(code_at(at - 1)) ? std::optional(HiddenKind::Tag) : std::nullopt;
        }
        if (lies_in(code, kBidiControls)) {
            return HiddenKind::Bidi;
        }
        if (lies_in(code, kBidiMarks)) {
            return line_runs_from_right(at) ? std::nullopt : std::optional(HiddenKind::Bidi);
        }
        if (!lies_in(code, kZeroWidth) || joins(at)) {
            return std::nullopt;
        }
        return HiddenKind::ZeroWidth;
    }

    char32_t code_at(std::size_t at) const { return at < characters_.size() ? characters_[at].code : 0; }

    static bool is_selector(char32_t code) {
        return lies_in(code, kSelectors) || lies_in(code, kSelectorsBeyondEmoji);
    }

    /// The tags of a region's flag follow a black flag.
    bool is_of_flag(std::size_t at) const {
        while (at > 0 && lies_in(code_at(at), kTags)) {
            --at;
        }
        return code_at(at) == kBlackFlag;
    }

    /// One selector behind an ideograph chooses its form; several in a row spell bytes.
    bool is_lone_selector(std::size_t at) const {
        constexpr std::array kIdeographs{Range{0x3400, 0x9FFF}, Range{0xF900, 0xFAFF},
                                         Range{0x20000, 0x3FFFF}};
        return lies_in(code_at(at), kSelectorsBeyondEmoji) && at > 0 && lies_in(code_at(at - 1), kIdeographs);
    }

    bool joins(std::size_t at) const {
        const auto code = code_at(at);
        if (at == 0 || (code != kJoiner && code != kNonJoiner)) {
            return false;
        }
        const auto before = code_at(at - 1);
        const auto behind = code_at(at + 1);
        const bool in_emoji =
            code == kJoiner && lies_in(before, kPictographs) && lies_in(behind, kPictographs);
        return in_emoji || lies_in(before, kJoiningScripts);
    }

    bool line_runs_from_right(std::size_t at) {
        if (const auto line = characters_[at].line; line != judged_line_) {
            judged_line_ = line;
            auto first = at - (characters_[at].column - 1);
            from_right_ = false;
            for (; first < characters_.size() && characters_[first].line == line; ++first) {
                const auto code = characters_[first].code;
                from_right_ = from_right_ || (lies_in(code, kRightToLeft) && !lies_in(code, kBidiMarks));
            }
        }
        return from_right_;
    }

    std::vector<Character> characters_;
    std::uint32_t judged_line_ = 0;
    bool from_right_ = false;
};

/// Whether the character whose first byte, 0xC2 or above, stands at `at` may be hidden. Selectors of form, as
/// behind many emoji, hide something only behind another one.
bool may_be_hidden(std::string_view text, std::size_t at) {
    const auto byte = [&text](std::size_t place) {
        return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
    };
    const auto second = byte(at + 1);
    const auto third = byte(at + 2);
    switch (byte(at)) {
        case 0xC2:
            return second == 0xAD;
        case 0xCD:
            return second == 0x8F;
        case 0xD8:
            return second == 0x9C;
        case 0xE1:
            return second == 0x85 || second == 0x9E || second == 0xA0;
        case 0xE2:
            return (second == 0x80 &&
                    ((third >= 0x8B && third <= 0x8F) || (third >= 0xAA && third <= 0xAE))) ||
                   (second == 0x81 && third >= 0xA0);
        case 0xE3:
            return second == 0x85;
        case 0xEF:
            return (second == 0xB8 && third <= 0x8F && at >= 3 && byte(at - 3) == 0xEF &&
                    byte(at - 2) == 0xB8) ||
                   (second == 0xBB && third == 0xBF) || (second == 0xBE && third == 0xA0) ||
                   (second == 0xBF && third >= 0xB9 && third <= 0xBB);
        case 0xF3:
            return true;
        default:
            return false;
    }
}

/// Not so nearly every text: a look at its bytes costs little beside one at its characters.
bool may_hide(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (std::uint64_t eight = 0; at + sizeof(eight) <= text.size(); at += sizeof(eight)) {
            std::memcpy(&eight, text.data() + at, sizeof(eight));
            if ((eight & kHighBits) != 0) {
                break;
            }
        }
        if (at < text.size() && static_cast<unsigned char>(text[at]) >= 0xC2 && may_be_hidden(text, at)) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<HiddenCharacter> find_hidden(std::string_view text, std::size_t most) {
    return may_hide(text) ? HiddenFinder(text).run(most) : std::vector<HiddenCharacter>();
}

std::string_view rule_id_of(HiddenKind kind) {
    switch (kind) {
        case HiddenKind::Bidi:
            return "hidden-bidi";
        case HiddenKind::Tag:
            return "hidden-tag";
        case HiddenKind::ZeroWidth:
            return "hidden-zero-width";
    }
    return "skill";
}

std::string code_point_name(char32_t code) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string digits;
    for (auto rest = static_cast<std::uint32_t>(code); rest != 0 || digits.size() < 4; rest >>= 4U) {
        digits.insert(digits.begin(), kDigits[rest & 0xFU]);
    }
    return "U+" + digits;
}

std::string spelled_by_tag(char32_t code) {
    const bool printable = code >= kTags.first + 0x20 && code < kTags.last;
    return printable ? std::string(1, static_cast<char>(code - kTags.first)) : std::string();
}

}  // namespace skillwake::skill
