#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace skillwake::protocol {

/// JSON text kept as it is: written without change.
struct RawJson {
    std::string text;

    bool operator==(const RawJson&) const = default;
};

/// A view of one value of a parsed document; valid until the JsonParser that made it parses again or ends.
/// Of two members with one name the first counts.
class JsonValue {
public:
    enum class Kind { Null, Bool, Integer, Unsigned, Real, String, Array, Object };

    Kind kind() const;
    /// nullopt: the value is of another kind, or does not fit.
    std::optional<bool> boolean() const;
    std::optional<std::int64_t> integer() const;
    std::optional<std::uint64_t> unsigned_integer() const;
    std::optional<double> number() const;
    std::optional<std::string_view> string() const;

    /// nullopt: not an object, or no such member.
    std::optional<JsonValue> member(std::string_view name) const;
    /// Calls `visit` for each; stops when it returns false. Nothing is called for another kind.
    void each_element(const std::function<bool(JsonValue)>& visit) const;
    void each_member(const std::function<bool(std::string_view, JsonValue)>& visit) const;

    /// The value as JSON text without white space.
    std::string text() const;

private:
    friend class JsonParser;
    friend struct JsonAccess;
    const void* document_ = nullptr;  ///< simdjson's own two words of an element
    std::size_t index_ = 0;
};

/// Parses whole documents: an error anywhere in one refuses all of it. One at a time.
class JsonParser {
public:
    static constexpr std::size_t kMaxDepth = 1024;

    JsonParser();
    JsonParser(JsonParser&&) noexcept;
    JsonParser& operator=(JsonParser&&) noexcept;
    ~JsonParser();

    /// Errc::Invalid: not JSON, not UTF-8, nested too deeply, or an integer of more than 64 bits.
    Result<JsonValue> parse(std::string_view text);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Appends `text` as a JSON string with its quotes. Ill-formed UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace skillwake::protocol
