#pragma once

#include "base/column.h"
#include "base/mapped_file.h"
#include "base/result.h"
#include "base/shared_text.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct XXH3_state_s;

/// Values as bytes, for files that this very program reads again on this very machine: no byte order, no
/// versions. Who reads one checks first that it is of the same program.
///
/// A type says once, for both ways, what it consists of, by a function that lookup by argument finds:
///
///     template <class Archive, Archived<Resource> Self>
///     void describe(Archive& archive, Self& resource) { archive(resource.file, resource.bytes); }
///
///     ArchiveWriter writer(descriptor);           ArchiveReader reader(mapped_file);
///     writer(resource, more);                     reader(resource, more);
///     if (writer.finish()) { ... }                if (reader.finish()) { ... }
///
/// A Column or a SharedText that was read is a part of the file, and keeps it mapped: large ones cost neither
/// time nor memory of our own.
namespace skillwake {

/// A map of either kind.
template <class T>
concept KeyedValues = requires {
    typename T::key_type;
    typename T::mapped_type;
};

/// A `T`, to be written, or a place for one.
template <class Self, class T>
concept Archived = std::same_as<std::remove_const_t<Self>, T>;

/// What is its own bytes. A class is by a member `kArchivedRaw`.
template <class T>
concept RawBytes = ((std::is_arithmetic_v<T> || std::is_enum_v<T>)&&!std::same_as<T, bool>) ||
                   (requires { T::kArchivedRaw; } && std::has_unique_object_representations_v<T>);

namespace detail {

/// The sum of all bytes that went through.
class ArchiveSum {
public:
    ArchiveSum();
    ~ArchiveSum();
    ArchiveSum(const ArchiveSum&) = delete;
    ArchiveSum& operator=(const ArchiveSum&) = delete;
    void add(const void* bytes, std::size_t count);
    std::uint64_t value() const;

private:
    XXH3_state_s* state_;
};

/// From `at` to the next multiple of `alignment`.
constexpr std::size_t gap_to(std::size_t alignment, std::uint64_t at) {
    return static_cast<std::size_t>((alignment - at % alignment) % alignment);
}

}  // namespace detail

/// Writes values one behind the other. What the system refuses is told by finish().
class ArchiveWriter {
public:
    /// `descriptor`: open to write, until finish().
    explicit ArchiveWriter(int descriptor);

    template <class... T>
    void operator()(const T&... values) {
        (put(values), ...);
    }

    /// The sum of all that was written, and what is still buffered.
    Status finish();

private:
    static constexpr std::size_t kBufferBytes = 1U << 18U;

    void put_bytes(const void* bytes, std::size_t count);
    /// So that what comes next lies in the file as a `T` must lie in memory.
    template <class T>
    void align() {
        constexpr std::array<char, alignof(T)> kNothing{};
        put_bytes(kNothing.data(), detail::gap_to(alignof(T), written_));
    }
    void write_out(const char* bytes, std::size_t count);

    template <RawBytes T>
    void put(const T& value) {
        put_bytes(&value, sizeof(value));
    }
    void put(bool value) { put(static_cast<std::uint8_t>(value ? 1 : 0)); }
    void put(std::string_view text) {
        put(text.size());
        put_bytes(text.data(), text.size());
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    void put(const SharedText& text) { put(text.view()); }
    void put(const std::filesystem::path& path) { put(path.native()); }
    template <class First, class Second>
    void put(const std::pair<First, Second>& both) {
        put(both.first);
        put(both.second);
    }
    template <class T>
    void put(const std::shared_ptr<T>& value) {
        put(*value);
    }
    template <KeyedValues Map>
    void put(const Map& values) {
        put(values.size());
        for (const auto& value : values) {
            put(value);
        }
    }
    template <class T>
    void put(const std::vector<T>& values) {
        put(values.size());
        if constexpr (RawBytes<T>) {
            put_bytes(values.data(), values.size() * sizeof(T));
        } else {
            for (const auto& value : values) {
                put(value);
            }
        }
    }
    template <RawBytes T>
    void put(const Column<T>& values) {
        put(values.size());
        align<T>();
        put_bytes(values.data(), values.size() * sizeof(T));
    }
    template <class T>
    requires std::is_class_v<T> &&(!RawBytes<T>)&&(!KeyedValues<T>)void put(const T& value) {
        describe(*this, value);
    }

    int descriptor_;
    std::uint64_t written_ = 0;  ///< bytes, also those that are still buffered
    std::vector<char> buffer_;
    detail::ArchiveSum sum_;
    int failure_ = 0;  ///< errno
};

/// Reads what an ArchiveWriter wrote, in the same order. Bytes that cannot be meant so, damaged ones above
/// all, never cost more memory than the file is long: values read from them are empty or of any kind, and
/// count for nothing unless finish() says so.
class ArchiveReader {
public:
    explicit ArchiveReader(std::shared_ptr<const MappedFile> file);

