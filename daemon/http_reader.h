#pragma once

#include "daemon/http_gate.h"

#include <llhttp.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace skillwake::daemon {

/// One hook that was posted.
struct HttpCall {
    std::optional<std::string> host;  ///< of `?host=`
    std::string body;                 ///< not looked at yet
    KeepAlive keep_alive = KeepAlive::Yes;
};

/// Cuts a byte stream into requests and lets the gate judge each one's head. Does no I/O. Keeps at most one
/// request and the bytes of one feed() behind it.
class HttpReader {
public:
    /// `rules` must outlive it.
    explicit HttpReader(const HttpRules& rules);
    HttpReader(const HttpReader&) = delete;
    HttpReader& operator=(const HttpReader&) = delete;

    struct NeedsBytes {};
    struct NeedsContinue {};  ///< send kHttpContinue, then ask again
    using Step = std::variant<NeedsBytes, NeedsContinue, HttpCall, HttpAnswer>;

    /// Only when next() has said NeedsBytes.
    void feed(std::string_view bytes) { unread_.append(bytes); }
    /// What to do now. HttpAnswer: a refusal; the stream cannot be read any further.
    Step next();

    /// Nothing of a further request has arrived.
    bool is_between_requests() const { return !begun_ && unread_.empty(); }

private:
    static const llhttp_settings_t& settings();
    template <int (HttpReader::*Method)(std::string_view)>
    static int on_data(llhttp_t* parser, const char* at, std::size_t size);
    template <int (HttpReader::*Method)()>
    static int on_point(llhttp_t* parser);

    int begin();
    int target(std::string_view part);
    int header_name(std::string_view part);
    int header_name_end();
    int header_value(std::string_view part);
    int headers_end();
    int body(std::string_view part);
    int end();

    int refuse(HttpAnswer answer);
    int grow_head(std::size_t bytes);
    HttpCall take_call();

    const HttpRules& rules_;
    llhttp_t parser_{};
    std::string unread_;
    HttpHead head_;
    std::size_t head_bytes_ = 0;
    HttpCall call_;
    std::optional<HttpAnswer> refused_;
    bool begun_ = false;
    bool in_value_ = false;  ///< the last header's name is whole
    bool complete_ = false;
    bool continue_wanted_ = false;
};

}  // namespace skillwake::daemon
