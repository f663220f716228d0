#pragma once

#include "base/name_letters.h"
#include "daemon/hashed_ids.h"
#include "matcher/index.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace skillwake::daemon {

/// By which names and in which folders the skills of one index are found, and which of them are copies of
/// others: made once with the index, and shared by all catalogues that have it. What skills of several
/// indexes are to each other is the catalogue's to say. Immutable.
class SkillNames {
public:
    using Entry = HashedIds::Entry;

    explicit SkillNames(std::shared_ptr<const matcher::Index> index);

    /// Of a group of names, see group_of().
    std::span<const Entry> group(std::uint64_t hash) const { return by_group_.find(hash); }
    /// All of them, by their groups.
    const std::vector<Entry>& groups() const { return by_group_.entries(); }

    /// May have some of other folders: the caller compares.
    std::span<const Entry> in_folder(std::string_view folder) const;

    /// By id: what is hidden by another one of these skills; empty: none.
    const std::vector<bool>& hidden() const { return hidden_; }
    /// Which skill such a copy is one of.
    std::optional<matcher::SkillId> original_of(matcher::SkillId copy) const;

    /// Calls `visit` with the id and the name, folded, of those whose names may be near the wanted one:
    /// qualified names, and plain ones where they are others.
    template <class Visit>
    void each_near(const NameLetters& wanted, Visit visit) const {
        for (const auto& known : letters_) {
            if (!known.letters.is_far_from(wanted)) {
                visit(known.id, name_of(known));
            }
        }
    }

private:
    struct Letters {
        NameLetters letters;
        matcher::SkillId id{};
        bool qualified = false;
    };

    void find_copies();
    std::string name_of(const Letters& known) const;

    std::shared_ptr<const matcher::Index> index_;
    HashedIds by_group_;
    HashedIds by_folder_;
    std::vector<Letters> letters_;
    std::vector<bool> hidden_;
    std::vector<std::pair<matcher::SkillId, matcher::SkillId>> copies_;  ///< (copy, original), by copy
};

}  // namespace skillwake::daemon