    template <class... T>
    void operator()(T&... values) {
        (get(values), ...);
    }

    /// Whether all so far was there. Worth a look before more is read.
    bool good() const { return good_; }
    /// Errc::Invalid: what was read is not what was written, or not all of it was read.
    Status finish() const;

private:
    std::size_t left() const { return end_ - at_; }
    /// The next bytes; none, and no longer good(): there are not so many.
    std::span<const std::byte> take(std::size_t count);
    /// A number of things of at least `bytes` bytes each; 0 where there cannot be so many.
    std::size_t get_count(std::size_t bytes);
    void get_bytes(void* bytes, std::size_t count);
    /// Takes an array that lies as `T` must.
    template <class T>
    std::span<const T> take_array() {
        const auto count = get_count(sizeof(T));
        (void)take(detail::gap_to(alignof(T), at_));
        const auto bytes = take(count * sizeof(T));
        // Written as such an array, by a program of the same types.
        return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
    }

    template <RawBytes T>
    void get(T& value) {
        get_bytes(&value, sizeof(value));
    }
    void get(bool& value) {
        std::uint8_t byte = 0;
        get(byte);
        value = byte != 0;
    }
    std::string_view take_text() {
        const auto bytes = take(get_count(1));
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    void get(std::string& text) { text = take_text(); }
    void get(SharedText& text) { text = SharedText(take_text(), file_); }
    void get(std::filesystem::path& path) { path = take_text(); }
    template <class First, class Second>
    void get(std::pair<First, Second>& both) {
        get(both.first);
        get(both.second);
    }
    template <class T>
    void get(std::shared_ptr<T>& value) {
        auto made = std::make_shared<std::remove_const_t<T>>();
        get(*made);
        value = std::move(made);
    }
    template <KeyedValues Map>
    void get(Map& values) {
        const auto count = get_count(1);
        for (std::size_t i = 0; i < count && good_; ++i) {
            std::pair<typename Map::key_type, typename Map::mapped_type> value;
            get(value);
            values.insert(std::move(value));
        }
    }
    template <class T>
    void get(std::vector<T>& values) {
        if constexpr (RawBytes<T>) {
            values.resize(get_count(sizeof(T)));
            get_bytes(values.data(), values.size() * sizeof(T));
        } else {
            constexpr std::size_t kAtOnce = 4'096;
            const auto count = get_count(1);
            values.clear();
            for (std::size_t i = 0; i < count && good_; ++i) {
                if (values.size() == values.capacity()) {
                    values.reserve(std::min(count, std::max(kAtOnce, 2 * values.size())));
                }
                get(values.emplace_back());
            }
        }
    }
    template <RawBytes T>
    void get(Column<T>& values) {
        values = Column<T>(take_array<T>(), file_);
    }
    template <class T>
    requires std::is_class_v<T> &&(!RawBytes<T>)&&(!KeyedValues<T>)void get(T& value) {
        describe(*this, value);
    }

    std::shared_ptr<const MappedFile> file_;
    std::size_t at_ = 0;
    std::size_t end_;  ///< of the values: behind them is the sum
    bool good_ = true;
};

}  // namespace skillwake
