#pragma once

#include "skill/listing.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace skillwake::skill {

/// Finds the listings of an earlier walk for one that goes the same way: each stands behind the last, so that
/// neither a table is made nor memory searched. Only where folders came or went they are looked up by path.
class RememberedListings {
public:
    /// `folders`: may be null, then there are none; must outlive this.
    explicit RememberedListings(const ListedFolders* folders) : folders_(folders) {}

    std::size_t size() const { return folders_ == nullptr ? 0 : folders_->size(); }

    /// nullptr: there is none.
    std::shared_ptr<const Listing> find(const std::string& folder) {
        if (size() == 0) {
            return nullptr;
        }
        if (next_ == size() || (*folders_)[next_].first != folder) {
            index();
            const auto found = by_path_.find(folder);
            if (found == by_path_.end()) {
                return nullptr;
            }
            next_ = found->second;
        }
        return (*folders_)[next_++].second;
    }

private:
    void index() {
        for (std::size_t i = 0; by_path_.size() < size() && i < size(); ++i) {
            by_path_.emplace((*folders_)[i].first, i);
        }
    }

    const ListedFolders* folders_;
    std::size_t next_ = 0;
    std::unordered_map<std::string_view, std::size_t> by_path_;  ///< empty until it is needed
};

}  // namespace skillwake::skill
