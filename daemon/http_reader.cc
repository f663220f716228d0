#include "daemon/http_reader.h"

#include <utility>

namespace skillwake::daemon {
namespace {

constexpr int kStop = HPE_USER;

}  // namespace

template <int (HttpReader::*Method)(std::string_view)>
int HttpReader::on_data(llhttp_t* parser, const char* at, std::size_t size) {
    return (static_cast<HttpReader*>(parser->data)->*Method)({at, size});
}
template <int (HttpReader::*Method)()>
int HttpReader::on_point(llhttp_t* parser) {
    return (static_cast<HttpReader*>(parser->data)->*Method)();
}

const llhttp_settings_t& HttpReader::settings() {
    static const llhttp_settings_t kSettings = [] {
        llhttp_settings_t made;
        llhttp_settings_init(&made);
        made.on_message_begin = on_point<&HttpReader::begin>;
        made.on_url = on_data<&HttpReader::target>;
        made.on_header_field = on_data<&HttpReader::header_name>;
        made.on_header_field_complete = on_point<&HttpReader::header_name_end>;
        made.on_header_value = on_data<&HttpReader::header_value>;
        made.on_headers_complete = on_point<&HttpReader::headers_end>;
        made.on_body = on_data<&HttpReader::body>;
        made.on_message_complete = on_point<&HttpReader::end>;
        return made;
    }();
    return kSettings;
}

HttpReader::HttpReader(const HttpRules& rules) : rules_(rules) {
    llhttp_init(&parser_, HTTP_REQUEST, &settings());
    parser_.data = this;
}

HttpReader::Step HttpReader::next() {
    if (refused_) {
        return *refused_;
    }
    const auto result = llhttp_execute(&parser_, unread_.data(), unread_.size());
    if (complete_) {
        // The parser stands still behind the request; what follows is read when it is answered.
        unread_.erase(0, static_cast<std::size_t>(llhttp_get_error_pos(&parser_) - unread_.data()));
        llhttp_resume(&parser_);
        return take_call();
    }
    unread_.clear();
    if (!refused_ && result != HPE_OK) {
        refused_ = http_refusal(400, std::string("not HTTP: ") + llhttp_get_error_reason(&parser_));
    }
    if (refused_) {
        return *refused_;
    }
    if (std::exchange(continue_wanted_, false)) {
        return NeedsContinue{};
    }
    return NeedsBytes{};
}

HttpCall HttpReader::take_call() {
    complete_ = false;
    begun_ = false;
    continue_wanted_ = false;
    return std::exchange(call_, {});
}

int HttpReader::refuse(HttpAnswer answer) {
    refused_ = std::move(answer);
    return kStop;
}

int HttpReader::begin() {
    begun_ = true;
    head_ = {};
    head_bytes_ = 0;
    in_value_ = true;
    return 0;
}

int HttpReader::grow_head(std::size_t bytes) {
    head_bytes_ += bytes;
    return head_bytes_ <= rules_.head_bytes
               ? 0
               : refuse(http_refusal(
                     431, "target and headers of more than " + std::to_string(rules_.head_bytes) + " bytes"));
}

int HttpReader::target(std::string_view part) {
    head_.target.append(part);
    return grow_head(part.size());
}

int HttpReader::header_name(std::string_view part) {
    if (std::exchange(in_value_, false)) {
        head_.headers.emplace_back();
    }
    head_.headers.back().name.append(part);
    return grow_head(part.size());
}

int HttpReader::header_name_end() {
    in_value_ = true;
    return 0;
}

int HttpReader::header_value(std::string_view part) {
    head_.headers.back().value.append(part);
    return grow_head(part.size());
}

int HttpReader::headers_end() {
    // A wish for another protocol may be passed over, and is.
    parser_.upgrade = 0;
    if (parser_.http_major != 1) {
        return refuse(http_refusal(505, "expected HTTP/1.1"));
    }
    head_.method = llhttp_method_name(static_cast<llhttp_method_t>(parser_.method));
    if ((parser_.flags & F_CONTENT_LENGTH) != 0) {
        head_.length = parser_.content_length;
    }
    auto judged = judge_head(head_, rules_);
    if (auto* answer = std::get_if<HttpAnswer>(&judged)) {
        return refuse(std::move(*answer));
    }
    call_.host = std::move(std::get<HttpWish>(judged).host);
    const bool lasts = llhttp_should_keep_alive(&parser_) != 0 && parser_.http_minor == 1;
    call_.keep_alive = lasts ? KeepAlive::Yes : KeepAlive::No;
    continue_wanted_ = expects_continue(head_);
    return 0;
}

int HttpReader::body(std::string_view part) {
    if (part.size() > rules_.body_bytes - call_.body.size()) {
        return refuse(
            http_refusal(413, "a body of more than " + std::to_string(rules_.body_bytes) + " bytes"));
    }
    call_.body.append(part);
    return 0;
}

int HttpReader::end() {
    complete_ = true;
    return HPE_PAUSED;
}

}  // namespace skillwake::daemon
