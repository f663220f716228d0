#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace skillwake {

/// A list that nobody changes any more: copies share it, and cost nothing.
template <class T>
class SharedList {
public:
    SharedList() = default;
    SharedList(std::vector<T> values)  // NOLINT(google-explicit-constructor): it is that list
        : values_(values.empty() ? nullptr : std::make_shared<const std::vector<T>>(std::move(values))) {}

    const std::vector<T>& values() const {
        static const std::vector<T> none;
        return values_ ? *values_ : none;
    }
    std::size_t size() const { return values().size(); }
    bool empty() const { return values().empty(); }
    auto begin() const { return values().begin(); }
    auto end() const { return values().end(); }
    const T& operator[](std::size_t place) const { return values()[place]; }

    bool operator==(const SharedList& other) const {
        return values_ == other.values_ || values() == other.values();
    }

private:
    std::shared_ptr<const std::vector<T>> values_;  ///< null: none
};

}  // namespace skillwake
