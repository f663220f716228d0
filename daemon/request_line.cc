#include "daemon/request_line.h"

#include "protocol/number_id.h"

#include <string>
#include <utility>

namespace skillwake::daemon {

using protocol::JsonValue;
using protocol::RawJson;

namespace {

/// Whether the parser gives it back as another text: 1.10, -0.
bool is_rewritten(JsonValue request) {
    const auto id = request.member("id");
    return id && (id->kind() == JsonValue::Kind::Real || id->integer() == 0);
}

bool has_rewritten_id(JsonValue document) {
    bool found = is_rewritten(document);
    document.each_element([&](JsonValue request) {
        found = is_rewritten(request);
        return !found;
    });
    return found;
}

std::vector<RawJson> texts_of(const std::vector<std::string_view>& ids) {
    std::vector<RawJson> texts;
    texts.reserve(ids.size());
    for (const auto id : ids) {
        texts.push_back({std::string(id)});
    }
    return texts;
}

/// The line is no JSON for our parser; ids of more than 64 bits may be all that it cannot read.
Result<RequestLine> parse_wide_ids(protocol::JsonParser& parser, std::string_view line, Error refused) {
    const auto ids = protocol::number_ids(line, kMaxBatch);
    std::string narrow;
    std::size_t taken = 0;
    for (const auto id : ids) {
        if (!id.empty()) {
            const auto at = static_cast<std::size_t>(id.data() - line.data());
            narrow.append(line.substr(taken, at - taken)).append("0");
            taken = at + id.size();
        }
    }
    if (narrow.empty()) {
        return refused;
    }
    const auto document = parser.parse(narrow.append(line.substr(taken)));
    if (!document) {
        return refused;
    }
    return RequestLine{*document, texts_of(ids)};
}

}  // namespace

Result<RequestLine> parse_line(protocol::JsonParser& parser, std::string_view line) {
    auto document = parser.parse(line);
    if (!document) {
        return parse_wide_ids(parser, line, std::move(document).error());
    }
    RequestLine read{*document, {}};
    if (has_rewritten_id(*document)) {
        read.number_ids = texts_of(protocol::number_ids(line, kMaxBatch));
    }
    return read;
}

std::variant<protocol::RpcRequest, protocol::RpcRefusal> RequestLine::request(JsonValue json,
                                                                              std::size_t place) const {
    auto read = protocol::read_request(json);
    std::visit(
        [&](auto& either) {
            if (place < number_ids.size() && !number_ids[place].text.empty() && either.id &&
                either.id->text != "null") {
                either.id = number_ids[place];
            }
        },
        read);
    return read;
}

}  // namespace skillwake::daemon
