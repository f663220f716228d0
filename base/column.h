#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace skillwake {

/// One array of a table: its own, which grows like a vector, or a part of something larger that it keeps
/// alive, such as a mapped file, and that is only read. A copy is its own.
///
///     Column<std::uint32_t> ends;                     Column<std::uint32_t> kept(part_of_file, file);
///     ends.push_back(3);                              kept[0] == 3
///     ends.edit()[0] = 4;                             auto changed = kept; changed.push_back(5);
template <class T>
class Column {
public:
    Column() = default;
    Column(std::vector<T> values)  // NOLINT(google-explicit-constructor): it is that list
        : own_(std::move(values)), view_(own_) {}
    /// `values`: live for as long as `keeper` does.
    Column(std::span<const T> values, std::shared_ptr<const void> keeper)
        : view_(values), keeper_(std::move(keeper)) {}
    Column(const Column& other) : own_(other.begin(), other.end()), view_(own_) {}
    Column(Column&& other) noexcept
        : own_(std::move(other.own_)),
          view_(std::exchange(other.view_, {})),
          keeper_(std::move(other.keeper_)) {}
    Column& operator=(Column other) noexcept {
        own_.swap(other.own_);  // what a view shows moves with its vector
        std::swap(view_, other.view_);
        keeper_.swap(other.keeper_);
        return *this;
    }
    ~Column() = default;

    const T* data() const { return view_.data(); }
    std::size_t size() const { return view_.size(); }
    bool empty() const { return view_.empty(); }
    const T* begin() const { return view_.data(); }
    const T* end() const { return view_.data() + view_.size(); }
    const T& operator[](std::size_t place) const { return view_[place]; }
    operator std::span<const T>() const { return view_; }  // NOLINT(google-explicit-constructor): it is one

    // All below: of its own array only.

    std::span<T> edit() {
        assert(keeper_ == nullptr);
        return own_;
    }
    void push_back(const T& value) {
        change([&] { own_.push_back(value); });
    }
    void append(const T* begin, const T* end) {
        change([&] { own_.insert(own_.end(), begin, end); });
    }
    void assign(std::size_t count, const T& value) {
        change([&] { own_.assign(count, value); });
    }
    void reserve(std::size_t count) {
        change([&] { own_.reserve(count); });
    }
    void shrink_to_fit() {
        change([&] { own_.shrink_to_fit(); });
    }
    void clear() {
        change([&] { own_.clear(); });
    }

private:
    template <class Change>
    void change(Change make) {
        assert(keeper_ == nullptr);
        make();
        view_ = own_;
    }

    std::vector<T> own_;
    std::span<const T> view_;
    std::shared_ptr<const void> keeper_;  ///< null: it is its own
};

}  // namespace skillwake
